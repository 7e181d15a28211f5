import ArgumentParser
import EarshotInsights
import EarshotLearning
import EarshotRecords
import EarshotTagging
import EarshotText
import FoundationEssentials

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Learns a field from labelled records and writes a model.",
    discussion: """
      EXAMPLES
        earshot train labelled.csv --label-field topic -o topics.earshot
        earshot train banking.csv --where split=train --label-field intent \\
          --text-field text -o bank.earshot --json
        earshot train tickets.jsonl --label-field tags --auto-target 0.97 \\
          -o tags.earshot
        earshot train labelled.csv --label-field topic --from-audits sheet.csv \\
          -o topics-2.earshot
        earshot train mine.csv --label-field reason --base care-en -o mine.earshot

      Labels split by | (or a JSON list) make a multi-label field. The report is of \
      out-of-fold quality: each record is judged by a model that did not learn from \
      it.
      """)

  @Argument(help: ArgumentHelp("Files of labelled records.", valueName: "file"))
  var files: [String]

  @Option(help: ArgumentHelp("Field with the label.", valueName: "field"))
  var labelField: String

  @Option(help: ArgumentHelp("Name of the field that the model will tag.", valueName: "name"))
  var field = "topic"

  @Option(
    name: [.customShort("o"), .long], help: ArgumentHelp("Model to write.", valueName: "file"))
  var output: String

  @Option(
    help: ArgumentHelp("Accuracy that tags marked auto promise to exceed.", valueName: "share"))
  var autoTarget = 0.95

  @Option(
    help: ArgumentHelp(
      "L2 strength C, larger fits closer; chosen by cross-validation without it.", valueName: "c"))
  var strength: Double?

  @Option(
    help: ArgumentHelp(
      "Weigh records alike (none), or labels alike however rare (balanced).", valueName: "how"))
  var classWeights = ClassWeights.none

  @Option(
    help: ArgumentHelp("Version that the model carries in each record.", valueName: "version"))
  var modelVersion = "1.0.0"

  @Option(help: ArgumentHelp("A sentence for the model's card.", valueName: "text"))
  var description: String?

  @Option(help: ArgumentHelp("Seed of folds and of the order of learning.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Filled sheets of audits: labels that reviewers find right replace those given, and records that are only there are learned too.",
      valueName: "sheet"))
  var fromAudits: [String] = []

  @Option(
    help: ArgumentHelp(
      "Reviewer whose judgements decide where others disagree.", valueName: "name"))
  var lead: String?

  @Flag(help: "Print the report as one JSON object.")
  var json = false

  @OptionGroup(title: "Learning") var learning: LearningOptions
  @OptionGroup(title: "Features") var space: SpaceOptions
  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Work") var work: WorkOptions

  enum ClassWeights: String, ExpressibleByArgument, CaseIterable { case none, balanced }

  func validate() throws {
    if files.isEmpty { throw ValidationError("Name a file of labelled records.") }
    let taken = ["schema", "model", "error", "language", "domain"]
    if field.isEmpty || taken.contains(field) {
      throw ValidationError(
        "--field: \"\(field)\" can't be the name of a field. Choose one that is not empty and none of \(taken.joined(separator: ", "))."
      )
    }
    if !(0.5..<1).contains(autoTarget) {
      throw ValidationError("--auto-target: \(autoTarget) is not between 0.5 and 1, as 0.95.")
    }
    if let strength, !(strength > 0 && strength <= 1e6) {
      throw ValidationError("--strength: \(strength) is not between 0 and 1000000.")
    }
    if lead != nil && fromAudits.isEmpty {
      throw ValidationError("--lead goes with --from-audits.")
    }
    try space.validate(hasTone: !learning.tone.isEmpty, sharesSpace: learning.shareSpace != nil)
  }

  func run() throws {
    // Found out before the work: an output that can't be written.
    var out = try OutputFile(path: output, fingerprint: "train", resume: false)
    let progress = Progress(work.progress, verb: "")
    let result: Trainer.Result
    let counts: LabelledRecords.Counts
    let identity: String
    do {
      var audited = try AuditedLabels(sheets: fromAudits, lead: lead, for: [field, labelField])
      let set: TrainingSet
      (set, counts) = try labelledTexts(&audited)
      if !json { warn(counts) }
      audited.note()
      var training = try options()
      training.source += audited.source
      result = try Trainer(training).fit(set) { progress.step($0) }
      identity = try Tagger(bytes: result.bytes, name: output).identity
      try out.write(result.bytes)
    } catch {
      progress.finish()
      out.discard()
      throw error
    }
    // The model is in place before anybody reads of it, and stays when nobody reads the report.
    try out.finish()
    progress.finish()
    if json {
      try Console.out(TrainingReportText.json(result, identity: identity, counts))
    } else {
      for note in Self.notes(result) { Console.note(note) }
      try Console.out(TrainingReportText.table(result, path: output, identity: identity))
    }
    if counts.problems > 0 { throw Failure("", status: ExitStatus.someRecordsReported) }
  }

  private func labelledTexts(
    _ audited: inout AuditedLabels
  ) throws -> (TrainingSet, LabelledRecords.Counts) {
    var set = TrainingSet()
    let taxonomy = try learning.taxonomy.map(TaxonomyFile.read)
    let records = LabelledRecords(
      paths: files, options: try input.readOptions(), onError: input.onError,
      labelField: FieldPath(labelField), otherFields: learning.fields)
    let counts = try records.forEachBatch { path, batch, labelled in
      for (i, given) in labelled {
        let file = files.count == 1 ? nil : path
        guard let labels = audited.labels(of: i, in: batch, file: file, given: given) else {
          continue
        }
        set.append(
          text: batch.texts[batch.records[i].text],
          labels: try learning.labels(
            labels, in: taxonomy, at: "\(path):\(batch.records[i].line)"),
          weight: try learning.weight(of: i, in: batch), group: learning.group(of: i, in: batch),
          calibrates: learning.calibrates(i, in: batch), hasTone: learning.hasTone(i, in: batch))
      }
    }
    audited.addRest(to: &set)
    return (set, counts)
  }

  private func options() throws -> Trainer.Options {
    var options = Trainer.Options()
    options.field = field
    let file = output.split(separator: "/").last.map(String.init) ?? output
    options.name = file.hasSuffix(".earshot") ? String(file.dropLast(8)) : file
    options.version = modelVersion
    options.description = description
    options.source = TrainingSource.name(files, input.filters)
    options.taxonomy = try learning.taxonomy.map(TaxonomyFile.read)
    if let base = learning.base {
      options.base = try BaseModel(contentsOf: ModelFinder.path(of: base))
    }
    if let shared = learning.shareSpace {
      guard options.base?.featurizer(of: shared) != nil else {
        throw Failure("--share-space: --base has no field \"\(shared)\".")
      }
      options.sharedSpace = shared
    }
    options.tone = try tone(options.base)
    options.language = learning.language?.rawValue
    switch space.embedding {
    case "none": break
    case "default":
      options.embedding =
        try options.base?.embedding ?? EmbeddingTable(contentsOf: ModelFinder.embedding())
    default: options.embedding = try EmbeddingTable(contentsOf: space.embedding)
    }
    space.apply(to: &options)
    if let strength { options.strengths = [strength] }
    options.autoTarget = autoTarget
    options.balancesLabels = classWeights == .balanced
    options.seed = seed
    options.threads = work.threadCount
    return options
  }

  private func tone(_ base: BaseModel?) throws(Failure) -> ToneSource? {
    if learning.tone.isEmpty { return nil }
    guard learning.tone == ["base"] else { return try ToneFile.read(learning.tone) }
    guard let tone = base?.tone else {
      throw Failure(
        "--tone base: "
          + (learning.base.map { "\($0) has no words of tone." } ?? "there is no --base."))
    }
    return tone
  }

  private func warn(_ counts: LabelledRecords.Counts) {
    if counts.problems > 0 {
      Console.note(
        "Left out: \(counted(counts.problems, "record")) that could not be read; see `earshot inspect`."
      )
    }
    if counts.unlabelled > 0 {
      Console.note("Left out: \(counted(counts.unlabelled, "record")) without a label.")
    }
  }

  private static func notes(_ result: Trainer.Result) -> [String] {
    var notes: [String] = []
    if !result.labelsSeenOnce.isEmpty {
      let once = result.labelsSeenOnce
      let shown = once.prefix(5).map(Self.shown).joined(separator: ", ")
      notes.append(
        "Note: \(counted(once.count, "label")) with only one record, too few to test: \(shown)\(once.count > 5 ? ", …" : "")."
      )
    }
    for group in result.similarLabels {
      notes.append(
        "Note: these labels differ only by case, blanks or dashes; are they one? \(group.map(Self.shown).joined(separator: ", "))."
      )
    }
    return notes
  }

  /// A label in quotes; a long one may be a customer's text by mistake, which no message carries.
  private static func shown(_ label: String) -> String {
    label.utf8.count <= 40 ? "\"\(label)\"" : "(a label of \(label.utf8.count) bytes)"
  }
}
