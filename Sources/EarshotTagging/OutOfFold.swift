import EarshotLearning
import EarshotNumerics

/// Probabilities of labels for each record, by classifiers that did not learn from it.
///
/// What a label is worth can only be asked of somebody who has not been told it.
public struct OutOfFold: Sendable {
  /// All labels in alphabetical order.
  public let labels: [String]
  /// Several labels may stand together; each has a probability of its own.
  public let isMultiLabel: Bool
  /// The labels that each record was given, as numbers in `labels`; none for a record that has none.
  public let given: [[Int]]
  /// `n × K`; a row sums to 1, or to 1 − P(none) where records have none, unless labels may stand
  /// together.
  public let probabilities: ScoreMatrix
  /// The strength and temperature they were made with.
  public let strength: Double
  public let temperature: Float
  /// Seed of the folds.
  public let seed: UInt64
}

extension Trainer {
  /// Judges each record by a classifier fitted on the other folds, and fits no model on all of them.
  ///
  /// The temperature is fitted on all records: one number can't learn them by heart.
  /// - Parameter progress: told what begins; called on this thread.
  /// - Throws: `TrainingError` when the labels can't be learned from.
  /// - Complexity: O(folds · strengths · epochs · entries · labels).
  public func outOfFold(
    _ set: TrainingSet, progress: (String) -> Void = { _ in }
  ) throws(TrainingError) -> OutOfFold {
    let tested = try test(set, progress: progress)
    let scores = tested.validation.scores
    let temperature = Temperature.fit(
      scores, labels: tested.labels, members: tested.judged, kind: tested.regression.kind,
      threads: options.threads)
    let K = tested.names.count
    var probabilities = ScoreMatrix(rowCount: set.count, labelCount: K)
    var row = [Float](repeating: 0, count: scores.labelCount)
    for i in 0..<set.count {
      if tested.isMultiLabel {
        for (k, score) in scores[i].enumerated() {
          row[k] = LogProbabilities.sigmoid(score / temperature)
        }
      } else {
        LogProbabilities.softmax(
          Array(scores[i]), count: row.count, temperature: temperature, into: &row)
      }
      probabilities.set(i, to: row)
    }
    return OutOfFold(
      labels: tested.names, isMultiLabel: tested.isMultiLabel,
      given: tested.labels.map { $0.filter { $0 < K } },
      probabilities: probabilities, strength: tested.validation.strength,
      temperature: temperature, seed: options.seed)
  }
}
