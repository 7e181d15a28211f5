import ArgumentParser
import EarshotInsights
import EarshotRecords
import EarshotStore
import EarshotTagging

struct ThemesAssignCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assign",
    abstract: "Writes records with their themes of a workspace's last run; finds no new ones.",
    discussion: """
      EXAMPLE
        earshot themes assign today.jsonl --workspace care.sqlite -o today-themes.jsonl

      A record gets the theme that it would have got in the run itself.
      """)

  @Argument(help: ArgumentHelp("Files to read.", valueName: "input"))
  var inputs: [String]

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp(
      "File to write: .jsonl, .csv, .tsv; standard output without it.", valueName: "file"))
  var output: String?

  @OptionGroup var place: ThemeWorkspaceOption
  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Work") var work: WorkOptions

  func validate() throws {
    if inputs.contains("-") {
      throw ValidationError("The input is read twice: name a file instead of standard input.")
    }
  }

  func run() throws {
    try SameFile.refuse(outputs: [output, place.workspace], inputs: inputs)
    try ThemeInput.requireFiles(inputs)
    let found = try LastThemes(place)
    var reading = try ThemeInput(inputs, input)
    var progress = Progress(work.progress, verb: "Read")
    try reading.read(&progress)
    let places = found.model.places(of: reading.records.texts, threads: work.threadCount)
    progress.finish()
    var writing = WriteOptions()
    writing.format = output.flatMap { WriteOptions.format(forName: $0) }
    try AssignedRecords(input: reading, writing: writing).write(
      places, themes: found.themes, to: output)
    try reading.endIfProblems()
  }
}

/// The themes of a workspace's last run, ready to place records.
struct LastThemes {
  let snapshot: ThemeSnapshot
  let model: ThemeModel
  /// Of each theme of the model, the one that it is or was merged into.
  let themes: [Theme]

  init(_ place: ThemeWorkspaceOption) throws {
    guard let snapshot = try place.open().latestThemes() else {
      throw WorkspaceError.noThemes(path: place.workspace)
    }
    self.snapshot = snapshot
    let table = try EmbeddingTable(contentsOf: ModelFinder.embedding())
    model = try ThemeSearch.model(of: snapshot, table, path: place.workspace)
    themes = snapshot.themes.map { stored in
      var stored = stored
      // No chain is longer than the list.
      for _ in snapshot.themes {
        guard let next = stored.mergedInto,
          let target = snapshot.themes.first(where: { $0.theme.id == next })
        else { break }
        stored = target
      }
      return stored.theme
    }
  }
}
