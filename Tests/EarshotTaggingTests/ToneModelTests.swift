import EarshotNumerics
import EarshotText
import Foundation
import TestSupport
import Testing

@testable import EarshotTagging

@Suite("Tone in models")
struct ToneModelTests {
  /// Moods that only the tone tells: no word of a text is seen in another.
  private static let set: TrainingSet = Training.set(
    (0..<60).map { i in
      let word = i % 2 == 0 ? "great" : "useless"
      return ([i % 2 == 0 ? "good" : "bad"], "thing\(i) other\(i) is \(word)")
    })

  private static func options(_ change: (inout Trainer.Options) -> Void = { _ in })
    -> Trainer.Options
  {
    var options = Training.quick
    options.field = "mood"
    options.tone = HandMade.tone
    change(&options)
    return options
  }

  private static let model: [UInt8] = {
    do { return try Trainer(options()).fit(set).bytes } catch { fatalError("\(error)") }
  }()

  @Test("the tone is learned from: words of the lexicon that no record has are understood")
  func learns() throws {
    var tone = HandMade.tone
    tone.lexicon.entries += [.init("splendid", valence: 3), .init("rotten", valence: -3)]
    let tagger = try Tagger(bytes: try Trainer(Self.options { $0.tone = tone }).fit(Self.set).bytes)
    func label(_ text: String) -> String {
      tagger.fields[0].labels[tagger.tags(text).fields[0].choices[0].label]
    }
    #expect(label("this is splendid") == "good" && label("this is rotten") == "bad")
    #expect(tagger.card.features.tone_scale == 1)
  }

  @Test("words that can't be understood are refused before anything is learned")
  func badWords() {
    let tone = ToneSource(lexicon: LexiconSource(entries: [.init("great", valence: 9)]))
    let failure = #expect(throws: TrainingError.self) {
      try Trainer(Self.options { $0.tone = tone }).fit(Self.set)
    }
    #expect(
      failure?.message
        == "The words and patterns of tone can't be learned with: \"great\" has valence 9.0. Expected -4 to 4."
    )
  }

  @Test("trained twice, and by two threads, the bytes are the same")
  func repeatable() throws {
    let again = try Trainer(Self.options { $0.threads = 2 }).fit(Self.set).bytes
    #expect(again == Self.model)
  }

  @Test("tagged twice, and after another text, the bits are the same")
  func sameBits() throws {
    let tagger = try Tagger(bytes: Self.model)
    var used = tagger.makeScratch()
    for text in ["great!!", "USELESS 😡", "", "not great but useless", "great!!"] {
      let bytes = Array(text.utf8)
      let tag = tagger.tag(bytes.span, using: &used)
      let expected = tagger.tags(text)
      #expect(tag.fields[0].choices == expected.fields[0].choices)
      #expect(tag.markers == expected.markers)
    }
  }

  @Test("a model with tone that has no words of tone is refused")
  func missing() {
    var patched = PatchedModel(Self.model)
    patched.set(UInt32(900), at: patched.entry(10))
    #expect(refusal(patched.sealed())?.message == Sentence.inconsistent("tone"))
  }

  @Test(
    "a factor of tone that is no number, or none where the weights are for tone",
    arguments: [
      (#""tone_scale":1"#, #""tone_scale":1e39"#, "card"),
      (#""tone_scale":1"#, #""tone_scal":1"#, "section classifierDenseWeights"),
    ])
  func badScale(find: String, replacement: String, part: String) {
    var patched = PatchedModel(Self.model)
    patched.editCard(find, replacement)
    #expect(refusal(patched.sealed())?.message == Sentence.inconsistent(part))
  }

  @Test("a model whose weights are not for tone, with a card that says so")
  func noWeights() {
    var patched = PatchedModel(HandMade.parts([HandMade.topic], tone: HandMade.tone).file())
    patched.editCard(#""terms":"#, #""tone_scale":1,"terms":"#)
    #expect(
      refusal(patched.sealed())?.message == Sentence.inconsistent("section classifierDenseWeights"))
  }

  @Test("words of tone with any byte changed and sealed again are refused or used, never a trap")
  func flippedBytes() {
    let model = PatchedModel(Self.model)
    for place in model.range(10) {
      for mask in [UInt8(0x01), 0x80, 0xff] {
        var patched = model
        patched.bytes[place] ^= mask
        let refusal = refusal(patched.sealed())
        #expect(refusal == nil || refusal?.message == Sentence.inconsistent("tone"), "\(place)")
      }
    }
  }

  @Test("words of tone cut at any length are refused or used, never a trap")
  func cut() {
    let model = PatchedModel(Self.model)
    for length in 0..<model.range(10).count {
      var patched = model
      patched.set(UInt64(length), at: patched.entry(10) + 16)
      let refusal = refusal(patched.sealed())
      #expect(refusal == nil || refusal?.message == Sentence.inconsistent("tone"), "\(length)")
      // A lexicon that is not whole says so.
      if length < 20 { #expect(refusal != nil, "\(length)") }
    }
  }

  // MARK: A user's own

  private static let own = ToneSource(
    markers: MarkerSource(kinds: [
      .init(name: "blame", line: 1, patterns: [.init(number: 2, text: "0.8 you people")])
    ]))

  private func opened(_ model: [UInt8], tone: ToneSource?) throws -> Tagger {
    try inNewFolder { folder in
      let path = folder + "/m.earshot"
      try Data(model).write(to: URL(fileURLWithPath: path))
      guard let tone else { return try Tagger(contentsOf: path) }
      return try Tagger(contentsOf: path, tone: tone)
    }
  }

  @Test("own patterns are found beside the model's")
  func ownPatterns() throws {
    // With "money" the level is high, and only who is worn gives signs of it.
    let model = HandMade.parts([HandMade.frustration], tone: HandMade.tone).file()
    let text = "you people are useless with money"
    #expect(try opened(model, tone: Self.own).tags(text).markers.map(\.kind) == [.blame, .insult])
    #expect(try opened(model, tone: nil).tags(text).markers.map(\.kind) == [.insult])
    #expect(try opened(model, tone: nil).tags("useless parcel").markers.isEmpty)
  }

  @Test("the identity says that there are some, and which: eight digits more")
  func identity() throws {
    let plain = try opened(Self.model, tone: nil).identity
    let first = try opened(Self.model, tone: Self.own).identity
    var changed = Self.own
    changed.markers.kinds[0].patterns[0].text = "0.7 you people"
    let second = try opened(Self.model, tone: changed).identity
    #expect(first.hasPrefix(plain + "+") && second.hasPrefix(plain + "+"))
    let digits = first.dropFirst(plain.count + 1)
    #expect(digits.count == 8 && digits.allSatisfy { $0.isHexDigit && !$0.isUppercase })
    #expect(first != second)
    #expect(try opened(Self.model, tone: Self.own).identity == first)
  }

  @Test("a model without words of tone takes none: the sentence says so")
  func noTone() {
    #expect(
      refusalOfOwn(Training.model, Self.own)
        == "m: your own words and patterns can't be added to the model's: it has none.")
  }

  @Test("a word of one's own has one's own valence, whatever the model's was")
  func override() throws {
    let own = ToneSource(lexicon: LexiconSource(entries: [.init("Great", valence: -3)]))
    func label(_ tagger: Tagger) -> String {
      tagger.fields[0].labels[tagger.tags("this is great").fields[0].choices[0].label]
    }
    // The model has learned nothing but the tone.
    #expect(label(try opened(Self.model, tone: nil)) == "good")
    #expect(label(try opened(Self.model, tone: own)) == "bad")
  }

  @Test("own words that contradict each other are named")
  func contradiction() {
    let own = ToneSource(
      lexicon: LexiconSource(entries: [
        .init("fine", valence: 1), .init("fine", valence: 2),
      ]))
    #expect(
      refusalOfOwn(Self.model, own)
        == "m: your own words and patterns can't be added to the model's: \"fine\" is 2.0 here and 1.0 before. Keep one of them."
    )
  }

  @Test("an own pattern that can't be read is named with its line")
  func badPattern() {
    var own = Self.own
    own.markers.kinds[0].patterns[0].text = "0.8 <nothing>"
    let message = refusalOfOwn(Self.model, own)
    #expect(
      message?.hasPrefix(
        "m: your own words and patterns can't be added to the model's: line 2: ") == true,
      "\(message ?? "")")
  }

  /// What opening a model with own words says, as if it lay at `m`.
  private func refusalOfOwn(_ model: [UInt8], _ own: ToneSource) -> String? {
    try? inNewFolder { folder in
      let path = folder + "/m"
      _ = FileManager.default.createFile(atPath: path, contents: Data(model))
      do throws(ModelFileError) {
        _ = try Tagger(contentsOf: path, tone: own)
        return nil
      } catch { return error.message.replacingOccurrences(of: path, with: "m") }
    }
  }
}
