import ArgumentParser
import EarshotInsights
import EarshotRecords
import EarshotStore
import EarshotText

struct ThemesAdoptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adopt",
    abstract: "Makes a theme a topic: writes its members as records to train with.",
    discussion: """
      EXAMPLE
        earshot themes adopt T12 --topic billing.refund_status tickets.csv \\
          --workspace care.sqlite -o labelled.jsonl
        earshot train labelled.jsonl more.jsonl --label-field topic -o topics.earshot

      Written are members with at least --least-confidence, near copies once: id, text and topic. The \
      texts are those of the files, with personal data; look through them before you train. Printed is the entry \
      for the taxonomy.
      """)

  @Argument(help: "The theme, as T12.") var theme: String
  @Argument(help: ArgumentHelp("Files with its records.", valueName: "input")) var inputs: [String]

  @Option(
    help: ArgumentHelp(
      "The topic that it becomes, as billing.refund_status.", valueName: "area.topic"))
  var topic: String

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("File to write, JSON lines.", valueName: "file"))
  var output: String

  @Option(help: ArgumentHelp("Members below it are left out.", valueName: "0…1"))
  var leastConfidence = 0.5

  @OptionGroup var place: ThemeWorkspaceOption
  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Work") var work: WorkOptions

  func validate() throws {
    let parts = topic.split(separator: ".", omittingEmptySubsequences: false)
    let isKey =
      parts.count == 2
      && parts.allSatisfy { part in
        !part.isEmpty
          && part.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
          }
      }
    if !isKey {
      throw ValidationError(
        "--topic: \"\(topic)\" is no key of a topic. Expected area.topic in small letters, as billing.refund_status."
      )
    }
    if !(0...1).contains(leastConfidence) {
      throw ValidationError("--least-confidence: \(leastConfidence) is not between 0 and 1.")
    }
  }

  func run() throws {
    try SameFile.refuse(outputs: [output, place.workspace], inputs: inputs)
    let found = try LastThemes(place)
    let known = Set(found.themes.map(\.id))
    guard known.contains(theme) else {
      throw WorkspaceError.unknownTheme(id: theme, known: found.themes.map(\.id).uniqued())
    }
    var reading = try ThemeInput(inputs, input)
    var progress = Progress(work.progress, verb: "Read")
    try reading.read(&progress)
    let records = reading.records
    let places = found.model.places(of: records.texts, threads: work.threadCount)
    let copies = NearCopies(records.texts, threads: work.threadCount)
    progress.finish()
    let members = copies.distinct.filter { i in
      guard places[i].isMember, let t = places[i].theme else { return false }
      return found.themes[t].id == theme && places[i].confidence >= leastConfidence
    }
    guard !members.isEmpty else {
      throw Failure(
        "No record of \(inputs.joined(separator: ", ")) belongs to \(theme) with a confidence of \(leastConfidence) or more. Name the files that the themes were found in, or lower --least-confidence."
      )
    }
    var lines: [UInt8] = []
    for i in members {
      lines += Array("{\"id\":".utf8) + JSONText.string(records.ids[i])
      lines += Array(",\"text\":".utf8)
      lines += JSONText.string(String(decoding: records.texts.bytes(of: i), as: UTF8.self))
      lines += Array(",\"topic\":".utf8) + JSONText.string(topic) + Array("}\n".utf8)
    }
    try ThemesFindCommand.write(lines, to: output)
    try place.open().adoptTheme(theme, topic: topic)
    let adopted = found.themes.first { $0.id == theme }!
    Console.note(
      """
      Wrote \(counted(members.count, "record")) of \(theme) to \(output), labelled \(topic).
      For the taxonomy; its bucket, owner and examples, in words of your customers, are yours to say (docs/taxonomy.md):
        - key: \(topic)
          title: \(YAMLText.quoted(adopted.name))
          definition: \(YAMLText.quoted("Texts about: \(adopted.terms.joined(separator: ", "))"))
          examples: []
          bucket:
          owner:
      """)
    try reading.endIfProblems()
  }
}

enum YAMLText {
  /// In double quotes, which any text may stand in (YAML 1.2, 7.3.1: JSON strings are YAML).
  static func quoted(_ text: String) -> String {
    String(decoding: JSONText.string(text), as: UTF8.self)
  }
}

extension Array where Element: Hashable {
  /// Each element once, in the order of first sight.
  func uniqued() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
