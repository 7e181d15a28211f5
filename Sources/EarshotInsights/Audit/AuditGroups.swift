/// The estimate of one group of an audit's records: a label, a stratum, a channel.
public struct AuditGroup: Sendable, Equatable {
  public let name: String
  /// On its own, as if no other claim were made.
  public let estimate: AuditEstimate
  /// Holm's p-value of "accuracy at most the target" among all groups.
  public let adjustedPValue: Double
  /// The verdict that may stand beside those of all other groups: PASS and FAIL after Holm's correction.
  public let verdict: AuditVerdict
}

extension AuditEstimate {
  /// Estimates by group, corrected for making as many claims at once as there are groups.
  ///
  /// A group of a stratified draw is estimated from its records in each stratum, weighted by the size it has there
  /// as far as the sample shows, N_h · n_hg / n_h: design-based, never exact. In a simple draw its bounds are
  /// binomial, given the number of its records.
  ///
  /// - Parameters:
  ///   - groupOfRecord: for each record a number in `0..<names.count`, or nil for none.
  ///   - areStrata: the groups are the strata themselves, in their order, so that their sizes are known.
  public static func byGroup(
    _ sample: AuditSample, groupOfRecord: [Int?], names: [String], areStrata: Bool = false,
    goal: AuditGoal
  ) throws(AuditEstimateError) -> [AuditGroup] {
    precondition(groupOfRecord.count == sample.readings.count)
    var drawn = [Int](repeating: 0, count: sample.strata.count)
    for h in sample.stratumOfRecord { drawn[h] += 1 }
    var recordsOfGroup = [[Int]](repeating: [], count: names.count)
    for (record, group) in groupOfRecord.enumerated() {
      if let group { recordsOfGroup[group].append(record) }
    }
    var goal = goal
    goal.plannedDraws = nil
    var estimates: [AuditEstimate] = []
    for (group, records) in recordsOfGroup.enumerated() {
      let part =
        areStrata
        ? sample.part(records, inStratum: group)
        : sample.part(records, drawn: drawn, name: names[group])
      estimates.append(try AuditEstimate(part, goal: goal))
    }
    let passes = Holm.adjusted(estimates.map(\.pValue))
    let fails = Holm.adjusted(estimates.map(\.pValueOfFail))
    let risk = 1 - goal.confidence
    return names.indices.map { g in
      AuditGroup(
        name: names[g], estimate: estimates[g], adjustedPValue: passes[g],
        verdict: passes[g] < risk ? .pass : fails[g] < risk ? .fail : .notProven)
    }
  }

  /// Estimates by stratum, corrected for making several claims at once.
  public static func byStratum(
    _ sample: AuditSample, goal: AuditGoal
  ) throws(AuditEstimateError) -> [AuditGroup] {
    try byGroup(
      sample, groupOfRecord: sample.stratumOfRecord, names: sample.strata.map(\.name),
      areStrata: true, goal: goal)
  }
}

extension AuditSample {
  /// One whole stratum.
  fileprivate func part(_ records: [Int], inStratum h: Int) -> AuditSample {
    AuditSample(
      strata: [strata[h]], stratumOfRecord: [Int](repeating: 0, count: records.count),
      readings: records.map { readings[$0] })
  }

  /// The records of a group, with the size that the sample shows it to have in each stratum.
  fileprivate func part(_ records: [Int], drawn: [Int], name: String) -> AuditSample {
    var counts = [Int](repeating: 0, count: strata.count)
    for record in records { counts[stratumOfRecord[record]] += 1 }
    let held = strata.indices.filter { counts[$0] > 0 }
    if held.count <= 1 {
      return AuditSample(
        strata: [AuditStratum(name: name, size: nil)],
        stratumOfRecord: [Int](repeating: 0, count: records.count),
        readings: records.map { readings[$0] })
    }
    var newNumber = [Int](repeating: 0, count: strata.count)
    let parts = held.enumerated().map { number, h in
      newNumber[h] = number
      let size = strata[h].size.map { size in
        // Unless the stratum was reviewed wholly there may be one more than was seen.
        size == drawn[h]
          ? counts[h]
          : max(
            counts[h] + 1,
            Int((Double(size) * Double(counts[h]) / Double(drawn[h])).rounded()))
      }
      return AuditStratum(name: strata[h].name, size: size)
    }
    return AuditSample(
      strata: parts, stratumOfRecord: records.map { newNumber[stratumOfRecord[$0]] },
      readings: records.map { readings[$0] })
  }
}
