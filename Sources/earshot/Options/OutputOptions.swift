import ArgumentParser
import EarshotRecords

/// Where tagged records go, and in which shape.
struct OutputOptions: ParsableArguments {
  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp(
      "File to write; it appears under its name when it is complete.", valueName: "file"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Format to write: jsonl, csv, tsv; without it the name of -o decides, else jsonl.",
      valueName: "format"))
  var to: Format?

  @Flag(help: "For Excel: byte order mark, and cells that can't run as formulas.")
  var excel = false

  @Flag(help: "Add the words that carried each decision, with their places.")
  var evidence = false

  @Flag(help: "Tag sentences and turns of their own too, and the text by theirs.")
  var segments = false

  @Flag(help: "Hide personal data in the text fields; places count in the text as written.")
  var redact = false

  @Flag(help: "Go on where an earlier run with the same arguments was stopped; needs -o.")
  var resume = false

  enum Format: String, ExpressibleByArgument { case jsonl, csv, tsv }

  func validate() throws {
    if resume && (output ?? "-") == "-" {
      throw ValidationError("--resume needs an output file: name one with -o.")
    }
    if excel && writeOptions.format == .jsonl {
      throw ValidationError("--excel goes with a table: --to csv, or -o NAME.csv.")
    }
  }

  /// The options as the encoder takes them.
  var writeOptions: WriteOptions {
    var options = WriteOptions()
    options.format =
      to.flatMap { RecordFormat(rawValue: $0.rawValue) }
      ?? output.flatMap { WriteOptions.format(forName: $0) } ?? (excel ? .csv : nil)
    options.excel = excel
    return options
  }
}
