import EarshotNumerics

/// One number that makes scores honest: probabilities are softmax(z / T), or σ(z / T).
///
/// Guo, Pleiss, Sun & Weinberger 2017, §4.2. T is fitted on scores of records that the classifier did
/// not learn from, where a fit on its own records would call everything certain.
public enum Temperature {
  /// The T in 0.05…20 that minimises the mean negative log-likelihood, which is convex in 1/T, by
  /// golden-section search on ln T to 1e-4.
  ///
  /// - Parameters:
  ///   - labels: what is right for each row of `scores`: one number each for softmax.
  ///   - members: the rows to use; with none of them, or where no T is better than 1, T is 1.
  ///   - threads: share the rows; the result does not depend on it.
  public static func fit(
    _ scores: ScoreMatrix, labels: [[Int]], members: [Int], kind: LogisticRegression.Kind,
    threads: Int = 1
  ) -> Float {
    guard !members.isEmpty else { return 1 }
    func loss(_ logT: Double) -> Double {
      meanLoss(
        scores, labels: labels, members: members, kind: kind,
        temperature: Elementary.exp(Float(logT)), threads: threads)
    }
    var low = -3.0
    var high = 3.0
    let golden = 0.618_033_988_749_895
    var a = high - golden * (high - low)
    var b = low + golden * (high - low)
    var lossA = loss(a)
    var lossB = loss(b)
    while high - low > 1e-4 {
      if lossA <= lossB {
        high = b
        b = a
        lossB = lossA
        a = high - golden * (high - low)
        lossA = loss(a)
      } else {
        low = a
        a = b
        lossA = lossB
        b = low + golden * (high - low)
        lossB = loss(b)
      }
    }
    // Scores that say nothing are equally bad at every T; the search would end at the lower border.
    let best = (low + high) / 2
    return loss(best) < loss(0) ? Elementary.exp(Float(best)) : 1
  }

  /// Mean negative log-likelihood under a temperature; one-vs-rest sums over labels.
  public static func meanLoss(
    _ scores: ScoreMatrix, labels: [[Int]], members: [Int], kind: LogisticRegression.Kind,
    temperature: Float, threads: Int = 1
  ) -> Double {
    let K = scores.labelCount
    let inverse = 1 / temperature
    let size = 512
    let losses = Workers.map((members.count + size - 1) / size, threads: threads) {
      [Float](repeating: 0, count: K)
    } body: { piece, row in
      members[piece * size..<min((piece + 1) * size, members.count)].map { i in
        scale(scores[i], by: inverse, into: &row)
        let right = labels[i].reduce(Float(0)) { $0 + row[$1] }
        return switch kind {
        case .softmax: LogProbabilities.logSumExp(row, count: K) - right
        case .oneVersusRest: LogProbabilities.softplusSum(row, count: K) - right
        }
      }
    }
    // In the order of the rows, whoever worked them out.
    return losses.joined().reduce(0.0) { $0 + Double($1) } / Double(members.count)
  }

  private static func scale(_ scores: ArraySlice<Float>, by factor: Float, into row: inout [Float])
  {
    precondition(scores.count == row.count)
    scores.withUnsafeBufferPointer { scores in
      row.withUnsafeMutableBufferPointer { row in
        // SAFETY: k < row.count = scores.count. Pointers, so that it becomes vectors.
        for k in 0..<row.count { row[k] = scores[k] * factor }
      }
    }
  }
}
