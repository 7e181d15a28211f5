import Testing

@testable import EarshotTagging

@Suite("Records with none of the labels")
struct NullClassTests {
  /// A topic that a text with "lunch" lacks with this probability.
  private func topic(_ none: Float) -> HandMade.Field {
    HandMade.topicOrNone.with { $0.words["lunch"] = [(1 - none) * 0.75, (1 - none) * 0.25, none] }
  }

  @Test("P(none) of 0.51 turns a text away, 0.49 does not, though no label is as probable")
  func half() throws {
    let away = try HandMade.tagger([topic(0.51)]).tags("lunch")
    #expect(away.fields[0].reason == .outOfDomain && away.fields[0].choices.isEmpty)
    let stays = try HandMade.tagger([topic(0.49)]).tags("lunch")
    #expect(stays.fields[0].reason == nil && stays.fields[0].choices.map(\.label) == [0])
  }

  @Test("confidence is the label's own probability, not its share of what is left")
  func confidence() throws {
    let tag = try HandMade.tagger([HandMade.topicOrNone]).tags("money").fields[0]
    #expect(abs(tag.choices[0].confidence - 0.5) < 1e-6)
    #expect(abs(tag.alternatives[0].confidence - 0.3) < 1e-6)
    #expect(tag.alternatives.count == 1)
  }

  @Test("two fields that know it count half each: 0.7 and 0.2 turn nothing away, 0.7 and 0.4 both")
  func two() throws {
    func tags(_ other: Float) throws -> Tags {
      let bucket = topic(other).with { $0.name = "bucket" }
      return try HandMade.tagger([topic(0.7), bucket, HandMade.severity]).tags("lunch")
    }
    let stays = try tags(0.2)
    #expect(abs(try #require(stays.domainScore) - 0.45) < 1e-6)
    #expect(stays.fields.allSatisfy { $0.reason == nil })
    let away = try tags(0.4)
    #expect(abs(try #require(away.domainScore) - 0.55) < 1e-6)
    #expect(away.fields.map(\.reason) == [.outOfDomain, .outOfDomain, nil])
  }

  @Test(
    "tone has every text: sentiment, frustration, severity and flags are never turned away, the rest is"
  )
  func covered() throws {
    let fields = [
      HandMade.topicOrNone, HandMade.bucket, HandMade.sentiment, HandMade.frustration,
      HandMade.severity, HandMade.flags,
    ]
    let tags = try HandMade.tagger(fields).tags("lunch")
    #expect(tags.fields.map(\.reason) == [.outOfDomain, .outOfDomain, nil, nil, nil, nil])
  }

  @Test("the outcome of a text without a label is turned away as its tag is")
  func outcome() throws {
    let tagger = try HandMade.tagger([HandMade.topicOrNone])
    var scratch = tagger.makeScratch()
    let lunch = Array("lunch".utf8)
    let outcome = tagger.outcome(of: lunch.span, truth: ["weather"], field: 0, using: &scratch)
    #expect(outcome.reason == "out_of_domain" && outcome.isForeign && outcome.guess == ["a"])
    #expect(abs(try #require(outcome.domainScore) - 0.7) < 1e-6)
  }

  @Test("texts in another language are judged as they are tagged: no guess, and the reason")
  func outcomeInOtherLanguage() throws {
    let tagger = try HandMade.tagger([HandMade.topicOrNone], language: "en")
    var scratch = tagger.makeScratch()
    let text = Array("верните деньги".utf8)
    let outcome = tagger.outcome(of: text.span, truth: ["a"], field: 0, using: &scratch)
    #expect(outcome.reason == "unsupported_language" && outcome.guess == [])
    #expect(outcome.isAuto == false)
  }

  // MARK: Learned

  /// Fifteen sentences each of four topics, and thirty about nothing of theirs.
  private static func set() throws -> TrainingSet {
    var set = try Training.sentenceSet()
    let food = ["soup", "bread", "cheese", "pasta", "salad"]
    let verbs = ["cooked", "ate", "bought", "liked", "baked", "shared"]
    for dish in food {
      for verb in verbs { set.append(text: "we \(verb) warm \(dish) at noon".utf8, labels: []) }
    }
    return set
  }

  private static let learned: Trainer.Result = {
    do { return try Trainer(Training.quick).fit(try set()) } catch { fatalError("\(error)") }
  }()

  @Test("they make a class of their own beside the labels, whose share the card says")
  func learns() throws {
    let field = Self.learned.card.fields[0]
    #expect(field.labels == ["billing", "crash", "delivery", "login"])
    #expect(field.null_share == 30.0 / 90)
    #expect(Self.learned.card.domain == nil)
    let tagger = try Tagger(bytes: Self.learned.bytes)
    #expect(tagger.tags("they ate warm soup and bread").fields[0].reason == .outOfDomain)
    let topic = tagger.tags("i was charged twice").fields[0]
    #expect(topic.reason == nil && field.labels[topic.choices[0].label] == "billing")
  }

  @Test("the report is of records with a label; those without are learned from")
  func report() {
    let report = Self.learned.card.fields[0].out_of_fold
    #expect(report.n == 60)
    #expect(report.labels.allSatisfy { $0.support == 15 })
  }

  @Test("judged out of fold, they have no label, and P(none) is what is missing from one")
  func outOfFold() throws {
    let set = try Self.set()
    let judged = try Trainer(Training.quick).outOfFold(set)
    #expect(judged.labels.count == 4 && judged.probabilities.labelCount == 4)
    #expect(judged.given.suffix(30).allSatisfy { $0.isEmpty })
    let none = (0..<set.count).map { 1 - judged.probabilities[$0].reduce(0, +) }
    #expect(none.suffix(30).allSatisfy { $0 > 0.5 })
    #expect(none.prefix(60).count { $0 > 0.5 } < 6)
  }
}
