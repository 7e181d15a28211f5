import ArgumentParser
import EarshotRecords
import EarshotTagging

struct FilterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "filter",
    abstract:
      "Tags JSON lines from standard input to standard output, one line out for each line in.",
    discussion: """
      EXAMPLES
        tail -f tickets.jsonl | earshot filter --model topics.earshot
        curl -s "$EXPORT" | earshot filter | jq -r .earshot.topic.label

      A blank line comes out blank; a line that is not JSON comes out as an error \
      with its input. Output leaves before the program waits for more input, and \
      standard error stays empty unless it must end.
      """)

  @OptionGroup(title: "Model") var model: ModelOption

  @OptionGroup(title: "Input") var input: InputOptions

  @Flag(help: "Add the words that carried each decision, with their places.")
  var evidence = false

  @Flag(help: "Tag sentences and turns of their own too, and the text by theirs.")
  var segments = false

  @Flag(help: "Hide personal data in the text fields; places count in the text as written.")
  var redact = false

  @OptionGroup(title: "Redaction") var redaction: RedactionOptions

  @Option(
    help: ArgumentHelp(
      "Longer lines lose their evidence, then alternatives, at last segments and markers.",
      valueName: "bytes"))
  var maxOutputLine: Int?

  @Option(help: ArgumentHelp("Threads to use when many lines wait.", valueName: "n"))
  var threads = 1

  func validate() throws {
    if !(1...1024).contains(threads) {
      throw ValidationError("--threads: \(threads) is not between 1 and 1024.")
    }
    if let maxOutputLine, maxOutputLine < 1 {
      throw ValidationError("--max-output-line: \(maxOutputLine) is not a number of bytes above 0.")
    }
    if !["auto", "jsonl", "ndjson"].contains(input.from), Preset(rawValue: input.from) == nil {
      throw ValidationError("filter reads JSON lines. For \(input.from) use `earshot tag`.")
    }
  }

  func run() throws {
    let tagger = try model.open()
    var options = try input.readOptions()
    options.format = .jsonl
    options.keepsEveryLine = true
    var reader = try RecordReader(path: "-", options: options)
    var tagging = RecordTagger.Options()
    tagging.evidence = evidence
    tagging.segments = segments
    tagging.redactor = redact ? try redaction.redactor() : nil
    tagging.maximumLineBytes = maxOutputLine
    tagging.threads = threads
    tagging.skipsProblems = input.onError == .skip
    var tagged = RecordTagger(
      tagger, plan: reader.plan, writing: WriteOptions(), options: tagging)
    var out = try OutputFile(path: nil, fingerprint: "", resume: false)
    var batch = RecordBatch()
    while try reader.read(into: &batch, limit: 4096) {
      let bad = input.onError == .fail ? batch.records.firstIndex { $0.problem != nil } : nil
      for piece in tagged.tag(batch, limit: bad) { try out.write(piece) }
      if let bad { throw Failure(batch.records[bad].problem!, in: "-") }
    }
    if tagged.counts.problems > 0 {
      throw Failure("", status: ExitStatus.someRecordsReported)
    }
  }
}
