import EarshotNumerics

/// Whether tags are as often right as their confidence says, from the reviews of an audit.
public struct AuditReliability: Sendable {
  /// A reviewed record.
  public struct Review: Sendable {
    /// How sure the tagger was, 0…1.
    public var confidence: Double
    public var reading: AuditReading
    /// How many records of the frame it stands for: 1 / its chance to be drawn.
    public var weight: Double
    /// The stratum it was drawn from.
    public var stratum: Int

    /// - Precondition: `weight` > 0.
    public init(confidence: Double, reading: AuditReading, weight: Double = 1, stratum: Int = 0) {
      precondition(weight > 0 && weight.isFinite)
      (self.confidence, self.reading) = (confidence, reading)
      (self.weight, self.stratum) = (weight, stratum)
    }
  }

  /// Records of like confidence: from `lower` (with it) to `upper` (without it but for 1).
  public struct Bin: Sendable, Equatable {
    public var lower: Double
    public var upper: Double
    public var reviews = 0
    public var correct = 0
    public var undecided = 0
    /// Weighted means over the reviews that decide: what was said, and what was found; nil without
    /// any.
    public var confidence: Double?
    public var accuracy: Double?
    /// Two-sided 95 % interval of the accuracy: Clopper–Pearson, undecided reviews as errors at its
    /// lower end and as correct at its upper. Unequal weights count as (Σw)² / Σw² reviews (Kish).
    public var interval: ClosedRange<Double>?
  }

  public static let binCount = 10
  /// Samples drawn for the interval, and for `errorIfCalibrated`.
  static let resamples = 1000

  /// Ten bins of equal width.
  public let bins: [Bin]
  /// Reviews that decide.
  public let decided: Int
  /// Expected calibration error over these bins; nil when no review decides.
  ///
  ///     ECE = Σ_b (w_b / w) · | accuracy_b − mean confidence_b |
  public let calibrationError: Double?
  /// 95 % interval of it by the bootstrap, drawn within strata; reflected about the estimate,
  /// since a resample adds its own chance error to the sample's (Davison & Hinkley 1997, §5.2). It
  /// begins at 0 unless fewer than 2.5 % of perfectly calibrated taggers would show as large an error;
  /// reflection alone left 0 out in 8 of 40 simulated audits of a calibrated one.
  public let calibrationErrorInterval: ClosedRange<Double>?
  /// The mean ECE that a perfectly calibrated tagger would show in as many reviews: chance alone
  /// keeps it from 0.
  public let errorIfCalibrated: Double?

  /// - Parameter seed: of the resampling.
  /// - Complexity: O(1000 · reviews)
  public init(_ reviews: [Review], seed: UInt64 = 1) {
    bins = Self.bins(reviews)
    let known = reviews.filter { $0.reading != .undecided }
    decided = known.count
    guard !known.isEmpty else {
      (calibrationError, calibrationErrorInterval, errorIfCalibrated) = (nil, nil, nil)
      return
    }
    let outcomes = known.map(BinnedOutcome.init)
    let error = BinnedOutcome.calibrationError(outcomes)
    calibrationError = error
    var generator = SplitMix64(seed: seed)
    let drawn = Self.interval(around: error, known.map(\.stratum), outcomes, using: &generator)
    var byChance: [Double] = []
    for _ in 0..<Self.resamples {
      byChance.append(
        BinnedOutcome.calibrationError(
          outcomes.map { $0.with(isRight: generator.unit() < $0.confidence) }))
    }
    byChance.sort()
    let isByChance = error <= byChance[Int(0.975 * Double(Self.resamples))]
    calibrationErrorInterval = isByChance ? 0...drawn.upperBound : drawn
    errorIfCalibrated = byChance.reduce(0, +) / Double(Self.resamples)
  }

  private static func bins(_ reviews: [Review]) -> [Bin] {
    let groups = Dictionary(grouping: reviews) { BinnedOutcome.bin(of: $0.confidence) }
    return (0..<binCount).map { b in
      let width = Double(binCount)
      var bin = Bin(lower: Double(b) / width, upper: Double(b + 1) / width)
      guard let group = groups[b] else { return bin }
      let known = group.filter { $0.reading != .undecided }
      bin.reviews = group.count
      bin.correct = known.count { $0.reading == .correct }
      bin.undecided = group.count - known.count
      func weight(_ some: [Review]) -> Double { some.reduce(0) { $0 + $1.weight } }
      let right = weight(known.filter { $0.reading == .correct })
      let all = weight(group)
      if !known.isEmpty {
        bin.accuracy = right / weight(known)
        bin.confidence =
          known.reduce(0) { $0 + $1.weight * $1.confidence } / weight(known)
      }
      let n = all * all / group.reduce(0) { $0 + $1.weight * $1.weight }
      let atBest = right + all - weight(known)
      bin.interval = lowerBound(right / all * n, n)...upperBound(atBest / all * n, n)
      return bin
    }
  }

  private static func interval(
    around error: Double, _ strata: [Int], _ outcomes: [BinnedOutcome],
    using generator: inout SplitMix64
  ) -> ClosedRange<Double> {
    let groups = Dictionary(grouping: outcomes.indices, by: { strata[$0] })
      .sorted { $0.key < $1.key }.map(\.value)
    var errors: [Double] = []
    errors.reserveCapacity(resamples)
    var drawn = outcomes
    for _ in 0..<resamples {
      var at = 0
      for group in groups {
        for _ in group {
          drawn[at] = outcomes[group[generator.index(below: group.count)]]
          at += 1
        }
      }
      errors.append(BinnedOutcome.calibrationError(drawn))
    }
    errors.sort()
    let low = max(0, 2 * error - errors[Int(0.975 * Double(resamples))])
    return low...max(low, min(1, 2 * error - errors[Int(0.025 * Double(resamples))]))
  }

  // MARK: - Bounds

  /// Clopper & Pearson's bounds at 2.5 % each, for counts that need not be whole.
  private static func lowerBound(_ correct: Double, _ n: Double) -> Double {
    guard correct > 1e-9 else { return 0 }
    return BetaDistribution.quantile(0.025, correct, n - correct + 1)
  }

  private static func upperBound(_ correct: Double, _ n: Double) -> Double {
    1 - lowerBound(n - correct, n)
  }
}

/// A review that decides, as the calibration error sees it.
private struct BinnedOutcome {
  let bin: Int
  let confidence: Double
  let weight: Double
  let isRight: Bool

  init(_ review: AuditReliability.Review) {
    self.init(
      bin: Self.bin(of: review.confidence), confidence: review.confidence,
      weight: review.weight, isRight: review.reading == .correct)
  }

  private init(bin: Int, confidence: Double, weight: Double, isRight: Bool) {
    (self.bin, self.confidence, self.weight, self.isRight) = (bin, confidence, weight, isRight)
  }

  func with(isRight: Bool) -> BinnedOutcome {
    BinnedOutcome(bin: bin, confidence: confidence, weight: weight, isRight: isRight)
  }

  static func bin(of confidence: Double) -> Int {
    let count = AuditReliability.binCount
    return min(max(Int(confidence * Double(count)), 0), count - 1)
  }

  /// Σ_b |Σ_{i in b} w_i (right_i − confidence_i)| / Σ w
  static func calibrationError(_ outcomes: [BinnedOutcome]) -> Double {
    var gaps = [Double](repeating: 0, count: AuditReliability.binCount)
    var total = 0.0
    for one in outcomes {
      gaps[one.bin] += one.weight * ((one.isRight ? 1 : 0) - one.confidence)
      total += one.weight
    }
    return gaps.reduce(0) { $0 + abs($1) } / total
  }
}
