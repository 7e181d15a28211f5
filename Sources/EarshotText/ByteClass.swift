/// What a byte can be in a word: the whole of the ASCII fast path hangs on this table.
enum ByteClass {
  static let letter: UInt8 = 0x01
  static let digit: UInt8 = 0x02
  static let underscore: UInt8 = 0x04
  /// After a word it may go on with it: `'`, `.`, `-`, `@`, …, and every byte that is not ASCII.
  static let joiner: UInt8 = 0x08
  static let blank: UInt8 = 0x10
  /// Equals the bit between `A` and `a`, so `byte | class & uppercase` is the small letter.
  static let uppercase: UInt8 = 0x20
  /// Letter, digit or underscore.
  static let word: UInt8 = letter | digit | underscore

  static let table: InlineArray<256, UInt8> = [
    // Controls: tab, line ends and NUL are neither blank nor word here; tab is.
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    // blank ! " # $ % & ' ( ) * + , - . /
    0x10, 0, 0, 0, 0, 0, 0, 0x08, 0, 0, 0, 0x08, 0, 0x08, 0x08, 0,
    // 0…9 : ; < = > ?
    2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 0x08, 0, 0, 0, 0, 0,
    // @ A…O
    0x08, 0x21, 0x21, 0x21, 0x21, 0x21, 0x21, 0x21, 0x21, 0x21, 0x21, 0x21, 0x21, 0x21, 0x21, 0x21,
    // P…Z [ \ ] ^ _
    0x21, 0x21, 0x21, 0x21, 0x21, 0x21, 0x21, 0x21, 0x21, 0x21, 0x21, 0, 0, 0, 0, 4,
    // ` a…o
    0x08, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    // p…z { | } ~ DEL
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0,
    8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8,
    8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8,
    8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8,
    8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8,
  ]

  @inline(__always)
  static func of(_ byte: UInt8) -> UInt8 { table[Int(byte)] }

  @inline(__always)
  static func isLetter(_ byte: UInt8) -> Bool { of(byte) & letter != 0 }

  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool { of(byte) & digit != 0 }

  /// A letter or digit.
  @inline(__always)
  static func isAlphanumeric(_ byte: UInt8) -> Bool { of(byte) & (letter | digit) != 0 }

  /// A small letter for a capital one, any other byte as it is.
  @inline(__always)
  static func lowercased(_ byte: UInt8) -> UInt8 { byte | of(byte) & uppercase }
}

/// Looking at bytes that may lie past the end.
extension Span where Element == UInt8 {
  /// The byte at `offset`, or 0 outside the text.
  @inline(__always)
  func byte(at offset: Int) -> UInt8 {
    offset >= 0 && offset < count ? self[offset] : 0
  }

  /// Whether the bytes at `offset` are these, with capitals as small letters.
  ///
  /// - Parameter word: in small letters, ASCII.
  func has(_ word: Span<UInt8>, at offset: Int) -> Bool {
    guard offset >= 0, count - offset >= word.count else { return false }
    for k in 0..<word.count where ByteClass.lowercased(self[offset + k]) != word[k] {
      return false
    }
    return true
  }
}
