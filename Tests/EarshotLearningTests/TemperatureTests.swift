import EarshotNumerics
import TestSupport
import Testing

@testable import EarshotLearning

@Suite("Temperature")
struct TemperatureTests {
  struct Reference: Decodable {
    struct Case: Decodable {
      let kind: String
      let scores: [[Float]]
      let labels: [[Int]]
      let temperature: Double
      let loss: Double
      let loss_at_1: Double

      var matrix: ScoreMatrix {
        var matrix = ScoreMatrix(rowCount: scores.count, labelCount: scores[0].count)
        for (i, row) in scores.enumerated() { matrix.set(i, to: row) }
        return matrix
      }
      var regression: LogisticRegression.Kind {
        kind == "softmax" ? .softmax : .oneVersusRest
      }
    }
    let cases: [Case]
  }

  @Test("the temperature is that of scipy.optimize, and so is the loss", arguments: 0..<6)
  func matchesSciPy(number: Int) throws {
    let reference = try Fixture.reference("temperature", as: Reference.self).cases[number]
    let members = Array(reference.scores.indices)
    let temperature = Temperature.fit(
      reference.matrix, labels: reference.labels, members: members, kind: reference.regression)
    // The loss is flat at its minimum: float losses of 1e-7 leave T uncertain by about 1e-3.
    #expect(abs(Double(temperature) / reference.temperature - 1) < 3e-3)
    func loss(_ temperature: Float) -> Double {
      Temperature.meanLoss(
        reference.matrix, labels: reference.labels, members: members, kind: reference.regression,
        temperature: temperature)
    }
    #expect(abs(loss(temperature) - reference.loss) < 1e-5)
    #expect(abs(loss(1) - reference.loss_at_1) < 1e-5)
  }

  @Test("the same bits for any number of threads", arguments: [true, false])
  func threads(isSoftmax: Bool) {
    var generator = SplitMix64(seed: 3)
    var scores = ScoreMatrix(rowCount: 1500, labelCount: 5)
    var labels: [[Int]] = []
    for i in 0..<1500 {
      let row = (0..<5).map { _ in Float.random(in: -4...4, using: &generator) }
      scores.set(i, to: row)
      // The best label is right two times in three.
      labels.append([i % 3 == 0 ? i % 5 : row.firstIndex(of: row.max()!)!])
    }
    let members = (0..<1500).filter { $0 % 7 != 0 }
    let results = [1, 2, 5].map { threads in
      let kind = isSoftmax ? LogisticRegression.Kind.softmax : .oneVersusRest
      let temperature = Temperature.fit(
        scores, labels: labels, members: members, kind: kind, threads: threads)
      let loss = Temperature.meanLoss(
        scores, labels: labels, members: members, kind: kind, temperature: temperature,
        threads: threads)
      return "\(temperature) \(loss)"
    }
    #expect(Set(results).count == 1 && !results[0].hasPrefix("1.0 "))
  }

  @Test("without records the temperature is one")
  func noRecords() {
    let scores = ScoreMatrix(rowCount: 0, labelCount: 3)
    #expect(Temperature.fit(scores, labels: [], members: [], kind: .softmax) == 1)
  }

  @Test("scores that are always right cool to the lower end, never below")
  func alwaysRight() {
    var scores = ScoreMatrix(rowCount: 2, labelCount: 2)
    scores.set(0, to: [5, 0])
    scores.set(1, to: [0, 5])
    let temperature = Temperature.fit(
      scores, labels: [[0], [1]], members: [0, 1], kind: .softmax)
    #expect(temperature > 0.049 && temperature < 1)
  }

  @Test("scores that say nothing leave the temperature at one")
  func noInformation() {
    let scores = ScoreMatrix(rowCount: 4, labelCount: 2)
    let temperature = Temperature.fit(
      scores, labels: [[0], [1], [1], [0]], members: [0, 1, 2, 3], kind: .softmax)
    #expect(temperature == 1)
  }
}
