import EarshotInsights

/// A score for people: the verdict first, then what it rests on.
enum AuditScoreText {
  static func table(_ score: AuditScore) -> String {
    let percent = ReportText.percent
    let goal = "more than \(percent(score.target)) of the tags\(of(score)) are right"
    var lines: [String] = []
    switch score.verdict {
    case AuditVerdict.pass.rawValue: lines.append("PASS: \(goal).")
    case AuditVerdict.fail.rawValue:
      lines.append("FAIL: fewer than \(percent(score.target)) of the tags\(of(score)) are right.")
    default:
      lines.append("NOT PROVEN: the reviews do not show whether \(goal).")
      lines.append("  " + next(score))
    }
    lines.append("")
    lines.append(
      "  \(counted(score.n, "record")): \(grouped(score.correct)) right, \(grouped(score.errors)) wrong, \(grouped(score.undecided.total)) undecided\(reasons(score.undecided))."
    )
    if let accuracy = score.accuracy.value {
      lines.append(
        "  \(percent(accuracy)) of those judged are right; between \(percent(score.interval_95[0])) and \(percent(score.interval_95[1])) of all (95 % interval), at least \(percent(score.lower_95)), at most \(percent(score.upper_95)) (one-sided 95 %)."
      )
    }
    if score.undecided.total > 0, score.accuracy.value != nil {
      lines.append("  Undecided records count against each of these bounds.")
    }
    if score.confidence != 0.95 {
      lines.append(
        "  The verdict rests on bounds at \(ReportText.decimal(score.confidence * 100, 1)) %: at least \(percent(score.lower)), at most \(percent(score.upper))."
      )
    }
    lines.append("  " + design(score))
    lines += agreement(score)
    if score.accuracy.value != nil {
      lines += groups("by tag", score.by_label) + groups("by stratum", score.by_stratum)
    }
    if !score.confusion.isEmpty {
      lines += ["", "  wrong tags (tag → what reviewers name)"]
      for cell in score.confusion.prefix(8) {
        lines.append(
          "  \(String(cell.count).leftPadded(5))  \(cell.label) → \(cell.reviewer_label)")
      }
    }
    if score.undecided.not_adjudicated > 0 {
      lines += [
        "",
        "  Where reviewers disagree the lead can decide: fill the rows again in a sheet under the lead's name, and score with --lead NAME.",
      ]
    }
    return lines.joined(separator: "\n")
  }

  /// What a verdict still takes.
  private static func next(_ score: AuditScore) -> String {
    if score.undecided.missing > 0 {
      return
        "\(counted(score.undecided.missing, "record")) of the sample \(score.undecided.missing == 1 ? "is" : "are") not judged yet; that comes first."
    }
    return score.reviews_needed.value.map {
      "\(counted($0, "further review")) would decide it if they go on like these."
    } ?? "Going on like these, no number of further reviews would decide it."
  }

  private static func of(_ score: AuditScore) -> String {
    let field = score.field.map { " in \($0)" } ?? ""
    return field + (score.audit.map { " (audit \($0))" } ?? "")
  }

  private static func reasons(_ undecided: AuditScore.Undecided) -> String {
    let parts = [
      (undecided.cannot_tell, "could not be told"),
      (undecided.not_adjudicated, "not agreed on"),
      (undecided.contradiction, "answered in two ways"), (undecided.missing, "not judged"),
    ].filter { $0.0 > 0 }.map { "\(grouped($0.0)) \($0.1)" }
    return parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
  }

  private static func design(_ score: AuditScore) -> String {
    let many = score.looks > 1 ? ", \(score.looks) looks so far" : ""
    let bound =
      score.method.hasPrefix("anytime_")
      ? "bounds that stay right however often one looks\(many)" : "bounds for one look"
    let frame = score.frame.map { " of \(counted($0.size, "record"))" } ?? ""
    switch score.design {
    case "assumed_simple":
      return
        "Taken for a simple random sample of many records, since there is no key; exact \(bound)."
    case "design_based":
      let effect =
        score.effective_n.map { ", worth \(grouped(Int($0.rounded()))) of a simple one" } ?? ""
      return
        "Stratified sample\(frame)\(effect); design-based \(bound), estimates and not exact."
    default:
      return "Simple random sample\(frame); exact \(bound)."
    }
  }

  private static func agreement(_ score: AuditScore) -> [String] {
    var lines: [String] = []
    let named = score.reviewers.filter { !$0.name.isEmpty }
    if !named.isEmpty {
      lines.append(
        "  Reviewers: "
          + named.prefix(10).map { "\($0.name) (\(grouped($0.judgements)))" }.joined(
            separator: ", ")
          + (named.count > 10 ? " and \(named.count - 10) more" : "") + ".")
    }
    if let agreement = score.agreement.value, let raw = agreement.raw.value {
      let measures = [
        ("Cohen's kappa", agreement.cohen_kappa), ("Gwet's AC1", agreement.gwet_ac1),
        ("Krippendorff's alpha", agreement.krippendorff_alpha),
      ].compactMap { name, value in value.value.map { "\(name) \(ReportText.decimal($0, 2))" } }
      lines.append(
        "  They agree on \(ReportText.percent(raw)) of \(counted(agreement.records, "record")) that two judged"
          + (measures.isEmpty ? "." : " (\(measures.joined(separator: ", "))).")
      )
    }
    if let ceiling = score.human_ceiling.value {
      lines.append(
        "  Reviewers err too: tags without a fault would be found about \(ReportText.percent(ceiling)) right by them."
      )
    }
    return lines
  }

  private static func groups(_ title: String, _ groups: [AuditScore.Group]) -> [String] {
    guard groups.count > 1 else { return [] }
    let told = groups.filter { !$0.too_few_to_say }.sorted {
      ($0.accuracy.value ?? 1, $0.name) < ($1.accuracy.value ?? 1, $1.name)
    }
    var lines = [""]
    if !told.isEmpty {
      let width = max(told.prefix(20).map(\.name.count).max() ?? 0, title.count)
      lines.append("  " + title.padded(width) + "  records  wrong     right  at least  verdict")
      for group in told.prefix(20) {
        lines.append(
          "  " + group.name.padded(width) + String(group.n).leftPadded(9)
            + String(group.errors).leftPadded(7)
            + (group.accuracy.value.map(ReportText.percent) ?? "–").leftPadded(10)
            + ReportText.percent(group.lower_95).leftPadded(10)
            + "  " + group.verdict.replacing("_", with: " "))
      }
      if told.count > 20 { lines.append("  and \(told.count - 20) more, see --json") }
    }
    let few = groups.filter(\.too_few_to_say).sorted { ($1.n, $0.name) < ($0.n, $1.name) }
    if !few.isEmpty {
      let shown = few.prefix(8).map { group in
        "\(group.name) \(group.errors == 0 ? "" : "\(group.errors) wrong of ")\(group.n)"
      }
      lines.append(
        "  \(title), too few to say: " + shown.joined(separator: ", ")
          + (few.count > 8 ? " and \(few.count - 8) more" : ""))
    }
    return lines
  }
}
