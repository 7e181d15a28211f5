import Testing

@testable import EarshotText

@Suite struct ToneFeaturesTests {
  static let tone = try! ToneFeatures(
    lexicon: Lexicon(LexiconSource(entries: ToneFixture.entries)))

  static func features(_ text: String) -> [Float] {
    var found: [Float] = []
    tone.read(Reader(text).buffer, into: &found)
    return found
  }

  static func feature(_ name: String, _ text: String) -> Float {
    features(text)[ToneFeatures.names.firstIndex(of: name)!]
  }

  @Test("every feature is as the Python study computes it", arguments: ToneFixture.vectors)
  func matchesStudy(_ vector: ToneFixture.Vector) throws {
    var expected: [String: Float] = [:]
    for pair in vector.features.split(whereSeparator: \.isWhitespace) {
      let parts = pair.split(separator: "=")
      expected[String(parts[0])] = Float(parts[1])
    }
    #expect(expected.keys.allSatisfy { ToneFeatures.names.contains($0) })
    let found = Self.features(vector.text)
    for (name, value) in zip(ToneFeatures.names, found) {
      // Six digits are written down, and single precision is good for about seven.
      #expect(abs(value - (expected[name] ?? 0)) < 2e-6, "\(name) of \"\(vector.text)\"")
    }
  }

  @Test("there is a name for every feature")
  func names() {
    #expect(ToneFeatures.names.count == ToneFeatures.count)
    #expect(Set(ToneFeatures.names).count == ToneFeatures.count)
    #expect(Self.features("Good, but slow!").count == ToneFeatures.count)
  }

  @Test("what stood in the features before is replaced")
  func replaces() {
    var found: [Float] = Array(repeating: 7, count: 50)
    Self.tone.read(Reader("good").buffer, into: &found)
    #expect(found == Self.features("good"))
  }

  @Test("a quoted message and a signature change nothing")
  func quoted() {
    let plain = Self.features("It came late.")
    #expect(Self.features("It came late.\n> I love it, great\n> good") == plain)
    #expect(Self.features("It came late.\n-- \nGood Company Ltd") == plain)
  }

  @Test("a phrase does not reach into the next sentence")
  func sentences() {
    #expect(Self.feature("negative", "It was a waste of. Time is short") == 0)
    #expect(Self.feature("negative", "It was a waste of time") > 0)
  }

  @Test("a negated praise is a milder reproach")
  func negatedPraise() {
    let plain = Self.feature("strongest_positive", "helpful")
    #expect(Self.feature("strongest_negative", "not helpful") == 0.7 * plain)
  }

  @Test("a negation takes back the reproach next to it, not one at the end of its scope")
  func negatedReproach() {
    #expect(Self.feature("negative", "it is not slow") == 0)
    #expect(Self.feature("negative", "it never ever opens here and slow") > 0)
  }

  @Test("what follows the last contrast word has a feature of its own")
  func contrast() {
    let text = "the staff is great but the line is slow"
    #expect(Self.feature("before_contrast", text) > 0)
    #expect(Self.feature("after_contrast", text) < 0)
    #expect(Self.feature("after_contrast", "the staff is great") == 0)
  }

  @Test("capitals weigh in a text of small letters and not in one of capitals")
  func capitals() {
    let plain = Self.feature("negative", "what an awful line today")
    #expect(Self.feature("negative", "what an AWFUL line today") > plain)
    #expect(Self.feature("negative", "WHAT AN AWFUL LINE TODAY") == plain)
  }

  @Test("a modifier with a valence loses it to what it modifies", arguments: ["good", "awful"])
  func modifiers(_ word: String) {
    let sides = ("terribly \(word)", word)
    #expect(
      Self.feature("positive_share", sides.0) * 2 == Self.feature("positive_share", sides.1))
    #expect(
      Self.feature("negative_share", sides.0) * 2 == Self.feature("negative_share", sides.1))
  }

  @Test("thanks in advance are no thanks")
  func thanks() {
    #expect(Self.feature("thanks", "thanks in advance, and thanks") == 0)
    #expect(Self.feature("thanks", "thanks, all is good") > 0)
  }

  @Test("all features stay within -1 … 1.7, whatever the text", arguments: 0..<40)
  func bounds(seed: UInt64) {
    var random = ToneRandom(seed)
    let words =
      ToneFixture.entries.map(\.phrase) + ["!!!", "???", ".", "NOT", "never", "\n\n", "x"]
    var text = ""
    for _ in 0..<Int(random.next() % 200) {
      text += words[Int(random.next() % UInt64(words.count))] + " "
    }
    for (name, value) in zip(ToneFeatures.names, Self.features(text)) {
      #expect(value >= -1 && value <= 1.7, "\(name), seed \(seed)")
    }
  }

  @Test("any bytes have features", arguments: 0..<40)
  func anyBytes(seed: UInt64) {
    var random = ToneRandom(seed)
    let bytes = (0..<400).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    var found: [Float] = []
    Self.tone.read(Reader(bytes: bytes).buffer, into: &found)
    #expect(found.allSatisfy { $0.isFinite }, "seed \(seed)")
  }
}

/// Steele, Lea, Flood 2014: enough for tests, and the same everywhere.
struct ToneRandom {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z &>> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z &>> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z &>> 31)
  }
}
