import Foundation
import TestSupport
import Testing

@testable import EarshotNumerics

@Suite("Tails")
struct TailTests {
  struct Tails: Decodable {
    let binomial: [[Double]]
    let hypergeometric: [[Double]]
    let student: [[Double]]
  }

  /// To 1e-9 relatively; what is below 1e-250 means "never".
  private func isNear(_ value: Double, _ expected: Double) -> Bool {
    abs(value - expected) <= 1e-9 * abs(expected) + 1e-250
  }

  @Test("binomial probabilities and both tails are SciPy's, far tails too")
  func binomial() throws {
    for row in try Fixture.reference("audit-tails", as: Tails.self).binomial {
      let (n, k, p) = (Int(row[0]), Int(row[1]), row[2])
      #expect(isNear(Binomial.probability(k, trials: n, share: p), row[3]), "\(row)")
      #expect(isNear(Binomial.atMost(k, trials: n, share: p), row[4]), "\(row)")
      #expect(isNear(Binomial.atLeast(k, trials: n, share: p), row[5]), "\(row)")
    }
  }

  @Test("hypergeometric probabilities and both tails are SciPy's")
  func hypergeometric() throws {
    for row in try Fixture.reference("audit-tails", as: Tails.self).hypergeometric {
      let (N, M, n, k) = (Int(row[0]), Int(row[1]), Int(row[2]), Int(row[3]))
      let values = [
        Hypergeometric.probability(k, population: N, marked: M, drawn: n),
        Hypergeometric.atMost(k, population: N, marked: M, drawn: n),
        Hypergeometric.atLeast(k, population: N, marked: M, drawn: n),
      ]
      for (value, expected) in zip(values, row[4...]) {
        // SciPy's own tails are only good to about 1e-10 of the whole.
        #expect(isNear(value, expected) || abs(value - expected) < 1e-12, "\(row)")
      }
    }
  }

  @Test("Student's quantiles are SciPy's")
  func student() throws {
    for row in try Fixture.reference("audit-tails", as: Tails.self).student {
      #expect(isNear(StudentT.quantile(row[0], degreesOfFreedom: row[1]), row[2]), "\(row)")
    }
  }

  struct Bounds: Decodable {
    let rows: [[Double]]
  }

  @Test("hypergeometric bounds are those found by trying every number of marked records")
  func hypergeometricBounds() throws {
    for row in try Fixture.reference("audit-hypergeometric", as: Bounds.self).rows {
      let (N, n, k) = (Int(row[0]), Int(row[1]), Int(row[2]))
      let lower = Hypergeometric.lowerBound(
        successes: k, drawn: n, population: N, confidence: row[3])
      let upper = Hypergeometric.upperBound(
        successes: k, drawn: n, population: N, confidence: row[3])
      #expect(lower == Int(row[4]) && upper == Int(row[5]), "\(row)")
    }
  }

  @Test("a census knows the number of marked records")
  func census() {
    let interval = Hypergeometric.interval(
      successes: 37, drawn: 50, population: 50, confidence: 0.99)
    #expect(interval == 37...37)
  }

  @Test("a two-sided interval is two one-sided bounds at half the risk")
  func twoSided() {
    let interval = Binomial.interval(successes: 391, trials: 400, confidence: 0.9)
    #expect(
      interval.lowerBound == Binomial.lowerBound(successes: 391, trials: 400, confidence: 0.95))
    #expect(
      interval.upperBound == Binomial.upperBound(successes: 391, trials: 400, confidence: 0.95))
  }

  /// Made by `tools/reference/audit_bounds.py --whole-grid FILE`: all n up to 2000, all counts, three levels.
  static let wholeGridFile = ProcessInfo.processInfo.environment["EARSHOT_WHOLE_GRID"]

  @Test("every bound for n up to 2000 is SciPy's to 1e-9", .enabled(if: wholeGridFile != nil))
  func wholeGrid() throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: #require(Self.wholeGridFile)))
    let expected = data.withUnsafeBytes { Array($0.bindMemory(to: Double.self)) }
    var next = 0
    var farthest = 0.0
    for n in 1...2000 {
      for level in [0.90, 0.95, 0.99] {
        for s in 0...n {
          let bound = Binomial.lowerBound(successes: s, trials: n, confidence: level)
          farthest = max(farthest, abs(bound - expected[next]))
          next += 1
        }
      }
    }
    #expect(next == expected.count && farthest < 1e-9)
  }
}
