import EarshotNumerics
import TestSupport
import Testing

@testable import EarshotInsights

@Suite("Audit estimate")
struct AuditEstimateTests {
  struct Verdicts: Decodable {
    struct Target: Decodable {
      let target: Double
      let most_passing: [Int]
      let fewest_failing: [Int]
    }
    let targets: [Target]
  }

  @Test("for every n up to 2000 the most errors that pass and the fewest that fail are SciPy's")
  func verdicts() throws {
    let test = ShareTest(rule: .once, population: nil)
    for table in try Fixture.reference("audit-verdicts", as: Verdicts.self).targets {
      for n in 1...2000 {
        let (most, fewest) = (table.most_passing[n - 1], table.fewest_failing[n - 1])
        func passes(_ errors: Int) -> Bool {
          test.isUnlikely(errors, of: n, atLeast: 1 - table.target, risk: 0.05)
        }
        func fails(_ errors: Int) -> Bool {
          test.isUnlikely(n - errors, of: n, atLeast: table.target, risk: 0.05)
        }
        #expect((most < 0 || passes(most)) && !passes(most + 1), "\(n) at \(table.target)")
        if fewest >= 0 {
          #expect(fails(fewest) && !fails(fewest - 1), "\(n) at \(table.target)")
        }
      }
    }
  }

  @Test("302 of 311 right is a PASS, 301 are not")
  func plannedSample() throws {
    let pass = try AuditEstimate(simple(311, 9), goal: .init())
    #expect(pass.verdict == .pass && pass.method == .clopperPearson && !pass.isDesignBased)
    #expect(abs(pass.lower - 0.9500449557) < 1e-9)  // scipy.stats.beta.ppf(0.05, 302, 10)
    #expect(abs(pass.accuracy! - 302.0 / 311) < 1e-15 && pass.reviewsNeeded == nil)
    #expect(try AuditEstimate(simple(311, 10), goal: .init()).verdict == .notProven)
  }

  @Test("undecided records count against the tags below and for them above")
  func undecided() throws {
    let mixed = try AuditEstimate(simple(200, 4, undecided: 6), goal: .init())
    let worst = try AuditEstimate(simple(200, 10), goal: .init())
    let best = try AuditEstimate(simple(200, 4), goal: .init())
    #expect(mixed.lower == worst.lower && mixed.upper == best.upper)
    #expect(
      mixed.interval == worst.interval.lowerBound...best.interval.upperBound
        && mixed.accuracy == 190.0 / 194 && mixed.undecided == 6)
  }

  @Test("a known frame has bounds on whole records, and a census knows")
  func knownFrame() throws {
    let part = try AuditEstimate(simple(245, 7, population: 1000), goal: .init())
    #expect(part.verdict == .pass && part.method == .hypergeometric)
    #expect(abs((part.lower * 1000).rounded() - part.lower * 1000) < 1e-9)
    let whole = try AuditEstimate(simple(100, 4, population: 100), goal: .init())
    #expect(whole.lower == 0.96 && whole.upper == 0.96 && whole.verdict == .pass)
    #expect(
      try AuditEstimate(simple(100, 5, population: 100), goal: .init()).verdict == .notProven)
    #expect(try AuditEstimate(simple(100, 6, population: 100), goal: .init()).verdict == .fail)
  }

  @Test("no review says nothing")
  func nothing() throws {
    for sample in [simple(0, 0), stratified([(10, 0, 0, 0), (20, 0, 0, 0)])] {
      let estimate = try AuditEstimate(sample, goal: .init())
      #expect(estimate.lower == 0 && estimate.upper == 1 && estimate.accuracy == nil)
      #expect(
        estimate.verdict == .notProven && estimate.isTooFewToSay && estimate.reviewsNeeded == nil)
    }
  }

  @Test("58 right of 58 are too few to say, 59 are a PASS")
  func tooFew() throws {
    #expect(try AuditEstimate(simple(58, 0), goal: .init()).isTooFewToSay)
    #expect(try AuditEstimate(simple(59, 0), goal: .init()).verdict == .pass)
    // Few can still be enough to fail.
    #expect(try AuditEstimate(simple(5, 5), goal: .init()).verdict == .fail)
  }

  @Test(
    "the reviews needed decide at the rate seen, and one fewer would not",
    arguments: [AuditRule.once, .anytime], [nil, 4000] as [Int?])
  func reviewsNeeded(rule: AuditRule, population: Int?) throws {
    let goal = AuditGoal(rule: rule)
    for (n, errors) in [(50, 0), (100, 2), (300, 10), (200, 15), (100, 7)] {
      let estimate = try AuditEstimate(simple(n, errors, population: population), goal: goal)
      let more = try #require(estimate.reviewsNeeded, "\(errors) of \(n)")
      func verdict(_ reviews: Int) throws -> AuditVerdict {
        let isGood = Double(errors) < 0.05 * Double(n)
        let rate = Double(isGood ? errors : n - errors) / Double(n)
        let count = Int((rate * Double(reviews) - 1e-9).rounded(.up))
        return try AuditEstimate(
          simple(reviews, isGood ? count : reviews - count, population: population), goal: goal
        ).verdict
      }
      #expect(try verdict(n + more) != .notProven, "\(errors) of \(n)")
      for fewer in stride(from: n + 1, to: n + more, by: max(1, more / 7)) {
        #expect(try verdict(fewer) == .notProven, "\(fewer) at \(errors) of \(n)")
      }
    }
  }

  @Test("a rate that equals the target never decides")
  func never() throws {
    #expect(try AuditEstimate(simple(100, 5), goal: .init()).reviewsNeeded == nil)
    #expect(try AuditEstimate(simple(100, 5), goal: .init(rule: .anytime)).reviewsNeeded == nil)
  }

  @Test("Holm's correction of a worked example")
  func holm() {
    // By hand: 4 · 0.005, 3 · 0.01, 2 · 0.03, then 0.04 may not fall below 0.06.
    let adjusted = Holm.adjusted([0.01, 0.04, 0.03, 0.005])
    for (value, expected) in zip(adjusted, [0.03, 0.06, 0.06, 0.02]) {
      #expect(abs(value - expected) < 1e-15)
    }
  }

  @Test("labels that each pass on their own need not pass beside each other")
  func groups() throws {
    // Errors come first, so all six are in the first group. On their own: p = 0.006, 0.95^62, 0.95^60.
    let groupOfRecord = (0..<425).map { $0 < 300 ? 0 : $0 < 362 ? 1 : $0 < 422 ? 2 : nil }
    let groups = try AuditEstimate.byGroup(
      simple(425, 6), groupOfRecord: groupOfRecord, names: ["a", "b", "c"], goal: .init())
    #expect(groups.map(\.estimate.n) == [300, 62, 60])
    #expect(groups.map(\.estimate.verdict) == [.pass, .pass, .pass])
    #expect(groups.map(\.verdict) == [.pass, .notProven, .notProven])
    #expect(abs(groups[1].adjustedPValue - 2 * 0.0415780) < 1e-6)
  }

  @Test("recall is bounded by the worse of both samples, never more surely than it says")
  func recall() throws {
    // 10 000 tagged, 2 of 200 wrong; 90 000 untagged, 1 of 300 missed.
    let estimate = try RecallEstimate(
      tagged: simple(200, 2, population: 10_000), untagged: simple(300, 1, population: 90_000),
      goal: .init())
    #expect(abs(estimate.recall! - 9900 / (9900 + 300.0)) < 1e-12)
    let p = Double(
      Hypergeometric.lowerBound(successes: 198, drawn: 200, population: 10_000, confidence: 0.975))
    let missed = Double(
      Hypergeometric.upperBound(successes: 1, drawn: 300, population: 90_000, confidence: 0.975))
    #expect(abs(estimate.lower - p / (p + missed)) < 1e-12)
    #expect(estimate.interval.lowerBound < estimate.lower && estimate.upper > estimate.recall!)
    #expect(throws: AuditEstimateError.unknownFrameSize(part: "without the tag")) {
      try RecallEstimate(
        tagged: simple(10, 0, population: 10), untagged: simple(10, 0), goal: .init())
    }
  }

  @Test("errors read as sentences with a next step")
  func sentences() {
    #expect(
      AuditEstimateError.unknownStratumSize(stratum: "a").description
        == "stratum \"a\" has no size. A stratified audit is weighted by the records in each stratum; score "
        + "it with the key that the draw wrote.")
    #expect(
      AuditEstimateError.stratumSmallerThanDrawn(stratum: "a", size: 3, drawn: 4).description
        == "stratum \"a\" has 3 records, but 4 were drawn from it. The key is not this sample's, or rows "
        + "were added.")
    #expect(
      AuditEstimateError.plannedDrawsForOtherStrata(found: 1, expected: 2).description
        == "planned draws are given for 1 strata. Expected 2.")
    #expect(
      AuditEstimateError.unknownFrameSize(part: "with the tag").description
        == "the number of records with the tag is not known. Recall weighs both parts by their sizes; give "
        + "them.")
  }
}
