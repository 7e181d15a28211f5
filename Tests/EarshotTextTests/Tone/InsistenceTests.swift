import Testing

@testable import EarshotText

/// Capitals and repeated marks.
@Suite struct InsistenceTests {
  @Test(
    "words in capitals are shouting, in runs and alone",
    arguments: [
      ("I waited TWO HOURS today", "TWO HOURS"), ("it is BROKEN", "BROKEN"),
      ("WHERE IS MY ORDER", "WHERE IS MY ORDER"), ("WHERE AM I NOW", "WHERE AM I NOW"),
      ("it is WRONG. AGAIN.", "WRONG. AGAIN"), ("PAID 40 EURO TWICE", "PAID 40 EURO TWICE"),
    ])
  func shouting(text: String, expected: String) throws {
    #expect(try insistence(text) == ["shouting: " + expected])
  }

  @Test(
    "acronyms, codes, masks, initials and prices are none",
    arguments: [
      "the USB and HDMI ports", "my XXXX XXXX card", "order AB12345", "NASA and the BBC", "I A B",
      "SMS BTW PDF", "Anna Maria", "pay in EUR", "COVID19 rules",
    ])
  func acronyms(text: String) throws { #expect(try insistence(text) == []) }

  @Test(
    "happy capitals and marks are none",
    arguments: [
      "THANK YOU!!!", "THANK YOU SO MUCH", "BEST TEAM EVER!!", "I am so happy!!", "thanks a lot!!",
      "Love it!!",
    ])
  func happy(text: String) throws { #expect(try insistence(text) == []) }

  @Test(
    "a happy word with a sting in it is none of these",
    arguments: ["THANKS FOR NOTHING", "NOT HAPPY"])
  func spoilt(text: String) throws { #expect(try insistence(text) == ["shouting: " + text]) }

  @Test("thanks that are denied keep their marks")
  func notHappy() throws { #expect(try insistence("not happy!!") == ["insistent_punctuation: !!"]) }

  @Test(
    "two marks of one sort insist, also with blanks, also mixed",
    arguments: [
      ("why??", "??"), ("help !!!", "!!!"), ("now! ! !", "! ! !"), ("what !?!", "!?!"),
      ("ｗｈｙ？？", "？？"),
    ])
  func marks(text: String, expected: String) throws {
    #expect(try insistence(text) == ["insistent_punctuation: " + expected])
  }

  @Test(
    "one mark, ?!, !? and dots do not",
    arguments: ["why?", "help!", "why?!", "so!?", "well...", "no.."])
  func single(text: String) throws { #expect(try insistence(text) == []) }

  @Test("what is quoted mail is not looked at")
  func quoted() throws { #expect(try insistence("fine\n> WHY IS THIS!!\nok") == []) }
}
