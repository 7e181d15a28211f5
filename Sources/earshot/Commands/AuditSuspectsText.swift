import EarshotInsights
import EarshotRecords
import EarshotTagging

/// What `audit suspects` found, as it is printed with `--json`.
struct SuspectList: Encodable {
  let records: Int
  let label_count: Int
  /// The confident joint's; absent where labels may stand together.
  var estimated_wrong: Double?
  /// Records that are clearly of another label.
  var counted_wrong: Int?
  var estimated_share: Double?
  /// At most 20, the most frequent first.
  var estimated_pairs: [Pair]?
  let suspects: [Suspect]
  let same_text: [SameText]
  let seed: UInt64
  let unreadable_records: Int
  let unlabelled_records: Int
  /// Whether a file has to be named with each line.
  private let hasFiles: Bool

  struct Pair: Encodable {
    let given: String
    let likely: String
    let records: Double
  }

  struct Suspect: Encodable {
    /// From 1, among all records.
    let rank: Int
    let record_id: String
    /// Absent where there is one file.
    let file: String?
    let line: Int
    let given: String
    let likely: String
    let given_probability: Double
    let likely_probability: Double
    let score: Double
    /// Ids of records with the same text and another label.
    let same_text_as: [String]?
    let text: String?
  }

  /// Records with one text and different labels.
  struct SameText: Encodable {
    let records: [Member]

    struct Member: Encodable {
      let record_id: String
      let file: String?
      let line: Int
      let label: String
    }
  }

  enum CodingKeys: String, CodingKey {
    case records, label_count, estimated_wrong, counted_wrong, estimated_share, estimated_pairs,
      suspects
    case same_text, seed, unreadable_records, unlabelled_records
  }

  /// The first `count` of the ranking, and after them the records of conflicts that are not among
  /// those.
  init(
    _ source: SuspectRecords, _ judged: OutOfFold, _ ranked: SuspiciousLabels, count: Int,
    withText: Bool
  ) {
    func name(_ labels: [Int]) -> String {
      labels.map { judged.labels[$0] }.joined(separator: "|")
    }
    let isSeveral = source.files.count > 1
    func file(_ record: Int) -> String? {
      isSeveral
        ? source.files[source.places[record].file].split(separator: "/").last.map(String.init) : nil
    }
    let conflicts = source.sameTexts.conflicts(judged.given)
    var groupOf: [Int: Int] = [:]
    for (number, group) in conflicts.enumerated() {
      for record in group { groupOf[record] = number }
    }

    let n = judged.given.count
    hasFiles = isSeveral
    records = n
    label_count = judged.labels.count
    if let estimate = ranked.estimate {
      estimated_wrong = Self.rounded(estimate.wrong, 1)
      counted_wrong = estimate.counted
      estimated_share = Self.rounded(estimate.wrong / Double(n), 4)
      estimated_pairs = estimate.pairs.prefix(20).map {
        Pair(
          given: name([$0.given]), likely: name([$0.likely]), records: Self.rounded($0.count, 1))
      }
    }
    suspects = ranked.ranking.enumerated().compactMap { position, suspect in
      let record = suspect.record
      let group = groupOf[record]
      guard position < count || group != nil else { return nil }
      let others = group.map { number in
        conflicts[number].filter { Set(judged.given[$0]) != Set(judged.given[record]) }
          .map { source.ids[$0] }
      }
      return Suspect(
        rank: position + 1, record_id: source.ids[record], file: file(record),
        line: source.places[record].line, given: name(suspect.given),
        likely: name(suspect.likely),
        given_probability: Self.rounded(Double(suspect.givenProbability), 4),
        likely_probability: Self.rounded(Double(suspect.likelyProbability), 4),
        score: Self.rounded(Double(suspect.score), 4), same_text_as: others,
        text: withText ? source.text(of: record) : nil)
    }
    same_text = conflicts.map { group in
      SameText(
        records: group.map {
          .init(
            record_id: source.ids[$0], file: file($0), line: source.places[$0].line,
            label: name(judged.given[$0]))
        })
    }
    seed = judged.seed
    unreadable_records = source.counts.problems
    unlabelled_records = source.counts.unlabelled
  }

  var namesFiles: Bool { hasFiles }

  private static func rounded(_ x: Double, _ places: Int) -> Double {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    return (x * scale).rounded() / scale
  }
}

/// The list as a table for spreadsheets, and the probabilities behind it for other tools.
enum SuspectTable {
  /// Cells that a spreadsheet would run as formulas begin with `'`.
  static func csv(_ list: SuspectList, excel: Bool) -> [UInt8] {
    var table = Table(excel: excel)
    let hasText = list.suspects.contains { $0.text != nil }
    table.row(
      ["rank", "record_id"] + (list.namesFiles ? ["file"] : [])
        + [
          "line", "given", "likely", "given_probability", "likely_probability", "score",
          "same_text_as",
        ] + (hasText ? ["text"] : []))
    for one in list.suspects {
      table.row(
        [String(one.rank), one.record_id] + (list.namesFiles ? [one.file ?? ""] : [])
          + [
            String(one.line), one.given, one.likely, ReportText.decimal(one.given_probability, 4),
            ReportText.decimal(one.likely_probability, 4), ReportText.decimal(one.score, 4),
            (one.same_text_as ?? []).joined(separator: "|"),
          ] + (hasText ? [one.text ?? ""] : []))
    }
    return table.bytes
  }

  /// `record_id`, `given`, then a column a label: the label's name, and its probability.
  static func probabilities(_ records: SuspectRecords, _ judged: OutOfFold) -> [UInt8] {
    var table = Table(excel: false)
    table.row(["record_id", "given"] + judged.labels)
    for i in judged.given.indices {
      table.row(
        [records.ids[i], judged.given[i].map { judged.labels[$0] }.joined(separator: "|")]
          + judged.probabilities[i].map { "\($0)" })
    }
    return table.bytes
  }

  private struct Table {
    private(set) var bytes: [UInt8]
    private let lineBreak: [UInt8]

    init(excel: Bool) {
      bytes = excel ? [0xEF, 0xBB, 0xBF] : []
      lineBreak = excel ? [0x0D, 0x0A] : [0x0A]
    }

    mutating func row(_ cells: [String]) {
      for (position, cell) in cells.enumerated() {
        if position > 0 { bytes.append(UInt8(ascii: ",")) }
        TableCell.append(
          TableCell.formulaSafe(Array(cell.utf8)), delimiter: UInt8(ascii: ","), to: &bytes)
      }
      bytes += lineBreak
    }
  }
}

/// The list for people.
enum SuspectText {
  /// - Parameters:
  ///   - shown: rows at most.
  ///   - path: the table that was written, if one was.
  static func table(_ list: SuspectList, shown: Int, path: String?) -> String {
    var lines = [
      "\(counted(list.records, "record")), \(counted(list.label_count, "label")), each record judged by a model that did not learn from it."
    ]
    if let wrong = list.estimated_wrong, let share = list.estimated_share,
      let clear = list.counted_wrong
    {
      lines.append(
        "Estimated to be wrong: \(counted(Int(wrong.rounded()), "label")) (\(ReportText.percent(share))), \(grouped(clear)) of them clearly. That is the model's opinion, not a measured accuracy."
      )
    }
    if let pairs = list.estimated_pairs, !pairs.isEmpty {
      lines += ["", "  most often (given → likely)"]
      for pair in pairs.prefix(8) {
        lines.append(
          "  \(ReportText.decimal(pair.records, 1).leftPadded(6))  \(pair.given) → \(pair.likely)")
      }
    }
    if !list.same_text.isEmpty {
      lines += [
        "",
        "\(counted(list.same_text.count, "text")) \(list.same_text.count == 1 ? "stands" : "stand") in the records with different labels:",
      ]
      for group in list.same_text.prefix(8) {
        lines.append(
          "  "
            + group.records.prefix(6).map { "\($0.record_id) \($0.label)" }.joined(separator: ", ")
            + (group.records.count > 6 ? ", …" : ""))
      }
      if list.same_text.count > 8 { lines.append("  …") }
    }
    let rows = list.suspects.prefix(shown)
    if !rows.isEmpty {
      let width = max(rows.map(\.record_id.count).max() ?? 0, 9)
      lines += [
        "", "  rank  " + "record_id".padded(width) + "   line  p given  p likely  given → likely",
      ]
      for one in rows {
        lines.append(
          "  " + String(one.rank).leftPadded(4) + "  " + one.record_id.padded(width)
            + String(one.line).leftPadded(7)
            + ReportText.decimal(one.given_probability, 3).leftPadded(9)
            + ReportText.decimal(one.likely_probability, 3).leftPadded(10)
            + "  \(one.given) → \(one.likely)")
      }
    }
    lines.append("")
    if let path {
      lines.append(
        "\(path): the \(counted(list.suspects.count, "record")) to look at first.")
    } else if list.suspects.count > rows.count {
      lines.append(
        "\(grouped(list.suspects.count - rows.count)) more with --top \(list.suspects.count), or as a table with -o suspects.csv."
      )
    }
    lines.append(
      "A list to look through, not a sample: for how many labels are right, draw with `earshot audit draw`."
    )
    return lines.joined(separator: "\n")
  }
}
