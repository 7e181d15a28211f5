import Testing

@testable import EarshotText

/// Kinds that users add.
@Suite struct RedactionPatternTests {
  private func redacted(
    _ text: String, name: String = "POLICY", cues: [String] = [], shapes: [String]
  ) throws -> String {
    let pattern = try RedactionPattern(name: name, cues: cues, shapes: shapes)
    return Redactor(kinds: [], patterns: [pattern]).redacted(text).text
  }

  @Test("# is a digit, @ a letter, * a run of both, all else itself in any case")
  func shapes() throws {
    #expect(
      try redacted("pol-123456, POL-1234567, xPOL-123456", shapes: ["POL-######"])
        == "[POLICY_1], POL-1234567, xPOL-123456")
    #expect(try redacted("AB 1234 cd", shapes: ["@@ ####"]) == "[POLICY_1] cd")
    #expect(try redacted("v/ab12cd/x", shapes: ["v/*/@"]) == "[POLICY_1]")
  }

  @Test("with cues a shape counts only after one of them")
  func cues() throws {
    #expect(
      try redacted("policy number: 1234, room 1234", cues: ["policy number"], shapes: ["####"])
        == "policy number: [POLICY_1], room 1234")
  }

  @Test("without shapes it is the code after the cue")
  func noShape() throws {
    #expect(
      try redacted("Fleet id is K-77/9a.", name: "FLEET", cues: ["fleet id"], shapes: [])
        == "Fleet id is [FLEET_1].")
  }

  @Test(
    "what can't work is refused",
    arguments: [
      ("policy", [], ["POL-###"], RedactionPattern.Fault.name),
      ("1A", [], ["POL-###"], .name),
      ("EMAIL", [], ["POL-###"], .builtInName),
      ("A", [], [], .empty),
      ("A", ["one two three four five six seven"], [], .cue("one two three four five six seven")),
      ("A", ["x2"], [], .cue("x2")),
      ("A", [], ["é###"], .shape("é###")),
      ("A", [], ["-####"], .shape("-####")),
      ("A", [], ["AB*#-12"], .openRun("AB*#-12")),
      ("A", [], ["##"], .loose("##")),
      ("A", [], ["*"], .loose("*")),
    ])
  func faults(
    name: String, cues: [String], shapes: [String], fault: RedactionPattern.Fault
  ) {
    #expect(throws: fault) {
      try RedactionPattern(name: name, cues: cues, shapes: shapes)
    }
  }
}
