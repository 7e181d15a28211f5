import ArgumentParser
import EarshotInsights
import EarshotRecords
import EarshotStore
import EarshotTagging
import EarshotText

struct WatchRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Watches records (what `earshot watch FILE` does).")

  enum Clock: String, ExpressibleByArgument, CaseIterable { case records, system }

  @Argument(help: ArgumentHelp("Files to read; - is standard input.", valueName: "input"))
  var inputs: [String] = []

  @Option(
    help: ArgumentHelp(
      "What is known, alarms and what became of them; made when it is not there.",
      valueName: "file"))
  var workspace: String

  @Option(
    help: ArgumentHelp(
      "False alarms that you put up with, over everything that is watched.", valueName: "n/30d"))
  var budget = WatchBudget(argument: "1/30d")!

  @Option(
    help: ArgumentHelp(
      "What time it is: that of the newest record, or this machine's (records older than a day are history then).",
      valueName: "records|system"))
  var clock = Clock.records

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp(
      "File for the alarms, JSON lines; standard output without it. From a pipe they are appended as they are raised.",
      valueName: "file"))
  var output: String?

  @Flag(help: "End with status 5 when an alarm was raised.")
  var exitCode = false

  @Flag(help: "Keep the texts of quotes, without personal data, in the workspace for good.")
  var keepText = false

  @Option(
    help: ArgumentHelp(
      "Model that says what records are about; none watches for new themes only.",
      valueName: "model"))
  var model = "care-en"

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Redaction of quotes") var redaction: RedactionOptions
  @OptionGroup(title: "Work") var work: WorkOptions

  func validate() throws {
    if inputs.isEmpty { throw ValidationError("Name a file of records, or - for standard input.") }
    if inputs.count(where: { $0 == "-" }) > 1 {
      throw ValidationError("Standard input can be read only once.")
    }
  }

  func run() throws {
    try SameFile.refuse(outputs: [output, workspace], inputs: inputs)
    let table = try EmbeddingTable(contentsOf: ModelFinder.embedding())
    let tagger = try model == "none" ? nil : Tagger(contentsOf: ModelFinder.path(of: model))
    var reading = try WatchInput(
      tagger: tagger, table: table, input: input, threads: work.threadCount)
    let webhook = try Webhook.configured()
    let isOrdered = try reading.areOrdered(inputs)
    // What may run for ever writes each line where it belongs at once; a file made from files is whole or not there.
    let isStream = !inputs.allSatisfy(WatchInput.isRegular)
    let out = try AlarmOutput(output, appends: isStream)
    var options = EmergenceDetector.Options()
    options.budgetPer30Days = budget.per30Days
    var progress = Progress(work.progress, verb: "Watched")
    let store = try Workspace(path: workspace, create: true)
    var run = try WatchRun(
      store, options: options, model: tagger?.identity ?? "none", embedding: table.identity,
      redactor: redaction.redactor(), usesSystemClock: clock == .system, keepText: keepText)
    var pace = Webhook.Pace()
    // A file from files is complete only at the end; else lines leave at once.
    func tell() throws {
      let lines = try run.lines()
      if !lines.isEmpty {
        try out.write(lines)
        pace.raise()
      }
      if output == nil || isStream { try run.markTold() }
    }
    // One that hangs must not keep the stream waiting: at pauses only, and for a short while.
    func deliver() throws {
      guard let webhook else {
        pace.note(.init())
        return try store.dropDeliveries()
      }
      let delivery = webhook.deliver(from: store)
      pace.note(delivery)
      if let problem = WatchText.problem(delivery, of: webhook) { Console.error(problem) }
    }
    do {
      try tell()
      if isOrdered {
        try reading.read(inputs) { items, isPause in
          try run.take(items, isPause: isPause)
          try tell()
          if isPause, pace.isDue() { try deliver() }
          progress.update(records: run.watched, fraction: nil)
        }
      } else {
        var all: [WatchInput.Item] = []
        try reading.read(inputs) { items, _ in all += items }
        all.sort { $0.record.time < $1.record.time }
        for start in stride(from: 0, to: all.count, by: 4096) {
          try run.take(Array(all[start..<min(start + 4096, all.count)]), isPause: false)
          try tell()
          progress.update(records: run.watched, fraction: nil)
        }
      }
      try run.finish()
      try tell()
    } catch {
      out.discard()
      throw error
    }
    try out.finish()
    try run.markTold()
    progress.finish()
    if !isOrdered { Console.note("The records were not in the order of time and were sorted.") }
    Console.note(WatchText.summary(run, budget: budget))
    try deliver()
    if exitCode, !run.raised.isEmpty {
      do { try reading.endIfProblems() } catch { Console.error(error.message) }
      throw Failure("", status: ExitStatus.alarmRaised)
    }
    try reading.endIfProblems()
  }
}

/// Where the lines of a run go.
private final class AlarmOutput {
  private var file: OutputFile?

  /// - Parameter appends: to a file, so that what is written is there at once, and what was there stays.
  init(_ path: String?, appends: Bool) throws(OutputError) {
    if let path, path != "-", appends {
      file = try OutputFile(appendingTo: path)
    } else {
      file = try OutputFile(path: path, fingerprint: "watch", resume: false)
    }
  }

  func write(_ bytes: [UInt8]) throws(OutputError) { try file?.write(bytes) }

  func finish() throws(OutputError) { try file.take()?.finish() }

  func discard() { file.take()?.discard() }
}
