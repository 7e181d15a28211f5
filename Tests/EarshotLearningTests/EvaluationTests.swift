import TestSupport
import Testing

@testable import EarshotLearning

@Suite("Reliability")
struct ReliabilityTests {
  struct Reference: Decodable {
    struct Case: Decodable {
      let confidence: [Double]
      let right: [Int]
      let ece: Double
      let coverage: [String: Double]
    }
    let cases: [Case]
  }

  @Test("calibration error and coverage are those of a plain NumPy script", arguments: 0..<3)
  func matchesNumPy(number: Int) throws {
    let reference = try Fixture.reference("reliability", as: Reference.self).cases[number]
    let reliability = Reliability(
      zip(reference.confidence, reference.right).map { ($0, $1 == 1) })
    #expect(abs(reliability.expectedCalibrationError()! - reference.ece) < 1e-12)
    for (target, coverage) in reference.coverage {
      #expect(
        abs(reliability.coverage(atAccuracy: Double(target)!)! - coverage) < 1e-12, "\(target)")
    }
  }

  @Test("records of equal confidence are covered all or none")
  func ties() {
    // One mistake among four ties: with them 4 of 5 are right, without them 1 of 1.
    let outcomes: [(Double, Bool)] = [
      (0.9, true), (0.5, true), (0.5, true), (0.5, false), (0.5, true),
    ]
    for order in [[0, 1, 2, 3, 4], [3, 1, 0, 2, 4], [4, 2, 1, 3, 0]] {
      let reliability = Reliability(order.map { outcomes[$0] })
      #expect(reliability.coverage(atAccuracy: 0.95) == 0.2)
      #expect(reliability.coverage(atAccuracy: 0.8) == 1)
    }
  }

  @Test("19 right of 20 are 95 %: the border belongs to it")
  func border() {
    for n in stride(from: 20, through: 2000, by: 20) {
      let reliability = Reliability((0..<n).map { (0.9, $0 >= n / 20) })
      #expect(reliability.coverage(atAccuracy: 0.95) == 1, "\(n) records")
    }
  }

  @Test("accuracy at 80 % coverage counts the first four of five, by hand")
  func accuracyAtCoverage() {
    let reliability = Reliability([
      (0.9, true), (0.8, true), (0.7, false), (0.6, true), (0.5, false),
    ])
    #expect(reliability.accuracy(atCoverage: 0.8) == 0.75)
  }

  @Test("two bins by hand: |2/3 - 0.8| · 3/4 + |1 - 0.2| / 4")
  func twoBins() {
    let reliability = Reliability([(0.8, true), (0.8, true), (0.8, false), (0.2, true)])
    let expected = abs(2.0 / 3 - 0.8) * 0.75 + 0.8 * 0.25
    #expect(abs(reliability.expectedCalibrationError(bins: 2)! - expected) < 1e-12)
  }

  @Test("a confidence of exactly one falls into the last bin")
  func lastBin() {
    #expect(Reliability([(1, true)]).expectedCalibrationError() == 0)
  }

  @Test("nothing measured is nil, not zero")
  func nothing() {
    let reliability = Reliability([])
    #expect(reliability.expectedCalibrationError() == nil)
    #expect(reliability.coverage(atAccuracy: 0.95) == nil)
    #expect(reliability.accuracy(atCoverage: 0.8) == nil)
  }
}

@Suite("EvaluationReport")
struct EvaluationReportTests {
  struct Reference: Decodable {
    struct Single: Decodable {
      let truth: [String]
      let guess: [String]
      let accuracy: Double
      let macro_f1: Double
      let labels: [String]
      let precision: [Double]
      let recall: [Double]
      let f1: [Double]
      let support: [Int]
      let confusion: [Cell]
    }
    struct Cell: Decodable {
      let truth: String
      let predicted: String
      let count: Int

      init(from decoder: any Decoder) throws {
        var cell = try decoder.unkeyedContainer()
        truth = try cell.decode(String.self)
        predicted = try cell.decode(String.self)
        count = try cell.decode(Int.self)
      }
    }
    struct Multi: Decodable {
      let truth: [[String]]
      let guess: [[String]]
      let accuracy: Double
      let macro_f1: Double
      let micro_f1: Double
    }
    let single: Single
    let multi: Multi
  }

  @Test("accuracy, F1, precision, recall and confusion are scikit-learn's")
  func singleMatchesScikitLearn() throws {
    let reference = try Fixture.reference("evaluation", as: Reference.self).single
    let report = EvaluationReport(
      zip(reference.truth, reference.guess).map { Outcome(truth: [$0], guess: [$1]) },
      isMultiLabel: false)
    #expect(report.n == reference.truth.count)
    #expect(abs(report.accuracy - reference.accuracy) < 1e-12)
    #expect(abs(report.macro_f1 - reference.macro_f1) < 1e-12)
    #expect(report.micro_f1 == nil)
    #expect(report.labels.map(\.label) == reference.labels)
    #expect(report.labels.map(\.support) == reference.support)
    for (i, label) in report.labels.enumerated() {
      #expect(abs(label.precision - reference.precision[i]) < 1e-12)
      #expect(abs(label.recall - reference.recall[i]) < 1e-12)
      #expect(abs(label.f1 - reference.f1[i]) < 1e-12)
    }
    #expect(report.confusion.count == reference.confusion.count)
    for (found, expected) in zip(report.confusion, reference.confusion) {
      #expect(found.truth == expected.truth && found.predicted == expected.predicted)
      #expect(found.count == expected.count)
    }
  }

  @Test("multi-label accuracy and F1 are scikit-learn's")
  func multiMatchesScikitLearn() throws {
    let reference = try Fixture.reference("evaluation", as: Reference.self).multi
    let report = EvaluationReport(
      zip(reference.truth, reference.guess).map { Outcome(truth: $0, guess: $1) },
      isMultiLabel: true)
    #expect(abs(report.accuracy - reference.accuracy) < 1e-12)
    #expect(abs(report.macro_f1 - reference.macro_f1) < 1e-12)
    #expect(abs(report.micro_f1! - reference.micro_f1) < 1e-12)
    #expect(report.confusion.isEmpty)
  }

  @Test("an abstained record counts with its best alternative, without one it is wrong")
  func abstained() {
    let report = EvaluationReport(
      [
        Outcome(truth: ["a"], guess: ["a"], reason: "low_confidence"),
        Outcome(truth: ["a"], guess: [], reason: "empty_text"),
        Outcome(truth: ["b"], guess: ["b"]),
        Outcome(truth: ["b"], guess: [], reason: "empty_text"),
      ], isMultiLabel: false)
    #expect(report.accuracy == 0.5)
    #expect(report.abstained == ["low_confidence": 0.25, "empty_text": 0.5])
  }

  @Test("what is not known of every record is absent")
  func unknown() {
    let report = EvaluationReport(
      [
        Outcome(truth: ["a"], guess: ["a"], confidence: 0.9, logLoss: 0.1, brier: 0.02),
        Outcome(truth: ["a"], guess: ["a"]),
      ], isMultiLabel: false)
    #expect(report.nll == nil && report.brier == nil && report.ece == nil)
    #expect(report.coverage_at_95 == nil && report.auto == nil)
  }

  @Test("auto: share, accuracy and exact lower bound of the records so marked")
  func auto() {
    // 59 of 59 right among 118: 0.05^(1/59) = 0.950492…
    let report = EvaluationReport(
      (0..<118).map {
        Outcome(truth: ["a"], guess: [$0 % 2 == 0 ? "a" : "b"], isAuto: $0 % 2 == 0)
      },
      isMultiLabel: false)
    #expect(report.auto?.coverage == 0.5)
    #expect(report.auto?.accuracy == 1)
    #expect(abs(report.auto!.accuracy_lower_95! - 0.950_492_4) < 1e-6)
  }

  @Test("no auto record: coverage 0 and no accuracy")
  func noAuto() {
    let report = EvaluationReport(
      [Outcome(truth: ["a"], guess: ["a"], isAuto: false)], isMultiLabel: false)
    #expect(report.auto?.coverage == 0)
    #expect(report.auto?.accuracy == nil)
  }

  @Test("no record: zeros and nils, no trap")
  func empty() {
    let report = EvaluationReport([], isMultiLabel: true)
    #expect(report.n == 0 && report.accuracy == 0 && report.labels.isEmpty)
  }

  @Test("at most 20 cells of confusion, the largest first, ties by name")
  func confusionIsCut() {
    let outcomes = (0..<30).flatMap { i in
      Array(repeating: Outcome(truth: ["t\(10 + i)"], guess: ["x"]), count: i < 3 ? 2 : 1)
    }
    let report = EvaluationReport(outcomes, isMultiLabel: false)
    #expect(report.confusion.count == 20)
    #expect(report.confusion.prefix(4).map(\.truth) == ["t10", "t11", "t12", "t13"])
    #expect(report.confusion.prefix(4).map(\.count) == [2, 2, 2, 1])
  }
}
