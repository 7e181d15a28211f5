/// Which fields of a record hold its text, id, time and people: what a preset is and what a
/// mapping file says.
public struct FieldMapping: Sendable, Hashable {
  /// What to call this mapping: a preset's name, a mapping file's name, or "guessed".
  public var name: String
  /// The fields that are joined, by a blank line, to the text of a record.
  public var text: [FieldPath]
  /// The record's own id.
  public var id: FieldPath?
  /// When the record was written.
  public var time: FieldPath?
  /// How `time` is written.
  public var timeFormat: TimeFormat
  /// Who wrote.
  public var author: FieldPath?
  /// The role of who wrote, looked up first beside each text (in the object that holds it), then
  /// from the top of the record.
  public var authorRole: FieldPath?
  /// The roles whose texts count; a text under any other role is left out. Empty: all count.
  public var customerRoles: [String]
  /// Where the record came in: mail, chat, phone …
  public var channel: FieldPath?
  /// The customer's company.
  public var account: FieldPath?
  /// The person who answered.
  public var agent: FieldPath?
  /// A satisfaction or recommendation score.
  public var score: FieldPath?
  /// The scale of `score`; a score without a scale is a word such as `good`.
  public var scoreScale: ScoreScale?
  /// Tags that the record already has.
  public var tags: FieldPath?
  /// Whether the text is HTML.
  public var textIsHTML: Bool
  /// A record where one of these holds has only placeholder text, which is read as no text.
  public var placeholderWhere: [FieldCondition]
  /// Whether fields that are named here but absent from a table are an error (a user's mapping)
  /// or simply absent (a preset).
  var isStrict: Bool

  /// A mapping of the text fields alone; set the other fields as needed.
  public init(name: String, text: [FieldPath]) {
    self.name = name
    self.text = text
    timeFormat = .rfc3339
    customerRoles = []
    textIsHTML = false
    placeholderWhere = []
    isStrict = true
  }
}

/// A field and the value it must have.
public struct FieldCondition: Sendable, Hashable {
  /// The field that is compared.
  public var field: FieldPath
  /// The value as text; a list field matches when one of its elements equals it.
  public var value: String

  /// Holds where `field` equals `value`.
  public init(_ field: FieldPath, equals value: String) {
    self.field = field
    self.value = value
  }
}

/// The lowest and highest value of a score.
public struct ScoreScale: Sendable, Hashable {
  /// The worst score.
  public var lowest: Double
  /// The best score.
  public var highest: Double

  /// A scale such as 0 to 10.
  public init(lowest: Double, highest: Double) {
    self.lowest = lowest
    self.highest = highest
  }
}
