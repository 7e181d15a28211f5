/// The words of a verdict: what was found, what it means, what to do next.
struct AuditReportVerdict {
  private typealias Number = AuditReportNumber

  let part: AuditReportPart
  /// Whether others of the report were corrected with it.
  let isOneOfSeveral: Bool

  private var score: AuditScore { part.score }
  private var target: String { Number.target(score.target) }
  private var tags: String { score.field.map { "the \($0) tags" } ?? "the tags" }

  /// `PASS`, `FAIL`, `NOT PROVEN` with a sign, so that it is not told by colour alone.
  static func badge(_ verdict: String) -> Markup {
    switch verdict {
    case "PASS": "<span class=\"badge pass\">✓ PASS</span>"
    case "FAIL": "<span class=\"badge fail\">✕ FAIL</span>"
    default: "<span class=\"badge open\">? NOT PROVEN</span>"
    }
  }

  var headline: String {
    switch part.verdict {
    case .pass: "More than \(target) of \(tags) are right."
    case .fail: "Fewer than \(target) of \(tags) are right."
    case .notProven: "It is not shown that more than \(target) of \(tags) are right."
    }
  }

  /// What stands behind it, in sentences.
  var meaning: [String] {
    let of = part.key.map { " of \(Number.grouped($0.frame.size))" } ?? ""
    var said: [String] = []
    if let accuracy = score.accuracy.value {
      said.append(
        "People read \(Number.counted(score.n, "record"))\(of) and found \(Number.counted(score.errors, "wrong tag"))\(undecided): \(Number.percent(accuracy, besides: score.target)) of the tags they judged are right."
      )
    } else {
      said.append("Of \(Number.counted(score.n, "record")) drawn none is decided yet.")
    }
    let risk = Number.target(1 - score.confidence)
    let one = isOneOfSeveral ? " Verdicts given together are corrected for it (Holm)." : ""
    switch part.verdict {
    case .pass:
      said.append(
        "That so good a result is luck has a chance of \(risk) at most: the share in all \(of.isEmpty ? "records" : "these records") is at least \(Number.percent(score.lower, besides: score.target)).\(one)"
      )
    case .fail:
      said.append(
        "The share in all \(of.isEmpty ? "records" : "these records") is at most \(Number.percent(score.upper, besides: score.target)); that it reaches \(target) all the same has a chance of \(risk) at most.\(one)"
      )
    case .notProven:
      said.append(
        score.accuracy.value == nil
          ? "Nothing can be said yet."
          : "The share in all \(of.isEmpty ? "records" : "these records") lies between \(Number.percent(score.interval_95[0], besides: score.target)) and \(Number.percent(score.interval_95[1], besides: score.target)). Both more and less than \(target) are possible, so the tags are neither shown to be good enough nor shown not to be.\(one)"
      )
    }
    return said
  }

  /// What to do now, the most important first.
  var next: [Markup] {
    var steps: [Markup] = []
    let undecided = score.undecided
    if undecided.missing > 0 {
      steps.append(
        "Finish the review: \(Number.counted(undecided.missing, "record")) of the sample \(undecided.missing == 1 ? "is" : "are") not judged yet."
      )
    }
    if undecided.not_adjudicated > 0 {
      steps.append(
        "Let the lead decide the \(Number.counted(undecided.not_adjudicated, "record")) on which reviewers disagree."
      )
    }
    switch part.verdict {
    case .pass:
      steps.append(
        "Use these tags for decisions about records like those in the frame. Draw again when the model, the taxonomy or the kind of records changes."
      )
      let failing = score.by_label.filter { $0.verdict == "FAIL" }
      if !failing.isEmpty {
        steps.append(
          "Not for these labels, which fail by themselves: \(list(failing.map(\.name), most: 6)).")
      }
    case .fail:
      steps.append("Do not act on these tags unread.")
      if let pair = part.pairs.first {
        steps.append(
          "Begin where most goes wrong: \(pair.count) of \(Number.counted(score.errors, "wrong tag")) say \(.name(pair.label)) where \(.name(pair.reviewerLabel)) is right. Mend definitions or train with the corrected labels, then draw a new sample."
        )
      } else {
        steps.append(
          "Find out what goes wrong, mend it, then draw a new sample: this one has been seen.")
      }
    case .notProven:
      if let needed = score.reviews_needed.value, undecided.missing == 0 {
        steps.append(
          "\(Number.counted(needed, "further review")) would decide it if they go on like these. Draw them from the same frame."
        )
      } else if undecided.missing == 0, score.accuracy.value != nil {
        steps.append(
          "No number of further reviews would decide it if they go on like these: the share is too near \(target). Mend what is confused most often, then draw a new sample."
        )
      }
      steps.append(
        "Until then treat the tags as unproven: act on them only where a person has read the record."
      )
    }
    return steps
  }

  private var undecided: String {
    let undecided = score.undecided
    guard undecided.total > 0 else { return "" }
    let parts = [
      (undecided.cannot_tell, "could not be told"), (undecided.not_adjudicated, "not agreed on"),
      (undecided.contradiction, "answered in two ways"), (undecided.missing, "not judged"),
    ].filter { $0.0 > 0 }.map { "\(Number.grouped($0.0)) \($0.1)" }
    return
      "; \(Number.grouped(undecided.total)) \(undecided.total == 1 ? "is" : "are") undecided (\(parts.joined(separator: ", ")))"
  }

  private func list(_ names: [String], most: Int) -> Markup {
    let shown = Markup.joined(names.prefix(most).map { .name($0) }, by: ", ")
    return names.count > most ? "\(shown) and \(names.count - most) more" : shown
  }
}
