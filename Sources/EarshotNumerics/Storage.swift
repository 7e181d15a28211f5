/// Immutable numbers in memory: either owned, or a part of something mapped that an owner keeps alive.
///
/// A trained model and a model file opened by `mmap` are read through the same type, so the tagging
/// path has one form. Memory made here starts at a multiple of 64 bytes.
public struct Storage<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  // SAFETY: `base` points at `count` initialised elements that nobody writes to any more, and `owner`
  // keeps them alive for as long as this value lives. That makes sharing between threads sound.
  public let base: UnsafePointer<Element>
  public let count: Int
  private let owner: AnyObject

  /// Borrows `count` elements at `base`; `owner` must keep them alive and unchanged.
  public init(base: UnsafePointer<Element>, count: Int, owner: AnyObject) {
    self.base = base
    self.count = count
    self.owner = owner
  }

  /// Copies the elements into memory of its own, aligned to 64 bytes.
  public init(_ elements: [Element]) {
    let block = Block(byteCount: elements.count * MemoryLayout<Element>.stride)
    let target = block.bytes.assumingMemoryBound(to: Element.self)
    elements.withUnsafeBufferPointer { source in
      // SAFETY: the block holds `elements.count` strides, and a nil base address means none to copy.
      if let start = source.baseAddress { target.update(from: start, count: source.count) }
    }
    base = UnsafePointer(target)
    count = elements.count
    owner = block
  }

  /// The element at `index`. - Precondition: `index` is in `0..<count`.
  @inline(__always)
  public subscript(index: Int) -> Element {
    precondition(index >= 0 && index < count, "index \(index) of \(count)")
    // SAFETY: 0 ≤ index < count was just checked.
    return base[index]
  }

  /// All elements as one buffer, valid while `self` lives.
  public var elements: UnsafeBufferPointer<Element> {
    UnsafeBufferPointer(start: base, count: count)
  }

  public func array() -> [Element] { Array(elements) }
}

/// A block of raw memory that frees itself.
private final class Block {
  let bytes: UnsafeMutableRawPointer

  init(byteCount: Int) {
    bytes = .allocate(byteCount: max(byteCount, 64), alignment: 64)
  }

  deinit { bytes.deallocate() }
}
