import EarshotLearning

/// Given labels in the order of how much speaks against them: confident learning (Northcutt, Jiang &
/// Chuang 2021).
///
/// A classifier that did not learn from a record says how probable each label is. Where the given one
/// is improbable and another one is not, somebody may have clicked wrongly. The ranking says where to
/// look first; how many labels are wrong only an audit of drawn records can tell.
public struct SuspiciousLabels: Sendable {
  /// A record and what speaks against its label.
  public struct Suspect: Sendable, Equatable {
    /// Row of the probabilities.
    public var record: Int
    public var given: [Int]
    /// The most probable other label; where labels may stand together, the given ones with every
    /// doubtful one put right.
    public var likely: [Int]
    /// Of the given label; where labels may stand together, of what was said about the label in
    /// doubt (given, or not given).
    public var givenProbability: Float
    /// Of the likely label; where labels may stand together, of the opposite.
    public var likelyProbability: Float
    /// 1 − `givenProbability`: it ranks, it is not the chance that the label is wrong.
    public var score: Float { 1 - givenProbability }
  }

  /// All records, the most suspicious first; equal ones in the order of the input.
  public let ranking: [Suspect]
  /// How many labels are wrong and which ones stand for which; nil where labels may stand together.
  public let estimate: LabelErrorEstimate?

  /// Ranks labels that exclude each other by self-confidence, p_i,y(i), the lowest first.
  ///
  /// Of the authors' scores it finds mistakes best: docs/suspicious-labels.md has the figures.
  ///
  /// - Parameters:
  ///   - probabilities: `n × K`, out of fold: of classifiers that did not learn from the record.
  ///   - given: the number of each record's label.
  /// - Complexity: O(n · K + n log n)
  public init(_ probabilities: ScoreMatrix, given: [Int]) {
    precondition(probabilities.rowCount == given.count || given.isEmpty)
    let K = probabilities.labelCount
    // One array a label, which its records share.
    let lists = (0..<K).map { [$0] }
    var floors = [Float](repeating: -.infinity, count: K)
    let likely = given.indices.map { i in
      floors[given[i]] = .infinity
      defer { floors[given[i]] = -.infinity }
      return probabilities.best(ofRow: i, from: floors) ?? given[i]
    }
    let givenProbabilities = given.indices.map { probabilities.values[$0 * K + given[$0]] }
    ranking = Self.ranked(givenProbabilities).map { i in
      Suspect(
        record: i, given: lists[given[i]], likely: lists[likely[i]],
        givenProbability: givenProbabilities[i],
        likelyProbability: probabilities.values[i * K + likely[i]])
    }
    estimate = LabelErrorEstimate(probabilities, given: given)
  }

  /// Ranks records whose labels may stand together by the label that is most in doubt: one given
  /// that is improbable (extra), or one not given that is probable (missing).
  ///
  /// - Parameters:
  ///   - probabilities: `n × K`, each label for itself.
  ///   - given: the numbers of each record's labels, in any order, or none.
  /// - Complexity: O(n · K + n log n)
  public init(_ probabilities: ScoreMatrix, severalGiven given: [[Int]]) {
    precondition(probabilities.rowCount == given.count || given.isEmpty)
    let K = probabilities.labelCount
    var isGiven = [Bool](repeating: false, count: K)
    let suspects = given.indices.map { i in
      for k in given[i] { isGiven[k] = true }
      defer { for k in given[i] { isGiven[k] = false } }
      var worst: Float = 2
      var likely: [Int] = []
      for (k, p) in probabilities[i].enumerated() {
        let said = isGiven[k] ? p : 1 - p
        worst = min(worst, said)
        if (said >= 0.5) == isGiven[k] { likely.append(k) }
      }
      return Suspect(
        record: i, given: given[i].sorted(), likely: likely, givenProbability: worst,
        likelyProbability: 1 - worst)
    }
    ranking = Self.ranked(suspects.map(\.givenProbability)).map { suspects[$0] }
    estimate = nil
  }

  /// The numbers of the records, the least probable first.
  private static func ranked(_ givenProbabilities: [Float]) -> [Int] {
    // Not by the score: 1 − p is 1 for every p below 3e-8. Bits of numbers ≥ 0 have their order.
    givenProbabilities.enumerated().map { UInt64($1.bitPattern) << 32 | UInt64($0) }.sorted()
      .map { Int($0 & 0xffff_ffff) }
  }
}
