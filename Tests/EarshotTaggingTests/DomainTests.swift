import EarshotLearning
import EarshotRecords
import Foundation
import Testing

@testable import EarshotTagging

@Suite("Foreign texts")
struct DomainTests {
  /// No word and no piece of these is known.
  static let foreign = [
    "qwrtz uiopa sdfgh", "🎉🎉🎉", "日本語のテキスト", "ყვავილი იზრდება", "ваыв фыва",
    "5 8 13 21 34 55 89",
  ]

  @Test("a foreign text has no label; its best guess leads the alternatives", arguments: foreign)
  func turnedAway(text: String) throws {
    let tags = try Tagger(bytes: Training.domainModel).tags(text, evidence: true)
    let tag = tags.fields[0]
    #expect(tag.reason == .outOfDomain && tag.choices.isEmpty && tag.evidence.isEmpty)
    #expect(try #require(tags.domainScore) > 0.5)
    #expect(!tag.alternatives.isEmpty)
    let confidences = tag.alternatives.map(\.confidence)
    #expect(confidences == confidences.sorted(by: >))
  }

  @Test("what the model learned is no foreign text")
  func known() throws {
    let tagger = try Tagger(bytes: Training.domainModel)
    let texts = try Training.sentences().map(\.text)
    let turnedAway = texts.count { tagger.tags($0).fields[0].reason == .outOfDomain }
    #expect(Double(turnedAway) <= 0.02 * Double(texts.count))
    #expect(texts.allSatisfy { (tagger.tags($0).domainScore ?? 1) < 0.9 })
  }

  @Test("1 MB of one letter, and a text far longer than 512 pieces, are read whole")
  func long() throws {
    let tagger = try Tagger(bytes: Training.domainModel)
    #expect(tagger.tags(String(repeating: "a", count: 1 << 20)).fields[0].reason == .outOfDomain)
    // The only words it knows stand at the end.
    let late = String(repeating: "zzz ", count: 5000) + "refund my card refund"
    let early = tagger.tags(String(repeating: "zzz ", count: 5000))
    #expect(early.fields[0].reason == .outOfDomain)
    #expect(try #require(tagger.tags(late).domainScore) < #require(early.domainScore))
  }

  @Test("an empty text is empty, not foreign")
  func empty() throws {
    let tags = try Tagger(bytes: Training.domainModel).tags(" ")
    #expect(tags.fields[0].reason == .emptyText && tags.domainScore == nil)
  }

  @Test("sentiment is never out of domain")
  func sentiment() throws {
    let options = try Training.domainOptions(field: "sentiment")
    let result = try Trainer(options).fit(Training.manySentences())
    #expect(result.card.domain == nil)
    let tags = try Tagger(bytes: result.bytes).tags(Self.foreign[0])
    #expect(tags.domainScore == nil && tags.fields[0].reason == nil)
  }

  @Test("too few records to tell foreign texts: none is turned away")
  func fewRecords() throws {
    let tags = try Tagger(bytes: Training.embeddingModel).tags(Self.foreign[0])
    #expect(tags.domainScore == nil && tags.fields[0].reason == nil)
  }

  @Test("the outcome of a foreign text is its best guess, turned away")
  func outcome() throws {
    let tagger = try Tagger(bytes: Training.domainModel)
    var scratch = tagger.makeScratch()
    let outcome = tagger.outcome(
      of: Array(Self.foreign[0].utf8).span, truth: ["weather"], field: 0, using: &scratch)
    let tags = tagger.tags(Self.foreign[0])
    #expect(outcome.reason == "out_of_domain" && outcome.isForeign && outcome.isAuto == false)
    #expect(outcome.domainScore == tags.domainScore.map(Double.init))
    #expect(outcome.guess == [tagger.fields[0].labels[tags.fields[0].alternatives[0].label]])
  }

  @Test("in JSON: label null, the reason, review, and the guess as first alternative")
  func json() throws {
    let tagger = try Tagger(bytes: Training.domainModel)
    let text = Array(Self.foreign[0].utf8)
    var out: [UInt8] = []
    TagEncoder(tagger, evidence: true).appendJSON(
      tagger.tags(Self.foreign[0], evidence: true), text: text.span, to: &out)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(out)) as? [String: Any])
    let topic = try #require(object["topic"] as? [String: Any])
    #expect(topic["label"] is NSNull && topic["reason"] as? String == "out_of_domain")
    #expect(topic["decision"] as? String == "review" && topic["evidence"] == nil)
    let first = try #require((topic["alternatives"] as? [[String: Any]])?.first)
    #expect(first["label"] is String && first["confidence"] is NSNumber)
    #expect(((object["domain"] as? [String: Any])?["score"] as? Double ?? 0) > 0.5)
  }

  @Test("in a table: the reason, the guesses with | between, the score before the model")
  func table() throws {
    let tagger = try Tagger(bytes: Training.domainModel)
    let text = Array(Self.foreign[0].utf8)
    let encoder = TagEncoder(tagger, evidence: false)
    let cells = encoder.cells(tagger.tags(Self.foreign[0]), text: text.span)
      .map { String(decoding: $0, as: UTF8.self) }
    let named = Dictionary(uniqueKeysWithValues: zip(encoder.columns, cells))
    #expect(named["earshot_topic"] == "" && named["earshot_topic_confidence"] == "")
    #expect(named["earshot_topic_reason"] == "out_of_domain")
    #expect(named["earshot_topic_decision"] == "review")
    let guesses = try #require(named["earshot_topic_alternatives"]).split(separator: "|")
    #expect(!guesses.isEmpty && guesses.allSatisfy { tagger.fields[0].labels.contains(String($0)) })
    #expect(Double(named["earshot_domain_score"] ?? "").map { $0 > 0.5 } == true)
    #expect(encoder.columns.suffix(2) == ["earshot_domain_score", "earshot_model"])
  }

  @Test("scores of foreign records beside others: counts and AUROC by hand")
  func report() throws {
    func outcome(_ score: Double, foreign: Bool) -> Outcome {
      var outcome = Outcome(
        truth: ["a"], guess: ["a"], reason: score > 0.5 ? "out_of_domain" : nil)
      outcome.domainScore = score
      outcome.isForeign = foreign
      return outcome
    }
    let report = EvaluationReport(
      [
        outcome(0.9, foreign: true), outcome(0.4, foreign: true), outcome(0.6, foreign: false),
        outcome(0.1, foreign: false), outcome(0.2, foreign: false), outcome(0.3, foreign: false),
      ], isMultiLabel: false)
    let domain = try #require(report.domain)
    // 0.9 is above all four, 0.4 above three.
    #expect(domain.auroc == 7.0 / 8 && domain.foreign == 2)
    // Found at ranks 1 and 3.
    #expect(abs(domain.average_precision - (1 + 2.0 / 3) / 2) < 1e-12)
    #expect(domain.foreign_turned_away == 0.5 && domain.turned_away == 0.25)
  }

  @Test(
    "a gauge that can't be one is refused",
    arguments: [
      (#""score_deviation":"#, #""score_deviation":-"#, "card"),
      (#""cosine_deviation":"#, #""cosine_deviation":0,"old":"#, "card"),
      (#""domain":{"#, #""domain":{"field":1,"#, "card"),
      (#""score_mean":"#, #""score_mean":1e39,"old":"#, "card"),
      (#""turned_away":"#, #""turned_away":2,"old":"#, "card"),
    ])
  func badCard(find: String, replacement: String, part: String) {
    var patched = PatchedModel(Training.domainModel)
    patched.editCard(find, replacement)
    #expect(throws: ModelFileError.inconsistent(path: "m", part: part)) {
      try Tagger(bytes: patched.sealed(), name: "m")
    }
  }

  @Test("directions of the wrong size are refused; any numbers in them never trap")
  func badCentroids() {
    var cut = PatchedModel(Training.domainModel)
    cut.set(UInt64(64), at: cut.entry(9) + 16)
    #expect(throws: ModelFileError.inconsistent(path: "m", part: "section domainCentroids")) {
      try Tagger(bytes: cut.sealed(), name: "m")
    }
    var strange = PatchedModel(Training.domainModel)
    for at in stride(from: strange.range(9).lowerBound, to: strange.range(9).upperBound, by: 4) {
      strange.set(UInt32(0x7fc0_0000), at: at)
    }
    let tags = try? Tagger(bytes: strange.sealed(), name: "m").tags("refund my card")
    #expect(tags?.fields.count == 1)
  }
}
