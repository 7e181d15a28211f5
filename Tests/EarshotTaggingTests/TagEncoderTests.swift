import Foundation
import Testing

@testable import EarshotTagging

/// Lines worked out by hand from the probabilities of `HandMade`.
@Suite("Tags as JSON")
struct TagEncoderTests {
  private func expectJSON(
    _ fields: [HandMade.Field], _ text: String, evidence: Bool = false, _ expected: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let tagger = try HandMade.tagger(fields)
    #expect(
      tagger.json(text, evidence: evidence)
        == #"{"schema":1,"model":"\#(tagger.identity)","# + expected + "}",
      sourceLocation: sourceLocation)
  }

  private func expectJSON(
    _ fields: [HandMade.Field], _ expected: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws { try expectJSON(fields, "my money", expected, sourceLocation: sourceLocation) }

  @Test("a topic says who sees to it, and its area where that is surer: 0.35 + 0.4 against 0.4")
  func topicWithArea() throws {
    try expectJSON(
      [HandMade.topic],
      #""topic":{"label":"billing.refund","confidence":0.4,"decision":"review","area":{"label":"billing","confidence":0.75},"owner":"operations","alternatives":[{"label":"billing.card","confidence":0.35},{"label":"delivery.late","confidence":0.25}]}"#
    )
  }

  @Test("the area of a topic alone in it is no surer and is not said")
  func topicWithoutArea() throws {
    try expectJSON(
      [HandMade.topic], "my parcel",
      #""topic":{"label":"delivery.late","confidence":0.8,"decision":"auto","owner":"support_enablement","alternatives":[{"label":"billing.card","confidence":0.1},{"label":"billing.refund","confidence":0.1}]}"#
    )
  }

  @Test("topics without a taxonomy have neither area nor owner")
  func plainTopic() throws {
    try expectJSON(
      [HandMade.topic.with { $0.owners = nil }], "my parcel",
      #""topic":{"label":"delivery.late","confidence":0.8,"decision":"auto","alternatives":[{"label":"billing.card","confidence":0.1},{"label":"billing.refund","confidence":0.1}]}"#
    )
  }

  @Test("a text of fewer than two own words is never auto, in any field, however sure")
  func short() throws {
    let tagger = try HandMade.tagger(
      [
        HandMade.bucket.with { $0.auto = 0.1 }, HandMade.frustration.with { $0.auto = 0.1 },
        HandMade.flags.with {
          $0.name = "tags"
          $0.auto = 0.1
        },
      ], tone: HandMade.tone)
    for text in [
      "money", "!!!", "money !!!", "4 money 5", "https://money.example/x y", "> my\n\nmoney",
    ] {
      #expect(!tagger.json(text).contains("auto"), "\(text)")
      #expect(!tagger.json(text, segments: true).contains("auto"), "\(text)")
    }
    #expect(tagger.json("my money").split(separator: "auto").count == 5)
    var scratch = tagger.makeScratch()
    func isAuto(_ text: String, _ scratch: inout Tagger.Scratch) -> Bool? {
      tagger.outcome(of: Array(text.utf8).span, truth: ["a"], field: 0, using: &scratch).isAuto
    }
    #expect(isAuto("my money", &scratch) == true && isAuto("money", &scratch) == false)
  }

  @Test("a bucket names the others that are there, from 0.25 on")
  func bucket() throws {
    try expectJSON(
      [HandMade.bucket],
      #""bucket":{"label":"root_cause","also":["agent_performance"],"confidence":0.6,"decision":"auto","alternatives":[{"label":"agent_performance","confidence":0.3},{"label":"process_issue","confidence":0.1}]}"#
    )
  }

  @Test("sentiment has a score: 0.1 − 0.7")
  func sentiment() throws {
    try expectJSON(
      [HandMade.sentiment],
      #""sentiment":{"label":"negative","score":-0.6,"confidence":0.7,"decision":"review","alternatives":[{"label":"neutral","confidence":0.2},{"label":"positive","confidence":0.1}]}"#
    )
  }

  @Test("frustration has a level and a score: 0.5 + ⅓ · 0.125 + ⅔ · 0.25")
  func frustration() throws {
    try expectJSON(
      [HandMade.frustration],
      #""frustration":{"level":"high","score":0.7083,"confidence":0.5,"decision":"auto","alternatives":[{"label":"medium","confidence":0.25},{"label":"low","confidence":0.125},{"label":"none","confidence":0.125}]}"#
    )
  }

  @Test("markers are part of frustration, their places counted in scalars")
  func markers() throws {
    let tagger = try HandMade.tagger([HandMade.frustration], tone: HandMade.tone)
    // Two that are close together are one; 100 signs further on is another.
    let filler = String(repeating: "é", count: 100)
    #expect(
      tagger.json("É money useless 😡 useless " + filler + " useless")
        == #"{"schema":1,"model":"\#(tagger.identity)","frustration":{"level":"high","score":0.7083,"confidence":0.5,"decision":"auto","alternatives":[{"label":"medium","confidence":0.25},{"label":"low","confidence":0.125},{"label":"none","confidence":0.125}],"markers":[{"kind":"insult","start":8,"end":25,"strength":0.6},{"kind":"insult","start":127,"end":134,"strength":0.6}]}}"#
    )
  }

  @Test("without words of tone frustration has no markers; without a sign they are empty")
  func noMarkers() throws {
    #expect(try !HandMade.tagger([HandMade.frustration]).json("money").contains("markers"))
    #expect(
      try HandMade.tagger([HandMade.frustration], tone: HandMade.tone).json("money")
        .hasSuffix(#","markers":[]}}"#))
  }

  @Test("flags are a list of those given, the surest first")
  func flags() throws {
    try expectJSON(
      [HandMade.flags],
      #""flags":[{"flag":"praise","confidence":0.8},{"flag":"churn_risk","confidence":0.6}]"#)
    try expectJSON([HandMade.flags], "nothing known", #""flags":[]"#)
  }

  @Test("another field whose labels may stand together has labels with decisions")
  func labels() throws {
    let field = HandMade.flags.with {
      $0.name = "products"
      $0.auto = 0.7
    }
    try expectJSON(
      [field],
      #""products":{"labels":[{"label":"praise","confidence":0.8,"decision":"auto"},{"label":"churn_risk","confidence":0.6,"decision":"review"}]}"#
    )
  }

  // The weight of "money" for a label is ln p less the mean of ln p over the labels (all labels alike
  // without it): ln 0.7 − (ln 0.7 + ln 0.2 + ln 0.1) / 3 = 1.066224.
  @Test("evidence is written behind the rest of a field, in scalars")
  func evidence() throws {
    try expectJSON(
      [HandMade.sentiment], "É money", evidence: true,
      #""sentiment":{"label":"negative","score":-0.6,"confidence":0.7,"decision":"review","alternatives":[{"label":"neutral","confidence":0.2},{"label":"positive","confidence":0.1}],"evidence":[{"start":2,"end":7,"weight":1.0662}]}"#
    )
  }

  // logit 0.8 = 1.386294, logit 0.6 = 0.405465, logit 0.1 = −2.197225, mean −0.135155; each less
  // logit 0.01, which goes out again: 1.521449 and 0.540620.
  @Test("each flag has evidence of its own")
  func flagEvidence() throws {
    try expectJSON(
      [HandMade.flags], "money", evidence: true,
      #""flags":[{"flag":"praise","confidence":0.8,"evidence":[{"start":0,"end":5,"weight":1.5214}]},{"flag":"churn_risk","confidence":0.6,"evidence":[{"start":0,"end":5,"weight":0.5406}]}]"#
    )
  }

  @Test("less detail leaves out evidence, then alternatives")
  func detail() throws {
    let tagger = try HandMade.tagger([HandMade.sentiment])
    let alternatives = tagger.json("money", evidence: true, detail: .alternatives)
    #expect(alternatives == tagger.json("money"))
    #expect(
      tagger.json("money", evidence: true, detail: .labels)
        == #"{"schema":1,"model":"\#(tagger.identity)","sentiment":{"label":"negative","score":-0.6,"confidence":0.7,"decision":"review","alternatives":[]}}"#
    )
  }

  @Test("text in another language: the language, and every field empty with the reason")
  func unsupportedLanguage() throws {
    let fields = [HandMade.topic, HandMade.frustration, HandMade.flags]
    let tagger = try HandMade.tagger(fields, tone: HandMade.tone, language: "en")
    let opening = #"{"schema":1,"model":"\#(tagger.identity)","language":"#
    #expect(
      tagger.json("верните деньги", evidence: true)
        == opening
        + #""ru","topic":{"label":null,"reason":"unsupported_language","decision":"review"},"frustration":{"level":null,"reason":"unsupported_language","decision":"review","markers":[]},"flags":[]}"#
    )
    #expect(tagger.json("money").hasPrefix(opening + #""und","topic":{"label":"billing"#))
    #expect(
      tagger.json("I have been waiting for my money since Monday and nobody answers.")
        .hasPrefix(opening + #""en","topic":{"label":"billing"#))
  }

  @Test("a model without a language says none and turns nothing away for it")
  func anyLanguage() throws {
    try expectJSON(
      [HandMade.sentiment.with { $0.otherwise = [0.7, 0.2, 0.1] }], "верните деньги",
      #""sentiment":{"label":"negative","score":-0.6,"confidence":0.7,"decision":"review","alternatives":[{"label":"neutral","confidence":0.2},{"label":"positive","confidence":0.1}]}"#
    )
  }

  @Test(
    "a text that has none of the labels: the score above ½, the reason, what it would have been")
  func none() throws {
    try expectJSON(
      [HandMade.topicOrNone, HandMade.sentiment], "lunch",
      #""domain":{"score":0.7},"topic":{"label":null,"reason":"out_of_domain","decision":"review","alternatives":[{"label":"a","confidence":0.2},{"label":"b","confidence":0.1}]},"sentiment":{"label":"negative","score":0,"confidence":0.3333,"decision":"review","alternatives":[{"label":"neutral","confidence":0.3333},{"label":"positive","confidence":0.3333}]}"#
    )
  }

  @Test("segments: places in scalars, a label and its confidence each, flags by name")
  func segments() throws {
    let tagger = try HandMade.tagger([HandMade.sentiment, HandMade.frustration, HandMade.flags])
    let json = tagger.json(
      "É, the money was there. My parcel is very late again.", segments: true)
    #expect(
      json.hasSuffix(
        #","segments":[{"start":0,"end":22,"sentiment":{"label":"negative","confidence":0.7},"frustration":{"level":"high","confidence":0.5},"flags":["praise","churn_risk"]},{"start":24,"end":52,"sentiment":{"label":"positive","confidence":0.6},"frustration":{"level":"none","confidence":0.6},"flags":["how_to","churn_risk"]}]}"#
      ), "\(json)")
  }

  @Test("labels with quotes and breaks in them are written as JSON strings everywhere")
  func strangeLabels() throws {
    let field = HandMade.Field(
      name: "topic", labels: ["a\"\n.x", "a\"\n.y", "b\\.z"], words: ["money": [0.4, 0.35, 0.25]],
      owners: ["o\"1", "o\\2", "\t"])
    let json = try HandMade.tagger([field]).json("money", segments: true)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let topic = try #require(object["topic"] as? [String: Any])
    #expect(topic["label"] as? String == "a\"\n.x" && topic["owner"] as? String == "o\"1")
    #expect((topic["area"] as? [String: Any])?["label"] as? String == "a\"\n")
  }
}
