import EarshotNumerics
import Testing

@testable import EarshotTagging

/// What probabilities become, without a text.
@Suite("Tags from probabilities")
struct FieldTagTests {
  private func tag(_ field: HandMade.Field, _ probabilities: [Float]) throws -> FieldTag {
    var tag = FieldTag()
    try HandMade.tagger([field]).fields[0].tag(probabilities, into: &tag)
    return tag
  }

  /// `label confidence` of choices.
  private func lines(_ choices: [FieldTag.Choice]) -> [String] {
    choices.map { "\($0.label) \($0.confidence)" }
  }

  @Test("the most probable label leads, three follow, and none below 0.01")
  func order() throws {
    let labels = ["a", "b", "c", "d", "e", "f"]
    let field = HandMade.Field(name: "reason", labels: labels, words: [:])
    let tag = try tag(field, [0.0625, 0.25, 0.125, 0.375, 0.0625, 0.125])
    #expect(lines(tag.choices) == ["3 0.375"])
    #expect(lines(tag.alternatives) == ["1 0.25", "2 0.125", "5 0.125"])
    let sure = try self.tag(field, [0.0078125, 0.96875, 0.015625, 0.0078125, 0, 0])
    #expect(lines(sure.alternatives) == ["2 0.015625"])
  }

  @Test("of equals the one that comes first leads")
  func ties() throws {
    let field = HandMade.Field(name: "reason", labels: ["a", "b", "c", "d", "e"], words: [:])
    let tag = try tag(field, [0.125, 0.25, 0.25, 0.125, 0.25])
    #expect(lines(tag.choices + tag.alternatives) == ["1 0.25", "2 0.25", "4 0.25", "0 0.125"])
  }

  @Test("the same four as by sorting, for few labels and for many of which none is likely")
  func sorted() throws {
    var generator = SplitMix64(seed: 5)
    for count in [1, 2, 4, 5, 77, 300] {
      let labels = (0..<count).map { "l\($0)" }
      let field = HandMade.Field(name: "reason", labels: labels, words: [:])
      for round in 0..<20 {
        // Few values, so that some are equal; in every other round but a few labels are likely.
        var p = labels.map { _ in Float(Int.random(in: 1...9, using: &generator)) }
        if round % 2 == 0 { for k in p.indices where k % 50 != 7 { p[k] /= 500 } }
        let sum = p.reduce(0, +)
        p = p.map { $0 / sum }
        let order = p.indices.sorted { (p[$1], $0) < (p[$0], $1) }
        let tag = try tag(field, p)
        #expect(tag.choices.map(\.label) == Array(order.prefix(1)))
        #expect(
          tag.alternatives.map(\.label) == order.dropFirst().prefix(3).filter { p[$0] >= 0.01 })
      }
    }
  }

  @Test("labels that stand together are given from ½ on, the surest first")
  func several() throws {
    #expect(lines(try tag(HandMade.flags, [0.5, 0.75, 0.49]).choices) == ["1 0.75", "0 0.5"])
    #expect(try tag(HandMade.flags, [0.4, 0.3, 0.49]).choices.isEmpty)
  }

  @Test("another bucket is there too from 0.25 on, at most two")
  func also() throws {
    #expect(lines(try tag(HandMade.bucket, [0.25, 0.5, 0.25]).also) == ["0 0.25", "2 0.25"])
    #expect(lines(try tag(HandMade.bucket, [0.25, 0.505, 0.245]).also) == ["0 0.25"])
    #expect(try tag(HandMade.bucket, [0.2, 0.6, 0.2]).also.isEmpty)
  }

  @Test("a field that only looks like a bucket has none")
  func noBucket() throws {
    let other = HandMade.bucket.with { $0.name = "cause" }
    #expect(try tag(other, [0.25, 0.5, 0.25]).also.isEmpty)
  }

  // Areas billing (labels 0, 1) and delivery (2).
  @Test("an area is said when it is surer than the topic by 0.01")
  func area() throws {
    let surer = try tag(HandMade.topic, [0.375, 0.25, 0.375]).area
    #expect(surer == FieldTag.Choice(label: 0, confidence: 0.625))
    #expect(try tag(HandMade.topic, [0.9, 0.02, 0.08]).area?.label == 0)
    #expect(try tag(HandMade.topic, [0.9, 0.005, 0.095]).area == nil)
    #expect(try tag(HandMade.topic, [0.125, 0.125, 0.75]).area == nil)
  }

  @Test("the area need not be the topic's")
  func otherArea() throws {
    let tag = try tag(HandMade.topic, [0.3125, 0.3125, 0.375])
    #expect(lines(tag.choices) == ["2 0.375"])
    #expect(tag.area == FieldTag.Choice(label: 0, confidence: 0.625))
  }

  @Test("areas that begin alike are told apart, and P(none) is no part of one")
  func similarAreas() throws {
    let field = HandMade.Field(
      name: "topic", labels: ["app.a", "app_store.b", "app_store.c"], words: [:], hasNull: true,
      owners: ["x", "y", "z"])
    let tag = try tag(field, [0.25, 0.125, 0.1875, 0.4375])
    #expect(tag.area == FieldTag.Choice(label: 1, confidence: 0.3125))
    #expect(lines(tag.choices) == ["0 0.25"])
  }

  static let scores: [(HandMade.Field, [Float], Float)] = [
    (HandMade.sentiment, [1, 0, 0], -1), (HandMade.sentiment, [0, 1, 0], 0),
    (HandMade.sentiment, [0, 0, 1], 1), (HandMade.sentiment, [0.25, 0.25, 0.5], 0.25),
    (HandMade.frustration, [1, 0, 0, 0], 1), (HandMade.frustration, [0, 0, 0, 1], 0),
    (HandMade.frustration, [0, 0.75, 0, 0.25], 0.25),
    (HandMade.frustration, [0, 0, 0.75, 0.25], 0.5),
  ]

  @Test("a score is the mean of the labels' values", arguments: scores)
  func score(field: HandMade.Field, probabilities: [Float], expected: Float) throws {
    // Thirds are rounded.
    #expect(abs(try #require(try tag(field, probabilities).score) - expected) < 1e-6)
  }

  @Test("fields of other names or other labels have no score")
  func noScore() throws {
    let mood = HandMade.sentiment.with { $0.name = "mood" }
    #expect(try tag(mood, [0.25, 0.25, 0.5]).score == nil)
    let stars = HandMade.Field(name: "sentiment", labels: ["bad", "good"], words: [:])
    #expect(try tag(stars, [0.25, 0.75]).score == nil)
    #expect(try tag(HandMade.topic, [0.25, 0.25, 0.5]).score == nil)
  }

  @Test("a tag that is turned away keeps its guess among the alternatives and nothing else")
  func turnAway() throws {
    var tag = try tag(HandMade.topic, [0.375, 0.25, 0.375])
    tag.turnAway(for: .outOfDomain)
    #expect(tag.choices.isEmpty && tag.area == nil && tag.reason == .outOfDomain)
    #expect(lines(tag.alternatives) == ["0 0.375", "2 0.375", "1 0.25"])
    var bucket = try self.tag(HandMade.bucket, [0.25, 0.5, 0.25])
    bucket.turnAway(for: .outOfDomain)
    #expect(bucket.also.isEmpty)
  }
}
