import EarshotNumerics

/// The state of a fit by dual coordinate ascent; see `LogisticRegression` for the problem it solves.
struct DualAscent: ~Copyable {
  private let rows: FeatureRows
  private let members: [Int]
  private let labels: [LogisticRegression.Labels]
  private let labelCount: Int
  private let importance: [Float]
  private let options: LogisticRegression.Options
  /// Label count rounded up to 16, the width of the SIMD steps.
  private let stride: Int

  private var terms: WeightMatrix
  private var dense: WeightMatrix
  private var bias: [Float]
  /// p_i of each member, `stride` floats each.
  private var duals: [Float]
  /// H(p_i) of each member.
  private var entropies: [Float]
  private let squaredNorms: [Float]
  /// c_i · loss_i of each member when it was last visited.
  private var losses: [Double]
  /// For how many epochs each member may still be passed over, and for how many it was the last time.
  private var rests: [(left: UInt8, length: UInt8)]
  private var isVisited = false
  /// How far the duals moved on average in the last epoch.
  private var averageMove: Float = 0
  /// C of the weights as they are.
  private var strength = 1.0
  /// When Newton ends within a step. Measured on banking77: 1e-4 needs as many epochs, and up to three
  /// more rounds a step.
  private static let tolerance: Float = 1e-2

  init(
    rows: FeatureRows, members: [Int], labels: [LogisticRegression.Labels], labelCount: Int,
    importance: [Float], options: LogisticRegression.Options
  ) {
    precondition(labels.count == rows.count && importance.count == rows.count)
    self.rows = rows
    self.members = members
    self.labels = labels
    self.labelCount = labelCount
    self.importance = importance
    self.options = options
    stride = (labelCount + 15) & ~15
    terms = WeightMatrix(termCount: rows.sparse.columnCount, stride: stride)
    dense = WeightMatrix(termCount: rows.dense.columnCount, stride: stride)
    bias = [Float](repeating: 0, count: stride)
    // p = y makes W = 0, whatever C is.
    duals = [Float](repeating: 0, count: members.count * stride)
    for (m, i) in members.enumerated() {
      for label in labels[i] { duals[m * stride + label] = 1 }
    }
    entropies = [Float](repeating: 0, count: members.count)
    squaredNorms = members.map { rows.squaredNorm(ofRow: $0) + 1 }
    losses = [Double](repeating: 0, count: members.count)
    rests = Array(repeating: (0, 0), count: members.count)
  }

  mutating func solve(strength newStrength: Double) -> LogisticRegression.Solution {
    let factor = Float(newStrength / strength)
    terms.scale(by: factor)
    dense.scale(by: factor)
    for k in 0..<stride { bias[k] *= factor }
    strength = newStrength
    for m in rests.indices { rests[m] = (0, 0) }

    var generator = SplitMix64(seed: options.seed)
    var epochs = 0
    var objective = (primal: 0.0, dual: 0.0)
    var isConverged = members.isEmpty
    while !isConverged && epochs < options.maximumEpochs {
      let lossWhenVisited = runEpoch(order: generator.permutation(of: members.count))
      epochs += 1
      // The losses seen on the way are those of older weights, a guess that is nearly free; the exact
      // ones cost half an epoch, so they are worked out only when the guess says it may be over. On
      // banking77 the guessed gap is three to six times the exact one, from the second epoch on.
      let penalty = 0.5 * squaredNorm()
      let dual = strength * weightedEntropy() - penalty
      let guess = penalty + strength * lossWhenVisited
      if guess - dual <= 4 * options.relativeGap * guess || epochs == options.maximumEpochs {
        objective = (penalty + strength * exactLoss(), dual)
        isConverged = objective.primal - objective.dual <= options.relativeGap * objective.primal
      }
    }
    let report = FitReport(
      strength: strength, epochs: epochs, primal: objective.primal, dual: objective.dual,
      isConverged: isConverged)
    return LogisticRegression.Solution(classifier: classifier(), report: report)
  }

  /// Visits every member that is not at rest. Returns Σ c_i · loss_i as seen when each was last visited.
  ///
  /// A record whose dual moved less than a fifth of the average rests for 1, then 2, then 4 epochs: late
  /// in a fit most records have settled, and visiting them again would change nothing. The duality gap
  /// is always worked out over all of them.
  private mutating func runEpoch(order: [Int]) -> Double {
    var scores = [Float](repeating: 0, count: stride)
    var change = [Float](repeating: 0, count: stride)
    let visits = order.filter { m in
      if rests[m].left == 0 { return true }
      rests[m].left -= 1
      return false
    }
    var moved: Float = 0
    for (v, m) in visits.enumerated() {
      let i = members[m]
      if v == 0 { score(i, into: &scores) }
      let pull = Float(strength) * importance[i]
      let loss: Float
      switch options.kind {
      case .softmax:
        let outcome = DualSteps.softmax(
          duals: &duals, record: m, scores: scores, labels: labelCount,
          curvature: pull * squaredNorms[m], change: &change, isFirstVisit: !isVisited,
          tolerance: Self.tolerance)
        entropies[m] = outcome.entropy
        loss = outcome.logSumExp - scores[labels[i][0]]
      case .oneVersusRest:
        entropies[m] = DualSteps.logistic(
          duals: &duals, record: m, scores: scores, labels: labelCount,
          curvature: pull * squaredNorms[m], change: &change)
        loss = lossOf(i, scores)
      }
      losses[m] = Double(importance[i]) * Double(loss)
      let largest = DualSteps.scale(&change, by: pull)
      learn(i, change, next: v + 1 < visits.count ? members[visits[v + 1]] : nil, &scores)
      moved += largest
      let isSettled = largest < 0.2 * min(averageMove, moved / Float(v + 1))
      rests[m].length = isSettled ? min(max(rests[m].length * 2, 1), 4) : 0
      rests[m].left = rests[m].length
    }
    averageMove = visits.isEmpty ? 0 : moved / Float(visits.count)
    isVisited = true
    return losses.reduce(0, +)
  }

  /// Adds a record's change to the weights, then puts the scores of the next record into `scores`; one
  /// pass over the dense weights does both.
  private mutating func learn(_ i: Int, _ change: [Float], next: Int?, _ scores: inout [Float]) {
    for k in 0..<stride { bias[k] += change[k] }
    terms.add(rows.sparse, i, times: change)
    guard let next else {
      if rows.dense.columnCount > 0 { dense.add(rows.dense, i, times: change) }
      return
    }
    for k in 0..<stride { scores[k] = bias[k] }
    terms.accumulate(rows.sparse, next, into: &scores)
    if rows.dense.columnCount > 0 {
      dense.add(rows.dense, i, times: change, thenAccumulate: next, into: &scores)
    }
  }

  private borrowing func score(_ i: Int, into scores: inout [Float]) {
    for k in 0..<stride { scores[k] = bias[k] }
    terms.accumulate(rows.sparse, i, into: &scores)
    if rows.dense.columnCount > 0 { dense.accumulate(rows.dense, i, into: &scores) }
  }

  /// The loss of record `i` under its scores.
  private borrowing func lossOf(_ i: Int, _ scores: [Float]) -> Float {
    switch options.kind {
    case .softmax:
      return LogProbabilities.logSumExp(scores, count: labelCount) - scores[labels[i][0]]
    case .oneVersusRest:
      // Σ_k ln(1 + eᶻ) − Σ_{k in labels} z.
      return LogProbabilities.softplusSum(scores, count: labelCount)
        - labels[i].reduce(0) { $0 + scores[$1] }
    }
  }

  private borrowing func exactLoss() -> Double {
    var scores = [Float](repeating: 0, count: stride)
    var loss = 0.0
    for i in members {
      score(i, into: &scores)
      loss += Double(importance[i]) * Double(lossOf(i, scores))
    }
    return loss
  }

  private borrowing func squaredNorm() -> Double {
    bias.reduce(terms.squaredNorm() + dense.squaredNorm()) { $0 + Double($1) * Double($1) }
  }

  private borrowing func weightedEntropy() -> Double {
    var sum = 0.0
    for (m, i) in members.enumerated() { sum += Double(importance[i]) * Double(entropies[m]) }
    return sum
  }

  /// The weights as they are, with the padding of a finished model.
  private borrowing func classifier() -> LinearClassifier {
    let narrow = RowKernels.stride(labels: labelCount)
    func repacked(_ wide: [Float]) -> [Float] {
      var packed: [Float] = []
      packed.reserveCapacity(wide.count / stride * narrow)
      for row in Swift.stride(from: 0, to: wide.count, by: stride) {
        packed.append(contentsOf: wide[row..<row + narrow])
      }
      return packed
    }
    return LinearClassifier(
      labelCount: labelCount, termWeights: repacked(terms.array()),
      denseWeights: repacked(dense.array()), bias: Array(bias[..<narrow]))
  }
}
