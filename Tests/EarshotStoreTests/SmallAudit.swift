import EarshotInsights
import GRDB
import Synchronization

@testable import EarshotStore

/// A small drawn audit: records `r0`, `r1`, … with the texts `text 0`, …, tags in turn.
func smallKey(
  _ count: Int = 4, doubled: Int = 0, blind: Bool = false, name: String = "topic-test",
  labels: [String] = ["billing", "delivery", "login"]
) -> AuditKey {
  let records = (0..<count).map {
    AuditKey.Record(
      recordID: "r\($0)", stratum: 0, label: labels[$0 % labels.count],
      hash: AuditKey.hash(ofText: "text \($0)"))
  }
  return AuditKey(
    audit: name, field: "topic", createdAt: "2026-11-02T08:00:00Z", earshot: "test",
    source: .init(files: ["tagged.jsonl"], records: 100, model: nil),
    frame: .init(
      size: 100, duplicates: 0, automaticReplies: 0, withoutTag: 0, unreadable: 0,
      skipsDuplicates: false, hash: "0", from: nil, to: nil),
    seed: 7, blind: blind, double: Double(doubled) / Double(count), redacted: false,
    design: .simple, allocation: nil, stratify: [],
    strata: [.init(name: "all", size: 100, drawn: count)], labels: labels.sorted(),
    records: records, rows: Array(0..<count) + Array(0..<doubled))
}

func texts(_ count: Int) -> [String] { (0..<count).map { "text \($0)" } }

/// A clock that a test turns.
final class Clock: Sendable {
  private let seconds = Mutex(1_790_000_000)
  var now: Int { seconds.withLock { $0 } }
  func advance(_ by: Int) { seconds.withLock { $0 += by } }
}

extension Workspace {
  /// A workspace in a folder, with one small audit in it.
  static func small(
    _ folder: String, _ key: AuditKey = smallKey(), clock: Clock = Clock()
  ) throws -> Workspace {
    let workspace = try Workspace(
      path: "\(folder)/w.sqlite", create: true, clock: { clock.now })
    try workspace.createAudit(key, texts: texts(key.records.count))
    return workspace
  }
}

let right = Decision(correct: .yes)
let wrong = Decision(correct: .no)

extension [String] {
  /// The table of judgements, a line an entry: `seq kind correct undone_by`.
  static func fetchLog(_ db: Database) throws -> [String] {
    try Row.fetchAll(db, sql: "SELECT * FROM judgements ORDER BY seq").map { row in
      let (correct, undoneBy): (String?, Int?) = (row["correct"], row["undone_by"])
      let parts = ["\(row["seq"] as Int)", row["kind"] as String, correct ?? "-"]
      return (parts + [undoneBy.map(String.init) ?? "-"]).joined(separator: " ")
    }
  }
}
