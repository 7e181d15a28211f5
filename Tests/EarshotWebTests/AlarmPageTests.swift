import EarshotInsights
import EarshotStore
import Foundation
import TestSupport
import Testing

@testable import EarshotWeb

/// 2026-09-21T14:13:20Z, a Monday.
private let moment: Int64 = 1_790_000_000_000_000
private let hour: Int64 = 3_600_000_000

/// An alarm with something in every place: A01 a new theme, others surges.
private func fullAlarm(_ number: Int, delay: Int64 = 9) -> Alarm {
  var alarm = Alarm(
    id: "A0\(number)", kind: number == 1 ? .newTheme : .surge, name: "card declined \(number)",
    topic: "billing.card", raisedAt: moment, firstRecordAt: moment - delay * hour,
    lastRecordAt: moment - hour, count: 31, expected: 10, pValue: 3e-5, distinctAuthors: 29)
  alarm.terms = ["declined abroad"]
  alarm.recordIDs = ["r1", "r2", "r3"]
  alarm.quotes = [.init(id: "r1", text: "said of \(number)")]
  alarm.days = [.init(day: 20716, count: 12), .init(day: 20717, count: 19)]
  return alarm
}

/// Calls `body` with a workspace in which A01, A02 and A03 were raised, in this order.
private func withAlarms<Result>(
  keepText: Bool = true, now: Int64 = moment, _ change: (inout [Alarm]) -> Void = { _ in },
  _ body: (Workspace) throws -> Result
) throws -> Result {
  try inNewFolder { folder in
    let workspace = try Workspace(path: "\(folder)/w.sqlite", create: true)
    var alarms = [fullAlarm(1), fullAlarm(2, delay: 30), fullAlarm(3, delay: 12)]
    change(&alarms)
    try workspace.saveWatch(
      after: 0, state: [1], seen: [], events: alarms.map { AlarmEvent(.raised, $0) },
      keepText: keepText, now: now)
    return try body(workspace)
  }
}

@Suite("Pages of alarms")
struct AlarmPageTests {
  /// The ids of the list, from top to bottom.
  private func rows(_ html: String) -> [String] {
    html.matches(of: /<h2 id="alarm-([^"]+)">/).map { String($0.1) }
  }

  // MARK: - All alarms

  @Test("open alarms come first, then those that somebody works on; the newest of each first")
  func order() throws {
    try withAlarms { workspace in
      #expect(rows(Visit(workspace).get("/alarms").text) == ["A03", "A02", "A01"])
      try workspace.decide("A03", .dismissed)
      try workspace.decide("A02", .acknowledged)
      let html = Visit(workspace).get("/alarms").text
      #expect(rows(html) == ["A01", "A02", "A03"])
      #expect(html.contains("3 alarms") && html.contains("1 open"))
    }
  }

  @Test("each alarm has its sentence, numbers, chart and state")
  func numbers() throws {
    try withAlarms { workspace in
      try workspace.decide("A01", .acknowledged, note: "Ann asks the bank")
      let html = Visit(workspace).get("/alarms").text
      for part in [
        "31 records by 29 authors", "card declined 1", "expected: 10", "3.1 times the expected",
        "by chance: 1 in 30,000", "first record Mon 2026-09-21 05:13 UTC",
        "alarm after 9.0 hours", "acknowledged", "Ann asks the bank",
        // Of a new theme two weeks are drawn, of a surge what there is.
        "viewBox=\"0 0 14 20\"", "viewBox=\"0 0 2 20\"",
        "Records from 2026-09-20 to 2026-09-21: 12 at first, 19 at last, 19 a day at the most",
      ] { #expect(html.contains(part), "\(part)") }
    }
  }

  @Test("time to detect is the median of delays, without alarms that were false")
  func detection() throws {
    try withAlarms { workspace in
      // Of 9, 12 and 30 hours.
      #expect(
        Visit(workspace).get("/alarms").text.contains(
          "Time to detect: 12.0 hours in the median from the first record to the alarm; 2 of 3 (66.7 %) within 24 hours."
        ))
      try workspace.decide("A03", .dismissed)
      #expect(
        Visit(workspace).get("/alarms").text.contains(
          "19.5 hours in the median from the first record to the alarm; 1 of 2 (50.0 %) within 24 hours, 1 dismissed alarm left out."
        ))
      for id in ["A01", "A02"] { try workspace.decide(id, .dismissed) }
      #expect(!Visit(workspace).get("/alarms").text.contains("Time to detect"))
    }
  }

  @Test("of alarms that are over a hundred are shown, and how many more there are is said")
  func many() throws {
    try withAlarms({ alarms in
      alarms = (1...130).map { number in
        var alarm = fullAlarm(1)
        alarm.id = "A\(number)"
        return alarm
      }
    }) { workspace in
      for number in 1...120 { try workspace.decide("A\(number)", .resolved) }
      let html = Visit(workspace).get("/alarms").text
      #expect(rows(html).count == 110 && html.contains("20 older alarms that are resolved"))
    }
  }

  @Test("a workspace without alarms says why, and how to watch")
  func none() throws {
    try withAudit { workspace in
      let visit = Visit(workspace)
      #expect(visit.get("/alarms").text.contains("earshot watch FILE --workspace W"))
      #expect(visit.get("/alarms/A01").status == 404)
      #expect(visit.post("/alarms/A01/decide", ["state": "open"]).status == 404)
      #expect(!visit.get("/").text.contains("href=\"/alarms\""))
      try workspace.saveWatch(
        after: 0, state: [], seen: [], events: [], keepText: false, now: moment)
      #expect(visit.get("/alarms").text.contains("No alarm was raised yet."))
      #expect(visit.get("/").text.contains("href=\"/alarms\">Alarms</a>"))
    }
  }

  @Test("the list of audits leads to the alarms, and says how many are open")
  func way() throws {
    try withAlarms {
      #expect(Visit($0).get("/").text.contains("href=\"/alarms\">Alarms (3 open)</a>"))
    }
  }

  // MARK: - One alarm

  @Test("an alarm's page has its evidence and what happened")
  func page() throws {
    try withAlarms { workspace in
      try workspace.decide("A01", .acknowledged, note: "Ann asks the bank")
      let html = Visit(workspace).get("/alarms/A01").text
      for part in [
        "card declined 1", "declined abroad", "said of 1", "Record r1", "r1, r2, r3",
        "The first 3 records by id", "2026-09-21: 19", "<dt>Authors</dt><dd><bdi>29</bdi>",
        "1 in 30,000, at the time it was raised", "Mon 2026-09-21 14:13 UTC, after 9.0 hours",
        "<dt>Taken for</dt><dd><bdi>billing.card</bdi>", "raised with 31 records, by a run",
        "acknowledged, by a user: <q><bdi>Ann asks the bank</bdi></q>",
      ] { #expect(html.contains(part), "\(part)") }
    }
  }

  @Test("after the texts were deleted the page names the records and how to keep texts")
  func withoutTexts() throws {
    try withAlarms(keepText: false, now: moment + 7 * 24 * hour) { workspace in
      let html = Visit(workspace).get("/alarms/A01").text
      #expect(html.contains("the records r1.") && html.contains("--keep-text"))
      #expect(!html.contains("said of 1"))
    }
  }

  @Test("a webhook that was given up is said")
  func lostCall() throws {
    try withAlarms { workspace in
      for _ in 0..<AlarmDelivery.mostAttempts {
        try workspace.markDelivery(seq: 1, succeeded: false)
      }
      let visit = Visit(workspace)
      #expect(visit.get("/alarms/A01").text.contains("the webhook could not be told"))
      #expect(!visit.get("/alarms/A02").text.contains("the webhook could not be told"))
    }
  }

  @Test(
    "what may be decided depends on what the alarm is",
    arguments: [
      (Alarm.State.open, ["acknowledged", "dismissed", "resolved"]),
      (.acknowledged, ["resolved", "dismissed", "open"]), (.resolved, ["open", "dismissed"]),
      (.dismissed, ["open"]),
    ])
  func ways(state: Alarm.State, ways: [String]) throws {
    try withAlarms { workspace in
      if state != .open { try workspace.decide("A01", state) }
      let html = Visit(workspace).get("/alarms/A01").text
      let found = html.matches(of: /name="state" value="([a-z]+)"/).map { String($0.1) }
      #expect(found == ways)
      for way in ways {
        #expect(Visit(workspace).post("/alarms/A01/decide", ["state": way]).status == 303)
        let stored = try workspace.alarm("A01")
        #expect(stored.state.rawValue == way)
        if way != "open" { try workspace.decide("A01", .open) }
        if state != .open { try workspace.decide("A01", state) }
      }
    }
  }

  @Test("numbers that no run writes are drawn and not a crash")
  func wildNumbers() throws {
    let far: Int64 = (1 << 60) - 1
    try withAlarms({ alarms in
      (alarms[0].raisedAt, alarms[0].firstRecordAt, alarms[0].lastRecordAt) = (far, -far, far)
      (alarms[0].expected, alarms[0].pValue) = (1e300, 0)
      alarms[0].count = (1 << 40) - 1
      alarms[0].days = [
        .init(day: (1 << 24) - 1, count: (1 << 40) - 1), .init(day: 1 - 1 << 24, count: 1),
      ]
      (alarms[1].raisedAt, alarms[1].lastRecordAt) = (-far, -far)
      (alarms[1].expected, alarms[1].pValue, alarms[1].count) = (.leastNonzeroMagnitude, -1e300, 0)
      (alarms[2].expected, alarms[2].pValue) = (0, 1e300)
      (alarms[2].days, alarms[2].name, alarms[2].topic) = ([], " ", nil)
      (alarms[2].quotes, alarms[2].terms, alarms[2].recordIDs) = ([], [], [])
    }) { workspace in
      let visit = Visit(workspace)
      for path in ["/alarms", "/alarms/A01", "/alarms/A02", "/alarms/A03"] {
        #expect(visit.get(path).status == 200, "\(path)")
      }
    }
  }

  // MARK: - Decisions

  @Test("a decision is stored with its note and leads back to the page")
  func decide() throws {
    try withAlarms { workspace in
      let answer = Visit(workspace).post(
        "/alarms/A01/decide", ["state": "dismissed", "note": " a  campaign "])
      #expect(answer.status == 303 && answer.header("location") == "/alarms/A01")
      let stored = try workspace.alarm("A01")
      #expect(stored.state == .dismissed && stored.note == "a campaign")
    }
  }

  @Test(
    "a decision that does not work is said on the page, with the note that was typed",
    arguments: [
      ("acknowledged", "x", 409, "The alarm A01 is dismissed. Reopen it first."),
      ("", "a note", 400, "Choose what is to become of the alarm."),
      ("closed", "a note", 400, "Choose what is to become of the alarm."),
      ("open", String(repeating: "x", count: 1001), 400, "it is too long"),
    ])
  func badDecisions(state: String, note: String, status: Int, words: String) throws {
    try withAlarms { workspace in
      try workspace.decide("A01", .dismissed)
      let before = try workspace.alarms()
      let answer = Visit(workspace).post("/alarms/A01/decide", ["state": state, "note": note])
      #expect(answer.status == status)
      #expect(answer.text.contains(words) && answer.text.contains("value=\"\(note)\""))
      #expect(try workspace.alarms() == before)
    }
  }

  @Test("what is not there is said with a way back", arguments: ["A09", "%3Cb%3E"])
  func missing(id: String) throws {
    try withAlarms { workspace in
      let answer = Visit(workspace).get("/alarms/\(id)")
      #expect(answer.status == 404 && answer.text.contains("It has A03, A02, A01."))
      #expect(answer.text.contains("href=\"/alarms\"") && answer.text.contains("All alarms"))
      #expect(Visit(workspace).post("/alarms/A01/other", ["state": "open"]).status == 404)
    }
  }

  // MARK: - Safety

  @Test("a form without the secret of this browser, or from another site, changes nothing")
  func forged() throws {
    try withAlarms { workspace in
      let visit = Visit(workspace)
      let before = try workspace.alarms()
      for form in ["", String(repeating: "0", count: 32)] {
        let answer = visit.post("/alarms/A01/decide", ["state": "dismissed", "form": form])
        #expect(answer.status == 403)
      }
      let answer = visit.post(
        "/alarms/A01/decide", ["state": "dismissed"], headers: ["origin": "http://evil.example"])
      #expect(answer.status == 403)
      #expect(visit.get("/alarms/A01/decide?state=dismissed").status == 404)
      #expect(try workspace.alarms() == before)
    }
  }

  @Test("names, terms, topics, quotes, ids and notes that are HTML are shown as text")
  func hostile() throws {
    let hostile = "\"><script>alert(1)</script>{{{form}}}"
    try withAlarms({ alarms in
      for i in alarms.indices {
        (alarms[i].name, alarms[i].topic) = (hostile, hostile)
        (alarms[i].terms, alarms[i].recordIDs) = ([hostile], [hostile])
        alarms[i].quotes = [.init(id: hostile, text: hostile), .init(id: hostile, text: "")]
      }
      alarms[2].id = hostile
    }) { workspace in
      let visit = Visit(workspace)
      try workspace.decide("A02", .dismissed, note: hostile)
      let odd = Form.encoded(hostile)
      for path in [
        "/alarms", "/alarms/A01", "/alarms/A02", "/alarms/\(odd)", "/alarms/\(odd)x",
      ] {
        let html = visit.get(path).text
        #expect(html.components(separatedBy: "<script").count == 2, "\(path)")
        #expect(!html.contains("\"><script>") && html.contains("</html>"), "\(path)")
      }
      #expect(visit.get("/alarms/\(odd)").status == 200)
    }
  }

  @Test("no page of alarms holds a script, a style or a handler of its own, or names another site")
  func inline() throws {
    try withAlarms { workspace in
      let visit = Visit(workspace)
      for path in ["/alarms", "/alarms/A01"] {
        let answer = visit.get(path)
        #expect(answer.header("content-security-policy")?.hasPrefix("default-src 'none'") == true)
        for sign in [" style=", "<style", " onclick", "javascript:", "http:", "https:", "\"//"] {
          #expect(!answer.text.contains(sign), "\(path) \(sign)")
        }
      }
    }
  }

  @Test("every field has a label, and every picture says in words what it shows")
  func labels() throws {
    try withAlarms { workspace in
      for path in ["/alarms", "/alarms/A01"] {
        let html = Visit(workspace).get(path).text
        for field in html.matches(of: /<(?:input|select) id="([a-z]+)"/) {
          #expect(html.contains("<label for=\"\(field.1)\">"), "\(path) \(field.1)")
        }
        for picture in html.matches(of: /<svg class="[^>]*>/) {
          #expect(picture.0.contains("role=\"img\" aria-label=\"Records from"), "\(path)")
        }
      }
    }
  }

  @Test("with a token only who has opened its link sees alarms")
  func token() throws {
    try withAlarms { workspace in
      let visit = Visit(workspace, access: Access(host: "0.0.0.0", token: Access.randomSecret()))
      #expect(visit.get("/alarms").status == 403 && visit.get("/alarms/A01").status == 403)
    }
  }
}

@Suite("Charts of alarms")
struct AlarmChartTests {
  @Test("at most sixty bars hold all records, the last one whole")
  func long() {
    var alarm = fullAlarm(2)
    alarm.days = (1000..<1130).map { .init(day: $0, count: 1) }
    let chart = AlarmChart(alarm)
    // 130 days in bars of 3: 43 whole ones and one of a single day.
    #expect(chart.width == 3 && chart.bars.map(\.count) == [1] + [Int](repeating: 3, count: 43))
    #expect(chart.bars.last == AlarmChart.Bar(day: 1127, count: 3))
  }

  @Test("days without records are bars of nothing")
  func gaps() {
    var alarm = fullAlarm(2)
    alarm.days = [.init(day: -1, count: 4), .init(day: 2, count: 5)]
    #expect(AlarmChart(alarm).bars.map(\.count) == [4, 0, 0, 5])
    #expect(AlarmChart(alarm).bars.map(\.day) == [-1, 0, 1, 2])
    alarm.kind = .newTheme
    #expect(AlarmChart(alarm).bars.map(\.count) == [Int](repeating: 0, count: 10) + [4, 0, 0, 5])
  }
}
