import EarshotNumerics

/// The confidence above which tags may stand unread, with a promise behind it.
///
/// Learn then Test, fixed sequence (Angelopoulos, Bates, Candès, Jordan & Lei 2021, §2.2 and appendix
/// B): coverage levels 5 %, 10 %, …, 100 % are fixed beforehand. From the strictest that has at least 200
/// records to the loosest, "accuracy ≤ target" is tested at 1 − confidence by the exact binomial
/// bound; testing stops at the first level that is not rejected. Because every level is reached only
/// after the one before was rejected, the chance that the chosen one breaks the target is at most
/// 1 − confidence, for records drawn like those tested on.
public struct AutoThreshold: Sendable, Equatable {
  /// Tags with at least this confidence are `auto`; nil when no level could keep the promise.
  public let confidence: Float?
  /// Share of the tested records at or above it.
  public let coverage: Double
  /// Their accuracy, and its exact one-sided lower bound.
  public let accuracy: Double
  public let accuracyLowerBound: Double
  /// How many records were tested on.
  public let recordCount: Int

  public static let levelCount = 20
  public static let fewestRecords = 200

  /// - Parameters:
  ///   - outcomes: confidence and correctness of records that neither the classifier nor the
  ///     temperature was fitted on.
  ///   - target: the accuracy to be exceeded, for example 0.95.
  ///   - confidence: how sure the promise is, for example 0.95.
  /// - Complexity: O(n log n).
  public init(
    outcomes: [(confidence: Float, isRight: Bool)], target: Double, confidence level: Double = 0.95
  ) {
    let sorted = outcomes.sorted { $0.confidence > $1.confidence }
    let n = sorted.count
    var best: (count: Int, right: Int, bound: Double)?
    var right = 0
    var counted = 0
    for step in 1...Self.levelCount {
      var end = (n * step + Self.levelCount - 1) / Self.levelCount
      // Records as sure as the last one belong to the level too: a threshold can't part them.
      while end > 0, end < n, sorted[end].confidence == sorted[end - 1].confidence { end += 1 }
      while counted < end {
        right += sorted[counted].isRight ? 1 : 0
        counted += 1
      }
      guard end >= Self.fewestRecords else { continue }
      let bound = Binomial.lowerBound(successes: right, trials: end, confidence: level)
      guard bound > target else { break }
      best = (end, right, bound)
    }
    recordCount = n
    confidence = best.map { sorted[$0.count - 1].confidence }
    coverage = best.map { Double($0.count) / Double(n) } ?? 0
    accuracy = best.map { Double($0.right) / Double($0.count) } ?? 0
    accuracyLowerBound = best?.bound ?? 0
  }
}
