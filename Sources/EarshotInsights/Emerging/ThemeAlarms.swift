import EarshotLearning
import EarshotNumerics
import EarshotText

/// The groups of new records that were found, and the alarms that some of them became.
struct ThemeAlarms: Sendable, Equatable, Codable {
  /// An alarm, and what is needed to go on with it.
  struct Own: Sendable, Equatable, Codable {
    var alarm: Alarm
    var state = Alarm.State.open
    /// When it was told of last.
    var toldCount: Int
    /// Hashes of its authors; empty where nobody says.
    var authors = AuthorSet()

    var isOpen: Bool { state == .open || state == .acknowledged }
  }

  /// Records that resembled each other more than the past explains, or nearly so.
  struct Group: Sendable, Equatable, Codable {
    var foundAt: Int64
    /// The highest it reached.
    var score: Double
    /// It became an alarm that nobody dismissed: no accident.
    var isTrue = false
  }

  /// Hashes; written in their order, so that the same set gives the same bytes.
  struct AuthorSet: Sendable, Equatable, Codable {
    private var hashes: Set<UInt64> = []
    private static let most = 10_000

    init() {}

    init(from decoder: any Decoder) throws {
      hashes = Set(try decoder.singleValueContainer().decode([UInt64].self))
    }

    func encode(to encoder: any Encoder) throws {
      var values = encoder.singleValueContainer()
      try values.encode(hashes.sorted())
    }

    var count: Int { hashes.count }

    mutating func insert(_ hash: UInt64) {
      if hashes.count < Self.most { hashes.insert(hash) }
    }
  }

  /// Alarms that were over so long ago that they are known no more.
  var dropped = 0
  /// Those that are known; entries of the pool hold their places + 1.
  var alarms: [Own] = []
  /// By number, which entries of the pool hold; those of the last 56 days.
  var groups: [Int: Group] = [:]
  var groupCount = 0

  /// Nothing new for so long: an alarm is over.
  static let quietDays: Int64 = 7
  static let mostQuotes = 5
  static let mostIDs = 200

  /// That of the next alarm; none is given twice.
  var nextID: String { Self.id(alarms.count + dropped + 1) }

  static func id(_ number: Int) -> String { number < 10 ? "A0\(number)" : "A\(number)" }

  /// Groups that reached the base by chance, for the threshold.
  var chanceGroups: Int {
    groups.values.count { !$0.isTrue && $0.score >= NoveltyThreshold.base }
  }

  mutating func forgetTexts() {
    for i in alarms.indices {
      for q in alarms[i].alarm.quotes.indices { alarms[i].alarm.quotes[q].text = "" }
    }
  }

  /// Ends alarms that nothing was added to for a week, and forgets old groups.
  mutating func close(now: Int64) -> [AlarmEvent] {
    groups = groups.filter { $0.value.foundAt >= now - Int64(StreamVolume.days) * Span64.day }
    var events: [AlarmEvent] = []
    for i in alarms.indices {
      if alarms[i].alarm.lastRecordAt < now - Self.quietDays * Span64.day {
        // Texts are kept for a week, authors as long as they are counted.
        for q in alarms[i].alarm.quotes.indices { alarms[i].alarm.quotes[q].text = "" }
        alarms[i].authors = AuthorSet()
      }
      guard alarms[i].isOpen else { continue }
      guard alarms[i].alarm.lastRecordAt < now - Self.quietDays * Span64.day else { continue }
      alarms[i].state = .resolved
      events.append(AlarmEvent(.resolved, alarms[i].alarm))
    }
    return events
  }
}

extension EmergenceDetector {
  /// A user decided about an alarm. Unknown ids change nothing.
  ///
  /// A dismissed theme's records count as old ones from now on, and so do a resolved one's: that it came again,
  /// new records must show. A dismissed surge is the topic's new normal.
  public mutating func decide(_ id: String, _ state: Alarm.State) {
    guard let i = themes.alarms.firstIndex(where: { $0.alarm.id == id }) else { return }
    let old = themes.alarms[i].state
    themes.alarms[i].state = state
    let changesTruth = (state == .dismissed) != (old == .dismissed)
    if themes.alarms[i].alarm.kind == .surge {
      if state == .dismissed, changesTruth, let topic = themes.alarms[i].alarm.topic, let now {
        surges.dismiss(topic: topic, now: now)
        surging[topic] = nil
      }
      return
    }
    for e in pool.entries.indices where pool.entries[e].alarm == i + 1 {
      pool.change(e) { $0.isBackground = state == .dismissed || state == .resolved }
      if changesTruth { themes.groups[pool.entries[e].group]?.isTrue = state != .dismissed }
    }
  }

  /// A user's decision, told with its number: those up to it are known.
  public mutating func decide(_ id: String, _ state: Alarm.State, number: Int) {
    decide(id, state)
    decisionsUntil = max(number, decisionsUntil ?? 0)
  }

  /// An alarm that was over so long ago is forgotten, once no record of it is held.
  private static let forgottenAfterDays: Int64 = 90

  /// Drops what nothing can come back to, so that the state does not grow with the alarms of years.
  mutating func forgetAlarms(now: Int64) {
    let week = now - ThemeAlarms.quietDays * Span64.day
    surging = surging.filter {
      let own = themes.alarms[$0.value]
      return own.isOpen || own.alarm.lastRecordAt >= week
    }
    let limit = now - Self.forgottenAfterDays * Span64.day
    guard themes.alarms.contains(where: { !$0.isOpen && $0.alarm.lastRecordAt < limit }) else {
      return
    }
    let held = Set(pool.entries.map { $0.alarm - 1 }).union(surging.values)
    var places: [Int: Int] = [:]
    var kept: [ThemeAlarms.Own] = []
    for (i, own) in themes.alarms.enumerated()
    where own.isOpen || own.alarm.lastRecordAt >= limit || held.contains(i) {
      places[i] = kept.count
      kept.append(own)
    }
    guard kept.count < themes.alarms.count else { return }
    themes.dropped += themes.alarms.count - kept.count
    themes.alarms = kept
    surging = surging.mapValues { places[$0]! }
    for e in pool.entries.indices where pool.entries[e].alarm > 0 {
      let place = places[pool.entries[e].alarm - 1]!
      pool.change(e) { $0.alarm = place + 1 }
    }
  }

  /// Drops the names of topics that no held record has.
  mutating func forgetTopics() {
    let used = Set(pool.entries.map(\.topic))
    guard topics.indices.contains(where: { !used.contains($0) }) else { return }
    var places: [Int: Int] = [-1: -1]
    var kept: [String] = []
    for (i, topic) in topics.enumerated() where used.contains(i) {
      places[i] = kept.count
      kept.append(topic)
    }
    topics = kept
    for e in pool.entries.indices {
      let place = places[pool.entries[e].topic]!
      pool.change(e) { $0.topic = place }
    }
  }

  /// The score that raises an alarm now.
  public var threshold: Double {
    guard let now, let start else { return .infinity }
    let days = Double(now - start) / Double(Span64.day) - Double(Self.learningDays)
    return NoveltyThreshold.score(
      groups: themes.chanceGroups, days: min(max(days, 0), Double(StreamVolume.days)),
      perDay: volume.perDay(now: now),
      budgetPer30Days: options.budgetPer30Days * Self.themeShare)
  }

  /// The test of this hour.
  private mutating func currentTest() -> NoveltyTest {
    let hour = Span64.number(now ?? 0, Span64.hour)
    if let test, test.hour == hour { return NoveltyTest(exposures: test.exposures) }
    let made = NoveltyTest(volume, now: now ?? 0, start: start ?? 0)
    test = HourlyTest(hour: hour, exposures: made.exposures)
    return made
  }

  /// Looks whether a new entry is one of a new theme's.
  ///
  /// - Parameter products: of its row with those of all entries before it.
  mutating func look(
    at entry: Int, _ products: ArraySlice<Float>, isQuiet: Bool, _ redactor: Redactor
  ) -> AlarmEvent? {
    let own = pool.entries[entry]
    let neighbours = self.neighbours(own, products)
    guard neighbours.count > 1 else { return nil }
    if let place = alarm(of: neighbours) {
      add(entry, to: place)
      pool.change(entry) { $0.isBackground = themes.alarms[place].state == .dismissed }
      return update(place, redactor)
    }
    let test = currentTest()
    let (counts, before, foreignness) = count(neighbours)
    guard
      let first = test.best(
        counts: counts, before: before, foreignness: foreignness, own: self.foreignness(own)),
      first.score >= NoveltyThreshold.base
    else { return nil }
    // Once more without copies and without what one author wrote twice.
    let members = distinct(neighbours.filter { isMember($0, of: first) }, of: entry)
    guard
      let finding = test.finding(
        count: members.count, before: before[first.similarity][first.window],
        foreignness: ([entry] + members).reduce(0) { $0 + self.foreignness(pool.entries[$1]) },
        similarity: first.similarity, window: first.window),
      finding.score >= NoveltyThreshold.base
    else { return nil }
    let isTrue = finding.score >= threshold
    let group = note(finding, [entry] + members)
    guard isTrue else { return nil }
    // What history would have raised is no chance either.
    guard !isQuiet else {
      themes.groups[group]?.isTrue = true
      return nil
    }
    return raise(finding, [entry] + members, group: group, redactor)
  }
}
