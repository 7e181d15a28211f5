import Testing

@testable import EarshotText

@Suite struct TurnMarksTests {
  private func own(_ text: String) -> String {
    let reader = Reader(text)
    return zip(reader.tokens, reader.texts).filter(\.0.isOwn).map(\.1).joined(separator: " ")
  }

  @Test(
    "only the customer's words are not quoted, whatever the labels look like",
    arguments: [
      "Customer: it broke\nAgent: which one is it?\nCustomer: the red one",
      "Agent: hello, how can I help\nCustomer: it broke\nthe red one",
      "Agent (10:32): hi there\nCustomer (10:33): it broke\nCustomer (10:34): the red one",
      "[10:32] Maria: it broke\n[10:33] Support: which\n[10:34] Maria: the red one",
      "Visitor 123: it broke\nRep: which?\nVisitor 123: the red one",
      "(10:32:11) Visitor 12: it broke the red one\n(10:32:40) *** Ben (Agent): ok, one moment",
      "Caller: it broke\nRep: which one would that be?\nCaller: the red one",
      "Me: it broke the red one\nYou: please send it back to us",
      "Me: it broke\nSupport: which?\nMe: the red one",
      "Bot: Hi! What can I do for you?\nYou: it broke\nBot: which?\nYou: the red one",
      "Agent: hi what can I do\nJohn: it broke\nAgent: which?\nJohn: the red one",
      "Anna (Customer): it broke\nBen (Support Agent): which?\nAnna (Customer): the red one",
      "Customer service: how may I help you\nJo Smith: it broke\nCustomer service: ok\nJo Smith: the red one",
      "2024-05-03 10:32 Agent: hi\n2024-05-03 10:33 Client: it broke the red one",
      "10:32 AM - Agent Maria: hi\n10:33 AM - Guest: it broke the red one",
      "**Agent**: how can I help you\n**User**: it broke the red one",
      "AGENT:how can I help you\nCUSTOMER:it broke the red one",
      "Me: hello, me is the agent here\nCustomer: it broke the red one",
      "Maria: Hi, how can I help\nCustomer: it broke the red one",
      "Customer: it broke\r\n\r\nAgent: which one is it?\r\n\r\nCustomer: the red one\r\n",
      "<p>Customer: it broke</p><p>Agent: which one is it?</p><p>Customer: the red one</p>",
    ])
  func transcripts(text: String) {
    let reader = Reader(text)
    #expect(own(text) == "it broke the red one")
    #expect(reader.buffer.isTranscript)
    #expect(!reader.buffer.isPlain)
  }

  @Test("words before the first label, and lines below a customer's, are the customer's")
  func unlabelled() {
    #expect(
      own("see my chat\nAgent: how can I help you\nmore from us\nCustomer: it broke\n\nand is late")
        == "see my chat it broke and is late")
  }

  @Test("in a chat without a turn of the customer everything is quoted")
  func agentsOnly() {
    #expect(own("Agent: hello, are you there?\nAgent: I will close this chat now.") == "")
  }

  @Test(
    "what is no transcript is read whole",
    arguments: [
      // Two unknown names.
      "Maria: it broke last week\nJohn: which one is it\nMaria: the red one",
      // One line with a label.
      "Customer: it broke\nthe red one", "it broke\nAgent: told me nothing at all",
      // Headings of a review.
      "Staff: rude and slow\nRooms: dirty, smelled of smoke\nLocation: nice enough",
      "Support: they never answer my mails\nApp: crashes all the time",
      "Service: waited for an hour\nStaff: rude\nFood: cold and late",
      // Forms.
      "Customer: Anna Smith\nOrder: 4711\nIssue: it broke on the first day\nModel: X200",
      "Customer: Anna\nAgent: Ben\n\nI want my money back, it broke.",
      "Customer name: Anna Smith\nAgent name: Ben\nReason: it broke on the first day",
      "Customer: Anna Smith\nColour wanted by us: red\nSticker: yes\nEngraving: none at all please",
      // Prose.
      "I called your agent: she hung up\nThe support: useless",
      "my agent said: no refund\nyour customer: not happy",
      "Acme - CARD SERVICE Reported : May\nit is not mine\nAcme - CARD SERVICE Reported : June",
      "Steps: open the app\nExpected: it works\nActual: it crashes\nVersion: 3.2",
      "10:30 called you\n10:45 called again: no answer", "https://example.com\nhttp://example.org",
    ])
  func noTranscripts(text: String) {
    let reader = Reader(text)
    #expect(reader.texts(.quoted).isEmpty)
    #expect(!reader.buffer.isTranscript)
  }

  @Test("the customer's first word begins a sentence, the label does not count as one")
  func sentences() {
    let reader = Reader("Customer: it broke\nAgent: which one is it?\nCustomer: the red one")
    let starts = zip(reader.tokens, reader.texts)
      .filter { $0.0.isOwn && $0.0.flags.contains(.sentenceStart) }.map(\.1)
    #expect(starts == ["it", "the"])
  }

  @Test("a buffer that held a transcript forgets it")
  func reuse() {
    var buffer = TokenBuffer()
    let tokenizer = Tokenizer()
    tokenizer.tokenize(Array("Agent: how can I help\nUser: it broke".utf8).span, into: &buffer)
    #expect(buffer.isTranscript)
    tokenizer.tokenize(Array("it broke".utf8).span, into: &buffer)
    #expect(!buffer.isTranscript && buffer.isPlain)
  }

  @Test("many speakers, and labels that never end, are no trouble", .timeLimit(.minutes(1)))
  func manySpeakers() {
    let names = (0..<5000).map { "[10:32] Name\($0): hello\nAgent: hi\n" }.joined()
    #expect(Reader(names).buffer.isTranscript)
    let open = String(repeating: "Agent (", count: 10_000) + "\nAgent: hello"
    #expect(!Reader(open).buffer.isTranscript)
  }

  @Test("a text that is one long quotation is read as if it were the writer's")
  func quotationOnly() {
    #expect(own("> it broke\n> the red one") == "it broke the red one")
    #expect(own("On 3 May 2024, Anna wrote:\n> it broke") == "on 3 may 2024 anna wrote it broke")
    #expect(own("<blockquote>it broke</blockquote>\n") == "it broke")
  }
}
