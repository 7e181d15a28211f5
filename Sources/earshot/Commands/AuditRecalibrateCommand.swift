import ArgumentParser
import EarshotInsights
import EarshotRecords
import EarshotTagging

struct AuditRecalibrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recalibrate",
    abstract: "Makes a new version of a model whose confidence and auto fit the reviews.",
    discussion: """
      EXAMPLES
        earshot audit recalibrate sheet.csv --model topics.earshot \\
          -o topics-2.earshot
        earshot audit recalibrate ana.csv ben.csv --lead Lea --model topics.earshot \\
          -o topics-2.earshot --json

      The model tags the texts of the sheet again. A third of the reviews fits its \
      temperature, the other two thirds test from which confidence on tags may stand \
      unread. With fewer than 300 reviews no threshold can be tested: then every tag \
      is marked review. Words, weights and labels stay as they are.
      """)

  @Argument(help: ArgumentHelp("Filled sheets of one audit.", valueName: "sheet"))
  var sheets: [String]

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("The new model.", valueName: "file"))
  var output: String

  @Option(help: ArgumentHelp("Key of the audit, NAME.audit.json.", valueName: "file"))
  var key: String?

  @Option(
    help: ArgumentHelp(
      "Reviewer whose judgements decide where others disagree.", valueName: "name"))
  var lead: String?

  @Option(
    help: ArgumentHelp(
      "Field of the model; without it the one that was audited.", valueName: "name"))
  var field: String?

  @Option(
    help: ArgumentHelp("Accuracy that tags marked auto promise to exceed.", valueName: "share"))
  var target = 0.95

  @Option(help: ArgumentHelp("How sure that promise is.", valueName: "share"))
  var confidence = 0.95

  @Option(
    help: ArgumentHelp(
      "Version of the new model; without it the old one's last number is raised.",
      valueName: "version"))
  var modelVersion: String?

  @Option(help: ArgumentHelp("Seed of the parting of the reviews.", valueName: "n"))
  var seed: UInt64 = 1

  @Flag(help: "Print the report as one JSON object.")
  var json = false

  @OptionGroup(title: "Model") var model: ModelOption

  func validate() throws {
    if sheets.isEmpty { throw ValidationError("Name a filled sheet.") }
    if !(0.5..<1).contains(target) {
      throw ValidationError("--target: \(target) is not between 0.5 and 1, as 0.95.")
    }
    if !(confidence > 0 && confidence < 1) {
      throw ValidationError("--confidence: \(confidence) is not between 0 and 1, as 0.95.")
    }
    if sheets.contains("-") {
      throw ValidationError("A sheet is a file: its key is looked for beside it.")
    }
  }

  func run() throws {
    let path = try ModelFinder.path(of: model.model)
    let tagger = try Tagger(contentsOf: path)
    let reviewed = try AuditedSheets(sheets: sheets, keys: key.map { [$0] } ?? [], lead: lead)
    guard reviewed.audits.count == 1 else {
      throw Failure(
        "The sheets belong to \(reviewed.audits.count) audits (\(reviewed.audits.map(\.key.audit).joined(separator: ", "))). Recalibrate from one: each was drawn from a frame of its own."
      )
    }
    let audit = reviewed.audits[0]
    let number = try fieldNumber(tagger, audit)
    let found = try recalibration(tagger, number, audit)
    let bytes = try Tagger.recalibrated(
      contentsOf: path, found, version: modelVersion, source: audit.name)
    let identity = try Tagger(bytes: bytes, name: output).identity
    var out = try OutputFile(path: output, fingerprint: "audit recalibrate", resume: false)
    do {
      try out.write(bytes)
    } catch {
      out.discard()
      throw error
    }
    try out.finish()
    let report = RecalibrationReport(
      audit, found, field: tagger.fields[number].name, from: tagger.identity, to: identity)
    if json {
      try Console.out(ReportText.json(report))
    } else {
      try Console.out(RecalibrationText.table(report, found, audit, path: output))
    }
    reviewed.noteProblems()
    if !reviewed.problems.isEmpty {
      throw Failure("", status: ExitStatus.someRecordsReported)
    }
  }

  private func fieldNumber(_ tagger: Tagger, _ audit: AuditedSheets.Audit) throws(Failure) -> Int {
    let name = field ?? audit.key.field
    guard let number = tagger.fields.firstIndex(where: { $0.name == name }) else {
      let known = tagger.fields.map(\.name).joined(separator: ", ")
      throw Failure(
        "\(tagger.identity) has no field \"\(name)\"\(field == nil ? ", which was audited" : ""). Its fields: \(known). Name one with --field."
      )
    }
    return number
  }

  private func recalibration(
    _ tagger: Tagger, _ number: Int, _ audit: AuditedSheets.Audit
  ) throws(Failure) -> Recalibration {
    // What another model said of a text is no measure of this one.
    let isOwn = audit.key.source.model == tagger.identity && !tagger.fields[number].isMultiLabel
    let texts = audit.records.compactMap { record in
      record.text.map { text in
        ReviewedText(
          text: Array(text.utf8), right: record.right,
          wrong: record.reading == .wrong ? record.tag : nil, weight: record.weight,
          confidence: isOwn ? record.confidence : nil)
      }
    }
    guard !texts.isEmpty else {
      throw Failure(
        "\(sheets[0]): no row holds the text that was drawn, and without texts a model can't be recalibrated. Was the column \"text\" removed or edited?"
      )
    }
    var options = Recalibration.Options()
    options.target = target
    options.confidence = confidence
    options.seed = seed
    let found = Recalibration(tagger, field: number, reviews: texts, options: options)
    guard found.differing * 2 <= texts.count else {
      throw Failure(
        "\(sheets[0]): \(found.differing) of \(texts.count) texts are tagged otherwise than when they were drawn\(audit.key.redacted ? ", since personal data was taken out of them" : ""). Recalibrate from a sheet that shows the texts as they are."
      )
    }
    return found
  }
}

/// What `audit recalibrate --json` prints.
struct RecalibrationReport: Encodable {
  let audit: String
  let field: String
  let model_before: String
  let model: String
  let reviews: Int
  let undecided: Int
  let temperature_before: Float
  let temperature: Float
  let temperature_reviews: Int
  let auto: Auto
  /// Mean negative log-likelihood of the reviews that tested the threshold.
  let nll_before: Double?
  let nll: Double?
  let left_out: LeftOut
  /// Of the tags as they were reviewed; absent where they had no confidence.
  let reliability: AuditReliability.Report?
  let seed: UInt64

  struct Auto: Encodable {
    let target: Double
    let threshold: Float?
    let coverage: Double
    let accuracy: Double
    let accuracy_lower: Double
    let reviews: Int
  }

  struct LeftOut: Encodable {
    let without_text: Int
    /// Tagged otherwise than when they were drawn.
    let differing: Int
    /// Without a tag by this model.
    let untagged: Int
  }

  init(
    _ audit: AuditedSheets.Audit, _ found: Recalibration, field: String, from: String, to: String
  ) {
    self.audit = audit.key.audit
    (self.field, model_before, model) = (field, from, to)
    (reviews, undecided) = (audit.decided, audit.records.count - audit.decided)
    (temperature_before, temperature) = (found.temperatureBefore, found.temperature)
    temperature_reviews = found.temperatureReviews
    auto = Auto(
      target: found.options.target, threshold: found.auto.confidence,
      coverage: found.auto.coverage, accuracy: found.auto.accuracy,
      accuracy_lower: found.auto.accuracyLowerBound, reviews: found.auto.recordCount)
    (nll_before, nll) = (found.lossBefore, found.lossAfter)
    left_out = LeftOut(
      without_text: audit.records.count { $0.text == nil }, differing: found.differing,
      untagged: found.untagged)
    let known = audit.records.compactMap(\.review)
    reliability =
      known.isEmpty ? nil : AuditReliability(known, seed: found.options.seed).report
    seed = found.options.seed
  }
}

/// The report for people.
enum RecalibrationText {
  static func table(
    _ report: RecalibrationReport, _ found: Recalibration, _ audit: AuditedSheets.Audit,
    path: String
  ) -> String {
    var lines = [
      "Audit \(report.audit), field \(report.field): \(counted(report.reviews, "record")) reviewed, \(grouped(report.undecided)) undecided."
    ]
    let known = audit.records.compactMap(\.review)
    if !known.isEmpty {
      let reliability = AuditReliability(known, seed: report.seed)
      lines += ["", "Confidence as tagged, and what reviewers found (95 % intervals)"]
      lines += reliability.bars().map { "  " + $0 }
      if let error = reliability.calibrationError,
        let interval = reliability.calibrationErrorInterval,
        let chance = reliability.errorIfCalibrated
      {
        lines.append(
          "  calibration error (ECE, 10 bins) \(ReportText.points(error)), between \(ReportText.points(interval.lowerBound)) and \(ReportText.points(interval.upperBound)); chance alone gives \(ReportText.points(chance))"
        )
      }
    }
    lines += ["", temperature(report), auto(report)]
    let aside = [
      (report.left_out.without_text, "without the text that was drawn"),
      (report.left_out.differing, "tagged otherwise than when drawn"),
      (report.left_out.untagged, "without a tag by this model"),
    ].filter { $0.0 > 0 }.map { "\(grouped($0.0)) \($0.1)" }
    if !aside.isEmpty { lines.append("Left out: \(aside.joined(separator: ", ")).") }
    lines += ["", "\(path): \(report.model), from \(report.model_before). Seed \(report.seed)."]
    return lines.joined(separator: "\n")
  }

  private static func temperature(_ report: RecalibrationReport) -> String {
    func shown(_ T: Float) -> String { ReportText.decimal(Double(T), 3) }
    if report.temperature_reviews < Recalibration.fewestForTemperature {
      return
        "Temperature \(shown(report.temperature)), as before: fitting one takes \(Recalibration.fewestForTemperature * 3) reviews."
    }
    guard report.temperature != report.temperature_before else {
      return
        "Temperature \(shown(report.temperature)), as before: \(report.temperature_reviews) reviews do not speak against it."
    }
    let way = report.temperature > report.temperature_before ? "less" : "more"
    return
      "Temperature \(shown(report.temperature)) instead of \(shown(report.temperature_before)): tags are now \(way) sure (\(report.temperature_reviews) reviews)."
  }

  private static func auto(_ report: RecalibrationReport) -> String {
    let auto = report.auto
    if let threshold = auto.threshold {
      return
        "Auto from a confidence of \(ReportText.points(Double(threshold))): \(ReportText.percent(auto.coverage)) of tags, at least \(ReportText.percent(auto.accuracy_lower)) right (\(auto.reviews) other reviews; it holds for records drawn like these)."
    }
    if auto.reviews < 200 {
      return
        "Auto: never. Testing a threshold takes \(Recalibration.fewestForThreshold) reviews, more where the draw was not even; every tag is marked review until then."
    }
    return
      "Auto: never. On \(auto.reviews) other reviews no threshold can promise that more than \(ReportText.percent(auto.target)) of the tags above it are right; every tag is marked review."
  }
}
