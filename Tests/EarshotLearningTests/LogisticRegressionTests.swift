import EarshotNumerics
import Foundation
import TestSupport
import Testing

@testable import EarshotLearning

/// The problem that scikit-learn solved, and its solutions.
struct RegressionReference: Decodable {
  struct Fit: Decodable {
    let kind: String
    let strength: Double
    let importance: String
    let objective: Double
    let guesses: [Int]
    let margins: [Double]
  }
  let x: [[Float]]
  let y: [Int]
  let multi: [[Int]]
  let importance: [Float]
  let label_count: Int
  let fits: [Fit]

  static func load() throws -> RegressionReference {
    try Fixture.reference("logistic-regression", as: RegressionReference.self)
  }

  var rows: FeatureRows { Self.rows(x) }
  var softmaxLabels: [[Int]] { y.map { [$0] } }
  var multiLabels: [[Int]] { multi.map { row in row.indices.filter { row[$0] == 1 } } }

  static func rows(_ x: [[Float]]) -> FeatureRows {
    var sparse = SparseMatrix(columnCount: x[0].count)
    for row in x {
      let used = row.indices.filter { row[$0] != 0 }
      sparse.appendRow(columns: used.map { UInt32($0) }, values: used.map { row[$0] })
    }
    return FeatureRows(sparse)
  }
}

@Suite("LogisticRegression")
struct LogisticRegressionTests {
  private func options(
    _ kind: LogisticRegression.Kind, gap: Double = 5e-4, epochs: Int = 1000
  ) -> LogisticRegression.Options {
    var options = LogisticRegression.Options()
    options.kind = kind
    options.relativeGap = gap
    options.maximumEpochs = epochs
    return options
  }

  @Test(
    "softmax reaches scikit-learn's objective and guesses", arguments: [0, 1, 2],
    ["equal", "weighted"])
  func softmaxMatchesScikitLearn(step: Int, importance: String) throws {
    let reference = try RegressionReference.load()
    let expected = reference.fits.filter { $0.kind == "softmax" && $0.importance == importance }[
      step]
    let solution = LogisticRegression(options(.softmax)).fit(
      reference.rows, labels: reference.softmaxLabels, labelCount: reference.label_count,
      importance: importance == "weighted" ? reference.importance : nil,
      strength: expected.strength)
    #expect(solution.report.isConverged)
    #expect(abs(solution.report.primal / expected.objective - 1) < 1e-3)
    let scores = solution.classifier.scores(
      reference.rows, members: Array(0..<reference.x.count))
    for i in 0..<reference.x.count where expected.margins[i] > 0.05 {
      let row = Array(scores[i])
      #expect(row.indices.max { row[$0] < row[$1] } == expected.guesses[i], "row \(i)")
    }
  }

  @Test("one-vs-rest reaches scikit-learn's objective and guesses", arguments: [0, 1, 2])
  func oneVersusRestMatchesScikitLearn(step: Int) throws {
    let reference = try RegressionReference.load()
    let expected = reference.fits.filter { $0.kind == "oneVersusRest" }[step]
    let solution = LogisticRegression(options(.oneVersusRest)).fit(
      reference.rows, labels: reference.multiLabels, labelCount: reference.label_count,
      strength: expected.strength)
    #expect(solution.report.isConverged)
    #expect(abs(solution.report.primal / expected.objective - 1) < 1e-3)
    let scores = solution.classifier.scores(
      reference.rows, members: Array(0..<reference.x.count))
    for (i, score) in scores.values.enumerated() where expected.margins[i] > 0.05 {
      #expect((score > 0 ? 1 : 0) == expected.guesses[i], "score \(i)")
    }
  }

  @Test("importance three is three copies of the record", arguments: [0, 1])
  func importanceIsCopies(kind: Int) throws {
    let reference = try RegressionReference.load()
    let labels = kind == 0 ? reference.softmaxLabels : reference.multiLabels
    let regression = LogisticRegression(options(kind == 0 ? .softmax : .oneVersusRest))
    var importance = [Float](repeating: 1, count: reference.x.count)
    var x = reference.x
    var copiedLabels = labels
    for i in stride(from: 0, to: reference.x.count, by: 4) {
      importance[i] = 3
      x += [reference.x[i], reference.x[i]]
      copiedLabels += [labels[i], labels[i]]
    }
    let weighted = regression.fit(
      reference.rows, labels: labels, labelCount: 5, importance: importance, strength: 1)
    let copied = regression.fit(
      RegressionReference.rows(x), labels: copiedLabels, labelCount: 5, strength: 1)
    // Each is within 5e-4 of the same optimum.
    #expect(abs(weighted.report.primal / copied.report.primal - 1) < 1e-3)
  }

  @Test("members alone are learned from")
  func membersOnly() throws {
    let reference = try RegressionReference.load()
    let regression = LogisticRegression(options(.softmax))
    let members = Array(stride(from: 0, to: reference.x.count, by: 2))
    let chosen = regression.fit(
      reference.rows, members: members, labels: reference.softmaxLabels, labelCount: 5,
      strength: 1)
    let alone = regression.fit(
      RegressionReference.rows(members.map { reference.x[$0] }),
      labels: members.map { reference.softmaxLabels[$0] }, labelCount: 5, strength: 1)
    #expect(chosen.classifier.termWeights == alone.classifier.termWeights)
    #expect(chosen.classifier.bias == alone.classifier.bias)
  }

  @Test("each step of a path is a fit of its own, within the gap", arguments: [0, 1])
  func pathEqualsFits(kind: Int) throws {
    let reference = try RegressionReference.load()
    let labels = kind == 0 ? reference.softmaxLabels : reference.multiLabels
    let regression = LogisticRegression(options(kind == 0 ? .softmax : .oneVersusRest))
    let strengths = [0.1, 1, 5]
    let path = regression.path(
      reference.rows, members: Array(0..<reference.x.count), labels: labels, labelCount: 5,
      importance: [Float](repeating: 1, count: reference.x.count), strengths: strengths)
    #expect(path.map(\.report.strength) == strengths)
    for (strength, solution) in zip(strengths, path) {
      let alone = regression.fit(
        reference.rows, labels: labels, labelCount: 5, strength: strength)
      #expect(solution.report.isConverged)
      #expect(abs(solution.report.primal / alone.report.primal - 1) < 1e-3, "C = \(strength)")
    }
  }

  @Test("the duality gap is never negative and closes with more epochs", arguments: [0, 1])
  func gapCloses(kind: Int) throws {
    let reference = try RegressionReference.load()
    let labels = kind == 0 ? reference.softmaxLabels : reference.multiLabels
    var gaps: [Double] = []
    for epochs in [1, 8, 128] {
      let report = LogisticRegression(
        options(kind == 0 ? .softmax : .oneVersusRest, gap: 1e-5, epochs: epochs)
      ).fit(reference.rows, labels: labels, labelCount: 5, strength: 3).report
      // Sums of float losses are right to some 1e-6.
      #expect(report.relativeGap > -1e-5, "\(epochs) epochs")
      #expect(report.epochs <= epochs)
      gaps.append(report.relativeGap)
    }
    #expect(gaps.last! < 1e-4)
    #expect(gaps.last! < gaps.first! / 10)
  }

  @Test("the reported objective is that of the weights returned")
  func objectiveIsReal() throws {
    let reference = try RegressionReference.load()
    let solution = LogisticRegression(options(.softmax)).fit(
      reference.rows, labels: reference.softmaxLabels, labelCount: 5, strength: 2)
    let model = solution.classifier
    var objective = (model.termWeights + model.bias).reduce(0.0) {
      $0 + Double($1) * Double($1) / 2
    }
    for (i, x) in reference.x.enumerated() {
      let z = (0..<5).map { k in
        x.indices.reduce(Double(model.bias[k])) {
          $0 + Double(x[$1]) * Double(model.termWeights[$1 * model.stride + k])
        }
      }
      objective += 2 * (log(z.reduce(0) { $0 + exp($1) }) - z[reference.y[i]])
    }
    #expect(abs(solution.report.primal / objective - 1) < 1e-5)
  }

  @Test("a dense part learns what the same numbers learn sparsely")
  func denseEqualsSparse() throws {
    let reference = try RegressionReference.load()
    let columns = reference.x[0].count
    var dense = DenseMatrix(columnCount: columns)
    var nothing = SparseMatrix(columnCount: 0)
    for row in reference.x {
      dense.appendRow(row)
      nothing.appendRow(columns: [UInt32](), values: [Float]())
    }
    let rows = FeatureRows(sparse: nothing, dense: dense)
    let regression = LogisticRegression(options(.softmax))
    let fromDense = regression.fit(
      rows, labels: reference.softmaxLabels, labelCount: 5, strength: 1)
    let fromSparse = regression.fit(
      reference.rows, labels: reference.softmaxLabels, labelCount: 5, strength: 1)
    #expect(abs(fromDense.report.primal / fromSparse.report.primal - 1) < 1e-3)
    let members = Array(0..<reference.x.count)
    let a = fromDense.classifier.scores(rows, members: members)
    let b = fromSparse.classifier.scores(reference.rows, members: members)
    // The optimum is one; a gap of 5e-4 leaves scores within about 0.1 of it.
    #expect(zip(a.values, b.values).allSatisfy { abs($0 - $1) < 0.2 })
  }

  @Test("the same seed gives the same bits")
  func repeats() throws {
    let reference = try RegressionReference.load()
    let regression = LogisticRegression()
    func fit() -> LinearClassifier {
      regression.fit(
        reference.rows, labels: reference.softmaxLabels, labelCount: 5, strength: 3
      ).classifier
    }
    #expect(fit().termWeights == fit().termWeights)
  }

  @Test("nothing to learn from gives weights of zero")
  func noMembers() throws {
    let reference = try RegressionReference.load()
    let solution = LogisticRegression().fit(
      reference.rows, members: [], labels: reference.softmaxLabels, labelCount: 5, strength: 1)
    #expect(solution.classifier.termWeights.allSatisfy { $0 == 0 })
    #expect(solution.report.isConverged)
  }

  @Test("cross-validation does not depend on the threads")
  func crossValidationThreads() throws {
    let reference = try RegressionReference.load()
    let folds = Folds(
      groups: reference.x.indices.map { UInt64($0) }, strata: reference.y, count: 3, seed: 1)
    func run(_ threads: Int) -> CrossValidation {
      CrossValidation(
        reference.rows, labels: reference.softmaxLabels, labelCount: 5,
        importance: [Float](repeating: 1, count: reference.x.count), folds: folds,
        strengths: [0.3, 3],
        options: LogisticRegression.Options(), threads: threads)
    }
    let (one, eight) = (run(1), run(8))
    #expect(one.strength == eight.strength)
    #expect(one.scores.values == eight.scores.values)
    #expect(one.trials.map(\.loss) == eight.trials.map(\.loss))
  }
}
