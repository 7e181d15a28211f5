import TestSupport
import Testing

@testable import EarshotInsights

@Suite("Stratified estimate")
struct StratifiedTests {
  struct Reference: Decodable {
    struct Row: Decodable {
      let sizes: [Int]
      let drawn: [Int]
      let errors: [Int]
      let error_share: Double
      let korn_graubard_upper: Double
      let worst_split_size: Double

      var strata: [CountedStratum] {
        let total = sizes.reduce(0, +)
        return sizes.indices.map { h in
          CountedStratum(
            share: Double(sizes[h]) / Double(total), size: sizes[h], drawn: drawn[h],
            planned: drawn[h], count: errors[h])
        }
      }
    }
    let rows: [Row]
  }

  @Test("Korn and Graubard's bound is that of a second implementation with SciPy's distributions")
  func kornGraubard() throws {
    for row in try Fixture.reference("audit-stratified", as: Reference.self).rows {
      let bound = KornGraubard(row.strata)
      #expect(abs(bound.errorShare - row.error_share) < 1e-12)
      #expect(abs(bound.upperBound(risk: 0.05) - row.korn_graubard_upper) < 1e-9, "\(row)")
    }
  }

  @Test("the worst split is the one that SLSQP finds over all splits, to 1e-5")
  func worstSplit() throws {
    for row in try Fixture.reference("audit-stratified", as: Reference.self).rows {
      let size = try #require(
        WorstSplit(row.strata).effectiveSize(ofEstimate: row.error_share, atLeast: 0.05))
      // SLSQP stops within about 1e-6 of the optimum.
      #expect(abs(size / row.worst_split_size - 1) < 1e-5, "\(size) \(row)")
    }
  }

  @Test("a proportional draw is worth what a simple one is")
  func proportional() throws {
    let sample = stratified([
      (50_000, 200, 3, 0), (30_000, 120, 2, 0), (20_000, 80, 1, 0),
    ])
    let estimate = try AuditEstimate(sample, goal: .init())
    let simpleEstimate = try AuditEstimate(simple(400, 6), goal: .init())
    #expect(abs(estimate.accuracy! - 394.0 / 400) < 1e-12)
    // Korn and Graubard's correction for two degrees of freedom fewer is all that differs.
    #expect(abs(estimate.lower - simpleEstimate.lower) < 1e-4)
    #expect(estimate.isDesignBased && estimate.method == .kornGraubardWorstSplit)
  }

  @Test("errors where few were drawn count for more than Korn and Graubard alone would say")
  func fewDrawn() throws {
    // A quarter of the frame has 10 reviews. None is wrong, but a fifth of it could be: 0.8^10 = 0.107.
    let sample = stratified([(75_000, 390, 3, 0), (25_000, 10, 0, 0)])
    let estimate = try AuditEstimate(sample, goal: .init())
    let alone = KornGraubard([
      CountedStratum(share: 0.75, size: 75_000, drawn: 390, planned: 390, count: 3),
      CountedStratum(share: 0.25, size: 25_000, drawn: 10, planned: 10, count: 0),
    ])
    #expect(1 - alone.upperBound(risk: 0.05) > 0.95)
    #expect(estimate.verdict == .notProven && estimate.isTooFewToSay)
  }

  @Test("a stratum that no record was drawn from may be all wrong")
  func unseen() throws {
    let estimate = try AuditEstimate(
      stratified([(9000, 400, 0, 0), (1000, 0, 0, 0)]), goal: .init())
    #expect(estimate.lower < 0.9 && estimate.verdict == .notProven)
    #expect(estimate.accuracy == 1)
  }

  @Test("a census of all strata knows")
  func census() throws {
    let estimate = try AuditEstimate(stratified([(60, 60, 2, 0), (40, 40, 1, 0)]), goal: .init())
    #expect(abs(estimate.lower - 0.97) < 1e-9 && abs(estimate.upper - 0.97) < 1e-9)
    #expect(estimate.verdict == .pass)
  }

  @Test("weights need sizes, and sizes must hold what was drawn")
  func sizes() {
    #expect(throws: AuditEstimateError.unknownStratumSize(stratum: "stratum 1")) {
      try AuditEstimate(stratified([(10, 1, 0, 0), (nil, 1, 0, 0)]), goal: .init())
    }
    #expect(
      throws: AuditEstimateError.stratumSmallerThanDrawn(stratum: "stratum 0", size: 3, drawn: 4)
    ) {
      try AuditEstimate(stratified([(3, 4, 0, 0), (10, 1, 0, 0)]), goal: .init())
    }
  }

  @Test("the verdict is that of the p-value", arguments: [AuditRule.once, .anytime])
  func pValue(rule: AuditRule) throws {
    for errors in 0..<16 {
      let sample = stratified([
        (70_000, 150, errors / 2, 0), (20_000, 150, errors - errors / 2, 0), (10_000, 100, 1, 0),
      ])
      let estimate = try AuditEstimate(sample, goal: .init(rule: rule))
      #expect((estimate.verdict == .pass) == (estimate.pValue < 0.05), "\(errors)")
      #expect(estimate.interval.lowerBound <= estimate.lower)
      #expect(estimate.lower <= estimate.accuracy! && estimate.accuracy! <= estimate.upper)
    }
  }

  @Test("strata on their own are simple draws from frames of known size")
  func byStratum() throws {
    let sample = stratified([(1000, 200, 2, 0), (60, 30, 0, 0)])
    let groups = try AuditEstimate.byStratum(sample, goal: .init())
    #expect(groups.map(\.estimate.method) == [.hypergeometric, .hypergeometric])
    #expect(
      groups[0].estimate == (try AuditEstimate(simple(200, 2, population: 1000), goal: .init())))
  }
}
