import Foundation
import Testing

@testable import EarshotNumerics

/// One record's problem with made-up numbers, and its step.
private struct Step {
  let labels: Int
  let curvature: Float
  let scores: [Float]
  let old: [Float]
  private(set) var new: [Float]
  private(set) var change: [Float]
  private(set) var entropy: Float

  init(labels: Int, curvature: Float, spread: Float, isSoftmax: Bool, isFirst: Bool, seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let width = (labels + 15) & ~15
    var z = [Float](repeating: 0, count: width)
    var p = z
    for k in 0..<labels {
      z[k] = Float(generator.unit() * 2 - 1) * spread
      p[k] = Float(generator.unit()) + 1e-3
    }
    if isFirst {
      for k in 0..<labels { p[k] = 0 }
      p[generator.index(below: labels)] = 1
    } else if isSoftmax {
      let sum = p.reduce(0, +)
      for k in 0..<labels { p[k] /= sum }
    } else {
      for k in 0..<labels { p[k] = min(p[k], 0.999) }
    }
    // Another record stands before it: a step must leave it alone.
    var duals = [Float](repeating: 0.25, count: width) + p
    var change = [Float](repeating: 5, count: width)
    entropy =
      isSoftmax
      ? DualSteps.softmax(
        duals: &duals, record: 1, scores: z, labels: labels, curvature: curvature,
        change: &change, isFirstVisit: isFirst
      ).entropy
      : DualSteps.logistic(
        duals: &duals, record: 1, scores: z, labels: labels, curvature: curvature,
        change: &change)
    self.labels = labels
    self.curvature = curvature
    self.change = change
    scores = z
    old = p
    new = Array(duals[width...])
    #expect(duals[..<width].allSatisfy { $0 == 0.25 })
  }

  /// a_k = z_k + R p_k, in doubles.
  func target(_ k: Int) -> Double {
    Double(scores[k]) + Double(curvature) * Double(old[k])
  }
}

@Suite("DualSteps")
struct DualStepsTests {
  static let problems: [(labels: Int, curvature: Float, spread: Float)] = [
    (2, 0.5, 2), (3, 1, 1), (5, 10, 4), (15, 3, 2), (16, 30, 5), (17, 0.01, 3), (40, 100, 8),
    (77, 20, 3),
  ]

  /// p + R-step solution of ln p + R p = t, by bisection on ln p.
  private func root(_ t: Double, _ r: Double) -> Double {
    var (low, high) = (-200.0, max(t, 0) + 1)
    for _ in 0..<80 {
      let v = (low + high) / 2
      if v + r * exp(v) < t { low = v } else { high = v }
    }
    return exp((low + high) / 2)
  }

  @Test("a softmax step ends where two nested bisections end", arguments: problems, 1...6)
  func softmaxIsSolved(
    problem: (labels: Int, curvature: Float, spread: Float), seed: Int
  ) {
    for isFirst in [false, true] {
      let step = Step(
        labels: problem.labels, curvature: problem.curvature, spread: problem.spread,
        isSoftmax: true, isFirst: isFirst, seed: UInt64(seed))
      var (low, high) = (-300.0, 300.0)
      func solution(_ nu: Double) -> [Double] {
        (0..<step.labels).map { root(step.target($0) - nu, Double(step.curvature)) }
      }
      for _ in 0..<50 {
        let nu = (low + high) / 2
        if solution(nu).reduce(0, +) > 1 { low = nu } else { high = nu }
      }
      let exact = solution((low + high) / 2)
      // Newton stops when no dual moved by 1e-4; it converges quadratically by then.
      for k in 0..<step.labels {
        #expect(abs(Double(step.new[k]) - exact[k]) < 2e-4, "label \(k), seed \(seed), \(isFirst)")
      }
    }
  }

  @Test(
    "softmax duals satisfy the optimality equation where they are not tiny", arguments: problems,
    1...12)
  func softmaxResidual(problem: (labels: Int, curvature: Float, spread: Float), seed: Int) {
    let step = Step(
      labels: problem.labels, curvature: problem.curvature, spread: problem.spread,
      isSoftmax: true, isFirst: false, seed: UInt64(seed) + 100)
    let sizable = (0..<step.labels).filter { step.new[$0] > 0.01 }
    let nu = sizable.map { k in
      step.target(k) - log(Double(step.new[k])) - Double(step.curvature) * Double(step.new[k])
    }
    // The equation's slope is 1 / p + R, and p is right to 2e-4.
    let slope = 100 + Double(step.curvature)
    #expect(nu.max()! - nu.min()! < 2 * 2e-4 * slope, "seed \(seed)")
  }

  @Test("softmax duals stay in the simplex and padding stays zero", arguments: problems, 1...12)
  func softmaxStaysInSimplex(
    problem: (labels: Int, curvature: Float, spread: Float), seed: Int
  ) {
    for isFirst in [false, true] {
      let step = Step(
        labels: problem.labels, curvature: problem.curvature, spread: problem.spread,
        isSoftmax: true, isFirst: isFirst, seed: UInt64(seed) + 200)
      #expect(step.new.allSatisfy { $0 >= 0 && $0 <= 1 })
      #expect(step.new[step.labels...].allSatisfy { $0 == 0 })
      #expect(abs(step.new.reduce(0, +) - 1) < 1e-5)
      #expect(step.change == zip(step.old, step.new).map { $0 - $1 })
    }
  }

  @Test("a softmax step never lowers what it maximises", arguments: problems, 1...12)
  func softmaxAscends(problem: (labels: Int, curvature: Float, spread: Float), seed: Int) {
    let step = Step(
      labels: problem.labels, curvature: problem.curvature, spread: problem.spread,
      isSoftmax: true, isFirst: false, seed: UInt64(seed) + 300)
    func objective(_ p: [Float]) -> Double {
      (0..<step.labels).reduce(0.0) { sum, k in
        let q = Double(p[k])
        let move = q - Double(step.old[k])
        return sum - (q > 0 ? q * log(q) : 0) + q * Double(step.scores[k])
          - Double(step.curvature) / 2 * move * move
      }
    }
    #expect(objective(step.new) >= objective(step.old) - 1e-4, "seed \(seed)")
  }

  @Test("the returned number is the entropy of the new duals", arguments: problems)
  func softmaxEntropy(problem: (labels: Int, curvature: Float, spread: Float)) {
    let step = Step(
      labels: problem.labels, curvature: problem.curvature, spread: problem.spread,
      isSoftmax: true, isFirst: true, seed: 77)
    let entropy = step.new.reduce(0.0) { $0 - ($1 > 0 ? Double($1) * log(Double($1)) : 0) }
    #expect(abs(Double(step.entropy) - entropy) < 1e-4)
  }

  @Test("logistic duals satisfy their optimality equation", arguments: problems, 1...12)
  func logisticIsSolved(problem: (labels: Int, curvature: Float, spread: Float), seed: Int) {
    for isFirst in [false, true] {
      let step = Step(
        labels: problem.labels, curvature: problem.curvature, spread: problem.spread,
        isSoftmax: false, isFirst: isFirst, seed: UInt64(seed))
      for k in 0..<step.labels {
        // v + R σ(v) = z + R p, by bisection.
        var (low, high) = (-300.0, 300.0)
        for _ in 0..<80 {
          let v = (low + high) / 2
          let left = v + Double(step.curvature) / (1 + exp(-v))
          if left < step.target(k) { low = v } else { high = v }
        }
        let exact = 1 / (1 + exp(-(low + high) / 2))
        #expect(abs(Double(step.new[k]) - exact) < 2e-4, "label \(k), seed \(seed), \(isFirst)")
      }
      #expect(step.new.allSatisfy { $0 >= 0 && $0 <= 1 })
      #expect(step.new[step.labels...].allSatisfy { $0 == 0 })
    }
  }

  @Test(
    "a change is multiplied, and its largest magnitude before is told", arguments: [1, 16, 17, 77])
  func scale(labels: Int) {
    var change = [Float](repeating: 0, count: (labels + 15) & ~15)
    for k in 0..<labels { change[k] = Float(k) * 0.5 }
    change[labels - 1] = -100
    let start = change
    #expect(DualSteps.scale(&change, by: -2) == 100)
    #expect(change == start.map { $0 * -2 })
  }
}
