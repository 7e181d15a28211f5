/// What a sign of frustration is; docs/markers.md has the meaning and examples of each.
///
/// The raw values stand in model files and never change.
public enum MarkerKind: UInt8, CaseIterable, Sendable {
  case repeatContact
  case longWait
  case transferLoop
  case unanswered
  case repeatedExplanation
  case brokenPromise
  case stillUnresolved
  case escalationRequest
  case churnThreat
  case legalThreat
  case publicThreat
  case loss
  case blame
  case insult
  case profanity
  case shouting
  case insistentPunctuation
  case sarcasm
  case desperation
  case ultimatum

  /// The name in pattern files and tagged records: `repeat_contact`.
  public var name: String { Self.names[Int(rawValue)] }

  /// The kind of this name.
  public init?(named name: String) {
    guard let index = Self.names.firstIndex(of: name) else { return nil }
    self.init(rawValue: UInt8(index))
  }

  private static let names = [
    "repeat_contact", "long_wait", "transfer_loop", "unanswered", "repeated_explanation",
    "broken_promise", "still_unresolved", "escalation_request", "churn_threat", "legal_threat",
    "public_threat", "loss", "blame", "insult", "profanity", "shouting", "insistent_punctuation",
    "sarcasm", "desperation", "ultimatum",
  ]
}

/// A sign of frustration in a text, with its place.
public struct FrustrationMarker: Sendable, Hashable {
  /// What it is a sign of.
  public var kind: MarkerKind
  /// First byte in the original text.
  public var start: Int
  /// One past the last byte in the original text.
  public var end: Int
  /// 0…1: 0.3 a hint, 0.6 clear, 0.9 extreme.
  public var strength: Float

  /// A marker of these values, unchecked.
  public init(kind: MarkerKind, start: Int, end: Int, strength: Float) {
    self.kind = kind
    self.start = start
    self.end = end
    self.strength = strength
  }

  /// The bytes of the original text that carry it.
  public var byteRange: Range<Int> { start..<end }
}
