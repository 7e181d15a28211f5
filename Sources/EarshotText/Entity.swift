/// A character reference of HTML: `&amp;`, `&#8217;`, `&#x20AC;`.
struct Entity {
  /// The scalar it stands for.
  var scalar: UInt32
  /// Past its semicolon.
  var end: Int

  /// Reads the reference at an `&`; nil if there is none with a known name and a semicolon.
  init?(_ text: Span<UInt8>, at start: Int) {
    if text.byte(at: start + 1) == 0x23 {
      self.init(numeric: text, start)
    } else {
      self.init(named: text, start)
    }
  }

  private init?(named text: Span<UInt8>, _ start: Int) {
    var i = start + 1
    while i - start <= 8, ByteClass.isAlphanumeric(text.byte(at: i)) { i += 1 }
    guard text.byte(at: i) == 0x3B else { return nil }
    let place = Self.names.value(of: text, start + 1, i)
    guard place != 0 else { return nil }
    scalar = Self.scalars[Int(place)]
    end = i + 1
  }

  private init?(numeric text: Span<UInt8>, _ start: Int) {
    let isHex = ByteClass.lowercased(text.byte(at: start + 2)) == 0x78
    var i = isHex ? start + 3 : start + 2
    let first = i
    var value: UInt32 = 0
    while i - first < 8 {
      let byte = ByteClass.lowercased(text.byte(at: i))
      switch byte {
      case 0x30...0x39: value = value &* (isHex ? 16 : 10) &+ UInt32(byte - 0x30)
      case 0x61...0x66 where isHex: value = value &* 16 &+ UInt32(byte - 0x57)
      default:
        guard byte == 0x3B, i > first, let scalar = Unicode.Scalar(value), value != 0 else {
          return nil
        }
        // Windows-1252 numbers, which browsers read as such; only the common quotes and dashes.
        self.scalar = Self.windows(scalar.value)
        end = i + 1
        return
      }
      i += 1
    }
    return nil
  }

  private static func windows(_ value: UInt32) -> UInt32 {
    switch value {
    case 0x80: 0x20AC
    case 0x85: 0x2026
    case 0x91: 0x2018
    case 0x92: 0x2019
    case 0x93: 0x201C
    case 0x94: 0x201D
    case 0x96: 0x2013
    case 0x97: 0x2014
    default: value
    }
  }

  /// Names that occur in mail; letters are case-sensitive here, as in HTML.
  private static let list: [(name: String, scalar: UInt32)] = [
    ("amp", 0x26), ("AMP", 0x26), ("lt", 0x3C), ("LT", 0x3C), ("gt", 0x3E), ("GT", 0x3E),
    ("quot", 0x22), ("QUOT", 0x22), ("apos", 0x27), ("nbsp", 0xA0),
    ("lsquo", 0x2018), ("rsquo", 0x2019), ("sbquo", 0x201A), ("ldquo", 0x201C),
    ("rdquo", 0x201D), ("bdquo", 0x201E), ("laquo", 0xAB), ("raquo", 0xBB),
    ("ndash", 0x2013), ("mdash", 0x2014), ("hellip", 0x2026), ("bull", 0x2022),
    ("middot", 0xB7), ("euro", 0x20AC), ("pound", 0xA3), ("yen", 0xA5), ("cent", 0xA2),
    ("copy", 0xA9), ("reg", 0xAE), ("trade", 0x2122), ("deg", 0xB0), ("plusmn", 0xB1),
    ("times", 0xD7), ("frac12", 0xBD), ("sect", 0xA7), ("para", 0xB6), ("iexcl", 0xA1),
    ("iquest", 0xBF), ("ensp", 0x2002), ("emsp", 0x2003), ("thinsp", 0x2009),
    ("shy", 0xAD), ("zwj", 0x200D), ("zwnj", 0x200C),
    ("auml", 0xE4), ("ouml", 0xF6), ("uuml", 0xFC), ("Auml", 0xC4), ("Ouml", 0xD6),
    ("Uuml", 0xDC), ("szlig", 0xDF), ("eacute", 0xE9), ("Eacute", 0xC9), ("egrave", 0xE8),
    ("ecirc", 0xEA), ("euml", 0xEB), ("agrave", 0xE0), ("Agrave", 0xC0), ("aacute", 0xE1),
    ("acirc", 0xE2), ("atilde", 0xE3), ("aring", 0xE5), ("aelig", 0xE6), ("oslash", 0xF8),
    ("ccedil", 0xE7), ("Ccedil", 0xC7), ("ntilde", 0xF1), ("Ntilde", 0xD1), ("iacute", 0xED),
    ("icirc", 0xEE), ("iuml", 0xEF), ("oacute", 0xF3), ("ocirc", 0xF4), ("otilde", 0xF5),
    ("uacute", 0xFA), ("ugrave", 0xF9), ("ucirc", 0xFB), ("oelig", 0x153),
  ]

  // Built when the first entity is met, not at start-up: below 0.1 ms, once.
  private static let names = ShortWordTable(
    list.indices.map { (UInt8($0 + 1), list[$0].name) })
  private static let scalars: [UInt32] = [0] + list.map(\.scalar)
}
