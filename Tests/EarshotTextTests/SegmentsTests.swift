import Testing

@testable import EarshotText

@Suite struct SegmentsTests {
  private func segments(_ text: String) -> [String] {
    let reader = Reader(text)
    var segments: [Segment] = []
    Segments.find(in: reader.buffer, of: reader.bytes.span, into: &segments)
    return segments.map { String(decoding: reader.bytes[$0.byteRange], as: UTF8.self) }
  }

  @Test("each sentence of four words or more is one")
  func sentences() {
    #expect(
      segments("The app crashes every day. The agent was very kind! Where is my order?") == [
        "The app crashes every day", "The agent was very kind!", "Where is my order?",
      ])
  }

  @Test("short sentences go to the next one, the last to the one before")
  func shortSentences() {
    #expect(
      segments("Hi there. My order is late again. Not good.") == [
        "Hi there. My order is late again. Not good"
      ])
    #expect(
      segments("Hello. My order is late again. The agent was rude too. Thanks.") == [
        "Hello. My order is late again", "The agent was rude too. Thanks",
      ])
    #expect(segments("Bad. Very bad. No.") == ["Bad. Very bad. No"])
    #expect(segments("ok") == ["ok"])
  }

  @Test("a contrast after five words opens one")
  func contrasts() {
    #expect(
      segments("The food was really good but the waiter ignored us") == [
        "The food was really good", "but the waiter ignored us",
      ])
    #expect(
      segments("I like your app a lot; however it crashes each morning") == [
        "I like your app a lot", "however it crashes each morning",
      ])
    #expect(
      segments("I like your app a lot; it crashes each morning though") == [
        "I like your app a lot", "it crashes each morning though",
      ])
    #expect(segments("Nice but slow on old phones") == ["Nice but slow on old phones"])
    #expect(segments("no reply; but I wrote two mails") == ["no reply; but I wrote two mails"])
  }

  @Test("a contrast of two words stays with its sentence")
  func shortContrasts() {
    #expect(
      segments("I used to love this app but no more. The ads are driving me mad.") == [
        "I used to love this app but no more", "The ads are driving me mad",
      ])
    #expect(segments("I used to love this app but no") == ["I used to love this app but no"])
  }

  @Test("an emoji or exclamation mark stays with what it follows")
  func marks() {
    #expect(
      segments("I really love this thing!!! 😍 The box was torn open.") == [
        "I really love this thing!!! 😍", "The box was torn open",
      ])
  }

  @Test("the semicolon of an entity is none")
  func entities() {
    #expect(segments("my new shoes are &nbsp;too small").count == 1)
    #expect(segments("the new shoes from A&amp;B are too small").count == 1)
  }

  @Test("quotations and signatures belong to none and part segments")
  func quotations() {
    #expect(
      segments("> when did you order\nlast week on Monday\n> which one\nthe red one\n\n-- \nAnna")
        == [
          "last week on Monday", "the red one",
        ])
  }

  @Test("each turn of the customer in a chat is one, however short or long")
  func turns() {
    #expect(
      segments(
        "Agent: Hi. How can I help you today?\nCustomer: It broke. I want my money back now.\n"
          + "Agent: Which one?\nCustomer: red\nCustomer: and soon") == [
          "It broke. I want my money back now", "red", "and soon",
        ])
    #expect(segments("Agent: hello, are you there?\nAgent: I will close this chat.") == [])
  }

  @Test("an empty text has none", arguments: ["", " \n", "\u{feff}"])
  func empty(text: String) { #expect(segments(text) == []) }

  @Test("they ascend and hold every own token once", arguments: 0..<100 as Range<UInt64>)
  func partition(seed: UInt64) {
    var generator = TestGenerator(state: seed)
    let parts = [
      "word ", "but ", "however ", "; ", ". ", "! ", "\n", "\n\n", "> ", "-- \n", "😍 ", "Agent: ",
      "Customer: ", "水", "1,000 ", "<br>", "&amp; ", "Thanks,\n",
    ]
    let text = (0..<120).map { _ in parts.randomElement(using: &generator)! }.joined()
    let reader = Reader(text)
    var segments: [Segment] = []
    Segments.find(in: reader.buffer, of: reader.bytes.span, into: &segments)
    #expect(
      segments.flatMap(\.tokenRange) == reader.tokens.indices.filter { reader.tokens[$0].isOwn },
      "seed \(seed)")
    for (a, b) in zip(segments, segments.dropFirst()) {
      #expect(a.byteRange.upperBound <= b.byteRange.lowerBound, "seed \(seed)")
    }
    for segment in segments { #expect(!segment.byteRange.isEmpty, "seed \(seed)") }
  }
}
