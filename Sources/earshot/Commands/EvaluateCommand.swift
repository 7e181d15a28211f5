import ArgumentParser
import EarshotLearning
import EarshotNumerics
import EarshotRecords
import EarshotTagging

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measures tags against labels: a model's, or those that any other tool gave.",
    discussion: """
      EXAMPLES
        earshot evaluate check.csv --model topics.earshot --label-field topic
        earshot evaluate all.csv --where split=test --model topics.earshot \\
          --label-field topic --json
        earshot evaluate tagged.jsonl --predictions earshot.topic.label \\
          --label-field topic
        earshot evaluate export.csv --predictions intent --label-field checked \\
          --minimum-accuracy 0.9

      With --minimum-accuracy the exit status is 2 when the accuracy is below it.
      """)

  @Argument(help: ArgumentHelp("Files of labelled records.", valueName: "file"))
  var files: [String]

  @Option(help: ArgumentHelp("Field with the right label.", valueName: "field"))
  var labelField: String

  @Option(
    help: ArgumentHelp("Field of the model to measure; its first without it.", valueName: "name"))
  var field: String?

  @Option(
    help: ArgumentHelp(
      "Field with a tag that was given by any tool; then no model is used.", valueName: "field"))
  var predictions: String?

  @Option(
    help: ArgumentHelp("Field with the confidence of that tag, 0 to 1.", valueName: "field"))
  var confidenceField: String?

  @Option(
    help: ArgumentHelp("Exit with status 2 when the accuracy is below this.", valueName: "share"))
  var minimumAccuracy: Double?

  @Flag(help: "Print the report as one JSON object.")
  var json = false

  @OptionGroup(title: "Model") var model: ModelOption
  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Work") var work: WorkOptions

  func validate() throws {
    if files.isEmpty { throw ValidationError("Name a file of labelled records.") }
    if confidenceField != nil && predictions == nil {
      throw ValidationError("--confidence-field goes with --predictions.")
    }
    if let minimumAccuracy, !(0...1).contains(minimumAccuracy) {
      throw ValidationError("--minimum-accuracy: \(minimumAccuracy) is not between 0 and 1.")
    }
  }

  func run() throws {
    var options = try input.readOptions()
    let outcomes: [Outcome]
    let counts: LabelledRecords.Counts
    let isMultiLabel: Bool
    let judged: String
    var learnedFrom: String?
    if let predictions {
      // Tags that were given need no text: any field will do as one.
      if options.textFields.isEmpty && options.mapping == nil && options.preset == nil {
        options.textFields = [FieldPath(labelField)]
      }
      (outcomes, counts) = try given(
        FieldPath(predictions), labelled(options, needsText: false))
      isMultiLabel = outcomes.contains { $0.truth.count > 1 || $0.guess.count > 1 }
      judged = "tags in \(predictions)"
    } else {
      let tagger = try model.open()
      let number = try fieldNumber(tagger)
      (outcomes, counts) = try tagged(tagger, number, labelled(options))
      isMultiLabel = tagger.fields[number].isMultiLabel
      judged = "\(tagger.identity), field \(tagger.fields[number].name)"
      learnedFrom = tagger.card.fields[number].auto.calibrated_on.source
    }
    guard !outcomes.isEmpty else {
      throw Failure(
        "There is no record with a label in \(labelField) to compare with (\(counted(counts.read, "record")) read). Check --label-field and --where with `earshot inspect`."
      )
    }
    let report = EvaluationReport(outcomes, isMultiLabel: isMultiLabel)
    if json {
      try Console.out(ReportText.json(report))
    } else {
      try Console.out("\(judged), against labels in \(labelField)\n\(ReportText.table(report))")
      if counts.unlabelled > 0 {
        Console.note("Left out: \(counted(counts.unlabelled, "record")) without a label.")
      }
      if let learnedFrom, learnedFrom == TrainingSource.name(files, input.filters) {
        Console.note(
          "Note: the model learned from records of the same name (\(learnedFrom)). How good it is on new records is in `earshot model show`."
        )
      }
    }
    if let minimumAccuracy, report.accuracy < minimumAccuracy {
      throw Failure(
        "Accuracy \(ReportText.points(report.accuracy)) is below the minimum of \(minimumAccuracy).",
        status: ExitStatus.gateNotHeld)
    }
    if counts.problems > 0 {
      throw Failure(leftOut: counts.problems)
    }
  }

  private func labelled(_ options: ReadOptions, needsText: Bool = true) -> LabelledRecords {
    LabelledRecords(
      paths: files, options: options, onError: input.onError, labelField: FieldPath(labelField),
      needsText: needsText)
  }

  private func fieldNumber(_ tagger: Tagger) throws(Failure) -> Int {
    guard let field else { return 0 }
    guard let number = tagger.fields.firstIndex(where: { $0.name == field }) else {
      let known = tagger.fields.map(\.name).joined(separator: ", ")
      throw Failure("\(tagger.identity) has no field \"\(field)\". Its fields: \(known).")
    }
    return number
  }

  /// What a model says of each record.
  private func tagged(
    _ tagger: Tagger, _ field: Int, _ records: LabelledRecords
  ) throws -> ([Outcome], LabelledRecords.Counts) {
    var outcomes: [Outcome] = []
    let counts = try records.forEachBatch { _, batch, labelled in
      let chunk = 256
      let pieces = Workers.map(
        (labelled.count + chunk - 1) / chunk, threads: work.threadCount
      ) {
        tagger.makeScratch()
      } body: { number, scratch in
        labelled[number * chunk..<min((number + 1) * chunk, labelled.count)].map { i, labels in
          tagger.outcome(
            of: batch.texts.span.extracting(batch.records[i].text), truth: labels, field: field,
            using: &scratch)
        }
      }
      outcomes += pieces.joined()
    }
    return (outcomes, counts)
  }

  /// What any tool said of each record, read from the record itself.
  private func given(
    _ predictions: FieldPath, _ records: LabelledRecords
  ) throws -> ([Outcome], LabelledRecords.Counts) {
    let fields = PredictionFields(predictions, confidence: confidenceField)
    var outcomes: [Outcome] = []
    let counts = try records.forEachBatch { path, batch, labelled in
      for (i, labels) in labelled {
        outcomes.append(try fields.outcome(of: i, in: batch, path: path, labels))
      }
    }
    if !outcomes.isEmpty, outcomes.allSatisfy({ $0.guess.isEmpty }) {
      throw Failure(
        "No record has a tag in \(predictions). Check --predictions with `earshot inspect`.")
    }
    return (outcomes, counts)
  }
}

/// Where a record holds a tag, and what stands beside it when the tag is Earshot's own.
struct PredictionFields {
  let label: FieldPath
  let confidence: FieldPath
  let decision: FieldPath
  let reason: FieldPath
  let alternative: FieldPath
  let alternativeConfidence: FieldPath
  /// The same in a table: labels with `|` between, the best first.
  let alternativesCell: FieldPath

  /// `earshot.topic.label` has `earshot.topic.confidence` beside it, the column `earshot_topic` has
  /// `earshot_topic_confidence`; so has `earshot.frustration.level`, and each flag of
  /// `earshot.flags[].flag`. Of `earshot.topic.labels[].label` the reason is one for the set.
  init(_ label: FieldPath, confidence given: String?) {
    self.label = label
    let name = label.name
    let own = [".label", ".level", "[].flag"].first(where: name.hasSuffix)
    let last = own?.split(separator: ".").last?.count
    let stem = last.map { name.dropLast($0) } ?? Substring(name + "_")
    confidence = FieldPath(given ?? "\(stem)confidence")
    decision = FieldPath("\(stem)decision")
    let set = stem.hasSuffix(".labels[].") ? stem.dropLast(9) : stem
    reason = FieldPath("\(set)reason")
    alternative = FieldPath("\(stem)alternatives.0.label")
    alternativeConfidence = FieldPath("\(stem)alternatives.0.confidence")
    alternativesCell = FieldPath("\(stem)alternatives")
  }

  func outcome(
    of i: Int, in batch: RecordBatch, path: String, _ truth: [String]
  ) throws(Failure) -> Outcome {
    var guess = LabelledRecords.labels(label, of: i, in: batch)
    var abstained: String?
    if guess.isEmpty {
      let reason = batch.value(reason, of: i) ?? ""
      abstained = reason.isEmpty ? "no_label" : reason
      guess = LabelledRecords.labels(alternative, of: i, in: batch)
      if guess.isEmpty {
        guess = Array(LabelledRecords.labels(alternativesCell, of: i, in: batch).prefix(1))
      }
    }
    var sure: Double?
    let texts = parts(abstained == nil ? confidence : alternativeConfidence, of: i, in: batch)
    if !texts.isEmpty {
      // One number a label given; the set is as sure as its least sure label.
      let numbers = texts.map { Double($0) }
      guard numbers.allSatisfy({ $0.map { (0...1).contains($0) } ?? false }) else {
        throw Failure(
          "\(path == "-" ? "standard input" : path):\(batch.records[i].line): the confidence in \(confidence) is not a number from 0 to 1."
        )
      }
      sure = numbers.compactMap { $0 }.min()
    }
    let decisions = parts(decision, of: i, in: batch)
    return Outcome(
      truth: truth, guess: guess, confidence: sure,
      isAuto: decisions.isEmpty ? nil : decisions.allSatisfy { $0 == "auto" }, reason: abstained)
  }

  /// The values of a field, one a label: the elements of a list, or a cell cut at `|`.
  private func parts(_ field: FieldPath, of i: Int, in batch: RecordBatch) -> [String] {
    batch.values(field, of: i).flatMap { $0.split(separator: "|") }
      .map { String($0).trimmed() }.filter { !$0.isEmpty }
  }
}
