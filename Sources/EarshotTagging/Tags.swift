import EarshotText

/// What a tagger says of one record: a tag a field, in the order of the model's fields.
public struct Tags: Sendable {
  /// One a field, in the order of the model's.
  public var fields: [FieldTag] = []
  /// How foreign the text is to the model, 0…1, above ½ for out of domain; nil when the model can't say.
  public var domainScore: Float?
  /// Signs of frustration, in the order of their places.
  public var markers: [FrustrationMarker] = []
  /// Sentences or turns with tags of their own; only when asked for.
  public var segments: [SegmentTags] = []
  /// Whether the tags were put together from those of several segments.
  public var isCombined = false
  /// Whether the text is partly in a language that the model doesn't read.
  var isMixed = false
  /// Whether the text has fewer than two words of the writer's own.
  var isShort = false
  /// The language that the text seems to be in, as `en`; nil when the model doesn't ask.
  public var language: String?

  /// Whether a tag may stand unread: confidence is calibrated on texts in the model's language that were
  /// tagged as one, and a single word is too little.
  func decision(_ choice: FieldTag.Choice, _ field: FieldModel) -> Decision {
    isCombined || isMixed || isShort ? .review : field.decision(choice.confidence)
  }

  static func isOutOfDomain(_ score: Float?) -> Bool { score.map { $0 > 0.5 } ?? false }

  /// No tags yet.
  public init() {}

  /// Makes it the tags of no text yet, with `count` fields; the memory of their choices and
  /// alternatives is kept. Every stored property is named here.
  mutating func clear(fields count: Int) {
    if fields.count != count { fields = Array(repeating: FieldTag(), count: count) }
    for f in fields.indices { fields[f].clear() }
    domainScore = nil
    markers = []
    segments = []
    (isCombined, isMixed, isShort) = (false, false, false)
    language = nil
  }
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
    /// The text is in a language that the model doesn't read.
    case unsupportedLanguage = "unsupported_language"
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
  /// Other labels that are there beside the choice; only where a field is said to have some.
  public var also: [Choice] = []
  /// Number of the most probable area and its probability, where it is surer than the topic.
  public var area: Choice?
  /// −1…1 or 0…1, by the field; nil where it has none.
  public var score: Float?
  /// Why there is no label; nil where there is one, and for several labels of which none is given.
  public var reason: Reason?
  /// The words that carried each of `choices`; empty unless asked for.
  public var evidenceOfChoices: [[Evidence]] = []
  /// The words that carried the (first) label.
  public var evidence: [Evidence] { evidenceOfChoices.first ?? [] }

  init(reason: Reason? = nil) { self.reason = reason }

  fileprivate mutating func clear() {
    choices.removeAll(keepingCapacity: true)
    alternatives.removeAll(keepingCapacity: true)
    also = []
    (area, score, reason) = (nil, nil, nil)
    evidenceOfChoices = []
  }

  /// Takes the label away; what it would have been leads the alternatives.
  mutating func turnAway(for reason: Reason) {
    self.reason = reason
    evidenceOfChoices = []
    alternatives = choices + alternatives
    choices = []
    also = []
    area = nil
    score = nil
  }
}

/// Whether a tag may stand unread.
public enum Decision: String, Sendable {
  case auto, review
}
