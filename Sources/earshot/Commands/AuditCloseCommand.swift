import ArgumentParser
import EarshotStore

struct AuditCloseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "close",
    abstract: "Ends the reviews of an audit and deletes its texts from the workspace.",
    discussion: """
      EXAMPLES
        earshot audit close topic-2026-11-22-7f3a --workspace care.sqlite

      Key, judgements and verdicts stay. Export the audit first if its texts are still \
      wanted, or keep them with --keep-text.
      """)

  @Argument(help: ArgumentHelp("The audit.", valueName: "id"))
  var audit: String

  @Option(help: ArgumentHelp("The workspace, a *.sqlite file.", valueName: "file"))
  var workspace: String

  @Flag(help: "Leave the texts, for records that are to be looked at again.")
  var keepText = false

  func run() throws {
    let store = try Workspace(path: workspace, create: false)
    try store.close(audit, keepTexts: keepText)
    Console.note("\(audit) is closed\(keepText ? "" : ", its texts are deleted").")
  }
}
