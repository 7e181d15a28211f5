import EarshotLearning

/// Records whose time is far ahead of all others, until others bear it out.
///
/// One wrong clock must not make all the rest late. A record more than `reach` ahead of the newest is held, and taken in
///
/// - with another one of about its time (less than `reach` apart, another id, and not of the same known author);
/// - as the third such record in a row: then records are just rare;
/// - when the stream has come to about its time.
///
/// Gaps of nights, weekends and outages end with the second record after them. What is held is part of the state, so it
/// matters not at which record a run ends.
struct StreamAhead: Sendable, Equatable, Codable {
  /// Six hours: less than a night without records, more than clocks and delays differ.
  static let reach = 6 * Span64.hour
  static let mostInARow = 3
  /// More are not held: the farthest ones are left out.
  static let most = 1000

  private(set) var held: [Held] = []
  /// How many of them came without another record between.
  private(set) var inARow = 0
  /// Left out so far.
  private(set) var dropped = 0

  struct Held: Sendable, Equatable, Codable {
    var record: StreamRecord
    /// The stream's time when it came; nil for the first of all.
    var since: Int64?
  }

  /// Puts records into the order in which they are to be taken in, and holds back those that are far ahead.
  ///
  /// - Parameter now: the newest time that was taken in; nil before the first.
  mutating func admitted(_ records: [StreamRecord], now: Int64?) -> [StreamRecord] {
    var out: [StreamRecord] = []
    out.reserveCapacity(records.count)
    var clock = now
    func isAhead(_ time: Int64) -> Bool { clock.map { time > $0 + Self.reach } ?? true }
    func take(_ record: StreamRecord) {
      out.append(record)
      clock = max(clock ?? record.time, record.time)
    }
    for record in records {
      // Time may have gone on without records, too.
      while !held.isEmpty, !isAhead(held[0].record.time) { release(1, take) }
      guard isAhead(record.time) else {
        inARow = 0
        take(record)
        continue
      }
      hold(record, since: clock)
      if let time = confirmed(by: record) {
        release(held.prefix { $0.record.time <= time }.count, take)
      } else if inARow >= Self.mostInARow {
        release(1, take)
      }
    }
    while !held.isEmpty, !isAhead(held[0].record.time) { release(1, take) }
    return out
  }

  /// In the order of time, and of arrival.
  private mutating func hold(_ record: StreamRecord, since: Int64?) {
    let place = held.firstIndex { $0.record.time > record.time } ?? held.count
    held.insert(Held(record: record, since: since), at: place)
    inARow += 1
    guard held.count > Self.most else { return }
    held.removeLast()
    dropped += 1
  }

  /// The later time of a pair that bears each other out, one of them a record that was just held.
  private func confirmed(by own: StreamRecord) -> Int64? {
    held.lazy.map(\.record).first { other in
      other.id != own.id && abs(other.time - own.time) < Self.reach
        && (own.author == nil || other.author != own.author)
    }.map { max($0.time, own.time) }
  }

  private mutating func release(_ count: Int, _ take: (StreamRecord) -> Void) {
    for one in held[..<count] { take(one.record) }
    held.removeFirst(count)
    inARow = min(inARow, held.count)
  }

  /// Texts are kept for a week.
  mutating func forgetTexts(before time: Int64) {
    for i in held.indices where held[i].since.map({ $0 < time }) ?? true {
      held[i].record.text = []
    }
  }

  var isSane: Bool {
    held.count <= Self.most && 0...Self.most ~= inARow && 0..<(1 << 60) ~= dropped
      && held.allSatisfy {
        WatchTimes.all.contains($0.record.time)
          && ($0.since.map(WatchTimes.all.contains) ?? true)
          && [0, ResemblanceRows.dimension].contains($0.record.row.count)
          && $0.record.wordCount >= 0
      } && zip(held, held.dropFirst()).allSatisfy { $0.record.time <= $1.record.time }
  }
}
