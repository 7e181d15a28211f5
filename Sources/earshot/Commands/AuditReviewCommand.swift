import ArgumentParser
import EarshotStore
import Glibc

struct AuditReviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "Reviews an audit at the terminal: one key a decision.",
    discussion: """
      EXAMPLES
        earshot audit review --workspace care.sqlite --reviewer Ann
        printf 'y\\nn billing.refund\\n?\\n' | \\
          earshot audit review --workspace care.sqlite --reviewer Ann

      y right, n wrong, ? cannot tell, l wrong and which label is right, / note, \
      u undo, q quit. In a blind audit type the label, Enter takes the first that \
      matches. Every decision is stored at once; start again to go on. Where standard \
      input is not a terminal, each line is a decision.
      """)

  @Option(help: ArgumentHelp("The workspace, a *.sqlite file.", valueName: "file"))
  var workspace: String

  @Option(
    help: ArgumentHelp("Audit to review; not needed where one is open.", valueName: "id"))
  var audit: String?

  @Option(help: ArgumentHelp("Your name; it stands beside your answers.", valueName: "name"))
  var reviewer: String

  func run() throws {
    let store = try Workspace(path: workspace, create: false)
    let audit = try audit ?? onlyOpenAudit(store)
    let review = try TerminalReview(store, audit: audit, reviewer: reviewer)
    if isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 {
      try review.runWithKeys()
    } else {
      try review.runWithLines()
    }
  }

  private func onlyOpenAudit(_ store: Workspace) throws -> String {
    let open = try store.audits().filter { $0.closedAt == nil }
    guard let first = open.first else {
      throw Failure(
        "\(workspace) holds no open audit. `earshot audit import SHEET --workspace \(workspace)` brings one in."
      )
    }
    guard open.count == 1 else {
      throw Failure(
        "\(workspace) holds several open audits. Name one with --audit: \(open.map(\.id).joined(separator: ", "))."
      )
    }
    return first.id
  }
}
