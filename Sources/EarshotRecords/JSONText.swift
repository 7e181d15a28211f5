/// Strings between JSON and UTF-8.
public enum JSONText {
  /// A string as JSON, with its quotes.
  public static func string(_ text: String) -> [UInt8] {
    var out: [UInt8] = []
    appendString(text, to: &out)
    return out
  }

  static func hexValue(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }

  /// Appends what the inside of a checked JSON string (`range`, without its quotes) stands for.
  /// A lone surrogate becomes U+FFFD, since UTF-8 cannot hold it.
  static func appendUnescaped(_ bytes: Span<UInt8>, _ range: Range<Int>, to out: inout [UInt8]) {
    var p = range.lowerBound
    let end = range.upperBound
    while p < end {
      let runStart = p
      p = ByteSearch.first(UInt8(ascii: "\\"), bytes, p, end)
      if p > runStart { out.append(bytes, runStart..<p) }
      guard p + 1 < end else { return }
      let kind = bytes[p + 1]
      p += 2
      switch kind {
      case UInt8(ascii: "b"): out.append(0x08)
      case UInt8(ascii: "f"): out.append(0x0C)
      case UInt8(ascii: "n"): out.append(0x0A)
      case UInt8(ascii: "r"): out.append(0x0D)
      case UInt8(ascii: "t"): out.append(0x09)
      case UInt8(ascii: "u"):
        var unit = codeUnit(bytes, p, end)
        p += 4
        if 0xD800...0xDBFF ~= unit, p + 5 < end, bytes[p] == UInt8(ascii: "\\"),
          bytes[p + 1] == UInt8(ascii: "u")
        {
          let low = codeUnit(bytes, p + 2, end)
          if 0xDC00...0xDFFF ~= low {
            unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
            p += 6
          }
        }
        appendScalar(0xD800...0xDFFF ~= unit ? 0xFFFD : unit, to: &out)
      default: out.append(kind)
      }
    }
  }

  private static func codeUnit(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> UInt32 {
    var unit: UInt32 = 0
    for p in start..<min(start + 4, end) { unit = unit << 4 | (hexValue(bytes[p]) ?? 0) }
    return unit
  }

  /// Appends a scalar value as UTF-8; surrogates give the three bytes that no UTF-8 check accepts.
  static func appendScalar(_ scalar: UInt32, to out: inout [UInt8]) {
    switch scalar {
    case 0..<0x80:
      out.append(UInt8(scalar))
    case 0x80..<0x800:
      out.append(0xC0 | UInt8(scalar >> 6))
      out.append(0x80 | UInt8(scalar & 0x3F))
    case 0x800..<0x10000:
      out.append(0xE0 | UInt8(scalar >> 12))
      out.append(0x80 | UInt8(scalar >> 6 & 0x3F))
      out.append(0x80 | UInt8(scalar & 0x3F))
    default:
      out.append(0xF0 | UInt8(scalar >> 18 & 0x07))
      out.append(0x80 | UInt8(scalar >> 12 & 0x3F))
      out.append(0x80 | UInt8(scalar >> 6 & 0x3F))
      out.append(0x80 | UInt8(scalar & 0x3F))
    }
  }

  /// Appends UTF-8 as a JSON string with its quotes; escapes only what RFC 8259 asks for.
  static func appendString(_ bytes: Span<UInt8>, _ range: Range<Int>, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    var p = range.lowerBound
    let end = range.upperBound
    while p < end {
      let runStart = p
      p = ByteSearch.firstSpecial(bytes, p, end, stopsAtNonASCII: false)
      if p > runStart { out.append(bytes, runStart..<p) }
      guard p < end else { break }
      appendEscape(bytes[p], to: &out)
      p += 1
    }
    out.append(UInt8(ascii: "\""))
  }

  private static func appendEscape(_ byte: UInt8, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x0A: out.append(UInt8(ascii: "n"))
    case 0x0D: out.append(UInt8(ascii: "r"))
    case 0x09: out.append(UInt8(ascii: "t"))
    case 0..<0x20:
      out.append(contentsOf: "u00".utf8)
      out.append(hexDigit(byte >> 4))
      out.append(hexDigit(byte & 15))
    default: out.append(byte)
    }
  }

  static func appendString(_ text: String, to out: inout [UInt8]) {
    appendString(Array(text.utf8), to: &out)
  }

  static func appendString(_ bytes: [UInt8], to out: inout [UInt8]) {
    appendString(bytes.span, 0..<bytes.count, to: &out)
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}
