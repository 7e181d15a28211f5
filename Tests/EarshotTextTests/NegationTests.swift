import Testing

@testable import EarshotText

@Suite struct NegationTests {
  @Test(
    "a negation reaches to the end of its clause",
    arguments: [
      ("it does not work, thanks", ["work"]), ("I can't log in. Please help", ["log", "in"]),
      ("never again! sad", ["again"]), ("no refund\nyet another day", ["refund"]),
      ("cannot pay: card declined", ["pay"]), ("not good — really", ["good"]),
      ("don’t like it; ok", ["like", "it"]),
    ])
  func clause(text: String, negated: [String]) { #expect(Reader(text).texts(.negated) == negated) }

  @Test(
    "a contrast word ends the scope",
    arguments: ["but", "however", "although", "though", "yet", "except"])
  func contrast(word: String) {
    #expect(Reader("not fast \(word) friendly").texts(.negated) == ["fast"])
  }

  @Test("a negation reaches over at most six words")
  func reach() {
    #expect(
      Reader("not one two three four five six seven").texts(.negated) == [
        "one", "two", "three", "four", "five", "six",
      ])
  }

  @Test(
    "negators are flagged, with and without apostrophe",
    arguments: [
      "not", "no", "never", "cannot", "without", "neither", "nor", "none", "nothing", "nobody",
      "hardly", "barely", "can't", "cant", "dont", "wont", "shouldn't", "AIN'T", "didn’t",
    ])
  func negators(word: String) { #expect(Reader("\(word) x").texts(.negator).count == 1) }

  @Test(
    "sayings that negate nothing open no scope",
    arguments: [
      "no problem at all", "not only fast", "can't wait for it", "no worries mate",
      "cannot thank you enough",
    ])
  func exceptions(text: String) {
    let reader = Reader(text)
    #expect(reader.texts(.negated) + reader.texts(.negator) == [])
  }

  @Test("the negator itself is not in its scope, a second one is in the first's")
  func nested() {
    let reader = Reader("I never said not")
    #expect(reader.texts(.negated) == ["said", "not"])
  }

  @Test("numbers and emoji in the scope are flagged and not counted")
  func others() {
    #expect(Reader("not 1 2 3 4 5 6 7 good").texts(.negated).last == "good")
  }
}
