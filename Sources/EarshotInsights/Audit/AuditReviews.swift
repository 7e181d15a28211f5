import EarshotRecords

/// The filled sheets of one audit, held against its key: who judged what, and what is wrong with the
/// sheets.
public struct AuditReviews: Sendable {
  /// nil for sheets without a key.
  public let key: AuditKey?
  /// The audit's id, where key or sheets name one.
  public let audit: String?
  public let field: String?
  public let isBlind: Bool
  /// The tag of each record.
  public private(set) var labels: [String?]
  /// The judgements of each record, in the order of the sheets.
  public private(set) var judgements: [[AuditJudgement]]
  /// All that is not as it should be, in the order of files and lines.
  public private(set) var problems: [AuditProblem] = []
  /// Lines that hold no judgement because they could not be counted.
  public private(set) var uncountedRows = 0

  private let lead: String?
  /// Labels in small letters, to read `Billing` as `billing`.
  private var spellings: [String: String] = [:]
  private var seen: [Slot: Seen] = [:]
  /// Without a key: the number of each record.
  private var numbers: [String: Int] = [:]

  /// What one reviewer may fill once.
  private struct Slot: Hashable {
    let record: Int
    let row: String
    let reviewer: String
  }

  private struct Seen {
    let line: Int
    let judgement: AuditJudgement
    var isWithdrawn = false
  }

  public var readings: AuditReadings {
    AuditReadings(labels: labels, blind: isBlind, judgements: judgements)
  }

  /// What was found out, for estimates. Without a key: one stratum of unknown size.
  public func sample(_ readings: AuditReadings) -> AuditSample {
    key.map { $0.sample(readings.readings) }
      ?? AuditSample(
        strata: [AuditStratum(name: "all records", size: nil)],
        stratumOfRecord: labels.map { _ in 0 }, readings: readings.readings)
  }

  /// - Parameters:
  ///   - sheets: of one audit.
  ///   - lead: whose judgements stand over those of others, in any case.
  /// - Throws: `AuditScoreError` when the sheets are another audit's, or are blind without a key.
  public init(
    _ sheets: [AuditFilledSheet], key: AuditKey?, keyPath: String? = nil, lead: String? = nil
  ) throws(AuditScoreError) {
    self.key = key
    self.lead = lead?.trimmedBlanks().lowercased()
    let named = Self.mainAudit(sheets)
    audit = key?.audit ?? named
    field = key?.field ?? sheets.lazy.flatMap(\.rows).compactMap(\.field).first
    if let key {
      if let named, named != key.audit,
        !sheets.contains(where: { $0.rows.contains { $0.audit == key.audit } })
      {
        throw .otherAudit(path: sheets[0].path, key: keyPath ?? "", wanted: key.audit)
      }
      isBlind = key.blind
      labels = key.records.map(\.label)
      for label in key.labels { spellings[label.lowercased()] = label }
    } else {
      isBlind = false
      labels = []
      for sheet in sheets where sheet.isBlind && sheet.columns.contains("label") {
        throw .blindWithoutKey(path: sheet.path)
      }
      for sheet in sheets where sheet.isBlind && !sheet.columns.contains("correct") {
        throw .nothingToCompare(path: sheet.path)
      }
    }
    judgements = labels.map { _ in [] }
    for sheet in sheets { read(sheet, ofSeveral: sheets.count > 1) }
    withdraw()
  }

  /// The audit that most rows name; the first of those with as many.
  private static func mainAudit(_ sheets: [AuditFilledSheet]) -> String? {
    var counts: [String: Int] = [:]
    for row in sheets.lazy.flatMap(\.rows) {
      if let audit = row.audit { counts[audit, default: 0] += 1 }
    }
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }

  // MARK: - Rows

  private mutating func read(_ sheet: AuditFilledSheet, ofSeveral: Bool) {
    let file = sheet.path.split(separator: "/").last.map(String.init) ?? sheet.path
    problems += sheet.problems
    uncountedRows += sheet.problems.count
    if key == nil {
      // What stands in them is not known, but they are there: undecided records.
      for _ in sheet.problems {
        labels.append(nil)
        judgements.append([])
      }
    }
    for row in sheet.rows {
      var notes = Notes(file: file, line: row.line, row: row.number)
      if let audit, let given = row.audit, given != audit {
        notes.add(.otherAudit, "the row belongs to another audit and is not counted.")
        uncountedRows += 1
      } else if let record = record(of: row, &notes) {
        let judgement = judgement(row, record, &notes, file: ofSeveral ? file : "")
        if let judgement { add(judgement, row, record, &notes, file: file) }
      } else {
        uncountedRows += 1
      }
      problems += notes.problems
    }
    problems.sort { ($0.file, $0.line ?? 0) < ($1.file, $1.line ?? 0) }
  }

  /// Collects what is wrong with one row.
  private struct Notes {
    let file: String
    let line: Int
    let row: Int?
    var problems: [AuditProblem] = []

    mutating func add(_ code: AuditProblem.Code, _ message: String) {
      problems.append(
        AuditProblem(file: file, line: line, row: row, code: code, message: message))
    }
  }

  private mutating func record(of row: AuditFilledSheet.Row, _ notes: inout Notes) -> Int? {
    guard let key else { return recordWithoutKey(of: row, &notes) }
    guard let number = row.number, let record = key.record(ofRow: number) else {
      let found =
        row.row.map { text in
          if row.number != nil { return "is not a row of this audit (1 to \(key.rows.count))" }
          return AuditFilledSheet.Row.isDate(text)
            ? "holds a date, which a spreadsheet made of it" : "is not a number"
        } ?? "is empty"
      notes.add(.unknownRow, "\"row\" \(found); the row is not counted.")
      return nil
    }
    let drawn = key.records[record]
    if let id = row.recordID, !Self.isSameID(id, AuditSheet.unguarded(drawn.record_id)) {
      notes.add(
        .editedRecordID,
        "\"record_id\" is not that of row \(number) in the key; counted by its row.")
    }
    if let hash = row.textHash, hash != drawn.hash {
      notes.add(
        .editedText, "the text is not the one that was drawn; counted. Was it edited?")
    }
    if let label = row.label {
      if key.blind {
        notes.add(
          .editedLabel,
          "\"label\" was filled in a blind sheet; it is not counted. Reviewers write into \"reviewer_label\"."
        )
      } else if !AuditJudgement.isSame(label, AuditSheet.unguarded(drawn.label)) {
        notes.add(
          AuditFilledSheet.Row.isDate(label) ? .dateInCell : .editedLabel,
          "\"label\" is not the tag that was drawn; the one in the key counts.")
      }
    }
    return record
  }

  private mutating func recordWithoutKey(
    of row: AuditFilledSheet.Row, _ notes: inout Notes
  ) -> Int? {
    if let text = row.row, row.number == nil, AuditFilledSheet.Row.isDate(text) {
      notes.add(
        .dateInCell, "\"row\" holds a date, which a spreadsheet made of it; the row is counted.")
    }
    if let label = row.label, AuditFilledSheet.Row.isDate(label) {
      notes.add(
        .dateInCell, "\"label\" holds a date, which a spreadsheet made of it; the row is counted.")
    }
    // An id may be a customer's: records of one id with other texts are other records.
    let id =
      row.recordID.map { "id \($0) \(row.textHash ?? "")" } ?? row.row.map { "row " + $0 }
      ?? "line \(notes.file) \(notes.line)"
    if let number = numbers[id] {
      if let label = row.label {
        if let first = labels[number] {
          if !AuditJudgement.isSame(first, label) {
            notes.add(
              .differentLabels,
              "\"label\" is not the one in the record's first row; the first one counts.")
          }
        } else {
          labels[number] = label
        }
      }
      return number
    }
    numbers[id] = labels.count
    labels.append(row.label)
    judgements.append([])
    return labels.count - 1
  }

  /// Equal as text, or as the numbers that a spreadsheet makes of ids: `007`, `1.23457E+15`.
  private static func isSameID(_ a: String, _ b: String) -> Bool {
    if a == b || a == b.trimmedBlanks() { return true }
    guard let x = Double(a), let y = Double(b) else { return false }
    return x == y || (a.contains { $0 == "E" || $0 == "e" } && abs(x - y) <= 1e-4 * abs(y))
  }

  // MARK: - Judgements

  /// What the last four cells say; nil where nobody answered.
  private func judgement(
    _ row: AuditFilledSheet.Row, _ record: Int, _ notes: inout Notes, file: String
  ) -> AuditJudgement? {
    var label = row.reviewerLabel
    if let given = label {
      label = AuditJudgement.parts(given).map { spellings[$0.lowercased()] ?? $0 }
        .joined(separator: "|")
      let unknown = AuditJudgement.parts(given).first { spellings[$0.lowercased()] == nil }
      if let unknown, AuditFilledSheet.Row.isDate(unknown) {
        notes.add(
          .dateInCell,
          "\"reviewer_label\" holds a date, which a spreadsheet made of it; it is not counted.")
        label = nil
      } else if let unknown, let key {
        let near = NameSuggestion.nearest(to: unknown, among: key.labels)
          .map { " Did the reviewer mean \"\($0)\"?" }
        notes.add(
          .unknownLabel,
          "\"reviewer_label\" is none of the audit's \(key.labels.count) labels; counted as given.\(near ?? "")"
        )
      }
    }
    let answer = row.answer
    if row.correct != nil, answer == nil {
      notes.add(
        .unknownAnswer,
        "\"correct\" holds none of yes, no and cannot_tell; it is not counted.")
    }
    if answer == nil && label == nil { return nil }
    var judgement = AuditJudgement(
      row: row.number ?? notes.line, reviewer: row.reviewer ?? file, correct: answer,
      reviewerLabel: label, note: row.note)
    judgement.isAdjudication = lead != nil && judgement.reviewer.lowercased() == lead
    if isBlind, label == nil, answer != .cannotTell {
      notes.add(
        .blindAnswer,
        "a blind reviewer answered yes or no without a label; it is not counted.")
      return nil
    }
    if let tag = labels[record],
      judgement.finding(label: tag, blind: isBlind) == .contradicting
    {
      notes.add(
        .contradiction,
        "\"correct\" and \"reviewer_label\" contradict each other; the record is undecided.")
    }
    return judgement
  }

  private mutating func add(
    _ judgement: AuditJudgement, _ row: AuditFilledSheet.Row, _ record: Int,
    _ notes: inout Notes, file: String
  ) {
    let slot = Slot(
      record: record, row: row.number.map(String.init) ?? row.row ?? "",
      reviewer: judgement.reviewer.lowercased())
    guard let earlier = seen[slot] else {
      seen[slot] = Seen(line: row.line, judgement: judgement)
      judgements[record].append(judgement)
      return
    }
    uncountedRows += 1
    let tag = labels[record] ?? ""
    let isSame =
      earlier.judgement.finding(label: tag, blind: isBlind)
      == judgement.finding(label: tag, blind: isBlind)
      && (earlier.judgement.reviewerLabel ?? "") == (judgement.reviewerLabel ?? "")
    if isSame {
      notes.add(
        .doubledRow,
        "the row stands twice with the same answer (line \(earlier.line)); counted once.")
    } else {
      notes.add(
        .contradictingRows,
        "the row stands twice with different answers (line \(earlier.line)); neither is counted.")
      seen[slot]?.isWithdrawn = true
    }
  }

  /// Takes back what the same reviewer said in two ways about the same row.
  private mutating func withdraw() {
    for (slot, one) in seen where one.isWithdrawn {
      judgements[slot.record].removeAll { $0 == one.judgement }
    }
  }
}

/// Why sheets can't be scored.
public enum AuditScoreError: Error, Sendable, Equatable {
  case emptySheet(path: String)
  case notASheet(path: String, columns: [String])
  /// It shows no tags, and nobody said which they are.
  case blindWithoutKey(path: String)
  /// No tags and no answers: only labels of reviewers.
  case nothingToCompare(path: String)
  case otherAudit(path: String, key: String, wanted: String)

  /// One or two sentences: place, what was found, what to do.
  public var message: String {
    switch self {
    case .emptySheet(let path):
      "\(path): the sheet has no rows."
    case .notASheet(let path, let columns):
      "\(path): this is not a sheet of an audit: it has no column \"correct\" and none \"reviewer_label\". The columns are \(ErrorText.shown(Array(columns.prefix(12))))."
    case .blindWithoutKey(let path):
      "\(path): the sheet is blind: its column \"label\" is empty, so what was drawn stands only in its key. Name the key with --key (the file NAME.audit.json that `earshot audit draw` wrote beside the sheet)."
    case .nothingToCompare(let path):
      "\(path): there is no column \"label\" with the tags and no column \"correct\", so nothing says whether a tag is right. Name the key with --key."
    case .otherAudit(let path, let key, let wanted):
      "\(path): the sheet belongs to another audit than the key \(key), which is of \"\(wanted)\". Name the right key with --key."
    }
  }
}
