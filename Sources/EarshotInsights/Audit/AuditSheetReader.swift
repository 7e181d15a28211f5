import EarshotRecords

/// Something in a sheet that is not as it should be; facts, never a customer's text.
public struct AuditProblem: Encodable, Sendable, Equatable {
  public var file: String
  /// Line of the file, from 1; absent for what concerns all of it.
  public var line: Int?
  /// Row of the audit, where it is known.
  public var row: Int?
  public var code: Code
  public var message: String

  public enum Code: String, Encodable, Sendable, CaseIterable {
    /// The row can't be read; it is not counted.
    case unreadableRow = "unreadable_row"
    /// `row` is no number of this audit, perhaps a date that a spreadsheet made of it; not counted.
    case unknownRow = "unknown_row"
    /// The row belongs to another audit; not counted.
    case otherAudit = "other_audit"
    /// The same reviewer judged the row twice and said the same; counted once.
    case doubledRow = "doubled_row"
    /// The same reviewer judged the row twice and said different things; not counted.
    case contradictingRows = "contradicting_rows"
    /// `correct` and `reviewer_label` say different things; the record is undecided.
    case contradiction
    /// `correct` holds none of the known words; as if it were empty.
    case unknownAnswer = "unknown_answer"
    /// The reviewer's label is none of the audit's; counted as given.
    case unknownLabel = "unknown_label"
    /// A label that a spreadsheet turned into a date; as if it were empty.
    case dateInCell = "date_in_cell"
    /// The tag in the sheet is not the one that was drawn; the one drawn counts.
    case editedLabel = "edited_label"
    /// The text is not the one that was drawn; counted.
    case editedText = "edited_text"
    /// The record's id is not the one that was drawn; counted by its row.
    case editedRecordID = "edited_record_id"
    /// A blind sheet with a yes or no and without a label: it can't say whether the tag is right.
    case blindAnswer = "blind_answer"
    /// Rows of one record, without a key, have different tags.
    case differentLabels = "different_labels"
  }

  public init(
    file: String, line: Int? = nil, row: Int? = nil, code: Code, message: String
  ) {
    (self.file, self.line, self.row) = (file, line, row)
    (self.code, self.message) = (code, message)
  }

  /// `filled.csv:17: …`
  public var sentence: String { file + (line.map { ":\($0)" } ?? "") + ": " + message }
}

/// A sheet as it came back: its rows as they stand, and what could not be read.
public struct AuditFilledSheet: Sendable {
  /// A row, its cells without blanks around them; nil where a cell is empty or its column missing.
  public struct Row: Sendable, Equatable {
    public var line: Int
    public var audit: String?
    /// As it stands in the cell.
    public var row: String?
    public var recordID: String?
    public var field: String?
    public var label: String?
    public var reviewer: String?
    public var correct: String?
    public var reviewerLabel: String?
    public var note: String?
    /// Of the text, as in the key; nil without the column.
    public var textHash: String?
  }

  public var path: String
  public var columns: [String]
  public var rows: [Row] = []
  /// Rows that could not be read.
  public var problems: [AuditProblem] = []

  /// Whether no row shows a tag, so that reviewers judged without seeing one.
  public var isBlind: Bool { rows.allSatisfy { $0.label == nil } }

  /// The audits that its rows name, in order of first sight.
  public var audits: [String] {
    var seen: Set<String> = []
    return rows.compactMap(\.audit).filter { seen.insert($0).inserted }
  }

  /// Reads a sheet: CSV with any separator, with or without byte order mark, rows in any order.
  ///
  /// - Throws: what keeps the file from being read; `AuditScoreError` when it has no column that a
  ///   reviewer fills, or no rows.
  public init(path: String) throws {
    // A sheet needs no text to be scored: any of its columns will do for the reader.
    var options = ReadOptions()
    options.textFields = [FieldPath("correct|reviewer_label|row|record_id|label|audit")]
    let file = path.split(separator: "/").last.map(String.init) ?? path
    self.path = path
    var reader: RecordReader
    do throws(InputError) {
      reader = try RecordReader(path: path, options: options)
    } catch {
      guard case .missingColumn(_, _, _, let columns) = error else { throw error }
      throw AuditScoreError.notASheet(path: path, columns: columns)
    }
    columns = reader.plan.columns
    if reader.plan.isEmpty { throw AuditScoreError.emptySheet(path: path) }
    if !columns.contains("correct") && !columns.contains("reviewer_label") {
      throw AuditScoreError.notASheet(path: path, columns: columns)
    }
    let hasText = columns.contains("text")
    var batch = RecordBatch()
    while try reader.read(into: &batch, limit: 1024) {
      for i in batch.records.indices {
        let record = batch.records[i]
        if let problem = record.problem, problem.code != .missingText {
          problems.append(
            AuditProblem(
              file: file, line: record.line, code: .unreadableRow,
              message: "\(problem.message) The row is not counted."))
          continue
        }
        func cell(_ path: FieldPath) -> String? {
          let value = AuditSheet.unguarded(batch.value(path, of: i)?.trimmedBlanks() ?? "")
          return value.isEmpty ? nil : value
        }
        let row = Row(
          line: record.line, audit: cell("audit"), row: cell("row"),
          recordID: cell("record_id"), field: cell("field"), label: cell("label"),
          reviewer: cell("reviewer"), correct: cell("correct"),
          reviewerLabel: cell("reviewer_label"), note: cell("note"),
          textHash: hasText ? AuditKey.hash(ofText: batch.value("text", of: i) ?? "") : nil)
        // Spreadsheets write empty lines as rows of separators.
        if row.isEmpty && row.textHash.map({ $0 == Self.emptyText }) ?? true { continue }
        rows.append(row)
      }
    }
    if rows.isEmpty && problems.isEmpty { throw AuditScoreError.emptySheet(path: path) }
  }

  private static let emptyText = AuditKey.hash(ofText: "")
}

extension AuditFilledSheet.Row {
  fileprivate var isEmpty: Bool {
    [audit, row, recordID, field, label, reviewer, correct, reviewerLabel, note]
      .allSatisfy { $0 == nil }
  }

  /// Whether a reviewer wrote into it.
  public var isFilled: Bool {
    [reviewer, correct, reviewerLabel, note].contains { $0 != nil }
  }

  /// What `correct` says; nil when it is empty or none of the known words.
  ///
  /// Known, in any case: yes y true 1 ja oui wahr vrai; no n false 0 nein non falsch faux;
  /// cannot_tell "cannot tell" "can't tell" unsure unclear ?.
  var answer: AuditJudgement.Answer? {
    guard let correct else { return nil }
    switch correct.lowercased().replacing("’", with: "'") {
    case "yes", "y", "true", "1", "ja", "oui", "wahr", "vrai": return .yes
    case "no", "n", "false", "0", "nein", "non", "falsch", "faux": return .no
    case "cannot_tell", "cannot tell", "can't tell", "cannot-tell", "unsure", "unclear", "?":
      return .cannotTell
    default: return nil
    }
  }

  /// The row's number; `17.0`, as some spreadsheets write it, is 17.
  var number: Int? {
    guard let row else { return nil }
    let whole = row.hasSuffix(".0") ? row.dropLast(2) : row[...]
    return Int(whole)
  }

  /// Whether a cell holds what spreadsheets make of `1-2` or `mar.3`: 2026-01-02, 02.01.2026,
  /// 2-Jan, 1. Jan, Jan 26.
  static func isDate(_ cell: String) -> Bool {
    let parts = cell.lowercased().split { " ./-:".contains($0) }
    guard 2...6 ~= parts.count else { return false }
    let numbers = parts.count { Int($0) != nil }
    let names = parts.count { months.contains(String($0)) }
    if names == 1 { return numbers == parts.count - 1 && cell.count <= 12 }
    return numbers == parts.count && parts.count >= 3
      && (parts.contains { $0.count == 4 } || parts.allSatisfy { $0.count <= 2 })
  }
}

private let months: Set<String> = [
  "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
  "january", "february", "march", "april", "june", "july", "august", "september", "october",
  "november", "december", "mär", "mrz", "mai", "okt", "dez", "januar", "februar", "märz", "juni",
  "juli", "oktober", "dezember",
]

extension String {
  /// Without blanks and line breaks at both ends.
  func trimmedBlanks() -> String {
    var rest = self[...]
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
  }
}
