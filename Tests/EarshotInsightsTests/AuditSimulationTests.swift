import EarshotNumerics
import Testing

@testable import EarshotInsights

/// Two thousand audits of tags that are exactly 95 % right: PASS may fall in 5 % of them, and with three
/// standard errors of the simulation, √(0.05 · 0.95 / 2000), in at most 6.46 %: 129 times.
@Suite("Simulated audits")
struct AuditSimulationTests {
  private let audits = 2000
  private let most = 129

  /// For each n the most errors that pass under the anytime bound.
  private static let boundary: [Int] = {
    let test = ShareTest(rule: .anytime, population: nil)
    var most = -1
    return (0...1000).map { n in
      while most + 1 < n && test.isUnlikely(most + 1, of: n, atLeast: 0.05, risk: 0.05) {
        most += 1
      }
      return most
    }
  }()

  private func errors(_ n: Int, share: Double, _ generator: inout SplitMix64) -> Int {
    var errors = 0
    for _ in 0..<n where generator.unit() < share { errors += 1 }
    return errors
  }

  @Test("simple draws: 95 % tags pass in at most 5 %, 98 % tags as often as planned")
  func simpleDraws() throws {
    let plan = try AuditPlan(.init())
    var generator = SplitMix64(seed: 1)
    var passes = [0, 0]
    for (truth, share) in [0.05, 0.02].enumerated() {
      for _ in 0..<audits where errors(plan.n, share: share, &generator) <= plan.maxErrors {
        passes[truth] += 1
      }
    }
    #expect(passes[0] <= most)
    // 0.902 planned, less three standard errors of 0.0066.
    #expect(Double(passes[1]) / Double(audits) > 0.88)
  }

  @Test("looked at after every review up to 1000: 95 % tags pass in at most 5 %")
  func anytime() {
    var generator = SplitMix64(seed: 2)
    var passes = 0
    for _ in 0..<audits {
      var errors = 0
      for n in 1...1000 {
        if generator.unit() < 0.05 { errors += 1 }
        if errors <= Self.boundary[n] {
          passes += 1
          break
        }
      }
    }
    #expect(passes <= most)
  }

  @Test("looked at after every review, 98 % tags pass within 400 reviews in four cases of five")
  func anytimePower() {
    var generator = SplitMix64(seed: 3)
    var passes = 0
    for _ in 0..<audits {
      var errors = 0
      for n in 1...400 {
        if generator.unit() < 0.02 { errors += 1 }
        if errors <= Self.boundary[n] {
          passes += 1
          break
        }
      }
    }
    #expect(passes > audits * 8 / 10)
  }

  @Test("drawn from a known frame without replacement, every look: at most 5 %")
  func anytimeKnownFrame() {
    // 2000 records, 100 of them wrong; the boundary by looking once at every n.
    let test = ShareTest(rule: .anytime, population: 2000)
    var most = -1
    let boundary = (0...600).map { n in
      while most + 1 < n && test.isUnlikely(most + 1, of: n, atLeast: 0.05, risk: 0.05) {
        most += 1
      }
      return most
    }
    var generator = SplitMix64(seed: 4)
    var passes = 0
    for _ in 0..<audits {
      var wrong = 100
      for n in 1...600 {
        if generator.index(below: 2000 - n + 1) < wrong { wrong -= 1 }
        if 100 - wrong <= boundary[n] {
          passes += 1
          break
        }
      }
    }
    #expect(passes <= self.most)
  }

  @Test("scored again after as many reviews as were said to be needed: at most 5 %")
  func rescored() throws {
    var generator = SplitMix64(seed: 5)
    var needed: [Int: Int?] = [:]  // by n · 10 000 + errors
    var passes = 0
    for _ in 0..<audits {
      var n = 200
      var found = errors(n, share: 0.05, &generator)
      for _ in 0..<6 {
        if n <= 1000 ? found <= Self.boundary[n] : false {
          passes += 1
          break
        }
        let key = n * 10_000 + found
        if needed[key] == nil {
          needed[key] = .some(
            try AuditEstimate(simple(n, found), goal: .init(rule: .anytime)).reviewsNeeded)
        }
        guard let more = needed[key] ?? nil, n + more <= 1000 else { break }
        found += errors(more, share: 0.05, &generator)
        n += more
      }
    }
    #expect(passes <= most)
  }
}
