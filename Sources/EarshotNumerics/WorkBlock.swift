typealias FloatBlock = WorkBlock<Float>

/// Numbers in memory that one owner writes; freed with it, aligned to 64 bytes.
///
/// Arrays that belong to an object cost a check for exclusive access at each number: a quarter of the time
/// of `RowBlock`.
final class WorkBlock<Element: BitwiseCopyable> {
  let base: UnsafeMutablePointer<Element>
  let count: Int

  init(repeating value: Element, count: Int) {
    // SAFETY: room for `count` elements (one at least), all set here, freed in `deinit` and nowhere else.
    base = UnsafeMutableRawPointer.allocate(
      byteCount: max(count, 1) * MemoryLayout<Element>.stride, alignment: 64
    ).bindMemory(to: Element.self, capacity: max(count, 1))
    base.initialize(repeating: value, count: max(count, 1))
    self.count = count
  }

  convenience init(count: Int) where Element == Float { self.init(repeating: 0, count: count) }

  deinit { base.deallocate() }
}

/// Sixteen floats at a time, from memory that need not be aligned.
enum Lanes {
  typealias Vector = SIMD16<Float>

  @inline(__always)
  static func load(_ p: UnsafePointer<Float>) -> Vector {
    UnsafeRawPointer(p).loadUnaligned(as: Vector.self)
  }

  @inline(__always)
  static func store(_ x: Vector, _ p: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(p).storeBytes(of: x, as: Vector.self)
  }

  // Written so that the compiler makes one instruction of each.
  @inline(__always)
  static func min(_ x: Vector, _ y: Vector) -> Vector { y.replacing(with: x, where: x .< y) }

  @inline(__always)
  static func max(_ x: Vector, _ y: Vector) -> Vector { y.replacing(with: x, where: x .> y) }

  /// The sum of all sixteen, in pairs: a quarter of the steps of one after the other.
  @inline(__always)
  static func total(_ x: Vector) -> Float {
    let eight = x.lowHalf + x.highHalf
    let four = eight.lowHalf + eight.highHalf
    return (four[0] + four[2]) + (four[1] + four[3])
  }

  /// Σ a_c · b_c in sixteen sums that are put together in order: the same bits on every CPU.
  @inline(__always)
  static func dot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ d: Int) -> Float {
    var sums = Vector.zero
    var c = 0
    while c &+ 16 <= d {
      sums += load(a + c) * load(b + c)
      c &+= 16
    }
    var sum = total(sums)
    while c < d {
      sum += a[c] * b[c]
      c &+= 1
    }
    return sum
  }
}
