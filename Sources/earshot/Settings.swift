import EarshotRecords
import FoundationEssentials
import Yams

/// Values for options that nobody typed: from `EARSHOT_*`, then `earshot.yaml` in the folder, then the
/// one in the user's configuration folder. What is typed always wins.
struct Settings {
  /// Options that may be set beforehand, as they are typed, without the dashes.
  private static let names = [
    "author-field", "auto-target", "batch", "encoding", "from", "id-field", "label-field",
    "kinds", "mapping", "model", "on-error", "patterns", "progress", "seed", "text-field",
    "threads",
    "time-field", "time-format", "to",
  ]
  /// Settings that only a file can hold: neither a variable nor an argument may say where data is sent.
  private static let namesInFiles = ["webhook"]
  /// Which of them each command knows.
  private static let byCommand: [String: Set<String>] = {
    let input: Set<String> = [
      "author-field", "encoding", "from", "id-field", "mapping", "text-field", "time-field",
      "time-format",
    ]
    let reading = input.union(["on-error", "progress", "threads"])
    let themes = reading.union(["kinds", "model", "patterns", "seed"])
    return [
      "tag": input.union([
        "model", "on-error", "threads", "batch", "progress", "to", "kinds", "patterns",
      ]),
      "filter": [
        "author-field", "id-field", "kinds", "mapping", "model", "on-error", "patterns",
        "text-field",
        "threads", "time-field", "time-format",
      ],
      "train": input.union([
        "label-field", "auto-target", "on-error", "progress", "seed", "threads",
      ]),
      "evaluate": input.union(["label-field", "model", "on-error", "progress", "threads"]),
      "inspect": input,
      "themes": themes, "themes find": themes, "themes assign": reading, "themes adopt": reading,
      "themes list": [], "themes rename": [], "themes merge": [], "themes pin": [],
      "watch list": [], "watch ack": [], "watch dismiss": [], "watch resolve": [],
      "watch reopen": [],
      "redact": input.union(["kinds", "on-error", "patterns", "progress", "to"]),
    ]
  }()

  private let values: [String: String]

  init(_ values: [String: String]) { self.values = values }

  /// Reads the environment and the two files.
  static func load(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(Failure) -> Settings {
    var values: [String: String] = [:]
    for path in files(environment) {
      for (name, value) in try file(path) { values[name] = value }
    }
    for name in names {
      let variable = "EARSHOT_" + name.uppercased().replacing("-", with: "_")
      if let value = environment[variable], !value.isEmpty { values[name] = value }
    }
    return Settings(values)
  }

  /// Where alarms are sent to, and the file that says so: that in the folder before the user's own.
  static func webhook(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(Failure) -> (url: String, path: String)? {
    for path in files(environment).reversed() {
      if let url = try file(path)["webhook"] { return (url, path) }
    }
    return nil
  }

  /// The settings files there may be, the user's own first.
  private static func files(_ environment: [String: String]) -> [String] {
    let home = environment["HOME"].map { $0 + "/.config" }
    let user = environment["XDG_CONFIG_HOME"] ?? home
    return [user.map { $0 + "/earshot/earshot.yaml" }, "earshot.yaml"].compactMap { $0 }
  }

  private static func file(_ path: String) throws(Failure) -> [String: String] {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [:] }
    let root: Node?
    do { root = try Yams.compose(yaml: text) } catch { throw notSettings(path) }
    guard let root, root.scalar?.string != "" else { return [:] }
    guard let mapping = root.mapping else { throw notSettings(path) }
    var loaded: [String: String] = [:]
    for (key, value) in mapping {
      guard let name = key.string else { throw notSettings(path) }
      // A list is as good as its members with commas between; a key without a value sets nothing.
      let members = value.sequence?.compactMap { $0.scalar?.string }
      let text = members?.joined(separator: ",") ?? value.scalar?.string ?? ""
      loaded[name] = text.isEmpty ? nil : text
    }
    let known = names + namesInFiles
    for name in loaded.keys.sorted() where !known.contains(name) {
      let near = NameSuggestion.nearest(to: name, among: known).map { " Did you mean \"\($0)\"?" }
      throw Failure("\(path): there is no setting \"\(name)\".\(near ?? "")")
    }
    return loaded
  }

  private static func notSettings(_ path: String) -> Failure {
    Failure("\(path): cannot read it as YAML. Expected lines like `model: topics.earshot`.")
  }

  /// The arguments with the settings that the command knows and nobody typed.
  ///
  /// - Throws: `Failure` when a settings file can't be read; not where help is asked for, so that a
  ///   damaged file keeps nobody from it.
  static func completed(_ arguments: [String]) throws(Failure) -> [String] {
    let words = arguments.prefix(2).joined(separator: " ")
    guard let command = arguments.first, let known = byCommand[words] ?? byCommand[command] else {
      return arguments
    }
    let typed = Set(arguments.prefix { $0 != "--" }.map { $0.prefix { $0 != "=" } })
    guard typed.isDisjoint(with: ["-h", "--help", "--version"]) else { return arguments }
    let added = try load().values.sorted { $0.key < $1.key }
      .filter { known.contains($0.key) && !typed.contains("--\($0.key)") }
      .map { "--\($0.key)=\($0.value)" }
    let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
    return Array(arguments[..<end]) + added + Array(arguments[end...])
  }
}
