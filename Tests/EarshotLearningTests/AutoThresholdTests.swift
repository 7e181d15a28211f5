import EarshotNumerics
import Foundation
import Testing

@testable import EarshotLearning

/// A made-up tagger: how sure it is, and how often it is right when it is that sure.
struct SimulatedTagger: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// Confidence at the share u of records that are less sure; rises with u.
  let confidence: @Sendable (Double) -> Double
  /// True accuracy at u.
  let accuracy: @Sendable (Double) -> Double

  /// True accuracy of all records above i / 1000, for i in 0..<1000, by the midpoint rule.
  func trueAccuracies() -> [Double] {
    var sum = 0.0
    var accuracies = [Double](repeating: 0, count: 1000)
    for i in (0..<1000).reversed() {
      sum += accuracy((Double(i) + 0.5) / 1000)
      accuracies[i] = sum / Double(1000 - i)
    }
    return accuracies
  }

  /// `n` records, the most sure first: u descends as order statistics do (Rényi's representation).
  func outcomes(
    _ n: Int, using generator: inout SplitMix64
  ) -> (outcomes: [(confidence: Float, isRight: Bool)], shares: [Double]) {
    var outcomes: [(confidence: Float, isRight: Bool)] = []
    var shares: [Double] = []
    outcomes.reserveCapacity(n)
    var u = 1.0
    for i in 0..<n {
      u *= pow(1 - generator.unit(), 1 / Double(n - i))
      shares.append(u)
      outcomes.append((Float(confidence(u)), generator.unit() < accuracy(u)))
    }
    return (outcomes, shares)
  }
}

@Suite("AutoThreshold")
struct AutoThresholdTests {
  /// The target is 0.95; each tagger makes a different mistake tempting.
  static let taggers: [SimulatedTagger] = [
    SimulatedTagger(
      testDescription: "accuracy is the target everywhere", confidence: { $0 },
      accuracy: { _ in 0.95 }),
    SimulatedTagger(
      testDescription: "accuracy falls evenly from 1 and meets the target at 60 %",
      confidence: { $0 }, accuracy: { $0 > 0.4 ? 0.95 + ($0 - 0.7) / 6 : 0.9 }),
    SimulatedTagger(
      testDescription: "sure records are right, then exactly the target from 50 % on",
      confidence: { $0 }, accuracy: { $0 > 0.9 ? 0.99 : $0 > 0.5 ? 0.94 : 0.95 }),
    SimulatedTagger(
      testDescription: "just below the target everywhere", confidence: { $0 },
      accuracy: { _ in 0.945 }),
    SimulatedTagger(
      testDescription: "the surest are the worst", confidence: { $0 },
      accuracy: { $0 > 0.8 ? 0.9 : 1 }),
    SimulatedTagger(
      testDescription: "confidence has ten values only",
      confidence: { ($0 * 10).rounded(.down) / 10 },
      accuracy: { 0.95 + (($0 * 10).rounded(.down) / 10 - 0.45) * 0.08 }),
  ]

  @Test(
    "the promise is broken in at most 5 % of 2,000 calibrations, plus three standard errors",
    arguments: taggers)
  func promiseHolds(tagger: SimulatedTagger) {
    let (sets, n) = (2000, 400)
    let trueAccuracies = tagger.trueAccuracies()
    var generator = SplitMix64(seed: 20_240_501)
    var broken = 0
    for _ in 0..<sets {
      let (outcomes, shares) = tagger.outcomes(n, using: &generator)
      guard
        let threshold = AutoThreshold(outcomes: outcomes, target: 0.95, confidence: 0.95).confidence
      else { continue }
      // The records at or above the threshold are those above the smallest such u, or, where many are
      // equally sure, above the border of their step.
      let last = outcomes.lastIndex { $0.confidence >= threshold }!
      let isStepped = tagger.confidence(0.05) == tagger.confidence(0.06)
      let u = isStepped ? (shares[last] * 10).rounded(.down) / 10 : shares[last]
      // 1e-9: an accuracy of exactly the target is computed as a sum.
      if trueAccuracies[Int(u * 1000)] <= 0.95 + 1e-9 { broken += 1 }
    }
    let share = Double(broken) / Double(sets)
    let standardError = (0.05 * 0.95 / Double(sets)).squareRoot()
    #expect(share <= 0.05 + 3 * standardError, "\(broken) of \(sets)")
  }

  @Test("a good tagger does get a threshold")
  func goodTaggerPasses() {
    let tagger = SimulatedTagger(
      testDescription: "good", confidence: { $0 }, accuracy: { 0.9 + 0.1 * $0.squareRoot() })
    var generator = SplitMix64(seed: 1)
    let auto = AutoThreshold(
      outcomes: tagger.outcomes(4000, using: &generator).outcomes, target: 0.95)
    #expect(auto.coverage > 0.5)
    #expect(auto.accuracyLowerBound > 0.95)
    #expect(auto.accuracy > auto.accuracyLowerBound)
    #expect(auto.recordCount == 4000)
  }

  @Test("199 records, all right, give no threshold; 200 do")
  func fewestRecords() {
    func auto(_ n: Int) -> AutoThreshold {
      AutoThreshold(
        outcomes: (0..<n).map { (Float(n - $0) / Float(n), true) }, target: 0.95)
    }
    #expect(auto(199).confidence == nil)
    #expect(auto(199).coverage == 0)
    #expect(auto(200).confidence == Float(0.005))
    #expect(auto(200).coverage == 1)
  }

  @Test("1,000 records by hand: levels of 50, the first tested is 200, the first failure ends it")
  func byHand() {
    // Right but for every second record from 350 to 400. scipy: 0.05^(1/350) = 0.99148 at level 350;
    // 375 of 400: beta.ppf(0.05, 375, 26) = 0.9138 < 0.95.
    let outcomes = (0..<1000).map { (i: Int) -> (confidence: Float, isRight: Bool) in
      let isRight = i < 350 || i >= 400 || i % 2 == 0
      return (1 - Float(i) / 1000, isRight)
    }
    let auto = AutoThreshold(outcomes: outcomes.shuffledForTest(seed: 3), target: 0.95)
    #expect(auto.confidence == 1 - Float(349) / 1000)
    #expect(auto.coverage == 0.35)
    #expect(auto.accuracy == 1)
    #expect(abs(auto.accuracyLowerBound - 0.991_477_3) < 1e-6)
  }

  @Test("records as sure as the last of a level belong to it")
  func tiesBelong() {
    // 300 ties at the top: level 5 % … 25 % of 1,000 all reach to 300.
    let outcomes = (0..<1000).map { (i: Int) -> (confidence: Float, isRight: Bool) in
      (i < 300 ? 0.9 : 0.5, i < 300)
    }
    let auto = AutoThreshold(outcomes: outcomes, target: 0.95)
    #expect(auto.confidence == 0.9)
    #expect(auto.coverage == 0.3)
  }

  @Test("a mistake among the surest 200 can end it at once, however good the rest")
  func strictestFirst() {
    let outcomes = (0..<1000).map { (i: Int) -> (confidence: Float, isRight: Bool) in
      (1 - Float(i) / 1000, i >= 20)
    }
    #expect(AutoThreshold(outcomes: outcomes, target: 0.95).confidence == nil)
  }

  @Test("no records give no threshold")
  func nothing() {
    let auto = AutoThreshold(outcomes: [], target: 0.95)
    #expect(auto.confidence == nil && auto.recordCount == 0 && auto.coverage == 0)
  }
}

extension Array {
  /// The elements in an order that a seed decides.
  func shuffledForTest(seed: UInt64) -> [Element] {
    var generator = SplitMix64(seed: seed)
    return generator.permutation(of: count).map { self[$0] }
  }
}
