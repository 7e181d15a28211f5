import EarshotInsights
import EarshotStore

/// One alarm: the evidence, what happened, and what a user may decide about it.
struct AlarmPage {
  let site: Site
  let request: PageRequest
  let id: String

  /// Events that are shown, the newest.
  private static let mostEvents = 50

  init(_ site: Site, _ request: PageRequest, _ id: String) {
    (self.site, self.request, self.id) = (site, request, id)
  }

  private var address: String { AlarmsPage.path(id) }

  /// - Parameters:
  ///   - problem: why a decision was not taken.
  ///   - typed: a note that was not taken.
  func show(
    problem: String? = nil, status: Int = 200, typed: String? = nil
  ) throws(WorkspaceError) -> PageResponse {
    let stored = try site.workspace.alarm(id)
    let alarm = stored.alarm
    let shown = alarm.quotes.filter { !$0.text.isEmpty }
    let hidden = alarm.quotes.filter { $0.text.isEmpty }
    var values = AlarmsPage.values(stored)
    values["problem"] = problem
    values["typed"] = typed ?? ""
    values["facts"] = facts(stored).map { name, value -> [String: Any] in
      ["fact": name, "says": value]
    }
    values["hasTerms"] = !alarm.terms.isEmpty
    values["terms"] = alarm.terms
    values["hasQuotes"] = !shown.isEmpty
    values["quotes"] = shown.map { ["record": $0.id, "quote": $0.text] as [String: Any] }
    values["hasHidden"] = !hidden.isEmpty
    values["hidden"] = hidden.map(\.id).joined(separator: ", ")
    values["hasIDs"] = !alarm.recordIDs.isEmpty
    values["ids"] = alarm.recordIDs.joined(separator: ", ")
    values["idCount"] = counted(alarm.recordIDs.count, "record")
    values["isFirstIDs"] = alarm.count > alarm.recordIDs.count
    values["events"] = stored.events.suffix(Self.mostEvents).reversed().map(Self.values)
    values["ways"] = Self.ways(stored.state)
    let chart = AlarmChart(alarm)
    values["columns"] = Self.columns(chart)
    if let first = chart.bars.first, let last = chart.bars.last {
      values["from"] = AlarmChart.date(first.day)
      values["until"] = AlarmChart.date(last.day + chart.width - 1)
      values["most"] = chart.bars.map(\.count).max() ?? 0
    }
    return site.page(
      request, "alarm", title: AlarmsPage.title(alarm), status: status, address: address, values)
  }

  /// Stores a decision; what a user can mend is said beside the form, with what was typed.
  func decide(_ form: Form) throws(WorkspaceError) -> PageResponse {
    guard let state = Alarm.State(rawValue: form["state"] ?? "") else {
      return try show(
        problem: "Choose what is to become of the alarm.", status: 400, typed: form["note"])
    }
    do throws(WorkspaceError) {
      try site.workspace.decide(id, state, note: form["note"])
      return .redirect(to: address)
    } catch {
      switch error {
      case .badNote, .alarmIsClosed:
        return try show(
          problem: error.message, status: Site.words(error).status, typed: form["note"])
      default: throw error
      }
    }
  }

  // MARK: - Words

  private func facts(_ stored: StoredAlarm) -> [(String, String)] {
    let alarm = stored.alarm
    var facts = [("State", stored.state.rawValue)]
    if let note = stored.note { facts.append(("Note", note)) }
    facts.append(("Records", "\(alarm.count)"))
    if let authors = alarm.distinctAuthors { facts.append(("Authors", "\(authors)")) }
    facts.append(("Expected", AlarmText.expected(alarm.expected)))
    if let ratio = alarm.ratio {
      facts.append(("Ratio", "\(AlarmText.times(ratio)) times the expected"))
    }
    facts.append(("By chance", "\(AlarmText.chance(alarm.pValue)), at the time it was raised"))
    facts.append(("First record", AlarmText.time(alarm.firstRecordAt)))
    facts.append(("Latest record", AlarmText.time(alarm.lastRecordAt)))
    facts.append(
      ("Raised", "\(AlarmText.time(alarm.raisedAt)), after \(AlarmsPage.hours(alarm.delayHours))"))
    if let topic = alarm.topic {
      facts.append((alarm.kind == .surge ? "Topic" : "Taken for", topic))
    }
    return facts
  }

  /// What may be decided in a state.
  private static func ways(_ state: Alarm.State) -> [[String: Any]] {
    let acknowledge = ("acknowledged", "Acknowledge")
    let dismiss = ("dismissed", "Dismiss as a false alarm")
    let resolve = ("resolved", "Resolve")
    let reopen = ("open", "Reopen")
    let ways =
      switch state {
      case .open: [acknowledge, dismiss, resolve]
      case .acknowledged: [resolve, dismiss, reopen]
      case .resolved: [reopen, dismiss]
      case .dismissed: [reopen]
      }
    return ways.map { value, label in ["value": value, "label": label] }
  }

  private static func values(_ event: StoredAlarmEvent) -> [String: Any] {
    let words =
      switch event.kind {
      case .raised: "raised with \(counted(event.count, "record"))"
      case .updated: "grew to \(counted(event.count, "record"))"
      case .resolved: event.isByUser ? "resolved" : "resolved: nothing more came"
      case .acknowledged: "acknowledged"
      case .dismissed: "dismissed as a false alarm"
      case .reopened: "opened again"
      }
    var values: [String: Any] = [
      "at": event.madeAt, "date": event.madeAt.prefix(16).replacing("T", with: " "),
      "words": words, "by": event.isByUser ? "by a user" : "by a run",
      "isLost": event.delivery == .givenUp,
    ]
    values["remark"] = event.note
    return values
  }

  /// Bars over 640, up to 100 high.
  private static func columns(_ chart: AlarmChart) -> [[String: Any]] {
    let most = Double(max(1, chart.bars.map(\.count).max() ?? 1))
    let width = 640 / Double(max(1, chart.bars.count))
    return chart.bars.enumerated().map { i, bar in
      let height = Double(bar.count) / most * 100
      return [
        "x": VerdictPage.decimal(Double(i) * width, 2), "y": VerdictPage.decimal(130 - height, 1),
        "width": VerdictPage.decimal(max(width - 2, width * 0.8), 2),
        "height": VerdictPage.decimal(height, 1),
        "label": "\(AlarmChart.date(bar.day)): \(bar.count)",
      ]
    }
  }

  // MARK: - Template

  static let template = """
    <section class="list theme" data-title="{{title}}">
    <p class="where"><a href="/alarms">Alarms</a> <span aria-hidden="true">/</span> {{id}}</p>
    <h1><bdi>{{name}}</bdi> <span class="mine">{{state}}</span></h1>
    {{#problem}}<p class="problem" role="alert">{{problem}}</p>{{/problem}}
    <p class="sentence">{{sentence}}</p>
    <form class="change" method="post" action="{{path}}/decide"><input type="hidden" name="form" value="{{form}}">
    <label for="note">Note, may be left out</label>
    <input id="note" name="note" value="{{typed}}" maxlength="1000" autocomplete="off">
    <p class="ways">{{#ways}}<button type="submit" name="state" value="{{value}}">{{label}}</button> {{/ways}}</p>
    <p class="hint">A dismissed alarm teaches: what it holds is nothing new any more.</p></form>
    {{#hasDays}}<h2>Records by day</h2>
    <svg class="trend" viewBox="0 0 640 160" role="img" aria-label="{{spoken}}">{{#columns}}<rect x="{{x}}" y="{{y}}" width="{{width}}" height="{{height}}"><title>{{label}}</title></rect>{{/columns}}<line x1="0" y1="130" x2="640" y2="130"/><text x="0" y="20">{{most}} at the most</text><text x="0" y="155">{{from}}</text><text x="640" y="155" text-anchor="end">{{until}}</text></svg>{{/hasDays}}
    <h2>Evidence</h2>
    {{#hasTerms}}<ul class="terms" aria-label="Terms">{{#terms}}<li><bdi>{{.}}</bdi></li>{{/terms}}</ul>{{/hasTerms}}
    <dl>{{#facts}}<dt>{{fact}}</dt><dd><bdi>{{says}}</bdi></dd>{{/facts}}</dl>
    <h2>Quotes</h2>
    {{#hasQuotes}}<ul class="quotes">{{#quotes}}<li><blockquote dir="auto">{{quote}}</blockquote><p class="id">Record {{record}}</p></li>{{/quotes}}</ul>{{/hasQuotes}}
    {{#hasHidden}}<p class="hint">In its middle are the records {{hidden}}. Texts are deleted seven days after the latest record; <code>earshot watch FILE --workspace W --keep-text</code> keeps them, without personal data.</p>{{/hasHidden}}
    {{^hasQuotes}}{{^hasHidden}}<p class="hint">There are none.</p>{{/hasHidden}}{{/hasQuotes}}
    {{#hasIDs}}<details class="more"><summary>{{#isFirstIDs}}The first {{/isFirstIDs}}{{idCount}} by id</summary><p class="hint">{{ids}}</p></details>{{/hasIDs}}
    <h2>What happened</h2>
    <ul class="events">
    {{#events}}<li><time datetime="{{at}}">{{date}}</time> <span>{{words}}, {{by}}{{#remark}}: <q><bdi>{{remark}}</bdi></q>{{/remark}}{{#isLost}}; the webhook could not be told{{/isLost}}</span></li>
    {{/events}}</ul>
    <p class="ways"><a class="button" href="/alarms">All alarms</a></p>
    </section>
    """
}
