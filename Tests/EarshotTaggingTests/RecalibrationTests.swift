import EarshotNumerics
import Foundation
import TestSupport
import Testing

@testable import EarshotTagging

/// Reviews made up from a model's own scores, so that the right answer is known.
@Suite struct RecalibrationTests {
  private static let tagger = try! Tagger(bytes: Training.model)

  /// Each sentence with another one after it: 2,000 texts at most.
  private static let texts: [[UInt8]] = {
    let all = try! Training.sentences()
    return (0..<2000).map { i in
      Array("\(all[i % all.count].text) \(all[i * 7 % all.count].text) \(i)".utf8)
    }
  }()

  /// P(label) at another temperature, from P at the model's: p^(T/T′), normalised.
  private static func probabilities(_ text: [UInt8], at T: Float) -> [Float] {
    var scratch = tagger.makeScratch()
    _ = tagger.outcome(of: text.span, truth: [], field: 0, using: &scratch)
    let scores = Array(scratch.scores[..<tagger.fields[0].labels.count])
    var p = scores
    LogProbabilities.softmax(scores, count: scores.count, temperature: T, into: &p)
    return p
  }

  /// Reviews whose right labels are drawn as the model's scores at temperature `factor` · T say.
  private static func reviews(_ n: Int, factor: Float, seed: UInt64) -> [ReviewedText] {
    var generator = SplitMix64(seed: seed)
    let T = tagger.fields[0].temperature * factor
    return texts.prefix(n).map { text in
      let p = probabilities(text, at: T)
      var rest = Float(generator.unit())
      let k = p.indices.first { k in
        rest -= p[k]
        return rest < 0
      }
      return ReviewedText(
        text: text, right: [tagger.fields[0].labels[k ?? p.count - 1]], wrong: nil)
    }
  }

  /// Reviews that find every tag right.
  private static func allRight(_ n: Int) -> [ReviewedText] {
    texts.prefix(n).map { text in
      let p = probabilities(text, at: 1)
      let best = p.indices.max { p[$0] < p[$1] }!
      return ReviewedText(text: text, right: [tagger.fields[0].labels[best]], wrong: nil)
    }
  }

  private static func recalibration(
    _ reviews: [ReviewedText], seed: UInt64 = 1
  ) -> Recalibration {
    var options = Recalibration.Options()
    options.seed = seed
    return Recalibration(tagger, field: 0, reviews: reviews, options: options)
  }

  @Test("the temperature that the truth was drawn with is found again")
  func temperature() {
    let before = Self.tagger.fields[0].temperature
    for factor in [0.5, 2, 3] as [Float] {
      let found = Self.recalibration(Self.reviews(2000, factor: factor, seed: 4))
      let ratio = found.temperature / (before * factor)
      // 666 reviews; the standard error of ln T is about 0.06.
      #expect(0.8 < ratio && ratio < 1.25, "factor \(factor), found \(ratio) of it")
      #expect(found.lossAfter! < found.lossBefore!)
    }
  }

  @Test("a temperature that the reviews do not contradict stays to the bit")
  func unchanged() {
    let before = Self.tagger.fields[0].temperature
    let stays = (1...12 as ClosedRange<UInt64>).count { seed in
      Self.recalibration(Self.reviews(600, factor: 1, seed: seed)).temperature == before
    }
    // The test errs in 5 %: P(more than 3 of 12) is 0.002.
    #expect(stays >= 9)
  }

  @Test("a tag known only to be wrong lowers the confidence too")
  func onlyWrong() {
    let some = Self.texts.prefix(900).enumerated().map { i, text in
      let p = Self.probabilities(text, at: 1)
      let best = [Self.tagger.fields[0].labels[p.indices.max { p[$0] < p[$1] }!]]
      return ReviewedText(
        text: text, right: i % 2 == 0 ? best : nil, wrong: i % 2 == 0 ? nil : best)
    }
    let found = Self.recalibration(some)
    #expect(found.temperature > Self.tagger.fields[0].temperature)
    #expect(found.auto.confidence == nil, "half of the tags are wrong")
  }

  @Test("300 reviews, all right, make every tag auto, with the exact bound of two thirds of them")
  func threshold() {
    let found = Self.recalibration(Self.allRight(300))
    #expect(found.temperatureReviews == 100 && found.thresholdReviews == 200)
    #expect(found.auto.coverage == 1 && found.auto.accuracy == 1)
    // 0.05^(1/200), the bound for 200 of 200.
    #expect(abs(found.auto.accuracyLowerBound - 0.985_132) < 1e-6)
  }

  @Test("too few reviews to test a threshold: every tag is review")
  func tooFew() {
    #expect(Self.recalibration(Self.allRight(297)).auto.confidence == nil)
  }

  @Test("too few reviews to fit a temperature: it stays")
  func tooFewForTemperature() {
    let found = Self.recalibration(Self.reviews(120, factor: 3, seed: 2))
    #expect(found.temperature == Self.tagger.fields[0].temperature)
  }

  @Test("an undecided review counts as wrong where the promise is tested")
  func undecided() {
    var some = Self.allRight(900)
    for i in 0..<some.count where i % 10 == 0 { some[i].right = nil }
    let found = Self.recalibration(some)
    #expect(found.auto.confidence == nil || found.auto.coverage < 1)
  }

  @Test("reviews that stand for few records are thinned out before the threshold is tested")
  func thinning() {
    var some = Self.allRight(900)
    for i in 0..<some.count where i % 2 == 0 { some[i].weight = 3 }
    let found = Self.recalibration(some)
    // Half of 600 whole, of the other half a third: 400, standard deviation 8.
    #expect((360...440).contains(found.auto.recordCount))
  }

  @Test("texts of one word do not test the threshold")
  func short() {
    var some = Self.allRight(900)
    for i in 0..<some.count where i % 2 == 0 { some[i].text = Array("parcel".utf8) }
    // 450 of 900 whole, of which two thirds are late: 300, standard deviation 10.
    #expect((260...340).contains(Self.recalibration(some).auto.recordCount))
  }

  @Test("texts that the model tags otherwise than the tag reviewed are left out and counted")
  func differing() {
    var some = Self.allRight(60)
    for i in some.indices {
      let p = Self.probabilities(some[i].text, at: Self.tagger.fields[0].temperature)
      some[i].confidence = Double(p.max()!) - (i < 7 ? 0.02 : 0.005)
    }
    let found = Self.recalibration(some)
    #expect(found.differing == 7 && found.temperatureReviews + found.thresholdReviews == 53)
  }

  @Test("the same reviews and seed give the same calibration, another seed parts them otherwise")
  func repeatable() {
    let some = Self.reviews(900, factor: 2, seed: 4)
    #expect(
      Self.recalibration(some, seed: 3).temperature == Self.recalibration(some, seed: 3).temperature
    )
    #expect(
      Self.recalibration(some, seed: 3).temperature != Self.recalibration(some, seed: 5).temperature
    )
  }

  // MARK: - The file

  @Test(
    "the new file differs in its card alone, has the next version, and tags with the new numbers")
  func file() throws {
    try inNewFolder { folder in
      let path = folder + "/m.earshot"
      try Data(Training.model).write(to: URL(fileURLWithPath: path))
      let found = Self.recalibration(Self.reviews(1200, factor: 2, seed: 4))
      let bytes = try Tagger.recalibrated(
        contentsOf: path, found, source: "audit topic-2026-11-22-7f3a, 1200 reviews")
      let new = try Tagger(bytes: bytes)
      let field = new.card.fields[0]
      #expect(new.card.version == "1.0.1")
      #expect(
        field.temperature == found.temperature
          && new.fields[0].autoThreshold == found.auto.confidence)
      #expect(field.auto.calibrated_on.source == "audit topic-2026-11-22-7f3a, 1200 reviews")
      #expect(field.recalibration?.model == Self.tagger.identity)
      #expect(field.recalibration?.temperature_before == Self.tagger.fields[0].temperature)
      let old = try ModelFile(ModelBytes(Training.model), path: "old")
      let made = try ModelFile(ModelBytes(bytes), path: "new")
      for kind in [
        ModelFile.Kind.vocabularyKeys, .vocabularyNumbers, .termWeights, .classifierTermWeights,
        .classifierDenseWeights, .classifierBias,
      ] {
        #expect(
          try made.section(kind, of: UInt8.self).array()
            == old.section(kind, of: UInt8.self).array(), "\(kind)")
      }
      var rest = new.card
      rest.version = Self.tagger.card.version
      rest.fields[0] = Self.tagger.card.fields[0]
      #expect(try JSONEncoder().encode(rest).count == JSONEncoder().encode(Self.tagger.card).count)
    }
  }

  @Test("a multi-label field gives the same labels after its temperature has changed")
  func severalLabels() throws {
    try inNewFolder { folder in
      let path = folder + "/m.earshot"
      try Data(Training.multiLabelModel).write(to: URL(fileURLWithPath: path))
      let tagger = try Tagger(contentsOf: path)
      // Reviewers who find every second text to have no label at all: far less sure than it says.
      let reviews = Self.texts.prefix(600).enumerated().map { i, text in
        var scratch = tagger.makeScratch()
        let tag = tagger.tag(text.span, using: &scratch).fields[0]
        return ReviewedText(
          text: text,
          right: i % 2 == 0 ? [] : tag.choices.map { tagger.fields[0].labels[$0.label] },
          wrong: nil)
      }
      let found = Recalibration(tagger, field: 0, reviews: reviews)
      #expect(found.temperature != tagger.fields[0].temperature)
      let new = try Tagger(
        bytes: try Tagger.recalibrated(contentsOf: path, found, source: "made up"))
      var scratch = tagger.makeScratch()
      var newScratch = new.makeScratch()
      for text in Self.texts.prefix(200) {
        let before = tagger.tag(text.span, using: &scratch).fields[0].choices.map(\.label)
        let after = new.tag(text.span, using: &newScratch).fields[0].choices.map(\.label)
        #expect(before == after)
      }
    }
  }

  @Test(
    "the next version raises the last number, or adds one",
    arguments: [
      ("1.0.0", "1.0.1"), ("2.9", "2.10"), ("7", "8"), ("beta", "beta.1"), ("1.0-rc", "1.0-rc.1"),
    ])
  func nextVersion(before: String, after: String) {
    #expect(Tagger.nextVersion(after: before) == after)
  }
}
