import Glibc

/// What a surge detector keeps of one topic.
struct SurgeTopic: Sendable, Equatable, Codable {
  let name: String
  /// The day of its first record.
  var since: Int
  /// Records by day, a ring of 64 days.
  private(set) var days = [Int32](repeating: 0, count: SurgeClock.slots)
  /// Quarter hours of the trailing 24 hours that have records, the oldest first, and their records.
  private(set) var bins: [Int32] = []
  private(set) var binCounts: [Int32] = []
  private(set) var authors = SurgeAuthors()

  /// What is expected on a mean day, and how sure that is: see `SurgeBaseline`.
  var expectation = SurgeExpectation()
  /// New crossings a day that this topic may have by chance.
  var rate = 0.0

  /// Where the surge that is going on began; nil without one.
  var surgeStart: Int64?
  /// The cumulative sum of slow growth in nats, and the day from which it has been above zero.
  var sum = 0.0
  var sumDay = 0
  /// A level that a user called normal, and the last day for which that holds.
  var acceptedLevel = 0.0
  var acceptedUntil = 0

  init(name: String, since: Int) { (self.name, self.since) = (name, since) }

  var isEmpty: Bool { bins.isEmpty && !days.contains { $0 != 0 } }
  var windowCount: Int { binCounts.reduce(0) { $0 + Int($1) } }

  func count(ofDay day: Int) -> Int { Int(days[SurgeClock.slot(day)]) }

  /// Makes room for a day; the ring's 64th day before it is forgotten.
  mutating func open(day: Int) { days[SurgeClock.slot(day)] = 0 }

  /// Forgets the quarter hours that are no longer in the window that ends at `now`.
  mutating func forget(now: Int64) {
    let first = SurgeClock.binNumber(now) - SurgeClock.binsOfWindow + 1
    let stale = bins.firstIndex { $0 >= first } ?? bins.count
    guard stale > 0 else { return }
    bins.removeFirst(stale)
    binCounts.removeFirst(stale)
  }

  mutating func forgetAll(now: Int64) {
    forget(now: now)
    authors.forget(now: now)
  }

  /// A user called `level` records a mean day normal.
  mutating func accept(level: Double, until day: Int) {
    acceptedLevel = max(level, acceptedUntil >= day ? acceptedLevel : 0)
    acceptedUntil = day
    expectation.level = max(expectation.level, acceptedLevel)
    expectation.slowLevel = expectation.slowLevel.map { max($0, acceptedLevel) }
    (surgeStart, sum) = (nil, 0)
  }

  /// Counts a record of a day that the ring holds.
  ///
  /// - Returns: false if its author was counted within 24 hours.
  mutating func add(_ time: Int64, author: UInt64?, now: Int64) -> Bool {
    if let author, !authors.isNew(author, at: time) { return false }
    let slot = SurgeClock.slot(SurgeClock.dayNumber(time))
    if days[slot] < .max { days[slot] += 1 }
    let bin = SurgeClock.binNumber(time)
    guard bin > SurgeClock.binNumber(now) - SurgeClock.binsOfWindow else { return true }
    var place = bins.count
    while place > 0, bins[place - 1] > bin { place -= 1 }
    if place > 0, bins[place - 1] == bin {
      if binCounts[place - 1] < .max { binCounts[place - 1] += 1 }
    } else {
      bins.insert(bin, at: place)
      binCounts.insert(1, at: place)
    }
    return true
  }

  /// The quarter hour from which records up to `now` exceed what is expected most clearly: the largest
  /// n · log(n / μ) − (n − μ) of all starts.
  func likelyStart(level: Double, pattern: SurgePattern, now: Int64) -> Int64 {
    var best = (gain: -1.0, start: now)
    var n = 0.0
    for place in bins.indices.reversed() {
      n += Double(binCounts[place])
      let start = Int64(bins[place]) * SurgeClock.bin
      let mean = max(level * pattern.days(from: start, to: now), 1e-9)
      let gain = n > mean ? n * log(n / mean) - (n - mean) : 0
      if gain > best.gain { best = (gain, start) }
    }
    return best.start
  }
}

/// The authors that were counted within 24 hours; the newest 4096 of a topic.
struct SurgeAuthors: Sendable, Equatable, Codable {
  private var counted: [UInt64: Int64] = [:]
  private static let most = 4096

  init() {}

  /// Whether the author was not counted within 24 hours of `time`; if so, it is now.
  mutating func isNew(_ author: UInt64, at time: Int64) -> Bool {
    if let last = counted[author], abs(time - last) < Span64.day { return false }
    counted[author] = max(time, counted[author] ?? 0)
    if counted.count > Self.most {
      // Half are dropped, so that the sorting is paid for by thousands of records.
      let middle = counted.values.sorted()[Self.most / 2]
      counted = counted.filter { $0.value > middle }
    }
    return true
  }

  /// Whether all times are such that a difference of two is one, too.
  var isSane: Bool {
    counted.count <= Self.most && counted.values.allSatisfy(WatchTimes.all.contains)
  }

  mutating func forget(now: Int64) {
    if counted.contains(where: { $0.value <= now - Span64.day }) {
      counted = counted.filter { $0.value > now - Span64.day }
    }
  }

  // A dictionary has no order of its own; the same state shall give the same bytes.
  private enum Key: String, CodingKey { case authors, times }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    let authors = try values.decode([UInt64].self, forKey: .authors)
    let times = try values.decode([Int64].self, forKey: .times)
    counted = Dictionary(zip(authors, times), uniquingKeysWith: { max($0, $1) })
  }

  func encode(to encoder: any Encoder) throws {
    let sorted = counted.sorted { $0.key < $1.key }
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(sorted.map(\.key), forKey: .authors)
    try values.encode(sorted.map(\.value), forKey: .times)
  }
}
