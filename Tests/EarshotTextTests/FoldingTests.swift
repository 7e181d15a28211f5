import Foundation
import Testing

@testable import EarshotText

@Suite struct FoldingTests {
  /// Expected values: Python 3.11, `normalize("NFC", normalize("NFD", s).casefold())`.
  @Test(
    "letters fold in full and stay composed",
    arguments: [
      ("Straße", "strasse"), ("ÉCOLE", "école"),
      ("ΑΣ", "ας".replacingOccurrences(of: "ς", with: "σ")),
      ("Ünïcödé", "ünïcödé"), ("ŒUVRE", "œuvre"), ("ΐ", "ΐ"), ("ᾼ", "αι"), ("Ǆ", "ǆ"),
      ("ПРИВЕТ", "привет"), ("Й", "й"), ("ẞ", "ss"), ("ŉ", "ʼn"), ("K", "k"), ("Å", "å"),
      ("İ", "i̇"), ("ſ", "s"),
    ])
  func letters(text: String, expected: String) {
    // U+02BC in ŉ is an apostrophe here.
    let wanted = expected.replacingOccurrences(of: "ʼ", with: "'")
    #expect(words(text).map { Array($0.utf8) } == [Array(wanted.utf8)])
  }

  @Test(
    "forms for compatibility that people type become plain letters",
    arguments: [
      ("ＡＢＣ１２", "abc12"), ("ﬁnd", "find"), ("oﬃce", "office"), ("𝗕𝗼𝗹𝗱", "bold"), ("ｶﾀｶﾅ", "カタカナ"),
    ])
  func compatibility(text: String, expected: String) {
    #expect(words(text) == [expected])
  }

  @Test(
    "every shape of apostrophe becomes a straight one", arguments: ["'", "’", "‘", "´", "`", "＇"])
  func apostrophes(mark: String) {
    #expect(words("don\(mark)t") == ["don't"])
  }

  @Test("what cannot be seen is left out of the folded form")
  func invisible() {
    #expect(words("Zahl\u{AD}ung pay\u{200D}ment a\u{2060}b") == ["zahlung", "payment", "ab"])
  }

  /// The scalars of the scripts that the promise covers.
  private static let letters: [Unicode.Scalar] = {
    let blocks: [ClosedRange<UInt32>] = [
      0x41...0x5A, 0x61...0x7A, 0xC0...0x24F, 0x370...0x3FF, 0x400...0x52F, 0x1E00...0x1EFF,
      0x1F00...0x1FFF,
    ]
    return blocks.joined().compactMap(Unicode.Scalar.init).filter(\.properties.isAlphabetic)
  }()
  private static let marks: [Unicode.Scalar] = [
    "\u{300}", "\u{301}", "\u{302}", "\u{303}", "\u{304}", "\u{306}", "\u{308}", "\u{30A}",
    "\u{30C}", "\u{313}", "\u{314}", "\u{323}", "\u{327}", "\u{328}", "\u{331}", "\u{342}",
    "\u{345}",
  ]

  @Test("composed and decomposed letters fold to the same bytes")
  func equivalentLetters() {
    #expect(Self.letters.count > 1_200)
    for letter in Self.letters {
      let text = String(letter)
      let composed = Reader("x" + text.precomposedStringWithCanonicalMapping).buffer.folded
      let decomposed = Reader("x" + text.decomposedStringWithCanonicalMapping).buffer.folded
      #expect(composed == decomposed, "U+\(String(letter.value, radix: 16))")
    }
  }

  @Test("letters with several marks fold to the same bytes in all equivalent forms")
  func equivalentClusters() {
    for seed in UInt64(1)...3_000 {
      var generator = TestGenerator(state: seed)
      var text = String(Self.letters.randomElement(using: &generator)!)
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        text.unicodeScalars.append(Self.marks.randomElement(using: &generator)!)
      }
      let given = Reader(text).buffer.folded
      let composed = Reader(text.precomposedStringWithCanonicalMapping).buffer.folded
      let decomposed = Reader(text.decomposedStringWithCanonicalMapping).buffer.folded
      #expect(given == composed && given == decomposed, "seed \(seed)")
    }
  }

  @Test("folding twice changes nothing more")
  func idempotent() {
    // ŉ folds to 'n, whose apostrophe is outside the word when it is read again.
    for letter in Self.letters where letter.value != 0x149 {
      let once = Reader(String(letter)).buffer.folded
      #expect(Reader(bytes: once).buffer.folded == once, "U+\(String(letter.value, radix: 16))")
    }
  }

  @Test("capitals and small letters fold to the same bytes")
  func cases() {
    for letter in Self.letters where String(letter).uppercased().unicodeScalars.count == 1 {
      // İ and ı are letters of their own in full case folding; ƛ got its capital in Unicode 16.
      guard ![0x130, 0x131, 0x19B].contains(letter.value) else { continue }
      let text = String(letter)
      #expect(
        Reader(text).buffer.folded == Reader(text.uppercased()).buffer.folded,
        "U+\(String(letter.value, radix: 16))")
    }
  }
}
