import EarshotNumerics
import Testing

@testable import EarshotInsights

@Suite("Near copies")
struct NearCopiesTests {
  private func copies(_ texts: [String], threads: Int = 1) -> NearCopies {
    NearCopies(ThemeSamples.store(texts), threads: threads)
  }

  @Test("the same words with other numbers, signs and capitals are copies")
  func otherNumbers() {
    let found = copies([
      "My order 12345 has not arrived.", "my ORDER 98 has not arrived!!!",
      "My order has not arrived.", "My order 5 has arrived.",
    ])
    #expect(found.first == [0, 0, 2, 3])
    #expect(found.distinct == [0, 2, 3])
  }

  @Test("an auto-reply with other names and order numbers is a near copy")
  func autoReply() {
    let names = ["Anna", "Tom", "Maria", "Chen", "Olu", "Priya", "Jack", "Ines", "Karl", "Zoe"]
    let found = copies(
      names.enumerated().map { i, name in
        """
        Dear \(name), thank you for contacting our support team. We have received your message about \
        order \(7000 + 13 * i) and will get back to you within two working days. Please do not answer \
        this message, since nobody reads this mailbox. In urgent cases you can reach us by telephone \
        from Monday to Friday between nine and five. Kind regards, the customer care team of the shop
        """
      } + [
        "Where is my parcel? I have been waiting for it since last week and nobody answers the phone."
      ]
    )
    #expect(found.first == [Int](repeating: 0, count: 10) + [10])
  }

  @Test("two short texts that differ in a word are not copies, however much else they share")
  func shortTexts() {
    #expect(
      copies(["please cancel my yearly plan for me", "please renew my yearly plan for me"]).distinct
        == [0, 1])
  }

  @Test("a text without words is not distinct")
  func wordless() {
    let found = copies(["", "12345", "?!", "hello", " \n", "hello"])
    #expect(found.hasWords == [false, false, false, true, false, true])
    #expect(found.distinct == [3])
  }

  @Test("ten thousand equal texts are one")
  func allEqual() {
    let found = copies([String](repeating: "Where is my parcel?", count: 10_000), threads: 2)
    #expect(found.distinct == [0])
    #expect(found.first.allSatisfy { $0 == 0 })
  }

  @Test("no texts")
  func none() { #expect(copies([]).distinct == []) }

  /// Pairs of texts of 62 words, so of 60 runs, the first `shared` words of both the same.
  private func copied(ofPairs n: Int, shared: Int) -> Int {
    var generator = SplitMix64(seed: 11)
    func word() -> String {
      String(decoding: (0..<8).map { _ in UInt8(97 + generator.index(below: 26)) }, as: UTF8.self)
    }
    let texts = (0..<n).flatMap { _ in
      let start = (0..<shared).map { _ in word() }
      return (0..<2).map { _ in
        (start + (shared..<62).map { _ in word() }).joined(separator: " ")
      }
    }
    return n - (copies(texts, threads: 2).distinct.count - n)
  }

  @Test("of texts that share 79 % of their runs four in five are copies")
  func nearPairs() {
    // 53 runs of 67. P(at least 18 of 24 equal) = 0.7786 (SciPy 1.17.1); ± 4 standard deviations.
    #expect(abs(Double(copied(ofPairs: 600, shared: 55)) - 467) < 41)
  }

  @Test("of texts that share half of their runs one in ninety is a copy")
  func halfPairs() {
    // 40 runs of 80. P(at least 18 of 24 equal) = 0.0113; 4 standard deviations above. Hash functions
    // that were multiples of one product depended on each other and gave 22.
    #expect(copied(ofPairs: 600, shared: 42) <= 17)
  }

  @Test("a copy's first is an earlier text that is its own first; one thread equals three")
  func threads() {
    let samples = ThemeSamples(5000, topics: 2, words: 4, seed: 3)
    let one = NearCopies(samples.texts, threads: 1)
    let three = NearCopies(samples.texts, threads: 3)
    #expect(one.first == three.first && one.hasWords == three.hasWords)
    for (i, first) in one.first.enumerated() { #expect(first <= i && one.first[first] == first) }
  }
}

@Suite("A store of texts")
struct TextStoreTests {
  @Test("texts come back as they were, empty ones too")
  func roundTrip() {
    let texts = ["one", "", "drei ✓", ""]
    let store = ThemeSamples.store(texts)
    #expect(store.count == 4)
    for (i, text) in texts.enumerated() {
      #expect(Array(store.bytes(of: i)) == Array(text.utf8))
      #expect(store.withText(i) { span in span.indices.map { span[$0] } } == Array(text.utf8))
    }
  }

  @Test("blocks cover all numbers in order, on any number of threads", arguments: [1, 3])
  func blocks(threads: Int) {
    for n in [0, 1, 2047, 2048, 2049, 5000] {
      #expect(Array(TextStore().map(n, threads: threads) { Array($0) }.joined()) == Array(0..<n))
    }
  }
}
