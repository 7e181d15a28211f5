import CXXHash
import EarshotLearning
import EarshotNumerics
import Foundation
import TestSupport
import Testing

@testable import EarshotTagging

/// What opening says of some bytes: nil when they are a model.
private func refusal(_ bytes: [UInt8]) -> ModelFileError? {
  do throws(ModelFileError) {
    let tagger = try Tagger(bytes: bytes, name: "m.earshot")
    // Whatever was accepted must also tag without a trap.
    _ = tagger.tags("i was charged twice and cannot log in", evidence: true)
    return nil
  } catch { return error }
}

/// Sentences as docs/model-format.md and the style guide promise them.
private enum Sentence {
  static let notAModel =
    "m.earshot: not an Earshot model. Expected a file made by `earshot train`."
  static let checksum =
    "m.earshot: the model is damaged: its checksum does not match. Copy it again from where it came."
  static func cutOff(_ bytes: Int, of expected: Int) -> String {
    "m.earshot: the model is cut off: \(bytes) of \(expected) bytes. Copy it again from where it came."
  }
  static func newer(_ version: UInt32) -> String {
    "m.earshot: the model has format \(version); this program reads up to 1. Use a newer earshot, or train the model again with this one."
  }
  static func inconsistent(_ part: String) -> String {
    "m.earshot: the model is damaged: its \(part) does not fit the rest. Train it again."
  }
}

/// The bytes of a model, to be changed and sealed again with the right checksum.
struct PatchedModel {
  var bytes: [UInt8]

  init(_ bytes: [UInt8] = Training.model) { self.bytes = bytes }

  func number<Number: FixedWidthInteger>(at offset: Int, as: Number.Type) -> Number {
    (0..<MemoryLayout<Number>.size).reduce(0) { $0 | Number(bytes[offset + $1]) << ($1 * 8) }
  }

  mutating func set<Number: FixedWidthInteger>(_ value: Number, at offset: Int) {
    withUnsafeBytes(of: value.littleEndian) {
      bytes.replaceSubrange(offset..<offset + $0.count, with: $0)
    }
  }

  /// The entry of a section in the table of contents.
  func entry(_ kind: UInt32) -> Int {
    (0..<Int(number(at: 12, as: UInt32.self))).map { 32 + 24 * $0 }
      .first { number(at: $0, as: UInt32.self) == kind }!
  }

  func range(_ kind: UInt32) -> Range<Int> {
    let start = Int(number(at: entry(kind) + 8, as: UInt64.self))
    return start..<start + Int(number(at: entry(kind) + 16, as: UInt64.self))
  }

  /// Changes the text of the card; it must not grow beyond the padding after it.
  mutating func editCard(_ find: String, _ replacement: String) {
    let range = range(1)
    let card = String(decoding: bytes[range], as: UTF8.self)
    #expect(card.contains(find), "the card has no \(find)")
    var edited = Array(card.replacingOccurrences(of: find, with: replacement).utf8)
    precondition(edited.count <= range.count + 600)
    while edited.count < range.count { edited.append(UInt8(ascii: " ")) }
    if edited.count > range.count {
      // Appended as a new last part of the file: offsets of the others stay.
      bytes.removeLast(8)
      set(UInt64(bytes.count), at: entry(1) + 8)
      set(UInt64(edited.count), at: entry(1) + 16)
      bytes += edited
      bytes += [UInt8](repeating: 0, count: (64 - bytes.count % 64) % 64 + 8)
      set(UInt64(bytes.count), at: 16)
    } else {
      bytes.replaceSubrange(range, with: edited)
    }
  }

  /// The bytes with their length and checksum made right.
  func sealed() -> [UInt8] {
    var copy = self
    copy.set(UInt64(bytes.count), at: 16)
    let body = bytes.count - 8
    copy.set(copy.bytes.withUnsafeBytes { XXH3_64bits($0.baseAddress, body) }, at: body)
    return copy.bytes
  }
}

@Suite("Model file: damage")
struct ModelFileDamageTests {
  @Test("writing a model to a file and opening it gives the same tags")
  func roundTrip() throws {
    let inMemory = try Tagger(bytes: Training.model)
    try inNewFolder { folder in
      let path = folder + "/m.earshot"
      try Data(Training.model).write(to: URL(fileURLWithPath: path))
      let mapped = try Tagger(contentsOf: path)
      #expect(mapped.identity == inMemory.identity)
      #expect(mapped.byteCount == Training.model.count)
      for text in TaggerTests.texts { #expect(mapped.line(text) == inMemory.line(text)) }
    }
  }

  @Test("sealing unchanged bytes again is the identity: the test's checksum is the file's")
  func sealing() {
    #expect(PatchedModel().sealed() == Training.model)
  }

  @Test("a byte flipped at every 97th place is refused with its sentence")
  func flippedBytes() {
    let model = Training.model
    // 0…31 one by one: magic, format, count, length and reserved have sentences of their own.
    for place in Array(0..<32) + Array(stride(from: 32, to: model.count, by: 97)) + [
      model.count - 1
    ] {
      for mask in [UInt8(0x01), 0x80, 0xff] {
        var patched = PatchedModel(model)
        patched.bytes[place] ^= mask
        let length = patched.number(at: 16, as: UInt64.self)
        let expected =
          switch place {
          case 0..<8: Sentence.notAModel
          case 8..<12 where patched.number(at: 8, as: UInt32.self) > 1:
            Sentence.newer(patched.number(at: 8, as: UInt32.self))
          case 16..<24 where length > UInt64(model.count):
            Sentence.cutOff(model.count, of: Int(clamping: length))
          default: Sentence.checksum
          }
        #expect(refusal(patched.bytes)?.message == expected, "byte \(place) ^ \(mask)")
      }
    }
  }

  @Test("a model cut at any length is refused with its sentence")
  func cutOff() {
    let model = Training.model
    for length in Array(0...40) + Array(stride(from: 41, to: model.count, by: 211)) + [
      model.count - 1
    ] {
      let expected =
        length < 32 ? Sentence.notAModel : Sentence.cutOff(length, of: model.count)
      #expect(refusal(Array(model[..<length]))?.message == expected, "cut at \(length)")
    }
  }

  @Test("bytes after the end are refused")
  func bytesAfterTheEnd() {
    #expect(refusal(Training.model + [0])?.message == Sentence.checksum)
  }

  @Test("a newer format is refused and named, even with a right checksum")
  func newerFormat() {
    var patched = PatchedModel()
    patched.set(UInt32(2), at: 8)
    #expect(refusal(patched.sealed())?.message == Sentence.newer(2))
  }

  @Test("random bytes are no model, with and without the right first ones", arguments: 1...10)
  func randomBytes(seed: Int) {
    var generator = SplitMix64(seed: UInt64(seed))
    let noise = (0..<500).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    #expect(refusal(noise)?.message == Sentence.notAModel)
    #expect(refusal(Array("EARSHOT\0".utf8) + [1, 0, 0, 0] + noise) != nil)
    var patched = PatchedModel(Array("EARSHOT\0".utf8) + [1, 0, 0, 0] + noise)
    patched.set(UInt32(seed), at: 12)
    #expect(refusal(patched.sealed()) != nil)
  }

  @Test("a missing file, a folder, a device and an empty file have their sentences")
  func noFile() throws {
    func message(_ path: String) -> String? {
      do throws(ModelFileError) {
        _ = try Tagger(contentsOf: path)
        return nil
      } catch { return error.message }
    }
    try inNewFolder { folder in
      let missing = folder + "/none.earshot"
      #expect(
        message(missing)
          == "\(missing): cannot open the model: No such file or directory.")
      #expect(message(folder) == "\(folder): cannot open the model: it is not a file.")
      #expect(message("/dev/null") == "/dev/null: cannot open the model: it is not a file.")
      let empty = folder + "/empty.earshot"
      try Data().write(to: URL(fileURLWithPath: empty))
      #expect(
        message(empty)
          == "\(empty): not an Earshot model. Expected a file made by `earshot train`.")
    }
  }
}

@Suite("Model file: right checksum, wrong insides")
struct ModelFileInsideTests {
  private static let table = Sentence.inconsistent("table of contents")

  @Test("a table of contents longer than the file", arguments: [UInt32(1000), .max])
  func tooManySections(count: UInt32) {
    var patched = PatchedModel()
    patched.set(count, at: 12)
    #expect(refusal(patched.sealed())?.message == Self.table)
  }

  @Test("a section that begins or ends outside the file, or not at a multiple of 64")
  func badOffsets() {
    for kind in [UInt32(1), 2, 3, 4, 5, 7] {
      let entry = PatchedModel().entry(kind)
      for offset in [
        UInt64.max, UInt64.max - 63, 1 << 62, 1 << 40, UInt64(Training.model.count), 65,
      ] {
        var patched = PatchedModel()
        patched.set(offset, at: entry + 8)
        #expect(refusal(patched.sealed())?.message == Self.table, "section \(kind) at \(offset)")
      }
      for size in [UInt64.max, UInt64.max - 63, 1 << 40, UInt64(Training.model.count)] {
        var patched = PatchedModel()
        patched.set(size, at: entry + 16)
        #expect(refusal(patched.sealed())?.message == Self.table, "section \(kind), \(size) bytes")
      }
    }
  }

  @Test(
    "a section that is missing",
    arguments: [
      (1, "card"), (2, "vocabularyKeys"), (3, "vocabularyNumbers"), (4, "termWeights"),
      (5, "classifierTermWeights"), (6, "classifierDenseWeights"), (7, "classifierBias"),
    ])
  func missingSection(kind: Int, name: String) {
    var patched = PatchedModel()
    patched.set(UInt32(900), at: patched.entry(UInt32(kind)))
    #expect(refusal(patched.sealed())?.message == Sentence.inconsistent("section \(name)"))
  }

  @Test(
    "a section of the wrong length",
    arguments: [(2, 8), (2, 3), (3, 4), (4, 4), (4, -4), (5, 16), (5, 1), (7, 4)])
  func wrongLength(kind: Int, less: Int) {
    var patched = PatchedModel()
    let at = patched.entry(UInt32(kind)) + 16
    patched.set(UInt64(Int(patched.number(at: at, as: UInt64.self)) - less), at: at)
    #expect(refusal(patched.sealed()) != nil)
  }

  @Test("unknown sections are skipped, so later releases can add some")
  func unknownSection() {
    var patched = PatchedModel()
    let range = patched.range(7)
    patched.bytes.removeLast(8)
    let old = patched.bytes
    let start = 32
    let count = Int(patched.number(at: 12, as: UInt32.self))
    // Room for one more entry: shift all sections by 64 bytes.
    patched.bytes = Array(old[..<(start + count * 24)])
    patched.set(UInt32(count + 1), at: 12)
    for i in 0..<count {
      let at = start + i * 24 + 8
      patched.set(patched.number(at: at, as: UInt64.self) + 64, at: at)
    }
    let firstSection = (start + count * 24 + 63) & ~63
    patched.bytes += [UInt8](repeating: 0, count: 24)
    patched.set(UInt32(4000), at: start + count * 24)
    patched.set(UInt64(range.lowerBound + 64), at: start + count * 24 + 8)
    patched.set(UInt64(4), at: start + count * 24 + 16)
    patched.bytes += [UInt8](repeating: 0, count: firstSection + 64 - patched.bytes.count)
    patched.bytes += old[firstSection...] + [UInt8](repeating: 0, count: 8)
    #expect(refusal(patched.sealed()) == nil)
  }

  @Test("a number that is not below the count of terms")
  func numberTooLarge() {
    for value in [UInt32.max, UInt32(truncatingIfNeeded: PatchedModel().range(4).count / 4)] {
      var patched = PatchedModel()
      patched.set(value, at: patched.range(3).lowerBound)
      #expect(refusal(patched.sealed())?.message == Sentence.inconsistent("vocabulary"))
    }
  }

  @Test("a table without an empty slot")
  func fullTable() {
    var patched = PatchedModel()
    for at in stride(from: patched.range(2).lowerBound, to: patched.range(2).upperBound, by: 8)
    where patched.number(at: at, as: UInt64.self) == 0 {
      patched.set(UInt64(at) | 1, at: at)
    }
    #expect(refusal(patched.sealed())?.message == Sentence.inconsistent("vocabulary"))
  }

  @Test("a card that is no card")
  func cardIsNoCard() {
    for byte in [UInt8(ascii: " "), 0, 0xff, UInt8(ascii: "[")] {
      var patched = PatchedModel()
      let range = patched.range(1)
      patched.bytes.replaceSubrange(range, with: [UInt8](repeating: byte, count: range.count))
      #expect(refusal(patched.sealed())?.message == Sentence.inconsistent("card"))
    }
  }

  static let badCards: [(find: String, replacement: String, part: String)] = [
    (#""labels":["billing","crash","delivery","login"]"#, #""labels":[]"#, "card"),
    (
      #""labels":["billing","crash","delivery","login"]"#, #""labels":["a","b","c","d","e"]"#,
      "section classifierTermWeights"
    ),
    (#""word_length":1"#, #""word_length":-1"#, "card"),
    (#""word_length":1"#, #""word_length":9"#, "card"),
    (#""word_length":1"#, #""word_length":1e400"#, "card"),
    (#""word_length":1"#, #""word_length":1,"character_lengths":[5,2]"#, "card"),
    (#""word_length":1"#, #""word_length":1,"character_lengths":[0,2]"#, "card"),
    (#""word_length":1"#, #""word_length":1,"character_lengths":[2]"#, "card"),
    (#""word_length":1"#, #""word_length":1,"character_lengths":[2,99999999]"#, "card"),
    (#""temperature":"#, #""temperature":-"#, "card"),
    (#""temperature":"#, #""temperature":0,"old":"#, "card"),
    (#""temperature":"#, #""temperature":NaN,"old":"#, "card"),
    (#""temperature":"#, #""temperature":null,"old":"#, "card"),
    (#""temperature":"#, #""temperature":1e39,"old":"#, "card"),
    (#""terms":"#, #""terms":-"#, "vocabulary"),
    (#""terms":"#, #""terms":9"#, "vocabulary"),
    (#""word_terms":"#, #""word_terms":-"#, "vocabulary"),
    (#""word_terms":"#, #""word_terms":9"#, "vocabulary"),
  ]

  @Test("a card whose values do not fit", arguments: 0..<18)
  func badCard(number: Int) {
    let bad = Self.badCards[number]
    var patched = PatchedModel()
    patched.editCard(bad.find, bad.replacement)
    #expect(
      refusal(patched.sealed())?.message == Sentence.inconsistent(bad.part), "\(bad.replacement)")
  }

  @Test(
    "weights that are no numbers are refused or tagged, never a trap",
    arguments: [UInt32(0x7fc0_0000), 0x7f80_0000, 0xff80_0000, 0x7f7f_ffff, 1])
  func strangeWeights(bits: UInt32) {
    for kind in [UInt32(4), 5, 7] {
      var patched = PatchedModel()
      let range = patched.range(kind)
      for at in stride(from: range.lowerBound, to: range.upperBound, by: 4) {
        patched.set(bits, at: at)
      }
      _ = refusal(patched.sealed())
    }
  }

  @Test("an embedding with any byte changed and sealed again is never a trap", arguments: 1...4)
  func embeddingFuzz(seed: Int) throws {
    var generator = SplitMix64(seed: UInt64(seed))
    let model = PatchedModel(Training.embeddingModel)
    let range = model.range(8)
    for _ in 0..<60 {
      var patched = model
      // The header of the table and its string offsets are where sizes stand.
      let place = range.lowerBound + generator.index(below: seed % 2 == 0 ? 128 : range.count)
      patched.bytes[place] = UInt8(truncatingIfNeeded: generator.next())
      _ = refusal(patched.sealed())
    }
  }

  @Test("an embedding whose sizes do not fit")
  func embeddingSizes() {
    for (at, value) in [(8, UInt32.max), (8, 0), (12, .max), (12, 0), (12, 32)] {
      var patched = PatchedModel(Training.embeddingModel)
      patched.set(value, at: patched.range(8).lowerBound + at)
      #expect(
        refusal(patched.sealed())?.message == Sentence.inconsistent("embedding"),
        "\(value) at \(at)")
    }
  }

  @Test(
    "any byte of the card, the tables or the contents changed and sealed again is never a trap",
    arguments: 1...5)
  func fuzz(seed: Int) {
    var generator = SplitMix64(seed: UInt64(seed))
    let card = PatchedModel().range(1)
    for _ in 0..<60 {
      var patched = PatchedModel()
      let place =
        switch generator.index(below: 3) {
        case 0: 12 + generator.index(below: 20 + 24 * 7)
        case 1: card.lowerBound + generator.index(below: card.count)
        default: 32 + generator.index(below: patched.bytes.count - 40)
        }
      patched.bytes[place] = UInt8(truncatingIfNeeded: generator.next())
      _ = refusal(patched.sealed())
    }
  }
}

@Suite("Model file: format 1 stays readable")
struct ModelFixtureTests {
  private static let model = "model-format-1.earshot"
  private static let golden = "model-format-1.tags.txt"

  private func lines(_ tagger: Tagger) throws -> [String] {
    let texts = try Training.sentences().map(\.text) + TaggerTests.texts
    return texts.enumerated().map { "\($0) \(tagger.line($1))" }
  }

  @Test("the model of the first release opens and tags as it did")
  func opensAsBefore() throws {
    if Golden.isRecording {
      var options = Trainer.Options()
      options.strengths = [10]
      options.features.characterLengths = 2...5
      options.features.maximumTerms = 2000
      options.embedding = try SmallEmbedding.table()
      options.embeddingScales = [1]
      options.name = "fixture"
      options.source = "sentences.tsv"
      let bytes = try Trainer(options).fit(try Training.sentenceSet()).bytes
      try Golden.record(bytes, as: Self.model)
      let text = try lines(try Tagger(bytes: bytes)).joined(separator: "\n") + "\n"
      try Golden.record(Array(text.utf8), as: Self.golden)
      Issue.record("recorded anew; run again without RECORD_GOLDEN")
    }
    let tagger = try Tagger(contentsOf: Fixture.path(Self.model))
    #expect(try lines(tagger) == Fixture.lines(Self.golden))
  }

  @Test("the model of the first release is small enough to keep")
  func isSmall() throws {
    #expect(try Fixture.bytes(Self.model).count <= 200_000)
  }
}
