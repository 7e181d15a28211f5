import Foundation
import TestSupport
import Testing

@testable import EarshotTagging

/// Taking models apart and putting fields in, byte by byte.
@Suite("Model parts")
struct ModelPartsTests {
  /// Three fields in two vocabularies: topic and severity in the first, sentiment in the second.
  private static func three(_ change: (inout [HandMade.Field]) -> Void = { _ in }) -> ModelParts {
    var fields = [
      HandMade.topic, HandMade.sentiment.with { $0.space = 1 }, HandMade.severity,
    ]
    change(&fields)
    return HandMade.parts(fields, tone: HandMade.tone)
  }

  private static let texts = ["money", "parcel", "money parcel money", "lunch", "useless money!!"]

  /// Bits of a field's tags by its name.
  private func bits(_ parts: ModelParts, _ name: String) throws -> [String] {
    let tagger = try Tagger(bytes: parts.file())
    let f = try #require(tagger.fields.firstIndex { $0.name == name })
    return Self.texts.map { text in
      let tag = tagger.tags(text, evidence: true).fields[f]
      return (tag.choices + tag.alternatives).map {
        "\($0.label) \($0.confidence.bitPattern)"
      }.joined(separator: ";") + " \(tag.evidenceOfChoices)"
    }
  }

  @Test("a model taken apart and put together again is the same bytes")
  func roundTrip() throws {
    let models = [
      Self.three().file(), Training.model, Training.multiLabelModel, Training.domainModel,
    ]
    try inNewFolder { folder in
      for (i, model) in models.enumerated() {
        let path = folder + "/\(i).earshot"
        try Data(model).write(to: URL(fileURLWithPath: path))
        #expect(try ModelParts(contentsOf: path).file() == model, "model \(i)")
      }
    }
  }

  @Test("a field of a new name comes last, with a vocabulary of its own; the others do not change")
  func added() throws {
    var parts = Self.three()
    parts.put(fieldOf: HandMade.parts([HandMade.bucket]))
    #expect(parts.fields.map(\.card.field) == ["topic", "sentiment", "severity", "bucket"])
    #expect(parts.fields.map(\.space) == [0, 1, 0, 2])
    for name in ["topic", "sentiment", "severity"] {
      #expect(try bits(parts, name) == bits(Self.three(), name), "\(name)")
    }
    #expect(try bits(parts, "bucket") == bits(HandMade.parts([HandMade.bucket]), "bucket"))
  }

  @Test("a field of a name that is there takes its place; the others do not change")
  func replaced() throws {
    var parts = Self.three()
    let own = HandMade.parts([
      HandMade.topicOrNone.with {
        $0.hasNull = false
        $0.words = ["lunch": [0.2, 0.8]]
      }
    ])
    parts.put(fieldOf: own)
    #expect(parts.fields.map(\.card.field) == ["topic", "sentiment", "severity"])
    #expect(parts.fields[0].card.labels == ["a", "b"])
    for name in ["sentiment", "severity"] {
      #expect(try bits(parts, name) == bits(Self.three(), name), "\(name)")
    }
    #expect(try bits(parts, "topic") == bits(own, "topic"))
  }

  @Test("a vocabulary that no field reads any more goes, and the others keep their fields")
  func unusedSpaces() throws {
    var parts = Self.three()
    parts.put(fieldOf: HandMade.parts([HandMade.topic]))
    // Severity still reads the first.
    #expect(parts.spaces.count == 3 && parts.fields.map(\.space) == [2, 1, 0])
    parts.put(fieldOf: HandMade.parts([HandMade.severity]))
    #expect(parts.spaces.count == 3 && parts.fields.map(\.space) == [1, 0, 2])
    let card = try Tagger(bytes: parts.file()).card
    #expect(card.further_features?.count == 2)
    #expect(card.fields.map(\.space) == [1, nil, 2])
    for name in ["topic", "sentiment", "severity"] {
      #expect(try bits(parts, name) == bits(Self.three(), name), "\(name)")
    }
  }

  @Test("words of tone stay; a model without any takes those of the field")
  func tone() {
    let other = ToneSourceBytes.other
    var parts = Self.three()
    var own = HandMade.parts([HandMade.bucket])
    own.tone = other
    parts.put(fieldOf: own)
    #expect(parts.tone == HandMade.tone.encoded())
    var without = HandMade.parts([HandMade.topic])
    without.put(fieldOf: own)
    #expect(without.tone == other)
  }

  @Test("a taxonomy goes with the topics it describes, and comes with those of another")
  func taxonomy() {
    var parts = Self.three()
    parts.taxonomy = Array("old".utf8)
    parts.put(fieldOf: HandMade.parts([HandMade.severity]))
    #expect(parts.taxonomy == Array("old".utf8))
    parts.put(fieldOf: HandMade.parts([HandMade.topic.with { $0.owners = nil }]))
    #expect(parts.taxonomy == nil)
    var own = HandMade.parts([HandMade.topic])
    own.taxonomy = Array("new".utf8)
    parts.put(fieldOf: own)
    #expect(parts.taxonomy == Array("new".utf8))
  }

  private static let domain = ModelCard.Domain(
    field: 0, score_mean: 0, score_deviation: 1, cosine_mean: 0, cosine_deviation: 1,
    threshold: -2, turned_away: 0.01, background_turned_away: 0.5, background_texts: 100)

  private static func withGauge(_ fields: [HandMade.Field]) -> ModelParts {
    var parts = HandMade.parts(fields)
    (parts.card.domain, parts.domainCentroids) = (domain, [])
    return parts
  }

  @Test("the gauge of foreign texts stays while its field does")
  func gaugeStays() throws {
    var parts = Self.withGauge([HandMade.topic, HandMade.sentiment])
    parts.put(fieldOf: Self.withGauge([HandMade.bucket]))
    #expect(parts.card.domain?.field == 0)
    #expect(try Tagger(bytes: parts.file()).domain?.field == 0)
  }

  @Test("the gauge goes with its field, and that of the new one takes its place")
  func gaugeGoes() throws {
    var parts = Self.withGauge([HandMade.topic, HandMade.sentiment])
    parts.put(fieldOf: HandMade.parts([HandMade.topic]))
    #expect(parts.card.domain == nil && parts.domainCentroids == nil)
    #expect(try Tagger(bytes: parts.file()).tellsForeign == false)
    parts.put(fieldOf: Self.withGauge([HandMade.bucket]))
    #expect(parts.card.domain?.field == 2)
    #expect(try Tagger(bytes: parts.file()).domain?.field == 2)
  }

  @Test("a model that tells foreign texts by a class of its own takes no gauge")
  func noGaugeBesideNull() {
    var parts = HandMade.parts([HandMade.topicOrNone])
    parts.put(fieldOf: Self.withGauge([HandMade.bucket]))
    #expect(parts.card.domain == nil)
  }

  @Test("what is no model is refused")
  func refused() throws {
    try inNewFolder { folder in
      let path = folder + "/m"
      try Data("EARSHOT".utf8).write(to: URL(fileURLWithPath: path))
      #expect(throws: ModelFileError.notAModel(path: path)) { try BaseModel(contentsOf: path) }
    }
  }
}

private enum ToneSourceBytes {
  static var other: [UInt8] {
    var source = HandMade.tone
    source.lexicon.entries.removeLast()
    return source.encoded()
  }
}
