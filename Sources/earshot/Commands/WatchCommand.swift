import ArgumentParser

struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Flags new themes and topics that surge, within a budget of false alarms.",
    discussion: """
      EXAMPLES
        earshot watch tickets.jsonl --workspace care.sqlite -o alarms.jsonl
        tail -F tickets.jsonl | earshot watch - --workspace care.sqlite --clock system
        earshot watch today.csv --workspace care.sqlite --budget 1/30d --exit-code

      Run it again with newer records: it goes on where it stopped, and what it has seen is not \
      counted twice. What became of alarms:
        earshot watch list --workspace care.sqlite
        earshot watch dismiss A03 --workspace care.sqlite --note "our own campaign"

      How soon would it have found something, and how often called for nothing?
        earshot watch backtest year.csv --known-until 2026-06-01 --inject topic=login --json
      """,
    subcommands: [
      WatchRunCommand.self, WatchListCommand.self, WatchAckCommand.self, WatchDismissCommand.self,
      WatchResolveCommand.self, WatchReopenCommand.self, WatchBacktestCommand.self,
    ],
    defaultSubcommand: WatchRunCommand.self)
}
