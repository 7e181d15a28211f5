import FoundationEssentials

/// The result of one audit among those of other times.
public struct AuditTrendPoint: Sendable, Equatable, Encodable {
  public let audit: String?
  public let field: String?
  /// The day it speaks of: the last record of its frame, else the draw, else the day in its id;
  /// `2026-11-22`, absent where none is known.
  public let date: String?
  public let n: Int
  public let errors: Int
  public let accuracy: Double?
  public let interval_95: [Double]
  public let verdict: String
  public let target: Double

  /// - Parameter key: of the audit, for its date.
  public init(_ score: AuditScore, key: AuditKey?) {
    (audit, field) = (score.audit, score.field)
    (n, errors, accuracy) = (score.n, score.errors, score.accuracy.value)
    (interval_95, verdict, target) = (score.interval_95, score.verdict, score.target)
    date = Self.date([score.frame?.to, key?.created_at], audit: score.audit)
  }

  /// The scores in a file that `audit score --json` or `audit report --json` wrote; nil when it holds none.
  ///
  /// - Parameter json: the file's bytes.
  public static func scores(json bytes: [UInt8]) -> [AuditTrendPoint]? {
    let data = Data(bytes)
    let decoder = JSONDecoder()
    if let several = try? decoder.decode(Several.self, from: data) {
      return several.claims.compactMap(AuditTrendPoint.init)
    }
    if let report = try? decoder.decode(Report.self, from: data) {
      return report.audits.map(\.score).compactMap(AuditTrendPoint.init)
    }
    return (try? decoder.decode(Score.self, from: data)).flatMap { AuditTrendPoint($0) }.map {
      [$0]
    }
  }

  /// The audits of the same field as `this`, by date where all have one, else in the order given;
  /// `this` among them. Empty when there is no other.
  static func trend(
    of this: AuditTrendPoint, after previous: [AuditTrendPoint]
  ) -> [AuditTrendPoint] {
    var others: [AuditTrendPoint] = []
    for one in previous where one.field == nil || this.field == nil || one.field == this.field {
      // The same audit scored twice is one point: the newest word stands.
      if let audit = one.audit {
        if audit == this.audit { continue }
        others.removeAll { $0.audit == audit }
      }
      others.append(one)
    }
    guard !others.isEmpty else { return [] }
    let all = others + [this]
    guard all.allSatisfy({ $0.date != nil }) else { return all }
    return all.enumerated().sorted {
      ($0.element.date ?? "", $0.offset) < ($1.element.date ?? "", $1.offset)
    }.map(\.element)
  }

  // MARK: - Reading

  private struct Several: Decodable { var claims: [Score] }

  private struct Report: Decodable {
    var audits: [Part]
    struct Part: Decodable { var score: Score }
  }

  /// Of a score, what a trend shows.
  private struct Score: Decodable {
    var audit: String?
    var field: String?
    var n: Int
    var errors: Int
    var accuracy: Double?
    var interval_95: [Double]
    var verdict: String
    var target: Double
    var frame: Frame?
    struct Frame: Decodable { var to: String? }
  }

  /// nil for figures that can't be.
  private init?(_ score: Score) {
    guard score.n >= 0, 0...max(0, score.n) ~= score.errors, score.interval_95.count == 2,
      score.interval_95.allSatisfy({ 0...1 ~= $0 }),
      score.interval_95[0] <= score.interval_95[1],
      score.accuracy.map({ 0...1 ~= $0 }) ?? true, 0...1 ~= score.target,
      AuditVerdict(rawValue: score.verdict) != nil
    else { return nil }
    (audit, field) = (score.audit, score.field)
    (n, errors, accuracy) = (score.n, score.errors, score.accuracy)
    (interval_95, verdict, target) = (score.interval_95, score.verdict, score.target)
    date = Self.date([score.frame?.to], audit: score.audit)
  }

  private static func date(_ times: [String?], audit: String?) -> String? {
    for time in times {
      if let time, isDay(time.prefix(10)) { return String(time.prefix(10)) }
    }
    // `topic-2026-11-22-7f3a`
    guard let audit else { return nil }
    let parts = audit.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count >= 3 else { return nil }
    for i in (0...(parts.count - 3)).reversed() {
      let day = parts[i..<(i + 3)].joined(separator: "-")
      if isDay(day[...]) { return day }
    }
    return nil
  }

  private static func isDay(_ text: Substring) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.count) == [4, 2, 2] && parts.allSatisfy { Int($0) != nil }
      && 1...12 ~= Int(parts[1]) ?? 0 && 1...31 ~= Int(parts[2]) ?? 0
  }
}
