/// What the reviews say about one record of an audit.
public enum AuditReading: Sendable, Equatable {
  case correct
  case wrong
  /// Not known: reviewers could not tell, did not agree, or never answered. Counts as wrong where a
  /// bound from below is wanted, and as correct where one from above is.
  case undecided
}

/// A part of the frame from which records were drawn at random, each with the same chance.
public struct AuditStratum: Sendable, Equatable {
  /// What the records of it share, for people: `billing.refund, 0.5–0.8`.
  public var name: String
  /// Records in this part of the frame; nil when it is not known, and taken to be large.
  public var size: Int?

  public init(name: String, size: Int?) {
    self.name = name
    self.size = size
  }
}

/// A drawn sample with what was found out about its records: all that an estimate needs.
public struct AuditSample: Sendable {
  /// The parts of the frame; one for a simple random sample.
  public var strata: [AuditStratum]
  /// For each drawn record: its stratum, a number in `0..<strata.count`.
  public var stratumOfRecord: [Int]
  /// For each drawn record: what its reviews say.
  public var readings: [AuditReading]

  /// - Precondition: one stratum and one reading a record; strata exist.
  public init(strata: [AuditStratum], stratumOfRecord: [Int], readings: [AuditReading]) {
    precondition(stratumOfRecord.count == readings.count)
    precondition(stratumOfRecord.allSatisfy { strata.indices.contains($0) })
    self.strata = strata
    self.stratumOfRecord = stratumOfRecord
    self.readings = readings
  }
}
