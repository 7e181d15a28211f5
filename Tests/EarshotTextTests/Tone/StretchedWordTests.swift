import Testing

@testable import EarshotText

@Suite struct StretchedWordTests {
  private func spellings(_ word: String) -> [String?] {
    let bytes = Array("<\(word)>".utf8)
    return (0..<StretchedWord.spellings).map { number in
      StretchedWord.spelling(number, of: bytes.span, 1, bytes.count - 1).map { letters, count in
        String(decoding: (0..<count).map { letters[$0] }, as: UTF8.self)
      }
    }
  }

  @Test("runs of three are cut to two, then to one, then pairs too")
  func cut() {
    #expect(spellings("goooood") == ["good", "god", "god"])
    #expect(spellings("pleeassse") == ["pleeasse", "pleease", "please"])
    #expect(spellings("asshooole") == ["asshoole", "asshole", "ashole"])
    #expect(spellings("plain") == ["plain", "plain", "plain"])
    #expect(spellings("") == ["", "", ""])
  }

  @Test("what no lexicon has is not spelt out, however long it is")
  func long() {
    let letters = String(repeating: "ab", count: 33)
    #expect(spellings(letters) == [nil, nil, nil])
    #expect(spellings(String(repeating: "o", count: 256)) == ["oo", "o", "o"])
    #expect(spellings(String(repeating: "o", count: 257)) == [nil, nil, nil])
  }

  @Test("lexicon and patterns read a stretched word as the same plain one")
  func same() throws {
    let lexicon = try LexiconTests.lexicon(
      .init("asshole", valence: -4), .init("please", valence: 1))
    let patterns = source(patterns: ["0.9 asshole", "0.5 please"])
    for word in ["asshooole", "pleeassse"] {
      #expect(LexiconTests.valence(word, lexicon) != nil, "\(word)")
      #expect(try found(word, patterns) == [word])
    }
  }
}
