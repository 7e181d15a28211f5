import Testing

@testable import EarshotText

/// What is wrong with a file is said with its place.
@Suite struct PatternErrorTests {
  @Test(
    "a wrong pattern is named with line, character and what is wrong",
    arguments: [
      ("0.5 a <nope> b", 7, PatternError.Fault.unknownList("nope")),
      ("third time", 1, .strength("third")), ("1.5 bad", 1, .strength("1.5")),
      ("0.01 bad", 1, .strength("0.01")), ("0.5", 4, .empty), ("0.5 ~", 6, .empty),
      ("0.5 (a|b", 5, .bracket("(")), ("0.5 a|b", 6, .notAWord("|")), ("0.5 a)", 6, .bracket(")")),
      ("0.5 [a b", 5, .bracket("[")), ("0.5 a b]", 8, .bracket("]")),
      ("0.5 <a b", 5, .bracket("<")),
      ("0.5 a >", 7, .bracket(">")), ("0.5 (a||b)", 8, .empty), ("0.5 ()", 6, .empty),
      ("0.5 ([a] b)", 6, .reportedPart), ("0.5 [a] [b]", 9, .reportedPart),
      ("0.5 a [b?]", 7, .reportedPart),
      ("0.5 a ?", 7, .optional), ("0.5 a ..3? b", 10, .optional), ("0.5 a ^? b", 8, .optional),
      ("0.5 a *", 7, .prefix), ("0.5 a ..0 b", 7, .gap("..0")), ("0.5 a ..21 b", 7, .gap("..21")),
      ("0.5 a .. b", 7, .gap("..")), ("0.5 a ..x b", 7, .gap("..x")),
      ("0.5 (a|(b|(c|d)))", 11, .nesting), ("0.5 a , b", 7, .notAWord(",")),
      ("0.5 call(s)", 5, .notAWord("call(s")), ("0.5 é <nope>", 7, .unknownList("nope")),
      ("0.5 ..3", 0, .matchesAnything), ("0.5 call?", 0, .matchesAnything),
      ("0.5 ^ _ $", 0, .matchesAnything), ("0.5 (a|_) ..2", 0, .matchesAnything),
      ("0.5 a ..20 ..20 ..20", 0, .tooLong),
    ])
  func pattern(text: String, column: Int, fault: PatternError.Fault) {
    #expect(error(source(patterns: [text])) == PatternError(line: 21, column: column, fault: fault))
  }

  @Test("openers and exceptions have no strength and the same errors")
  func otherLines() {
    #expect(
      error(source(hypothetical: ["if", "(if"], patterns: []))
        == PatternError(line: 12, column: 1, fault: .bracket("(")))
    #expect(
      error(source(patterns: ["0.5 a"], except: ["b", "..2"]))
        == PatternError(line: 42, fault: .matchesAnything))
  }

  @Test("an unknown kind and an unknown keep are named with the kind's line")
  func kinds() {
    #expect(
      error(source(kind: "rage", patterns: []))
        == PatternError(line: 20, fault: .unknownKind("rage")))
    #expect(
      error(source(keeps: ["all"], patterns: []))
        == PatternError(line: 20, fault: .unknownKeep("all")))
  }

  @Test(
    "a wrong list is named with its line",
    arguments: [
      ([("a", "x <b>"), ("b", "y <a>")], 1, PatternError.Fault.listLoop(["a", "b", "a"])),
      ([("a", "<a>")], 1, .listLoop(["a", "a"])), ([("a", "x <b>")], 1, .unknownList("b")),
      ([("a", "x"), ("b", "")], 2, .empty),
      ([("a", "x"), ("number", "y")], 2, .listName("number")),
      ([("a", "x"), ("a", "y")], 2, .listName("a")), ([("a b", "x")], 1, .listName("a b")),
      ([("a", "x half-hour")], 1, .listEntry("half-hour")), ([("a", "x ,")], 1, .listEntry(",")),
      ([("a", "x *")], 1, .listEntry("*")),
    ])
  func list(words: [(String, String)], line: Int, fault: PatternError.Fault) {
    #expect(error(source(words: words, patterns: [])) == PatternError(line: line, fault: fault))
  }

  @Test("lists that share a list are no loop")
  func diamond() {
    #expect(
      error(
        source(words: [("a", "<b> <c>"), ("b", "<d>"), ("c", "<d>"), ("d", "x")], patterns: []))
        == nil)
  }

  @Test("the message says place, what was found and what to do")
  func message() {
    #expect(
      error(source(patterns: ["0.5 <nope>"]))?.description
        == "line 21, character 5: there is no word list \"nope\". Add it under words.")
    #expect(
      error(source(patterns: ["0.5 ..3"]))?.description
        == "line 21: this matches without any word of its own. Add a word that must be there.")
  }

  @Test("lists in lists in lists, without end, are an error and no overflow")
  func deepLists() {
    let lists = (0..<60_000).map {
      MarkerSource.WordList(name: "l\($0)", words: "<l\($0 + 1)>", line: $0 + 1)
    }
    let failure = #expect(throws: PatternError.self) {
      try MarkerPatterns(MarkerSource(words: lists))
    }
    #expect(failure?.fault == .nesting)
  }
}
