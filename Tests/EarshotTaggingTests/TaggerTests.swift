import EarshotLearning
import EarshotNumerics
import TestSupport
import Testing

@testable import EarshotTagging

@Suite("Tagger")
struct TaggerTests {
  static let texts = [
    "i was charged twice", "WHERE is my parcel?!", "café ☕ – my päßwörd 🔑 doesn't work",
    "the app crashes 👩‍💻 since update 3.2", "<p>refund &amp; login</p>", "日本語のテキスト refund",
    "refund refund refund", "é e\u{301} refund \u{feff}login",
  ]

  @Test("an empty text gets no tag and the reason", arguments: ["", " \n\t ", "\u{feff}"])
  func emptyText(text: String) throws {
    let tag = try Tagger(bytes: Training.model).tags(text, evidence: true).fields[0]
    #expect(tag.choices.isEmpty && tag.alternatives.isEmpty && tag.evidence.isEmpty)
    #expect(tag.reason?.rawValue == "empty_text")
  }

  @Test(
    "a chat without a turn of the customer is empty, one with a turn and a quotation alone are not")
  func chats() throws {
    let tagger = try Tagger(bytes: Training.model)
    let agents = "Agent: i was charged twice, you say?\nAgent: i close this chat now"
    #expect(tagger.tags(agents).fields[0].reason == .emptyText)
    let customer = tagger.tags(agents + "\nCustomer: i was charged twice").fields[0]
    #expect(customer.choices == tagger.tags("i was charged twice").fields[0].choices)
    let quotation = tagger.tags("> i was charged twice\n> by you").fields[0]
    #expect(quotation.reason == nil && !quotation.choices.isEmpty)
  }

  @Test("words that the model does not know give a tag with little confidence")
  func unknownWords() throws {
    let tag = try Tagger(bytes: Training.model).tags("qwrtz ყვავილი ваыв", evidence: true).fields[0]
    // The four topics have fifteen sentences each, so the bias alone decides little.
    #expect(tag.choices[0].confidence < 0.5)
    #expect(tag.evidence.isEmpty)
  }

  @Test("evidence lies inside the text and on borders of scalars", arguments: texts)
  func evidenceRanges(text: String) throws {
    let tagger = try Tagger(bytes: Training.model)
    let bytes = Array(text.utf8)
    let evidence = tagger.tags(text, evidence: true).fields[0].evidence
    #expect(evidence.count <= 5)
    for e in evidence {
      #expect(e.range.lowerBound < e.range.upperBound && e.range.upperBound <= bytes.count)
      #expect(bytes[e.range.lowerBound] & 0xc0 != 0x80)
      #expect(e.range.upperBound == bytes.count || bytes[e.range.upperBound] & 0xc0 != 0x80)
      #expect(e.weight > 0)
    }
    #expect(evidence.map(\.range.lowerBound) == evidence.map(\.range.lowerBound).sorted())
  }

  @Test("asking for evidence does not change the tag", arguments: texts)
  func evidenceIsFree(text: String) throws {
    #expect(
      try !Tagger(bytes: Training.model).tags(text, evidence: true).fields[0].evidence.isEmpty)
    for model in [Training.model, Training.multiLabelModel] {
      let tagger = try Tagger(bytes: model)
      let asked = tagger.tags(text, evidence: true).fields[0].choices
      #expect(tagger.tags(text).fields[0].choices == asked)
    }
  }

  @Test("the word that decides is the evidence")
  func evidenceByHand() throws {
    let tagger = try Tagger(bytes: Training.model)
    let tag = tagger.tags("the xyzzy password plugh", evidence: true).fields[0]
    #expect(tagger.fields[0].labels[tag.choices[0].label] == "login")
    let strongest = tag.evidence.max { $0.weight < $1.weight }
    #expect(strongest?.range == 10..<18)
  }

  @Test(
    "confidences of a single-label field and its alternatives fall, and sum to at most one",
    arguments: texts)
  func confidencesFall(text: String) throws {
    let tag = try Tagger(bytes: Training.model).tags(text).fields[0]
    let confidences = (tag.choices + tag.alternatives).map(\.confidence)
    #expect(confidences == confidences.sorted(by: >))
    #expect(confidences.reduce(0, +) <= 1.000_01)
    #expect(tag.alternatives.count <= 3 && tag.alternatives.allSatisfy { $0.confidence >= 0.01 })
  }

  @Test("a used scratch gives the tags that a new one gives")
  func scratchIsClean() throws {
    let tagger = try Tagger(bytes: Training.model)
    var used = tagger.makeScratch()
    for text in Self.texts + [""] + Self.texts.reversed() {
      let bytes = Array(text.utf8)
      let tag = tagger.tag(bytes.span, using: &used).fields[0]
      let expected = tagger.tags(text).fields[0]
      #expect(tag.choices == expected.choices && tag.alternatives == expected.alternatives)
    }
  }

  @Test("random bytes are tagged or empty, never a trap", arguments: 1...20)
  func randomBytes(seed: Int) throws {
    let tagger = try Tagger(bytes: Training.multiLabelModel)
    var generator = SplitMix64(seed: UInt64(seed))
    var scratch = tagger.makeScratch()
    for _ in 0..<10 {
      let bytes = (0..<generator.index(below: 200)).map { _ in
        UInt8(truncatingIfNeeded: generator.next())
      }
      let tag = tagger.tag(bytes.span, using: &scratch, evidence: true).fields[0]
      for e in tag.evidence { #expect(e.range.upperBound <= bytes.count) }
    }
  }

  @Test("an outcome holds the tag's label, confidence and the log loss of the truth")
  func outcome() throws {
    let tagger = try Tagger(bytes: Training.model)
    var scratch = tagger.makeScratch()
    let text = Array("the app crashes".utf8)
    let tag = tagger.tag(text.span, using: &scratch).fields[0]
    let outcome = tagger.outcome(of: text.span, truth: ["crash"], field: 0, using: &scratch)
    #expect(outcome.guess == ["crash"])
    #expect(outcome.confidence == Double(tag.choices[0].confidence))
    #expect(outcome.reason == nil)
  }

  @Test("an empty text's outcome has no guess and the reason")
  func emptyOutcome() throws {
    let tagger = try Tagger(bytes: Training.model)
    var scratch = tagger.makeScratch()
    let outcome = tagger.outcome(of: [UInt8]().span, truth: ["crash"], field: 0, using: &scratch)
    #expect(outcome.guess == [] && outcome.reason == "empty_text" && outcome.isAuto == false)
  }

  struct Probabilities: Decodable {
    struct Content: Decodable {
      let p: [[Float]]
      let truth: [Int]
      let nll: Double
      let brier: Double
    }
    let probabilities: Content
  }

  @Test("log loss and Brier score are scikit-learn's and NumPy's")
  func lossesMatch() throws {
    let reference = try Fixture.reference("evaluation", as: Probabilities.self).probabilities
    let names = ["a", "b", "c", "d"]
    let report = EvaluationReport(
      zip(reference.p, reference.truth).map {
        Outcome(
          probabilities: $0, truth: [names[$1]], names: names, isMultiLabel: false,
          labelThreshold: 0.5, autoThreshold: nil)
      }, isMultiLabel: false)
    // Rows sum to one only to float precision.
    #expect(abs(report.nll! - reference.nll) < 1e-6)
    #expect(abs(report.brier! - reference.brier) < 1e-6)
  }

  @Test("multi-label outcome by hand: loss -ln(0.8 · 0.7), confidence 0.8 · 0.7")
  func multiLabelOutcome() {
    let outcome = Outcome(
      probabilities: [0.8, 0.3], truth: ["a"], names: ["a", "b"], isMultiLabel: true,
      labelThreshold: 0.5, autoThreshold: 0.75)
    #expect(outcome.guess == ["a"])
    #expect(outcome.isAuto == true)
    #expect(abs(outcome.confidence! - 0.56) < 1e-6)
    #expect(abs(outcome.logLoss! - 0.579_818) < 1e-5)
    #expect(abs(outcome.brier! - 0.13) < 1e-6)
  }

  @Test(
    "a model carries its embedding: opened from bytes alone it has the table it was trained with")
  func embedding() throws {
    let tagger = try Tagger(bytes: Training.embeddingModel)
    #expect(tagger.card.features.embedding?.dimension == 16)
    #expect(tagger.card.features.embedding?.scale == 1)
    let records = try Training.sentences()
    let right = records.count {
      tagger.fields[0].labels[tagger.tags($0.text).fields[0].choices[0].label] == $0.label
    }
    #expect(right == records.count)
    for text in Self.texts { _ = tagger.tags(text, evidence: true) }
  }

  @Test("an embedding table cut or with a byte flipped is refused with its sentence")
  func damagedTable() {
    func message(_ bytes: [UInt8]) -> String? {
      do throws(EmbeddingError) {
        _ = try EmbeddingTable(Storage(bytes), path: "t", checksHash: true)
        return nil
      } catch { return error.message }
    }
    let table = SmallEmbedding.bytes()
    #expect(message(table) == nil)
    let damaged =
      "t: the embedding table is damaged or cut off. Copy it again, or make it with tools/embedding/make."
    let noTable =
      "t: not an embedding table. Expected a file made by tools/embedding/make, as models/embedding-en.table."
    for place in 0..<table.count {
      var flipped = table
      flipped[place] ^= 0x11
      let expected =
        place < 7
        ? noTable
        : place == 7
          ? "t: the embedding table has version 16; this program reads up to 1. Use a newer earshot."
          : damaged
      #expect(message(flipped) == expected, "byte \(place)")
    }
    for length in 0..<table.count {
      #expect(
        message(Array(table[..<length])) == (length < 72 ? noTable : damaged), "cut at \(length)")
    }
  }
}
