import ArgumentParser
import EarshotInsights
import EarshotRecords
import EarshotTagging
import EarshotText
import FoundationEssentials

struct AuditReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "One offline HTML page of an audit: verdict, figures, confusions, trend, actions.",
    discussion: """
      EXAMPLES
        earshot audit report sheet.csv
        earshot audit report ana.csv ben.csv --lead Lea --actions actions.yaml -o report.html
        earshot audit report week47.csv --previous week45.csv --previous week46.json \\
          --json report.json --csv report.csv

      Sheets and keys are read and scored as by `audit score`; a report is a look at the \
      audit like a score. The page needs nothing from outside, prints well, and says what \
      it was made from; the same files give the same bytes. Examples of wrong tags are \
      quoted with personal data hidden as far as `earshot redact` finds it; --no-quotes \
      shows ids alone. Exit status 0 whatever the verdict; 3 where rows were not as they should be.
      """)

  @Argument(help: ArgumentHelp("Filled sheets.", valueName: "sheet"))
  var sheets: [String]

  @Option(
    help: ArgumentHelp("Key of the audit, NAME.audit.json; may be repeated.", valueName: "file"))
  var key: [String] = []

  @Option(
    help: ArgumentHelp(
      "An audit before this one, for the trend: its sheet, or what `audit score --json` or `audit report --json` wrote; may be repeated.",
      valueName: "file"))
  var previous: [String] = []

  @Option(
    help: ArgumentHelp(
      "What is to be done: YAML or CSV with action, owner, due (2026-12-31), state.",
      valueName: "file"))
  var actions: String?

  @Option(help: ArgumentHelp("Share of right tags that must be exceeded.", valueName: "share"))
  var target = 0.95

  @Option(help: ArgumentHelp("One less the risk of each verdict.", valueName: "share"))
  var confidence = 0.95

  @Option(
    help: ArgumentHelp(
      "Reviewer whose judgements decide where others disagree.", valueName: "name"))
  var lead: String?

  @Flag(
    help:
      "Use the bound that stays right however often one looks; by itself from the second look on.")
  var anytime = false

  @Flag(help: "Show ids of records and no texts.")
  var noQuotes = false

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp(
      "The page; without it NAME.report.html beside the first sheet; - for standard output.",
      valueName: "report.html"))
  var output: String?

  @Option(help: ArgumentHelp("All figures as one JSON object.", valueName: "file"))
  var json: String?

  @Option(
    help: ArgumentHelp("Accuracy by label, stratum, confidence and so on.", valueName: "file"))
  var csv: String?

  func validate() throws {
    if sheets.isEmpty { throw ValidationError("Name a filled sheet.") }
    for (name, value) in [("target", target), ("confidence", confidence)]
    where !(value > 0 && value < 1) {
      throw ValidationError("--\(name): \(value) is not between 0 and 1, as 0.95.")
    }
    if (sheets + previous + key + [actions].compactMap { $0 }).contains("-") {
      throw ValidationError("Sheets, keys and actions are files; standard input is none of them.")
    }
    if Set(sheets).count < sheets.count { throw ValidationError("A sheet is named twice.") }
    let outputs = [path, json, csv].compactMap { $0 }
    if Set(outputs).count < outputs.count {
      throw ValidationError("The page, --json and --csv each need a file of their own.")
    }
    let inputs = Set(sheets + previous + key + [actions].compactMap { $0 })
    if let both = outputs.first(where: inputs.contains) {
      throw ValidationError("\(both) is read and can't be written to.")
    }
  }

  func run() throws {
    let claims = try AuditClaim.all(sheets: sheets, keys: key, lead: lead)
    try SameFile.refuse(
      outputs: [path, json, csv],
      inputs: sheets + previous + claims.compactMap(\.keyPath) + [actions].compactMap { $0 }
        + claims.compactMap(\.keyPath).map(AuditFiles.scores))
    var files = AuditReportFiles()
    for claim in claims { try files.add(claim, sheets: "sheet", key: "key") }
    let past = try self.past(&files)
    let todo = try actions.map { path in
      try files.add("actions", path)
      return try AuditActionsFile.read(path)
    }
    let scores = try AuditClaim.scores(
      claims, target: target, confidence: confidence, anytime: anytime)
    var quotes: [String: AuditReportPart.Quotes] = [:]
    for claim in claims where !noQuotes { quotes[claim.sheets[0]] = try self.quotes(claim) }
    var parts: [AuditReportPart] = []
    for (claim, score) in zip(claims, scores) {
      do throws(AuditEstimateError) {
        parts.append(
          try AuditReportPart(
            claim.reviews, score: score, quotes: quotes[claim.sheets[0]], previous: past))
      } catch {
        throw Failure("\(claim.sheets[0]): \(error.description)")
      }
    }
    noteOtherFields(past, scores)
    let report = AuditReport(
      audits: parts, actions: todo ?? [],
      origin: AuditReport.Origin(files: files.all, command: command, version: Earshot.version))
    try write(report.html(), to: path)
    if let json { try write(report.json(), to: json) }
    if let csv { try write(report.csv(), to: csv) }
    if path != "-" {
      Console.note(
        "Wrote \(path)\(json.map { ", \($0)" } ?? "")\(csv.map { ", \($0)" } ?? ""): \(report.verdict.rawValue.replacing("_", with: " "))."
      )
    }
    let problems = scores.reduce(0) { $0 + $1.problems.count }
    if problems > 0 {
      throw Failure(
        "\(counted(problems, "remark")) about rows that were not as they should be; the page names them.",
        status: ExitStatus.someRecordsReported)
    }
  }

  /// Texts of the audit's sheets, to be quoted without personal data.
  private func quotes(_ claim: AuditClaim) throws -> AuditReportPart.Quotes? {
    guard let key = claim.reviews.key else { return nil }
    var texts: [Int: String] = [:]
    for sheet in claim.sheets {
      texts.merge(try AuditSheetTexts(path: sheet, key: key).asDrawn) { first, _ in first }
    }
    let (known, redactor) = (texts, Redactor())
    return AuditReportPart.Quotes(
      text: { known[$0] }, redactor: { redactor.redacted($0).text })
  }

  /// Nothing that was named is left out in silence.
  private func noteOtherFields(_ past: [AuditTrendPoint], _ scores: [AuditScore]) {
    let fields = Set(scores.compactMap(\.field))
    guard !fields.isEmpty else { return }
    let others = past.count { $0.field.map { !fields.contains($0) } ?? false }
    if others > 0 {
      Console.note(
        "Note: \(counted(others, "earlier audit")) \(others == 1 ? "is" : "are") of another field and not in the trend."
      )
    }
  }

  private var path: String { output ?? AuditFiles.report(besideSheet: sheets[0]) }

  private func write(_ bytes: [UInt8], to path: String) throws {
    var file = try OutputFile(
      path: path == "-" ? nil : path, fingerprint: "audit report", resume: false)
    try file.write(bytes)
    try file.finish()
  }

  /// The results of audits before this one.
  private func past(_ files: inout AuditReportFiles) throws -> [AuditTrendPoint] {
    var points: [AuditTrendPoint] = []
    var sheets: [String] = []
    for path in previous {
      guard let bytes = AuditReportFiles.read(path) else {
        throw Failure("\(path): cannot open the earlier audit.")
      }
      guard bytes.first(where: { $0 > 0x20 && $0 < 0x80 }) == UInt8(ascii: "{") else {
        sheets.append(path)
        continue
      }
      guard let scores = AuditTrendPoint.scores(json: bytes), !scores.isEmpty else {
        throw Failure(
          "\(path): there is no score in it. Expected what `earshot audit score --json` or `earshot audit report --json` wrote, or a filled sheet."
        )
      }
      try files.add("previous", path)
      points += scores
    }
    if sheets.isEmpty { return points }
    for claim in try AuditClaim.all(sheets: sheets, keys: [], lead: lead) {
      try files.add(claim, sheets: "previous", key: "previous key")
      let score = try claim.score(
        target: target, confidence: confidence, anytime: anytime, remembers: false)
      points.append(AuditTrendPoint(score, key: claim.reviews.key))
    }
    return points
  }

  /// As typed, files without their folders and without those written, so that the same files give
  /// the same page wherever they lie.
  private var command: String {
    var words = ["earshot", "audit", "report"] + sheets.map(AuditReportFiles.name)
    for path in key { words += ["--key", AuditReportFiles.name(path)] }
    for path in previous { words += ["--previous", AuditReportFiles.name(path)] }
    if let actions { words += ["--actions", AuditReportFiles.name(actions)] }
    if let lead { words += ["--lead", lead] }
    if target != 0.95 { words += ["--target", "\(target)"] }
    if confidence != 0.95 { words += ["--confidence", "\(confidence)"] }
    if anytime { words.append("--anytime") }
    if noQuotes { words.append("--no-quotes") }
    return words.map { word in
      word.utf8.allSatisfy {
        $0 > 0x20 && $0 < 0x7F && !"'\"\\$`&|;<>()*?[]#~!{}".utf8.contains($0)
      }
        ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }.joined(separator: " ")
  }
}

/// The files that a report is made from, each once.
private struct AuditReportFiles {
  private(set) var all: [AuditReport.File] = []
  private var seen: Set<String> = []

  mutating func add(_ kind: String, _ path: String) throws(Failure) {
    guard seen.insert(path).inserted else { return }
    guard let bytes = Self.read(path) else { throw Failure("\(path): cannot open the file.") }
    all.append(AuditReport.File(kind: kind, name: Self.name(path), content: bytes))
  }

  mutating func add(_ claim: AuditClaim, sheets: String, key: String) throws(Failure) {
    for path in claim.sheets { try add(sheets, path) }
    if let path = claim.keyPath { try add(key, path) }
  }

  static func read(_ path: String) -> [UInt8]? {
    (try? Data(contentsOf: URL(filePath: path))).map { Array($0) }
  }

  static func name(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}

extension AuditFiles {
  /// `sheet.csv` is reported in `sheet.report.html`.
  fileprivate static func report(besideSheet path: String) -> String {
    key(besideSheet: path).replacing(".audit.json", with: "") + ".report.html"
  }
}
