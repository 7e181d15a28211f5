import EarshotNumerics
import Testing

@testable import EarshotTagging

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
