import EarshotRecords
import EarshotTagging
import FoundationEssentials
import Yams

/// A taxonomy in YAML; docs/taxonomy.md shows one.
struct TaxonomyFile {
  private static let keys = ["version", "areas", "topics"]
  private static let areaKeys = ["key", "title", "definition"]
  private static let topicKeys = [
    "key", "title", "definition", "not", "examples", "bucket", "owner", "avoidable", "how_to",
    "replaced_by",
  ]

  let path: String

  /// - Throws: `Failure` with the line of what is wrong.
  static func read(_ path: String) throws(Failure) -> Taxonomy {
    try TaxonomyFile(path: path).taxonomy()
  }

  private func taxonomy() throws(Failure) -> Taxonomy {
    guard let root = try YAMLFile(path, "the taxonomy").root?.mapping else {
      throw Failure("\(path):1: a taxonomy has the keys version, areas and topics.")
    }
    try check(root, Self.keys, "a taxonomy")
    guard let version = root["version"]?.int else {
      throw Failure("\(path):1: `version` is missing. Expected a whole number, as `version: 1`.")
    }
    let areas = try areas(root["areas"])
    var topics: [Taxonomy.Topic] = []
    var retired: [(key: String, by: String, line: Int)] = []
    var lines: [String: Int] = [:]
    for entry in try list(root["topics"], "topics") {
      let topic = try mapping(entry, Self.topicKeys, "topic")
      let key = try key(topic, entry, areas: areas)
      if let first = lines[key] {
        throw fault(entry, "there are two topics \"\(key)\"; the first is in line \(first).")
      }
      lines[key] = YAMLFile.line(entry)
      if let other = topic["replaced_by"]?.string {
        retired.append((key, other, YAMLFile.line(topic["replaced_by"]!)))
      } else {
        topics.append(try self.topic(topic, entry, key))
      }
    }
    guard !topics.isEmpty else { throw Failure("\(path): there is no topic in it.") }
    return Taxonomy(
      version: version, areas: areas, topics: topics,
      replaced: try replacements(retired, topics: Set(topics.map(\.key))))
  }

  private func areas(_ node: Node?) throws(Failure) -> [Taxonomy.Area] {
    var areas: [Taxonomy.Area] = []
    for entry in try list(node, "areas") {
      let area = try mapping(entry, Self.areaKeys, "area")
      let key = try text(area, "key", entry)
      guard Self.isPlain(key) else {
        throw fault(entry, "the key of an area is small letters, digits and _, as `billing`.")
      }
      if areas.contains(where: { $0.key == key }) {
        throw fault(entry, "there are two areas \"\(key)\".")
      }
      areas.append(
        .init(
          key: key, title: try text(area, "title", entry),
          definition: try text(area, "definition", entry)))
    }
    return areas
  }

  private func key(
    _ topic: Node.Mapping, _ entry: Node, areas: [Taxonomy.Area]
  ) throws(Failure) -> String {
    let key = try text(topic, "key", entry)
    let parts = key.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, parts.allSatisfy(Self.isPlain) else {
      throw fault(entry, "the key of a topic is `area.topic`, of small letters, digits and _.")
    }
    guard areas.contains(where: { $0.key == parts[0] }) else {
      throw fault(entry, "topic \"\(key)\": there is no area \"\(parts[0])\" under `areas`.")
    }
    return key
  }

  private func topic(
    _ topic: Node.Mapping, _ entry: Node, _ key: String
  ) throws(Failure) -> Taxonomy.Topic {
    let examples =
      topic["examples"]?.sequence?.compactMap(\.string).filter { !Self.isBlank($0) } ?? []
    guard !examples.isEmpty else {
      throw fault(
        topic["examples"] ?? entry, "topic \"\(key)\" has no examples. Give three, as a list.")
    }
    return Taxonomy.Topic(
      key: key, title: try text(topic, "title", entry),
      definition: try text(topic, "definition", entry), not: topic["not"]?.string,
      examples: examples, bucket: try oneOf(Taxonomy.buckets, topic, "bucket", entry, key),
      owner: try oneOf(Taxonomy.owners, topic, "owner", entry, key),
      avoidable: try flag(topic, "avoidable", key), how_to: try flag(topic, "how_to", key))
  }

  /// Each retired key with the topic at the end of its chain.
  private func replacements(
    _ retired: [(key: String, by: String, line: Int)], topics: Set<String>
  ) throws(Failure) -> [String: String] {
    let next = Dictionary(uniqueKeysWithValues: retired.map { ($0.key, $0.by) })
    var ends: [String: String] = [:]
    for (key, by, line) in retired {
      var seen: Set<String> = [key]
      var at = by
      while let further = next[at] {
        guard seen.insert(at).inserted else { break }
        at = further
      }
      if seen.contains(at) {
        throw Failure("\(path):\(line): replaced_by goes round in a loop from \"\(key)\".")
      }
      guard topics.contains(at) else {
        throw Failure("\(path):\(line): replaced_by: there is no topic \"\(at)\".")
      }
      ends[key] = at
    }
    return ends
  }

  // MARK: - Nodes

  private func list(_ node: Node?, _ name: String) throws(Failure) -> [Node] {
    guard let list = node?.sequence, !list.isEmpty else {
      throw Failure("\(path):\(node.map(YAMLFile.line) ?? 1): `\(name)` is missing or no list.")
    }
    return Array(list)
  }

  private func mapping(
    _ entry: Node, _ keys: [String], _ kind: String
  ) throws(Failure) -> Node.Mapping {
    guard let mapping = entry.mapping else {
      throw fault(entry, "expected the keys of one \(kind): \(keys.joined(separator: ", ")).")
    }
    try check(mapping, keys, kind == "area" ? "an area" : "a \(kind)")
    return mapping
  }

  /// No other keys.
  private func check(
    _ mapping: Node.Mapping, _ keys: [String], _ kind: String
  ) throws(Failure) {
    for (key, _) in mapping {
      let name = key.string ?? ""
      guard !keys.contains(name) else { continue }
      let near = NameSuggestion.nearest(to: name, among: keys).map { " Did you mean \"\($0)\"?" }
      throw fault(key, "there is no key \"\(name)\" in \(kind).\(near ?? "")")
    }
  }

  private func text(
    _ mapping: Node.Mapping, _ key: String, _ entry: Node
  ) throws(Failure) -> String {
    guard let text = mapping[key]?.string, !Self.isBlank(text) else {
      throw fault(entry, "`\(key)` is missing.")
    }
    return text
  }

  private func oneOf(
    _ values: [String], _ mapping: Node.Mapping, _ key: String, _ entry: Node, _ topic: String
  ) throws(Failure) -> String {
    guard let value = mapping[key]?.string, values.contains(value) else {
      throw fault(
        mapping[key] ?? entry,
        "topic \"\(topic)\": `\(key)` is one of \(values.joined(separator: ", ")).")
    }
    return value
  }

  private func flag(
    _ mapping: Node.Mapping, _ key: String, _ topic: String
  ) throws(Failure) -> Bool {
    guard let node = mapping[key] else { return false }
    guard let value = node.bool else {
      throw fault(node, "topic \"\(topic)\": `\(key)` is true or false.")
    }
    return value
  }

  private func fault(_ node: Node, _ sentence: String) -> Failure {
    Failure("\(path):\(YAMLFile.line(node)): \(sentence)")
  }

  private static func isBlank(_ text: String) -> Bool { text.allSatisfy(\.isWhitespace) }

  private static func isPlain(_ key: String) -> Bool {
    !key.isEmpty
      && key.utf8.allSatisfy {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "_")
      }
  }
}
