import ArgumentParser
import EarshotInsights
import EarshotLearning
import EarshotRecords
import EarshotTagging

struct AuditSuspectsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "suspects",
    abstract: "Ranks records by how much speaks against their label.",
    discussion: """
      EXAMPLES
        earshot audit suspects labelled.csv --label-field topic
        earshot audit suspects labelled.csv --label-field topic --top 200 \\
          -o suspects.csv --with-text
        earshot audit suspects tickets.jsonl --label-field tags --share 0.05 --json

      Each record is judged by a model that did not learn from it; where the label it \
      was given is improbable and another one is not, somebody may have clicked \
      wrongly. Texts that stand in the file with different labels are named too.

      The list says where to look first. It is not a sample: its share of mistakes \
      says nothing about the file's, and neither it nor the estimated number of wrong \
      labels goes into any accuracy. For a figure that holds, draw with \
      `earshot audit draw`.
      """)

  @Argument(help: ArgumentHelp("Files of labelled records.", valueName: "file"))
  var files: [String]

  @Option(help: ArgumentHelp("Field with the label to be doubted.", valueName: "field"))
  var labelField: String

  @Option(
    help: ArgumentHelp(
      "List so many records; without it as many as are estimated to be wrong.", valueName: "n"))
  var top: Int?

  @Option(help: ArgumentHelp("List this share of the records.", valueName: "share"))
  var share: Double?

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("Table of the suspects to write, CSV.", valueName: "suspects.csv"))
  var output: String?

  @Flag(help: "Put the texts into the list too.")
  var withText = false

  @Flag(help: "For Excel: byte order mark and its line ends.")
  var excel = false

  @Flag(help: "Print the list as one JSON object.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "Write all out-of-fold probabilities, CSV, for other tools.", valueName: "file"))
  var probabilities: String?

  @Option(
    help: ArgumentHelp(
      "Table of word meanings beside the words: default, none, or a path.", valueName: "table"))
  var embedding = "default"

  @Option(help: ArgumentHelp("Seed of folds and of the order of learning.", valueName: "n"))
  var seed: UInt64 = 1

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Work") var work: WorkOptions

  func validate() throws {
    if files.isEmpty { throw ValidationError("Name a file of labelled records.") }
    if top != nil && share != nil {
      throw ValidationError("--top and --share both say how long the list is; name one of them.")
    }
    if let top, top < 1 { throw ValidationError("--top: \(top) is not 1 or more.") }
    if let share, !(share > 0 && share <= 1) {
      throw ValidationError("--share: \(share) is not between 0 and 1, as 0.05.")
    }
    if excel && output == nil { throw ValidationError("--excel goes with -o.") }
    for (name, path) in [("-o", output), ("--probabilities", probabilities)] where path == "-" {
      throw ValidationError("\(name): name a file; standard output is for the report.")
    }
  }

  func run() throws {
    try SameFile.refuse(outputs: [output, probabilities], inputs: files)
    let progress = Progress(work.progress, verb: "")
    let records = try read()
    let judged: OutOfFold
    do {
      judged = try Trainer(try options()).outOfFold(records.set) { progress.step($0) }
    } catch {
      progress.finish()
      throw error
    }
    progress.finish()
    let ranked =
      judged.isMultiLabel
      ? SuspiciousLabels(judged.probabilities, severalGiven: judged.given)
      : SuspiciousLabels(judged.probabilities, given: judged.given.map { $0[0] })
    let list = SuspectList(records, judged, ranked, count: count(ranked), withText: withText)
    if let probabilities {
      try Self.write(SuspectTable.probabilities(records, judged), to: probabilities)
    }
    if let output { try Self.write(SuspectTable.csv(list, excel: excel), to: output) }
    if json {
      try Console.out(ReportText.json(list))
    } else {
      let shown = output != nil ? 0 : top ?? (share == nil ? 20 : list.suspects.count)
      try Console.out(SuspectText.table(list, shown: shown, path: output))
    }
    if records.counts.problems > 0 {
      throw Failure(leftOut: records.counts.problems)
    }
  }

  /// How long the list is.
  private func count(_ ranked: SuspiciousLabels) -> Int {
    let n = ranked.ranking.count
    if let top { return min(top, n) }
    if let share { return min(n, Int((share * Double(n)).rounded(.up))) }
    // Where labels may stand together, those with a label that is more likely wrong than right.
    let estimated =
      ranked.estimate.map { Int($0.wrong.rounded(.up)) } ?? ranked.ranking.count { $0.score > 0.5 }
    return min(n, max(estimated, 20))
  }

  private func read() throws -> SuspectRecords {
    var records = SuspectRecords(files: files)
    let labelled = LabelledRecords(
      paths: files, options: try input.readOptions(), onError: input.onError,
      labelField: FieldPath(labelField))
    records.counts = try labelled.forEachBatch { path, batch, labelled in
      for (i, labels) in labelled { records.add(i, of: batch, in: path, labels: labels) }
    }
    return records
  }

  private func options() throws -> Trainer.Options {
    var options = Trainer.Options()
    switch embedding {
    case "none": break
    case "default": options.embedding = try EmbeddingTable(contentsOf: ModelFinder.embedding())
    default: options.embedding = try EmbeddingTable(contentsOf: embedding)
    }
    options.features.characterLengths = options.embedding == nil ? 2...5 : nil
    options.seed = seed
    options.threads = work.threadCount
    return options
  }

  private static func write(_ bytes: [UInt8], to path: String) throws {
    var file = try OutputFile(path: path, fingerprint: "audit suspects", resume: false)
    do {
      try file.write(bytes)
    } catch {
      file.discard()
      throw error
    }
    try file.finish()
  }
}

/// The labelled records, and where each stands.
struct SuspectRecords {
  let files: [String]
  var set = TrainingSet()
  var counts = LabelledRecords.Counts()
  private(set) var ids: [String] = []
  private(set) var places: [(file: Int, line: Int)] = []
  private(set) var sameTexts = SameTexts()

  init(files: [String]) { self.files = files }

  mutating func add(_ i: Int, of batch: RecordBatch, in path: String, labels: [String]) {
    let record = batch.records[i]
    let text = batch.texts[record.text]
    set.append(text: text, labels: labels)
    sameTexts.add(text)
    places.append((files.firstIndex(of: path) ?? 0, record.line))
    let id = batch.id(of: i) ?? ""
    ids.append(id.isEmpty ? "line \(record.line)" : id)
  }

  func text(of record: Int) -> String {
    set.withText(record) { text in
      var bytes: [UInt8] = []
      for i in text.indices { bytes.append(text[i]) }
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}
