import EarshotNumerics
import Foundation
import TestSupport
import Testing

@testable import EarshotTagging

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
          case 8..<12 where patched.number(at: 8, as: UInt32.self) > 2:
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
    patched.set(UInt32(4), at: 8)
    #expect(refusal(patched.sealed())?.message == Sentence.newer(4))
  }

  @Test("of the formats so far 1 to 3 open, 0 was never one")
  func formats() {
    var patched = PatchedModel()
    #expect(patched.number(at: 8, as: UInt32.self) == 3)
    for format in UInt32(1)...2 {
      patched.set(format, at: 8)
      #expect(refusal(patched.sealed()) == nil)
    }
    patched.set(UInt32(0), at: 8)
    #expect(refusal(patched.sealed())?.message == Sentence.inconsistent("format"))
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
