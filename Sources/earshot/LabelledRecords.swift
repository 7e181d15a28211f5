import EarshotRecords
import EarshotTagging

/// Reads labelled records for `train` and `evaluate`.
struct LabelledRecords {
  let paths: [String]
  let options: ReadOptions
  let onError: InputOptions.OnError
  let labelField: FieldPath
  /// Further fields that are asked for: columns that a table must have.
  var otherFields: [FieldPath] = []
  /// Whether a record without a text is a bad one; tags that were given need none.
  var needsText = true

  /// What was left out, and why.
  struct Counts {
    var read = 0
    var problems = 0
    var unlabelled = 0
  }

  /// Calls `body` with each batch, where it is from, and the indices of its labelled records, and their labels: the cell
  /// cut at `|`, or the elements of a JSON list.
  ///
  /// - Throws: what keeps an input from being read; `Failure` at a bad record under `fail`.
  func forEachBatch(
    _ body: (_ path: String, RecordBatch, [(index: Int, labels: [String])]) throws -> Void
  ) throws -> Counts {
    var counts = Counts()
    for path in paths {
      var reader = try RecordReader(path: path, options: options)
      for field in [labelField] + otherFields { try requireColumn(field, reader.plan) }
      var batch = RecordBatch()
      while try reader.read(into: &batch, limit: 8192) {
        var labelled: [(Int, [String])] = []
        for i in batch.records.indices {
          let record = batch.records[i]
          let isTextless = !needsText && record.problem?.code == .missingText
          if let problem = record.problem, !isTextless {
            if onError == .fail { throw Failure(problem, in: path) }
            counts.problems += 1
          }
          guard record.isTaggable || isTextless else { continue }
          counts.read += 1
          let labels = Self.labels(labelField, of: i, in: batch)
          if labels.isEmpty { counts.unlabelled += 1 } else { labelled.append((i, labels)) }
        }
        try body(path, batch, labelled)
      }
    }
    return counts
  }

  /// Each label of a record once, in the order of the cell.
  static func labels(_ field: FieldPath, of i: Int, in batch: RecordBatch) -> [String] {
    var labels: [String] = []
    for part in batch.values(field, of: i).flatMap({ $0.split(separator: "|") }) {
      let label = String(part).trimmed()
      if !label.isEmpty, !labels.contains(label) { labels.append(label) }
    }
    return labels
  }
}

/// What a model's card calls the records it learned from.
enum TrainingSource {
  /// `labelled.csv, where split=train`.
  static func name(_ files: [String], _ filters: [String]) -> String {
    (files.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
      + filters.map { "where \($0)" }).joined(separator: ", ")
  }
}

/// A table without the column asked for is a mistake to be named at once.
func requireColumn(_ field: FieldPath, _ plan: ReadPlan) throws(InputError) {
  guard plan.isTable, !plan.isEmpty, !plan.columns.contains(field.name) else { return }
  throw .missingColumn(
    path: plan.path, column: field.name,
    nearest: NameSuggestion.nearest(to: field.name, among: plan.columns), columns: plan.columns)
}

extension String {
  /// Without blanks at both ends.
  func trimmed() -> String {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}
