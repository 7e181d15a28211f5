import EarshotInsights

@testable import EarshotStore

/// Microseconds of an hour and of a day.
let hour: Int64 = 3_600_000_000
let day: Int64 = 24 * hour
/// 2026-09-21T14:13:20Z, the time of `Clock`.
let moment: Int64 = 1_790_000_000_000_000

/// An alarm with something in every place, raised at `moment`; its newest record came an hour before.
func fullAlarm(_ number: Int = 1, count: Int = 12, quote: String = "secret") -> Alarm {
  var alarm = Alarm(
    id: "A0\(number)", kind: number == 1 ? .newTheme : .surge, name: "card \"declined\" / abroad",
    topic: "billing.card", raisedAt: moment, firstRecordAt: moment - 9 * hour,
    lastRecordAt: moment - hour, count: count, expected: 0.3, pValue: 1.25e-300,
    distinctAuthors: 9)
  alarm.terms = ["declined abroad", "card"]
  alarm.recordIDs = ["r1", "r2"]
  alarm.quotes = [.init(id: "r1", text: "\(quote) of \(number)"), .init(id: "r2", text: "more")]
  alarm.days = [.init(day: 20716, count: 4), .init(day: 20717, count: 8)]
  return alarm
}

/// The ids of quotes without their texts.
func emptied(_ alarm: Alarm) -> Alarm {
  var alarm = alarm
  for i in alarm.quotes.indices { alarm.quotes[i].text = "" }
  return alarm
}

extension Workspace {
  /// A workspace in a folder, with one run that raised A01.
  static func watched(
    _ folder: String, _ events: [AlarmEvent] = [AlarmEvent(.raised, fullAlarm())],
    clock: Clock = Clock()
  ) throws -> Workspace {
    let workspace = try Workspace(path: "\(folder)/w.sqlite", create: true, clock: { clock.now })
    try workspace.watch(after: 0, events)
    return workspace
  }

  /// Saves a run that raised or changed something.
  @discardableResult
  func watch(
    after: Int, _ events: [AlarmEvent], seen: [UInt64] = [], keepText: Bool = false,
    now: Int64 = moment
  ) throws -> Int {
    try saveWatch(
      after: after, state: [UInt8(truncatingIfNeeded: after)], seen: seen, events: events,
      keepText: keepText, now: now)
  }
}
