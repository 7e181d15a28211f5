import Glibc

extension SurgeDetector {
  /// Begins a new day: the one before is closed, what is expected is worked out anew.
  mutating func open(_ newDay: Int) {
    defer { day = newDay }
    guard day >= 0, newDay - day < SurgeBaseline.days else {
      // The first day of all, or all that was known is older than what anything is judged by.
      topics = []
      index = [:]
      stream = SurgeStream()
      baseline = SurgeBaseline()
      (streamDay, firstDay) = (newDay + 1, newDay + 1)
      share()
      return
    }
    if stream.count(ofDay: day) > 0 {
      for place in topics.indices { close(place) }
    }
    for opened in day + 1...newDay {
      stream.open(day: opened)
      for place in topics.indices { topics[place].open(day: opened) }
    }
    let now = Int64(newDay) * Span64.day
    for place in topics.indices { topics[place].forgetAll(now: now) }
    topics.removeAll { $0.isEmpty && $0.acceptedUntil < newDay }
    index = Self.index(topics)
    baseline.update(
      &topics, stream: stream, day: newDay, firstDay: firstDay, streamDay: streamDay)
    share()
  }

  mutating func share() {
    budget = SurgeBudget(
      falseAlarmsPer30Days: falseAlarmsPer30Days, expectations: topics.map(\.expectation))
    for place in topics.indices { topics[place].rate = budget.rate(topics[place].expectation) }
  }

  mutating func place(of name: String, since written: Int) -> Int {
    if let place = index[name] {
      topics[place].since = min(topics[place].since, written)
      return place
    }
    var topic = SurgeTopic(name: name, since: written)
    topic.expectation = baseline.expectation()
    topic.rate = budget.rate(topic.expectation)
    topics.append(topic)
    index[name] = topics.count - 1
    return topics.count - 1
  }

  /// A step of the cumulative sum (Page 1954) of the day that ends:
  ///
  ///     S ← max(0, S + (n · log 1.5 − 0.5 · μ) / (1 + μ · dispersion))
  ///
  /// the log likelihood ratio of half as many again, for Poisson counts divided by their dispersion.
  private mutating func close(_ place: Int) {
    guard let level = topics[place].expectation.slowLevel else { return }
    let count = Double(topics[place].count(ofDay: day))
    let mean = level * baseline.pattern.factor(ofDay: day)
    if topics[place].sum >= budget.slowLevel, count <= mean {
      // The growth is over; the sum alone would need weeks to say so.
      topics[place].sum = 0
      return
    }
    if topics[place].sum == 0 { topics[place].sumDay = day }
    let step = (count * log(Self.slowRatio) - (Self.slowRatio - 1) * mean)
    let dispersion = 1 + mean * topics[place].expectation.dispersion
    topics[place].sum = max(0, topics[place].sum + step / dispersion)
  }

  func windowStart(_ now: Int64) -> Int64 {
    let first = SurgeClock.binNumber(now) - SurgeClock.binsOfWindow + 1
    return Int64(max(first, 0)) * SurgeClock.bin
  }

  mutating func windowFinding(_ place: Int, now: Int64) -> Finding? {
    let topic = topics[place]
    let count = topic.windowCount
    let level = topic.expectation.level
    let mean = level * baseline.pattern.days(from: windowStart(now), to: now)
    // Most records stop here.
    guard count >= Self.leastRecords, Double(count) > mean else {
      if topic.surgeStart != nil { topics[place].surgeStart = nil }
      return nil
    }
    let size = topic.expectation.size
    let isOver = SurgeTail.isEnough(count, mean: mean, size: size, rate: topic.rate)
    guard isOver || topic.surgeStart != nil else { return nil }
    let pValue = SurgeTail.upper(count, mean: mean, size: size)
    guard isOver || pValue < Self.lasting else {
      topics[place].surgeStart = nil
      return nil
    }
    let start =
      topic.surgeStart ?? topic.likelyStart(level: level, pattern: baseline.pattern, now: now)
    topics[place].surgeStart = start
    return Finding(
      topic: topic.name, count: count, expected: mean, pValue: pValue, start: start, isSlow: false)
  }

  func slowFinding(_ place: Int) -> Finding? {
    let topic = topics[place]
    guard topic.sum >= budget.slowLevel, topic.sum > 0 else { return nil }
    let (count, expected) = slowCounts(topic)
    guard count >= Self.leastRecords else { return nil }
    return Finding(
      topic: topic.name, count: count, expected: expected, pValue: exp(-topic.sum),
      start: Int64(topic.sumDay) * Span64.day, isSlow: true)
  }

  /// Records since slow growth began, and what was expected.
  func slowCounts(_ topic: SurgeTopic) -> (count: Int, expected: Double) {
    var (count, expected) = (0, 0.0)
    for past in max(topic.sumDay, day - SurgeBaseline.days)..<max(day, topic.sumDay) {
      count += topic.count(ofDay: past)
      expected += topic.expectation.level * baseline.pattern.factor(ofDay: past)
    }
    return (count, expected)
  }
}
