import ArgumentParser
import EarshotRecords
import EarshotTagging
import EarshotText
import Glibc

struct TagCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tag",
    abstract: "Tags files of records: CSV, TSV, JSON, JSON lines, gzip of any.",
    discussion: """
      EXAMPLES
        earshot tag tickets.csv -o tagged.jsonl
        earshot tag zendesk.json.gz --from zendesk --model topics.earshot \\
          -o tagged.csv --excel
        earshot tag reviews.csv --text-field title,review --where lang=en --evidence
        earshot tag huge.jsonl -o tagged.jsonl --resume

      Every field of the input stays as it was; the answer is one key, earshot, or in \
      a table the columns earshot_topic, earshot_topic_confidence, … Exit status 3: \
      done, but some records were reported as errors.
      """)

  @Argument(help: ArgumentHelp("Files to tag; - is standard input.", valueName: "input"))
  var inputs: [String]

  @OptionGroup(title: "Model") var model: ModelOption
  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Redaction") var redaction: RedactionOptions
  @OptionGroup(title: "Work") var work: WorkOptions

  @Option(help: ArgumentHelp("Records read at a time.", valueName: "n"))
  var batch = 8192

  func validate() throws {
    if inputs.isEmpty { throw ValidationError("Name a file to tag, or - for standard input.") }
    if inputs.count(where: { $0 == "-" }) > 1 {
      throw ValidationError("Standard input can be read only once.")
    }
    if !(1...1_000_000).contains(batch) {
      throw ValidationError("--batch: \(batch) is not between 1 and 1000000.")
    }
  }

  func run() throws {
    let tagger = try model.open()
    let writing = output.writeOptions
    let readOptions = try input.readOptions()
    let redactor = output.redact ? try redaction.redactor() : nil
    var out = try OutputFile(
      path: output.output, fingerprint: fingerprint(tagger, writing), resume: output.resume)
    var run = TagRun(
      options: taggingOptions(redactor), stopsAtProblem: input.onError == .fail, batch: batch,
      progress: Progress(work.progress, verb: "Tagged"), totalBytes: totalBytes,
      skip: out.resumedRecords, problems: out.resumedCounters["problems"] ?? 0)
    do {
      for (number, path) in inputs.enumerated() {
        let reader = try RecordReader(path: path, options: readOptions)
        try run.tag(
          reader, readsAhead: work.threadCount > 1 && fileSize(path) != nil, with: tagger,
          writing: writing, isFirst: number == 0 && !out.isResumed, to: &out)
      }
    } catch {
      run.progress.finish()
      // Kept is what a later run can resume; a run that the user's own rule ended can't be.
      if error is Failure || (run.read == 0 && !out.isResumed) {
        out.discard()
        throw error
      }
      throw withNextStep(error)
    }
    let isWhole = !out.isResumed
    try out.finish()
    run.progress.finish()
    if run.progress.isShown, let file = output.output {
      Console.note(run.summary(tagger, file: file, isWhole: isWhole))
    }
    try report(run)
  }

  /// What can still be done with the part of the output that was written.
  private func withNextStep(_ error: any Error) -> any Error {
    guard let file = output.output, let size = fileSize("\(file).partial"), size > 0 else {
      return error
    }
    switch error {
    case let error as InputError:
      return Failure("\(error.message) What was tagged before that is in \(file).partial.")
    case OutputError.diskFull:
      return Failure(
        "\(file): the disk is full. Free some space; the same command with --resume goes on from what was stored."
      )
    default: return error
    }
  }

  /// Of all inputs; nil when one of them has no size, as a pipe.
  private var totalBytes: Int? {
    let sizes = inputs.map(fileSize)
    return sizes.contains(nil) ? nil : sizes.reduce(0) { $0 + ($1 ?? 0) }
  }

  private func fileSize(_ path: String) -> Int? {
    var status = stat()
    // "-" is standard input, whatever lies in the folder.
    guard path != "-", stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    return Int(status.st_size)
  }

  private func taggingOptions(_ redactor: Redactor?) -> RecordTagger.Options {
    var options = RecordTagger.Options()
    options.evidence = output.evidence
    options.segments = output.segments
    options.redactor = redactor
    options.threads = work.threadCount
    options.skipsProblems = input.onError == .skip
    return options
  }

  /// What a person wants to know at the end; nothing when all went well and nobody looks on.
  private func report(_ run: TagRun) throws(Failure) {
    if run.read == 0 { Console.note("earshot: there was no record to tag in \(names(inputs)).") }
    if run.problems > 0 {
      Console.error(
        Failure.unreadable(run.problems, of: run.read, isSkipped: input.onError == .skip))
      throw Failure("", status: ExitStatus.someRecordsReported)
    }
  }

  private func names(_ paths: [String]) -> String {
    paths.map { $0 == "-" ? "standard input" : $0 }.joined(separator: ", ")
  }

  /// All that decides the bytes of the output, on one line.
  private func fingerprint(_ tagger: Tagger, _ writing: WriteOptions) -> String {
    let files =
      (inputs.filter { $0 != "-" } + model.tone
      + [input.mapping, output.redact ? redaction.patterns : nil].compactMap { $0 }).map {
        path -> String in
        var status = stat()
        guard stat(path, &status) == 0 else { return path }
        return "\(path):\(status.st_size):\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
      }
    let fields = [
      input.textField, input.idField, input.timeField, input.timeFormat, input.authorField,
    ]
    let parts: [String] =
      [tagger.identity, input.from, input.encoding ?? "", input.onError.rawValue]
      + [
        writing.format?.rawValue ?? "", "\(writing.excel)", "\(output.evidence)",
        "\(output.segments)",
        "\(output.redact)",
      ]
      + (output.redact ? [redaction.kinds ?? ""] : [])
      + fields.map { $0 ?? "" } + input.filters + files
    return String(parts.joined(separator: " ").map { $0.isNewline ? " " : $0 })
  }
}
