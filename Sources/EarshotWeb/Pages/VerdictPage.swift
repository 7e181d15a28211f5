import EarshotInsights
import EarshotStore

/// What the reviews say: the verdict first.
struct VerdictPage {
  let site: Site
  let request: PageRequest
  let audit: String

  init(_ site: Site, _ request: PageRequest, _ audit: String) {
    (self.site, self.request, self.audit) = (site, request, audit)
  }

  private var address: String { "/audits/\(Form.encoded(audit))" }

  /// The verdict of a finished audit; of others first what a look costs.
  func show() throws(WorkspaceError) -> PageResponse {
    if try site.workspace.isFinished(audit) { return try verdict() }
    let progress = try site.workspace.progress(audit)
    var values: [String: Any] = [
      "audit": audit, "path": address, "done": progress.done, "rows": progress.rows,
      "hasSome": progress.done > 0,
    ]
    let missing = progress.rows - progress.done
    values["missing"] = missing > 0 ? counted(missing, "review") : nil
    values["unsettled"] = progress.unsettled > 0 ? counted(progress.unsettled, "record") : nil
    return site.page(request, "unfinished", title: "Not finished", values)
  }

  /// The verdict as things stand, also of an unfinished audit.
  func look() throws(WorkspaceError) -> PageResponse { try verdict() }

  private func verdict() throws(WorkspaceError) -> PageResponse {
    let score = try site.workspace.score(
      audit, target: site.target, confidence: site.confidence)
    var values = words(score)
    values["audit"] = audit
    values["path"] = address
    values["isFinished"] = try site.workspace.isFinished(audit)
    values["figure"] = Self.figure(score)
    values["labels"] = groups(score.by_label)
    values["strata"] = groups(score.by_stratum)
    values["hasLabels"] = score.by_label.count > 1
    values["hasStrata"] = score.by_stratum.count > 1
    values["confusion"] = score.confusion.prefix(12).map { cell -> [String: Any] in
      ["label": cell.label, "right": cell.reviewer_label, "count": cell.count]
    }
    values["hasConfusion"] = !score.confusion.isEmpty
    return site.page(
      request, "verdict", title: "Verdict on \(audit)", address: "\(address)/verdict", values)
  }

  // MARK: - Words

  private func words(_ score: AuditScore) -> [String: Any] {
    var values: [String: Any] = [:]
    let target = Self.percent(score.target)
    let tags = "\(score.field ?? "given") tags"
    switch AuditVerdict(rawValue: score.verdict) {
    case .pass?:
      values["word"] = "Pass"
      values["kind"] = "pass"
      values["sentence"] = "More than \(target) of the \(tags) are right."
    case .fail?:
      values["word"] = "Fail"
      values["kind"] = "fail"
      values["sentence"] = "Fewer than \(target) of the \(tags) are right."
    default:
      values["word"] = "Not proven"
      values["kind"] = "open"
      values["sentence"] =
        "The reviews do not show whether more than \(target) of the \(tags) are right. "
        + (score.reviews_needed.value.map {
          "\(counted($0, "further review")) would decide it if they go on like these."
        } ?? "Going on like these, no number of further reviews would decide it.")
    }
    values["facts"] = facts(score).map { name, value -> [String: Any] in
      ["name": name, "value": value]
    }
    return values
  }

  private func facts(_ score: AuditScore) -> [(String, String)] {
    let percent = Self.percent
    let undecided = score.undecided
    let reasons = [
      (undecided.cannot_tell, "could not be told"), (undecided.not_adjudicated, "not agreed on"),
      (undecided.contradiction, "answered in two ways"), (undecided.missing, "not judged"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    var facts: [(String, String)] = [
      (
        "Records",
        "\(score.n): \(score.correct) right, \(score.errors) wrong, \(undecided.total) undecided"
          + (reasons.isEmpty ? "" : " (\(reasons))")
      )
    ]
    if let accuracy = score.accuracy.value {
      facts.append(("Accuracy", "\(percent(accuracy)) of those decided are right"))
    }
    facts += [
      (
        "Interval, 95 %",
        "\(percent(score.interval_95[0])) to \(percent(score.interval_95[1]))"
      ),
      (
        "One-sided, 95 %",
        "at least \(percent(score.lower_95)), at most \(percent(score.upper_95))"
      ),
    ]
    if score.confidence != 0.95 {
      facts.append(
        (
          "At \(percent(score.confidence))",
          "at least \(percent(score.lower)), at most \(percent(score.upper))"
        ))
    }
    let bound =
      score.method.hasPrefix("anytime_") ? "right however often one looks" : "for one look"
    facts.append(
      (
        "Bounds",
        (score.design == "simple"
          ? "exact, simple random sample" : "design-based, stratified sample")
          + ", \(bound)" + (score.looks > 1 ? " (look \(score.looks))" : "")
      ))
    if let frame = score.frame { facts.append(("Frame", counted(frame.size, "record"))) }
    let reviewers = score.reviewers.filter { !$0.name.isEmpty }
      .map { "\($0.name) \($0.judgements)" }
    if !reviewers.isEmpty { facts.append(("Reviewers", reviewers.joined(separator: ", "))) }
    if let agreement = score.agreement.value, let raw = agreement.raw.value {
      let kappa = agreement.cohen_kappa.value.map { ", Cohen’s kappa \(Self.decimal($0, 2))" } ?? ""
      let gwet = agreement.gwet_ac1.value.map { ", Gwet’s AC1 \(Self.decimal($0, 2))" } ?? ""
      facts.append(
        (
          "Agreement",
          "\(percent(raw)) of \(counted(agreement.records, "record")) that two judged\(kappa)\(gwet)"
        ))
    }
    if let ceiling = score.human_ceiling.value {
      facts.append(
        ("Human ceiling", "faultless tags would be found about \(percent(ceiling)) right"))
    }
    return facts
  }

  private func groups(_ groups: [AuditScore.Group]) -> [[String: Any]] {
    groups.sorted { ($0.errors, $0.n, $1.name) > ($1.errors, $1.n, $0.name) }.prefix(40).map {
      [
        "name": $0.name, "n": $0.n, "errors": $0.errors,
        "accuracy": $0.accuracy.value.map(Self.percent) ?? "–",
        "lower": Self.percent($0.lower_95),
        "verdict": $0.too_few_to_say
          ? "too few to say"
          : $0.verdict == AuditVerdict.pass.rawValue
            ? "pass" : $0.verdict == AuditVerdict.fail.rawValue ? "fail" : "not proven",
      ]
    }
  }

  static func percent(_ share: Double) -> String { decimal(share * 100, 1) + " %" }

  /// A number with so many digits after the point.
  static func decimal(_ value: Double, _ digits: Int) -> String {
    let scale = (0..<digits).reduce(1.0) { product, _ in product * 10 }
    let whole = Int((abs(value) * scale).rounded())
    let rest = String(whole % Int(scale))
    let sign = value < 0 && whole > 0 ? "−" : ""
    return sign + "\(whole / Int(scale))."
      + String(repeating: "0", count: digits - rest.count) + rest
  }

  // MARK: - Figure

  /// The interval on a line, with the target; drawn with attributes only, since styles are not inlined.
  private static func figure(_ score: AuditScore) -> String {
    let low = max(0, min(score.interval_95[0], score.target) - 0.05)
    func x(_ share: Double) -> String {
      let part = (share - low) / max(1e-9, 1 - low)
      return decimal(20 + 600 * min(max(part, 0), 1), 1)
    }
    let (a, b) = (x(score.interval_95[0]), x(score.interval_95[1]))
    let dot =
      score.accuracy.value.map {
        #"<circle cx="\#(x($0))" cy="34" r="8" class="dot"/>"#
      } ?? ""
    let target = percent(score.target)
    // The label of the target stays inside of the picture.
    let end = score.target > low + 0.8 * (1 - low) ? "end" : "middle"
    return #"""
      <svg class="interval" viewBox="0 0 640 84" role="img" aria-label="95 % interval \#(percent(score.interval_95[0])) to \#(percent(score.interval_95[1])), target \#(target)">
      <line x1="20" y1="34" x2="620" y2="34" class="axis"/><line x1="\#(a)" y1="34" x2="\#(b)" y2="34" class="range"/>\#(dot)
      <line x1="\#(x(score.target))" y1="14" x2="\#(x(score.target))" y2="54" class="target"/>
      <text x="\#(x(score.target))" y="74" text-anchor="\#(end)">target \#(target)</text>
      <text x="20" y="74">\#(percent(low))</text></svg>
      """#
  }

  // MARK: - Templates

  static let unfinishedTemplate = """
    <section class="message" data-title="{{title}}">
    <div class="status"><p class="where"><a href="/">Audits</a> <span aria-hidden="true">/</span> {{audit}}</p>
    <progress max="{{rows}}" value="{{done}}" aria-label="Reviews done"></progress>
    <p class="numbers"><span>{{done}} of {{rows}} done</span></p></div>
    <h1>Not finished</h1>
    {{#missing}}<p>{{missing}} still to come.</p>{{/missing}}
    {{#unsettled}}<p>On {{unsettled}} the reviewers differ or could not tell; the lead decides.</p>{{/unsettled}}
    {{#hasSome}}<p>Looking before the end is possible, but it has a price: whoever looks often enough finds a pass by chance. So from then on the bounds are wider ones, which stay right however often one looks.</p>{{/hasSome}}
    <div class="ways"><a class="button primary" href="{{path}}/review">Review</a>
    {{#unsettled}}<a class="button" href="{{path}}/settle">Settle</a>{{/unsettled}}
    {{#hasSome}}<form method="post" action="{{path}}/look"><input type="hidden" name="form" value="{{form}}"><button type="submit">Look all the same</button></form>{{/hasSome}}</div>
    </section>
    """

  static let template = """
    <section class="verdict" data-title="{{title}}">
    <p class="where"><a href="/">Audits</a> <span aria-hidden="true">/</span> {{audit}}</p>
    {{^isFinished}}<p class="notice">Not finished: records that are not decided count against every bound.</p>{{/isFinished}}
    <h1 class="{{kind}}">{{word}}</h1>
    <p class="sentence">{{sentence}}</p>
    {{{figure}}}
    <dl>{{#facts}}<dt>{{name}}</dt><dd>{{value}}</dd>{{/facts}}</dl>
    {{#hasLabels}}<h2>By tag</h2><div class="wide" tabindex="0" role="region" aria-label="By tag"><table><thead><tr><th scope="col">Tag</th><th scope="col">Records</th><th scope="col">Wrong</th><th scope="col">Right</th><th scope="col">At least</th><th scope="col">Verdict</th></tr></thead>
    <tbody>{{#labels}}<tr><th scope="row">{{name}}</th><td>{{n}}</td><td>{{errors}}</td><td>{{accuracy}}</td><td>{{lower}}</td><td>{{verdict}}</td></tr>{{/labels}}</tbody></table></div>{{/hasLabels}}
    {{#hasStrata}}<h2>By stratum</h2><div class="wide" tabindex="0" role="region" aria-label="By stratum"><table><thead><tr><th scope="col">Stratum</th><th scope="col">Records</th><th scope="col">Wrong</th><th scope="col">Right</th><th scope="col">At least</th><th scope="col">Verdict</th></tr></thead>
    <tbody>{{#strata}}<tr><th scope="row">{{name}}</th><td>{{n}}</td><td>{{errors}}</td><td>{{accuracy}}</td><td>{{lower}}</td><td>{{verdict}}</td></tr>{{/strata}}</tbody></table></div>{{/hasStrata}}
    {{#hasConfusion}}<h2>Wrong tags</h2><div class="wide" tabindex="0" role="region" aria-label="Wrong tags"><table><thead><tr><th scope="col">Tag given</th><th scope="col">Reviewers name</th><th scope="col">Records</th></tr></thead>
    <tbody>{{#confusion}}<tr><th scope="row">{{label}}</th><td class="name">{{right}}</td><td>{{count}}</td></tr>{{/confusion}}</tbody></table></div>{{/hasConfusion}}
    <p class="ways"><a class="button" href="/">All audits</a></p>
    </section>
    """
}
