import EarshotRecords
import EarshotTagging
import EarshotText

/// How many of each kind were hidden, never what.
struct RedactReport {
  var records = 0
  /// Records in which something was hidden.
  var touched = 0
  var problems = 0
  var skipped = false
  var counts: [Redaction.Kind: Int] = [:]

  private var sorted: [(name: String, count: Int)] {
    counts.map { ($0.key.name, $0.value) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
  }

  var text: String {
    var lines = [
      "Hid \(counted(counts.values.reduce(0, +), "value")) in \(grouped(touched)) of \(counted(records, "record"))."
    ]
    if !counts.isEmpty {
      lines.append(
        "  " + sorted.map { "\($0.name) \(grouped($0.count))" }.joined(separator: ", "))
    }
    if problems > 0 {
      lines.append(Failure.unreadable(problems, isSkipped: skipped))
    }
    return lines.joined(separator: "\n")
  }

  var json: String {
    let kinds = sorted.map { "\"\($0.name)\":\($0.count)" }.joined(separator: ",")
    return
      "{\"records\":\(records),\"touched\":\(touched),\"problems\":\(problems),\"kinds\":{\(kinds)}}"
  }
}

/// The state of a redaction over one or more inputs.
struct RedactRun {
  let writing: WriteOptions
  let allFields: Bool
  let places: Bool
  let onError: InputOptions.OnError
  var progress: Progress
  var report = RedactReport()
  private var layout: InputLayout?
  private var isFirst = true

  init(
    writing: WriteOptions, allFields: Bool, places: Bool, onError: InputOptions.OnError,
    progress: Progress
  ) {
    self.writing = writing
    self.allFields = allFields
    self.places = places
    self.onError = onError
    self.progress = progress
    report.skipped = onError == .skip
  }

  /// Redacts one input to its end.
  mutating func redact(
    _ source: consuming RecordReader, _ redactor: Redactor, to out: inout OutputFile
  ) throws {
    var reader = source
    var batch = RecordBatch()
    // JSON's columns are known only after the first batch.
    var hasRecords = try reader.read(into: &batch, limit: 4096)
    if writing.format == .csv || writing.format == .tsv {
      let next = InputLayout(reader.plan, writing)
      if let layout { try layout.require(next) } else { layout = next }
    }
    let encoder = RecordEncoder(plan: reader.plan, options: writing, columns: [])
    let records = RecordRedactor(redactor, plan: reader.plan, allStrings: allFields)
    var bytes: [UInt8] = []
    if isFirst { encoder.appendHeader(to: &bytes) }
    isFirst = false
    while hasRecords {
      for i in batch.records.indices {
        if let problem = batch.records[i].problem {
          if onError == .fail { throw Failure(problem, in: reader.plan.path) }
          report.problems += 1
        }
        append(records.redact(i, of: batch), encoder, &bytes)
      }
      try out.write(bytes)
      bytes.removeAll(keepingCapacity: true)
      progress.update(records: report.records, fraction: nil)
      hasRecords = try reader.read(into: &batch, limit: 4096)
    }
    try out.write(bytes)
  }

  private mutating func append(
    _ redacted: RecordRedactor.Redacted, _ encoder: RecordEncoder, _ out: inout [UInt8]
  ) {
    report.records += 1
    let record = redacted.batch.records[0]
    if record.problem != nil {
      if onError == .skip { return }
      encoder.appendProblem(0, of: redacted.batch, to: &out)
    } else if record.isTaggable {
      let json = places ? Self.json(redacted) : []
      encoder.append(0, of: redacted.batch, json: json, cells: [], to: &out)
    } else {
      encoder.appendUnchanged(0, of: redacted.batch, to: &out)
    }
    if !redacted.counts.isEmpty { report.touched += 1 }
    report.counts.merge(redacted.counts, uniquingKeysWith: +)
  }

  /// `{"redactions":[{"kind":"EMAIL","number":1,"start":3,"end":17}]}`: places in the text as it was read.
  private static func json(_ redacted: RecordRedactor.Redacted) -> [UInt8] {
    let edits = redacted.text.edits
    let text = redacted.batch.texts.span.extracting(redacted.batch.records[0].text)
    let offsets = ScalarOffsets.scalarOffsets(
      ofByteOffsets: edits.flatMap { [$0.original.lowerBound, $0.original.upperBound] }, in: text)
    let items = edits.enumerated().map { i, edit in
      "{\"kind\":\"\(edit.kind.name)\",\"number\":\(edit.number),\"start\":\(offsets[2 * i]),\"end\":\(offsets[2 * i + 1])}"
    }
    return Array("{\"redactions\":[\(items.joined(separator: ","))]}".utf8)
  }
}
