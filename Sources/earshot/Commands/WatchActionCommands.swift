import ArgumentParser
import EarshotInsights
import EarshotStore

/// The workspace that alarms live in.
struct AlarmWorkspaceOption: ParsableArguments {
  @Option(help: ArgumentHelp("The workspace with the alarms.", valueName: "file"))
  var workspace: String

  func open() throws -> Workspace { try Workspace(path: workspace, create: false) }
}

struct WatchListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists the alarms of a workspace that are not over, the newest first.",
    discussion: """
      EXAMPLES
        earshot watch list --workspace care.sqlite
        earshot watch list --workspace care.sqlite --all --json | jq .name
      """)

  @Flag(help: "Those too that are dismissed or resolved.") var all = false
  @Flag(help: "One JSON object a line, with state, note and acted_at.") var json = false
  @OptionGroup var place: AlarmWorkspaceOption

  func run() throws {
    let alarms = try place.open().alarms()
    guard json else {
      try Console.out(AlarmListText.table(alarms, all: all))
      return
    }
    let lines = alarms.filter { all || AlarmListText.isCurrent($0) }.map { stored in
      String(
        decoding: AlarmEncoder.line(
          stored.alarm, state: stored.state, note: stored.note, actedAt: stored.actedAt),
        as: UTF8.self)
    }
    if !lines.isEmpty { try Console.out(lines.joined(separator: "\n")) }
  }
}

/// Which alarms a decision is about.
struct AlarmChoice: ParsableArguments {
  @Argument(help: ArgumentHelp("The alarms, as A02.", valueName: "alarm")) var alarms: [String]
  @Option(help: ArgumentHelp("Why, for others to read.", valueName: "text")) var note: String?
  @OptionGroup var place: AlarmWorkspaceOption

  /// Decides on all of them, or on none when one is not there, and says what became of each.
  func decide(_ state: Alarm.State) throws {
    let workspace = try place.open()
    let known = try workspace.alarms().map(\.alarm.id)
    var chosen: [String] = []
    for typed in alarms {
      guard let id = known.first(where: { $0 == typed || $0 == typed.uppercased() }) else {
        throw known.isEmpty
          ? WorkspaceError.noAlarms(path: place.workspace)
          : WorkspaceError.unknownAlarm(id: typed, known: known)
      }
      if !chosen.contains(id) { chosen.append(id) }
    }
    for id in chosen {
      try Console.out(AlarmListText.decided(workspace.decide(id, state, note: note)))
    }
  }
}

struct WatchAckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ack", abstract: "Says that somebody works on alarms.",
    discussion: """
      EXAMPLES
        earshot watch ack A02 --workspace care.sqlite --note "payments team"
      """)

  @OptionGroup var choice: AlarmChoice

  func run() throws { try choice.decide(.acknowledged) }
}

struct WatchDismissCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dismiss",
    abstract: "Says that alarms were false: what they hold is background from now on.",
    discussion: """
      EXAMPLES
        earshot watch dismiss A02 A03 --workspace care.sqlite --note "campaign"
      """)

  @OptionGroup var choice: AlarmChoice

  func run() throws { try choice.decide(.dismissed) }
}

struct WatchResolveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resolve", abstract: "Says that what alarms were about is over.",
    discussion: """
      EXAMPLES
        earshot watch resolve A02 --workspace care.sqlite
      """)

  @OptionGroup var choice: AlarmChoice

  func run() throws { try choice.decide(.resolved) }
}

struct WatchReopenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reopen", abstract: "Opens alarms again that were dismissed or resolved.",
    discussion: """
      EXAMPLES
        earshot watch reopen A02 --workspace care.sqlite
      """)

  @OptionGroup var choice: AlarmChoice

  func run() throws { try choice.decide(.open) }
}
