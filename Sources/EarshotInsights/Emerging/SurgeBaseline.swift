import Glibc

/// What is expected of a topic, and how sure that is.
struct SurgeExpectation: Sendable, Equatable, Codable {
  /// Records on a mean day.
  var level = 0.0
  /// The size of the negative binomial of a day's count: dispersion and the level's own uncertainty.
  var size = 0.5
  /// 1 / size from dispersion alone.
  var dispersion = 0.0
  /// The level of slow growth's chart: older days only, the upper side of what is likely; nil before
  /// there are enough of them.
  var slowLevel: Double?
}

/// What the past of all topics leads to expect, worked out once a day.
///
///     level = (a + λ̂ · E) / (a / m + E) · trend,   λ̂ = Σ w_d n_d / Σ w_d f_d,   E = (Σ w f)² / Σ w² f
///
/// n_d are a topic's records of day d, f_d the day's factor in the weekly pattern, w_d = 2^(−age / 21 days)
/// over the 56 days that end two days ago: what surges now shall not teach that it is normal. E is the
/// number of mean days that the weighted ones are worth. The prior, a gamma of shape a = ½ and mean m,
/// has the mean of the smaller half of the topics: all there is for a new one.
struct SurgeBaseline: Sendable, Equatable, Codable {
  static let days = 56
  static let guardDays = 2
  static let halfLife = 21.0
  /// Slow growth is held against days at least so old.
  static let slowGuardDays = 14
  /// Days of history before anything may alarm.
  static let leastDays = 14
  private static let priorShape = 0.5
  /// Σ μ² of days that a topic's own dispersion needs to count as much as all topics' together; by itself
  /// it is then known to √(2 / 20,000) = 0.01, less than what matters to a topic of 10 a day.
  private static let dispersionPrior = 20_000.0

  private(set) var pattern = SurgePattern()
  private(set) var priorMean = 1.0
  private(set) var dispersion = 0.0
  /// Mean days that a topic known throughout is judged by.
  private(set) var exposure = 0.0
  /// The relative variance of a weekday's factor: 7 / records.
  private(set) var patternError = 0.0
  private(set) var isReady = false

  /// Works out what is expected on `day`, the first of which is about to be counted.
  ///
  /// - Parameter firstDay: the first whole day of the watch, or since the topics changed.
  /// - Complexity: O(topics · days)
  mutating func update(
    _ topics: inout [SurgeTopic], stream: SurgeStream, day: Int, firstDay: Int, streamDay: Int
  ) {
    let last = day - Self.guardDays
    let oldest = last - Self.days
    let heard = stream.activeDays(max(oldest, min(streamDay, last))..<last)
    guard !heard.isEmpty else { return }
    pattern = stream.pattern(heard)
    patternError = 7 / max(7, heard.reduce(0.0) { $0 + Double(stream.count(ofDay: $1)) })
    let active = heard.filter { $0 >= firstDay }
    isReady = day - firstDay >= Self.leastDays && active.count >= Self.leastDays / 2
    guard !active.isEmpty else { return }
    let weight = { (d: Int) in exp2(Double(d - last) / Self.halfLife) }
    let newest = Array(heard.suffix(7))
    let trend = stream.trend(active, newest: newest, weight: weight, pattern: pattern)
    let old = active.filter { $0 < day - Self.slowGuardDays }
    let slowTrend = stream.trend(old, newest: newest, weight: weight, pattern: pattern)

    let views = topics.map { topic in
      // The days before a topic's first record say nothing if it is new; nor does that day itself.
      View(topic, active.filter { $0 > topic.since }, weight, pattern, cap: dispersion)
    }
    exposure = View(nil, active, weight, pattern, cap: 0).exposure
    let levels = views.filter { $0.exposure > 0 }.map(\.level).sorted()
    if !levels.isEmpty {
      let half = levels.prefix((levels.count + 1) / 2)
      priorMean = max(half.reduce(0, +) / Double(half.count), 0.05)
    }
    let squares = views.reduce(0) { $0 + $1.squares }
    dispersion = squares > 0 ? max(0, views.reduce(0) { $0 + $1.excess } / squares) : 0

    for (place, view) in views.enumerated() {
      let trust = view.squares / (view.squares + Self.dispersionPrior)
      let mixed = dispersion + trust * (view.ownDispersion - dispersion)
      // A standard error more: of what is found from D days alone it is √(2 / D), and too little of it
      // costs more false alarms than as much too much saves.
      let own = max(0, mixed) * (1 + trust * (2 / Double(active.count)).squareRoot())
      let days = old.filter { $0 > topics[place].since }
      let isAccepted = topics[place].acceptedUntil >= day
      let accepted = isAccepted ? topics[place].acceptedLevel : 0
      var expectation = self.expectation(level: view.level, exposure: view.exposure, own)
      expectation.level = max(expectation.level * trend, accepted)
      if days.count >= Self.leastDays {
        let slow = View(topics[place], days, weight, pattern, cap: 0)
        let (level, shape) = posterior(level: slow.level, exposure: slow.exposure)
        // A level found too low by chance would add a little every day.
        let upper = level * slowTrend * (1 + 1 / shape.squareRoot())
        expectation.slowLevel = max(upper, accepted)
      }
      topics[place].expectation = expectation
    }
  }

  var isSane: Bool {
    pattern.isSane && priorMean > 0
      && [priorMean, dispersion, exposure, patternError].allSatisfy(SurgeDetector.Number.isCount)
  }

  /// The weekly pattern without what was known of topics.
  func restarted() -> Self {
    var restarted = Self()
    (restarted.pattern, restarted.patternError) = (pattern, patternError)
    return restarted
  }

  /// What is expected of a topic of `level` records a mean day, seen for `exposure` such days; without any
  /// it is the prior.
  func expectation(
    level: Double = 0, exposure: Double = 0, _ dispersion: Double? = nil
  ) -> SurgeExpectation {
    let dispersion = dispersion ?? self.dispersion
    let (level, shape) = posterior(level: level, exposure: exposure)
    let spread = max(dispersion + 1 / shape + patternError, 1 / SurgeTail.largestSize)
    return SurgeExpectation(level: level, size: 1 / spread, dispersion: dispersion)
  }

  private func posterior(level: Double, exposure: Double) -> (level: Double, shape: Double) {
    let shape = Self.priorShape + level * exposure
    return (shape / (Self.priorShape / priorMean + exposure), shape)
  }

  /// A topic's days in the past.
  private struct View {
    /// λ̂ and E.
    var level = 0.0
    var exposure = 0.0
    /// Σ (n_d − μ_d)² · D / (D − 1) − μ_d and Σ μ_d² over D days: their ratio estimates 1 / size.
    var excess = 0.0
    var squares = 0.0
    var ownDispersion: Double { squares > 0 ? excess / squares : 0 }

    /// - Parameter cap: dispersion beyond which, by five standard deviations, a day is cut off: a surge of
    ///   the past shall not make all topics look restless.
    init(
      _ topic: SurgeTopic?, _ days: [Int], _ weight: (Int) -> Double, _ pattern: SurgePattern,
      cap: Double
    ) {
      var (records, first, second) = (0.0, 0.0, 0.0)
      var (plain, factors) = (0.0, 0.0)
      for day in days {
        let (n, w) = (Double(topic?.count(ofDay: day) ?? 0), weight(day))
        let f = pattern.factor(ofDay: day)
        records += w * n
        first += w * f
        second += w * w * f
        plain += n
        factors += f
      }
      guard first > 0 else { return }
      level = records / first
      exposure = first * first / second
      guard plain > 0, days.count > 1 else { return }
      let correction = Double(days.count) / Double(days.count - 1)
      for day in days {
        let mean = plain / factors * pattern.factor(ofDay: day)
        let most = mean + 5 * (mean + cap * mean * mean).squareRoot() + 5
        let off = min(Double(topic?.count(ofDay: day) ?? 0), most) - mean
        excess += off * off * correction - mean
        squares += mean * mean
      }
    }
  }
}
