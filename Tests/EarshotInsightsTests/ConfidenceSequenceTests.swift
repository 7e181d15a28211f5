import TestSupport
import Testing

@testable import EarshotInsights

@Suite("Confidence sequence")
struct ConfidenceSequenceTests {
  struct Table: Decodable {
    let rows: [[Double]]
  }

  private func lower(_ n: Int, _ errors: Int, population: Int? = nil) -> Double {
    ShareTest(rule: .anytime, population: population)
      .lowerBoundOfOthers(errors, of: n, risk: 0.05)
  }

  @Test("the bound is that of a second implementation, from SciPy's binomial distributions")
  func reference() throws {
    for row in try Fixture.reference("audit-anytime", as: Table.self).rows {
      #expect(abs(lower(Int(row[0]), Int(row[1])) - row[2]) < 1e-9, "\(row)")
    }
  }

  @Test("it is never above the bound for one look")
  func wider() {
    let once = ShareTest(rule: .once, population: nil)
    for n in [1, 10, 59, 100, 311, 1000, 10_000] {
      for errors in [0, n / 50, n / 20, n / 2, n] {
        #expect(lower(n, errors) <= once.lowerBoundOfOthers(errors, of: n, risk: 0.05) + 1e-12)
      }
    }
  }

  @Test("a large known frame gives the bound of an unlimited one, a census knows")
  func knownFrame() {
    #expect(abs(lower(400, 8, population: 1_000_000) - lower(400, 8)) < 1e-4)
    #expect(lower(300, 6, population: 1000) > lower(300, 6))
    #expect(lower(100, 4, population: 100) == 0.96)
  }

  @Test("a proportional draw has the bound of a simple one")
  func proportional() throws {
    let goal = AuditGoal(rule: .anytime)
    let split = try AuditEstimate(
      stratified([(50_000, 200, 3, 0), (30_000, 120, 2, 0), (20_000, 80, 1, 0)]), goal: goal)
    #expect(abs(split.lower - lower(400, 6)) < 1e-9)
    #expect(split.method == .confidenceSequenceWorstSplit)
  }
}
