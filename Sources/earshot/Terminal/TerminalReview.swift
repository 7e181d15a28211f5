import EarshotInsights
import EarshotStore
import Glibc

/// A reviewer at the terminal. Keeps nothing: every decision is in the workspace when the next record
/// shows.
struct TerminalReview {
  let store: Workspace
  let audit: StoredAudit
  let reviewer: String
  let labels: [String]

  init(_ store: Workspace, audit: String, reviewer: String) throws {
    self.store = store
    self.audit = try store.audit(audit)
    self.reviewer = try ReviewerName.checked(reviewer)
    labels = try store.labels(audit)
  }

  /// Stores a decision on a row, with the time it took.
  func judge(_ row: ReviewRow, _ decision: Decision, since start: ContinuousClock.Instant) throws {
    var decision = decision
    let elapsed = (ContinuousClock.now - start).components
    decision.seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    try store.judge(
      audit.id, row: row.row, reviewer: reviewer, decision, source: .terminal)
  }

  /// `7 of 24 done, about 6 minutes left for you`.
  func status() throws -> String {
    let whole = try store.progress(audit.id)
    let mine = try store.progress(audit.id, reviewer: reviewer)
    let done = "\(whole.done) of \(whole.rows) done"
    guard mine.open > 0, let seconds = mine.secondsLeft else { return done }
    let minutes = Int((seconds / 60).rounded())
    return done + (minutes < 1 ? ", less than a minute" : ", about \(minutes) min")
      + " left for you"
  }

  /// What to say when no row is left.
  func ending() throws -> String {
    let mine = try store.progress(audit.id, reviewer: reviewer)
    let others =
      mine.forOthers > 0
      ? " \(counted(mine.forOthers, "second opinion")) still to come from other reviewers." : ""
    return "\(try status()). Nothing is left for \(reviewer) now.\(others)"
  }

  /// The labels that hold all the typed words, in their order.
  func matches(_ typed: String) -> [String] {
    let words = typed.lowercased().split(separator: " ")
    return labels.filter { label in
      let label = label.lowercased()
      return words.allSatisfy { label.contains($0) }
    }
  }

  /// The label that was meant: spelled out, or the only one that matches.
  func label(_ typed: String) -> String? {
    if let same = labels.first(where: { $0.lowercased() == typed.lowercased() }) { return same }
    let found = matches(typed)
    return found.count == 1 ? found[0] : nil
  }

  // MARK: - Lines

  /// Each line of standard input is a decision: `y`, `n`, `n LABEL`, `?`, or in a blind audit a label;
  /// `/note TEXT` before it, `u`, `q`.
  func runWithLines() throws {
    var note: String?
    while let row = try store.nextRow(audit.id, reviewer: reviewer) {
      try Console.out(
        "\(try status())\n\nRecord \(TerminalText.safe(row.recordID))\n\(TerminalText.safe(row.text))\n\n"
          + question(row) + " [\(audit.isBlind ? "label" : "y n"), ?, u, q] ")
      let start = ContinuousClock.now
      answers: while true {
        guard let line = readLine() else {
          return Console.note("\(try status()). Run it again to go on.")
        }
        let typed = line.trimmed()
        if typed.isEmpty { continue }
        if typed == "q" { return Console.note("\(try status()). Run it again to go on.") }
        if typed.hasPrefix("/note ") {
          note = String(typed.dropFirst(6))
          continue
        }
        if typed == "u" {
          if try store.undo(audit.id, reviewer: reviewer, source: .terminal) == nil {
            Console.note("There is nothing to undo.")
            continue
          }
          break answers
        }
        guard var decision = decision(typed, row) else {
          Console.note(
            "That is no answer. Expected \(audit.isBlind ? "a label" : "y, n, n LABEL"), ?, u, q, or /note TEXT before an answer."
          )
          continue
        }
        decision.note = note
        note = nil
        try judge(row, decision, since: start)
        break answers
      }
    }
    Console.note(try ending())
  }

  private func decision(_ typed: String, _ row: ReviewRow) -> Decision? {
    if typed == "?" { return Decision(correct: .cannotTell) }
    if audit.isBlind { return label(typed).map { Decision(label: $0) } }
    switch typed.lowercased() {
    case "y", "yes": return Decision(correct: .yes)
    case "n", "no": return Decision(correct: .no)
    default:
      guard typed.lowercased().hasPrefix("n ") else { return nil }
      let label = label(String(typed.dropFirst(2)).trimmed())
      return label == nil || label == row.label ? nil : Decision(correct: .no, label: label)
    }
  }

  func question(_ row: ReviewRow) -> String {
    row.label.map { "Tagged \(TerminalText.safe($0)). Is that the right \(audit.field)?" }
      ?? "Which \(audit.field) is right?"
  }
}
