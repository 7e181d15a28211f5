import EarshotNumerics
import TestSupport
import Testing

@testable import EarshotLearning

@Suite("Agreement of clusterings")
struct PartitionAgreementTests {
  struct Reference: Decodable {
    struct Pair: Decodable {
      let a: [Int]
      let b: [Int]
      let ari: Double
      let nmi: Double
      let ami: Double
    }
    let agreements: [Pair]
  }

  @Test(
    "all three measures are those of scikit-learn 1.9.1: random, near, equal, one cluster, singletons, empty",
    arguments: 0..<13)
  func matchesScikitLearn(number: Int) throws {
    let pairs = try Fixture.reference("themes", as: Reference.self).agreements
    #expect(pairs.count == 13)
    let expected = pairs[number]
    for (a, b) in [(expected.a, expected.b), (expected.b, expected.a)] {
      let found = PartitionAgreement(a, b)
      #expect(abs(found.adjustedRand - expected.ari) < 1e-9)
      #expect(abs(found.normalizedMutualInformation - expected.nmi) < 1e-9)
      #expect(abs(found.adjustedMutualInformation - expected.ami) < 1e-9)
    }
  }

  @Test("numbers that no record has change nothing")
  func gaps() {
    let (a, b) = ([0, 0, 1, 2, 2, 1, 0], [1, 1, 0, 0, 2, 2, 1])
    let plain = PartitionAgreement(a, b)
    let wide = PartitionAgreement(a.map { $0 * 7 + 3 }, b.map { $0 * 11 })
    #expect(abs(plain.adjustedRand - wide.adjustedRand) < 1e-12)
    #expect(abs(plain.normalizedMutualInformation - wide.normalizedMutualInformation) < 1e-12)
    #expect(abs(plain.adjustedMutualInformation - wide.adjustedMutualInformation) < 1e-12)
  }

  @Test("of random clusterings the adjusted measures are 0 in the mean, and NMI is not")
  func chance() {
    var generator = SplitMix64(seed: 5)
    var (rand, adjusted, plain) = (0.0, 0.0, 0.0)
    for _ in 0..<100 {
      let a = (0..<120).map { _ in generator.index(below: 12) }
      let b = (0..<120).map { _ in generator.index(below: 12) }
      let found = PartitionAgreement(a, b)
      rand += found.adjustedRand / 100
      adjusted += found.adjustedMutualInformation / 100
      plain += found.normalizedMutualInformation / 100
    }
    // Single values have standard deviations of about 0.01 and 0.03, means of 100 a tenth of it.
    #expect(abs(rand) < 0.005)
    #expect(abs(adjusted) < 0.015)
    // About 11 · 11 / (2 · 120) nats by chance (Miller 1955), of ln 12 = 2.48.
    #expect(plain > 0.15)
  }
}
