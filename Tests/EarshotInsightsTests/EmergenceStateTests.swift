import EarshotNumerics
import EarshotText
import Foundation
import Testing

@testable import EarshotInsights

@Suite("What a watch knows, as bytes")
struct EmergenceStateTests {
  private static let day: Int64 = 86_400_000_000
  private static let start: Int64 = 1_735_689_600_000_000  // 2025-01-01
  private static let redactor = Redactor()

  /// A few records a day of three topics by known authors; topic 0 surges on the last day, and a kind that nobody
  /// wrote of before comes with it.
  private static func stream(days: Int, perDay: Int = 6, seed: UInt64 = 1) -> [StreamRecord] {
    var rng = SplitMix64(seed: seed)
    func row(_ kind: Int) -> [Int8] {
      (0..<384).map { Int8($0 % 8 == kind ? 50 : Int(rng.index(below: 31)) - 15) }
    }
    var records: [StreamRecord] = []
    for d in 0..<days {
      let isLast = d == days - 1
      var seconds = (0..<perDay + (isLast ? 40 : 0)).map { _ in Int64(rng.index(below: 86_400)) }
      seconds.sort()
      for second in seconds {
        let i = records.count
        let kind = isLast && i % 2 == 0 ? 5 : isLast ? 0 : rng.index(below: 3)
        var record = StreamRecord(
          id: "r\(i)", time: start + Int64(d) * day + second * 1_000_000, author: UInt64(i + 1),
          topic: "t\(kind)", foreignness: kind == 5 ? 0.9 : Float(rng.unit()) * 0.8,
          text: Array("text \(i)".utf8), row: row(kind), wordsHash: UInt64(i) &* 0x9e37_79b9 | 1,
          wordCount: 4)
        if i % 40 == 39 { record.time += 3 * day }
        records.append(record)
      }
    }
    return records
  }

  private static let known: EmergenceDetector = {
    var detector = EmergenceDetector()
    _ = detector.observe(stream(days: 24), redactor: redactor)
    return detector
  }()

  private static func read(_ bytes: [UInt8]) -> EmergenceDetector? {
    EmergenceDetector(bytes, embedding: "e", options: .init())
  }

  @Test("the same state gives the same bytes, and read back it is the same")
  func sameBytes() throws {
    let bytes = Self.known.encoded(embedding: "e")
    #expect(Self.known.openAlarms.count >= 1 && Self.known.recordsAhead > 0)
    #expect(bytes == Self.known.encoded(embedding: "e"))
    let again = try #require(Self.read(bytes))
    #expect(again.encoded(embedding: "e") == bytes)
  }

  @Test("one run and forty leave the same bytes")
  func runs() throws {
    let records = Self.stream(days: 24)
    var state: [UInt8]?
    for start in stride(from: 0, to: records.count, by: 5) {
      var detector = try state.map { try #require(Self.read($0)) } ?? EmergenceDetector()
      _ = detector.observe(
        Array(records[start..<min(start + 5, records.count)]), redactor: Self.redactor)
      state = detector.encoded(embedding: "e")
    }
    #expect(state == Self.known.encoded(embedding: "e"))
  }

  // MARK: - Bytes that somebody changed

  /// With the checksum that they then have.
  private static func sealed(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    let body = Array(bytes)
    let hash = ByteListReader.hash(body[...])
    return body + (0..<8).map { UInt8(truncatingIfNeeded: hash >> (8 * $0)) }
  }

  /// Reads it and, where it is taken, goes on with it as a run would.
  private static func use(_ bytes: [UInt8]) {
    guard var detector = read(bytes) else { return }
    var later = stream(days: 3, perDay: 30, seed: 2)
    for i in later.indices {
      later[i].time += 23 * day
      later[i].id += "x"
    }
    _ = detector.detectablePerDay
    _ = detector.detectableSurge(perDay: 10)
    _ = detector.use(model: "other")
    for event in detector.observe(later, redactor: redactor) { _ = AlarmEncoder.line(event) }
    for alarm in detector.openAlarms {
      _ = AlarmEncoder.line(AlarmEvent(.updated, alarm))
      _ = AlarmText.sentence(alarm)
      detector.decide(alarm.id, .dismissed)
    }
    _ = detector.advance(to: start + 200 * day)
    _ = detector.encoded(embedding: "e")
  }

  @Test("changed bytes with a right checksum never trap", arguments: 0..<10 as Range<UInt64>)
  func flippedBytes(_ seed: UInt64) {
    var rng = SplitMix64(seed: seed)
    let bytes = Array(Self.known.encoded(embedding: "e").dropLast(8))
    for _ in 0..<12 {
      var other = bytes
      for _ in 0...rng.index(below: 3) {
        let at = 8 + rng.index(below: other.count - 8)
        let values: [UInt8] = [0, 0xFF, 0x7F, 0x80, other[at] &+ 1, UInt8(rng.index(below: 256))]
        other[at] = values[rng.index(below: values.count)]
      }
      Self.use(Self.sealed(other))
    }
  }

  /// Where the state's JSON lies: after the magic, the name of the embedding and its own length.
  private static func json(_ bytes: [UInt8]) -> Range<Int> {
    let at = 8 + 8 + 1 + 8
    let length = (0..<8).reduce(0) { $0 | Int(bytes[at - 8 + $1]) << (8 * $1) }
    return at..<at + length
  }

  @Test("changed numbers with a right checksum never trap", arguments: 0..<20 as Range<UInt64>)
  func changedNumbers(_ seed: UInt64) {
    var rng = SplitMix64(seed: 1000 + seed)
    let bytes = Array(Self.known.encoded(embedding: "e").dropLast(8))
    let range = Self.json(bytes)
    let isDigit = { (byte: UInt8) in (48...57).contains(byte) || byte == 45 || byte == 46 }
    let others = [
      "-1", "0", "1", "7", "-9223372036854775808", "9223372036854775807", "4294967296", "1e308",
      "-1e-308", "1099511627775", "0.5", "null", "[]", "\"nan\"", "\"inf\"", "63", "2147483647",
      "18446744073709551615", "549755813887",
    ]
    for _ in 0..<12 {
      var json = Array(bytes[range])
      for _ in 0...rng.index(below: 2) {
        var at = rng.index(below: json.count)
        while !isDigit(json[at]) { at = (at + 1) % json.count }
        var (low, high) = (at, at)
        while low > 0, isDigit(json[low - 1]) { low -= 1 }
        while high < json.count, isDigit(json[high]) { high += 1 }
        json.replaceSubrange(low..<high, with: Array(others[rng.index(below: others.count)].utf8))
      }
      let length = (0..<8).map { UInt8(truncatingIfNeeded: json.count >> (8 * $0)) }
      Self.use(
        Self.sealed(bytes[..<(range.lowerBound - 8)] + length + json + bytes[range.upperBound...]))
    }
  }

  @Test("a list of a surge that does not fit is refused")
  func shortLists() throws {
    let bytes = Array(Self.known.encoded(embedding: "e").dropLast(8))
    let range = Self.json(bytes)
    let text = String(decoding: bytes[range], as: UTF8.self)
    for (part, other) in [
      ("\"hours\":[0,", "\"hours\":["), ("\"binCounts\":[", "\"binCounts\":[1,"),
      ("\"passed\":[0,", "\"passed\":["), ("\"days\":[0,", "\"days\":["),
    ] {
      let place = try #require(text.range(of: part), "\(part)")
      let changed = Array(text.replacingCharacters(in: place, with: other).utf8)
      let length = (0..<8).map { UInt8(truncatingIfNeeded: changed.count >> (8 * $0)) }
      let head = bytes[..<(range.lowerBound - 8)]
      #expect(
        Self.read(Self.sealed(head + length + changed + bytes[range.upperBound...])) == nil,
        "\(part)")
    }
  }

  // MARK: - What is forgotten

  @Test("alarms that have long been over and topics that nobody holds are forgotten, ids are not")
  func forgotten() throws {
    var detector = Self.known
    let before = detector.themes.alarms.count
    #expect(detector.topics.count == 4)
    var later = Self.stream(days: 130, perDay: 2, seed: 3)
    for i in later.indices {
      later[i].time += 24 * Self.day
      later[i].id += "y"
      later[i].topic = "t1"
    }
    _ = detector.observe(later, redactor: Self.redactor)
    #expect(
      detector.topics == ["t1"]
        && detector.surging.values.allSatisfy { $0 < detector.themes.alarms.count })
    #expect(detector.themes.dropped >= before)
    #expect(
      detector.themes.nextID
        == ThemeAlarms.id(detector.themes.alarms.count + detector.themes.dropped + 1))
    #expect(Self.read(detector.encoded(embedding: "e")) != nil)
  }

  @Test("texts are forgotten when they are told to be")
  func texts() {
    var detector = Self.known
    detector.forgetTexts()
    #expect(detector.pool.entries.allSatisfy { $0.text.isEmpty })
    #expect(detector.openAlarms.allSatisfy { $0.quotes.allSatisfy { $0.text.isEmpty } })
  }

  @Test("one wrong time does not silence the rest")
  func wrongTime() {
    var records = Self.stream(days: 24)
    for i in records.indices where i % 40 == 39 { records[i].time -= 3 * Self.day }
    var plain = EmergenceDetector()
    let whole = plain.observe(records, redactor: Self.redactor).map(\.kind)
    var wrong = records[70]
    wrong.id = "wrong"
    wrong.time += 60 * Self.day
    records.insert(wrong, at: 71)
    var detector = EmergenceDetector()
    let events = detector.observe(records, redactor: Self.redactor).map(\.kind)
    #expect(events == whole && whole.contains(.raised))
    #expect(detector.counts.late == 0 && detector.recordsAhead == 1)
    #expect(detector.firstAhead == wrong.time)
  }
}
