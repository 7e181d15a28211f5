import EarshotNumerics

/// How far the reviewers of an audit agree, with intervals.
public struct Agreement: Sendable, Equatable {
  /// A measure and where it lies in 95 % (or as asked) of resamples; no interval where fewer than half of the
  /// resamples define it.
  public struct Measure: Sendable, Equatable {
    public let value: Double
    public let interval: ClosedRange<Double>?
  }

  public let raw: Measure?
  public let cohenKappa: Measure?
  public let fleissKappa: Measure?
  public let krippendorffAlpha: Measure?
  public let gwetAC1: Measure?
  /// Records that two or more people judged.
  public let comparableRecords: Int
  public let rounds: Int
  public let seed: UInt64

  /// Measures and percentile bootstrap intervals (Efron & Tibshirani 1993, §13.3): records are drawn anew with
  /// replacement, each with all its judgements.
  ///
  /// - Complexity: O(rounds · judgements)
  public init(
    _ table: RatingTable, confidence: Double = 0.95, rounds: Int = 1000, seed: UInt64 = 1
  ) {
    let counts = AgreementCounts(table)
    let n = counts.records
    let whole = counts.measures(times: [Int](repeating: 1, count: n))
    var samples: [AgreementMeasures] = []
    var generator = SplitMix64(seed: seed)
    if counts.comparable > 1 {
      var times = [Int](repeating: 0, count: n)
      samples.reserveCapacity(rounds)
      for _ in 0..<rounds {
        for i in 0..<n { times[i] = 0 }
        for _ in 0..<n { times[generator.index(below: n)] += 1 }
        samples.append(counts.measures(times: times))
      }
    }
    func measure(_ path: KeyPath<AgreementMeasures, Double?>) -> Measure? {
      guard let value = whole[keyPath: path] else { return nil }
      let values = samples.compactMap { $0[keyPath: path] }.sorted()
      guard values.count * 2 > rounds else { return Measure(value: value, interval: nil) }
      let side = (1 - confidence) / 2
      return Measure(
        value: value,
        interval: Self.quantile(side, of: values)...Self.quantile(1 - side, of: values))
    }
    raw = measure(\.raw)
    cohenKappa = measure(\.cohenKappa)
    fleissKappa = measure(\.fleissKappa)
    krippendorffAlpha = measure(\.krippendorffAlpha)
    gwetAC1 = measure(\.gwetAC1)
    comparableRecords = counts.comparable
    self.rounds = rounds
    self.seed = seed
  }

  /// Between the two nearest of sorted values, as numpy.quantile does.
  private static func quantile(_ share: Double, of sorted: [Double]) -> Double {
    let place = share * Double(sorted.count - 1)
    let below = Int(place)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
  }
}
