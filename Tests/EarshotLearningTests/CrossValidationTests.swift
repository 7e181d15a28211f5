import EarshotNumerics
import Testing

@testable import EarshotLearning

@Suite("CrossValidation")
struct CrossValidationTests {
  /// Forty records of two kinds; the labels of those `flipped` are wrong.
  private func validation(flipped: Set<Int>, judged: [Int]?) -> CrossValidation {
    var sparse = SparseMatrix(columnCount: 2)
    for i in 0..<40 { sparse.appendRow(columns: [UInt32(i % 2)], values: [1]) }
    var options = LogisticRegression.Options()
    options.kind = .softmax
    return CrossValidation(
      FeatureRows(sparse), labels: (0..<40).map { [flipped.contains($0) ? 1 - $0 % 2 : $0 % 2] },
      labelCount: 2, importance: [Float](repeating: 1, count: 40),
      folds: Folds(
        groups: (0..<40).map { UInt64($0) }, strata: [Int](repeating: 0, count: 40), count: 4,
        seed: 3),
      judged: judged, strengths: [10], options: options, threads: 1)
  }

  private let flipped: Set<Int> = [0, 3, 8, 13, 20, 21, 30, 39]

  @Test("all records are judged: 32 of 40 are right")
  func all() {
    #expect(validation(flipped: flipped, judged: nil).trials[0].accuracy == 0.8)
  }

  @Test("only those judged count: without the wrong ones all are right, of the wrong ones none")
  func judged() {
    let right = validation(flipped: flipped, judged: (0..<40).filter { !flipped.contains($0) })
    #expect(right.trials[0].accuracy == 1)
    let wrong = validation(flipped: flipped, judged: flipped.sorted())
    #expect(wrong.trials[0].accuracy == 0)
    #expect(right.trials[0].loss < wrong.trials[0].loss)
  }

  @Test("those not judged have scores all the same, and the judged ones have the scores they had")
  func scores() {
    let some = validation(flipped: flipped, judged: [1, 2])
    #expect(some.scores.values == validation(flipped: flipped, judged: nil).scores.values)
    #expect((0..<40).allSatisfy { some.scores[$0].contains { $0 != 0 } })
  }
}
