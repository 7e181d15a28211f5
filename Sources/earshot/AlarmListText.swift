import EarshotInsights
import EarshotRecords
import EarshotStore

/// What `watch list` and decisions on alarms tell people.
enum AlarmListText {
  /// Alarms under each other, the newest first.
  ///
  /// - Parameter all: those too that are dismissed or resolved.
  static func table(_ alarms: [StoredAlarm], all: Bool) -> String {
    let shown = all ? alarms : alarms.filter { isCurrent($0) }
    let over = alarms.count - alarms.count { isCurrent($0) }
    guard !shown.isEmpty else {
      return over == 0
        ? "No alarms."
        : "No open alarms; --all lists \(counted(over, "alarm")) that \(over == 1 ? "is" : "are") over."
    }
    var lines = [heading(alarms)]
    for stored in shown {
      let alarm = stored.alarm
      lines.append(
        "  \(alarm.id.padded(5)) \(stored.state.rawValue.padded(13)) \(moment(alarm.raisedAt))  \(size(alarm).leftPadded(30))  \(what(alarm))"
      )
      if let note = stored.note { lines.append("        note: \(line(note))") }
    }
    return lines.joined(separator: "\n")
  }

  /// What was decided, a sentence.
  static func decided(_ stored: StoredAlarm) -> String {
    let alarm = "\(stored.alarm.id) \"\(line(stored.alarm.name))\""
    return switch stored.state {
    case .open: "\(alarm) is open again."
    case .acknowledged: "\(alarm) is acknowledged."
    case .dismissed:
      "\(alarm) is dismissed: records like those it holds count as background from now on."
    case .resolved: "\(alarm) is resolved."
    }
  }

  static func isCurrent(_ stored: StoredAlarm) -> Bool {
    stored.state == .open || stored.state == .acknowledged
  }

  /// `4 alarms: 1 open, 2 acknowledged, 1 resolved`.
  private static func heading(_ alarms: [StoredAlarm]) -> String {
    let parts = Alarm.State.allCases.compactMap { state -> String? in
      let n = alarms.count { $0.state == state }
      return n == 0 ? nil : "\(grouped(n)) \(state.rawValue)"
    }
    return "\(counted(alarms.count, "alarm")): \(parts.joined(separator: ", "))"
  }

  private static func size(_ alarm: Alarm) -> String {
    "\(counted(alarm.count, "record")), \(AlarmEncoder.significant(alarm.expected)) expected"
  }

  private static func what(_ alarm: Alarm) -> String {
    switch alarm.kind {
    case .newTheme: "new theme: \(line(alarm.name))"
    case .surge: "surge: \(line(alarm.name))"
    }
  }

  /// `2026-11-22 08:15 UTC`.
  private static func moment(_ microseconds: Int64) -> String {
    let text = Timestamp(microseconds: microseconds).description
    return String(text.prefix(16)).replacing("T", with: " ") + " UTC"
  }

  /// On one line, without what would drive a terminal.
  private static func line(_ text: String) -> String {
    TerminalText.safe(text).replacing("\n", with: " ")
  }
}
