import ArgumentParser
import EarshotStore

struct AuditImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Brings a sheet into a workspace: the audit itself, and rows that were filled.",
    discussion: """
      EXAMPLES
        earshot audit import sheet.csv --workspace care.sqlite
        earshot audit import ana.csv ben.csv --workspace care.sqlite --lead Lea

      The first sheet of an audit, as `audit draw` wrote it with its key beside it, \
      opens the audit for review in the browser and at the terminal. Filled sheets add \
      their rows to what was reviewed there; the same sheet may come again.
      """)

  @Argument(help: ArgumentHelp("Sheets of one audit.", valueName: "sheet"))
  var sheets: [String]

  @Option(help: ArgumentHelp("The workspace; made when it is not there.", valueName: "file"))
  var workspace: String

  @Option(
    help: ArgumentHelp(
      "Key of the audit; else NAME.audit.json beside the first sheet, or the one in the workspace.",
      valueName: "file"))
  var key: String?

  @Option(
    help: ArgumentHelp(
      "Reviewer whose judgements decide where others disagree.", valueName: "name"))
  var lead: String?

  func validate() throws {
    if sheets.isEmpty { throw ValidationError("Name a sheet that `earshot audit draw` wrote.") }
  }

  func run() throws {
    let sheets = AuditSheetImport(sheets: sheets, key: key, lead: lead, workspace: workspace)
    if try !sheets.run(in: Workspace(path: workspace, create: true)).isWhole {
      throw Failure("", status: ExitStatus.someRecordsReported)
    }
  }
}
