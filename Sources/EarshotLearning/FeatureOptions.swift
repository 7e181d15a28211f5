/// Which features a text is turned into. What tagging needs of it is stored in the model file; equal options and equal bytes give
/// equal features for good.
public struct FeatureOptions: Sendable, Equatable {
  /// Longest run of words counted as one term; 0 for none.
  public var wordLength = 2
  /// Characters in a piece of a word, borders included; nil for none.
  public var characterLengths: ClosedRange<Int>?
  /// Terms seen in fewer records than this are left out, each kind by its own floor.
  public var minimumWordRecords = 2
  public var minimumCharacterRecords = 2
  /// At most this many terms, those of most records first.
  public var maximumTerms = 2_000_000
  /// Lengths of the blocks' vectors, after each was scaled to unit length.
  public var wordScale: Float = 1
  public var characterScale: Float = 1
  public var embeddingScale: Float = 1
  /// Factor of the features of tone, which have no unit length: how much of a tone there is matters.
  public var toneScale: Float = 1

  public init() {}
}
