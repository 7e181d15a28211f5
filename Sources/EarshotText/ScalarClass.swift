/// What kind of scalar this is: Unicode's Word_Break property, with `Other` cut finer.
///
/// The low five bits of a table entry; the numbers must equal those in
/// tools/unicode/make-tables.py.
enum ScalarClass {
  static let other: UInt8 = 0
  static let carriageReturn: UInt8 = 1
  static let lineFeed: UInt8 = 2
  static let newline: UInt8 = 3
  static let extend: UInt8 = 4
  static let zeroWidthJoiner: UInt8 = 5
  static let regionalIndicator: UInt8 = 6
  static let format: UInt8 = 7
  static let katakana: UInt8 = 8
  static let hebrewLetter: UInt8 = 9
  static let letter: UInt8 = 10
  static let singleQuote: UInt8 = 11
  static let doubleQuote: UInt8 = 12
  static let midNumLet: UInt8 = 13
  static let midLetter: UInt8 = 14
  static let midNum: UInt8 = 15
  static let numeric: UInt8 = 16
  static let extendNumLet: UInt8 = 17
  static let space: UInt8 = 18

  // Unicode says Other (or, for the last, a letter) of these.
  /// An emoji that is shown as one without a variation selector.
  static let emoji: UInt8 = 19
  /// A sign that is an emoji only before U+FE0F: ©, ↔.
  static let textPictograph: UInt8 = 20
  /// A letter of a script without blanks between words.
  static let ideograph: UInt8 = 21
  static let blank: UInt8 = 22
  static let currency: UInt8 = 23
  static let sentenceEnd: UInt8 = 24
  static let clauseMark: UInt8 = 25
  /// A letter that is also a pictograph: Ⓜ.
  static let letterPictograph: UInt8 = 26
  /// No scalar at all: a byte that is not UTF-8.
  static let invalid: UInt8 = 27

  /// The class without its bits.
  static let kindMask: UInt8 = 0x1F
  /// The folded form differs from the scalar.
  static let folds: UInt8 = 0x20
  /// The canonical combining class is not 0.
  static let mark: UInt8 = 0x40
  static let uppercase: UInt8 = 0x80

  /// The class and the bits of a scalar.
  @inline(__always)
  static func of(_ scalar: UInt32) -> UInt8 {
    if scalar < 0x20000 {
      let block = Int(UnicodeTables.classIndex[Int(scalar >> 6)])
      return UnicodeTables.classes[block &<< 6 | Int(scalar & 63)]
    }
    return ofHighPlane(scalar)
  }

  private static func ofHighPlane(_ scalar: UInt32) -> UInt8 {
    switch scalar {
    case 0x20000..<0x40000: ideograph
    case 0xE0001: format
    case 0xE0020...0xE007F, 0xE0100...0xE01EF: extend
    case UTF8Scalar.invalid: invalid
    default: other
    }
  }
}

/// A scalar and the number of bytes it takes.
struct UTF8Scalar {
  /// Stands for a byte that begins no well-formed sequence; its length is 1.
  static let invalid: UInt32 = .max

  var value: UInt32
  var length: Int

  /// The class and the bits of the scalar.
  @inline(__always) var scalarClass: UInt8 { ScalarClass.of(value) }
  @inline(__always) var kind: UInt8 { scalarClass & ScalarClass.kindMask }

  /// Reads the scalar at `offset`, which must lie inside the text.
  ///
  /// Overlong forms, surrogates and anything above U+10FFFF are invalid (Unicode 15.0, table 3-7).
  @inline(__always)
  init(_ text: Span<UInt8>, at offset: Int) {
    let lead = text[offset]
    if lead < 0x80 {
      value = UInt32(lead)
      length = 1
    } else {
      (value, length) = Self.decode(text, lead: lead, at: offset)
    }
  }

  private static func decode(
    _ text: Span<UInt8>, lead: UInt8, at offset: Int
  ) -> (UInt32, Int) {
    guard lead >= 0xC2, lead <= 0xF4 else { return (invalid, 1) }
    let count = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard text.count - offset >= count else { return (invalid, 1) }
    var bits = UInt32(lead) & (0x7F &>> UInt32(count))
    for k in 1..<count {
      let byte = text[offset + k]
      guard byte & 0xC0 == 0x80 else { return (invalid, 1) }
      bits = bits &<< 6 | UInt32(byte & 0x3F)
    }
    switch count {
    case 3 where bits < 0x800 || bits &>> 11 == 0x1B: return (invalid, 1)
    case 4 where bits < 0x10000 || bits > 0x10FFFF: return (invalid, 1)
    default: return (bits, count)
    }
  }
}
