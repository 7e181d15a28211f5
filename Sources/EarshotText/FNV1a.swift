/// The 64-bit hash of Fowler, Noll & Vo in its variant 1a: short, and anyone can check it.
///
///     h ← (h xor byte) · (2⁴⁰ + 2⁸ + 0xB3)    mod 2⁶⁴
///
/// For tables of short words, and as a mark by which a changed text is noticed; it resists no one who wants two
/// texts with one hash.
public struct FNV1a: Hashable, Sendable {
  /// The hash of the bytes so far.
  public var value: UInt64 = 0xCBF2_9CE4_8422_2325

  /// The hash of no bytes.
  @inlinable @inline(__always)
  public init() {}

  /// Takes one byte more.
  @inlinable @inline(__always)
  public mutating func combine(_ byte: UInt8) {
    value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
  }

  /// Takes more bytes, in their order. - Complexity: O(bytes)
  @inlinable
  public mutating func combine(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { combine(byte) }
  }

  /// Takes `bytes[start..<end]`. - Complexity: O(bytes)
  @inline(__always)
  mutating func combine(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) {
    var i = start
    while i < end {
      combine(bytes[i])
      i &+= 1
    }
  }

  /// With the high half, which is the better mixed, folded into the low one: for tables whose size is a
  /// power of two.
  @inlinable @inline(__always)
  public var folded: UInt64 { value ^ value &>> 32 }

  /// 16 hexadecimal digits.
  public var hex: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
