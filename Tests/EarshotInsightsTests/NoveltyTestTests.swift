import Foundation
import Testing

@testable import EarshotInsights

struct NoveltyTestTests {
  private static let day: Int64 = 86_400_000_000
  private static let start: Int64 = 1_735_689_600_000_000

  /// One record an hour for so many days.
  private static func volume(days: Int) -> StreamVolume {
    var volume = StreamVolume()
    for hour in 0..<days * 24 { volume.add(time: start + Int64(hour) * (day / 24), bin: 30) }
    return volume
  }

  /// scipy 1.17.1: nbinom.sf(n - 1, m + 2, 1 / (1 + e)).
  @Test(arguments: [
    (0, 0, 3, 3.97000000000001e-06), (4, 1, 6, 2.7120741181029647e-08),
    (40, 2, 12, 5.720703645118465e-05), (10, 3, 12, 2.0784281799052886e-05),
  ]) func tailIsTheNegativeBinomials(m: Int, window: Int, n: Int, p: Double) throws {
    let exposures = [0.5 / 49.5, 1.0 / 49, 3.0 / 47, 7.0 / 42]
    let tail = try #require(
      NoveltyTest(exposures: exposures).tail(count: n, before: Double(m), window: window))
    #expect(abs(tail.pValue / p - 1) < 1e-9)
    #expect(abs(tail.expected - Double(m + 2) * exposures[window]) < 1e-12)
  }

  @Test func foreignRecordsCountMore() throws {
    // g of the most foreign hundredth: log10(0.25) + 1.5; of the average one: log10(0.25) + 0.75 · log10(2).
    #expect(abs(NoveltyTest.foreignness(ofShare: 0.01) - 0.897_940) < 1e-6)
    #expect(abs(NoveltyTest.foreignness(ofShare: 0.5) + 0.376_288) < 1e-6)
    let test = NoveltyTest(exposures: [0.5 / 49.5, nil, 3.0 / 47, nil])
    let finding = try #require(
      test.finding(count: 3, before: 0, foreignness: 2, similarity: 0, window: 0))
    #expect(abs(finding.score - (1 - log10(finding.pValue))) < 1e-12)
    #expect(test.finding(count: 2, before: 0, foreignness: 2, similarity: 0, window: 0) == nil)
    #expect(test.finding(count: 9, before: 0, foreignness: 2, similarity: 0, window: 1) == nil)
    // What takes three days has to be ten times as rare.
    let slow = try #require(
      test.finding(count: 9, before: 0, foreignness: 2, similarity: 0, window: 2))
    #expect(abs(slow.score - (1 - log10(slow.pValue) - 1)) < 1e-12)
  }

  @Test func exposureIsWhatCameInTheWindowAndBefore() {
    let now = Self.start + 28 * Self.day - 1
    let test = NoveltyTest(Self.volume(days: 28), now: now, start: Self.start)
    // 25 hours begin in the last day, its ends' among them, and 649 before: 27 days and the hour they share.
    #expect(abs(test.exposures[NoveltyTest.day]! - 25.0 / 649) < 1e-3)
    // Less time before than in it: no test.
    let young = NoveltyTest(
      Self.volume(days: 10), now: Self.start + 10 * Self.day, start: Self.start)
    #expect(young.exposures.map { $0 != nil } == [true, true, true, false])
  }

  @Test func thresholdFollowsTheBudget() {
    // Prior 0.001 · 200 · 30 = 6 groups in 30 days, worth 15 of them; 10 groups in 45 days:
    // (0.5 · 6 + 10) / (0.5 + 1.5) = 6.5; 2 + log10(6.5 / 0.4) / 0.6 = 4.018089
    let score = NoveltyThreshold.score(groups: 10, days: 45, perDay: 200, budgetPer30Days: 0.4)
    #expect(abs(score - 4.018_089) < 1e-5)
    let strict = NoveltyThreshold.score(groups: 10, days: 45, perDay: 200, budgetPer30Days: 0.04)
    #expect(abs(strict - score - 1 / 0.6) < 1e-9)
    #expect(NoveltyThreshold.score(groups: 0, days: 0, perDay: 0, budgetPer30Days: 1) == .infinity)
  }

  /// scipy 1.17.1: poisson.sf(2, 5.322) = 0.9000, poisson.sf(4, 7.99) = 0.9000; by hand 1 − e^−2.303 = 0.9.
  @Test(arguments: [(1, 2.303), (3, 5.322), (5, 7.994)])
  func poissonMeanReaches(n: Int, mean: Double) {
    #expect(abs(Poisson.mean(reaching: n, withChance: 0.9) - mean) < 0.011)
  }

  @Test func gateLetsTheMostForeignShareThrough() {
    var volume = StreamVolume()
    for i in 0..<1000 { volume.add(time: Self.start, bin: i % 10) }
    let gate = volume.gate(share: 0.25)
    // Bins 9 and 8 are a tenth each, half of bin 7 the rest.
    #expect(gate.bin == 7 && abs(gate.part - 0.5) < 1e-9)
    #expect(gate.admits(8, hash: .max) && !gate.admits(6, hash: 0))
    #expect(gate.admits(7, hash: 0) && !gate.admits(7, hash: .max))
    #expect(volume.gate(share: 1) == StreamVolume.Gate())
  }

  @Test func noHourIsTooFarToBeRefused() throws {
    let text = #"{"hours":{"\#(Int.min)":1},"bins":{}}"#
    let read = try JSONDecoder().decode(StreamVolume.self, from: Data(text.utf8))
    #expect(!read.isSane)
  }

  @Test(arguments: [Float.nan, -1, 0, 0.5, 1, 2, .infinity])
  func anyForeignnessHasABin(_ value: Float) {
    #expect(0..<StreamVolume.binCount ~= StreamVolume.bin(value))
  }
}
