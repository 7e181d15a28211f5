import ArgumentParser
import EarshotInsights
import EarshotRecords
import EarshotStore
import FoundationEssentials

struct AuditScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "The verdict of filled sheets: PASS, FAIL or NOT_PROVEN, with exact bounds.",
    discussion: """
      EXAMPLES
        earshot audit score sheet.csv
        earshot audit score ana.csv ben.csv --key sheet.audit.json --lead Lea --json
        earshot audit score vendor.csv --target 0.9
        earshot audit score --workspace care.sqlite

      Sheets of one audit are scored together, those of several as several claims, \
      corrected for being several. The key is looked for beside the sheet; a sheet \
      without one counts as a simple random sample of a large frame. Exit status: 0 \
      PASS, 2 FAIL, 4 NOT_PROVEN; 3 PASS, but rows were not as they should be.
      """)

  @Argument(help: ArgumentHelp("Filled sheets.", valueName: "sheet"))
  var sheets: [String] = []

  @Option(
    help: ArgumentHelp(
      "Key of the audit, NAME.audit.json; may be repeated.", valueName: "file"))
  var key: [String] = []

  @Option(
    help: ArgumentHelp(
      "Score what was reviewed there; sheets that are named are brought in first.",
      valueName: "file"))
  var workspace: String?

  @Option(
    help: ArgumentHelp("Audit of the workspace; not needed where there is one.", valueName: "id"))
  var audit: String?

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

  @Flag(help: "Print the scores as one JSON object.")
  var json = false

  func validate() throws {
    if sheets.isEmpty && workspace == nil { throw ValidationError("Name a filled sheet.") }
    if audit != nil && workspace == nil { throw ValidationError("--audit goes with --workspace.") }
    if workspace != nil && (lead != nil || key.count > 1) {
      throw ValidationError(
        "In a workspace the lead decides on its pages, or in a sheet that `earshot audit import --lead` brings in; and sheets of one audit have one key."
      )
    }
    if audit != nil && !sheets.isEmpty {
      throw ValidationError("--audit: the sheets say which audit they belong to.")
    }
    for (name, value) in [("target", target), ("confidence", confidence)]
    where !(value > 0 && value < 1) {
      throw ValidationError("--\(name): \(value) is not between 0 and 1, as 0.95.")
    }
    if sheets.contains("-") {
      throw ValidationError("A sheet is a file: its key is looked for beside it.")
    }
    if Set(sheets).count < sheets.count {
      throw ValidationError("A sheet is named twice.")
    }
  }

  func run() throws {
    let scores: [AuditScore]
    var isWhole = true
    if let workspace {
      let stored = try storedScore(workspace)
      scores = [stored.score]
      isWhole = stored.isWhole
    } else {
      let claims = try AuditClaim.all(sheets: sheets, keys: key, lead: lead)
      scores = try AuditClaim.scores(
        claims, target: target, confidence: confidence, anytime: anytime)
    }
    let problems = scores.flatMap(\.problems)
    if json {
      try Console.out(
        scores.count == 1 ? ReportText.json(scores[0]) : ReportText.json(AuditScores(scores)))
    } else {
      // Names and labels are anybody's: nothing in them may drive a terminal.
      try Console.out(
        TerminalText.safe(scores.map(AuditScoreText.table).joined(separator: "\n\n")))
    }
    for problem in problems.prefix(200) { Console.note(problem.sentence) }
    if problems.count > 200 {
      Console.note("… and \(problems.count - 200) more; all are in the output of --json.")
    }
    if scores.contains(where: { $0.verdict == AuditVerdict.fail.rawValue }) {
      throw Failure("", status: ExitStatus.gateNotHeld)
    }
    if scores.contains(where: { $0.verdict == AuditVerdict.notProven.rawValue }) {
      throw Failure("", status: ExitStatus.notProven)
    }
    if !problems.isEmpty || !isWhole {
      throw Failure("", status: ExitStatus.someRecordsReported)
    }
  }

  /// The score of an audit as it stands in a workspace, noted there as a look and for the trend.
  private func storedScore(_ path: String) throws -> (score: AuditScore, isWhole: Bool) {
    let store = try Workspace(path: path, create: false)
    var isWhole = true
    let id: String
    if sheets.isEmpty {
      id = try audit ?? store.onlyAudit(of: path)
    } else {
      let sheets = AuditSheetImport(sheets: sheets, key: key.first, lead: nil, workspace: path)
      (id, isWhole) = try sheets.run(in: store)
    }
    if try !store.isFinished(id) {
      Console.note(
        "Note: \(id) is not finished, so this look takes the bounds that stay right however often one looks, and so will all later ones."
      )
    }
    let score = try store.score(
      id, target: target, confidence: confidence, anytime: anytime
    ) { ReportText.json($0) }
    return (score, isWhole)
  }
}

/// Several claims at once.
private struct AuditScores: Encodable {
  /// PASS only when all pass.
  let verdict: String
  let correction = "holm"
  let claims: [AuditScore]

  init(_ claims: [AuditScore]) {
    self.claims = claims
    let verdicts: [AuditVerdict] = [.fail, .notProven, .pass]
    verdict =
      verdicts.first { one in claims.contains { $0.verdict == one.rawValue } }?.rawValue
      ?? AuditVerdict.pass.rawValue
  }
}
