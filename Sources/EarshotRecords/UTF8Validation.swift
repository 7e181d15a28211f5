/// Which bytes are UTF-8 (RFC 3629: no surrogates, no overlong forms, nothing past U+10FFFF).
enum UTF8Validation {
  /// The length of the well-formed sequence that begins at `p` with a byte ≥ 0x80, or 0.
  @inline(__always)
  static func sequenceLength(_ bytes: Span<UInt8>, at p: Int, end: Int) -> Int {
    let first = bytes[p]
    switch first {
    case 0xC2...0xDF:
      return p + 1 < end && bytes[p + 1] & 0xC0 == 0x80 ? 2 : 0
    case 0xE0...0xEF:
      guard p + 2 < end, bytes[p + 1] & 0xC0 == 0x80, bytes[p + 2] & 0xC0 == 0x80 else { return 0 }
      if first == 0xE0, bytes[p + 1] < 0xA0 { return 0 }
      if first == 0xED, bytes[p + 1] > 0x9F { return 0 }
      return 3
    case 0xF0...0xF4:
      guard p + 3 < end, bytes[p + 1] & 0xC0 == 0x80, bytes[p + 2] & 0xC0 == 0x80,
        bytes[p + 3] & 0xC0 == 0x80
      else { return 0 }
      if first == 0xF0, bytes[p + 1] < 0x90 { return 0 }
      if first == 0xF4, bytes[p + 1] > 0x8F { return 0 }
      return 4
    default:
      return 0
    }
  }

  /// The first byte of `range` that is not part of well-formed UTF-8, or nil.
  ///
  /// - Complexity: O(n)
  static func firstInvalidByte(_ bytes: Span<UInt8>, in range: Range<Int>) -> Int? {
    var p = range.lowerBound
    let end = range.upperBound
    while p < end {
      p = ByteSearch.firstNonASCII(bytes, p, end)
      if p == end { break }
      let length = sequenceLength(bytes, at: p, end: end)
      if length == 0 { return p }
      p += length
    }
    return nil
  }
}
