import Testing

@testable import EarshotText

/// What a model file stores, and a user's additions.
@Suite struct MarkerSourceTests {
  private let full = source(
    words: [("a", "x y*"), ("b", "<a> é")], hypothetical: ["if", "# in case"], kind: "loss",
    keeps: ["negated", "quoted"], patterns: ["0.5 <a> b", "", "1 (c|d e)?  f"], except: ["g"])

  private func read(_ bytes: [UInt8]) -> Result<MarkerSource, PatternError> {
    Result { () throws(PatternError) in try MarkerSource(serialized: bytes.span) }
  }

  @Test("what is stored is read again")
  func roundTrip() { #expect(read(full.serialized()) == .success(full)) }

  @Test("nothing is stored and read again, too")
  func empty() { #expect(read(MarkerSource().serialized()) == .success(MarkerSource())) }

  @Test("a tab or line end inside a text becomes a blank")
  func controls() {
    let odd = source(words: [("a", "x\ny\tz")], patterns: [])
    #expect((try? read(odd.serialized()).get())?.words[0].words == "x y z")
  }

  @Test(
    "other bytes are an error with their line",
    arguments: [
      ("", 1), ("markers 2\n", 1), ("markers 1", 1), ("markers 1\nq\t1\tx\n", 2),
      ("markers 1\nh\tx\tif\n", 2), ("markers 1\nh\t1\tif", 2), ("markers 1\nh\t1\tif\tno\n", 2),
      ("markers 1\np\t1\t0.5 a\n", 2), ("markers 1\nh\t1\tif\nk\t2\tloss\n", 3),
      ("markers 1\nh\t-1\tif\n", 2),
    ])
  func damaged(text: String, line: Int) {
    #expect(read(Array(text.utf8)) == .failure(PatternError(line: line, fault: .damaged)))
  }

  @Test("bytes that are not UTF-8 are an error")
  func notUTF8() {
    #expect(
      read(Array("markers 1\nh\t1\t".utf8) + [0xFF, 0x0A])
        == .failure(PatternError(line: 2, fault: .damaged)))
  }

  @Test("any change of a byte gives a source or an error, and compiling it too", arguments: 0..<20)
  func anyBytes(seed: UInt64) {
    var generator = TestGenerator(state: seed)
    for _ in 0..<20 {
      var bytes = full.serialized()
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let at = Int.random(in: 0..<bytes.count, using: &generator)
        bytes[at] = UInt8.random(in: 0...255, using: &generator)
      }
      if case .success(let source) = read(bytes) { _ = error(source) }
    }
  }

  @Test("a user's words, kinds and exceptions join those that are there")
  func add() throws {
    var all = source(words: [("fool", "clown")], patterns: ["0.5 you <fool>"])
    all.add(
      source(
        words: [("fool", "donkey"), ("thing", "app")], hypothetical: ["if"],
        patterns: ["0.9 (the|this) <thing>"], except: ["you clown fish"]))
    #expect(try found("you donkey", all) == ["you donkey"])
    #expect(
      try found("you clown. you clown fish. the app. if the app", all) == ["you clown", "the app"])
  }

  @Test("kinds are found by their names")
  func names() {
    #expect(MarkerKind.allCases.count == 20)
    #expect(MarkerKind.repeatContact.name == "repeat_contact")
    #expect(MarkerKind.insistentPunctuation.rawValue == 16)
    for kind in MarkerKind.allCases { #expect(MarkerKind(named: kind.name) == kind) }
    #expect(MarkerKind(named: "rage") == nil)
  }
}
