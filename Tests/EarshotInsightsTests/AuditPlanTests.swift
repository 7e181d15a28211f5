import TestSupport
import Testing

@testable import EarshotInsights

@Suite("Audit plan")
struct AuditPlanTests {
  struct Table: Decodable {
    let rows: [[Double]]
  }

  @Test("the plan is the smallest that SciPy finds by trying every n, also for known frames")
  func smallest() throws {
    for row in try Fixture.reference("audit-plans", as: Table.self).rows {
      let plan = try AuditPlan(
        .init(
          target: row[0], confidence: row[1], assumedTruth: row[2], power: row[3],
          population: row[4] > 0 ? Int(row[4]) : nil))
      #expect(plan.n == Int(row[5]) && plan.maxErrors == Int(row[6]), "\(row)")
      #expect(abs(plan.power - row[7]) < 1e-9, "\(row)")
    }
  }

  @Test("the operating characteristic adds up to 1 and passes 95 % tags in at most 5 %")
  func characteristic() throws {
    let plan = try AuditPlan(.init())
    let rows = plan.operatingCharacteristic
    #expect(rows.allSatisfy { abs($0.pass + $0.notProven + $0.fail - 1) < 1e-12 })
    let atTarget = try #require(rows.first { abs($0.trueAccuracy - 0.95) < 1e-12 })
    #expect(atTarget.pass < 0.05 && atTarget.fail < 0.05)
    #expect(rows.contains { abs($0.trueAccuracy - 0.98) < 1e-12 })
    #expect(rows.map(\.trueAccuracy) == rows.map(\.trueAccuracy).sorted(by: >))
    #expect(zip(rows, rows.dropFirst()).allSatisfy { $0.pass >= $1.pass })
  }

  @Test("a plan for a known frame never asks for more records than it has")
  func small() throws {
    for population in [1, 2, 5, 19, 20, 21, 59, 100, 250] {
      let plan = try AuditPlan(.init(population: population))
      #expect(plan.n <= population && plan.power >= 0.9, "\(population)")
    }
  }

  @Test("a plan agrees with the verdict that its outcome would get")
  func agreesWithVerdict() throws {
    for population in [nil, 1000] as [Int?] {
      let plan = try AuditPlan(.init(assumedTruth: 0.97, population: population))
      func verdict(_ errors: Int) throws -> AuditVerdict {
        try AuditEstimate(simple(plan.n, errors, population: population), goal: .init()).verdict
      }
      #expect(try verdict(plan.maxErrors) == .pass)
      #expect(try verdict(plan.maxErrors + 1) == .notProven)
      let fail = try #require(plan.failErrors)
      #expect(try verdict(fail) == .fail)
      #expect(try verdict(fail - 1) == .notProven)
    }
  }

  @Test("hundreds of thousands of reviews are planned too")
  func large() throws {
    let plan = try AuditPlan(.init(assumedTruth: 0.951))
    // scipy.stats.binom.cdf(19927, 403097, 0.05) < 0.05 ≤ cdf(19927, 403096, 0.05)
    #expect(plan.n == 403_097 && plan.maxErrors == 19_927)
  }

  @Test("what can't be planned says why")
  func impossible() {
    #expect(throws: AuditPlanError.assumedNotAboveTarget(assumed: 0.95, target: 0.95)) {
      try AuditPlan(.init(assumedTruth: 0.95))
    }
    #expect(throws: AuditPlanError.outOfRange(.power, found: 1)) {
      try AuditPlan(.init(power: 1))
    }
    #expect(throws: AuditPlanError.outOfRange(.target, found: 95)) {
      try AuditPlan(.init(target: 95))
    }
    #expect(throws: AuditPlanError.emptyPopulation(found: 0)) {
      try AuditPlan(.init(population: 0))
    }
    let wish = AuditPlan.Wish(assumedTruth: 0.95001)
    #expect(throws: AuditPlanError.tooManyReviews(limit: 10_000_000, wish: wish)) {
      try AuditPlan(wish)
    }
  }

  @Test("errors read as sentences with a next step")
  func sentences() {
    #expect(
      AuditPlanError.outOfRange(.target, found: 95).description
        == "target is 95.0. Expected a share between 0 and 1, as 0.95.")
    #expect(
      AuditPlanError.assumedNotAboveTarget(assumed: 0.9, target: 0.95).description
        == "the assumed truth 0.9 is not above the target 0.95. Tags that are no better than the target "
        + "can't be proven better; assume more, or set a lower target.")
    #expect(
      AuditPlanError.emptyPopulation(found: 0).description
        == "the population is 0. Expected the number of records in the frame, 1 or more.")
    #expect(
      AuditPlanError.tooManyReviews(limit: 10, wish: .init()).description
        == "to tell 0.98 from 0.95 takes more than 10 reviews. Assume more, or set a lower target or power."
    )
  }

  @Test("311 reviews of 30 seconds, a fifth of them twice, take 3.11 hours")
  func hours() {
    #expect(abs(AuditPlan.reviewHours(reviews: 311, doubleShare: 0.2) - 3.11) < 1e-9)
  }
}
