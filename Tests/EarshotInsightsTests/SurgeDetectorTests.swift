import EarshotNumerics
import Foundation
import Testing

@testable import EarshotInsights

/// Records by weekday and hour: `levels` a mean day by topic, 1.12 from Monday to Friday and 0.7 at
/// weekends, a hump at 14 h ± 4 h.
private struct Stream {
  static let day: Int64 = 86_400_000_000
  var levels: [Double]
  var generator: SplitMix64
  private let hours: [Double]

  init(_ levels: [Double], seed: UInt64) {
    self.levels = levels
    generator = SplitMix64(seed: seed)
    let hump = (0..<24).map { exp(-0.5 * pow((Double($0) + 0.5 - 14) / 4, 2)) }
    hours = hump.map { $0 / hump.reduce(0, +) }
  }

  mutating func poisson(_ mean: Double) -> Int {
    let bound = exp(-mean)
    var (count, product) = (0, generator.unit())
    while product > bound {
      count += 1
      product *= generator.unit()
    }
    return count
  }

  /// The records of days, each topic `factor` times as often.
  mutating func records(
    _ days: Range<Int>, _ factor: (_ topic: Int, _ day: Int) -> Double = { _, _ in 1 }
  ) -> [Record] {
    var records: [Record] = []
    for day in days {
      let weekday = (day + 3) % 7 < 5 ? 1.12 : 0.7
      let first = records.count
      for (topic, level) in levels.enumerated() {
        for _ in 0..<poisson(level * weekday * factor(topic, day)) {
          var (hour, rest) = (0, generator.unit())
          while hour < 23, rest >= hours[hour] {
            rest -= hours[hour]
            hour += 1
          }
          let time = Int64(day) * Self.day + Int64((Double(hour) + generator.unit()) * 3.6e9)
          records.append(Record(topic: "t\(topic)", time: time))
        }
      }
      records[first...].sort { $0.time < $1.time }
    }
    return records
  }
}

private struct Record {
  var topic: String
  var time: Int64
  var author: UInt64?
}

extension SurgeDetector {
  fileprivate mutating func observe(_ records: [Record], quiet: Bool = false) -> [Finding] {
    records.compactMap {
      observe(topic: $0.topic, time: $0.time, author: $0.author, now: $0.time, quiet: quiet)
    }
  }
}

@Suite("Surges of known topics")
struct SurgeDetectorTests {
  /// A Monday.
  private let first = 20_002
  private let levels = [10.0] + [Double](repeating: 2, count: 10)

  /// A detector with 35 days of history, and its stream.
  private func trained(budget: Double = 0.3, seed: UInt64 = 1) -> (SurgeDetector, Stream) {
    var stream = Stream(levels, seed: seed)
    var detector = SurgeDetector(falseAlarmsPer30Days: budget)
    _ = detector.observe(stream.records(first..<first + 35), quiet: true)
    return (detector, stream)
  }

  /// Records of one topic, evenly spread over a day.
  private func even(_ count: Int, _ topic: String, day: Int, author: UInt64? = nil) -> [Record] {
    (0..<count).map {
      let time = Int64(day) * Stream.day + Int64($0) * Stream.day / Int64(count)
      return Record(topic: topic, time: time, author: author)
    }
  }

  @Test(
    "tails are those of scipy 1.17.1's nbinom.sf(n − 1, r, r / (r + mean))",
    arguments: [
      (15, 1, 0.5, 0.0005407062921313466), (21, 10, 300, 0.0019161546544195981),
      (30, 10, 5, 0.003919433658214029), (25, 11.2, 1e7, 0.00025845239542177117),
      (3, 0.02, 0.5, 1.8042449070880235e-05), (150, 100, 40, 0.008291987760617955),
    ]
      as [(Int, Double, Double, Double)])
  func tails(_ n: Int, _ mean: Double, _ size: Double, _ tail: Double) {
    #expect(abs(SurgeTail.upper(n, mean: mean, size: size) / tail - 1) < 1e-8)
  }

  @Test("the level 5 of a Poisson window of 2 is crossed n · P(n) · (1 − 2/5) times a day")
  func crossings() {
    // 5 · e^−2 · 2⁵/5! · 0.6, by hand.
    let expected = 5 * exp(-2.0) * 32 / 120 * 0.6
    #expect(abs(SurgeTail.crossings(5, mean: 2, size: 1e7) / expected - 1) < 1e-5)
  }

  @Test("a topic of 10 a day that triples is found within 24 hours in at least 12 of 16 streams")
  func tripling() {
    var found = 0
    for seed in 1...16 {
      var (detector, stream) = trained(seed: UInt64(seed))
      let start = Int64(first + 35) * Stream.day
      let records = stream.records(first + 35..<first + 36) { topic, _ in topic == 0 ? 3 : 1 }
      let finding = detector.observe(records).first { $0.topic == "t0" }
      if let finding {
        found += 1
        #expect(finding.count > Int(finding.expected) && finding.pValue < 0.01, "seed \(seed)")
        #expect(finding.start > start - Stream.day && finding.start < start + Stream.day)
        #expect(!finding.isSlow)
      }
    }
    // Over 1,000 such streams, the surge starting at any hour, it was 0.935.
    #expect(found >= 12)
  }

  @Test("fifteen records of a topic of one a day are found while they come")
  func small() {
    var (detector, _) = trained()
    let findings = detector.observe(even(24, "t3", day: first + 36))
    #expect(findings.first?.topic == "t3")
    #expect((findings.first?.count ?? 99) <= 15)
    #expect((findings.first?.start ?? 0) >= Int64(first + 36) * Stream.day)
  }

  @Test("false alarms of 250 days stay within the budget")
  func falseAlarms() {
    var (detector, stream) = trained(budget: 6, seed: 11)
    var last: [String: Int64] = [:]
    var episodes = 0
    for day in first + 35..<first + 35 + 250 {
      for record in stream.records(day..<day + 1) {
        guard
          let finding = detector.observe(
            topic: record.topic, time: record.time, author: nil, now: record.time)
        else { continue }
        if record.time - (last[finding.topic] ?? 0) > 2 * Stream.day { episodes += 1 }
        last[finding.topic] = record.time
      }
    }
    // 6 per 30 days make 50; three standard deviations of a Poisson count above that are 71.
    #expect(episodes <= 71)
    // A budget that is not spent finds less than it could.
    #expect(episodes >= 20)
  }

  @Test("one author who writes fifty times is no surge")
  func author() {
    var (detector, _) = trained()
    #expect(detector.observe(even(50, "t0", day: first + 36, author: 7)).isEmpty)
    #expect(!detector.observe(even(50, "t0", day: first + 38)).isEmpty)
  }

  @Test("busy weekdays after a weekend are no surge")
  func weekdays() {
    var detector = SurgeDetector(falseAlarmsPer30Days: 0.3)
    var findings = 0
    for day in first..<first + 84 {
      let count = (day + 3) % 7 < 5 ? 40 : 4
      let records = (0..<count).flatMap { place in
        ["a", "b", "c"].map {
          Record(
            topic: $0, time: Int64(day) * Stream.day + Int64(place) * Stream.day / Int64(count))
        }
      }
      findings += detector.observe(records).count
    }
    #expect(findings == 0)
  }

  @Test("slow growth is found, and began when it did")
  func slow() throws {
    var stream = Stream([30] + [Double](repeating: 2, count: 10), seed: 5)
    var detector = SurgeDetector(falseAlarmsPer30Days: 0.3)
    _ = detector.observe(stream.records(first..<first + 56), quiet: true)
    let growth = stream.records(first + 56..<first + 77) { topic, day in
      topic == 0 ? 1 + 0.05 * Double(day - first - 56) : 1
    }
    let finding = try #require(detector.observe(growth).first { $0.isSlow })
    #expect(finding.topic == "t0")
    #expect(finding.start >= Int64(first + 49) * Stream.day)
    #expect(Double(finding.count) > finding.expected)
  }

  @Test(
    "runs cut in two by writing and reading the state find the same", arguments: [0, 777, 1500])
  func batches(_ cut: Int) throws {
    let (trained, source) = trained(budget: 3)
    var (whole, stream) = (trained, source)
    let records = stream.records(first + 35..<first + 90) { topic, day in
      topic == 1 && day > first + 60 ? 4 : 1
    }
    let findings = whole.observe(records)
    #expect(!findings.isEmpty)
    var part = trained
    var parts = part.observe(Array(records[..<cut]))
    let bytes = try JSONEncoder().encode(part)
    part = try JSONDecoder().decode(SurgeDetector.self, from: bytes)
    parts += part.observe(Array(records[cut...]))
    #expect(parts == findings)
    #expect(part == whole)
  }

  @Test("a gap of a month teaches no zero rates")
  func gap() {
    var (detector, stream) = trained(seed: 3)
    #expect(detector.observe(stream.records(first + 65..<first + 80)).isEmpty)
  }

  @Test("nothing alarms in the first fourteen days")
  func fresh() {
    var detector = SurgeDetector(falseAlarmsPer30Days: 10)
    for day in first..<first + 13 {
      #expect(detector.observe(even(day == first + 10 ? 500 : 10, "a", day: day)).isEmpty)
    }
  }

  @Test("after a restart the next fourteen days are history again")
  func restart() {
    var (detector, stream) = trained(budget: 3)
    detector.restart(at: Int64(first + 35) * Stream.day)
    let surge = { (topic: Int, day: Int) in topic == 0 && day == first + 45 ? 9.0 : 1.0 }
    #expect(detector.observe(stream.records(first + 35..<first + 49, surge)).isEmpty)
    let again = stream.records(first + 54..<first + 56) { topic, _ in topic == 0 ? 9 : 1 }
    #expect(!detector.observe(stream.records(first + 49..<first + 54) + again).isEmpty)
  }

  @Test("what was dismissed is normal from then on")
  func dismiss() {
    var (detector, _) = trained()
    #expect(!detector.observe(even(40, "t0", day: first + 35)).isEmpty)
    detector.dismiss(topic: "t0", now: Int64(first + 36) * Stream.day - 1)
    for day in first + 36..<first + 50 {
      #expect(detector.observe(even(40, "t0", day: day)).isEmpty)
    }
    detector.dismiss(topic: "unheard of", now: 0)
  }

  @Test("late records count as history and do not alarm")
  func late() {
    var (detector, _) = trained()
    let now = Int64(first + 40) * Stream.day
    for record in even(300, "t0", day: first + 36) {
      let finding = detector.observe(topic: "t0", time: record.time, author: nil, now: now)
      #expect(finding == nil)
    }
  }

  @Test("no time is too early or too late to be read")
  func extremes() {
    var (detector, _) = trained()
    let times: [Int64] = [.min, -1, 0, 1, .max, .max - 1, Int64(first) * Stream.day]
    for time in times {
      for now in times {
        _ = detector.observe(topic: "t0", time: time, author: 1, now: now)
        detector.dismiss(topic: "t0", now: now)
      }
      detector.restart(at: time)
    }
    detector.falseAlarmsPer30Days = .nan
    _ = detector.observe(topic: "t0", time: 5, author: nil, now: 5)
    #expect(detector.detectableMultiple(perDay: 10, topics: 3) == nil)
  }

  @Test("a larger topic is found at a smaller multiple, a larger budget finds more")
  func multiples() throws {
    let (detector, _) = trained()
    let found = try [1.0, 3, 10, 30, 100].map {
      try #require(detector.detectableMultiple(perDay: $0, topics: 11))
    }
    #expect(found == found.sorted(by: >))
    #expect(found[2] > 2 && found[2] < 4)
    let generous = SurgeDetector(falseAlarmsPer30Days: 30)
    let strict = SurgeDetector(falseAlarmsPer30Days: 0.3)
    let many = try #require(generous.detectableMultiple(perDay: 10, topics: 100))
    let few = try #require(strict.detectableMultiple(perDay: 10, topics: 100))
    #expect(many < few)
    #expect(strict.detectableMultiple(perDay: 0, topics: 100) == nil)
    #expect(strict.detectableMultiple(perDay: 10, topics: 0) == nil)
  }

  @Test("the budget may change between records")
  func budgets() {
    var (detector, _) = trained(budget: 1e-9)
    let records = even(30, "t0", day: first + 36)
    var generous = detector
    generous.falseAlarmsPer30Days = 3
    #expect(generous.observe(records).count > detector.observe(records).count)
  }
}
