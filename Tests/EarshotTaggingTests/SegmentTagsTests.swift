import EarshotLearning
import EarshotText
import Testing

@testable import EarshotTagging

// The two sentences of most texts here: five tokens with "money" as the only known word, and seven with
// "parcel".
private let two = "The money was never there. My parcel is very late again today."

@Suite("Tags of segments")
struct SegmentTagsTests {
  private func whole(
    _ field: HandMade.Field, _ text: String = two
  ) throws -> (labels: [String], confidences: [Float], tag: FieldTag) {
    let tag = try HandMade.tagger([field]).segmentTags(text).fields[0]
    let all = tag.choices + tag.alternatives
    return (all.map { field.labels[$0.label] }, all.map(\.confidence), tag)
  }

  private func expectNear(_ found: [Float], _ expected: [Float]) {
    #expect(found.count == expected.count)
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-5 }, "\(found)")
  }

  @Test("each segment is tagged as if it stood alone")
  func alone() throws {
    let tagger = try HandMade.tagger([HandMade.topic, HandMade.flags])
    let tags = tagger.segmentTags(two)
    #expect(tags.segments.map(\.range) == [0..<25, 27..<61])
    let alone = ["The money was never there", "My parcel is very late again today"]
      .map { tagger.tags($0) }
    for (segment, expected) in zip(tags.segments, alone) {
      #expect(segment.tags.fields.map(\.choices) == expected.fields.map(\.choices))
      #expect(segment.tags.fields.map(\.alternatives) == expected.fields.map(\.alternatives))
    }
  }

  // (5 · 0.35 + 7 · 0.1) / 12, (5 · 0.4 + 7 · 0.1) / 12, (5 · 0.25 + 7 · 0.8) / 12
  @Test("a topic: the mean of the segments' confidences, weighed by their words")
  func topic() throws {
    let (labels, confidences, tag) = try whole(HandMade.topic)
    #expect(labels == ["delivery.late", "billing.refund", "billing.card"])
    expectNear(confidences, [6.85 / 12, 2.7 / 12, 2.45 / 12])
    #expect(tag.area == nil)
  }

  // (5 · 0.3 + 7 · 0.05) / 12, (5 · 0.1 + 7 · 0.9) / 12, (5 · 0.6 + 7 · 0.05) / 12
  @Test("a bucket: the same, and what is there too from 0.25 on")
  func bucket() throws {
    let (labels, confidences, tag) = try whole(HandMade.bucket)
    #expect(labels == ["process_issue", "root_cause", "agent_performance"])
    expectNear(confidences, [6.8 / 12, 3.35 / 12, 1.85 / 12])
    #expect(tag.also.map(\.label) == [2])
  }

  // negative (5 · 0.7 + 7 · 0.1) / 12 = 0.35, positive (5 · 0.1 + 7 · 0.6) / 12 = 4.7 / 12
  @Test("sentiment: the same, with the score of the means")
  func sentiment() throws {
    let (labels, confidences, tag) = try whole(HandMade.sentiment)
    #expect(labels == ["positive", "negative", "neutral"])
    expectNear(confidences, [4.7 / 12, 4.2 / 12, 3.1 / 12])
    expectNear([try #require(tag.score)], [0.5 / 12])
  }

  @Test("frustration: that of the worst segment, by its score, as it is", arguments: [true, false])
  func frustration(worstFirst: Bool) throws {
    let sentences = two.split(separator: ". ").map(String.init)
    let text = (worstFirst ? sentences : sentences.reversed()).joined(separator: ". ")
    let (labels, confidences, tag) = try whole(HandMade.frustration, text)
    #expect(labels == ["high", "medium", "low", "none"])
    expectNear(confidences, [0.5, 0.25, 0.125, 0.125])
    expectNear([try #require(tag.score)], [0.708_333])
  }

  @Test("severity: the worst label, however unsure", arguments: [true, false])
  func severity(worstFirst: Bool) throws {
    let sentences = two.split(separator: ". ").map(String.init)
    let text = (worstFirst ? sentences : sentences.reversed()).joined(separator: ". ")
    let (labels, confidences, _) = try whole(HandMade.severity, text)
    #expect(labels == ["S2", "S3", "S1"])
    expectNear(confidences, [0.7, 0.2, 0.1])
  }

  @Test("of equally bad segments the surest one's severity")
  func surestSeverity() throws {
    let field = HandMade.severity.with { $0.words["parcel"] = [0.05, 0.9, 0.05] }
    expectNear(try whole(field).confidences, [0.9, 0.05, 0.05])
  }

  @Test(
    "fields of these names with labels of their own have no worst one: they are weighed like a topic",
    arguments: ["frustration", "severity"])
  func ownLabels(name: String) throws {
    let field = HandMade.Field(
      name: name, labels: ["calm", "cross"], words: ["money": [0.6, 0.4], "parcel": [0.1, 0.9]])
    let (labels, confidences, _) = try whole(field)
    // (5 · 0.4 + 7 · 0.9) / 12
    #expect(labels == ["cross", "calm"])
    expectNear(confidences, [8.3 / 12, 3.7 / 12])
  }

  @Test("flags: those of all segments, each where it is surest")
  func flags() throws {
    let (labels, confidences, _) = try whole(HandMade.flags)
    #expect(labels == ["how_to", "praise", "churn_risk"])
    expectNear(confidences, [0.9, 0.8, 0.7])
  }

  @Test("a segment that is turned away has no say; where all are, the whole has their reason")
  func turnedAway() throws {
    let field = HandMade.topicOrNone.with { $0.words["parcel"] = [0.1, 0.2, 0.7] }
    let (labels, confidences, _) = try whole(field)
    #expect(labels == ["a", "b"])
    expectNear(confidences, [0.5, 0.3])
    let none = field.with { $0.words["money"] = [0.1, 0.1, 0.8] }
    let tag = try whole(none).tag
    #expect(tag.choices.isEmpty && tag.reason == .outOfDomain)
  }

  @Test("a whole that was put together is never auto; a text of one segment may be")
  func decisions() throws {
    let field = HandMade.bucket.with { $0.auto = 0.1 }
    let tagger = try HandMade.tagger([field])
    #expect(tagger.json(two).contains(#""decision":"auto""#))
    #expect(!tagger.json(two, segments: true).contains("auto"))
    #expect(tagger.json("The money was never there.", segments: true).contains("auto"))
    #expect(tagger.segmentTags(two).isCombined)
    #expect(!tagger.segmentTags("The money was never there.").isCombined)
  }

  @Test("a text of one segment has the tags it has without, and that segment")
  func one() throws {
    let tagger = try HandMade.tagger([HandMade.topic])
    let text = "  The money was never there.  "
    let tags = tagger.segmentTags(text)
    #expect(tags.segments.map(\.range) == [2..<27])
    #expect(tags.fields[0].choices == tagger.tags(text).fields[0].choices)
  }

  @Test("an empty text, and one in another language, have no segments")
  func noSegments() throws {
    let tagger = try HandMade.tagger([HandMade.topic], language: "en")
    #expect(tagger.segmentTags(" ").segments.isEmpty)
    #expect(tagger.segmentTags(" ").fields[0].reason == .emptyText)
    let russian = tagger.segmentTags("Верните мне мои деньги. Где мой заказ до сих пор?")
    #expect(russian.segments.isEmpty && russian.fields[0].reason == .unsupportedLanguage)
  }

  @Test("places of evidence and markers are those of the whole text")
  func places() throws {
    let text = "É, my parcel came today. The useless money was never there."
    let tagger = try HandMade.tagger([HandMade.flags, HandMade.frustration], tone: HandMade.tone)
    let tags = tagger.segmentTags(text, evidence: true)
    let bytes = Array(text.utf8)
    func word(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    #expect(tags.markers.map { word($0.byteRange) } == ["useless"])
    #expect(
      tags.segments.map { $0.tags.fields[0].evidence.map { word($0.range) } }
        == [["parcel"], ["money"]])
    // how_to and churn_risk are surest in the first, praise in the second.
    #expect(
      tags.fields[0].evidenceOfChoices.map { $0.map { word($0.range) } }
        == [["parcel"], ["money"], ["parcel"]])
    #expect(tags.fields[1].evidence.map { word($0.range) } == ["money"])
  }

  @Test("evidence of a weighed label is that of the segments with this label")
  func evidence() throws {
    let tags = try HandMade.tagger([HandMade.topic]).segmentTags(two, evidence: true)
    #expect(tags.fields[0].evidence.map(\.range) == [30..<36])
  }

  @Test("in a chat the customer's turns are segments and nothing else is")
  func chat() throws {
    let text = "Agent: the money is there\nCustomer: my parcel is late\nAgent: great money"
    let tags = try HandMade.tagger([HandMade.topic]).segmentTags(text)
    let bytes = Array(text.utf8)
    #expect(
      tags.segments.map { String(decoding: bytes[$0.range], as: UTF8.self) }
        == ["my parcel is late"])
    #expect(tags.fields[0].choices.map(\.label) == [2])
  }
}
