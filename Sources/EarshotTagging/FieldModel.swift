import EarshotLearning
import EarshotNumerics

/// One field of a model: its labels, the weights that score them, and what makes scores honest.
public struct FieldModel: Sendable {
  public let name: String
  public let labels: [String]
  public let isMultiLabel: Bool
  /// Who sees to what each label is about; empty without a taxonomy.
  public let owners: [String]
  let shape: FieldShape
  /// The classifier has a class more, after the labels: texts that have none of them.
  let hasNull: Bool
  /// Number of the space it reads.
  let space: Int
  public let temperature: Float
  /// A multi-label label is given from this probability on.
  public let labelThreshold: Float
  /// Tags at least this sure are `auto`; nil when none are.
  public let autoThreshold: Float?
  let stride: Int
  /// `V × stride` and `stride`.
  let weights: Storage<Float>
  /// `d × stride`, empty without an embedding.
  let denseWeights: Storage<Float>
  let bias: Storage<Float>

  /// The decision for a tag of this confidence.
  public func decision(_ confidence: Float) -> Decision {
    guard let autoThreshold, confidence >= autoThreshold else { return .review }
    return .auto
  }

  /// Numbers that are scored: the labels, and the class of texts that have none.
  var classCount: Int { labels.count + (hasNull ? 1 : 0) }

  /// probabilities[k] ← P(label k), and after them P(none), from the scores in `scores`.
  func probabilities(of scores: [Float], into probabilities: inout [Float]) {
    if isMultiLabel {
      for k in labels.indices {
        probabilities[k] = LogProbabilities.sigmoid(scores[k] / temperature)
      }
    } else {
      LogProbabilities.softmax(
        scores, count: classCount, temperature: temperature, into: &probabilities)
    }
  }
}
