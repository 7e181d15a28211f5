import Testing

@testable import EarshotNumerics

@Suite("SplitMix64")
struct SplitMix64Tests {
  // The sequence that Rosetta Code and the C reference implementation give (Vigna, splitmix64.c).
  @Test("seed 1234567 gives the published sequence")
  func publishedSequence() {
    var generator = SplitMix64(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    #expect(expected.indices.map { _ in generator.next() } == expected)
  }

  @Test("a permutation holds every number once", arguments: [0, 1, 2, 17, 1000])
  func permutationIsComplete(count: Int) {
    var generator = SplitMix64(seed: UInt64(count))
    #expect(generator.permutation(of: count).sorted() == Array(0..<count))
  }

  @Test("equal seeds give equal permutations, other seeds others")
  func seedDecides() {
    var a = SplitMix64(seed: 3)
    var b = SplitMix64(seed: 3)
    var c = SplitMix64(seed: 4)
    let order = a.permutation(of: 100)
    #expect(order == b.permutation(of: 100))
    #expect(order != c.permutation(of: 100))
  }

  @Test("numbers below a bound are spread evenly: chi-square below its 99.9 % point")
  func indexIsUniform() {
    var generator = SplitMix64(seed: 9)
    var counts = [Double](repeating: 0, count: 10)
    for _ in 0..<20_000 { counts[generator.index(below: 10)] += 1 }
    let chiSquare = counts.reduce(0) { $0 + ($1 - 2000) * ($1 - 2000) / 2000 }
    // scipy.stats.chi2.ppf(0.999, 9) = 27.877
    #expect(chiSquare < 27.877)
  }

  @Test("unit numbers are in [0, 1)")
  func unitIsHalfOpen() {
    var generator = SplitMix64(seed: 2)
    for _ in 0..<10_000 {
      let u = generator.unit()
      #expect(u >= 0 && u < 1)
    }
  }
}
