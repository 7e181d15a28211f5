import Foundation
import Testing

@testable import EarshotInsights

/// The page of an audit: what it says, that nothing in it can run, its size, and that it repeats.
@Suite struct AuditReportTests {
  // MARK: - An audit

  /// A simple blind audit of `n` records of 1,000, two labels `names`, of which the first `wrong`
  /// records are wrong, with double review of the first `double`.
  static func key(
    _ n: Int, names: [String] = ["billing", "delivery"], blind: Bool = false,
    audit: String = "topic-2026-11-22-7f3a", double: Int = 0
  ) -> AuditKey {
    AuditKey(
      audit: audit, field: "topic", createdAt: "2026-11-22T10:00:00Z", earshot: "0.1.0",
      source: AuditKey.Source(files: ["tagged.jsonl"], records: 1000, model: "care-en@1"),
      frame: AuditKey.Frame(
        size: 1000, duplicates: 3, automaticReplies: 0, withoutTag: 7, unreadable: 0,
        skipsDuplicates: false, hash: "0123456789abcdef", from: "2026-11-01T00:00:00Z",
        to: "2026-11-21T00:00:00Z"),
      seed: 7, blind: blind, double: Double(double) / Double(n), redacted: false, design: .simple,
      allocation: nil, stratify: [],
      strata: [AuditKey.Stratum(name: "all records", size: 1000, drawn: n)], labels: names.sorted(),
      records: (0..<n).map { i in
        AuditKey.Record(
          recordID: "r\(i)", stratum: 0, label: names[i % names.count],
          confidence: i % 2 == 0 ? 0.99 : 0.6, decision: i % 2 == 0 ? "auto" : "review",
          channel: i % 4 == 0 ? "chat" : "email", hash: "")
      },
      rows: Array(0..<n) + Array(0..<double))
  }

  /// Reviews of it: the tags of records below `wrong` are wrong, and right is the other label.
  static func part(
    _ key: AuditKey, wrong: Int, reviewer: String = "Ana", better: ((Int) -> String)? = nil,
    quotes: AuditReportPart.Quotes? = nil, previous: [AuditTrendPoint] = []
  ) throws -> AuditReportPart {
    let csv =
      "audit,row,reviewer,correct,reviewer_label\n"
      + key.rows.indices.map { index -> String in
        let i = key.rows[index]
        let name = index < key.records.count ? reviewer : reviewer + " II"
        let other = better?(i) ?? key.labels.first { $0 != key.records[i].label } ?? "none"
        let cells =
          i < wrong
          ? [key.audit, "\(index + 1)", name, "no", other]
          : [key.audit, "\(index + 1)", name, "yes", ""]
        return cells.map { "\"\($0.replacingOccurrences(of: "\"", with: "\"\""))\"" }
          .joined(separator: ",") + "\n"
      }.joined()
    let path = NSTemporaryDirectory() + "audit-report-\(UUID().uuidString).csv"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try csv.write(toFile: path, atomically: true, encoding: .utf8)
    let reviews = try AuditReviews([AuditFilledSheet(path: path)], key: key)
    var score = try AuditScore(reviews, target: 0.95, confidence: 0.95, rule: .once)
    score.sheets = ["filled.csv"]
    return try AuditReportPart(reviews, score: score, quotes: quotes, previous: previous)
  }

  static let origin = AuditReport.Origin(
    files: [AuditReport.File(kind: "sheet", name: "filled.csv", content: Array("abc".utf8))],
    command: "earshot audit report filled.csv", version: "0.1.0")

  static func report(_ parts: AuditReportPart..., actions: [AuditAction] = []) -> AuditReport {
    AuditReport(audits: parts, actions: actions, origin: origin)
  }

  static func html(_ report: AuditReport) -> String {
    String(decoding: report.html(), as: UTF8.self)
  }

  // MARK: - What it says

  @Test(
    "the verdict stands first, in a plain sentence",
    arguments: [
      (200, 2, "PASS", "More than 95\u{A0}% of the topic tags are right."),
      (200, 60, "FAIL", "Fewer than 95\u{A0}% of the topic tags are right."),
      (
        100, 3, "NOT PROVEN",
        "It is not shown that more than 95\u{A0}% of the topic tags are right."
      ),
    ])
  func verdictFirst(n: Int, wrong: Int, word: String, sentence: String) throws {
    let html = Self.html(Self.report(try Self.part(Self.key(n), wrong: wrong)))
    #expect(html.contains("<title>\(word): audit of topic</title>"))
    let h1 = try #require(html.range(of: "<h1>\(sentence)</h1>"))
    #expect(html[..<h1.lowerBound].components(separatedBy: "<h").count <= 4)
    let table = try #require(html.range(of: "<table"))
    #expect(h1.lowerBound < table.lowerBound)
  }

  @Test("figures by hand: 3 wrong of 100 are 97.0 %, each label 50 records")
  func figures() throws {
    let part = try Self.part(Self.key(100), wrong: 3)
    let html = Self.html(Self.report(part))
    #expect(html.contains("97.0\u{A0}%"))
    // Records 0 and 2 are billing and were right as delivery; record 1 the other way round.
    #expect(part.pairs.map(\.count) == [2, 1])
    #expect(part.pairs[0].label == "billing" && part.pairs[0].reviewerLabel == "delivery")
    #expect(part.pairs[0].examples.map(\.record_id) == ["r0", "r2"])
    #expect(part.pairs.map(\.reverse) == [1, 2])
    // 3 of all 100 records of the two labels.
    #expect(part.taxonomy.overlaps.map(\.share) == [0.03])
    let bands = try #require(part.breakdowns.first { $0.name == "confidence" })
    #expect(bands.groups.map(\.name) == ["0.5–0.8", "0.95–1"])
    #expect(bands.groups.map(\.n) == [50, 50] && bands.groups.map(\.errors) == [1, 2])
    let channels = try #require(part.breakdowns.first { $0.name == "channel" })
    #expect(channels.groups.map(\.name) == ["chat", "email"])
    #expect(channels.groups.map(\.n) == [25, 75])
  }

  @Test("the parts that an audit must show are there")
  func parts() throws {
    let html = Self.html(
      Self.report(
        try Self.part(Self.key(100, double: 20), wrong: 3),
        actions: [AuditAction(text: "Mend it", owner: "Lea", due: "2026-12-01")]))
    for heading in [
      "The audit in short", "Where the tags are right", "What is confused",
      "Can the confidence be believed?", "The reviewers", "The taxonomy",
      "How the sample was drawn, and what it can show", "Actions", "What this was made from",
    ] {
      #expect(html.contains("<h2>\(heading)</h2>"), "\(heading)")
    }
    for fact in [
      "1,000 tagged records from tagged.jsonl; 7 without a tag left out, 3 duplicates among them.",
      "Records of 2026-11-01 to 2026-11-21, drawn on 2026-11-22.", "Ana</bdi> (100)",
      "Ana II</bdi> (20)", "<dt>Seed</dt><dd>7</dd>", "care-en@1",
    ] {
      #expect(html.contains(fact), "\(fact)")
    }
  }

  @Test("several audits stand side by side, then each by itself")
  func several() throws {
    let html = Self.html(
      Self.report(
        try Self.part(Self.key(200), wrong: 2),
        try Self.part(Self.key(200, audit: "other-2026-11-22-0000"), wrong: 60)))
    #expect(html.contains("<h1>Of 2 audits 1 pass, 1 fail.</h1>"))
    #expect(html.components(separatedBy: "<h2 class=\"audit\">").count == 3)
    #expect(html.components(separatedBy: "<h1>").count == 2)
  }

  // MARK: - Hostile names

  static let evil = "<script>alert(1)</script><img src=x onerror=\"a()\">'&amp;"

  @Test("a label, reviewer, id, action or file that is HTML is shown as text")
  func escaping() throws {
    var key = Self.key(40, names: [Self.evil, "delivery"], audit: Self.evil)
    key.source.model = Self.evil
    key.source.files = [Self.evil]
    key.field = Self.evil
    for i in key.records.indices {
      key.records[i].record_id = Self.evil
      key.records[i].channel = Self.evil + "\(i % 2)"
    }
    let quotes = AuditReportPart.Quotes(text: { _ in Self.evil }, redactor: { $0 })
    let part = try Self.part(
      key, wrong: 3, reviewer: Self.evil, better: { _ in Self.evil + "?" }, quotes: quotes)
    var report = Self.report(
      part, actions: [AuditAction(text: Self.evil, owner: Self.evil, due: Self.evil)])
    report.origin = AuditReport.Origin(
      files: [AuditReport.File(kind: "sheet", name: Self.evil, content: [])],
      command: Self.evil, version: Self.evil)
    let html = Self.html(report)
    #expect(!html.contains("<script") && !html.contains("<img"))
    #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    // All that is left is our own tags, each with an end of its own.
    for tag in ["table", "section", "bdi", "figure", "svg", "div", "tr", "ul", "dl", "p"] {
      let open =
        html.components(separatedBy: "<\(tag) ").count
        + html.components(separatedBy: "<\(tag)>").count - 2
      #expect(open == html.components(separatedBy: "</\(tag)>").count - 1, "\(tag)")
    }
  }

  @Test("nothing runs and nothing is loaded from outside")
  func offline() throws {
    let html = Self.html(Self.report(try Self.part(Self.key(100), wrong: 3)))
    #expect(html.contains("default-src 'none'"))
    for found in ["http://", "https://", "<script", "<link", "<iframe", "url(", "@import", " on"] {
      #expect(found == " on" || !html.contains(found), "\(found)")
    }
    #expect(html.range(of: #" on[a-z]+="#, options: .regularExpression) == nil)
  }

  @Test("marks that turn the direction of writing, and control characters, are made visible")
  func bidirectional() {
    #expect(HTMLEscaping.escaped("a\u{202E}b\u{0}c\u{2067}") == "a\u{FFFD}b\u{FFFD}c\u{FFFD}")
    #expect(Markup.name("שלום").html == "<bdi>שלום</bdi>")
  }

  @Test("a cell of the CSV that a spreadsheet would run begins with a quote")
  func formulas() throws {
    let part = try Self.part(Self.key(40, names: ["=cmd()", "delivery"]), wrong: 1)
    let csv = String(decoding: Self.report(part).csv(), as: UTF8.self)
    #expect(csv.contains(",label,'=cmd(),20,"))
  }

  // MARK: - Quotes

  @Test("without a redactor no text is quoted; with one only what it gives back")
  func quotes() throws {
    let bare = try Self.part(Self.key(40), wrong: 2)
    #expect(bare.pairs.allSatisfy { $0.examples.allSatisfy { $0.quote == nil } })
    let quotes = AuditReportPart.Quotes(
      text: { "call me, \($0), at 555-0100" },
      redactor: { $0.replacingOccurrences(of: "555-0100", with: "[PHONE_1]") })
    let html = Self.html(Self.report(try Self.part(Self.key(40), wrong: 2, quotes: quotes)))
    #expect(html.contains("call me, 0, at [PHONE_1]") && !html.contains("555-0100"))
  }

  // MARK: - Size and repetition

  @Test("hundreds of long labels, errors and actions stay under 500 kB")
  func size() throws {
    let names = (0..<800).map { "area.label-\($0)-" + String(repeating: "x", count: 300) }
    let key = Self.key(800, names: names, double: 150)
    let part = try Self.part(key, wrong: 500, better: { names[($0 + 7) % 800] })
    let actions = (0..<1000).map {
      AuditAction(text: "\($0) " + String(repeating: "y", count: 2000))
    }
    #expect(Self.report(part, actions: actions).html().count < 500_000)
  }

  @Test("the same parts give the same bytes")
  func determinism() throws {
    let past = try Self.part(Self.key(150, audit: "topic-2026-10-01-aaaa"), wrong: 9)
    func one() throws -> AuditReport {
      Self.report(
        try Self.part(
          Self.key(100, double: 20), wrong: 3,
          previous: [AuditTrendPoint(past.score, key: nil)]))
    }
    let (a, b) = (try one(), try one())
    #expect(a.html() == b.html())
    #expect(a.json() == b.json())
    #expect(a.csv() == b.csv())
  }

  @Test("SHA-256 of \"abc\" and of two blocks is that of FIPS 180-4")
  func digest() {
    #expect(
      AuditReportDigest.sha256(Array("abc".utf8))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      AuditReportDigest.sha256(
        Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8))
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    #expect(
      AuditReportDigest.sha256([])
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }

  @Test("another byte in a file, another command or another look gives another hash of everything")
  func hash() throws {
    let report = Self.report(try Self.part(Self.key(40), wrong: 1))
    var other = report
    other.origin.files = [
      AuditReport.File(kind: "sheet", name: "filled.csv", content: Array("abd".utf8))
    ]
    #expect(other.hash != report.hash)
    other = report
    other.origin.command += " --target 0.9"
    #expect(other.hash != report.hash)
    other = report
    other.audits[0].score.looks = 2
    #expect(other.hash != report.hash)
  }

  // MARK: - Curve, trend, actions

  @Test("311 records: PASS with at most 9 errors, as the plan says; 98 % pass nine times in ten")
  func curve() throws {
    let curve = AuditOperatingCurve(n: 311, population: nil, target: 0.95, confidence: 0.95)
    #expect(curve.maxErrors == 9)
    for point in curve.points {
      #expect(abs(point.pass + point.not_proven + point.fail - 1) < 1e-12)
    }
    let plan = try AuditPlan(AuditPlan.Wish())
    for point in plan.operatingCharacteristic {
      if let same = curve.points.first(where: {
        abs($0.true_accuracy - point.trueAccuracy) < 1e-12
      }) {
        #expect(abs(same.pass - point.pass) < 1e-12 && abs(same.fail - point.fail) < 1e-12)
      }
    }
    #expect(
      AuditOperatingCurve(n: 58, population: nil, target: 0.95, confidence: 0.95).maxErrors == nil)
    #expect(
      AuditOperatingCurve(n: 59, population: nil, target: 0.95, confidence: 0.95).maxErrors == 0)
    #expect(
      AuditOperatingCurve(n: 0, population: nil, target: 0.95, confidence: 0.95).maxErrors == nil)
  }

  @Test("the trend is by date, of this field only, each audit once, this one last")
  func trend() throws {
    let this = try Self.part(Self.key(100), wrong: 3)
    func past(_ audit: String, _ wrong: Int, field: String = "topic") throws -> AuditTrendPoint {
      var score = try Self.part(Self.key(100), wrong: wrong).score
      (score.audit, score.field) = (audit, field)
      let json = try JSONEncoder().encode(score)
      var object = try #require(
        try JSONSerialization.jsonObject(with: json) as? [String: Any])
      object["frame"] = nil
      return try #require(
        AuditTrendPoint.scores(
          json: Array(try JSONSerialization.data(withJSONObject: object)))?.first)
    }
    let points = AuditTrendPoint.trend(
      of: AuditTrendPoint(this.score, key: Self.key(100)),
      after: [
        try past("topic-2026-11-08-aaaa", 5), try past("topic-2026-10-08-bbbb", 9),
        try past("topic-2026-11-08-aaaa", 6),
        try past("bucket-2026-11-08-cccc", 1, field: "bucket"),
        try past("topic-2026-11-22-7f3a", 50),
      ])
    #expect(points.map(\.date) == ["2026-10-08", "2026-11-08", "2026-11-21"])
    #expect(points.map(\.errors) == [9, 6, 3])
    #expect(AuditTrendPoint.trend(of: points[2], after: []).isEmpty)
    #expect(AuditTrendPoint.scores(json: Array("{\"a\":1}".utf8)) == nil)
  }

  @Test("the JSON of a report serves as an earlier audit")
  func jsonRoundTrip() throws {
    let report = Self.report(try Self.part(Self.key(100), wrong: 3))
    let points = try #require(AuditTrendPoint.scores(json: report.json()))
    #expect(points.map(\.errors) == [3] && points[0].date == "2026-11-21")
  }

  @Test(
    "an action without an owner or a real date is incomplete",
    arguments: [
      ("Lea", "2026-12-31", []), ("", "2026-12-31", ["owner"]), ("Lea", "", ["date"]),
      ("Lea", "soon", ["date"]), ("Lea", "2026-13-01", ["date"]), ("Lea", "2026-02-30", ["date"]),
      ("Lea", "2028-02-29T12:00:00Z", []), (" ", "31.12.2026", ["owner", "date"]),
    ])
  func actions(owner: String, due: String, gaps: [String]) throws {
    let action = AuditAction(text: "Mend it", owner: owner, due: due)
    #expect(action.gaps.map(\.rawValue) == gaps)
    let html = Self.html(
      Self.report(try Self.part(Self.key(40), wrong: 1), actions: [action]))
    #expect(html.contains("Incomplete") == !gaps.isEmpty)
  }

  // MARK: - Figures as written

  @Test("figures beside the target are told apart from it")
  func numbers() {
    #expect(AuditReportNumber.percent(0.97) == "97.0\u{A0}%")
    #expect(AuditReportNumber.percent(0.95002, besides: 0.95) == "95.002\u{A0}%")
    #expect(AuditReportNumber.percent(0.95, besides: 0.95) == "95.0\u{A0}%")
    #expect(AuditReportNumber.target(0.95) == "95\u{A0}%")
    #expect(AuditReportNumber.target(0.995) == "99.5\u{A0}%")
    #expect(AuditReportNumber.grouped(1_234_567) == "1,234,567")
    #expect(AuditReportNumber.decimal(-0.004, 2) == "0.00")
    #expect(AuditReportNumber.decimal(.infinity, 2) == "–")
  }
}
