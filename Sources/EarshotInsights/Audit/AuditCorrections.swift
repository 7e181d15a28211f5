/// What audits say of the labels of records that a model is to learn from.
///
/// A record judged right keeps its tag as its label, one judged wrong gets the label that reviewers
/// name; where they name none, a label that was found wrong is not learned.
public struct AuditCorrections: Sendable {
  /// What is done with a label.
  public enum Outcome: Sendable, Equatable {
    /// No review decides, or the label is not the one that was found wrong.
    case unknown
    /// The label is the one that reviewers find right.
    case confirmed
    case replaced([String])
    /// The label is wrong and no better one is known.
    case withdrawn
  }

  /// Two audits that find different labels right for one record; neither is used.
  public struct Conflict: Sendable, Equatable {
    public var recordID: String
    public var audits: [String]
  }

  public private(set) var conflicts: [Conflict] = []
  private var known: [String: AuditedRecord] = [:]
  private var order: [String] = []
  private var met: Set<String> = []

  public init(_ records: [AuditedRecord]) {
    var conflicting: [String: [String]] = [:]
    for record in records where record.reading != .undecided {
      let id = record.recordID
      guard let earlier = known[id] else {
        known[id] = record
        order.append(id)
        continue
      }
      switch (earlier.right, record.right) {
      case (let a?, let b?) where Set(a) != Set(b):
        conflicting[id, default: [earlier.audit]].append(record.audit)
      case (nil, _?): known[id] = record
      default: break
      }
    }
    for id in order where conflicting[id] != nil {
      known[id] = nil
      conflicts.append(Conflict(recordID: id, audits: conflicting[id]!))
    }
    order.removeAll { known[$0] == nil }
  }

  /// Records that reviews decide.
  public var count: Int { order.count }

  /// What becomes of a record's labels.
  ///
  /// - Parameters:
  ///   - id: nil for a record without one, which is then known by its line.
  ///   - line: the name that a draw gives to a record without an id, as `line 17`; another file may
  ///     have such a line too, so it counts only with the text that was drawn.
  ///   - textHash: of the record's text, `AuditKey.hash(ofText:)`; asked for only where it is needed.
  public mutating func outcome(
    id: String?, line: String, given: [String], textHash: () -> String
  ) -> Outcome {
    let id = id.flatMap { $0.isEmpty ? nil : $0 }
    guard let record = known[id ?? line], id != nil || record.hash == textHash() else {
      return .unknown
    }
    met.insert(record.recordID)
    if let right = record.right {
      return Set(right) == Set(given) ? .confirmed : .replaced(right)
    }
    return record.reading == .wrong && Set(record.tag) == Set(given) ? .withdrawn : .unknown
  }

  /// Records with a right label and a text that `outcome` was not asked about, in the order of the
  /// audits.
  public var rest: [AuditedRecord] {
    order.filter { !met.contains($0) }.compactMap { known[$0] }
      .filter { $0.right != nil && $0.text != nil }
  }
}
