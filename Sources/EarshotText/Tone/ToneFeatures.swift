/// What the tone of a text is made of: a fixed list of numbers, each between −1 and 1.5 or so, read with
/// a lexicon in one pass over the tokens.
///
/// Tokens that are quoted or a signature do not count. The arithmetic is + − × ÷ and √ in a fixed
/// order, which IEEE 754 defines to the last bit, so a text has the same features on every CPU.
public struct ToneFeatures: Sendable {
  /// What words and phrases say.
  public let lexicon: Lexicon

  /// A reader of this lexicon.
  public init(lexicon: Lexicon) {
    self.lexicon = lexicon
  }

  /// The features in their order, for model files and explanations; the lexicon's card says
  /// what each is. Sums and compounds are of valences after negation and boosters.
  public static let names: [String] = [
    // Of the whole text: the sum above zero, the one below, and both.
    "positive", "negative", "compound",
    // The same as a compound, of parts: a text with two minds ends on the one that counts.
    "last_sentence", "first_sentence", "after_contrast", "before_contrast",
    "positive_share", "negative_share", "strongest_positive", "strongest_negative",
    "positive_sentences", "negative_sentences",
    "exclamation", "exclamation_positive", "exclamation_negative", "insistence", "question_mark",
    // Capitals and elongation on words that have a valence.
    "emphasis_positive", "emphasis_negative", "emoji_positive", "emoji_negative",
    "thanks", "thanks_in_advance", "question", "opens_with_question", "wish", "hypothetical",
    "request",
    "negated_positive", "negated_negative", "negators", "boosters", "dampeners", "contrast",
    "no_valence", "log_words",
  ]

  /// The number of features.
  public static let count = 37

  /// Replaces what is in `features` with the `count` features of a text.
  ///
  /// - Complexity: O(tokens); allocates nothing once `features` has room.
  public func read(_ tokens: borrowing TokenBuffer, into features: inout [Float]) {
    features.removeAll(keepingCapacity: true)
    var reading = ToneReading()
    reading.read(tokens.tokens.span, tokens.folded.span, lexicon)
    reading.append(to: &features)
  }
}
