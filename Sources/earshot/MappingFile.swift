import EarshotRecords
import Yams

/// A mapping file: which field of a record is what, in YAML. docs/records.md lists the keys.
enum MappingFile {
  private static let keys = [
    "text", "id", "time", "time_format", "author", "author_role", "customer_roles", "channel",
    "account", "agent", "score", "score_scale", "tags", "text_is_html",
  ]

  static func read(_ path: String) throws(Failure) -> FieldMapping {
    let hint = "Expected lines like `id: ticket_id`."
    guard let root = try YAMLFile(path, "the mapping file", hint: hint).root?.mapping else {
      throw Failure("\(path): a mapping file holds lines like `text: [subject, description]`.")
    }
    for (key, _) in root {
      guard let name = key.string, keys.contains(name) else {
        let name = key.string ?? ""
        let near = NameSuggestion.nearest(to: name, among: keys).map { " Did you mean \"\($0)\"?" }
        throw Failure(
          "\(path):\(key.mark?.line ?? 1): there is no key \"\(name)\" in a mapping.\(near ?? "")")
      }
    }
    let texts = strings(root["text"]).map { FieldPath($0) }
    var mapping = FieldMapping(name: path, text: texts)
    func field(_ key: String) -> FieldPath? { root[key]?.string.map { FieldPath($0) } }
    mapping.id = field("id")
    mapping.time = field("time")
    if let format = root["time_format"]?.string { mapping.timeFormat = TimeFormat(format) }
    mapping.author = field("author")
    mapping.authorRole = field("author_role")
    mapping.customerRoles = strings(root["customer_roles"])
    mapping.channel = field("channel")
    mapping.account = field("account")
    mapping.agent = field("agent")
    mapping.score = field("score")
    mapping.tags = field("tags")
    mapping.textIsHTML = root["text_is_html"]?.bool ?? false
    if let scale = root["score_scale"] {
      let ends = strings(scale).compactMap(Double.init)
      guard ends.count == 2, ends[0] < ends[1] else {
        throw Failure(
          "\(path): score_scale has two numbers, the worst and the best, as `score_scale: [1, 5]`.")
      }
      mapping.scoreScale = ScoreScale(lowest: ends[0], highest: ends[1])
    }
    return mapping
  }

  /// A list, or one value as a list of one.
  private static func strings(_ node: Node?) -> [String] {
    guard let node else { return [] }
    if let sequence = node.sequence { return sequence.compactMap { $0.scalar?.string } }
    return node.scalar.map { [$0.string] } ?? []
  }
}
