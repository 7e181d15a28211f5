import ArgumentParser
import EarshotRecords
import EarshotTagging
import Glibc

@main
struct EarshotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "earshot",
    abstract: "Reads what customers write and says what it is about, and how sure it is.",
    discussion: """
      EXAMPLES
        earshot inspect export.json.gz
        earshot tag tickets.csv -o tagged.jsonl
        cat new.jsonl | earshot filter > tagged.jsonl
        earshot train labelled.csv --label-field topic -o topics.earshot
        earshot evaluate check.csv --model topics.earshot --label-field topic
      """,
    version: "earshot \(Earshot.version)",
    subcommands: [
      TagCommand.self, FilterCommand.self, TrainCommand.self, EvaluateCommand.self,
      ModelCommand.self, ThemesCommand.self, WatchCommand.self, AuditCommand.self,
      ServeCommand.self,
      RedactCommand.self,
      InspectCommand.self,
    ])

  static func main() {
    // A reader that goes away, or a file past the user's limit, must end us with a write error, which
    // is handled like any other, not with a signal.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    do {
      let typed = Array(CommandLine.arguments.dropFirst())
      try requireCommand(typed.first)
      var command = try parseAsRoot(Settings.completed(typed))
      try command.run()
    } catch {
      Failure.exit(with: error)
    }
  }

  /// Says which commands there are when the first word is none of them.
  private static func requireCommand(_ word: String?) throws(Failure) {
    let names = configuration.subcommands.compactMap { $0.configuration.commandName }
    guard let word, !word.hasPrefix("-"), word != "help", !names.contains(word) else { return }
    let near = NameSuggestion.nearest(to: word, among: names).map { " Did you mean \"\($0)\"?" }
    throw Failure(
      "There is no command \"\(word)\".\(near ?? "") The commands are \(names.joined(separator: ", ")); see `earshot --help`.",
      status: ExitStatus.usage)
  }
}
