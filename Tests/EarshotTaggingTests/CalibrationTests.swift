import EarshotLearning
import Foundation
import Testing

@testable import EarshotTagging

@Suite("Calibration")
struct CalibrationTests {
  /// Scores ±margin/2 of two labels that are right for three records of four.
  private static func scores(_ n: Int, margin: Float) -> ScoreMatrix {
    var scores = ScoreMatrix(rowCount: n, labelCount: 2)
    for i in 0..<n { scores.set(i, to: i % 4 < 3 ? [margin, 0] : [0, margin]) }
    return scores
  }

  private static let n = 400
  /// One label is right for all, so three of four best guesses are.
  private static let labels = [[Int]](repeating: [0], count: n)
  private static let folds = Folds(
    groups: (0..<n).map { UInt64($0) }, strata: (0..<n).map { $0 % 4 }, count: 5, seed: 1)

  private static func calibration(
    drawn: ScoreMatrix? = nil, judged: [Int] = Array(0..<n),
    isForeign: (Int) -> Bool = { _ in false }
  ) -> Calibration {
    Calibration(
      scores(n, margin: 4 * Float(log(3.0))), labels: labels, names: ["a", "b"], folds: folds,
      drawn: drawn, judged: judged, kind: .softmax, target: 0.7, isForeign: isForeign)
  }

  // σ(margin / T) = ¾ at T = margin / ln 3.
  @Test("the temperature is that of the scores, on two folds of five")
  func temperature() {
    let found = Self.calibration()
    #expect(abs(found.temperature - 4) < 0.01)
    #expect(found.auto.recordCount == 240)
    #expect(found.report.n == 400)
  }

  @Test("where folds were drawn besides, it is theirs, and the threshold is tested on all records")
  func drawn() throws {
    let found = Self.calibration(drawn: Self.scores(Self.n, margin: 2 * Float(log(3.0))))
    #expect(abs(found.temperature - 2) < 0.005)
    #expect(found.auto.recordCount == 400)
    // The report is of the scores without the sources, at that temperature: σ(4 ln 3 / 2) = 0.9 sure,
    // 0.75 right.
    #expect(found.report.accuracy == 0.75)
    #expect(abs(try #require(found.report.ece) - 0.15) < 1e-3)
  }

  @Test("short records are in the report and the temperature, and auto is tested without them")
  func short() throws {
    // One of four is short, and wrong. Folds that were drawn besides leave all records for the threshold.
    let scores = Self.scores(Self.n, margin: 4 * Float(log(3.0)))
    let found = Calibration(
      scores, labels: Self.labels, names: ["a", "b"], folds: Self.folds, drawn: scores,
      judged: Array(0..<Self.n), kind: .softmax, target: 0.7, isShort: { $0 % 4 == 3 },
      isForeign: { _ in false })
    #expect(found.auto.recordCount == 300 && found.auto.accuracy == 1)
    #expect(found.report.n == 400 && found.report.accuracy == 0.75)
    #expect(try #require(found.report.auto).coverage == 0.75)
    #expect(abs(found.temperature - 4) < 0.01)
  }

  @Test("only the records judged are looked at")
  func judged() {
    // Of these the first two of four, all right.
    let judged = (0..<Self.n).filter { $0 % 4 < 2 }
    let found = Self.calibration(judged: judged)
    #expect(found.report.n == 200 && found.report.accuracy == 1)
    #expect(found.auto.recordCount == 120)
    // All are right, so nothing is too sure: T is as small as may be, e⁻³.
    #expect(found.temperature < 0.06)
  }

  @Test("records that are turned away are reported with their reason and tested for no threshold")
  func foreign() {
    let found = Self.calibration(isForeign: { $0 % 2 == 0 })
    #expect(found.report.abstained == ["out_of_domain": 0.5])
    let late = (0..<Self.n).filter { Self.folds.ofRecord[$0] >= 2 && $0 % 2 == 1 }
    #expect(found.auto.recordCount == late.count)
  }

  @Test("records without a label shape the temperature, and are in no report")
  func none() {
    // The third class is none; half of the records are surely of it.
    var scores = ScoreMatrix(rowCount: Self.n, labelCount: 3)
    for i in 0..<Self.n { scores.set(i, to: i % 2 == 0 ? [9, 0, 0] : [0, 0, 9]) }
    let labels = (0..<Self.n).map { [$0 % 2 == 0 ? 0 : 2] }
    let found = Calibration(
      scores, labels: labels, names: ["a", "b"], folds: Self.folds, judged: Array(0..<Self.n),
      kind: .softmax, target: 0.9, isForeign: { _ in false })
    #expect(found.report.n == 200 && found.report.accuracy == 1 && found.report.abstained.isEmpty)
    let late = (0..<Self.n).count { Self.folds.ofRecord[$0] >= 2 && $0 % 2 == 0 }
    #expect(found.auto.recordCount == late)
  }

  @Test("a label that looks like none is abstained from")
  func labelLikeNone() {
    var scores = ScoreMatrix(rowCount: Self.n, labelCount: 3)
    for i in 0..<Self.n { scores.set(i, to: i % 4 == 0 ? [0, 0, 9] : [9, 0, 0]) }
    let found = Calibration(
      scores, labels: Self.labels, names: ["a", "b"], folds: Self.folds,
      judged: Array(0..<Self.n), kind: .softmax, target: 0.9, isForeign: { _ in false })
    #expect(found.report.abstained["out_of_domain"] == 0.25)
  }
}
