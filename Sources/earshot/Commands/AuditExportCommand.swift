import ArgumentParser
import EarshotInsights
import EarshotRecords
import EarshotStore
import FoundationEssentials

struct AuditExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes what was reviewed in a workspace as a filled sheet with its key.",
    discussion: """
      EXAMPLES
        earshot audit export --workspace care.sqlite -o filled.csv
        earshot audit report filled.csv --lead Lea
        earshot train labelled.csv --label-field topic --from-audits filled.csv \\
          -o better.earshot

      The sheet serves every command that reads sheets: report, recalibrate, \
      train --from-audits. It holds the texts as reviewers saw them.
      """)

  @Option(help: ArgumentHelp("The workspace, a *.sqlite file.", valueName: "file"))
  var workspace: String

  @Option(help: ArgumentHelp("The audit; not needed where there is one.", valueName: "id"))
  var audit: String?

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("The sheet; its key is written beside it.", valueName: "filled.csv"))
  var output: String

  @Flag(help: "For Excel: byte order mark and its line ends.")
  var excel = false

  func run() throws {
    let store = try Workspace(path: workspace, create: false)
    let id = try audit ?? store.onlyAudit(of: workspace)
    let key = try store.key(id)
    try SameFile.refuse(
      outputs: [output, AuditFiles.key(besideSheet: output)], inputs: [workspace])
    let texts = try key.records.indices.map { try store.text(id, record: $0) ?? "" }
    let judgements = try store.judgements(id)
    var keyFile = try OutputFile(
      path: AuditFiles.key(besideSheet: output), fingerprint: "audit export", resume: false)
    var sheet = try OutputFile(path: output, fingerprint: "audit export", resume: false)
    try keyFile.write(key.json())
    try sheet.write(AuditSheet.csv(key, texts: texts, judgements: judgements, excel: excel))
    try keyFile.finish()
    try sheet.finish()
    let lead = try store.audit(id).lead
    Console.note(
      "Wrote \(output): \(counted(judgements.count, "judgement"))\(lead.map { ". Decisions of the lead count with --lead \($0)" } ?? "")."
    )
  }
}

extension Workspace {
  /// The audit where there is one only.
  func onlyAudit(of path: String) throws -> String {
    let audits = try audits()
    guard let first = audits.first else {
      throw Failure(
        "\(path): there is no audit in it. Bring one in with `earshot audit draw --workspace` or `earshot audit import`."
      )
    }
    guard audits.count == 1 else {
      throw Failure(
        "\(path) holds several audits. Name one with --audit: \(audits.map(\.id).joined(separator: ", "))."
      )
    }
    return first.id
  }
}
