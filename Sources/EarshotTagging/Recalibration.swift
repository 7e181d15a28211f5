import EarshotLearning
import EarshotNumerics
import EarshotText
import Glibc

/// A text whose tag was reviewed.
public struct ReviewedText: Sendable {
  /// UTF-8, as the model reads it.
  public var text: [UInt8]
  /// The labels that are right; nil when reviewers did not name them.
  public var right: [String]?
  /// Labels of which reviewers only said that they are wrong; nil when they said nothing.
  public var wrong: [String]?
  /// How many records it stands for: 1 / its chance to be drawn.
  public var weight: Double
  /// Confidence of the tag that was reviewed, if it was this model's.
  public var confidence: Double?

  /// - Precondition: `weight` > 0.
  public init(
    text: [UInt8], right: [String]?, wrong: [String]?, weight: Double = 1,
    confidence: Double? = nil
  ) {
    precondition(weight > 0 && weight.isFinite)
    (self.text, self.right, self.wrong) = (text, right, wrong)
    (self.weight, self.confidence) = (weight, confidence)
  }
}

/// A temperature and an `auto` threshold for one field of a model, from reviews of drawn records.
///
/// The texts are scored again, so that the temperature is fitted on whole rows of scores, as in
/// training, and not on the confidence of the best label alone. A third of the reviews, drawn by the
/// seed, fits the temperature; the other two test the threshold (`AutoThreshold`), so that its promise
/// is of records that nothing was fitted on.
public struct Recalibration: Sendable {
  public struct Options: Sendable {
    /// Accuracy that `auto` promises, and how sure the promise is.
    public var target = 0.95
    public var confidence = 0.95
    public var seed: UInt64 = 1

    public init() {}
  }

  /// Fewest reviews that fit a temperature: its logarithm has a standard error of about 0.15 then
  /// (simulated with an accuracy of 0.9).
  public static let fewestForTemperature = 50
  /// Fewest reviews with which a threshold can be tested: two thirds of them are 200.
  public static let fewestForThreshold = AutoThreshold.fewestRecords * 3 / 2
  /// A text whose confidence is off by more was not tagged as it stands here.
  static let confidenceTolerance = 0.01
  /// 95 % quantile of χ² with one degree of freedom.
  private static let likelihoodRatio = 3.841

  public let field: Int
  public let options: Options
  public let temperatureBefore: Float
  /// As it was before, unless the reviews speak against that (likelihood-ratio test at 5 %).
  public let temperature: Float
  /// Multi-label: moved with the temperature, so that the same labels are given as before.
  public let labelThreshold: Float
  public let auto: AutoThreshold
  /// Reviews that fitted the temperature, and reviews that tested the threshold.
  public let temperatureReviews: Int
  public let thresholdReviews: Int
  /// Texts left out: this model tags them otherwise than the tag reviewed, or has no tag for them.
  public let differing: Int
  public let untagged: Int
  /// Mean negative log-likelihood of the reviews that tested the threshold, under either temperature;
  /// nil where none of them names the right label.
  public let lossBefore: Double?
  public let lossAfter: Double?

  /// - Parameters:
  ///   - field: number of the field in `tagger.fields`.
  ///   - reviews: of records drawn at random; undecided ones with neither `right` nor `wrong` count
  ///     as wrong where the threshold is tested.
  /// - Complexity: O(bytes + reviews · labels)
  public init(
    _ tagger: Tagger, field number: Int, reviews: [ReviewedText], options: Options = Options()
  ) {
    let field = tagger.fields[number]
    let scored = ScoredReviews(tagger, field: number, reviews)
    (self.field, self.options) = (number, options)
    (differing, untagged) = (scored.differing, scored.untagged)
    temperatureBefore = field.temperature

    var generator = SplitMix64(seed: options.seed)
    let order = generator.permutation(of: scored.reviews.count)
    let third = order.count / 3
    let early = order.prefix(third).map { scored.reviews[$0] }.filter(\.tells)
    let late = order.dropFirst(third).map { scored.reviews[$0] }
    temperatureReviews = early.count
    thresholdReviews = late.count

    let reader = ReviewReader(field)
    temperature = Self.temperature(early, reader, before: field.temperature)
    labelThreshold = reader.labelThreshold(at: temperature)
    let telling = late.filter(\.tells)
    lossBefore = telling.isEmpty ? nil : reader.loss(telling, field.temperature)
    lossAfter = telling.isEmpty ? nil : reader.loss(telling, temperature)

    // The promise is an exact binomial test, which knows no weights: a record that stands for few
    // others is left out with a chance that makes all stand for as many (thinning).
    let heaviest = late.map(\.weight).max() ?? 1
    let alike = late.filter { generator.unit() * heaviest <= $0.weight }.filter { !$0.isShort }
    let (T, threshold) = (temperature, labelThreshold)
    auto = AutoThreshold(
      outcomes: alike.compactMap { reader.decision($0, temperature: T, labelThreshold: threshold) },
      target: options.target, confidence: options.confidence)
  }

  /// The T in 0.05…20 with the least weighted loss, by golden-section search on ln T.
  private static func temperature(
    _ reviews: [ScoredReview], _ reader: ReviewReader, before: Float
  ) -> Float {
    guard reviews.count >= fewestForTemperature else { return before }
    func loss(_ logT: Double) -> Double { reader.loss(reviews, Elementary.exp(Float(logT))) }
    var (low, high) = (-3.0, 3.0)
    let golden = 0.618_033_988_749_895
    while high - low > 1e-4 {
      let (a, b) = (high - golden * (high - low), low + golden * (high - low))
      if loss(a) <= loss(b) { high = b } else { low = a }
    }
    let best = Elementary.exp(Float((low + high) / 2))
    let sum = reviews.reduce(0) { $0 + $1.weight }
    let effective = sum * sum / reviews.reduce(0) { $0 + $1.weight * $1.weight }
    let gain = reader.loss(reviews, before) - reader.loss(reviews, best)
    return 2 * effective * gain > likelihoodRatio ? best : before
  }
}

// MARK: - Scores

/// A reviewed text with its scores.
private struct ScoredReview {
  var scores: [Float]
  /// Numbers of the labels that are right; nil when they are not known.
  var right: [Int]?
  /// One of the right labels is none of the model's, so that any tag is wrong.
  var isForeign = false
  var wrong: [Int]?
  var weight: Double
  /// It has fewer than two words, so that no threshold makes its tag `auto`.
  var isShort = false

  /// Whether it says something of the probabilities.
  var tells: Bool { right != nil || wrong != nil || isForeign }
}

private struct ScoredReviews {
  private(set) var reviews: [ScoredReview] = []
  private(set) var differing = 0
  private(set) var untagged = 0

  init(_ tagger: Tagger, field number: Int, _ texts: [ReviewedText]) {
    let field = tagger.fields[number]
    let index = Dictionary(uniqueKeysWithValues: field.labels.enumerated().map { ($1, $0) })
    let reader = ReviewReader(field)
    var scratch = tagger.makeScratch()
    for review in texts {
      guard let scores = tagger.scores(of: review.text.span, field: number, using: &scratch) else {
        untagged += 1
        continue
      }
      var scored = ScoredReview(
        scores: scores, weight: review.weight, isShort: scratch.features.tokens.isShort)
      if let given = review.confidence,
        abs(Double(reader.confidence(scores)) - given) > Recalibration.confidenceTolerance
      {
        differing += 1
        continue
      }
      // Where labels may stand together, only a whole set of them says how probable each is.
      if let right = review.right {
        let known = right.compactMap { index[$0] }
        if known.count == right.count {
          scored.right = known
        } else {
          scored.isForeign = !field.isMultiLabel
        }
      } else if let wrong = review.wrong, !field.isMultiLabel {
        let known = wrong.compactMap { index[$0] }
        if known.count == wrong.count { scored.wrong = known }
      }
      reviews.append(scored)
    }
  }
}

extension Tagger {
  /// The scores of a text for a field's labels; nil when it gets no tag.
  fileprivate func scores(
    of text: Span<UInt8>, field number: Int, using scratch: inout Scratch
  ) -> [Float]? {
    guard read(text, &scratch), language(scratch)?.isUnsupported != true else { return nil }
    if Tags.isOutOfDomain(domainScore(of: text, &scratch)),
      DomainModel.covers(field: fields[number].name)
    {
      return nil
    }
    score(number, of: text, &scratch)
    let field = fields[number]
    return Array(scratch.scores[field.firstScore..<field.firstScore + field.classCount])
  }
}

/// Reads scores as the tagger does, under any temperature.
private struct ReviewReader {
  let field: FieldModel

  init(_ field: FieldModel) { self.field = field }

  private func probabilities(_ scores: [Float], _ T: Float) -> [Float] {
    var p = scores
    if field.isMultiLabel {
      for k in scores.indices { p[k] = LogProbabilities.sigmoid(scores[k] / T) }
    } else {
      LogProbabilities.softmax(scores, count: scores.count, temperature: T, into: &p)
    }
    return p
  }

  /// Of the tag as the model gives it now; of several labels the first one's.
  func confidence(_ scores: [Float]) -> Float {
    probabilities(scores, field.temperature)[field.labels.indices].max()!
  }

  /// Weighted mean of −ln P(what reviewers said); of a tag that is only known to be wrong, −ln (1 − p).
  func loss(_ reviews: [ScoredReview], _ T: Float) -> Double {
    var sum = 0.0
    var weights = 0.0
    for one in reviews {
      let scaled = one.scores.map { $0 / T }
      let loss: Double
      if field.isMultiLabel {
        let score = (one.right ?? []).reduce(Float(0)) { $0 + scaled[$1] }
        loss = Double(LogProbabilities.softplusSum(scaled, count: scaled.count) - score)
      } else if let right = one.right?.first {
        loss = Double(LogProbabilities.logSumExp(scaled, count: scaled.count) - scaled[right])
      } else {
        let tag = one.wrong?.first ?? field.labels.indices.max { scaled[$0] < scaled[$1] }!
        loss = -log(max(1 - Double(probabilities(one.scores, T)[tag]), 1e-12))
      }
      sum += one.weight * loss
      weights += one.weight
    }
    return weights == 0 ? 0 : sum / weights
  }

  /// logit t′ = logit t · T / T′ gives the same labels at T′ as t does at T.
  func labelThreshold(at T: Float) -> Float {
    guard field.isMultiLabel, T != field.temperature else { return field.labelThreshold }
    let t = field.labelThreshold
    guard t > 0, t < 1 else { return t }
    return LogProbabilities.sigmoid(Elementary.log(t / (1 - t)) * field.temperature / T)
  }

  /// The confidence of the tag and whether it is right; what is not known to be right counts as
  /// wrong. nil when no label is given.
  func decision(
    _ one: ScoredReview, temperature T: Float, labelThreshold: Float
  ) -> (confidence: Float, isRight: Bool)? {
    let p = probabilities(one.scores, T)
    guard field.isMultiLabel else {
      let best = field.labels.indices.max { p[$0] < p[$1] }!
      return (p[best], one.right?.contains(best) ?? false)
    }
    let given = p.indices.filter { p[$0] >= labelThreshold }
    guard let least = given.map({ p[$0] }).min() else { return nil }
    return (least, one.right.map { right in given.allSatisfy(right.contains) } ?? false)
  }
}
