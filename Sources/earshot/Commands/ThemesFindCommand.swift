import ArgumentParser
import EarshotInsights
import EarshotRecords
import EarshotStore
import EarshotTagging
import EarshotText

struct ThemesFindCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "find", abstract: "Finds themes in files (what `earshot themes FILE` does).")

  @Argument(help: ArgumentHelp("Files to read; - is standard input.", valueName: "input"))
  var inputs: [String] = []

  @Option(
    name: .customLong("k"),
    help: ArgumentHelp(
      "How many themes; auto finds the number that halves of the records agree on.",
      valueName: "n|auto"))
  var count = "auto"

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp(
      "File for the themes, JSON lines; standard output without it.", valueName: "file"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Also write each record with its theme (.jsonl, .csv, .tsv).", valueName: "file"))
  var assign: String?

  @Option(help: ArgumentHelp("Also write a page with a map, trends and quotes.", valueName: "file"))
  var html: String?

  @Option(
    help: ArgumentHelp(
      "Keeps themes, their ids and what became of them; made when it is not there.",
      valueName: "file"))
  var workspace: String?

  @Flag(help: "Keep the texts of quotes, without personal data, in the workspace.")
  var keepText = false

  @Option(
    help: ArgumentHelp(
      "Model that tags a sample of each theme, for sentiment, frustration and topic; none for no tags.",
      valueName: "model"))
  var model = "care-en"

  @Option(
    help: ArgumentHelp(
      "Distinct texts that themes are learned from; all are placed.", valueName: "n"))
  var sample = 40_000

  @Option(
    help: ArgumentHelp(
      "Another one chooses another sample where there are more distinct texts; printed.",
      valueName: "n"))
  var seed: UInt64 = 1

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Redaction of quotes") var redaction: RedactionOptions
  @OptionGroup(title: "Work") var work: WorkOptions

  func validate() throws {
    if inputs.isEmpty { throw ValidationError("Name a file of records, or - for standard input.") }
    if inputs.count(where: { $0 == "-" }) > 1 {
      throw ValidationError("Standard input can be read only once.")
    }
    if count != "auto" {
      guard let k = Int(count), (1...2000).contains(k) else {
        throw ValidationError("--k: \"\(count)\" is neither auto nor a number from 1 to 2000.")
      }
    }
    if assign != nil, inputs.contains("-") {
      throw ValidationError(
        "--assign reads its input twice: name a file instead of standard input.")
    }
    if keepText, workspace == nil { throw ValidationError("--keep-text goes with --workspace.") }
    if !(100...200_000).contains(sample) {
      throw ValidationError("--sample: \(sample) is not between 100 and 200000.")
    }
    for (name, path) in [("--assign", assign), ("--html", html)] where path == "-" {
      throw ValidationError("\(name): name a file; standard output is for the themes.")
    }
  }

  func run() throws {
    try SameFile.refuse(outputs: [output, assign, html, self.workspace], inputs: inputs)
    if assign != nil { try ThemeInput.requireFiles(inputs) }
    let table = try EmbeddingTable(contentsOf: ModelFinder.embedding())
    let tagger = try model == "none" ? nil : Tagger(contentsOf: ModelFinder.path(of: model))
    let redactor = try redaction.redactor()
    var progress = Progress(work.progress, verb: "Read")
    var reading = try ThemeInput(inputs, input)
    try reading.read(&progress)
    let workspace = try self.workspace.map { try Workspace(path: $0, create: true) }
    let last = try workspace?.latestThemes()
    let old = try last.map { try ThemeSearch.model(of: $0, table, path: self.workspace!) }
    var search = ThemeSearch(reading.records, table: table, threads: work.threadCount)
    search.progress = { [progress] in progress.step($0) }
    search.find(options, last: last, old)
    search.describe(
      last: last, old, redactor: redactor, tagger: reading.records.isTagged ? nil : tagger)
    progress.finish()
    // First what must not be lost: ids that no workspace knows would be worth nothing.
    if !search.themes.isEmpty {
      try workspace?.saveThemes(
        search.stored(seed: seed, keepText: keepText), after: last?.run, lastEvent: last?.lastEvent)
    }
    var lines: [UInt8] = []
    for theme in search.themes { lines += ThemeEncoder.line(theme) + [0x0A] }
    try Self.write(lines, to: output)
    if let assign {
      var writing = WriteOptions()
      writing.format = WriteOptions.format(forName: assign)
      try AssignedRecords(input: reading, writing: writing).write(
        search.places, themes: search.ofModel, to: assign)
    }
    if let html { try Self.write(page(search, last: last), to: html) }
    Console.note(
      ThemeText.summary(search, seed: seed, hasWorkspace: workspace != nil, isFirst: last == nil))
    if search.themes.isEmpty, let path = self.workspace {
      Console.note("No theme was found, so \(path) stays as it was.")
    }
    if reading.timeless > 0 {
      Console.note(
        "\(counted(reading.timeless, "time")) could not be read; trends are without them.")
    }
    try reading.endIfProblems()
  }

  private func page(_ search: ThemeSearch, last: ThemeSnapshot?) -> [UInt8] {
    let n = search.withoutTheme - search.withoutWords
    let reasons =
      (n > 0 ? [("too far from every theme", n)] : [])
      + (search.withoutWords > 0 ? [("no known word", search.withoutWords)] : [])
    var notes: [String] = []
    if search.copiesFound > 0 {
      notes.append(
        "\(counted(search.copiesFound, "record is a near copy", plural: "records are near copies")) of others and counted once while themes were looked for."
      )
    }
    if !search.trials.isEmpty {
      notes.append(ThemeText.stability(search.trials, chosen: search.chosenCount))
    }
    var report = ThemeReport(
      themes: search.themes, records: search.records.count, withoutTheme: search.withoutTheme,
      reasons: reasons, source: inputs.map(Self.fileName).joined(separator: ", "),
      version: Earshot.version, seed: seed,
      notes: notes,
      events: last == nil
        ? [] : (search.lineage?.events ?? []).filter { $0.kind != .kept }.map(ThemeText.event))
    report.trendDays = search.trendDays
    return report.html()
  }

  private static func fileName(_ path: String) -> String {
    path == "-" ? "standard input" : path.split(separator: "/").last.map(String.init) ?? path
  }

  private var options: ThemeFinder.Options {
    var options = ThemeFinder.Options()
    options.themeCount = Int(count)
    options.sampleSize = sample
    options.seed = seed
    options.threads = work.threadCount
    return options
  }

  static func write(_ bytes: [UInt8], to path: String?) throws {
    var file = try OutputFile(path: path, fingerprint: "themes", resume: false)
    do { try file.write(bytes) } catch {
      file.discard()
      throw error
    }
    try file.finish()
  }
}
