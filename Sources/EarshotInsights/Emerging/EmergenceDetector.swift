import EarshotLearning
import EarshotNumerics
import EarshotText

/// Watches a stream of records for new themes and for known topics that surge.
///
/// A value: the same records in the same order give the same alarms, in one run or in a hundred (`encoded` holds all it
/// knows between them). What a record costs does not grow with history.
///
/// - New themes: each record is compared with the recent and with older ones (`StreamPool`), and the number of recent
///   ones that resemble it is tested against the number of older ones (`NoveltyTest`).
/// - Surges: `SurgeDetector`.
public struct EmergenceDetector: Sendable {
  public struct Options: Sendable, Equatable {
    /// False alarms in 30 days that the user puts up with.
    public var budgetPer30Days = 1.0
    /// Records before this moment are history: they raise no alarm. nil: none are.
    public var alarmsFrom: Int64?

    public init() {}
  }

  /// The part of the budget that new themes get; surges get the rest.
  static let themeShare = 2.0 / 3
  /// Alarms are raised once so much of the stream is known.
  static let learningDays: Int64 = 7
  /// A record that much older than the newest is history only.
  static let lateness = Span64.day
  /// Comparisons a record, on average: more foreign records are searched for first.
  static let comparisons = 3500.0
  private static let block = 256
  /// After so many records it is looked at whether the pool is overfull.
  private static let check = 4096

  public var options: Options
  var surges: SurgeDetector
  var pool = StreamPool()
  var volume = StreamVolume()
  var themes = ThemeAlarms()
  /// Entries of the pool whose records were looked at: those after them are of the same block.
  var visible = 0
  /// The newest time of any record; nil before the first.
  public internal(set) var now: Int64?
  /// The first record's.
  public internal(set) var start: Int64?
  /// What the volume of each of the last days asked for, by day.
  var gates: [Int: StreamVolume.Gate] = [:]
  /// For records to enter the pool: the strictest of them.
  var admission = StreamVolume.Gate()
  /// For records to be searched for.
  var search = StreamVolume.Gate()
  /// g of each bin of foreignness; empty before the second day.
  var foreignness: [Double] = []
  var topics: [String] = []
  /// Records that are far ahead of the others.
  var ahead = StreamAhead()
  /// The last of the users' decisions that were told, by the number that the caller gave it.
  public internal(set) var decisionsUntil: Int?
  /// What raised an alarm for a topic that still surges, by topic.
  var surging: [String: Int] = [:]
  /// Of the topic model that tagged the records so far.
  var model: String?
  var test: HourlyTest?
  public internal(set) var counts = Counts()

  /// What became of the records so far.
  public struct Counts: Sendable, Equatable, Codable {
    public var records = 0
    /// More than a day older than the newest before them.
    public var late = 0
    public var withoutWords = 0
    /// Copies of a recent one, or by its author.
    public var repeated = 0
  }

  public init(_ options: Options = Options()) {
    self.options = options
    surges = SurgeDetector(
      falseAlarmsPer30Days: options.budgetPer30Days * (1 - Self.themeShare))
  }

  /// Alarms that are not over.
  public var openAlarms: [Alarm] { themes.alarms.filter { $0.isOpen }.map(\.alarm) }

  /// Says which topic model the next records are tagged with: after a change counts of topics begin anew.
  ///
  /// - Returns: the one before, where it is another one.
  public mutating func use(model next: String) -> String? {
    defer { model = next }
    guard let before = model, before != next else { return nil }
    if let now { surges.restart(at: now) }
    surging = [:]
    return before
  }

  /// Lets time pass without records.
  public mutating func advance(to time: Int64) -> [AlarmEvent] {
    guard let before = now, time > before else { return [] }
    var events: [AlarmEvent] = []
    startDayIfNew(time, &events)
    now = time
    return events
  }

  /// Records a day from which on a new issue is found within 24 hours nine times in ten, at the volume and
  /// the threshold of now; nil before anything may be found.
  ///
  /// Of an issue's records a share `reach` resemble the next one (measured: docs/watch.md), a Poisson number.
  public var detectablePerDay: Double? {
    guard let now, let start, mayAlarm(now) else { return nil }
    let test = NoveltyTest(volume, now: now, start: start)
    guard test.exposures[NoveltyTest.day] != nil else { return nil }
    // In a region where two old records lie, and as foreign as a new issue's records are on average.
    let needed = (NoveltyTest.fewest...1000).first { n in
      let finding = test.finding(
        count: n, before: 2, foreignness: Self.meanForeignness * Double(n + 1), similarity: 0,
        window: NoveltyTest.day)
      return finding.map { $0.score >= threshold } ?? false
    }
    guard let needed else { return nil }
    return Poisson.mean(reaching: needed, withChance: 0.9) / Self.reach + 1
  }

  /// How many times as many records a known topic of so many a day must have to be found within 24 hours, nine times in
  /// ten; nil before topics can surge.
  public func detectableSurge(perDay: Double) -> Double? {
    guard let now, mayAlarm(now), surges.baseline.isReady else { return nil }
    return surges.detectableMultiple(perDay: perDay, topics: max(1, surges.topics.count))
  }

  /// Of a new issue's records of a day, the share that resembles the next one.
  static let reach = 0.35
  /// The mean g of a new issue's records.
  static let meanForeignness = 0.4

  /// Takes records in and returns what happened to alarms, in order.
  ///
  /// - Parameter redactor: of quotes, names and terms.
  /// - Complexity: O(records · `comparisons` · dimension) at most.
  public mutating func observe(
    _ records: [StreamRecord], redactor: Redactor
  ) -> [AlarmEvent] {
    surges.falseAlarmsPer30Days = options.budgetPer30Days * (1 - Self.themeShare)
    let records = ahead.admitted(records, now: now)
    var events: [AlarmEvent] = []
    var at = 0
    while at < records.count {
      // A new day, or a full pool, is met between blocks, wherever those begin.
      startDayIfNew(records[at].time, &events)
      var end = at + 1
      let day = Span64.number(max(now ?? records[at].time, records[at].time), Span64.day)
      while end < records.count, end - at < Self.block,
        (counts.records + end - at) % Self.check != 0,
        Span64.number(records[end].time, Span64.day) <= day
      { end += 1 }
      observe(records[at..<end], &events, redactor)
      at = end
      if counts.records % Self.check == 0, pool.isOverfull { refresh() }
    }
    return events
  }

  private mutating func startDayIfNew(_ time: Int64, _ events: inout [AlarmEvent]) {
    guard let now else {
      (now, start) = (time, time)
      return
    }
    guard Span64.number(time, Span64.day) > Span64.number(now, Span64.day) else { return }
    self.now = time
    volume.prune(now: time)
    refresh()
    events += themes.close(now: time)
    ahead.forgetTexts(before: time - StreamPool.recentDays * Span64.day)
    forgetTopics()
    forgetAlarms(now: time)
  }

  /// Drops all texts: a week has passed since the last record came.
  public mutating func forgetTexts() {
    for i in pool.entries.indices { pool.change(i) { $0.text = [] } }
    themes.forgetTexts()
    ahead.forgetTexts(before: .max)
  }

  /// Records that wait for others, since they are more than six hours ahead of all that were taken in.
  public var recordsAhead: Int { ahead.held.count }
  /// The earliest of their times.
  public var firstAhead: Int64? { ahead.held.first?.record.time }
  /// Records of this kind beyond those that are kept waiting.
  public var recordsDropped: Int { ahead.dropped }

  /// Ages the pool and sets the gates anew.
  private mutating func refresh() {
    guard let now else { return }
    let weekly = volume.perDay(now: now) * Double(StreamPool.recentDays)
    let open = volume.gate(share: min(1, Double(StreamPool.mostRecent) / max(weekly, 1)))
    // What was kept out is no memory that new records could be compared with: no gate is wider than any before.
    let today = Span64.number(now, Span64.day)
    gates = gates.filter { $0.key >= today - StreamVolume.days }
    gates[today] = open
    admission = gates.values.reduce(open) { $1.isStricter(than: $0) ? $1 : $0 }
    pool.age(now: now, gate: admission)
    search = volume.gate(share: min(1, Self.comparisons / Double(max(pool.entries.count, 1))))
    foreignness = volume.tailShares().map { NoveltyTest.foreignness(ofShare: $0) }
  }

  private mutating func observe(
    _ records: ArraySlice<StreamRecord>, _ events: inout [AlarmEvent],
    _ redactor: Redactor
  ) {
    // First all rows, so that one product serves the block; the order of records decides who sees whom.
    visible = pool.entries.count
    var placed: [(record: Int, entry: Int, isNew: Bool)] = []
    var isOld: [Bool] = []
    var newest = now ?? records.first!.time
    for i in records.indices {
      let record = records[i]
      isOld.append(record.time < newest - Self.lateness)
      newest = max(newest, record.time)
      let bin = StreamVolume.bin(record.foreignness)
      let voice = record.voice
      guard !record.row.isEmpty else { continue }
      if let entry = pool.place(of: voice) {
        placed.append((i, entry, false))
        continue
      }
      guard admission.admits(bin, hash: StreamPool.mixed(voice)) else { continue }
      placed.append((i, pool.entries.count, true))
      pool.append(entry(record, bin), row: record.row)
    }
    let isSearched = placed.map { place in
      place.isNew && !isOld[place.record - records.startIndex]
        && search.admits(
          pool.entries[place.entry].bin, hash: StreamPool.mixed(pool.entries[place.entry].voice))
    }
    let searched = placed.indices.filter { isSearched[$0] }.map { placed[$0].entry }
    let products = searched.isEmpty ? [] : pool.products(of: searched)
    var (next, row) = (0, 0)
    for i in records.indices {
      let record = records[i]
      let isOld = isOld[i - records.startIndex]
      now = max(now ?? record.time, record.time)
      counts.records += 1
      if isOld { counts.late += 1 }
      if record.row.isEmpty { counts.withoutWords += 1 }
      volume.add(time: record.time, bin: StreamVolume.bin(record.foreignness))
      let isQuiet = isOld || !mayAlarm(record.time)
      let isPlaced = next < placed.count && placed[next].record == i
      if isPlaced, placed[next].isNew { visible = placed[next].entry + 1 }
      if let event = surge(record, isQuiet: isQuiet, redactor) { events.append(event) }
      guard isPlaced else { continue }
      let place = placed[next]
      defer { next += 1 }
      if !place.isNew {
        counts.repeated += 1
        pool.change(place.entry) { $0.lastTime = max($0.lastTime, record.time) }
        continue
      }
      guard isSearched[next] else { continue }
      let first = row * pool.entries.count
      row += 1
      let own = products[first..<first + place.entry]
      if let event = look(at: place.entry, own, isQuiet: isQuiet, redactor) { events.append(event) }
    }
  }

  /// From when on alarms are raised; nil before the first record.
  public var alarmsStart: Int64? {
    (start ?? firstAhead).map { max($0 + Self.learningDays * Span64.day, options.alarmsFrom ?? $0) }
  }

  /// Whether alarms may be raised by then.
  func mayAlarm(_ time: Int64) -> Bool {
    alarmsStart.map { time >= $0 } ?? false
  }

  private mutating func entry(_ record: StreamRecord, _ bin: Int) -> StreamPool.Entry {
    var entry = StreamPool.Entry(
      id: record.id, time: record.time, lastTime: record.time, author: record.author ?? 0,
      voice: record.voice,
      text: Array(record.text.prefix(StreamPool.mostTextBytes)), bin: bin,
      isLong: record.wordCount >= StreamRecord.fewestWordsOfCopies)
    if let topic = record.topic {
      entry.topic = topics.firstIndex(of: topic) ?? topics.count
      if entry.topic == topics.count { topics.append(topic) }
    }
    return entry
  }
}
