import EarshotLearning
import EarshotNumerics
import FoundationEssentials

/// What a detector knows, as bytes for a workspace.
///
/// Magic `ESWAT\0\0` and the version; the name of the embedding; JSON of all that is small; the pool's rows, texts and
/// numbers as lists; at the end FNV-1a of all before it.
extension EmergenceDetector {
  private static let noNumbers = JSONEncoder.NonConformingFloatEncodingStrategy.convertToString(
    positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
  static let magic: [UInt8] = Array("ESWAT\0\0\u{2}".utf8)

  fileprivate struct Small: Codable {
    var surges: SurgeDetector
    var volume: StreamVolume
    var themes: ThemeAlarms
    var now: Int64?
    var start: Int64?
    var admission: StreamVolume.Gate
    var search: StreamVolume.Gate
    var foreignness: [Double]
    var topics: [String]
    var surging: [String: Int]
    var counts: Counts
    var level: Int
    var model: String?
    var gates: [Int: StreamVolume.Gate]
    var test: HourlyTest?
    var ahead: StreamAhead
    var decisionsUntil: Int?
  }

  /// - Parameter embedding: the identity of the table of meanings that rows are made with.
  public func encoded(embedding: String) -> [UInt8] {
    let small = Small(
      surges: surges, volume: volume, themes: themes, now: now, start: start, admission: admission,
      search: search, foreignness: foreignness, topics: topics, surging: surging, counts: counts,
      level: pool.level, model: model, gates: gates, test: test, ahead: ahead,
      decisionsUntil: decisionsUntil)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    // No number should be none. If one were, what is written would be refused when it is read, and no run would trap.
    encoder.nonConformingFloatEncodingStrategy = Self.noNumbers
    guard let json = try? encoder.encode(small) else { preconditionFailure("numbers and strings") }
    let entries = pool.entries
    var out = ByteListWriter(Self.magic)
    out.list(Array(embedding.utf8))
    out.list(Array(json))
    out.list(pool.rows.map { UInt8(bitPattern: Int8($0)) })
    out.list(entries.map(\.time))
    out.list(entries.map(\.lastTime))
    out.list(entries.map(\.author))
    out.list(entries.map(\.voice))
    out.list(entries.map { UInt8($0.bin) | ($0.isLong ? 64 : 0) | ($0.isBackground ? 128 : 0) })
    for member in [\StreamPool.Entry.weight, \.alarm, \.group] {
      out.list(entries.map { UInt32($0[keyPath: member]) })
    }
    out.list(entries.map { Int32($0.topic) })
    for texts in [entries.map { Array($0.id.utf8) }, entries.map(\.text)] {
      out.list(texts.map { UInt32($0.count) })
      out.list(Array(texts.joined()))
    }
    return out.finished()
  }

  /// Reads bytes that `encoded` made.
  ///
  /// - Returns: nil for any others: cut off, changed, of another version or another embedding.
  public init?(_ bytes: [UInt8], embedding: String, options: Options) {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard var reader = ByteListReader(bytes, Self.magic),
      let identity = reader.list(UInt8.self), identity == Array(embedding.utf8),
      let json = reader.list(UInt8.self),
      let small = try? decoder.decode(Small.self, from: Data(json)),
      let rows = reader.list(UInt8.self),
      let entries = Self.entries(&reader, topics: small.topics.count), reader.isAtEnd,
      let pool = StreamPool(
        entries: entries, rows: rows.map { Int8(bitPattern: $0) }, level: small.level),
      small.isSane, pool.level == small.level,
      entries.allSatisfy({ $0.alarm <= small.themes.alarms.count })
    else { return nil }
    self.init(options)
    (surges, volume, themes, topics) = (small.surges, small.volume, small.themes, small.topics)
    (now, start, surging, counts) = (small.now, small.start, small.surging, small.counts)
    (admission, search, foreignness) = (small.admission, small.search, small.foreignness)
    self.pool = pool
    (model, gates, test) = (small.model, small.gates, small.test)
    (ahead, decisionsUntil) = (small.ahead, small.decisionsUntil)
  }

  private static func entries(_ reader: inout ByteListReader, topics: Int) -> [StreamPool.Entry]? {
    guard let times = reader.list(Int64.self), let last = reader.list(Int64.self),
      let authors = reader.list(UInt64.self),
      let voices = reader.list(UInt64.self), let flags = reader.list(UInt8.self),
      let weights = reader.list(UInt32.self), let alarms = reader.list(UInt32.self),
      let groups = reader.list(UInt32.self), let ofTopics = reader.list(Int32.self),
      let ids = texts(&reader), let texts = texts(&reader)
    else { return nil }
    let n = times.count
    let counts = [
      last.count, authors.count, voices.count, flags.count, weights.count, alarms.count,
      groups.count,
      ofTopics.count, ids.count, texts.count,
    ]
    guard counts.allSatisfy({ $0 == n }), Set(voices).count == n,
      (times + last).allSatisfy(WatchTimes.all.contains),
      weights.allSatisfy({ 1...(1 << 30) ~= $0 }),
      ofTopics.allSatisfy({ -1..<topics ~= Int($0) })
    else { return nil }
    return (0..<n).map { i in
      StreamPool.Entry(
        id: String(decoding: ids[i], as: UTF8.self), time: times[i], lastTime: last[i],
        author: authors[i],
        voice: voices[i], text: texts[i], bin: Int(flags[i] & 63), isLong: flags[i] & 64 != 0,
        weight: Int(weights[i]), alarm: Int(alarms[i]), group: Int(groups[i]),
        isBackground: flags[i] & 128 != 0, topic: Int(ofTopics[i]))
    }
  }

  private static func texts(_ reader: inout ByteListReader) -> [[UInt8]]? {
    guard let lengths = reader.list(UInt32.self), let bytes = reader.list(UInt8.self),
      lengths.reduce(0, { $0 + Int($1) }) == bytes.count
    else { return nil }
    var at = 0
    return lengths.map { length in
      defer { at += Int(length) }
      return Array(bytes[at..<at + Int(length)])
    }
  }
}

/// The times that a stream may have.
public enum WatchTimes {
  /// From 1990 to 2200, in microseconds since 1970 UTC: what lies outside is a mistake, most often a missing time.
  public static let all: Range<Int64> = 631_152_000_000_000..<7_258_118_400_000_000
}

extension EmergenceDetector.Small {
  /// Whether nothing in it can make a sum overflow or an index miss.
  fileprivate var isSane: Bool {
    [now, start].compactMap(\.self).allSatisfy(WatchTimes.all.contains)
      && (now == nil) == (start == nil)
      && surging.values.allSatisfy(themes.alarms.indices.contains)
      && [0, StreamVolume.binCount].contains(foreignness.count)
      && foreignness.allSatisfy { abs($0) < 1e6 }
      && topics.count < 1 << 20 && volume.isSane && themes.isSane && surges.isSane && ahead.isSane
      && ([admission, search] + gates.values).allSatisfy(\.isSane)
      && gates.keys.allSatisfy { $0.magnitude < 1 << 40 }
      && (test.map(\.isSane) ?? true)
      && [counts.records, counts.late, counts.repeated, counts.withoutWords].allSatisfy {
        0..<(1 << 60) ~= $0
      }
      && (decisionsUntil.map { 0..<Int.max ~= $0 } ?? true)
  }
}

extension ThemeAlarms {
  /// Whether nothing in it can make a sum overflow or a workspace refuse an alarm.
  fileprivate var isSane: Bool {
    alarms.count < 1 << 24 && 0..<(1 << 24) ~= dropped
      && 0..<(1 << 31) ~= groupCount && groups.keys.allSatisfy { 0...groupCount ~= $0 }
      && groups.values.allSatisfy { WatchTimes.all.contains($0.foundAt) && abs($0.score) < 1e6 }
      && alarms.allSatisfy { $0.alarm.isSane && 0..<(1 << 39) ~= $0.toldCount }
  }
}

extension Alarm {
  fileprivate var isSane: Bool {
    ([count, distinctAuthors ?? 0] + days.map(\.count)).allSatisfy { 0..<(1 << 39) ~= $0 }
      && [raisedAt, firstRecordAt, lastRecordAt].allSatisfy(WatchTimes.all.contains)
      && days.allSatisfy { $0.day.magnitude < 1 << 23 }
      && 0...1e15 ~= expected && -1e-6...1.000_001 ~= pValue
      && max(days.count, quotes.count, terms.count, recordIDs.count) < 1 << 19
  }
}

extension HourlyTest {
  fileprivate var isSane: Bool {
    exposures.count == NoveltyTest.windows.count
      && exposures.allSatisfy { $0.map { 0...1e15 ~= $0 } ?? true }
  }
}

extension StreamVolume.Gate {
  fileprivate var isSane: Bool { 0..<StreamVolume.binCount ~= bin && 0...1 ~= part }
}
