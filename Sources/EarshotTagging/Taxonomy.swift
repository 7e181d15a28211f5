/// The closed list of topics of a model: what each is, who sees to it, which kind of cause it is.
///
/// A topic's key is `area.topic`. docs/taxonomy.md describes the file; `model show --taxonomy` prints it.
public struct Taxonomy: Codable, Sendable, Equatable {
  /// As its file says; raised by people when topics change.
  public var version: Int
  /// In the order of the file.
  public var areas: [Area]
  /// Those that labels may name, in the order of the file; retired ones are in `replaced`.
  public var topics: [Topic]

  /// A group of topics: the part of their keys before the dot.
  public struct Area: Codable, Sendable, Equatable {
    /// Small letters, digits and `_`.
    public var key: String
    /// A few words for people.
    public var title: String
    /// A sentence for people.
    public var definition: String

    /// An area of these texts, unchecked.
    public init(key: String, title: String, definition: String) {
      (self.key, self.title, self.definition) = (key, title, definition)
    }
  }

  /// What a label says.
  public struct Topic: Codable, Sendable, Equatable {
    /// `area.topic`, each of small letters, digits and `_`.
    public var key: String
    /// A few words for people.
    public var title: String
    /// A sentence for people.
    public var definition: String
    /// What it is not, and where that belongs.
    public var not: String?
    /// Texts about it, one at least; nothing is learned from them.
    public var examples: [String]
    /// One of `Taxonomy.buckets`.
    public var bucket: String
    /// One of `Taxonomy.owners`, who sees to it.
    public var owner: String
    /// Priors only: the flags of a record are what its text shows.
    public var avoidable: Bool
    /// Whether it is mostly asked how something is done that works; a prior, as above.
    public var how_to: Bool

    /// A topic of these values, unchecked.
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

  /// A taxonomy of these parts, unchecked: the file that people write is checked when it is read.
  public init(version: Int, areas: [Area], topics: [Topic], replaced: [String: String] = [:]) {
    (self.version, self.areas, self.topics, self.replaced) = (version, areas, topics, replaced)
  }

  /// Kinds of cause: what must change.
  public static let buckets = ["agent_performance", "process_issue", "root_cause"]
  /// Who may see to a topic.
  public static let owners = ["engineering", "operations", "support_enablement"]

  /// The topic that a label names; a retired key names the one in its place; nil for no topic.
  public func topic(_ label: String) -> Topic? {
    let key = replaced[label] ?? label
    return topics.first { $0.key == key }
  }
}
