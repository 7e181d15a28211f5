import ArgumentParser

struct ThemesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "themes",
    abstract: "Finds what records are about without labels: themes with names, sizes and quotes.",
    discussion: """
      EXAMPLES
        earshot themes tickets.csv -o themes.jsonl --html themes.html
        earshot themes tickets.csv --k 40 --assign with-themes.jsonl -o themes.jsonl
        earshot themes week-*.jsonl --workspace care.sqlite -o themes.jsonl

      With a workspace themes keep their ids from run to run, and what became of them is \
      recorded; they can be renamed, merged and pinned, and become topics:
        earshot themes list --workspace care.sqlite
        earshot themes rename T12 "refund not received" --workspace care.sqlite
        earshot themes adopt T12 --topic billing.refund_status tickets.csv \\
          --workspace care.sqlite -o labelled.jsonl
      """,
    subcommands: [
      ThemesFindCommand.self, ThemesListCommand.self, ThemesAssignCommand.self,
      ThemesRenameCommand.self,
      ThemesMergeCommand.self, ThemesPinCommand.self, ThemesAdoptCommand.self,
    ],
    defaultSubcommand: ThemesFindCommand.self)
}
