import EarshotNumerics

/// How foreign a text is to what a classifier learned from.
///
///     f = (z_best − μ_z) / σ_z + (cos(x, c_best) − μ_c) / σ_c        score = 1 / (1 + e^(f − t))
///
/// z_best is the largest score of any label (Hendrycks et al. 2022, "Scaling out-of-distribution
/// detection for real-world settings": the largest logit), c_best the mean direction of that label's
/// texts in the embedding; μ and σ are means and deviations out of fold, so both parts weigh alike.
/// Without an embedding only the first part is there. A score above ½ is f below the threshold t.
public struct DomainGauge: Sendable, Equatable {
  public var scoreMean: Float
  public var scoreDeviation: Float
  public var cosineMean: Float
  public var cosineDeviation: Float
  public var threshold: Float

  public init(
    scoreMean: Float, scoreDeviation: Float, cosineMean: Float, cosineDeviation: Float,
    threshold: Float
  ) {
    self.scoreMean = scoreMean
    self.scoreDeviation = scoreDeviation
    self.cosineMean = cosineMean
    self.cosineDeviation = cosineDeviation
    self.threshold = threshold
  }

  /// f: the larger, the better known.
  ///
  /// - Parameter cosine: nil without an embedding.
  public func familiarity(bestScore: Float, cosine: Float?) -> Float {
    let byScore = (bestScore - scoreMean) / scoreDeviation
    guard let cosine else { return byScore }
    return byScore + (cosine - cosineMean) / cosineDeviation
  }

  /// 0…1; above ½ the text is out of domain.
  public func score(familiarity: Float) -> Float {
    LogProbabilities.sigmoid(threshold - familiarity)
  }
}

extension DomainGauge {
  /// The share of in-domain records that may be turned away.
  public static let mostTurnedAway = 0.02
  /// The share of foreign records that the threshold is balanced for: one in ten.
  static let foreignShare = 0.1

  /// A gauge and what its threshold does.
  public struct Fit: Sendable {
    public let gauge: DomainGauge
    /// `K × d`: the mean direction of each label's texts; empty without an embedding.
    public let centroids: [Float]
    /// f of each record, out of fold.
    public let familiarity: [Float]
    /// Share of records turned away out of fold, and of the background.
    public let turnedAway: Double
    public let backgroundTurnedAway: Double
  }

  /// Learns a gauge.
  ///
  /// The threshold turns away the background as far as that costs little: it has the least
  ///
  ///     0.1 · share of background let in + 0.9 · share of records turned away
  ///
  /// among those of which the exact one-sided 95 % upper bound of records turned away is at most 2 %.
  ///
  /// - Parameters:
  ///   - scores: `n × K`, out of fold.
  ///   - rows: the records; their dense part begins with a meaning of length `scale`.
  ///   - dimension: numbers in a meaning, 0 for none.
  ///   - labels: of each record; those without any have no centre to be near.
  ///   - classifier: fitted on all records; scores the background.
  /// - Returns: nil when there are too few records to turn any away (fewer than 236).
  /// - Complexity: O(n · (K + d) + folds · K · d).
  public static func fit(
    _ scores: ScoreMatrix, rows: FeatureRows, dimension d: Int, scale: Float, labels: [[Int]],
    folds: Folds,
    classifier: LinearClassifier, background: FeatureRows
  ) -> Fit? {
    let n = scores.rowCount
    let cap = mostTurnedAwayCount(of: n)
    guard cap > 0 else { return nil }
    let K = scores.labelCount
    let meanings = rows.dense.prefix(columns: d)
    let foreignMeanings = background.dense.prefix(columns: d)
    let best = (0..<n).map { Best(scores[$0]) }
    let all = Centroids(meanings, labels, members: Array(0..<n), labelCount: K)
    var cosines = [Float](repeating: 0, count: d == 0 ? 0 : n)
    if d > 0 {
      for fold in 0..<folds.count {
        // What a fold's records add is taken away: no text is near itself.
        let own = folds.members(of: fold)
        let others = all.subtracting(Centroids(meanings, labels, members: own, labelCount: K))
          .directions()
        for i in own {
          cosines[i] = dot(meanings, i, others, best[i].label) / scale
        }
      }
    }
    var gauge = DomainGauge(
      scoreMean: 0, scoreDeviation: 1, cosineMean: 0, cosineDeviation: 1, threshold: 0)
    (gauge.scoreMean, gauge.scoreDeviation) = moments(best.map(\.score))
    (gauge.cosineMean, gauge.cosineDeviation) = moments(cosines)
    let familiarity = (0..<n).map {
      gauge.familiarity(bestScore: best[$0].score, cosine: d == 0 ? nil : cosines[$0])
    }

    let centroids = all.directions()
    let foreign = classifier.scores(background, members: Array(0..<background.count))
    let foreignFamiliarity = (0..<background.count).map { i in
      let best = Best(foreign[i])
      return gauge.familiarity(
        bestScore: best.score,
        cosine: d == 0 ? nil : dot(foreignMeanings, i, centroids, best.label) / scale)
    }.sorted()
    let sorted = familiarity.sorted()
    var chosen: (count: Int, cost: Double, let_in: Double)?
    for count in 1...cap {
      let letIn = foreignFamiliarity.count { $0 > sorted[count - 1] }
      let share =
        foreignFamiliarity.isEmpty ? 0 : Double(letIn) / Double(foreignFamiliarity.count)
      // Without a background nothing speaks against the most that is allowed.
      let cost =
        foreignFamiliarity.isEmpty
        ? -Double(count) : foreignShare * share + (1 - foreignShare) * Double(count) / Double(n)
      if chosen == nil || cost < chosen!.cost { chosen = (count, cost, share) }
    }
    gauge.threshold = sorted[chosen!.count - 1].nextUp
    return Fit(
      gauge: gauge, centroids: centroids, familiarity: familiarity,
      turnedAway: Double(familiarity.count { $0 < gauge.threshold }) / Double(n),
      backgroundTurnedAway: 1 - chosen!.let_in)
  }

  /// The most records of n that may fall below a threshold so that the exact upper bound of their share stays at 2 %.
  private static func mostTurnedAwayCount(of n: Int) -> Int {
    var count = Int(Double(n) * mostTurnedAway)
    while count > 0,
      Binomial.upperBound(successes: count, trials: n, confidence: 0.95) > mostTurnedAway
    { count -= 1 }
    return count
  }

  /// Mean and deviation, the latter never 0. In fixed order; doubles.
  private static func moments(_ values: [Float]) -> (mean: Float, deviation: Float) {
    guard !values.isEmpty else { return (0, 1) }
    let mean = values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
    let squares = values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    let deviation = (squares / Double(values.count)).squareRoot()
    return (Float(mean), deviation > 1e-6 ? Float(deviation) : 1)
  }

  private static func dot(
    _ rows: DenseMatrix, _ i: Int, _ directions: [Float], _ label: Int
  ) -> Float {
    let d = rows.columnCount
    var sum: Float = 0
    for j in 0..<d { sum += rows.values[i * d + j] * directions[label * d + j] }
    return sum
  }
}

/// The label with the largest score; ties go to the first.
private struct Best {
  let label: Int
  let score: Float

  init(_ scores: ArraySlice<Float>) {
    let at = scores.indices.max { scores[$0] < scores[$1] }!
    label = at - scores.startIndex
    score = scores[at]
  }
}

/// Sums of the dense rows of each label.
private struct Centroids {
  let dimension: Int
  var sums: [Float]

  init(_ rows: DenseMatrix, _ labels: [[Int]], members: [Int], labelCount: Int) {
    dimension = rows.columnCount
    sums = [Float](repeating: 0, count: labelCount * dimension)
    guard dimension > 0 else { return }
    for i in members {
      for label in labels[i] {
        for j in 0..<dimension {
          sums[label * dimension + j] += rows.values[i * dimension + j]
        }
      }
    }
  }

  func subtracting(_ other: Centroids) -> Centroids {
    var result = self
    for j in sums.indices { result.sums[j] -= other.sums[j] }
    return result
  }

  /// Each sum at length 1; zeros stay zeros.
  func directions() -> [Float] {
    var result = sums
    guard dimension > 0 else { return result }
    for start in stride(from: 0, to: sums.count, by: dimension) {
      var row = Array(sums[start..<start + dimension])
      Pooling.normalize(&row, to: 1)
      result.replaceSubrange(start..<start + dimension, with: row)
    }
    return result
  }
}
