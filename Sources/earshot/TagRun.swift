import EarshotRecords
import EarshotTagging

/// The state of a run over one or more inputs.
struct TagRun {
  let options: RecordTagger.Options
  let stopsAtProblem: Bool
  let batch: Int
  var progress: Progress
  /// Of all inputs; nil when unknown.
  let totalBytes: Int?
  /// Records that an earlier run already wrote.
  var skip: Int
  var problems: Int
  var read = 0
  private var bytesOfFinishedInputs = 0
  /// Of the first input, which the table that is written has too.
  private var layout: InputLayout?
  /// Tags of this run by field and label, "" where there is none; and `auto` tags by field.
  private var labels: [[String: Int]] = []
  private var auto: [Int] = []

  init(
    options: RecordTagger.Options, stopsAtProblem: Bool, batch: Int, progress: Progress,
    totalBytes: Int?, skip: Int, problems: Int
  ) {
    self.options = options
    self.stopsAtProblem = stopsAtProblem
    self.batch = batch
    self.progress = progress
    self.totalBytes = totalBytes
    self.skip = skip
    self.problems = problems
  }

  /// Tags one input to its end.
  ///
  /// - Parameter readsAhead: whether the next records may be waited for while a batch is tagged;
  ///   its lines are then written while the next batch is.
  mutating func tag(
    _ source: consuming RecordReader, readsAhead: Bool, with tagger: Tagger, writing: WriteOptions,
    isFirst: Bool, to out: inout OutputFile
  ) throws {
    var reader = source
    var records = RecordBatch()
    var hasRecords = true
    while hasRecords, read < skip {
      hasRecords = try reader.read(into: &records, limit: min(batch, skip - read))
      read += records.records.count
    }
    if hasRecords { hasRecords = try reader.read(into: &records, limit: batch) }
    // JSON's columns are known only after the first batch.
    if writing.format == .csv || writing.format == .tsv {
      let next = InputLayout(reader.plan, writing)
      if let layout { try layout.require(next) } else { layout = next }
    }
    var tagged = RecordTagger(tagger, plan: reader.plan, writing: writing, options: options)
    if isFirst { try out.write(tagged.header()) }
    let before = problems
    var next = RecordBatch()
    var unwritten: Lines?
    while hasRecords {
      let bad = stopsAtProblem ? records.records.firstIndex { $0.problem != nil } : nil
      let bytes = bytesOfFinishedInputs + reader.readBytes
      var written: Swift.Result<Void, any Error> = .success(())
      var ahead: Swift.Result<Bool, any Error>?
      let pieces = tagged.tag(records, limit: bad) {
        guard readsAhead else { return }
        ahead = Swift.Result { try reader.read(into: &next, limit: batch) }
        written = Swift.Result { try write(&unwritten, to: &out) }
      }
      try written.get()
      if let bad {
        // No checkpoint: its count would be that of the whole batch.
        for piece in pieces { try out.write(piece) }
        throw Failure(records.records[bad].problem!, in: reader.plan.path)
      }
      unwritten = Lines(
        pieces: pieces, records: records.records.count, bytes: bytes,
        problems: before + tagged.counts.problems)
      // Without more to tag meanwhile, they are written at once.
      if case .success(true) = ahead {} else { try write(&unwritten, to: &out) }
      hasRecords = try ahead?.get() ?? reader.read(into: &next, limit: batch)
      swap(&records, &next)
    }
    bytesOfFinishedInputs += reader.readBytes
    add(tagged.counts)
  }

  /// The tagged records of a batch, and where the run is once they are written.
  private struct Lines {
    var pieces: [[UInt8]]
    /// Of the batch.
    var records: Int
    /// Read so far, of all inputs.
    var bytes: Int
    /// So far, of all inputs.
    var problems: Int
  }

  private mutating func write(_ unwritten: inout Lines?, to out: inout OutputFile) throws {
    guard let lines = unwritten.take() else { return }
    for piece in lines.pieces { try out.write(piece) }
    problems = lines.problems
    read += lines.records
    try out.checkpoint(records: read, counters: ["problems": problems])
    progress.update(records: read, fraction: fraction(lines.bytes))
  }

  private func fraction(_ bytes: Int) -> Double? {
    totalBytes.map { $0 == 0 ? 1 : min(1, Double(bytes) / Double($0)) }
  }

  private mutating func add(_ counts: RecordTagger.Counts) {
    if labels.isEmpty {
      (labels, auto) = (counts.labels.map { _ in [:] }, counts.auto.map { _ in 0 })
    }
    for f in counts.labels.indices {
      labels[f].merge(counts.labels[f], uniquingKeysWith: +)
      auto[f] += counts.auto[f]
    }
  }

  /// Two or three lines for a person: how many, how many may stand unread, the commonest labels.
  ///
  /// - Parameter isWhole: whether no earlier run did a part, whose labels are not known here.
  func summary(_ tagger: Tagger, file: String, isWhole: Bool) -> String {
    var lines = ["Wrote \(counted(read, "record")) to \(file)"]
    for (f, field) in tagger.fields.enumerated() where isWhole && f < labels.count {
      let common = labels[f].filter { !$0.key.isEmpty }
        .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      let shown = common.prefix(5).map { "\($0.key) \(grouped($0.value))" }.joined(separator: ", ")
      let total = common.reduce(0) { $0 + $1.value }
      let none = labels[f][""].map { "; \(grouped($0)) without a label" } ?? ""
      lines.append(
        "\(field.name): \(counted(total, "tag")), \(grouped(auto[f])) auto, \(grouped(total - auto[f])) to review\(none)"
      )
      if !shown.isEmpty {
        lines.append("  \(shown)\(common.count > 5 ? ", and \(common.count - 5) more" : "")")
      }
    }
    return lines.joined(separator: "\n")
  }
}

/// What inputs that are written as one table must have in common.
struct InputLayout {
  let path: String
  let columns: [String]
  let isTable: Bool
  /// nil where the output has its own.
  let delimiter: UInt8?
  let usesCarriageReturns: Bool?

  init(_ plan: ReadPlan, _ writing: WriteOptions) {
    path = plan.path == "-" ? "standard input" : plan.path
    columns = plan.columns
    isTable = plan.isTable
    // CSV keeps the separator of CSV, and has commas for anything else.
    let kept = plan.format == .csv ? plan.delimiter : nil
    delimiter = writing.format == .csv ? kept ?? UInt8(ascii: ",") : nil
    usesCarriageReturns = writing.excel ? nil : plan.usesCarriageReturns
  }

  /// - Throws: `Failure` when `next` can't share a table with this.
  func require(_ next: InputLayout) throws(Failure) {
    let difference: String
    if columns != next.columns || isTable != next.isTable {
      difference = "columns"
    } else if delimiter != next.delimiter {
      difference = "separators"
    } else if usesCarriageReturns != next.usesCarriageReturns {
      difference = "line ends"
    } else {
      return
    }
    throw Failure(
      "\(next.path): its \(difference) differ from those of \(path). Tables with other \(difference) can't share one table: write JSON lines, or tag them one by one."
    )
  }
}
