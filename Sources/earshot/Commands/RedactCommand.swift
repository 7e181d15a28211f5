import ArgumentParser
import EarshotRecords
import EarshotTagging
import EarshotText

struct RedactCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "redact",
    abstract: "Hides personal data in records; all other bytes stay as they were.",
    discussion: """
      EXAMPLES
        earshot redact tickets.csv -o redacted.csv
        earshot redact export.json.gz --from zendesk --all-fields -o redacted.jsonl
        earshot redact chats.jsonl --kinds EMAIL,PHONE,CARD
        earshot redact tickets.csv --patterns ours.yaml --json-report -o redacted.csv

      E-mail addresses, telephone numbers, cards, bank accounts, identity numbers, \
      postal addresses, names after words such as "my name is", secrets and order \
      numbers become [EMAIL_1], [PHONE_1], …: within a record the same value always \
      the same placeholder. What shows no sign of being personal is not found; \
      docs/redaction.md has the measured shares. Counts go to standard error.
      """)

  @Argument(help: ArgumentHelp("Files to redact; - is standard input.", valueName: "input"))
  var inputs: [String]

  @Flag(help: "Every string and cell, not only the text fields; keys stay.")
  var allFields = false

  @Flag(help: "Add the key earshot with kind and place of what was hidden in the text.")
  var places = false

  @Flag(help: "Write the counts as one JSON object to standard error.")
  var jsonReport = false

  @OptionGroup(title: "Redaction") var redaction: RedactionOptions
  @OptionGroup(title: "Input") var input: InputOptions

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp(
      "File to write; it appears under its name when it is complete.", valueName: "file"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Format to write: jsonl, csv, tsv; without it the name of -o decides, else jsonl.",
      valueName: "format"))
  var to: OutputOptions.Format?

  @Flag(help: "For Excel: byte order mark, and cells that can't run as formulas.")
  var excel = false

  @Option(help: ArgumentHelp("Show progress: auto, always, never.", valueName: "when"))
  var progress = Progress.When.auto

  func validate() throws {
    if inputs.isEmpty { throw ValidationError("Name a file to redact, or - for standard input.") }
    if inputs.count(where: { $0 == "-" }) > 1 {
      throw ValidationError("Standard input can be read only once.")
    }
    if excel, writeOptions.format == .jsonl {
      throw ValidationError("--excel goes with a table: --to csv, or -o NAME.csv.")
    }
    if places, writeOptions.format == .csv || writeOptions.format == .tsv {
      throw ValidationError("--places goes with JSON lines.")
    }
  }

  private var writeOptions: WriteOptions {
    var options = WriteOptions()
    options.format =
      to.flatMap { RecordFormat(rawValue: $0.rawValue) }
      ?? output.flatMap { WriteOptions.format(forName: $0) } ?? (excel ? .csv : nil)
    options.excel = excel
    return options
  }

  func run() throws {
    let redactor = try redaction.redactor()
    let readOptions = try input.readOptions()
    var out = try OutputFile(path: output, fingerprint: "", resume: false)
    var run = RedactRun(
      writing: writeOptions, allFields: allFields, places: places, onError: input.onError,
      progress: Progress(progress, verb: "Redacted"))
    do {
      for path in inputs {
        try run.redact(try RecordReader(path: path, options: readOptions), redactor, to: &out)
      }
    } catch {
      run.progress.finish()
      out.discard()
      throw error
    }
    try out.finish()
    run.progress.finish()
    Console.note(jsonReport ? run.report.json : run.report.text)
    if run.report.problems > 0 {
      throw Failure("", status: ExitStatus.someRecordsReported)
    }
  }
}
