import EarshotInsights
import EarshotStore

/// Review by single keys, on the whole screen.
extension TerminalReview {
  func runWithKeys() throws {
    var screen = Screen(review: self)
    try RawTerminal.use { try screen.run() }
    Console.note("\(try status()). Run it again to go on, or to undo.")
  }

  /// What is on the screen, and what a key does to it.
  private struct Screen {
    let review: TerminalReview
    /// A row that was judged before and is looked at again.
    var earlier: ReviewRow?
    /// What was typed to find a label; nil while none is searched.
    var search: String?
    var note = ""
    var isNoting = false
    var firstLine = 0
    var message = ""

    init(review: TerminalReview) {
      self.review = review
      if review.audit.isBlind { search = "" }
    }

    mutating func run() throws {
      while let row = try earlier
        ?? review.store.nextRow(review.audit.id, reviewer: review.reviewer)
      {
        guard try decide(row) else { return }
      }
      RawTerminal.put("\u{1b}[2J\u{1b}[H\(try review.ending())\n\nu undo, any other key ends.")
      if RawTerminal.key() == .character("u"),
        try review.store.undo(
          review.audit.id, reviewer: review.reviewer, source: .terminal) != nil
      {
        try run()
      }
    }

    /// Shows a row until it is decided or left.
    ///
    /// - Returns: false when the reviewer wants to end.
    private mutating func decide(_ row: ReviewRow) throws -> Bool {
      let start = ContinuousClock.now
      reset(row)
      while true {
        try show(row)
        let key = RawTerminal.key()
        message = ""
        if isNoting {
          edit(&note, key)
          if key == .enter || key == .escape { isNoting = false }
          if key == .end { return false }
          continue
        }
        switch try action(key, row) {
        case .stay: continue
        case .end: return false
        case .leave: return true
        case .decide(var decision):
          decision.note = note
          try review.judge(row, decision, since: start)
          earlier = nil
          return true
        }
      }
    }

    private mutating func reset(_ row: ReviewRow) {
      note = row.mine?.note ?? ""
      search = review.audit.isBlind ? "" : nil
      firstLine = 0
    }

    private enum Action {
      case stay, leave, end
      case decide(Decision)
    }

    private mutating func action(_ key: RawTerminal.Key, _ row: ReviewRow) throws -> Action {
      switch key {
      case .end: return .end
      case .left: return try step(-1, from: row)
      case .right: return try step(1, from: row)
      case .up: firstLine = max(0, firstLine - 5)
      case .down: firstLine += 5
      case .undo: return try undo()
      case .character("?"): return .decide(Decision(correct: .cannotTell))
      case .character("/"): isNoting = true
      default:
        return search == nil ? try command(key, row) : try searching(key, row)
      }
      return .stay
    }

    private mutating func command(_ key: RawTerminal.Key, _ row: ReviewRow) throws -> Action {
      switch key {
      case .character("y"), .character("Y"): return .decide(Decision(correct: .yes))
      case .character("n"), .character("N"): return .decide(Decision(correct: .no))
      case .character("l"), .character("L"): search = ""
      case .character("u"), .character("U"), .backspace: return try undo()
      case .character("q"), .character("Q"): return .end
      default: message = "That key does nothing here."
      }
      return .stay
    }

    private mutating func searching(_ key: RawTerminal.Key, _ row: ReviewRow) throws -> Action {
      let typed = search ?? ""
      let found = review.matches(typed).filter { $0 != row.label }
      switch key {
      case .escape:
        if typed.isEmpty && review.audit.isBlind { return .end }
        search = review.audit.isBlind ? "" : nil
      case .backspace:
        if typed.isEmpty { return try undo() }
        search?.removeLast()
      case .enter where !typed.isEmpty:
        if let label = found.first { return take(label) }
        message = "No label matches."
      case .character(let character):
        let isText = found.contains {
          $0.lowercased().contains(typed.lowercased() + "\(character)")
        }
        if let digit = character.wholeNumberValue, digit > 0, typed.isEmpty || !isText,
          digit <= found.count
        {
          return take(found[digit - 1])
        }
        search?.append(character)
      default: break
      }
      return .stay
    }

    private func take(_ label: String) -> Action {
      .decide(Decision(correct: review.audit.isBlind ? nil : .no, label: label))
    }

    private mutating func undo() throws -> Action {
      earlier = nil
      if try review.store.undo(
        review.audit.id, reviewer: review.reviewer, source: .terminal) != nil
      {
        return .leave
      }
      message = "There is nothing to undo."
      return .stay
    }

    /// Goes to the row that was judged before or after this one.
    private mutating func step(_ by: Int, from row: ReviewRow) throws -> Action {
      let rows = try review.store.judgedRows(review.audit.id, reviewer: review.reviewer)
      let place = (earlier == nil ? rows.count : rows.firstIndex(of: row.row) ?? rows.count) + by
      guard place >= 0, place <= rows.count, !(earlier == nil && by > 0) else { return .stay }
      earlier =
        place == rows.count
        ? nil
        : try review.store.judgedRow(
          review.audit.id, row: rows[place], reviewer: review.reviewer)
      return .leave
    }

    private func edit(_ text: inout String, _ key: RawTerminal.Key) {
      if case .character(let character) = key { text.append(character) }
      if key == .backspace, !text.isEmpty { text.removeLast() }
    }

    // MARK: - The screen

    private mutating func show(_ row: ReviewRow) throws {
      let (columns, height) = RawTerminal.size
      let below = self.below(row, width: columns)
      let text = TerminalText.lines(row.text, width: min(columns - 4, 84))
      let room = max(3, height - below.count - 5)
      firstLine = min(firstLine, max(0, text.count - room))
      let shown = text[firstLine..<min(text.count, firstLine + room)]
      let said = row.mine.map { "  you said: \(Self.words($0))" } ?? ""
      var lines = [
        "\u{1b}[2m\(try review.status())   \(TerminalText.safe(row.recordID))\(said)\u{1b}[0m", "",
      ]
      lines += shown.map { "  " + $0 }
      let rest = text.count - firstLine - shown.count
      lines.append(rest > 0 ? "\u{1b}[2m  … \(counted(rest, "more line")), ↓\u{1b}[0m" : "")
      lines += below
      RawTerminal.put("\u{1b}[2J\u{1b}[H" + lines.joined(separator: "\r\n"))
    }

    private func below(_ row: ReviewRow, width: Int) -> [String] {
      var lines = ["\u{1b}[1m\(review.question(row))\u{1b}[0m"]
      if let search {
        let found = review.matches(search).filter { $0 != row.label }
        for (i, label) in found.prefix(9).enumerated() {
          lines.append("  \(i + 1) \(TerminalText.safe(label))")
        }
        if found.count > 9 { lines.append("    … and \(found.count - 9) more, type to narrow") }
        lines.append("  label: \(search)▏")
      }
      if !note.isEmpty || isNoting { lines.append("  note: \(note)\(isNoting ? "▏" : "")") }
      let keys =
        isNoting
        ? "Enter done"
        : search == nil
          ? "y right  n wrong  ? cannot tell  l which label  / note  u undo  ←→ earlier, later  q quit"
          : "type or 1–9 label  ? cannot tell  / note  ⌫ undo  ←→ earlier, later  Esc \(review.audit.isBlind ? "quit" : "back")"
      lines.append("\u{1b}[2m\(message.isEmpty ? keys : message)\u{1b}[0m")
      return lines
    }

    private static func words(_ judgement: AuditJudgement) -> String {
      let answer = judgement.correct.map {
        switch $0 {
        case .yes: "right"
        case .no: "wrong"
        case .cannotTell: "cannot tell"
        }
      }
      return [answer, judgement.reviewerLabel.map(TerminalText.safe)].compactMap { $0 }
        .joined(separator: ", ")
    }
  }
}
