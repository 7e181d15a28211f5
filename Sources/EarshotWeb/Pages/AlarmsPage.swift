import EarshotInsights
import EarshotStore

/// What was flagged: open alarms first, and how long it took to see them.
struct AlarmsPage {
  let site: Site
  let request: PageRequest

  /// Of those that nobody needs to look at any more so many are shown.
  private static let mostClosed = 100

  init(_ site: Site, _ request: PageRequest) {
    (self.site, self.request) = (site, request)
  }

  func show() throws(WorkspaceError) -> PageResponse {
    let all = try site.workspace.alarms()
    guard !all.isEmpty else {
      let isWatched = try site.workspace.openAlarms() != nil
      return site.page(request, "no-alarms", title: "Alarms", ["isWatched": isWatched])
    }
    let groups = [Alarm.State.open, .acknowledged].map { state in all.filter { $0.state == state } }
    let closed = all.filter { [.resolved, .dismissed].contains($0.state) }
    let shown = groups[0] + groups[1] + closed.prefix(Self.mostClosed)
    var values: [String: Any] = [
      "count": counted(all.count, "alarm"), "open": groups[0].count,
      "rows": shown.map { AlarmsPage.values($0) },
    ]
    if closed.count > Self.mostClosed {
      values["left"] = counted(closed.count - Self.mostClosed, "older alarm")
    }
    if let summary = Self.detection(all) { values["detection"] = summary }
    return site.page(request, "alarms", title: "Alarms", values)
  }

  /// How long it took from the first record to the alarm; nil where all were false alarms.
  static func detection(_ all: [StoredAlarm]) -> String? {
    let delays = all.filter { $0.state != .dismissed }.map(\.alarm.delayHours).sorted()
    guard !delays.isEmpty else { return nil }
    let n = delays.count
    let median = (delays[(n - 1) / 2] + delays[n / 2]) / 2
    let within = delays.count { $0 <= 24 }
    let share = VerdictPage.percent(Double(within) / Double(n))
    let dismissed = all.count - n
    return
      "Time to detect: \(hours(median)) in the median from the first record to the alarm; \(within) of \(n) (\(share)) within 24 hours"
      + (dismissed > 0 ? ", \(counted(dismissed, "dismissed alarm")) left out." : ".")
  }

  // MARK: - One alarm's words

  /// Where an alarm's page is.
  static func path(_ id: String) -> String { "/alarms/\(Form.encoded(id))" }

  /// What the list and an alarm's page both say.
  static func values(_ stored: StoredAlarm) -> [String: Any] {
    let alarm = stored.alarm
    let chart = AlarmChart(alarm)
    var values: [String: Any] = [
      "id": alarm.id, "path": path(alarm.id), "name": title(alarm),
      "sentence": AlarmText.sentence(alarm), "state": stored.state.rawValue,
      "isOpen": stored.state == .open,
      "kind": alarm.kind == .surge ? "surge" : "new theme",
      "records": counted(alarm.count, "record"), "expected": AlarmText.expected(alarm.expected),
      "chance": AlarmText.chance(alarm.pValue), "first": AlarmText.time(alarm.firstRecordAt),
      "delay": hours(alarm.delayHours), "hasDays": !chart.bars.isEmpty,
      "spark": ThemesPage.spark(chart.bars.map(\.count)), "bars": chart.bars.count,
      "spoken": chart.spoken,
    ]
    values["ratio"] = alarm.ratio.map { "\(AlarmText.times($0)) times" }
    values["note"] = stored.note
    return values
  }

  /// Its name; a surge is called by its topic.
  static func title(_ alarm: Alarm) -> String {
    let name = alarm.name.isEmpty ? alarm.topic ?? "" : alarm.name
    return name.allSatisfy(\.isWhitespace) ? alarm.id : name
  }

  /// `9.0 hours`, `3.5 days`; whatever a workspace holds.
  static func hours(_ hours: Double) -> String {
    let held = min(max(hours, -1e9), 1e9)
    return abs(held) < 72
      ? "\(VerdictPage.decimal(held, 1)) hours" : "\(VerdictPage.decimal(held / 24, 1)) days"
  }

  // MARK: - Templates

  static let emptyTemplate = """
    <section class="list" data-title="{{title}}">
    <h1>Alarms</h1>
    {{#isWatched}}<p>No alarm was raised yet.</p>{{/isWatched}}
    {{^isWatched}}<p>Nothing was watched yet. <code>earshot watch FILE --workspace W</code> flags new themes and surges; its alarms are then shown here.</p>{{/isWatched}}
    <p class="ways"><a class="button" href="/">All audits</a></p>
    </section>
    """

  static let template = """
    <section class="list alarms" data-title="{{title}}">
    <p class="where"><a href="/">Audits</a> <span aria-hidden="true">/</span> Alarms</p>
    <h1>Alarms</h1>
    <p class="facts"><span>{{count}}</span> <span>{{open}} open</span></p>
    {{#detection}}<p class="notice">{{detection}}</p>{{/detection}}
    {{#rows}}
    <article class="audit" aria-labelledby="alarm-{{id}}">
    <h2 id="alarm-{{id}}"><a href="{{path}}"><bdi>{{name}}</bdi></a></h2>
    <p class="facts"><span>{{id}}</span> <span>{{kind}}</span> <span class="state"><span class="{{#isOpen}}tag{{/isOpen}}{{^isOpen}}mine{{/isOpen}}">{{state}}</span></span></p>
    <p>{{sentence}}</p>
    {{#hasDays}}<svg class="spark days" viewBox="0 0 {{bars}} 20" preserveAspectRatio="none" role="img" aria-label="{{spoken}}"><path d="{{spark}}"/></svg>{{/hasDays}}
    <p class="numbers"><span>{{records}}</span> <span>expected: {{expected}}</span>{{#ratio}} <span>{{ratio}} the expected</span>{{/ratio}} <span>by chance: {{chance}}</span> <span>first record {{first}}</span> <span>alarm after {{delay}}</span></p>
    {{#note}}<p class="remark">Note: <bdi>{{note}}</bdi></p>{{/note}}
    </article>
    {{/rows}}
    {{#left}}<p class="hint">{{left}} that are resolved or dismissed are not shown here; <code>earshot watch list --workspace W</code> has all.</p>{{/left}}
    </section>
    """
}
