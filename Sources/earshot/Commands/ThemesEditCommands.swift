import ArgumentParser
import EarshotInsights
import EarshotStore

/// The workspace that themes live in.
struct ThemeWorkspaceOption: ParsableArguments {
  @Option(help: ArgumentHelp("The workspace with the themes.", valueName: "file"))
  var workspace: String

  func open() throws -> Workspace { try Workspace(path: workspace, create: false) }
}

struct ThemesListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the themes of a workspace, or what became of them.")

  @Flag(
    help:
      "What became of themes, the latest first, instead of a list; those just kept are left out.")
  var history = false

  @OptionGroup var place: ThemeWorkspaceOption

  func run() throws {
    let workspace = try place.open()
    guard let snapshot = try workspace.latestThemes() else {
      throw WorkspaceError.noThemes(path: place.workspace)
    }
    guard history else {
      try Console.out(ThemeText.table(snapshot))
      return
    }
    let events = try workspace.themeEvents(limit: 10_000).filter { $0.event.kind != .kept }
    let lines = events.prefix(1000).map { stored in
      "\(stored.madeAt)  \(stored.isByUser ? "user " : "run \(stored.run)")  \(ThemeText.event(stored.event))"
    }
    try Console.out(lines.joined(separator: "\n"))
  }
}

struct ThemesRenameCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rename", abstract: "Gives a theme a name that later runs keep.")

  @Argument(help: "The theme, as T12.") var theme: String
  @Argument(help: "Its new name.") var name: String
  @OptionGroup var place: ThemeWorkspaceOption

  func run() throws { try place.open().renameTheme(theme, to: name) }
}

struct ThemesMergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Makes a theme part of another, in later runs too.")

  @Argument(help: "The theme that ends, as T12.") var theme: String
  @Argument(help: "The theme that it becomes part of.") var into: String
  @OptionGroup var place: ThemeWorkspaceOption

  func run() throws { try place.open().mergeTheme(theme, into: into) }
}

struct ThemesPinCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pin", abstract: "Keeps a theme in later runs as long as any record belongs to it."
  )

  @Argument(help: "The theme, as T12.") var theme: String
  @Flag(help: "Let it go again.") var off = false
  @OptionGroup var place: ThemeWorkspaceOption

  func run() throws { try place.open().pinTheme(theme, !off) }
}
