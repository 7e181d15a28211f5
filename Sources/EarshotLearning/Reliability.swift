/// How far confidence and correctness agree, from records sorted by confidence.
public struct Reliability: Sendable {
  /// Confidence and correctness, the most confident first.
  private let sorted: [(confidence: Double, isRight: Bool)]

  /// - Complexity: O(n log n).
  public init(_ outcomes: [(confidence: Double, isRight: Bool)]) {
    sorted = outcomes.sorted { $0.confidence > $1.confidence }
  }

  /// Expected calibration error over equal-width bins (Naeini, Cooper & Hauskrecht 2015):
  ///
  ///     ECE = Σ_b (n_b / n) · | accuracy_b − mean confidence_b |
  public func expectedCalibrationError(bins: Int = 15) -> Double? {
    guard !sorted.isEmpty else { return nil }
    var confidence = [Double](repeating: 0, count: bins)
    var right = [Double](repeating: 0, count: bins)
    for outcome in sorted {
      let bin = min(max(Int(outcome.confidence * Double(bins)), 0), bins - 1)
      confidence[bin] += outcome.confidence
      right[bin] += outcome.isRight ? 1 : 0
    }
    return zip(confidence, right).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(sorted.count)
  }

  /// The largest share of records, most confident first, that is at least `accuracy` right. Records of
  /// equal confidence come all or none.
  public func coverage(atAccuracy accuracy: Double) -> Double? {
    guard !sorted.isEmpty else { return nil }
    var right = 0
    var covered = 0
    for (i, outcome) in sorted.enumerated() {
      right += outcome.isRight ? 1 : 0
      let isBorder = i + 1 == sorted.count || sorted[i + 1].confidence < outcome.confidence
      if isBorder && Double(right) >= accuracy * Double(i + 1) { covered = i + 1 }
    }
    return Double(covered) / Double(sorted.count)
  }

  /// Accuracy of the most confident share of the records, rounded up to whole records.
  public func accuracy(atCoverage coverage: Double) -> Double? {
    let count = Int((coverage * Double(sorted.count)).rounded(.up))
    guard count > 0 else { return nil }
    return Double(sorted.prefix(count).count { $0.isRight }) / Double(count)
  }
}
