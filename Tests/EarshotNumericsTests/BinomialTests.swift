import TestSupport
import Testing

@testable import EarshotNumerics

@Suite("Binomial")
struct BinomialTests {
  struct Table: Decodable {
    let rows: [[Double]]
  }

  @Test("the one-sided bounds are scipy.stats.beta.ppf's to 1e-9 for n up to 2000")
  func boundsMatchSciPy() throws {
    for row in try Fixture.reference("binomial", as: Table.self).rows {
      let (n, s, level) = (Int(row[0]), Int(row[1]), row[2])
      let lower = Binomial.lowerBound(successes: s, trials: n, confidence: level)
      let upper = Binomial.upperBound(successes: s, trials: n, confidence: level)
      #expect(abs(lower - row[3]) < 1e-9, "lower, \(s) of \(n) at \(level)")
      #expect(abs(upper - row[4]) < 1e-9, "upper, \(s) of \(n) at \(level)")
    }
  }

  @Test("the incomplete beta function is scipy.special.betainc's, to 1e-9 relatively")
  func incompleteBetaMatchesSciPy() throws {
    for row in try Fixture.reference("incomplete-beta", as: Table.self).rows {
      let value = BetaDistribution.cumulative(row[0], row[1], row[2])
      // Values below 1e-250 lose places in exp(lgamma …) and mean "never" to any caller.
      #expect(
        abs(value - row[3]) <= 1e-9 * row[3] + 1e-250, "I_\(row[0])(\(row[1]), \(row[2]))")
    }
  }

  @Test("all of n right: the lower bound is (1 - level)^(1/n), by hand")
  func allRight() {
    // 0.05^(1/59) = 0.950492…: 59 without a mistake prove 95 %, 58 do not.
    #expect(Binomial.lowerBound(successes: 59, trials: 59, confidence: 0.95) > 0.95)
    #expect(Binomial.lowerBound(successes: 58, trials: 58, confidence: 0.95) < 0.95)
  }

  @Test("no success has lower bound 0, no failure upper bound 1")
  func ends() {
    #expect(Binomial.lowerBound(successes: 0, trials: 10, confidence: 0.95) == 0)
    #expect(Binomial.upperBound(successes: 10, trials: 10, confidence: 0.95) == 1)
  }

  @Test("more successes never lower the bound")
  func lowerBoundRises() {
    var last = -1.0
    for s in 0...120 {
      let bound = Binomial.lowerBound(successes: s, trials: 120, confidence: 0.95)
      #expect(bound > last)
      last = bound
    }
  }
}
