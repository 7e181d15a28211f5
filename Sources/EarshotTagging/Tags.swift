/// What a tagger says of one record: a tag a field, in the order of the model's fields.
public struct Tags: Sendable {
  public var fields: [FieldTag] = []
  /// How foreign the text is to the model, 0…1, above ½ for out of domain; nil when the model can't say.
  public var domainScore: Float?

  var isOutOfDomain: Bool { Tags.isOutOfDomain(domainScore) }

  static func isOutOfDomain(_ score: Float?) -> Bool { score.map { $0 > 0.5 } ?? false }

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
    /// The text is about nothing the model learned; the best guess is in `alternatives`.
    case outOfDomain = "out_of_domain"
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
  /// The next best labels of a single-label field, at most three with a confidence of 0.01 or more; of a
  /// record that was turned away, the labels it would have had, first.
  public var alternatives: [Choice] = []
  public var reason: Reason?
  public var evidence: [Evidence] = []

  /// Takes the label away; what it would have been leads the alternatives.
  mutating func turnAway(for reason: Reason) {
    self.reason = reason
    alternatives = choices + alternatives
    choices = []
    evidence = []
  }
}

/// Whether a tag may stand unread.
public enum Decision: String, Sendable {
  case auto, review
}
