import EarshotStore

/// One record, and what a reviewer makes of it.
struct ReviewPage {
  let site: Site
  let request: PageRequest
  let audit: String

  init(_ site: Site, _ request: PageRequest, _ audit: String) {
    (self.site, self.request, self.audit) = (site, request, audit)
  }

  var address: String { "/audits/\(Form.encoded(audit))/review" }

  /// The next record, or one that this reviewer has judged before (`?row=17`).
  func show() throws(WorkspaceError) -> PageResponse {
    guard let reviewer = site.reviewer(request) else { return askName() }
    if let number = request.query["row"].flatMap({ Int($0) }),
      let row = try site.workspace.judgedRow(audit, row: number, reviewer: reviewer)
    {
      return try page(row, reviewer)
    }
    return try next(reviewer)
  }

  /// Stores a decision and goes on.
  func judge(_ form: Form) throws(WorkspaceError) -> PageResponse {
    guard let reviewer = site.reviewer(request) else { return askName() }
    try site.workspace.judge(
      audit, row: form["row"].flatMap { Int($0) } ?? 0, reviewer: reviewer, Choices.decision(form))
    return request.wantsPart ? try next(reviewer) : .redirect(to: address)
  }

  /// Takes back the last decision and shows its record.
  func undo() throws(WorkspaceError) -> PageResponse {
    guard let reviewer = site.reviewer(request) else { return askName() }
    _ = try site.workspace.undo(audit, reviewer: reviewer)
    return request.wantsPart ? try next(reviewer) : .redirect(to: address)
  }

  private func askName() -> PageResponse { .redirect(to: "/name?to=\(Form.encoded(address))") }

  private func next(_ reviewer: String) throws(WorkspaceError) -> PageResponse {
    guard let row = try site.workspace.nextRow(audit, reviewer: reviewer) else {
      return try nothing(reviewer)
    }
    return try page(row, reviewer)
  }

  private func page(_ row: ReviewRow, _ reviewer: String) throws(WorkspaceError) -> PageResponse {
    let workspace = site.workspace
    let stored = try workspace.audit(audit)
    var values = Choices.values(
      field: stored.field, label: row.label, labels: try workspace.labels(audit))
    values.merge(try status(reviewer)) { $1 }
    values["row"] = row.row
    values["record"] = row.recordID
    values["text"] = row.text
    values["isEmpty"] = row.text.isEmpty
    let judged = try workspace.judgedRows(audit, reviewer: reviewer)
    if let mine = row.mine {
      values["mine"] = Choices.words(mine)
      values["note"] = mine.note
      let place = judged.firstIndex(of: row.row) ?? 0
      if place > 0 { values["earlier"] = "\(address)?row=\(judged[place - 1])" }
      values["later"] =
        place + 1 < judged.count ? "\(address)?row=\(judged[place + 1])" : address
    } else {
      values["earlier"] = judged.last.map { "\(address)?row=\($0)" }
    }
    values["canUndo"] = !judged.isEmpty
    return site.page(
      request, "review", title: "Review \(audit)",
      address: row.mine == nil ? address : "\(address)?row=\(row.row)", values)
  }

  private func nothing(_ reviewer: String) throws(WorkspaceError) -> PageResponse {
    var values = try status(reviewer)
    let progress = try site.workspace.progress(audit, reviewer: reviewer)
    let whole = try site.workspace.progress(audit)
    let judged = try site.workspace.judgedRows(audit, reviewer: reviewer)
    values["judged"] = counted(progress.judged, "review")
    values["forOthers"] =
      progress.forOthers > 0 ? counted(progress.forOthers, "second opinion") : nil
    let claimed = whole.rows - whole.done - progress.forOthers
    values["claimed"] = claimed > 0 ? counted(claimed, "record") : nil
    values["isComplete"] = whole.done == whole.rows
    values["unsettled"] = whole.unsettled > 0 ? counted(whole.unsettled, "record") : nil
    values["canUndo"] = !judged.isEmpty
    values["earlier"] = judged.last.map { "\(address)?row=\($0)" }
    return site.page(request, "nothing", title: "Nothing left for you", address: address, values)
  }

  /// The line above a record: how far, and how long still.
  private func status(_ reviewer: String) throws(WorkspaceError) -> [String: Any] {
    let mine = try site.workspace.progress(audit, reviewer: reviewer)
    var values: [String: Any] = [
      "audit": audit, "path": "/audits/\(Form.encoded(audit))",
      "done": try site.workspace.rowsDone(audit), "rows": try site.workspace.key(audit).rows.count,
    ]
    if mine.open > 0, let seconds = mine.secondsLeft { values["time"] = Self.words(seconds) }
    return values
  }

  /// A duration as people say it.
  static func words(_ seconds: Double) -> String {
    let minutes = Int((seconds / 60).rounded())
    return switch minutes {
    case ..<1: "less than a minute"
    case 1: "about a minute"
    case ..<90: "about \(minutes) minutes"
    default: "about \(Int((seconds / 3600).rounded())) hours"
    }
  }

  // MARK: - Templates

  static let statusTemplate = """
    <div class="status">
    <p class="where"><a href="/">Audits</a> <span aria-hidden="true">/</span> {{audit}}</p>
    <progress max="{{rows}}" value="{{done}}" aria-label="Reviews done"></progress>
    <p class="numbers"><span>{{done}} of {{rows}} done</span>{{#time}} <span>{{time}} left for you</span>{{/time}}</p>
    </div>
    """

  static let template = """
    <section class="review" data-page="review" data-title="{{title}}" data-said="{{done}} of {{rows}} done.">
    \(statusTemplate)
    <article class="record" id="record" tabindex="-1" aria-labelledby="record-name">
    <h1 id="record-name">Record {{record}}{{#mine}} <span class="mine">You said: {{mine}}</span>{{/mine}}</h1>
    <div class="text" dir="auto" tabindex="0" role="group" aria-label="What the customer wrote">{{text}}{{#isEmpty}}<em>This record has no text.</em>{{/isEmpty}}</div>
    </article>
    <div class="panel">
    <form class="answer" method="post" action="{{path}}/judge">
    <button type="submit" disabled hidden></button>
    <input type="hidden" name="form" value="{{form}}">
    <input type="hidden" name="row" value="{{row}}">
    <input type="hidden" name="seconds" value="">
    {{> choices}}
    </form>
    <div class="steps">
    {{#canUndo}}<form method="post" action="{{path}}/undo"><input type="hidden" name="form" value="{{form}}"><button type="submit" class="quiet" data-key="undo"><kbd>{{^blind}}u{{/blind}}{{#blind}}⌫{{/blind}}</kbd> Undo</button></form>{{/canUndo}}
    {{#earlier}}<a class="button quiet" href="{{earlier}}" data-key="ArrowLeft"><kbd>←</kbd> Earlier</a>{{/earlier}}
    {{#later}}<a class="button quiet" href="{{later}}" data-key="ArrowRight"><kbd>→</kbd> Later</a>{{/later}}
    <button type="button" class="quiet keys" data-keys hidden>Single keys: on</button>
    </div>
    </div>
    </section>
    """

  static let nothingTemplate = """
    <section class="review message" data-page="nothing" data-title="{{title}}" data-said="Nothing left for you.">
    \(statusTemplate)
    <h1>{{#isComplete}}All reviews are in{{/isComplete}}{{^isComplete}}Nothing left for you just now{{/isComplete}}</h1>
    <p>You made {{judged}}. Thank you.</p>
    {{#claimed}}<p>Still with other reviewers: {{claimed}}. What they leave for ten minutes comes back here.</p>{{/claimed}}
    {{#forOthers}}<p>Waiting for another reviewer: {{forOthers}} on what you judged yourself.</p>{{/forOthers}}
    {{#isComplete}}{{#unsettled}}<p>On {{unsettled}} the reviewers differ or could not tell. The lead decides.</p>{{/unsettled}}{{/isComplete}}
    <p class="ways"><a class="button" href="/">All audits</a> <a class="button" href="{{path}}/verdict">Verdict</a></p>
    <div class="steps">
    {{#canUndo}}<form method="post" action="{{path}}/undo"><input type="hidden" name="form" value="{{form}}"><button type="submit" class="quiet" data-key="undo"><kbd>u</kbd> Undo</button></form>{{/canUndo}}
    {{#earlier}}<a class="button quiet" href="{{earlier}}" data-key="ArrowLeft"><kbd>←</kbd> Earlier</a>{{/earlier}}
    </div>
    </section>
    """
}

/// `1 review`, `12 reviews`.
func counted(_ n: Int, _ noun: String) -> String { "\(n) \(noun)\(n == 1 ? "" : "s")" }
