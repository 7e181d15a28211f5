import EarshotInsights
import EarshotRecords
import Glibc

/// Reads the frame of an audit: every record with its tag, from Earshot or from any other tool.
struct AuditFrame {
  let files: [String]
  let options: ReadOptions
  let onError: InputOptions.OnError
  /// A field that Earshot tagged, or the column of other tags; one of them.
  let field: String?
  let labelField: String?
  let confidenceField: String?
  var progress: Progress
  /// Records that could not be read.
  private(set) var problems = 0
  private var read = 0
  private var models: [String] = []

  init(
    files: [String], options: ReadOptions, onError: InputOptions.OnError, field: String?,
    labelField: String?, confidenceField: String?, progress: Progress
  ) {
    (self.files, self.options, self.onError) = (files, options, onError)
    (self.field, self.labelField, self.confidenceField) = (field, labelField, confidenceField)
    self.progress = progress
  }

  /// Draws from all files in one pass.
  ///
  /// - Throws: what keeps an input from being read; `Failure` at a bad record under `fail`.
  mutating func draw(_ drawing: AuditDraw.Options) throws -> AuditDraw.Drawn {
    var draw = AuditDraw(drawing)
    for path in files {
      var reader = try RecordReader(path: path, options: options)
      let fields = try TagFields(self, reader.plan, drawing)
      var batch = RecordBatch()
      while try reader.read(into: &batch, limit: 4096) {
        for i in batch.records.indices { try add(i, of: batch, path, fields, to: &draw) }
        note(model: batch.value(fields.model, of: 0))
        progress.update(records: read, fraction: nil)
      }
    }
    progress.finish()
    let names = files.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
    let source = AuditKey.Source(
      files: names, records: read, model: models.isEmpty ? nil : models.joined(separator: ", "))
    return try draw.finish(source: source, at: Self.now())
  }

  private mutating func add(
    _ i: Int, of batch: RecordBatch, _ path: String, _ fields: TagFields, to draw: inout AuditDraw
  ) throws {
    let record = batch.records[i]
    read += 1
    if let problem = record.problem {
      draw.addUnreadable()
      // What tagging reported as an error is no news.
      if batch.value(fields.error, of: i) != nil { return }
      if onError == .fail { throw Failure(problem, in: path) }
      problems += 1
      return
    }
    guard record.isTaggable else { return }
    guard let label = fields.label(of: i, in: batch) else { return draw.addUntagged() }
    let text = batch.texts[record.text]
    guard text.contains(where: { $0 > 0x20 }) else { return draw.addUnreadable() }
    let line = "line \(record.line)"
    let id =
      batch.id(of: i).flatMap { $0.isEmpty ? nil : $0 }
      ?? (files.count == 1 ? line : "\(path.split(separator: "/").last ?? "") \(line)")
    let confidence = fields.needsConfidence ? fields.confidence(of: i, in: batch) : nil
    try draw.add(
      recordID: id, text: text, label: label,
      stratum: fields.stratum(of: i, in: batch, label: label, confidence: confidence),
      confidence: confidence, time: try? batch.timestamp(of: i)
    ) {
      AuditDraw.Details(
        confidence: confidence ?? fields.confidence(of: i, in: batch),
        decision: fields.decision(of: i, in: batch),
        channel: batch.value(fields.channel, of: i).flatMap { $0.isEmpty ? nil : $0 })
    }
  }

  private mutating func note(model: String?) {
    if let model, !model.isEmpty, !models.contains(model) { models.append(model) }
  }

  /// The present; `SOURCE_DATE_EPOCH` stands for it where a run must repeat byte by byte.
  static func now() -> Timestamp {
    if let text = getenv("SOURCE_DATE_EPOCH"), let seconds = Int64(String(cString: text)),
      0...253_402_300_799 ~= seconds
    {
      return Timestamp(microseconds: seconds * 1_000_000)
    }
    return Timestamp(microseconds: Int64(time(nil)) * 1_000_000)
  }
}

/// Where the records of one input hold what a draw needs.
private struct TagFields {
  private let label: FieldPath
  let model: FieldPath
  let error: FieldPath
  let channel: FieldPath
  let needsConfidence: Bool
  private let confidence: FieldPath
  private let decision: FieldPath
  private let parts: [Part]

  private enum Part {
    case label, confidence, decision
    case field(FieldPath)
  }

  /// - Throws: `InputError` when a table lacks a column that is needed.
  init(_ frame: AuditFrame, _ plan: ReadPlan, _ drawing: AuditDraw.Options) throws(InputError) {
    if let field = frame.field {
      if plan.isTable {
        let fields = PredictionFields(FieldPath("earshot_\(field)"), confidence: nil)
        (label, confidence, decision) = (fields.label, fields.confidence, fields.decision)
      } else {
        let stem = "earshot.\(field)"
        // The last is the form of flags, which have no decision.
        label = FieldPath("\(stem).label|\(stem).level|\(stem).labels[].label|\(stem)[].flag")
        confidence = FieldPath(
          "\(stem).confidence|\(stem).labels[].confidence|\(stem)[].confidence")
        decision = FieldPath("\(stem).decision|\(stem).labels[].decision")
      }
    } else {
      let fields = PredictionFields(
        FieldPath(frame.labelField ?? ""), confidence: frame.confidenceField)
      (label, confidence, decision) = (fields.label, fields.confidence, fields.decision)
      if let given = frame.confidenceField { try requireColumn(FieldPath(given), plan) }
    }
    try requireColumn(label, plan)
    model = plan.isTable ? "earshot_model" : "earshot.model"
    error = plan.isTable ? "earshot_error" : "earshot.error.code"
    let mapping = plan.mapping
    channel = mapping.channel ?? "channel"
    var parts: [Part] = []
    for name in drawing.stratify {
      switch name {
      case drawing.field, "label": parts.append(.label)
      case "confidence": parts.append(.confidence)
      case "decision": parts.append(.decision)
      default:
        let known: [String: FieldPath?] = [
          "channel": mapping.channel, "account": mapping.account, "agent": mapping.agent,
        ]
        let path = (known[name] ?? nil) ?? FieldPath(name)
        if path.name == name { try requireColumn(path, plan) }
        parts.append(.field(path))
      }
    }
    self.parts = parts
    needsConfidence =
      drawing.allocation == .neyman || drawing.stratify.contains("confidence")
  }

  /// The tag, several joined by `|`; nil where there is none.
  func label(of i: Int, in batch: RecordBatch) -> String? {
    let values = batch.values(label, of: i)
    // Nearly every record: one value that is its own trimmed label.
    if values.count == 1, Self.isPlain(values[0]) { return values[0] }
    let labels = LabelledRecords.labels(label, of: i, in: batch)
    return labels.isEmpty ? nil : labels.joined(separator: "|")
  }

  /// Neither empty nor several, in ASCII, without blanks at its ends.
  private static func isPlain(_ value: String) -> Bool {
    guard let first = value.utf8.first, let last = value.utf8.last else { return false }
    return first > 0x20 && last > 0x20 && value.utf8.allSatisfy { $0 < 0x7F && $0 != 0x7C }
  }

  /// The least of those of several labels; nil where none is a number from 0 to 1.
  func confidence(of i: Int, in batch: RecordBatch) -> Double? {
    let values = batch.values(confidence, of: i)
    if values.count == 1, let number = Double(values[0]) {
      return 0...1 ~= number ? number : nil
    }
    let numbers = values.flatMap { $0.split(separator: "|") }.map {
      Double(String($0).trimmed()) ?? -1
    }
    guard let least = numbers.min(), numbers.allSatisfy({ (0...1).contains($0) }) else {
      return nil
    }
    return least
  }

  /// `auto` where all of several labels are.
  func decision(of i: Int, in batch: RecordBatch) -> String? {
    let all = LabelledRecords.labels(decision, of: i, in: batch)
    return all.count > 1 ? "review" : all.first
  }

  /// `billing.refund, 0.5–0.8`.
  func stratum(
    of i: Int, in batch: RecordBatch, label: String, confidence: Double?
  ) -> String {
    if parts.isEmpty { return "all records" }
    return parts.map { part -> String in
      switch part {
      case .label: return label
      case .confidence: return Self.band(confidence)
      case .decision: return decision(of: i, in: batch) ?? "no decision"
      case .field(let path):
        let value = batch.value(path, of: i) ?? ""
        // A name of a part, not a text: what is longer is told apart by its beginning.
        return value.isEmpty ? "none" : String(value.prefix(80))
      }
    }.joined(separator: ", ")
  }

  /// Bands around the confidences where a team decides: unsure, likely, good, nearly certain.
  private static func band(_ confidence: Double?) -> String {
    guard let confidence else { return "no confidence" }
    if confidence < 0.5 { return "below 0.5" }
    if confidence < 0.8 { return "0.5–0.8" }
    return confidence < 0.95 ? "0.8–0.95" : "0.95–1"
  }
}
