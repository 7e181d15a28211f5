import Dispatch
import EarshotNumerics

/// Scores of every record by classifiers that did not learn from it, and the strength that did best.
public struct CrossValidation: Sendable {
  /// The strength chosen.
  public let strength: Double
  /// Out-of-fold scores at that strength, a row a record.
  public let scores: ScoreMatrix
  /// What each strength tried reached.
  public let trials: [Trial]

  public struct Trial: Sendable {
    public let strength: Double
    /// Share of records whose best label is right (one-vs-rest: F1 over all labels at ½).
    public let accuracy: Double
    /// Mean negative log-likelihood at the best temperature.
    public let loss: Double
  }

  /// Tries the strengths in rising order, each fold going on from its last solution, and stops when a
  /// stronger one no longer pays: neither 0.3 % less loss nor, at 1 % more loss at most, 0.1 points
  /// more accuracy.
  ///
  /// - Parameters:
  ///   - judged: the records that strengths are compared on; nil for all.
  ///   - strengths: values of C, ascending.
  ///   - threads: folds are fitted side by side; the result does not depend on it.
  public init(
    _ rows: FeatureRows, labels: [LogisticRegression.Labels], labelCount: Int,
    importance: [Float], folds: Folds, judged: [Int]? = nil, strengths: [Double],
    options: LogisticRegression.Options, threads: Int
  ) {
    // A looser fit than the final one: measured on banking77, a gap of 0.5 % gives the same accuracy
    // and loss out of fold as 0.1 %, in half the time.
    var options = options
    options.relativeGap = max(options.relativeGap, 5e-3)
    let fits = (0..<folds.count).map { fold in
      FoldFit(strengthCount: strengths.count) {
        DualAscent(
          rows: rows, members: folds.members(without: fold), labels: labels,
          labelCount: labelCount, importance: importance, options: options)
      }
    }
    let judged = judged ?? Array(0..<rows.count)
    var best: (trial: Trial, scores: ScoreMatrix)?
    var trials: [Trial] = []
    // Five folds on two threads would leave one idle at the end of each strength, so idle threads go
    // on to the next one. A fold's solutions don't depend on when they are worked out.
    var ahead: [ScoreMatrix] = []
    for (s, strength) in strengths.enumerated() {
      let left = folds.count - ahead.count
      let idle = s + 1 < strengths.count ? (threads - left % threads) % threads : 0
      let extra = Swift.min(idle, Swift.max(left - threads, 0), folds.count)
      let done = ahead.count
      let solved = Workers.map(left + extra, threads: threads) { task in
        let fold = task < left ? done + task : task - left
        let t = task < left ? s : s + 1
        return fits[fold].solve(t, strength: strengths[t]).scores(
          rows, members: folds.members(of: fold))
      }
      let perFold = ahead + solved[..<left]
      ahead = Array(solved[left...])
      var scores = ScoreMatrix(rowCount: rows.count, labelCount: labelCount)
      for fold in 0..<folds.count {
        for (m, i) in folds.members(of: fold).enumerated() {
          scores.copy(m, of: perFold[fold], to: i)
        }
      }
      let temperature = Temperature.fit(
        scores, labels: labels, members: judged, kind: options.kind, threads: threads)
      let trial = Trial(
        strength: strength, accuracy: Self.accuracy(scores, labels, judged, options.kind),
        loss: Temperature.meanLoss(
          scores, labels: labels, members: judged, kind: options.kind, temperature: temperature,
          threads: threads))
      trials.append(trial)
      guard let leader = best?.trial else {
        best = (trial, scores)
        continue
      }
      let isWorthIt =
        trial.loss < leader.loss * 0.997
        || (trial.accuracy > leader.accuracy + 0.001 && trial.loss < leader.loss * 1.01)
      guard isWorthIt else { break }
      best = (trial, scores)
    }
    strength = best!.trial.strength
    scores = best!.scores
    self.trials = trials
  }

  private static func accuracy(
    _ scores: ScoreMatrix, _ labels: [[Int]], _ members: [Int], _ kind: LogisticRegression.Kind
  ) -> Double {
    var right = 0
    var wrong = 0
    for i in members {
      let row = scores[i]
      switch kind {
      case .softmax:
        let best = row.indices.max { row[$0] < row[$1] }! - row.startIndex
        if labels[i].contains(best) { right += 2 } else { wrong += 2 }
      case .oneVersusRest:
        for (k, score) in row.enumerated() {
          switch (score > 0, labels[i].contains(k)) {
          case (true, true): right += 2
          case (true, false), (false, true): wrong += 1
          case (false, false): break
          }
        }
      }
    }
    return right + wrong == 0 ? 0 : Double(right) / Double(right + wrong)
  }
}

/// The fit of one fold, kept from strength to strength while there are more to come.
private final class FoldFit: @unchecked Sendable {
  // SAFETY: a strength waits for the one before, so one thread at a time has the fit.
  private let make: () -> DualAscent
  private var ascent: DualAscent?
  /// Signalled once each when a strength, counted from 0, is solved.
  private let solved: [DispatchSemaphore]

  init(strengthCount: Int, _ make: @escaping () -> DualAscent) {
    self.make = make
    solved = (0..<strengthCount).map { _ in DispatchSemaphore(value: 0) }
  }

  /// Solves at strength number `s`, after the one before it, which another thread may be at work on.
  func solve(_ s: Int, strength: Double) -> LinearClassifier {
    if s > 0 { solved[s - 1].wait() }
    defer { solved[s].signal() }
    var fit = ascent.take() ?? make()
    let classifier = fit.solve(strength: strength).classifier
    if s + 1 < solved.count { ascent = consume fit }
    return classifier
  }
}
