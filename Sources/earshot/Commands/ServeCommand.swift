import ArgumentParser
import EarshotStore
import EarshotWeb

struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serves the pages on which audits are reviewed, settled and judged.",
    discussion: """
      EXAMPLES
        earshot serve --workspace care.sqlite
        earshot serve --workspace care.sqlite --port 0
        earshot serve --workspace care.sqlite --host 0.0.0.0 --token

      The pages can be reached from this machine only. With --host they are open to \
      others, and with them the texts of customers: then --token is needed, and the \
      link that is printed is the key. Ctrl-C ends it; nothing is lost.
      """)

  @Option(help: ArgumentHelp("The workspace, a *.sqlite file.", valueName: "file"))
  var workspace: String

  @Option(help: ArgumentHelp("Port to listen on; 0 for any that is free.", valueName: "n"))
  var port = 8717

  @Option(help: ArgumentHelp("Address to listen on.", valueName: "address"))
  var host = "127.0.0.1"

  @Flag(help: "Let in only browsers that opened the link with its random token.")
  var token = false

  @Option(
    help: ArgumentHelp("Verdicts: share of right tags that must be exceeded.", valueName: "share"))
  var target = 0.95

  @Option(help: ArgumentHelp("Verdicts: one less the risk of each.", valueName: "share"))
  var confidence = 0.95

  func validate() throws {
    if !(0...65_535).contains(port) {
      throw ValidationError("--port: \(port) is not between 0 and 65535.")
    }
    for (name, value) in [("target", target), ("confidence", confidence)]
    where !(value > 0 && value < 1) {
      throw ValidationError("--\(name): \(value) is not between 0 and 1, as 0.95.")
    }
  }

  func run() throws {
    let server = try WebServer(
      workspace: Workspace(path: workspace, create: false), host: host, port: port,
      usesToken: token, target: target, confidence: confidence)
    if server.isOpenToOthers {
      Console.note(
        "Warning: other machines can reach these pages, and whoever has the link reads your customers' texts, unencrypted on the way. Close it when the review is done."
      )
    }
    try server.run { link in
      // Standard output, so that a program that started us can read where we are.
      try? Console.out("Serving \(workspace) at \(link)")
      Console.note("Ctrl-C ends it.")
    }
  }
}
