import EarshotLearning
import Glibc

extension Outcome {
  /// What probabilities for all labels say of a record, beside what is right.
  ///
  /// A multi-label record is `auto` when every label given to it is; its confidence is the chance that
  /// the whole set is right if labels were independent: Π p over labels given, Π (1 − p) over the rest.
  ///
  /// - Parameters:
  ///   - truth: may hold labels that the model does not have; those count as impossible (p = 1e-12).
  ///   - reason: why the record was turned away, if it was; then the guess is the best alternative.
  public init(
    probabilities p: [Float], truth: [String], names: [String], isMultiLabel: Bool,
    labelThreshold: Float, autoThreshold: Float?, reason: String? = nil
  ) {
    // Few are right, so that looking through them is faster than hashing all names.
    let isRight = names.map { truth.contains($0) }
    let unknown = Set(truth).count - isRight.count { $0 }
    var brier = Double(unknown)
    for k in names.indices {
      let error = Double(p[k]) - (isRight[k] ? 1 : 0)
      brier += error * error
    }
    func isAuto(_ confidence: Float) -> Bool { autoThreshold.map { confidence >= $0 } ?? false }
    func cost(_ probability: Float) -> Double { -log(max(Double(probability), 1e-12)) }
    if isMultiLabel {
      let given = names.indices.filter { p[$0] >= labelThreshold }
      var loss = Double(unknown) * cost(0)
      var sure = 1.0
      for k in names.indices {
        loss += cost(isRight[k] ? p[k] : 1 - p[k])
        sure *= Double(p[k] >= labelThreshold ? p[k] : 1 - p[k])
      }
      self.init(
        truth: truth, guess: given.map { names[$0] }, confidence: sure,
        isAuto: reason == nil && !given.isEmpty && given.allSatisfy { isAuto(p[$0]) },
        reason: reason, logLoss: loss, brier: brier)
    } else {
      let best = names.indices.max { p[$0] < p[$1] }!
      let index = truth.first.flatMap { names.firstIndex(of: $0) }
      self.init(
        truth: truth, guess: [names[best]], confidence: Double(p[best]),
        isAuto: reason == nil && isAuto(p[best]), reason: reason,
        logLoss: cost(index.map { p[$0] } ?? 0), brier: brier)
    }
  }
}
