import Testing

@testable import EarshotTagging

@Suite("Tags as cells")
struct TagCellsTests {
  /// `column=cell` of all but the model, of which only the column is asked for.
  private func lines(_ cells: [(String, String)]) -> [String] {
    #expect(cells.last?.0 == "earshot_model")
    return cells.dropLast().map { "\($0)=\($1)" }
  }

  @Test("a topic has its area, how sure that is, and its owner")
  func topic() throws {
    #expect(
      lines(try HandMade.tagger([HandMade.topic]).cells("money")) == [
        "earshot_topic=billing.refund", "earshot_topic_confidence=0.4",
        "earshot_topic_decision=review", "earshot_topic_reason=",
        "earshot_topic_alternatives=billing.card|delivery.late", "earshot_topic_area=billing",
        "earshot_topic_area_confidence=0.75", "earshot_topic_owner=operations",
      ])
    let parcel = lines(try HandMade.tagger([HandMade.topic]).cells("parcel"))
    #expect(
      parcel.suffix(3) == [
        "earshot_topic_area=", "earshot_topic_area_confidence=",
        "earshot_topic_owner=support_enablement",
      ])
  }

  @Test("a bucket has those that are there too")
  func bucket() throws {
    #expect(
      lines(try HandMade.tagger([HandMade.bucket]).cells("my money")) == [
        "earshot_bucket=root_cause", "earshot_bucket_confidence=0.6",
        "earshot_bucket_decision=auto", "earshot_bucket_reason=",
        "earshot_bucket_alternatives=agent_performance|process_issue",
        "earshot_bucket_also=agent_performance",
      ])
  }

  @Test("sentiment has a score, and its evidence behind it")
  func sentiment() throws {
    #expect(
      lines(try HandMade.tagger([HandMade.sentiment]).cells("money", evidence: true)) == [
        "earshot_sentiment=negative", "earshot_sentiment_confidence=0.7",
        "earshot_sentiment_decision=review", "earshot_sentiment_reason=",
        "earshot_sentiment_alternatives=neutral|positive", "earshot_sentiment_score=-0.6",
        #"earshot_sentiment_evidence=[{"start":0,"end":5,"weight":1.0662}]"#,
      ])
  }

  @Test("frustration has a score and markers")
  func frustration() throws {
    let tagger = try HandMade.tagger([HandMade.frustration], tone: HandMade.tone)
    #expect(
      lines(tagger.cells("money useless")) == [
        "earshot_frustration=high", "earshot_frustration_confidence=0.5",
        "earshot_frustration_decision=auto", "earshot_frustration_reason=",
        "earshot_frustration_alternatives=medium|low|none", "earshot_frustration_score=0.7083",
        #"earshot_frustration_markers=[{"kind":"insult","start":6,"end":13,"strength":0.6}]"#,
      ])
  }

  @Test("flags have two columns")
  func flags() throws {
    #expect(
      lines(try HandMade.tagger([HandMade.flags]).cells("money", evidence: true)) == [
        "earshot_flags=praise|churn_risk", "earshot_flags_confidence=0.8|0.6",
      ])
  }

  @Test("of the whole record: segments, language and domain score, in this order before the model")
  func record() throws {
    let tagger = try HandMade.tagger([HandMade.topicOrNone], language: "en")
    #expect(
      lines(tagger.cells("lunch", segments: true)) == [
        "earshot_topic=", "earshot_topic_confidence=", "earshot_topic_decision=review",
        "earshot_topic_reason=out_of_domain", "earshot_topic_alternatives=a|b",
        #"earshot_segments=[{"start":0,"end":5,"topic":{"label":null,"reason":"out_of_domain"}}]"#,
        "earshot_language=und", "earshot_domain_score=0.7",
      ])
    #expect(tagger.cells("lunch").last?.1 == tagger.identity)
  }

  @Test("text in another language has no domain score and no segments")
  func otherLanguage() throws {
    let tagger = try HandMade.tagger([HandMade.topicOrNone], language: "en")
    #expect(
      lines(tagger.cells("верните деньги", segments: true)) == [
        "earshot_topic=", "earshot_topic_confidence=", "earshot_topic_decision=review",
        "earshot_topic_reason=unsupported_language", "earshot_topic_alternatives=",
        "earshot_segments=[]", "earshot_language=ru", "earshot_domain_score=",
      ])
  }
}
