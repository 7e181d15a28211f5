import Testing

@testable import EarshotText

/// Each element of the language, by what it matches.
@Suite struct PatternElementTests {
  @Test(
    "a word matches its folded form, wherever it stands",
    arguments: [
      ("useless", "Useless people", ["Useless"]), ("can't", "I can’t", ["can’t"]),
      ("café", "the CAFE\u{301}", ["CAFE\u{301}"]), ("2nd", "the 2nd one", ["2nd"]),
      ("useless", "uselessness", []), ("third time", "third   time", ["third   time"]),
      ("third time", "time third", []), ("half-hour", "half hour late", ["half hour"]),
    ])
  func word(pattern: String, text: String, expected: [String]) throws {
    #expect(try found(pattern, in: text) == expected)
  }

  @Test("a beginning matches every word that has it, known to other patterns or not")
  func prefix() throws {
    let source = source(patterns: ["0.5 cancel*", "0.5 cancelled order", "0.5 ca* now"])
    #expect(
      try found("cancel cancelling. cancelled. canceled, cat", source)
        == ["cancel", "cancelling", "cancelled", "canceled"])
    #expect(try found("cancelling now, call now", source) == ["cancelling now", "call now"])
  }

  @Test("a list stands for its words, and lists may name lists")
  func list() throws {
    let source = source(
      words: [("all", "<calls> mail*"), ("calls", "call called")],
      patterns: ["0.5 (i|we) <all>"])
    #expect(
      try found("I called. we mailed. i call. i ring", source)
        == ["I called", "we mailed", "i call"])
  }

  @Test(
    "built-in lists",
    arguments: [
      ("<number>", "3 times", ["3"]), ("<number>", "Several times", ["Several"]),
      ("<money>", "lost $12.50 today", ["$12.50"]), ("why <!>", "why?! why?", ["why?!"]),
      ("why <?>", "why! why?", ["why?"]), ("do <CAPS>", "do NOW do it", ["do NOW"]),
      ("<@> thanks", "@shop thanks", ["@shop thanks"]),
      ("<#> lost", "#12345 lost", ["#12345 lost"]),
      ("great <emoji>", "great 🙄", ["great 🙄"]), ("is <hashtag>", "this is #fail", ["is #fail"]),
      ("see <url>", "see example.com", ["see example.com"]),
      ("to <email>", "to a@example.com", ["to a@example.com"]),
    ])
  func builtIn(pattern: String, text: String, expected: [String]) throws {
    #expect(try found(pattern, in: text) == expected)
  }

  @Test(
    "groups hold alternatives, also of several words, also in groups",
    arguments: [
      ("(a|b c) d", "a d, b c d, b d", ["a d", "b c d"]),
      ("(a|b (c|d e)) f", "b d e f, b c f, a f", ["b d e f", "b c f", "a f"]),
      ("( a | <number> ) x", "7 x, a x", ["7 x", "a x"]),
    ])
  func group(pattern: String, text: String, expected: [String]) throws {
    #expect(try found(pattern, in: text.replacing(",", with: ".")) == expected)
  }

  @Test(
    "what has a question mark may be missing",
    arguments: [
      ("very? bad", ["very bad", "bad"]), ("(so very|too)? bad", ["very bad", "so very bad"]),
      ("<number>? bad", ["very bad", "bad"]), ("very* bad", ["very bad"]),
    ])
  func optional(pattern: String, _: [String]) throws {
    #expect(try !found(pattern, in: "very bad").isEmpty)
    #expect(try found(pattern, in: "bad").isEmpty == !pattern.contains("?"))
  }

  @Test("_ is exactly one token")
  func any() throws {
    #expect(
      try found("you _ liars", in: "you liars. you damn liars. you big fat liars") == [
        "you damn liars"
      ])
  }

  @Test("..2 is up to two tokens, and never crosses the end of a sentence")
  func gap() throws {
    #expect(
      try found(
        "call ..2 back", in: "call back. call me right back. call me right now back. call. back")
        == ["call back", "call me right back"])
  }

  @Test("of several matches from one word the longest counts")
  func longest() throws {
    #expect(try found("a b? ..3 c?", in: "a b x y c z") == ["a b x y c"])
  }

  @Test(
    "the part between [ and ] is reported, as long as it can be",
    arguments: [
      ("call* ..2 [<number> times]", "called you three times", ["three times"]),
      ("[never] ..3 back", "never called me back", ["never"]),
      ("i? [bad ..2 day] today?", "i bad bad day today", ["bad bad day"]),
    ])
  func reported(pattern: String, text: String, expected: [String]) throws {
    let source = source(patterns: ["0.5 ~ " + pattern])
    #expect(try found(text, source) == expected)
  }

  @Test(
    "^ is the start of a sentence, $ the end, without mentions, marks, emoji and tags around",
    arguments: [
      ("^ great", "great. not great", ["great"]), ("^ great", "@Shop @Help great", ["great"]),
      ("great $", "great job. that is great!! 🙄 #fail", ["great"]),
      ("(^|and) thanks", "many thanks. thanks and thanks", ["thanks", "and thanks"]),
    ])
  func edges(pattern: String, text: String, expected: [String]) throws {
    #expect(try found(pattern, in: text) == expected)
  }

  @Test("a stretched word is read as the plain one, with two letters or one")
  func stretched() throws {
    #expect(try found("so soon please", in: "sooo sooooon pleeease") == ["sooo sooooon pleeease"])
  }

  @Test("comments and empty lines are no patterns, and #word is no comment")
  func comments() throws {
    let source = source(patterns: ["# nothing", "", "  ", "0.5 bad # a remark", "0.5 #fail"])
    #expect(try found("bad #fail", source) == ["bad", "#fail"])
  }

  @Test("a pattern's strength is the marker's")
  func strength() throws {
    let patterns = try MarkerPatterns(source(patterns: ["0.05 bad", "1 worse", "0.7 worst"]))
    #expect(markers("bad worse worst", patterns).map(\.strength) == [0.05, 1, 0.7])
  }

  @Test("a pattern longer than the sentence that is left does not match")
  func shortSentence() throws {
    #expect(try found("a b c", in: "a b. c a b") == [])
  }

  @Test("patterns beyond the first 64 are found like the others")
  func manyPatterns() throws {
    let source = source(patterns: (0..<300).map { "0.5 word\($0)x (a|b)" })
    for n in [0, 63, 64, 65, 299] { #expect(try found("word\(n)x b", source) == ["word\(n)x b"]) }
  }
}
