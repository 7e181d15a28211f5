import EarshotNumerics
import Testing

@testable import EarshotInsights

/// Bins by hand, intervals by SciPy 1.17.1 (`beta.ppf`), the error's interval by simulation.
@Suite struct AuditReliabilityTests {
  private typealias Review = AuditReliability.Review

  private func reviews(
    _ count: Int, _ confidence: Double, _ reading: AuditReading, weight: Double = 1
  ) -> [Review] {
    (0..<count).map { _ in Review(confidence: confidence, reading: reading, weight: weight) }
  }

  /// Reviews of a tagger that is right with the probability `truth(confidence)`.
  private func drawn(
    _ n: Int, seed: UInt64, _ truth: (Double) -> Double
  ) -> [Review] {
    var generator = SplitMix64(seed: seed)
    return (0..<n).map { _ in
      let confidence = 0.5 + generator.unit() / 2
      let isRight = generator.unit() < truth(confidence)
      return Review(confidence: confidence, reading: isRight ? .correct : .wrong)
    }
  }

  @Test("a confidence lies in the bin that begins at it, and 1 in the last one")
  func borders() {
    let some = [0.0, 0.1, 0.3, 0.7, 0.95, 1].map { Review(confidence: $0, reading: .correct) }
    #expect(AuditReliability(some).bins.map(\.reviews) == [1, 1, 0, 1, 0, 0, 0, 1, 0, 2])
  }

  @Test("a bin's interval is Clopper and Pearson's")
  func interval() throws {
    let bin = AuditReliability(reviews(19, 0.95, .correct) + reviews(1, 0.95, .wrong)).bins[9]
    #expect(bin.accuracy == 0.95)
    let found = try #require(bin.interval)
    #expect(abs(found.lowerBound - 0.751_267_2) < 1e-6)
    #expect(abs(found.upperBound - 0.998_734_9) < 1e-6)
  }

  @Test("undecided reviews are errors at the lower end and correct at the upper, and in no mean")
  func undecided() throws {
    let bin = AuditReliability(
      reviews(17, 0.95, .correct) + reviews(1, 0.95, .wrong) + reviews(2, 0.99, .undecided)
    ).bins[9]
    #expect(bin.reviews == 20 && bin.correct == 17 && bin.undecided == 2)
    #expect(abs(try #require(bin.accuracy) - 17.0 / 18) < 1e-12)
    #expect(abs(try #require(bin.confidence) - 0.95) < 1e-12)
    let found = try #require(bin.interval)
    #expect(abs(found.lowerBound - 0.621_073_2) < 1e-6)
    #expect(abs(found.upperBound - 0.998_734_9) < 1e-6)
  }

  @Test("unequal weights shift the means and widen the interval as fewer reviews would")
  func weights() throws {
    let bin = AuditReliability(
      reviews(8, 0.9, .correct) + reviews(2, 0.9, .wrong) + reviews(5, 0.96, .correct, weight: 4)
    ).bins[9]
    #expect(abs(try #require(bin.accuracy) - 28.0 / 30) < 1e-12)
    #expect(abs(try #require(bin.confidence) - 0.94) < 1e-12)
    let found = try #require(bin.interval)
    #expect(abs(found.lowerBound - 0.596_650_0) < 1e-6)
    #expect(abs(found.upperBound - 0.999_666_0) < 1e-6)
  }

  @Test("the calibration error is the weighted mean gap between said and found")
  func calibrationError() throws {
    // By hand: bin 0.8–0.9 said 0.85, found 0.5, weight 4; bin 0.9–1 said 0.95, found 1, weight 6.
    var some = reviews(2, 0.85, .correct)
    some += reviews(2, 0.85, .wrong)
    some += reviews(2, 0.95, .correct, weight: 3)
    let error = try #require(AuditReliability(some).calibrationError)
    // (4 · 0.35 + 6 · 0.05) / 10
    #expect(abs(error - 0.17) < 1e-12)
  }

  @Test("nothing decided: no error, no interval, and bins all the same")
  func nothing() {
    let found = AuditReliability(reviews(3, 0.9, .undecided))
    #expect(found.calibrationError == nil && found.calibrationErrorInterval == nil)
    #expect(found.bins[9].reviews == 3 && found.bins[9].accuracy == nil)
  }

  @Test("the same seed gives the same interval")
  func repeatable() {
    let some = drawn(200, seed: 3) { $0 }
    #expect(
      AuditReliability(some, seed: 7).calibrationErrorInterval
        == AuditReliability(some, seed: 7).calibrationErrorInterval)
  }

  @Test("a calibrated tagger's interval begins at 0 nearly always, an overconfident one's rarely")
  func coverage() {
    var calibrated = 0
    var over = 0
    for seed in 1...40 as ClosedRange<UInt64> {
      let one = AuditReliability(drawn(300, seed: seed) { $0 })
      calibrated += one.calibrationErrorInterval!.lowerBound == 0 ? 1 : 0
      let other = AuditReliability(drawn(300, seed: seed) { $0 - 0.15 })
      over += other.calibrationErrorInterval!.contains(0.15) ? 1 : 0
      #expect(other.calibrationErrorInterval!.lowerBound > 0, "seed \(seed)")
    }
    // At least 95 % of 40, less three standard errors.
    #expect(calibrated >= 34)
    #expect(over >= 34)
  }

  @Test("chance alone explains the error of a calibrated tagger")
  func byChance() throws {
    var mean = 0.0
    var expected = 0.0
    for seed in 1...40 as ClosedRange<UInt64> {
      let one = AuditReliability(drawn(300, seed: seed) { $0 })
      mean += one.calibrationError! / 40
      expected += one.errorIfCalibrated! / 40
    }
    // The standard error of 40 means is about 0.002.
    #expect(abs(mean - expected) < 0.006)
  }

  @Test("a bar shows what was found, and a mark what was said")
  func bars() {
    let found = AuditReliability(reviews(15, 0.95, .correct) + reviews(5, 0.95, .wrong))
    #expect(
      found.bars(width: 20) == [
        "0.9–1.0     20  said 0.95  found 0.75 [0.51, 0.91]  ███████████████    │"
      ])
  }

  @Test("the drawing is one element that needs nothing from outside, and says its numbers")
  func svg() {
    let drawing = AuditReliability(reviews(15, 0.95, .correct) + reviews(5, 0.95, .wrong)).svg()
    #expect(drawing.hasPrefix("<svg ") && drawing.hasSuffix("</svg>"))
    #expect(!drawing.contains("href") && !drawing.contains("url("))
    #expect(drawing.contains("said 0.95, found 0.75 in 20 reviews"))
    #expect(drawing.utf8.count < 6000)
  }
}
