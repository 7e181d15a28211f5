extension AuditReliability {
  /// The figures as one JSON object; what is not known is null.
  public struct Report: Encodable, Sendable {
    public var bins: [Bin]
    public var decided: Int
    public var ece: Double?
    public var ece_interval_95: [Double]?
    public var ece_if_calibrated: Double?

    public struct Bin: Encodable, Sendable {
      public var lower: Double
      public var upper: Double
      public var reviews: Int
      public var correct: Int
      public var undecided: Int
      public var confidence: Double?
      public var accuracy: Double?
      public var interval_95: [Double]?
    }
  }

  /// Bins without reviews are left out.
  public var report: Report {
    Report(
      bins: bins.filter { $0.reviews > 0 }.map {
        Report.Bin(
          lower: $0.lower, upper: $0.upper, reviews: $0.reviews, correct: $0.correct,
          undecided: $0.undecided, confidence: $0.confidence, accuracy: $0.accuracy,
          interval_95: $0.interval.map { [$0.lowerBound, $0.upperBound] })
      }, decided: decided, ece: calibrationError,
      ece_interval_95: calibrationErrorInterval.map { [$0.lowerBound, $0.upperBound] },
      ece_if_calibrated: errorIfCalibrated)
  }
}
