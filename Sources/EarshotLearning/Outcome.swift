/// What was said of one record beside what is right.
public struct Outcome: Sendable {
  /// The labels that are right: one, or any number for a multi-label field.
  public var truth: [String]
  /// The best guess: what was tagged, or the best alternative of a record that was turned away.
  public var guess: [String]
  /// Confidence of the guess; nil when the tagger gave none.
  public var confidence: Double?
  /// Whether the tag was marked good enough to stand unread; nil when the tagger has no such mark.
  public var isAuto: Bool?
  /// Why no label was given, where none was.
  public var reason: String?
  /// How foreign the text is to the tagger, 0…1; nil when that is not known.
  public var domainScore: Double?
  /// None of the labels that are right is one the tagger could give.
  public var isForeign = false
  /// −ln of the probability given to the truth; nil when no probabilities are known.
  public var logLoss: Double?
  /// Σ_k (p_k − y_k)²; nil when no probabilities are known.
  public var brier: Double?

  public init(
    truth: [String], guess: [String], confidence: Double? = nil, isAuto: Bool? = nil,
    reason: String? = nil, logLoss: Double? = nil, brier: Double? = nil
  ) {
    self.truth = truth
    self.guess = guess
    self.confidence = confidence
    self.isAuto = isAuto
    self.reason = reason
    self.logLoss = logLoss
    self.brier = brier
  }

  /// The guess is exactly the truth; order doesn't matter.
  var isRight: Bool { truth.count == guess.count && Set(truth) == Set(guess) }
}
