/// The closed list of topics of a model: what each is, who sees to it, which kind of cause it is.
///
/// A topic's key is `area.topic`. docs/taxonomy.md describes the file; `model show --taxonomy` prints it.
public struct Taxonomy: Codable, Sendable, Equatable {
  public var version: Int
  public var areas: [Area]
  public var topics: [Topic]

  public struct Area: Codable, Sendable, Equatable {
    public var key: String
    public var title: String
    public var definition: String

    public init(key: String, title: String, definition: String) {
      (self.key, self.title, self.definition) = (key, title, definition)
    }
  }

  public struct Topic: Codable, Sendable, Equatable {
    public var key: String
    public var title: String
    public var definition: String
    /// What it is not, and where that belongs.
    public var not: String?
    public var examples: [String]
    public var bucket: String
    public var owner: String
    /// Priors only: the flags of a record are what its text shows.
    public var avoidable: Bool
    public var how_to: Bool

    public init(
      key: String, title: String, definition: String, not: String?, examples: [String],
      bucket: String, owner: String, avoidable: Bool, how_to: Bool
    ) {
      (self.key, self.title, self.definition, self.not) = (key, title, definition, not)
      (self.examples, self.bucket, self.owner) = (examples, bucket, owner)
      (self.avoidable, self.how_to) = (avoidable, how_to)
    }
  }

  /// Retired keys and the topic that took each one's place.
  public var replaced: [String: String]

  public init(version: Int, areas: [Area], topics: [Topic], replaced: [String: String] = [:]) {
    (self.version, self.areas, self.topics, self.replaced) = (version, areas, topics, replaced)
  }

  public static let buckets = ["agent_performance", "process_issue", "root_cause"]
  public static let owners = ["engineering", "operations", "support_enablement"]

  /// The topic that a label names; a retired key names the one in its place; nil for no topic.
  public func topic(_ label: String) -> Topic? {
    let key = replaced[label] ?? label
    return topics.first { $0.key == key }
  }
}
