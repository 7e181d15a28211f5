import Testing

@testable import EarshotInsights

@Suite("Records far ahead of the others")
struct StreamAheadTests {
  private static let start: Int64 = 1_735_689_600_000_000  // 2025-01-01

  /// A record so many hours after the start.
  private static func record(_ id: String, _ hours: Double, author: UInt64? = nil) -> StreamRecord {
    StreamRecord(
      id: id, time: start + Int64(hours * 3.6e9), author: author, text: Array("text".utf8), row: [],
      wordsHash: 1, wordCount: 1)
  }

  /// The ids that are taken in, a run for each list; `|` where one ends.
  private static func admitted(_ runs: [[StreamRecord]], _ ahead: inout StreamAhead) -> String {
    var now: Int64?
    var ids: [String] = []
    for run in runs {
      let out = ahead.admitted(run, now: now)
      for record in out { now = max(now ?? record.time, record.time) }
      ids.append(out.map(\.id).joined(separator: " "))
    }
    return ids.joined(separator: " | ")
  }

  private static func admitted(_ records: [StreamRecord]) -> String {
    var ahead = StreamAhead()
    return admitted([records], &ahead)
  }

  @Test("one wrong time does not move the stream, and comes in its turn")
  func wrongTime() {
    var ahead = StreamAhead()
    let records = [
      Self.record("a", 0), Self.record("b", 1), Self.record("wrong", 72), Self.record("c", 2),
      Self.record("d", 3),
    ]
    #expect(Self.admitted([records], &ahead) == "a b c d")
    #expect(ahead.held.map(\.record.id) == ["wrong"])
    // 69 hours later its time has come: the first record near it bears it out.
    let later = ahead.admitted(
      [Self.record("e", 71), Self.record("f", 71.5)], now: Self.start + Int64(3 * 3.6e9))
    #expect(later.map(\.id) == ["e", "wrong", "f"] && ahead.held.isEmpty)
  }

  @Test("the first record of all may be the wrong one")
  func wrongFirst() {
    let records = [Self.record("wrong", 72), Self.record("a", 0), Self.record("b", 1)]
    #expect(Self.admitted(records) == "a b")
  }

  @Test("after a gap the second record takes the first with it")
  func gap() {
    let records = [
      Self.record("a", 0), Self.record("b", 1), Self.record("c", 64), Self.record("d", 65),
      Self.record("e", 66),
    ]
    #expect(Self.admitted(records) == "a b c d e")
  }

  @Test("the same id and the same author bear nothing out; another author does")
  func others() {
    let known = [Self.record("a", 0), Self.record("b", 1)]
    let wrong = Self.record("x", 72, author: 7)
    #expect(Self.admitted(known + [wrong, Self.record("x", 72, author: 7)]) == "a b")
    #expect(Self.admitted(known + [wrong, Self.record("y", 73, author: 7)]) == "a b")
    #expect(Self.admitted(known + [wrong, Self.record("y", 73, author: 8)]) == "a b x y")
    #expect(Self.admitted(known + [wrong, Self.record("y", 73)]) == "a b x y")
  }

  @Test("where records are rare the third in a row lets the first in")
  func rare() {
    let records = (0..<6).map { Self.record("r\($0)", Double($0) * 24) }
    #expect(Self.admitted(records) == "r0 r1 r2 r3")
  }

  @Test("two wrong times are two, unless they are near each other")
  func twoWrong() {
    let records = [
      Self.record("a", 0), Self.record("b", 1), Self.record("w1", 72), Self.record("c", 2),
      Self.record("w2", 300), Self.record("d", 3), Self.record("w3", 900), Self.record("e", 4),
    ]
    #expect(Self.admitted(records) == "a b c d e")
  }

  @Test("the runs in which records come do not matter", arguments: 1...5)
  func runs(_ size: Int) {
    let hours: [Double] = [0, 1, 72, 2, 3, 60, 62, 64, 68, 71, 140, 200, 260, 300, 301, 500, 302]
    let records = hours.enumerated().map { Self.record("r\($0)", $1) }
    var (whole, parts) = (StreamAhead(), StreamAhead())
    let runs = stride(from: 0, to: records.count, by: size).map {
      Array(records[$0..<min($0 + size, records.count)])
    }
    let ids = Self.admitted(runs, &parts).split(separator: " ").filter { $0 != "|" }
    #expect(ids == Self.admitted([records], &whole).split(separator: " "))
    #expect(whole.held == parts.held)
  }

  @Test("a thousand are held, and those left out are counted")
  func most() {
    var ahead = StreamAhead()
    var records = [Self.record("a", 0), Self.record("b", 1)]
    for i in 0..<1005 {
      // Seven hours apart, of one author, each with an ordinary record after it.
      records.append(Self.record("w\(i)", 100 + 7 * Double(i)))
      records.append(Self.record("o\(i)", 2))
    }
    _ = Self.admitted([records], &ahead)
    #expect(ahead.held.count == 1000 && ahead.dropped == 5 && ahead.isSane)
    ahead.forgetTexts(before: .max)
    #expect(ahead.held.allSatisfy { $0.record.text.isEmpty })
  }
}
