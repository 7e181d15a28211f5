import EarshotLearning
import EarshotNumerics

/// One field of a model: its labels, the weights that score them, and what makes scores honest.
public struct FieldModel: Sendable {
  public let name: String
  public let labels: [String]
  public let isMultiLabel: Bool
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

  /// probabilities[k] ← P(label k), from the scores in `scores`.
  func probabilities(of scores: [Float], into probabilities: inout [Float]) {
    if isMultiLabel {
      for k in labels.indices {
        probabilities[k] = LogProbabilities.sigmoid(scores[k] / temperature)
      }
    } else {
      LogProbabilities.softmax(
        scores, count: labels.count, temperature: temperature, into: &probabilities)
    }
  }
}
