/// Finding the next byte that matters, eight bytes at a time.
///
/// With `w` eight bytes, the lowest byte first, `(w − 0x01…01) & ~w & 0x80…80` has the high bit of
/// the lowest byte that is zero (bits above it may be wrong), and `(w − 0x20…20) & ~w & 0x80…80`
/// that of the lowest byte below 0x20 (S. E. Anderson, "Bit Twiddling Hacks", 2005). Looking for a
/// byte `b` is looking for zero in `w ^ bb…b`.
enum ByteSearch {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highBits: UInt64 = 0x8080_8080_8080_8080

  @inline(__always)
  private static func word(_ bytes: Span<UInt8>, _ p: Int) -> UInt64 {
    // SAFETY: any eight bytes are a UInt64, and the load traps unless p ≥ 0 and p + 8 ≤ count.
    unsafe UInt64(littleEndian: bytes.bytes.unsafeLoadUnaligned(fromByteOffset: p, as: UInt64.self))
  }

  @inline(__always)
  private static func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & highBits }

  @inline(__always)
  private static func equal(_ word: UInt64, _ byte: UInt8) -> UInt64 {
    zeros(word ^ (UInt64(byte) &* ones))
  }

  /// The first place in `p..<end` of `byte`, or `end`.
  @inline(__always)
  static func first(_ byte: UInt8, _ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    var p = start
    while p + 8 <= end {
      let found = equal(word(bytes, p), byte)
      if found != 0 { return p + found.trailingZeroBitCount / 8 }
      p += 8
    }
    while p < end, bytes[p] != byte { p += 1 }
    return p
  }

  /// The first place in `p..<end` of one of three bytes, or `end`.
  @inline(__always)
  static func first(
    _ a: UInt8, _ b: UInt8, _ c: UInt8, _ bytes: Span<UInt8>, _ start: Int, _ end: Int
  ) -> Int {
    var p = start
    while p + 8 <= end {
      let w = word(bytes, p)
      let found = equal(w, a) | equal(w, b) | equal(w, c)
      if found != 0 { return p + found.trailingZeroBitCount / 8 }
      p += 8
    }
    while p < end, bytes[p] != a, bytes[p] != b, bytes[p] != c { p += 1 }
    return p
  }

  /// The first place in `p..<end` of a byte that a JSON string cannot hold as it is (a quote, a
  /// backslash, a control character) or, with `stopsAtNonASCII`, of one that is not ASCII; or
  /// `end`.
  @inline(__always)
  static func firstSpecial(
    _ bytes: Span<UInt8>, _ start: Int, _ end: Int, stopsAtNonASCII: Bool
  ) -> Int {
    var p = start
    while p + 8 <= end {
      let w = word(bytes, p)
      let control = (w &- (0x20 &* ones)) & ~w & highBits
      var found = control | equal(w, UInt8(ascii: "\"")) | equal(w, UInt8(ascii: "\\"))
      if stopsAtNonASCII { found |= w & highBits }
      if found != 0 { return p + found.trailingZeroBitCount / 8 }
      p += 8
    }
    while p < end {
      let byte = bytes[p]
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
        || stopsAtNonASCII && byte >= 0x80
      {
        break
      }
      p += 1
    }
    return p
  }

  /// The first place in `p..<end` of a byte that is not ASCII, or `end`.
  @inline(__always)
  static func firstNonASCII(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    var p = start
    while p + 8 <= end {
      let found = word(bytes, p) & highBits
      if found != 0 { return p + found.trailingZeroBitCount / 8 }
      p += 8
    }
    while p < end, bytes[p] < 0x80 { p += 1 }
    return p
  }
}
