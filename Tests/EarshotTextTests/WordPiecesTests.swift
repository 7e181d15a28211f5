import Testing

@testable import EarshotText

/// Worked by hand over a vocabulary of 33 pieces.
@Suite struct WordPiecesTests {
  private func pieces(_ text: String) -> String { WordPieces.small.pieces(text) }

  @Test("a word is cut into the longest pieces from the left")
  func longestFromLeft() { #expect(pieces("unaffable") == "un ##aff ##able") }

  @Test("a shorter piece is taken where the longer one does not fit")
  func shorter() { #expect(pieces("aablea aabl") == "a ##able ##a [UNK]") }

  @Test("a word with a part that no piece fits is unknown as a whole")
  func unknown() { #expect(pieces("unq a") == "[UNK] a") }

  @Test("capitals and accents do not matter, however the accents were typed")
  func accents() { #expect(pieces("Café CAFE\u{301} cafe") == "cafe cafe cafe") }

  @Test("a dotted capital I becomes i, as accents go first")
  func dottedI() { #expect(pieces("İ") == "i") }

  @Test("sharp s stays, because small letters are not case folding")
  func sharpS() { #expect(pieces("STRASSE Straße") == "strasse [UNK]") }

  @Test("a final capital sigma becomes the middle form, as in the reference")
  func sigma() { #expect(pieces("Σ ς") == "σ ς") }

  @Test("punctuation is a word a sign")
  func punctuation() { #expect(pieces("a,b!?a…b") == "a , b ! ? a … b") }

  @Test("a sign that decomposes to punctuation counts as it")
  func decomposedSigns() { #expect(pieces("a\u{37E}b≮a") == "a ; b < a") }

  @Test("ideographs stand alone")
  func ideographs() { #expect(pieces("a中文b") == "a 中 文 b") }

  @Test("a Hangul syllable is taken apart into its letters")
  func hangul() { #expect(pieces("한") == "ᄒ ##ᅡ ##ᆫ") }

  @Test("what cannot be seen is left out and separates nothing")
  func invisible() {
    #expect(pieces("u\u{0}n\u{AD}a\u{200B}ff\u{FEFF}ab\u{FFFD}le") == "un ##aff ##able")
  }

  @Test("blanks of all kinds separate")
  func blanks() { #expect(pieces("a\tb\u{A0}a\u{3000}b\r\na") == "a b a b a") }

  @Test("special pieces in a text are plain text")
  func specials() { #expect(pieces("[CLS]") == "[UNK] [UNK] [UNK]") }

  @Test("a piece with ## begins no word")
  func hashes() { #expect(pieces("##a") == "[UNK] [UNK] a") }

  @Test("a word of 100 letters is cut, one of 101 is unknown", arguments: ["x", "ẍ", "x\u{301}"])
  func longWords(letter: String) {
    let longest = String(repeating: letter, count: 100)
    #expect(WordPieces.small.ids(longest).count == 100)
    #expect(pieces(longest + letter + " a") == "[UNK] a")
  }

  @Test("the ids are the places in the vocabulary")
  func places() { #expect(WordPieces.small.ids("un!") == [1, 14]) }

  @Test("a vocabulary without [UNK] is refused")
  func withoutUnknown() { #expect(WordPieces(pieces: [[0x61]]) == nil) }

  @Test("each id has the bytes of its word in the text")
  func wordRanges() {
    var ids: [UInt32] = []
    var scratch = WordPieces.Scratch()
    scratch.keepsWordRanges = true
    let text = Array("é unaffable,中 \u{AD}q".utf8)
    WordPieces.small.ids(of: text.span, into: &ids, scratch: &scratch)
    let words = scratch.wordRanges.map { String(decoding: text[$0], as: UTF8.self) }
    #expect(words == ["é", "unaffable", "unaffable", "unaffable", ",", "中", "q"])
  }
}
