import EarshotStore

/// All audits of the workspace, and how far they are.
struct ListPage {
  let site: Site
  let request: PageRequest

  init(_ site: Site, _ request: PageRequest) {
    (self.site, self.request) = (site, request)
  }

  func show() throws(WorkspaceError) -> PageResponse {
    var audits: [[String: Any]] = []
    for audit in try site.workspace.audits() { audits.append(try values(audit)) }
    let hasThemes = try !site.workspace.themeRuns().isEmpty
    let open = try site.workspace.openAlarms()
    let alarms = open == nil ? nil : open == 0 ? "Alarms" : "Alarms (\(open ?? 0) open)"
    var values: [String: Any] = [
      "audits": audits, "isEmpty": audits.isEmpty, "hasThemes": hasThemes,
      "hasMore": hasThemes || alarms != nil,
    ]
    values["alarms"] = alarms
    return site.page(request, "list", title: "Audits", values)
  }

  private func values(_ audit: StoredAudit) throws(WorkspaceError) -> [String: Any] {
    let progress = try site.workspace.progress(audit.id)
    var values: [String: Any] = [
      "id": audit.id, "path": "/audits/\(Form.encoded(audit.id))", "field": audit.field,
      "records": counted(audit.records, "record"), "day": String(audit.createdAt.prefix(10)),
      "done": progress.done, "rows": progress.rows, "blind": audit.isBlind,
      "isOpen": audit.closedAt == nil, "isComplete": progress.done == progress.rows,
      "who": progress.reviewers.map { share -> [String: Any] in
        ["name": share.reviewer.isEmpty ? "a sheet" : share.reviewer, "judged": share.judged]
      },
    ]
    if progress.unsettled > 0 { values["unsettled"] = progress.unsettled }
    return values
  }

  static let template = """
    <section class="list" data-title="{{title}}">
    <h1>Audits</h1>
    {{#isEmpty}}<p>There is no audit yet. <code>earshot audit draw</code> draws one, <code>earshot audit import SHEET --workspace FILE</code> brings it in.</p>{{/isEmpty}}
    {{#audits}}
    <article class="audit" aria-labelledby="audit-{{id}}">
    <h2 id="audit-{{id}}">{{id}}</h2>
    <p class="facts"><span>{{field}}</span> <span>{{records}}</span> <span>drawn {{day}}</span>{{#blind}} <span>blind</span>{{/blind}}{{^isOpen}} <span>closed</span>{{/isOpen}}</p>
    <progress max="{{rows}}" value="{{done}}" aria-label="Reviews done of {{id}}"></progress>
    <p class="numbers"><span>{{done}} of {{rows}} reviews done</span>{{#who}} <span>{{name}} {{judged}}</span>{{/who}}</p>
    <p class="ways">
    {{#isOpen}}{{^isComplete}}<a class="button primary" href="{{path}}/review" aria-label="Review {{id}}">Review</a>{{/isComplete}}
    {{#unsettled}}<a class="button" href="{{path}}/settle" aria-label="Settle {{unsettled}} open questions of {{id}}">Settle {{unsettled}}</a>{{/unsettled}}{{/isOpen}}
    <a class="button" href="{{path}}/verdict" aria-label="Verdict of {{id}}">Verdict</a>
    </p>
    </article>
    {{/audits}}
    {{#hasMore}}<p class="ways">{{#hasThemes}}<a class="button" href="/themes">Themes</a>{{/hasThemes}}{{#alarms}} <a class="button" href="/alarms">{{alarms}}</a>{{/alarms}}</p>{{/hasMore}}
    </section>
    """
}
