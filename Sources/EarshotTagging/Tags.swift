/// What a tagger says of one record: a tag a field, in the order of the model's fields.
public struct Tags: Sendable {
  public var fields: [FieldTag] = []

  public init() {}
}

/// The tag of one field.
public struct FieldTag: Sendable {
  /// A label with the probability that it is right.
  public struct Choice: Sendable, Equatable {
    /// Index into the field's labels.
    public var label: Int
    /// 0…1.
    public var confidence: Float
  }

  /// Why there is no label.
  public enum Reason: String, Sendable {
    case emptyText = "empty_text"
  }

  /// Which tokens carried a decision, for `--evidence`.
  public struct Evidence: Sendable, Equatable {
    /// Bytes of the text.
    public var range: Range<Int>
    /// What the words add to the label's score over the average label's.
    public var weight: Float
  }

  /// The label, or for a multi-label field all that were given; empty with a reason, or when a
  /// multi-label record has none.
  public var choices: [Choice] = []
  /// The next best labels of a single-label field, at most three with a confidence of 0.01 or more.
  public var alternatives: [Choice] = []
  public var reason: Reason?
  public var evidence: [Evidence] = []
}

/// Whether a tag may stand unread.
public enum Decision: String, Sendable {
  case auto, review
}
