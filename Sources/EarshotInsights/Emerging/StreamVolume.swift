import Glibc

/// How many records came, by hour, and how foreign they were, by day.
struct StreamVolume: Sendable, Equatable, Codable {
  /// So far back anything is remembered.
  static let days = 56
  static let binCount = 64
  /// Bins are read off so many days.
  private static let binDays = 8

  /// By hour since 1970; hours without any are missing.
  private var hours: [Int: Int] = [:]
  private var bins: [Int: [Int]] = [:]

  /// The bin of a foreignness: four a unit of its logit, so that both ends are told apart.
  static func bin(_ foreignness: Float) -> Int {
    let p = Double(min(max(foreignness.isNaN ? 0.5 : foreignness, 1e-6), 1 - 1e-6))
    let logit = log(p / (1 - p))
    return min(max(Int((logit + 8) * 4), 0), binCount - 1)
  }

  mutating func add(time: Int64, bin: Int) {
    hours[Span64.number(time, Span64.hour), default: 0] += 1
    bins[Span64.number(time, Span64.day), default: Array(repeating: 0, count: Self.binCount)][
      bin] +=
      1
  }

  /// Forgets what is older than needed.
  mutating func prune(now: Int64) {
    let hour = Span64.number(now, Span64.hour) - (Self.days + 8) * 24
    hours = hours.filter { $0.key >= hour }
    let day = Span64.number(now, Span64.day) - Self.binDays
    bins = bins.filter { $0.key >= day }
  }

  /// Records in the hours from `start` up to that of `end`.
  func count(from start: Int64, to end: Int64) -> Int {
    let (first, last) = (Span64.number(start, Span64.hour), Span64.number(end, Span64.hour))
    guard first <= last else { return 0 }
    if last - first < hours.count {
      return (first...last).reduce(0) { $0 + (hours[$1] ?? 0) }
    }
    return hours.reduce(0) { $0 + (first...last ~= $1.key ? $1.value : 0) }
  }

  /// Records a day, as the last week had them.
  func perDay(now: Int64) -> Double {
    Double(count(from: now - 7 * Span64.day, to: now)) / 7
  }

  /// Of each bin, the share of the last days' records that are at least as foreign, half of its own among them; empty
  /// before the first.
  func tailShares() -> [Double] {
    let sums = binSums
    let total = Double(sums.reduce(0, +))
    guard total > 0 else { return [] }
    var above = 0.0
    let shares = sums.reversed().map { count in
      defer { above += Double(count) }
      return (above + Double(count) / 2) / total
    }
    return shares.reversed()
  }

  private var binSums: [Int] {
    bins.values.reduce(into: Array(repeating: 0, count: Self.binCount)) { sums, day in
      for b in day.indices { sums[b] += day[b] }
    }
  }

  /// The bin and the part of it above which `share` of the last days' records lie.
  func gate(share: Double) -> Gate {
    let sums = binSums
    var left = share * Double(sums.reduce(0, +))
    guard share < 1, left > 0 else { return Gate() }
    for b in sums.indices.reversed() where sums[b] > 0 {
      if Double(sums[b]) >= left { return Gate(bin: b, part: left / Double(sums[b])) }
      left -= Double(sums[b])
    }
    return Gate()
  }

  /// Whether the numbers can be those of a stream.
  var isSane: Bool {
    let most = 1 << 40
    return hours.allSatisfy { $0.key.magnitude < most && 0..<most ~= $0.value }
      && bins.allSatisfy {
        $0.key.magnitude < most && $0.value.count == Self.binCount
          && $0.value.allSatisfy { 0..<most ~= $0 }
      }
  }

  /// Lets the more foreign records through.
  struct Gate: Sendable, Equatable, Codable {
    var bin = 0
    /// Of the records in `bin`.
    var part = 1.0

    func isStricter(than other: Gate) -> Bool {
      bin > other.bin || bin == other.bin && part < other.part
    }

    /// - Parameter hash: well mixed; decides among the records of `bin`.
    func admits(_ own: Int, hash: UInt64) -> Bool {
      own > bin || own == bin && (part >= 1 || Double(hash >> 11) * 0x1p-53 < part)
    }
  }
}
