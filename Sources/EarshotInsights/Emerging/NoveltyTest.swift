import EarshotLearning
import EarshotNumerics
import Glibc

/// Whether so many records that resemble one just now are more than this stream makes by chance.
///
/// For a similarity τ and a window w, n records of the window resemble the new one, and m of those before it, out of V
/// and V' records that came in these times. If the rate has not changed,
///
///     N | m  ~  NegativeBinomial(shape m + a, mean (m + a) · V / V')
///
///     score = −log10 P(N ≥ n) + β Σ g − (penalty of w)
///
/// the predictive distribution of a Poisson count after a gamma prior of shape a, and g of the record and of the n: how
/// much more often such foreign records are a new issue's than others'. With p the share of the last days' records that
/// are at least as foreign, g = log10(¼) − ¾ log10(p) (clinc150, 50 intents held out; docs/watch.md). The best score over
/// all τ and w counts. Over days, small groups that are nothing new come together; the penalty keeps them from using up
/// the budget of the windows that find an issue soon.
struct NoveltyTest {
  static let similarities: [Float] = [0.4, 0.5, 0.6, 0.7]
  /// In hours.
  static let windows: [Int64] = [12, 24, 72, 168]
  static let penalties = [0, 0, 1, 1.5]
  /// The window of a day.
  static let day = 1
  /// a.
  static let prior = 2.0
  /// β.
  static let foreignWeight = 0.5
  /// Fewer others that resemble a record are no theme.
  static let fewest = 3

  /// g of a record, of the share of others that are at least as foreign.
  static func foreignness(ofShare share: Double) -> Double {
    log10(0.25) - 0.75 * log10(min(max(share, 0.005), 1))
  }

  struct Finding: Equatable {
    var score: Double
    var pValue: Double
    /// Others that resemble it, and how many were to be expected.
    var count: Int
    var expected: Double
    /// Places in `similarities` and `windows`.
    var similarity: Int
    var window: Int
  }

  /// V / V' of each window; nil where less time lies before it than in it.
  let exposures: [Double?]

  init(exposures: [Double?]) { self.exposures = exposures }

  init(_ volume: StreamVolume, now: Int64, start: Int64) {
    let oldest = max(start, now - Int64(StreamVolume.days) * Span64.day)
    exposures = Self.windows.map { hours in
      let window = hours * Span64.hour
      guard now - window - oldest >= window else { return nil }
      let before = volume.count(from: oldest, to: now - window)
      let own = volume.count(from: now - window, to: now)
      guard before > 0 else { return nil }
      // A day of little traffic is not read as a promise of less.
      let byTime = Double(window) / Double(now - window - oldest)
      return max(Double(own) / Double(before), byTime / 2)
    }
  }

  /// P(N ≥ n) and the mean; nil where too little time lies before the window.
  func tail(count n: Int, before m: Double, window: Int) -> (pValue: Double, expected: Double)? {
    guard let exposure = exposures[window] else { return nil }
    let shape = m + Self.prior
    let expected = shape * exposure
    guard n > 0 else { return (1, expected) }
    let p = BetaDistribution.cumulative(exposure / (1 + exposure), Double(n), shape)
    return (max(p, 1e-300), expected)
  }

  /// The best over all similarities and windows; nil where fewer than `fewest` resemble it in any.
  ///
  /// - Parameters:
  ///   - counts: similarity by window, of others.
  ///   - before: the same, older than the window.
  ///   - foreignness: Σ g of those counted, without the record's own.
  ///   - own: g of the record.
  func best(
    counts: [[Int]], before: [[Int]], foreignness: [[Double]], own: Double
  ) -> Finding? {
    var best: Finding?
    for s in Self.similarities.indices {
      for w in Self.windows.indices {
        let finding = finding(
          count: counts[s][w], before: before[s][w], foreignness: foreignness[s][w] + own,
          similarity: s, window: w)
        if let finding, finding.score > best?.score ?? -.infinity { best = finding }
      }
    }
    return best
  }

  /// The score of one similarity and window; nil where too few resemble the record.
  func finding(
    count n: Int, before m: Int, foreignness: Double, similarity: Int, window: Int
  ) -> Finding? {
    guard n >= Self.fewest,
      let (p, expected) = tail(count: n, before: Double(m), window: window)
    else { return nil }
    return Finding(
      score: Self.foreignWeight * foreignness - log10(p) - Self.penalties[window], pValue: p,
      count: n, expected: expected, similarity: similarity, window: window)
  }
}

/// A test that serves for an hour.
struct HourlyTest: Sendable, Equatable, Codable {
  var hour: Int
  var exposures: [Double?]
}

/// From which score on an alarm is raised, so that no more are raised by chance than the budget allows.
///
/// By chance, groups of a score of at least s come L · 10^(−b (s − u)) times in 30 days. L is learnt from this very
/// stream: the groups that reached u in the last 56 days and were not alarms that somebody took seriously, with a prior
/// for the first weeks. b and the prior are measured (docs/watch.md): b is smaller than groups thin out in the mean (0.78),
/// since streams differ.
struct NoveltyThreshold: Sendable, Equatable, Codable {
  /// u.
  static let base = 2.0
  /// b.
  static let slope = 0.6
  /// Groups that reach u by chance, a record searched for.
  static let priorRate = 0.001
  /// How many 30 days of observation the prior is worth.
  static let priorWeight = 0.5
  static let lowest = 2.5

  /// - Parameters:
  ///   - groups: that reached u in `days`.
  ///   - perDay: records a day.
  static func score(groups: Int, days: Double, perDay: Double, budgetPer30Days: Double) -> Double {
    let prior = priorRate * perDay * 30
    let rate = (priorWeight * prior + Double(groups)) / (priorWeight + days / 30)
    guard rate > 0, budgetPer30Days > 0 else { return .infinity }
    return max(lowest, base + log10(rate / budgetPer30Days) / slope)
  }
}

enum Poisson {
  /// The chance of at least n, of a mean.
  static func atLeast(_ n: Int, mean: Double) -> Double {
    var (term, below) = (exp(-mean), 0.0)
    for k in 0..<n {
      below += term
      term *= mean / Double(k + 1)
    }
    return max(0, 1 - below)
  }

  /// The smallest mean with which at least n come with a chance, to a hundredth.
  static func mean(reaching n: Int, withChance chance: Double) -> Double {
    var (low, high) = (0.0, 10 * Double(n) + 10)
    while high - low > 0.01 {
      let middle = (low + high) / 2
      if atLeast(n, mean: middle) >= chance { high = middle } else { low = middle }
    }
    return high
  }
}
