import EarshotInsights
import EarshotStore

/// What reviewers leave open, for the lead: both answers without their names.
struct SettlePage {
  let site: Site
  let request: PageRequest
  let audit: String

  init(_ site: Site, _ request: PageRequest, _ audit: String) {
    (self.site, self.request, self.audit) = (site, request, audit)
  }

  private var address: String { "/audits/\(Form.encoded(audit))/settle" }

  /// The next open question, or a given one (`?record=3`, an index of the key's records).
  func show() throws(WorkspaceError) -> PageResponse {
    guard let name = site.reviewer(request) else { return askName() }
    let stored = try site.workspace.audit(audit)
    guard stored.lead?.lowercased() == name.lowercased() else { return becomeLead(stored, name) }
    let questions = try site.workspace.questions(audit)
    let wanted = request.query["record"].flatMap { Int($0) }
    let given = wanted.flatMap { record in questions.first { $0.record == record } }
    guard let question = given ?? questions.first(where: { $0.decision == nil }) else {
      return settled(questions)
    }
    return try page(question, questions, stored)
  }

  /// Stores the lead's decision and goes on.
  func decide(_ form: Form) throws(WorkspaceError) -> PageResponse {
    guard let name = site.reviewer(request) else { return askName() }
    try site.workspace.adjudicate(
      audit, record: form["record"].flatMap { Int($0) } ?? -1, lead: name, Choices.decision(form))
    return try goOn()
  }

  /// Takes back the lead's last decision.
  func undo() throws(WorkspaceError) -> PageResponse {
    guard let name = site.reviewer(request) else { return askName() }
    _ = try site.workspace.undoAdjudication(audit, lead: name)
    return try goOn()
  }

  /// Makes this reviewer the lead.
  func takeOver() throws(WorkspaceError) -> PageResponse {
    guard let name = site.reviewer(request) else { return askName() }
    try site.workspace.setLead(audit, name, takeOver: true)
    return try goOn()
  }

  private func goOn() throws(WorkspaceError) -> PageResponse {
    request.wantsPart ? try show() : .redirect(to: address)
  }

  private func askName() -> PageResponse { .redirect(to: "/name?to=\(Form.encoded(address))") }

  // MARK: - Pages

  private func page(
    _ question: AuditQuestion, _ questions: [AuditQuestion], _ stored: StoredAudit
  ) throws(WorkspaceError) -> PageResponse {
    let workspace = site.workspace
    let key = try workspace.key(audit)
    let label = stored.isBlind ? nil : key.records[question.record].label
    var values = Choices.values(
      field: stored.field, label: label, labels: try workspace.labels(audit))
    values.merge(status(questions)) { $1 }
    values["index"] = question.record
    values["record"] = question.recordID
    values["text"] = try workspace.text(audit, record: question.record)
    values["why"] =
      switch question.kind {
      case .disagreement: "The reviewers differ."
      case .cannotTell: "Nobody could tell."
      case .contradiction: "An answer says two things at once."
      }
    values["answers"] = question.answers.enumerated().map { index, answer in
      self.answer(index, answer, label)
    }
    values["mine"] = question.decision.map(Choices.words)
    values["note"] = question.decision?.note
    let place = questions.firstIndex { $0.record == question.record } ?? 0
    if place > 0 { values["earlier"] = "\(address)?record=\(questions[place - 1].record)" }
    if place + 1 < questions.count {
      values["later"] = "\(address)?record=\(questions[place + 1].record)"
    }
    values["canUndo"] = questions.contains { $0.decision != nil }
    return site.page(
      request, "settle", title: "Settle \(audit)",
      address: "\(address)?record=\(question.record)", values)
  }

  /// One reviewer's answer, as a button that takes it over where it can be taken.
  private func answer(_ index: Int, _ answer: AuditJudgement, _ label: String?) -> [String: Any] {
    let letter = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(index % 26)))
    var values: [String: Any] = ["letter": letter, "says": Choices.words(answer)]
    values["remark"] = answer.note
    let finding = answer.finding(label: label ?? "", blind: label == nil)
    if finding != .contradicting && finding != .empty {
      let isOther = answer.reviewerLabel.map { $0 != label } ?? false
      let sent = isOther || label == nil ? answer.reviewerLabel ?? "" : ""
      let said: String =
        switch finding {
        case .cannotTell: "cannot_tell"
        case .correct where label != nil: "yes"
        case .wrong where label != nil: "no"
        default: ""
        }
      values["value"] = "\(said):\(sent)"
      values["key"] = letter.lowercased()
    }
    return values
  }

  private func settled(_ questions: [AuditQuestion]) -> PageResponse {
    var values = status(questions)
    values["count"] = questions.isEmpty ? nil : counted(questions.count, "decision")
    values["canUndo"] = !questions.isEmpty
    values["earlier"] = questions.last.map { "\(address)?record=\($0.record)" }
    return site.page(request, "settled", title: "Nothing to settle", address: address, values)
  }

  private func becomeLead(_ stored: StoredAudit, _ name: String) -> PageResponse {
    var values: [String: Any] = [
      "audit": audit, "path": "/audits/\(Form.encoded(audit))", "name": name,
    ]
    values["lead"] = stored.lead
    return site.page(request, "lead", title: "Who decides?", address: address, values)
  }

  private func status(_ questions: [AuditQuestion]) -> [String: Any] {
    [
      "audit": audit, "path": "/audits/\(Form.encoded(audit))",
      "done": questions.count { $0.decision != nil }, "rows": questions.count,
    ]
  }

  // MARK: - Templates

  private static let statusTemplate = """
    <div class="status">
    <p class="where"><a href="/">Audits</a> <span aria-hidden="true">/</span> {{audit}}</p>
    <progress max="{{rows}}" value="{{done}}" aria-label="Questions settled"></progress>
    <p class="numbers"><span>{{done}} of {{rows}} settled</span></p>
    </div>
    """

  static let template = """
    <section class="review" data-page="settle" data-title="{{title}}" data-said="{{done}} of {{rows}} settled.">
    \(statusTemplate)
    <article class="record" id="record" tabindex="-1" aria-labelledby="record-name">
    <h1 id="record-name">Record {{record}}{{#mine}} <span class="mine">You decided: {{mine}}</span>{{/mine}}</h1>
    <div class="text" dir="auto" tabindex="0" role="group" aria-label="What the customer wrote">{{text}}</div>
    </article>
    <div class="panel">
    <form class="answer" method="post" action="{{path}}/settle">
    <button type="submit" disabled hidden></button>
    <input type="hidden" name="form" value="{{form}}">
    <input type="hidden" name="record" value="{{index}}">
    <h2 class="question">{{why}}</h2>
    <ul class="opinions" aria-label="Answers">
    {{#answers}}<li>{{#value}}<button type="submit" name="decision" value="{{value}}" data-key="{{key}}" aria-keyshortcuts="{{key}}"><kbd>{{key}}</kbd> <span>{{letter}}: {{says}}</span></button>{{/value}}{{^value}}<p>{{letter}}: {{says}}</p>{{/value}}{{#remark}}<p class="remark">“{{remark}}”</p>{{/remark}}</li>
    {{/answers}}</ul>
    {{> choices}}
    </form>
    <div class="steps">
    {{#canUndo}}<form method="post" action="{{path}}/settle-undo"><input type="hidden" name="form" value="{{form}}"><button type="submit" class="quiet" data-key="undo"><kbd>u</kbd> Undo</button></form>{{/canUndo}}
    {{#earlier}}<a class="button quiet" href="{{earlier}}" data-key="ArrowLeft"><kbd>←</kbd> Earlier</a>{{/earlier}}
    {{#later}}<a class="button quiet" href="{{later}}" data-key="ArrowRight"><kbd>→</kbd> Later</a>{{/later}}
    <button type="button" class="quiet keys" data-keys hidden>Single keys: on</button>
    </div>
    </div>
    </section>
    """

  static let settledTemplate = """
    <section class="review message" data-page="settled" data-title="{{title}}" data-said="Nothing left to settle.">
    \(statusTemplate)
    <h1>Nothing to settle</h1>
    {{#count}}<p>You made {{count}}. Each stands over what the reviewers said.</p>{{/count}}
    {{^count}}<p>The reviewers agree so far, or a record has one review only.</p>{{/count}}
    <p class="ways"><a class="button primary" href="{{path}}/verdict">Verdict</a> <a class="button" href="/">All audits</a></p>
    <div class="steps">
    {{#canUndo}}<form method="post" action="{{path}}/settle-undo"><input type="hidden" name="form" value="{{form}}"><button type="submit" class="quiet" data-key="undo"><kbd>u</kbd> Undo</button></form>{{/canUndo}}
    {{#earlier}}<a class="button quiet" href="{{earlier}}" data-key="ArrowLeft"><kbd>←</kbd> Earlier</a>{{/earlier}}
    </div>
    </section>
    """

  static let leadTemplate = """
    <section class="message" data-title="{{title}}">
    <h1>Who decides?</h1>
    {{#lead}}<p>{{lead}} is the lead of {{audit}} and decides where reviewers differ.</p>{{/lead}}
    {{^lead}}<p>One person, the lead, decides where the reviewers of {{audit}} differ or could not tell.</p>{{/lead}}
    <p>The lead sees what the reviewers answered, without their names. Whoever still wants to review here should not look.</p>
    <form method="post" action="{{path}}/lead"><input type="hidden" name="form" value="{{form}}">
    <p class="ways"><button type="submit" class="primary">{{#lead}}Take over as{{/lead}}{{^lead}}Decide as{{/lead}} {{name}}</button> <a class="button" href="/">Back</a></p></form>
    </section>
    """
}
