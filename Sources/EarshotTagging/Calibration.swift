import EarshotLearning
import EarshotNumerics

/// What out-of-fold scores say: the temperature, the thresholds, and the quality to expect.
///
/// The temperature comes from the first two of five folds, the `auto` threshold from the others; where
/// folds leave sources out, the temperature from folds drawn from all of them (records to be tagged are of
/// known kinds), the threshold from the sources left out (its promise must hold for others). Strength
/// and scale, a handful of candidates, were chosen on all folds; that is not corrected for.
struct Calibration {
  let temperature: Float
  /// From which probability on a label of a multi-label field is given.
  let labelThreshold: Float
  let auto: AutoThreshold
  let report: EvaluationReport

  /// - Parameters:
  ///   - names: the labels; scores may hold one class more, of records that have none.
  ///   - drawn: scores for the temperature, if not `scores`.
  ///   - judged: the records to read; others were only learned from.
  ///   - isShort: whether a record has fewer than two words; never `auto` then.
  ///   - isForeign: whether a record is turned away as out of domain; never `auto` then.
  ///   - threads: share the records; the result does not depend on it.
  init(
    _ scores: ScoreMatrix, labels: [[Int]], names: [String], folds: Folds,
    drawn: ScoreMatrix? = nil, judged: [Int],
    kind: LogisticRegression.Kind, target: Double, isShort: (Int) -> Bool = { _ in false },
    isForeign: (Int) -> Bool, threads: Int = 1
  ) {
    let forTemperature = max(1, folds.count * 2 / 5)
    // One number, fitted on scores of other folds, learns no record by heart.
    let early = judged.filter { drawn != nil || folds.ofRecord[$0] < forTemperature }
    let late = judged.filter { drawn != nil || folds.ofRecord[$0] >= forTemperature }
    let earlyScores = drawn ?? scores
    let temperature = Temperature.fit(
      earlyScores, labels: labels, members: early, kind: kind, threads: threads)
    self.temperature = temperature
    let isMultiLabel = kind == .oneVersusRest
    let threshold =
      isMultiLabel ? Self.bestThreshold(earlyScores, labels, early, temperature) : Float(0.5)
    labelThreshold = threshold
    let reader = ScoreReader(
      scores: scores, names: names, isMultiLabel: isMultiLabel, temperature: temperature,
      labelThreshold: threshold)
    // A record that would be turned away is never `auto`; nor is a short one.
    func isTurnedAway(_ i: Int) -> Bool { isForeign(i) || reader.isForeign(i) }
    auto = AutoThreshold(
      outcomes: late.filter { !isTurnedAway($0) && !isShort($0) }.compactMap {
        reader.decision(of: $0, truth: labels[$0])
      }, target: target)
    let chosen = auto.confidence
    report = EvaluationReport(
      judged.filter { isMultiLabel || labels[$0][0] < names.count }.map {
        reader.outcome(
          of: $0, truth: labels[$0], autoThreshold: isShort($0) ? nil : chosen,
          reason: isTurnedAway($0) ? FieldTag.Reason.outOfDomain.rawValue : nil)
      },
      isMultiLabel: isMultiLabel)
  }

  /// The probability from 0.05 to 0.95 that gives the best micro-F1.
  private static func bestThreshold(
    _ scores: ScoreMatrix, _ labels: [[Int]], _ members: [Int], _ temperature: Float
  ) -> Float {
    var best: (threshold: Float, f1: Double) = (0.5, -1)
    for step in 1..<20 {
      let threshold = Float(step) * 0.05
      var both = 0
      var either = 0
      for i in members {
        either += labels[i].count
        for (k, score) in scores[i].enumerated()
        where LogProbabilities.sigmoid(score / temperature) >= threshold {
          either += 1
          both += labels[i].contains(k) ? 2 : 0
        }
      }
      let f1 = either == 0 ? 0 : Double(both) / Double(either)
      if f1 > best.f1 { best = (threshold, f1) }
    }
    return best.threshold
  }
}

/// Reads scores as tags.
private struct ScoreReader {
  let scores: ScoreMatrix
  let names: [String]
  let isMultiLabel: Bool
  let temperature: Float
  let labelThreshold: Float

  func probabilities(of i: Int) -> [Float] {
    let row = Array(scores[i])
    if isMultiLabel { return row.map { LogProbabilities.sigmoid($0 / temperature) } }
    var result = row
    LogProbabilities.softmax(row, count: row.count, temperature: temperature, into: &result)
    return result
  }

  /// Whether the record most probably has none of the labels.
  func isForeign(_ i: Int) -> Bool {
    scores.labelCount > names.count && probabilities(of: i)[names.count] > 0.5
  }

  /// The confidence of a record's tag and whether it is right. A multi-label record is as sure as the
  /// least sure label it was given, and right when all of them are; nil when it was given none.
  func decision(of i: Int, truth: [Int]) -> (confidence: Float, isRight: Bool)? {
    let p = probabilities(of: i)
    guard isMultiLabel else {
      let best = names.indices.max { p[$0] < p[$1] }!
      return (p[best], truth.contains(best))
    }
    let given = p.indices.filter { p[$0] >= labelThreshold }
    guard let least = given.map({ p[$0] }).min() else { return nil }
    return (least, given.allSatisfy { truth.contains($0) })
  }

  func outcome(of i: Int, truth: [Int], autoThreshold: Float?, reason: String?) -> Outcome {
    Outcome(
      probabilities: probabilities(of: i), truth: truth.map { names[$0] }, names: names,
      isMultiLabel: isMultiLabel, labelThreshold: labelThreshold, autoThreshold: autoThreshold,
      reason: reason)
  }
}
