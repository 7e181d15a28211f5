/// What an ASCII byte is to the word pieces: a number below `firstLetter`, or its small letter.
enum WordPieceByte {
  static let notASCII: UInt8 = 0
  /// A control character: left out, and the word goes on behind it.
  static let dropped: UInt8 = 1
  static let blank: UInt8 = 2
  /// Punctuation, and every other sign: a word by itself.
  static let alone: UInt8 = 3
  static let firstLetter: UInt8 = 0x30  // '0'

  @inline(__always)
  static func of(_ byte: UInt8) -> UInt8 { WordPieceTables.bytes[Int(byte)] }
}

/// What a scalar is to the word pieces, and what becomes of it: canonical decomposition, accents
/// off, small letters.
struct WordPieceScalar {
  /// The numbers must equal those in tools/unicode/make-word-piece-tables.py.
  enum Kind: UInt16 {
    case word = 0
    /// Punctuation or an ideograph: a word by itself.
    case alone = 1
    case blank = 2
    /// Left out, and the word goes on behind it: controls, accents, private use.
    case dropped = 3
  }

  var kind: Kind
  /// Where in the pool its plain form stands; 0: it stays as it is.
  var place: Int

  /// Hangul syllables, which decompose by arithmetic (Unicode 15.0, section 3.12).
  static let syllables: ClosedRange<UInt32> = 0xAC00...0xD7A3

  init(_ scalar: UInt32) {
    if scalar < 0x30000 {
      let block = Int(WordPieceTables.blockOfScalars[Int(scalar >> 6)])
      let entry = WordPieceTables.scalars[block &<< 6 | Int(scalar & 63)]
      kind = Kind(rawValue: entry & 3) ?? .word
      place = Int(entry >> 2)
    } else {
      kind = Self.isDropped(scalar) ? .dropped : .word
      place = 0
    }
  }

  /// Tags, variation selectors and private use in the planes above the table, and no scalar at all.
  private static func isDropped(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0xE0001, 0xE0020...0xE007F, 0xE0100...0xE01EF, UTF8Scalar.invalid: true
    case 0xF0000...0x10FFFF: scalar & 0xFFFF < 0xFFFE
    default: false
    }
  }
}
