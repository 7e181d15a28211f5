import EarshotNumerics
import Testing

@testable import EarshotLearning

@Suite("Domain gauge")
struct DomainGaugeTests {
  @Test("familiarity and score by hand")
  func byHand() {
    let gauge = DomainGauge(
      scoreMean: 10, scoreDeviation: 2, cosineMean: 0.75, cosineDeviation: 0.125, threshold: -4)
    // (6 − 10) / 2 + (0.5 − 0.75) / 0.125 = −2 − 2
    #expect(gauge.familiarity(bestScore: 6, cosine: 0.5) == -4)
    #expect(gauge.familiarity(bestScore: 6, cosine: nil) == -2)
    #expect(gauge.score(familiarity: -4) == 0.5)
    // 1 / (1 + e²) = 0.119203
    #expect(abs(gauge.score(familiarity: -2) - 0.119203) < 1e-6)
    #expect(gauge.score(familiarity: -5) > 0.5)
  }

  /// Two labels along two axes; the background lies along a third.
  struct World {
    let rows: FeatureRows
    let labels: [[Int]]
    let scores: ScoreMatrix
    let folds: Folds
    let classifier: LinearClassifier
    var background: FeatureRows

    init(records n: Int, foreign: Int = 50) {
      var generator = SplitMix64(seed: 11)
      func noise() -> Float { Float(generator.next() >> 40) / Float(1 << 24) * 0.5 }
      func rows(_ count: Int, _ axis: (Int) -> Int) -> FeatureRows {
        var dense = DenseMatrix(columnCount: 16)
        for i in 0..<count {
          var row = (0..<16).map { _ in noise() }
          row[axis(i)] += 3
          Pooling.normalize(&row, to: 1)
          dense.appendRow(row)
        }
        var sparse = SparseMatrix(columnCount: 0)
        for _ in 0..<count { sparse.appendRow(columns: [], values: []) }
        return FeatureRows(sparse: sparse, dense: dense)
      }
      self.rows = rows(n) { $0 % 2 }
      background = rows(foreign) { _ in 2 }
      labels = (0..<n).map { [$0 % 2] }
      var weights = [Float](repeating: 0, count: 16 * 4)
      weights[0] = 5
      weights[4 + 1] = 5
      classifier = LinearClassifier(
        labelCount: 2, termWeights: [], denseWeights: weights, bias: [0, 0, 0, 0])
      scores = classifier.scores(self.rows, members: Array(0..<n))
      folds = Folds(
        groups: (0..<n).map { UInt64($0) }, strata: (0..<n).map { $0 % 2 }, count: 5, seed: 1)
    }

    var fit: DomainGauge.Fit? {
      DomainGauge.fit(
        scores, rows: rows, dimension: 16, scale: 1, labels: labels, folds: folds,
        classifier: classifier,
        background: background)
    }
  }

  @Test("foreign rows are turned away, and few others")
  func separates() throws {
    let fit = try #require(World(records: 400).fit)
    #expect(fit.backgroundTurnedAway == 1)
    #expect(fit.turnedAway <= 0.005)
    #expect(fit.centroids.count == 2 * 16)
  }

  @Test("where foreign rows can't be told, at most 2 % are turned away, by the upper bound")
  func cap() throws {
    var world = World(records: 1000)
    // The background is the records themselves: each one more turned away costs more than it gains.
    world.background = world.rows
    let alike = try #require(world.fit)
    #expect(alike.turnedAway == 0.001)
    // No background at all: as many as may be. Of 12 in 1,000 the upper bound is .01937, of 13 .02059:
    // the p at which Σ_{i ≤ k} C(1000, i) pⁱ (1 − p)^(1000 − i) is .05, summed in Python.
    world.background = FeatureRows(
      sparse: SparseMatrix(columnCount: 0), dense: DenseMatrix(columnCount: 16))
    #expect(try #require(world.fit).turnedAway == 0.012)
  }

  @Test("fewer than 236 records can't spare one")
  func tooFew() {
    // The upper bound of 1 in 235 is .02003, of 1 in 236 .01994, by the same sum.
    #expect(World(records: 235).fit == nil)
    #expect(World(records: 236).fit != nil)
  }

  @Test("a record is not near itself: alone with its label, it has no centre")
  func outOfFold() throws {
    let world = World(records: 400)
    var labels = world.labels
    labels[7] = [2]
    var scores = ScoreMatrix(rowCount: 400, labelCount: 3)
    for i in 0..<400 { scores.set(i, to: Array(world.scores[i]) + [i == 7 ? 100 : -100]) }
    let classifier = LinearClassifier(
      labelCount: 3, termWeights: [], denseWeights: [Float](repeating: 0, count: 64),
      bias: [0, 0, 0, 0])
    let fit = try #require(
      DomainGauge.fit(
        scores, rows: world.rows, dimension: 16, scale: 1, labels: labels, folds: world.folds,
        classifier: classifier, background: world.background))
    let gauge = fit.gauge
    #expect(fit.familiarity[7] == gauge.familiarity(bestScore: 100, cosine: 0))
  }

  @Test("numbers behind the meaning, as those of tone, say nothing of where a text lies")
  func meaningOnly() throws {
    let world = World(records: 400)
    func widened(_ rows: FeatureRows) -> FeatureRows {
      var dense = DenseMatrix(columnCount: 18)
      for i in 0..<rows.count {
        dense.appendRow(Array(rows.dense.values[i * 16..<(i + 1) * 16]) + [Float(i % 7), -3])
      }
      return FeatureRows(sparse: rows.sparse, dense: dense)
    }
    let classifier = LinearClassifier(
      labelCount: 2, termWeights: [],
      denseWeights: world.classifier.denseWeights + [Float](repeating: 0, count: 8),
      bias: world.classifier.bias)
    let plain = try #require(world.fit)
    let wide = try #require(
      DomainGauge.fit(
        world.scores, rows: widened(world.rows), dimension: 16, scale: 1, labels: world.labels,
        folds: world.folds, classifier: classifier, background: widened(world.background)))
    #expect(wide.gauge == plain.gauge && wide.centroids == plain.centroids)
    #expect(wide.familiarity == plain.familiarity)
  }

  @Test("with tone and no meaning the gauge reads scores alone")
  func noMeaning() throws {
    let world = World(records: 400)
    let fit = try #require(
      DomainGauge.fit(
        world.scores, rows: world.rows, dimension: 0, scale: 1, labels: world.labels,
        folds: world.folds, classifier: world.classifier, background: world.background))
    #expect(fit.centroids.isEmpty)
    let best = world.scores[5].max()!
    #expect(fit.familiarity[5] == fit.gauge.familiarity(bestScore: best, cosine: nil))
  }
}
