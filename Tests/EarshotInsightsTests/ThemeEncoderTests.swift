import Testing

@testable import EarshotInsights

@Suite("Themes as JSON")
struct ThemeEncoderTests {
  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test(
    "a share has three digits, halves rounded away from 0",
    arguments: [
      (0, "0.000"), (1, "1.000"), (0.1234, "0.123"), (0.9996, "1.000"), (0.0625, "0.063"),
      (-0.25, "-0.250"), (-0.0001, "0.000"), (12.5, "12.500"), (1e300, "1000000.000"),
      (-Double.infinity, "-1000000.000"),
    ] as [(Double, String)])
  func digits(_ x: Double, _ digits: String) { #expect(ThemeEncoder.digits(x) == digits) }

  @Test("a new theme without quotes, times and tags: every key that is always there")
  func plain() {
    #expect(
      text(ThemeEncoder.line(Theme(id: "T1", name: "late parcels", size: 3, share: 0.25)))
        == #"{"theme":"T1","name":"late parcels","size":3,"share":0.250,"distinct":0,"#
        + #""repeated":0.000,"cohesion":0.000,"terms":[],"quotes":[],"parent":null,"#
        + #""previous":null,"map":[0.500,0.500]}"#)
  }

  @Test(
    "quotes, signs of control, backslashes and other scripts in every string stay one line of JSON")
  func hostile() {
    let evil = "\"}\\\n\r\t\u{1}\u{1F}\u{7F}\u{2028}日本🙂</script>"
    // RFC 8259, section 7: quote, backslash and U+0000 to U+001F are escaped, nothing else must be.
    let escaped = #"\"}\\\n\r\t\u0001\u001f"# + "\u{7F}\u{2028}日本🙂</script>"
    var theme = Theme(id: evil, name: evil, size: 10, share: 0.5)
    theme.distinct = 7
    theme.repeated = 0.1
    theme.cohesion = 0.75
    theme.terms = [evil, "b"]
    theme.quotes = [.init(id: evil, text: evil), .init(id: "2", text: "")]
    theme.parent = evil
    theme.previous = .init(theme: evil, name: evil, size: 9, share: 0.4, change: .renamed)
    theme.trend = [.init(from: "2026-11-21", count: 4), .init(from: "2026-11-22", count: 6)]
    theme.tags = .init(count: 5, negative: 0.2, frustrated: 0.4, topic: evil, topicShare: 0.8)
    (theme.x, theme.y) = (0, 1)
    let expected =
      #"{"theme":"E","name":"E","size":10,"share":0.500,"distinct":7,"repeated":0.100,"#
      + #""cohesion":0.750,"terms":["E","b"],"quotes":[{"id":"E","text":"E"},{"id":"2","text":""}],"#
      + #""parent":"E","previous":{"theme":"E","name":"E","size":9,"share":0.400,"change":"renamed"},"#
      + #""trend":[{"from":"2026-11-21","count":4},{"from":"2026-11-22","count":6}],"#
      + #""tags":{"count":5,"negative":0.200,"frustrated":0.400,"topic":"E","topic_share":0.800},"#
      + #""map":[0.000,1.000]}"#
    let parts = expected.split(separator: #""E""#, omittingEmptySubsequences: false)
    #expect(text(ThemeEncoder.line(theme)) == parts.joined(separator: "\"\(escaped)\""))
  }

  @Test("tags without a common topic have null for it")
  func noTopic() {
    var theme = Theme(id: "T1", name: "a", size: 1, share: 1)
    theme.tags = .init(count: 1, negative: 0, frustrated: 0, topic: nil, topicShare: 0.4)
    #expect(text(ThemeEncoder.line(theme)).contains(#""topic":null,"topic_share":0.400}"#))
  }

  @Test("of records that say neither sentiment nor frustration both are null")
  func noMoods() {
    var theme = Theme(id: "T1", name: "a", size: 1, share: 1)
    theme.tags = .init(count: 1, negative: nil, frustrated: nil, topic: "a.b", topicShare: 1)
    #expect(
      text(ThemeEncoder.line(theme)).contains(
        #""tags":{"count":1,"negative":null,"frustrated":null,"topic":"a.b","topic_share":1.000}"#))
  }

  @Test("a member has id, name and confidence; a record below 0.2 or without words has a reason")
  func places() {
    let none = #"{"id":null,"reason":"no_theme"}"#
    let member = ThemeModel.Place(theme: 2, similarity: 0.5, confidence: 0.2)
    #expect(
      text(ThemeEncoder.place(member, id: "T3", name: "a \"b\""))
        == #"{"id":"T3","name":"a \"b\"","confidence":0.200}"#)
    let stranger = ThemeModel.Place(theme: 2, similarity: 0.5, confidence: 0.1999)
    #expect(text(ThemeEncoder.place(stranger, id: "T3", name: "a")) == none)
    #expect(text(ThemeEncoder.place(ThemeModel.Place(), id: "", name: "")) == none)
  }
}
