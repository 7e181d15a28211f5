import Testing

@testable import EarshotInsights

@Suite("Alarms as JSON")
struct AlarmEncoderTests {
  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  /// 2026-11-22T00:00:00Z, in microseconds: 20,779 days since 1970.
  static let day: Int64 = 20_779 * 86_400_000_000
  static let hour: Int64 = 3_600_000_000

  static func alarm() -> Alarm {
    var alarm = Alarm(
      id: "A01", kind: .newTheme, name: "card reader frozen", raisedAt: day + 8 * hour,
      firstRecordAt: day + 90 * 60_000_000, lastRecordAt: day + 8 * hour + 500_000, count: 12,
      expected: 0.75, pValue: 3.214e-9)
    alarm.terms = ["card reader"]
    return alarm
  }

  @Test("an alarm without topic, authors and quotes: every key in the contract's order")
  func plain() {
    // From 01:30 to 08:00 are 6.5 hours; 12 / 0.75 = 16.
    #expect(
      text(AlarmEncoder.line(AlarmEvent(.raised, Self.alarm())))
        == #"{"alarm":"A01","event":"raised","kind":"new_theme","name":"card reader frozen","#
        + #""topic":null,"raised_at":"2026-11-22T08:00:00Z","#
        + #""first_record_at":"2026-11-22T01:30:00Z","last_record_at":"2026-11-22T08:00:00.5Z","#
        + #""delay_hours":6.500,"count":12,"expected":0.75,"ratio":16.000,"p_value":3.21e-9,"#
        + #""distinct_authors":null,"terms":["card reader"],"record_ids":[],"quotes":[]}"#)
  }

  @Test("quotes, signs of control and other scripts in every string stay one line of JSON")
  func hostile() {
    let evil = "\"}\\\n\t\u{1}\u{7F}日本🙂</script>"
    let escaped = #"\"}\\\n\t\u0001"# + "\u{7F}日本🙂</script>"
    var alarm = Self.alarm()
    (alarm.id, alarm.kind, alarm.name, alarm.topic) = (evil, .surge, evil, evil)
    (alarm.expected, alarm.distinctAuthors) = (0, 9)
    (alarm.terms, alarm.recordIDs) = ([evil, "b"], [evil])
    alarm.quotes = [.init(id: evil, text: evil), .init(id: "2", text: "")]
    let expected =
      #"{"alarm":"E","event":"resolved","kind":"surge","name":"E","topic":"E","#
      + #""raised_at":"2026-11-22T08:00:00Z","first_record_at":"2026-11-22T01:30:00Z","#
      + #""last_record_at":"2026-11-22T08:00:00.5Z","delay_hours":6.500,"count":12,"expected":0,"#
      + #""ratio":null,"p_value":3.21e-9,"distinct_authors":9,"terms":["E","b"],"#
      + #""record_ids":["E"],"quotes":[{"id":"E","text":"E"},{"id":"2","text":""}]}"#
    let parts = expected.split(separator: #""E""#, omittingEmptySubsequences: false)
    #expect(
      text(AlarmEncoder.line(AlarmEvent(.resolved, alarm)))
        == parts.joined(separator: "\"\(escaped)\""))
  }

  @Test("in a list an alarm has its state and note instead of an event")
  func stored() {
    let line = text(
      AlarmEncoder.line(
        Self.alarm(), state: .dismissed, note: "a \"campaign\"", actedAt: "2026-11-23T09:00:00Z"))
    #expect(
      line.hasPrefix(
        #"{"alarm":"A01","state":"dismissed","note":"a \"campaign\"","#
          + #""acted_at":"2026-11-23T09:00:00Z","kind":"new_theme","name":"card reader frozen","#))
    #expect(
      text(AlarmEncoder.line(Self.alarm(), state: .open, note: nil, actedAt: nil))
        .hasPrefix(#"{"alarm":"A01","state":"open","note":null,"acted_at":null,"kind""#))
  }

  @Test(
    "a number has three significant digits, and more only before its point",
    arguments: [
      (0, "0"), (1, "1"), (12, "12"), (0.05, "0.05"), (0.75, "0.75"), (1.5, "1.5"),
      (0.012345, "0.0123"), (0.00996, "0.00996"), (0.0099951, "0.01"), (0.001, "0.001"),
      (0.00099949, "9.99e-4"), (3.214e-9, "3.21e-9"), (9.996e-10, "1e-9"), (1e-300, "1e-300"),
      (5e-324, "5e-324"), (2.5e-7, "2.5e-7"), (123.456, "123"), (999.5, "1000"),
      (12_345.678, "12346"), (1e14, "100000000000000"), (1e15, "1e15"), (3e20, "3e20"),
      (-0.25, "-0.25"), (.nan, "null"), (.infinity, "null"),
    ] as [(Double, String)])
  func significant(_ x: Double, _ digits: String) {
    #expect(AlarmEncoder.significant(x) == digits)
  }
}
