import EarshotInsights
import EarshotRecords
import EarshotTagging

/// Labels that reviewers put right, on their way into a training, and what became of them.
struct AuditedLabels {
  private var corrections: AuditCorrections
  private let sheets: AuditedSheets?
  private var confirmed = 0
  private var replaced = 0
  private var withdrawn = 0
  private var added = 0

  /// - Parameter fields: names that the field learned goes by; an audit of another one is refused.
  init(sheets paths: [String], lead: String?, for fields: [String]) throws {
    sheets = try paths.isEmpty ? nil : AuditedSheets(sheets: paths, lead: lead)
    for audit in sheets?.audits ?? [] where !fields.contains(audit.key.field) {
      throw Failure(
        "--from-audits: the audit \(audit.key.audit) is of \"\(audit.key.field)\", this training learns \"\(fields[0])\" from \"\(fields[1])\". Leave its sheets out, or name the field with --field."
      )
    }
    corrections = AuditCorrections(sheets?.audits.flatMap(\.records) ?? [])
  }

  /// What the card adds to the source of the records; empty without audits.
  var source: String { (sheets?.audits ?? []).map { ", \($0.name)" }.joined() }

  /// The labels to learn for a record; nil when it is not to be learned from.
  ///
  /// - Parameter file: named with a line where there are several files.
  mutating func labels(
    of i: Int, in batch: RecordBatch, file: String?, given: [String]
  ) -> [String]? {
    guard sheets != nil else { return given }
    let line = "line \(batch.records[i].line)"
    let name = file.map { "\($0.split(separator: "/").last ?? "") \(line)" } ?? line
    let outcome = corrections.outcome(id: batch.id(of: i), line: name, given: given) {
      AuditKey.hash(ofText: batch.text(of: i))
    }
    switch outcome {
    case .unknown: return given
    case .confirmed:
      confirmed += 1
      return given
    case .replaced(let labels):
      replaced += 1
      return labels
    case .withdrawn:
      withdrawn += 1
      return nil
    }
  }

  /// Adds the reviewed records that were not among the input.
  mutating func addRest(to set: inout TrainingSet) {
    for record in corrections.rest {
      guard let text = record.text, let labels = record.right else { continue }
      set.append(text: Array(text.utf8), labels: labels)
      added += 1
    }
  }

  /// Says what the audits changed.
  func note() {
    guard let sheets else { return }
    sheets.noteProblems()
    for conflict in corrections.conflicts.prefix(20) {
      Console.note(
        "Note: the audits \(conflict.audits.joined(separator: " and ")) find different labels right for the record \(conflict.recordID); neither is used."
      )
    }
    if corrections.conflicts.count > 20 {
      Console.note("… and \(corrections.conflicts.count - 20) more such records.")
    }
    Console.note(
      "From audits: \(counted(replaced, "label")) replaced, \(grouped(confirmed)) confirmed, \(counted(withdrawn, "record")) with a wrong label and no better one left out, \(counted(added, "record")) added."
    )
  }
}
