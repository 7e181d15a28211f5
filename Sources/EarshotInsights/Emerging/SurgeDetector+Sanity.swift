/// Whether numbers that were read back can be those of a stream: bytes may have been written by anybody.
///
/// What these let through makes no sum overflow, no index miss and no number that is none.
extension SurgeDetector {
  var isSane: Bool {
    let days = SurgeClock.dayNumber(WatchTimes.all.upperBound) + 2
    return Number.isCount(falseAlarmsPer30Days) && (clock == 0 || WatchTimes.all.contains(clock))
      && (day == -1 || clock != 0 && day == SurgeClock.dayNumber(clock))
      && 0...days ~= streamDay && 0...days ~= firstDay && topics.count < 1 << 20
      && topics.allSatisfy { $0.isSane(lastDay: days) } && stream.isSane && baseline.isSane
      && budget.isSane
  }

  enum Number {
    /// Finite and neither below 0 nor beyond what anything here can count.
    static func isCount(_ x: Double) -> Bool { x >= 0 && x <= 1e15 }
  }
}

extension SurgeTopic {
  func isSane(lastDay: Int) -> Bool {
    let lastBin = SurgeClock.binNumber(WatchTimes.all.upperBound)
    let dayNumbers = [since, sumDay, acceptedUntil]
    return days.count == SurgeClock.slots && days.allSatisfy { $0 >= 0 }
      && bins.count == binCounts.count && binCounts.allSatisfy { $0 > 0 }
      && bins.allSatisfy { 0...lastBin ~= $0 } && zip(bins, bins.dropFirst()).allSatisfy { $0 < $1 }
      && authors.isSane && expectation.isSane && rate >= 0
      && dayNumbers.allSatisfy { 0...lastDay + SurgeBaseline.days ~= $0 }
      && (surgeStart.map(WatchTimes.all.contains) ?? true)
      && SurgeDetector.Number.isCount(sum) && SurgeDetector.Number.isCount(acceptedLevel)
  }
}

extension SurgeExpectation {
  var isSane: Bool {
    let isCount = SurgeDetector.Number.isCount
    return isCount(level) && size > 0 && isCount(size) && isCount(dispersion)
      && (slowLevel.map(isCount) ?? true)
  }
}
