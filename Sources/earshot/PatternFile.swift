import EarshotRecords
import EarshotText
import Yams

/// A file of the user's own kinds of personal data, in YAML; docs/redaction.md shows one.
enum PatternFile {
  private static let keys = ["name", "cues", "shapes"]
  private static let example = "Expected a list of entries like `- name: POLICY`."

  /// - Throws: `Failure` with the line of what is wrong.
  static func read(_ path: String) throws(Failure) -> [RedactionPattern] {
    let root = try YAMLFile(path, "the file of patterns", hint: example).root
    guard let list = root?.sequence ?? root?.mapping?["patterns"]?.sequence else {
      throw Failure("\(path): there is no list of patterns. \(example)")
    }
    var patterns: [RedactionPattern] = []
    for entry in list {
      let pattern = try Self.pattern(entry, path)
      if patterns.contains(where: { $0.kind == pattern.kind }) {
        throw Failure(
          "\(path):\(YAMLFile.line(entry)): there are two patterns \"\(pattern.kind.name)\". Give one of them both shapes."
        )
      }
      patterns.append(pattern)
    }
    return patterns
  }

  private static func pattern(_ entry: Node, _ path: String) throws(Failure) -> RedactionPattern {
    guard let mapping = entry.mapping else {
      throw Failure("\(path):\(YAMLFile.line(entry)): \(example)")
    }
    for (key, _) in mapping {
      guard let name = key.string, keys.contains(name) else {
        let name = key.string ?? ""
        let near = NameSuggestion.nearest(to: name, among: keys).map { " Did you mean \"\($0)\"?" }
        throw Failure(
          "\(path):\(YAMLFile.line(key)): there is no key \"\(name)\" in a pattern.\(near ?? "")")
      }
    }
    do throws(RedactionPattern.Fault) {
      return try RedactionPattern(
        name: mapping["name"]?.string ?? "", cues: strings(mapping["cues"]),
        shapes: strings(mapping["shapes"]))
    } catch {
      let node: Node =
        switch error {
        case .name, .builtInName: mapping["name"] ?? entry
        case .empty: entry
        case .cue: mapping["cues"] ?? entry
        case .shape, .openRun, .loose: mapping["shapes"] ?? entry
        }
      throw Failure("\(path):\(YAMLFile.line(node)): \(sentence(error))")
    }
  }

  private static func sentence(_ fault: RedactionPattern.Fault) -> String {
    switch fault {
    case .name:
      "a name has 1 to \(RedactionPattern.longestName) capital letters, digits and underscores, as `name: POLICY`."
    case .builtInName: "this is the name of a built-in kind. Choose another, as `MY_ORDER`."
    case .empty: "a pattern needs cues, shapes or both."
    case .cue(let cue): "cue \"\(cue)\": expected one to six words of letters, as `policy number`."
    case .shape(let shape):
      "shape \"\(shape)\": expected # for a digit, @ for a letter, * for a run of both, other signs of ASCII for themselves; it begins and ends with a letter, a digit or one of #@*."
    case .openRun(let shape):
      "shape \"\(shape)\": after * comes a mark or nothing, else it is open where the run ends."
    case .loose(let shape):
      "shape \"\(shape)\" would match everywhere. Make it longer than three signs besides *, or add cues."
    }
  }

  private static func strings(_ node: Node?) -> [String] {
    guard let node else { return [] }
    if let sequence = node.sequence { return sequence.compactMap { $0.scalar?.string } }
    return node.scalar.map { [$0.string] } ?? []
  }
}
