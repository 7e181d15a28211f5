import ArgumentParser
import EarshotRecords

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Shows what would be read from files, and under which mapping. Changes nothing.",
    discussion: """
      EXAMPLES
        earshot inspect tickets.csv
        earshot inspect export.json.gz --from zendesk
        earshot inspect survey.tsv --text-field answer --json
      """)

  @Argument(help: ArgumentHelp("Files to look at; - is standard input.", valueName: "input"))
  var inputs: [String]

  @Flag(help: "Print one JSON object a file.")
  var json = false

  @OptionGroup(title: "Input") var input: InputOptions

  func validate() throws {
    if inputs.isEmpty { throw ValidationError("Name a file to look at, or - for standard input.") }
  }

  func run() throws {
    let options = try input.readOptions()
    var problems = 0
    for (number, path) in inputs.enumerated() {
      let finding = try Inspection(path: path, options: options)
      problems += finding.problems
      if json {
        try Console.out(ReportText.json(finding))
      } else {
        try Console.out((number > 0 ? "\n" : "") + finding.text)
      }
    }
    if problems > 0 { throw Failure("", status: ExitStatus.someRecordsReported) }
  }
}

/// What one file holds.
struct Inspection: Encodable {
  let path: String
  let format: String
  let compressed: Bool
  let encoding: String
  let columns: [String]
  /// Why the mapping is in use, and which field is what.
  let mapping_reason: String
  let mapping: [String: [String]]
  private(set) var records = 0
  private(set) var readable = 0
  private(set) var empty_texts = 0
  private(set) var left_out_by_where = 0
  private(set) var problems = 0
  /// By code: how many, and the first line with it.
  private(set) var problem_kinds: [String: Kind] = [:]
  private(set) var unreadable_times = 0
  private(set) var first_time: String?
  private(set) var last_time: String?
  /// Mean bytes of a text.
  private(set) var mean_text_bytes = 0

  struct Kind: Encodable {
    var count: Int
    let first_line: Int
    let first_message: String
  }

  init(path: String, options: ReadOptions) throws(InputError) {
    var reader = try RecordReader(path: path, options: options)
    let plan = reader.plan
    self.path = path
    format = plan.format.rawValue + (plan.isEmpty ? " (empty)" : "")
    compressed = plan.isGzip
    encoding = plan.encoding.rawValue
    columns = plan.columns
    mapping_reason = plan.mappingReason
    let mapping = plan.fields.reduce(into: [:]) { mapping, field in
      mapping[field.role, default: []].append(field.name)
    }
    self.mapping = mapping
    try count(&reader)
  }

  private mutating func count(_ reader: inout RecordReader) throws(InputError) {
    var batch = RecordBatch()
    var bytes = 0
    var first: Timestamp?
    var last: Timestamp?
    while try reader.read(into: &batch, limit: 4096) {
      for i in batch.records.indices {
        let record = batch.records[i]
        records += 1
        if let problem = record.problem {
          problems += 1
          problem_kinds[
            problem.code.rawValue,
            default: Kind(count: 0, first_line: problem.line, first_message: problem.message)
          ].count += 1
          continue
        }
        guard record.isTaggable else { continue }
        readable += 1
        bytes += record.text.count
        if record.text.isEmpty { empty_texts += 1 }
        do throws(RecordProblem) {
          if let time = try batch.timestamp(of: i) {
            first = min(first ?? time, time)
            last = max(last ?? time, time)
          }
        } catch {
          unreadable_times += 1
        }
      }
    }
    left_out_by_where = reader.filteredRecords
    first_time = first?.description
    last_time = last?.description
    mean_text_bytes = readable == 0 ? 0 : bytes / readable
  }

  var text: String {
    if format.hasSuffix("(empty)") { return "\(path): empty" }
    var lines = [
      "\(path): \(format)\(compressed ? ", gzip" : ""), \(encoding)",
      "  records    \(grouped(records)), of which \(grouped(readable)) readable",
    ]
    if left_out_by_where > 0 {
      lines.append("  left out   \(grouped(left_out_by_where)) by --where")
    }
    if empty_texts > 0 { lines.append("  empty      \(counted(empty_texts, "text"))") }
    lines.append("  texts      \(grouped(mean_text_bytes)) bytes on average")
    if let first_time, let last_time { lines.append("  times      \(first_time) to \(last_time)") }
    if unreadable_times > 0 {
      lines.append("  times      \(grouped(unreadable_times)) can't be read; see --time-format")
    }
    lines.append("  mapping    \(mapping_reason)")
    for role in ["text", "id", "time", "author", "channel", "account", "agent", "score", "tags"] {
      if let fields = mapping[role] {
        lines.append("    \(role.padded(9))\(fields.joined(separator: ", "))")
      }
    }
    lines.append("  fields     \(columns.joined(separator: ", "))")
    // The most frequent first.
    let kinds = problem_kinds.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
    for (code, kind) in kinds {
      lines.append(
        "  problem    \(grouped(kind.count)) × \(code), first on line \(kind.first_line): \(kind.first_message)"
      )
    }
    return lines.joined(separator: "\n")
  }
}
