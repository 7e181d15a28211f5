import EarshotRecords

/// The sheet that reviewers fill: a table for any spreadsheet.
public enum AuditSheet {
  /// Its columns; reviewers fill the last four.
  public static let columns = [
    "audit", "row", "record_id", "text", "field", "label", "reviewer", "correct",
    "reviewer_label", "note",
  ]
  /// UTF-16 units of a text that are shown; Excel holds 32,767 in a cell and breaks a longer one.
  static let longestText = 30_000

  /// The bytes of a sheet.
  ///
  /// Cells that a spreadsheet would run as formulas begin with `'`.
  /// - Parameters:
  ///   - texts: one for each of `key.records`.
  ///   - judgements: what was said of its rows; a row that several judged stands several times.
  ///   - excel: with a byte order mark and CR LF, so that Excel reads it as UTF-8.
  public static func csv(
    _ key: AuditKey, texts: [String], judgements: [AuditJudgement] = [], excel: Bool = false
  ) -> [UInt8] {
    precondition(texts.count == key.records.count, "one text a record")
    let lineBreak: [UInt8] = excel ? [0x0D, 0x0A] : [0x0A]
    var out: [UInt8] = excel ? [0xEF, 0xBB, 0xBF] : []
    out += Array(columns.joined(separator: ",").utf8) + lineBreak
    let said = Dictionary(grouping: judgements, by: \.row)
    for (index, number) in key.rows.enumerated() {
      let record = key.records[number]
      let given = said[index + 1] ?? [AuditJudgement(row: index + 1, reviewer: "")]
      for judgement in given {
        let cells = [
          key.audit, String(index + 1), record.record_id, texts[number], key.field,
          key.blind ? "" : record.label, judgement.reviewer, judgement.correct?.rawValue ?? "",
          judgement.reviewerLabel ?? "", judgement.note ?? "",
        ]
        for (position, cell) in cells.enumerated() {
          if position > 0 { out.append(UInt8(ascii: ",")) }
          TableCell.append(
            TableCell.formulaSafe(Array(cell.utf8)), delimiter: UInt8(ascii: ","), to: &out)
        }
        out += lineBreak
      }
    }
    return out
  }

  /// A text as reviewers see it: without personal data if so asked, cut where a cell ends.
  static func shown(
    _ bytes: [UInt8], wholeBytes: Int, redact: (@Sendable (String) -> String)?
  ) -> String {
    var text = String(decoding: bytes, as: UTF8.self)
    if let redact { text = redact(text) }
    guard text.utf16.count > longestText || bytes.count < wholeBytes else { return text }
    var units = 0
    let end = text.firstIndex { character in
      units += character.utf16.count
      return units > longestText
    }
    return text[..<(end ?? text.endIndex)]
      + "\n[… cut here: the whole text has \(wholeBytes) bytes]"
  }

  /// The value of a cell without the `'` that kept it from running as a formula.
  static func unguarded(_ cell: String) -> String {
    guard cell.utf8.first == UInt8(ascii: "'"), let second = cell.utf8.dropFirst().first,
      "=+-@\t\r".utf8.contains(second)
    else { return cell }
    return String(cell.dropFirst())
  }
}
