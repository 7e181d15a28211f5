import EarshotInsights
import EarshotRecords

/// What `watch` tells people at the end of a run.
enum WatchText {
  /// `1,024 new records, 12 seen before: 1 alarm raised, 2 updated, 1 resolved (budget 1/30d).`, and a
  /// line for each alarm that was raised.
  static func summary(_ run: WatchRun, budget: WatchBudget) -> String {
    let known = run.known > 0 ? ", \(grouped(run.known)) seen before" : ""
    let counts = "\(counted(run.raised.count, "alarm")) raised, \(grouped(run.updated)) updated"
    let resolved = run.resolved > 0 ? ", \(grouped(run.resolved)) resolved" : ""
    let late = run.detector.counts.late
    let old =
      late > 0 ? "; \(grouped(late)) so far came more than a day late and are history only" : ""
    let ahead = [waiting(run.detector)].compactMap(\.self)
    let first =
      "\(counted(run.watched, "new record"))\(known): \(counts)\(resolved) (budget \(budget.text))\(old)."
    let alarms = run.raised.prefix(20).map {
      "  \($0.id)  \(TerminalText.safe(AlarmText.sentence($0)))"
    }
    let more = run.raised.count > 20 ? ["  and \(run.raised.count - 20) more"] : []
    return ([first] + ahead + alarms + more + [power(run.detector, budget: budget)]).joined(
      separator: "\n")
  }

  /// Records whose time nothing bears out yet; nil where there are none.
  private static func waiting(_ detector: EmergenceDetector) -> String? {
    var sentences: [String] = []
    if let first = detector.firstAhead, detector.now != nil {
      let (verb, waits, it) =
        detector.recordsAhead == 1
        ? ("is", "waits", "its time is wrong, or it is the first after a gap")
        : ("are", "wait", "their times are wrong, or they are the first after a gap")
      sentences.append(
        "\(counted(detector.recordsAhead, "record")) \(verb) more than 6 hours ahead of all others (\(Timestamp(microseconds: first))) and \(waits) for more of that time: \(it)."
      )
    }
    if detector.recordsDropped > 0 {
      sentences.append(
        "\(counted(detector.recordsDropped, "record")) so far, farther ahead than a thousand others that wait, \(detector.recordsDropped == 1 ? "was" : "were") left out: a wrong time."
      )
    }
    return sentences.isEmpty ? nil : sentences.joined(separator: " ")
  }

  /// From which size on a new issue is found, at this budget and this stream's volume.
  private static func power(_ detector: EmergenceDetector, budget: WatchBudget) -> String {
    if let perDay = detector.detectablePerDay {
      // Rounded up: a number that is printed is enough.
      let surge =
        detector.detectableSurge(perDay: 10).map {
          " A known topic of 10 records a day is found so when it has \(ReportText.decimal(($0 * 10).rounded(.up) / 10, 1)) times as many."
        } ?? ""
      return
        "At this budget a new issue is found within 24 hours, nine times in ten, from about \(Int(perDay.rounded(.up))) records a day on.\(surge)"
    }
    guard let from = detector.alarmsStart else { return "Nothing has been watched yet." }
    return "Learning what is usual: alarms can be raised from \(Timestamp(microseconds: from)) on."
  }

  /// What a webhook was not told, and why; nil when it was told all.
  static func problem(_ delivery: Webhook.Delivery, of webhook: Webhook) -> String? {
    delivery.message(webhook.target.shown)
  }
}
