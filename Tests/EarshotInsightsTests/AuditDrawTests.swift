import EarshotNumerics
import EarshotRecords
import Testing

@testable import EarshotInsights

/// Which records are drawn, and what the key says of them.
@Suite struct AuditDrawTests {
  static let now = Timestamp(microseconds: 1_795_000_000_000_000)

  /// Draws from records `0..<count` whose tag and stratum a function gives.
  static func draw(
    _ options: AuditDraw.Options, _ count: Int, label: (Int) -> String = { _ in "a" },
    text: (Int) -> String = { "text \($0)" }
  ) throws -> AuditDraw.Drawn {
    var draw = AuditDraw(options)
    for i in 0..<count {
      let tag = label(i)
      try draw.add(
        recordID: "\(i)", text: Array(text(i).utf8)[...], label: tag,
        stratum: options.stratify.isEmpty ? "all records" : tag, confidence: 0.9
      ) { AuditDraw.Details(confidence: 0.9) }
    }
    return try draw.finish(source: .init(files: ["f"], records: count, model: nil), at: now)
  }

  static func options(
    _ size: Int, stratify: Bool = false, seed: UInt64 = 7
  ) -> AuditDraw.Options {
    var options = AuditDraw.Options(field: "topic", size: size)
    options.seed = seed
    if stratify { options.stratify = ["topic"] }
    return options
  }

  @Test("a simple draw has its size, no record twice, and is the same again")
  func simple() throws {
    let drawn = try Self.draw(Self.options(50), 10_000)
    let ids = drawn.key.records.map(\.record_id)
    #expect(Set(ids).count == 50)
    #expect(drawn.key.strata.map(\.size) == [10_000] && drawn.key.strata.map(\.drawn) == [50])
    #expect(drawn.key.design == .simple && drawn.key.allocation == nil)
    #expect(try Self.draw(Self.options(50), 10_000).key == drawn.key)
    #expect(try Self.draw(Self.options(50, seed: 8), 10_000).key.records != drawn.key.records)
  }

  @Test("every record has the same chance, wherever it stands")
  func uniform() throws {
    // 400 draws of 10 of 100. Each record: Binomial(400, 0.1), mean 40, deviation 6. 25 to 58 is −2.5
    // to +3; over 100 records with these fixed seeds all lie within −4 to +4 deviations (16 to 64).
    var counts = [Int](repeating: 0, count: 100)
    for seed in 0..<400 {
      for record in try Self.draw(Self.options(10, seed: UInt64(seed)), 100).key.records {
        counts[Int(record.record_id)!] += 1
      }
    }
    #expect(counts.allSatisfy { 16...64 ~= $0 }, "\(counts)")
    // χ² with 99 degrees of freedom, without replacement somewhat less: above 149 in 1 of 1000.
    let chi = counts.reduce(0.0) { $0 + (Double($1) - 40) * (Double($1) - 40) / 40 }
    #expect(chi < 149, "\(chi)")
  }

  @Test("what is kept between is enough: the smallest numbers of each stratum are drawn")
  func prefix() throws {
    // A stream sorted by stratum is the hard case: its first part looks as if it were all there is.
    var options = Self.options(60, stratify: true)
    options.floor = 2
    for seed in UInt64(1)...5 {
      options.seed = seed
      let label = { (i: Int) in i < 800 ? "early" : i < 820 ? "rare" : "late" }
      let drawn = try Self.draw(options, 8000, label: label)
      var generator = SplitMix64(seed: seed)
      let orders = (0..<8000).map { _ in generator.next() }
      for (h, stratum) in drawn.key.strata.enumerated() {
        let members = (0..<8000).filter { label($0) == stratum.name }
        let wanted = members.sorted { orders[$0] < orders[$1] }.prefix(stratum.drawn)
        let got = drawn.key.records.filter { $0.stratum == h }.compactMap { Int($0.record_id) }
        #expect(Set(got) == Set(wanted), "seed \(seed), \(stratum.name)")
      }
      // 800, 7180 and 20 of 8000: the floor of 2 for `rare` leaves 58 for 7980:
      // 5.81 and 52.19, rounded by largest remainder.
      #expect(drawn.key.strata.map(\.name) == ["early", "late", "rare"])
      #expect(drawn.key.strata.map(\.drawn) == [6, 52, 2])
    }
  }

  @Test("a frame no larger than the sample is drawn whole")
  func census() throws {
    let drawn = try Self.draw(Self.options(50), 30)
    #expect(drawn.key.records.count == 30 && drawn.key.strata[0].drawn == 30)
    #expect(drawn.key.records.map(\.record_id) == (0..<30).map(String.init))
    let stratified = try Self.draw(Self.options(30, stratify: true), 30) { $0 == 0 ? "a" : "b" }
    #expect(stratified.key.strata.map(\.drawn) == [1, 29])
  }

  @Test("too many strata for the sample: the smallest are drawn from together")
  func merged() throws {
    let drawn = try Self.draw(Self.options(10, stratify: true), 1000) {
      $0 < 600 ? "big" : "small \($0 % 40)"
    }
    // Floor 2: room for 5 strata, four alone and the other 37 as one.
    #expect(drawn.mergedStrata == 37)
    #expect(drawn.key.strata.count == 5)
    #expect(drawn.key.strata.contains { $0.name == "37 small strata together" && $0.size == 370 })
    #expect(drawn.key.strata.reduce(0) { $0 + $1.drawn } == 10)
    #expect(drawn.key.strata.reduce(0) { $0 + $1.size } == 1000)
    #expect(drawn.key.strata.allSatisfy { $0.drawn >= 2 })
  }

  @Test("under the floor rule too small a sample is an error that says how many it takes")
  func floorTooHigh() throws {
    var options = Self.options(19, stratify: true)
    options.allocation = .floor
    options.floor = 8
    do {
      _ = try Self.draw(options, 90) { ["a", "b", "c"][min(2, $0 / 43)] }
      Issue.record("it was drawn")
    } catch let error as AuditDrawError {
      // a 43, b 43, c 4: 8 + 8 + 4.
      #expect(
        error.message
          == "3 strata with a floor of 8 need 20 records, the sample has 19. Draw more with --size, lower --floor, or stratify by less."
      )
    }
  }

  @Test("Neyman's allocation by hand: n_h ∝ N_h √(p_h (1 − p_h))")
  func neyman() throws {
    var options = Self.options(100, stratify: true)
    options.allocation = .neyman
    var draw = AuditDraw(options)
    for i in 0..<2000 {
      let isSure = i % 2 == 0
      // p 0.02 and 0.5: spreads 0.14 and 0.5, so 100 · 0.14/0.64 = 21.875.
      try draw.add(
        recordID: "\(i)", text: Array("t\(i)".utf8)[...], label: "a",
        stratum: isSure ? "sure" : "unsure", confidence: isSure ? 1 : 0.5
      ) { AuditDraw.Details() }
    }
    let key = try draw.finish(source: .init(files: [], records: 2000, model: nil), at: Self.now).key
    #expect(key.strata.map(\.name) == ["sure", "unsure"])
    #expect(key.strata.map(\.drawn) == [22, 78])
  }

  @Test("shares add up, keep their bounds, and are in proportion", arguments: 0..<50)
  func shares(seed: Int) {
    var generator = SplitMix64(seed: UInt64(seed))
    let strata = 1 + generator.index(below: 30)
    let most = (0..<strata).map { _ in 1 + generator.index(below: 500) }
    let least = most.map { min($0, generator.index(below: 4)) }
    let total =
      least.reduce(0, +) + generator.index(below: 1 + most.reduce(0, +) - least.reduce(0, +))
    let weights = most.map(Double.init)
    let got = AuditAllocator.share(total, weights: weights, least: least, most: most)
    #expect(got.reduce(0, +) == total)
    #expect(zip(got, least).allSatisfy { $0 >= $1 } && zip(got, most).allSatisfy { $0 <= $1 })
    // Those at no bound differ from λ w by less than one.
    let free = got.indices.filter { got[$0] > least[$0] + 1 && got[$0] < most[$0] - 1 }
    let lambdas = free.map {
      (Double(got[$0]) - 1) / weights[$0]...(Double(got[$0]) + 1) / weights[$0]
    }
    if let low = lambdas.map(\.lowerBound).max(), let high = lambdas.map(\.upperBound).min() {
      #expect(low <= high, "seed \(seed)")
    }
  }

  @Test("double review: so many rows again, behind the others, never right after the first")
  func double() throws {
    for seed in UInt64(1)...100 {
      var options = Self.options(10, seed: seed)
      options.double = 0.25
      let key = try Self.draw(options, 100).key
      // 2.5 is rounded to 3, away from zero.
      #expect(key.rows.count == 13)
      #expect(Set(key.rows[..<10]) == Set(0..<10))
      #expect(Set(key.rows[10...]).count == 3)
      #expect(key.rows[9] != key.rows[10], "seed \(seed)")
    }
  }

  @Test("duplicates and automatic replies are counted, and left out only if asked")
  func duplicates() throws {
    let text = { (i: Int) in
      i % 5 == 0 ? "same" : i == 1 ? "Re: Automatic reply: away" : "text \(i)"
    }
    let kept = try Self.draw(Self.options(5), 20, text: text)
    #expect(kept.key.frame.size == 20 && kept.key.frame.duplicates == 3)
    #expect(kept.key.frame.automatic_replies == 1)
    var options = Self.options(50)
    options.skipsDuplicates = true
    let left = try Self.draw(options, 20, text: text)
    #expect(left.key.frame.size == 17 && left.key.frame.duplicates == 3)
    #expect(left.key.records.count == 17)
  }

  @Test(
    "automatic replies are told from messages about them",
    arguments: [
      ("Out of office: back on Monday", true), ("AW: RE: Automatische Antwort: Urlaub", true),
      ("Hello, I am currently out of the office until", true),
      ("Undeliverable: your invoice\n\nx", true), ("This is an automated message.", true),
      ("your automatic reply told me nothing", false), ("the office is out of paper", false),
      ("", false), ("Re:", false),
    ])
  func automatic(text: String, isAutomatic: Bool) {
    #expect(AutomaticReply.matches(Array(text.utf8)[...]) == isAutomatic)
  }

  @Test("an id is made of field, date and seed; a frame without tags is an error")
  func names() throws {
    let key = try Self.draw(Self.options(1), 3).key
    #expect(key.audit.hasPrefix("topic-2026-11-18-") && key.audit.count == 21, "\(key.audit)")
    #expect(key.created_at == "2026-11-18T11:06:40Z")
    var draw = AuditDraw(Self.options(3))
    draw.addUntagged()
    draw.addUnreadable()
    do {
      _ = try draw.finish(source: .init(files: ["f"], records: 2, model: nil), at: Self.now)
      Issue.record("it was drawn")
    } catch {
      #expect(
        error.message
          == "There is no record with a tag in topic to draw from (2 read, 1 without a tag, 1 without a readable text). Check --field or --label-field and --where with `earshot inspect`."
      )
    }
  }

  @Test("texts are redacted before they are shown and hashed; long ones are cut where a cell ends")
  func texts() throws {
    var options = Self.options(2)
    options.redact = { $0.replacing("Ann", with: "[NAME_1]") }
    let drawn = try Self.draw(options, 1, text: { _ in "Ann wrote" })
    #expect(drawn.texts == ["[NAME_1] wrote"])
    #expect(
      drawn.key.redacted && drawn.key.records[0].hash == AuditKey.hash(ofText: "[NAME_1] wrote"))
    let long = try Self.draw(
      Self.options(1), 1, text: { _ in String(repeating: "ü", count: 40_000) })
    #expect(long.texts[0].hasSuffix("ü\n[… cut here: the whole text has 80000 bytes]"))
    #expect(long.texts[0].utf16.count < 32_767)
  }

  @Test("memory: of a thousand strata only what may be drawn is kept")
  func kept() {
    var reservoir = AuditReservoir(
      sampleSize: 400, floor: 2, isStratified: true, isNeyman: false, seed: 3)
    for i in 0..<100_000 {
      let number = reservoir.stratum(named: "s\(i % 1000)", maximum: 10_000)!
      reservoir.add(to: number, confidence: nil) { order, index in
        .init(
          order: order, index: index, recordID: "", label: "", text: [], textBytes: 0,
          details: .init())
      }
    }
    let kept = reservoir.strata.reduce(0) { $0 + $1.candidates.count }
    #expect(kept <= 64 * 1000, "\(kept)")
  }
}
