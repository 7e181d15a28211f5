import EarshotLearning
import EarshotNumerics
import EarshotText
import Testing

@testable import EarshotInsights

/// Streams of made-up directions: each topic is one, its records lie around it.
struct EmergenceDetectorTests {
  private static let day: Int64 = 86_400_000_000
  private static let start: Int64 = 1_735_689_600_000_000  // 2025-01-01
  private static let redactor = Redactor()

  /// Rows like those of texts: 384 whole numbers of length 400.
  private struct Rows {
    var rng: SplitMix64
    private var centers: [String: [Double]] = [:]

    init(seed: UInt64) { rng = SplitMix64(seed: seed) }

    mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + rng.unit() } }

    /// About 0.6 of the length is the topic's.
    mutating func row(_ topic: String) -> [Int8] {
      if centers[topic] == nil { centers[topic] = (0..<384).map { _ in normal() } }
      let values = centers[topic]!.map { 1.1 * $0 + normal() }
      let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return values.map { Int8(max(-127, min(127, ($0 / length * 400).rounded()))) }
    }
  }

  private static func record(
    _ i: Int, _ time: Int64, _ row: [Int8], author: UInt64? = nil, text: String = "", words: Int = 5
  ) -> StreamRecord {
    StreamRecord(
      id: "r\(i)", time: time, author: author, foreignness: 0.5,
      text: Array((text.isEmpty ? "text number \(i)" : text).utf8), row: row,
      wordsHash: UInt64(i) &* 0x9e37_79b9_7f4a_7c15 | 1, wordCount: words)
  }

  /// `days` of 24 records a day over 12 topics, and from `issueDay` on 12 a day of a new one.
  private static func stream(
    days: Int, issueDay: Int? = nil, author: UInt64? = nil, seed: UInt64 = 1
  ) -> [StreamRecord] {
    var rows = Rows(seed: seed)
    var records: [StreamRecord] = []
    for d in 0..<days {
      var times = (0..<24).map { _ in (Int64(rows.rng.index(below: 86_400)), false) }
      if let issueDay, d >= issueDay {
        times += (0..<12).map { _ in (Int64(rows.rng.index(below: 86_400)), true) }
      }
      for (second, isNew) in times.sorted(by: { $0.0 < $1.0 }) {
        let topic = isNew ? "new" : "t\(rows.rng.index(below: 12))"
        var own = record(
          records.count, start + Int64(d) * day + second * 1_000_000, rows.row(topic),
          author: isNew ? author : nil)
        if isNew { own.id = "new\(records.count)" }
        records.append(own)
      }
    }
    return records
  }

  private static func run(_ records: [StreamRecord]) -> [AlarmEvent] {
    var detector = EmergenceDetector()
    return detector.observe(records, redactor: redactor)
  }

  @Test func aNewThemeIsFlaggedOnce() throws {
    let events = Self.run(Self.stream(days: 32, issueDay: 30))
    let raised = events.filter { $0.kind == .raised }
    try #require(raised.count == 1)
    let alarm = raised[0].alarm
    #expect(alarm.kind == .newTheme)
    #expect(alarm.recordIDs.allSatisfy { $0.hasPrefix("new") })
    #expect(alarm.firstRecordAt >= Self.start + 30 * Self.day)
    #expect(alarm.delayHours >= 0 && alarm.delayHours <= 24)
    #expect(alarm.pValue > 0 && alarm.pValue < 0.001)
    #expect(alarm.count >= 3 && alarm.expected < 1)
    // It grows to twice its size, and is told of again under its name.
    #expect(events.dropFirst().contains { $0.kind == .updated && $0.alarm.id == alarm.id })
  }

  @Test func nothingNewIsNoAlarm() {
    #expect(Self.run(Self.stream(days: 40)).isEmpty)
  }

  @Test func oneAuthorIsNoTheme() {
    #expect(Self.run(Self.stream(days: 32, issueDay: 30, author: 77)).isEmpty)
  }

  @Test func copiesOfALongTextAreNoTheme() {
    var records = Self.stream(days: 32)
    var rows = Rows(seed: 9)
    let row = rows.row("campaign")
    for i in 0..<200 {
      var copy = Self.record(
        0, Self.start + 30 * Self.day + Int64(i) * 60_000_000, row, author: UInt64(i + 1), words: 40
      )
      copy.id = "copy\(i)"
      records.append(copy)
    }
    records.sort { $0.time < $1.time }
    #expect(Self.run(records).isEmpty)
  }

  @Test func nothingIsFlaggedWhileItLearns() {
    #expect(Self.run(Self.stream(days: 6, issueDay: 4)).isEmpty)
  }

  @Test(arguments: [1, 83, 397])
  func anyNumberOfRunsSaysTheSame(_ size: Int) throws {
    let records = Self.stream(days: 33, issueDay: 30)
    let whole = Self.run(records)
    var state: [UInt8]?
    var events: [AlarmEvent] = []
    // Single records only about the time of the alarm, since each run reads and writes the state.
    var at = size == 1 ? 722 : 0
    if at > 0 {
      var detector = EmergenceDetector()
      events += detector.observe(Array(records[..<at]), redactor: Self.redactor)
      state = detector.encoded(embedding: "e")
    }
    let end = size == 1 ? 740 : records.count
    while at < end {
      let next = min(at + size, end)
      var detector =
        try state.map {
          try #require(EmergenceDetector($0, embedding: "e", options: .init()))
        } ?? EmergenceDetector()
      events += detector.observe(Array(records[at..<next]), redactor: Self.redactor)
      state = detector.encoded(embedding: "e")
      at = next
    }
    if end < records.count {
      var detector = try #require(EmergenceDetector(state!, embedding: "e", options: .init()))
      events += detector.observe(Array(records[end...]), redactor: Self.redactor)
    }
    #expect(events == whole)
    #expect(!whole.isEmpty)
  }

  @Test func dismissedRecordsAreBackground() throws {
    let records = Self.stream(days: 36, issueDay: 30)
    let cut = records.firstIndex { $0.time >= Self.start + 32 * Self.day }!
    var detector = EmergenceDetector()
    let first = detector.observe(Array(records[..<cut]), redactor: Self.redactor)
    let id = try #require(first.first { $0.kind == .raised }).alarm.id
    detector.decide(id, .dismissed)
    #expect(detector.openAlarms.isEmpty)
    #expect(detector.observe(Array(records[cut...]), redactor: Self.redactor).isEmpty)
  }

  @Test func aResolvedAlarmNeedsNewRecordsToComeAgain() throws {
    let records = Self.stream(days: 36, issueDay: 30)
    let cut = records.firstIndex { $0.time >= Self.start + 31 * Self.day }!
    let late = records[cut...].firstIndex { $0.id.hasPrefix("new") }!
    var detector = EmergenceDetector()
    let first = detector.observe(Array(records[..<cut]), redactor: Self.redactor)
    let id = try #require(first.first { $0.kind == .raised }).alarm.id
    detector.decide(id, .resolved)
    #expect(detector.observe(Array(records[cut...late]), redactor: Self.redactor).isEmpty)
    let later = detector.observe(Array(records[(late + 1)...]), redactor: Self.redactor)
    let again = later.filter { $0.kind == .raised }.map(\.alarm)
    try #require(again.count == 1)
    #expect(again[0].id != id)
    #expect(again[0].firstRecordAt >= records[cut].time)
  }

  @Test func aReopenedAlarmGoesOn() throws {
    let records = Self.stream(days: 36, issueDay: 30)
    let cut = records.firstIndex { $0.time >= Self.start + 31 * Self.day }!
    var (detector, untouched) = (EmergenceDetector(), EmergenceDetector())
    let first = detector.observe(Array(records[..<cut]), redactor: Self.redactor)
    #expect(untouched.observe(Array(records[..<cut]), redactor: Self.redactor) == first)
    let id = try #require(first.first { $0.kind == .raised }).alarm.id
    for state in [Alarm.State.resolved, .dismissed, .open] { detector.decide(id, state) }
    #expect(
      detector.observe(Array(records[cut...]), redactor: Self.redactor)
        == untouched.observe(Array(records[cut...]), redactor: Self.redactor))
  }

  @Test func anAlarmEndsAfterAQuietWeek() {
    var records = Self.stream(days: 45, issueDay: 30)
    records.removeAll { $0.id.hasPrefix("new") && $0.time >= Self.start + 32 * Self.day }
    let events = Self.run(records)
    #expect(events.last?.kind == .resolved)
    #expect(events.count { $0.kind == .raised } == 1)
  }

  @Test func lateRecordsAreHistoryOnly() {
    var records = Self.stream(days: 40)
    var rows = Rows(seed: 5)
    // A dozen of one kind, two days late.
    for i in 0..<12 {
      records.append(
        Self.record(
          900_000 + i, Self.start + 37 * Self.day + Int64(i) * 60_000_000, rows.row("late")))
    }
    var detector = EmergenceDetector()
    #expect(detector.observe(records, redactor: Self.redactor).isEmpty)
    #expect(detector.counts.late == 12)
  }

  @Test func damagedBytesAreRefused() {
    var detector = EmergenceDetector()
    _ = detector.observe(Self.stream(days: 2), redactor: Self.redactor)
    let bytes = detector.encoded(embedding: "e")
    #expect(EmergenceDetector(bytes, embedding: "e", options: .init()) != nil)
    #expect(EmergenceDetector(bytes, embedding: "f", options: .init()) == nil)
    #expect(EmergenceDetector([], embedding: "e", options: .init()) == nil)
    for at in stride(from: 0, to: bytes.count, by: 4_999) {
      var other = bytes
      other[at] ^= 4
      #expect(EmergenceDetector(other, embedding: "e", options: .init()) == nil)
      #expect(EmergenceDetector(Array(bytes[..<at]), embedding: "e", options: .init()) == nil)
    }
  }

  @Test func theModelIsRemembered() {
    var detector = EmergenceDetector()
    #expect(detector.use(model: "a") == nil)
    #expect(detector.use(model: "a") == nil)
    #expect(detector.use(model: "b") == "a")
  }
}
