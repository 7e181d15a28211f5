/// Labelled texts to learn from.
///
/// Texts lie one after the other in one block of bytes, so a million of them cost no allocation each.
public struct TrainingSet: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = [0]
  /// The labels of each record; several only for a multi-label field.
  /// None of a single-label record: it has none of the field's labels.
  public private(set) var labels: [[String]] = []
  /// How much each record counts; 1 is usual.
  public private(set) var weights: [Float] = []
  /// Where each record is from; "" where that is not known.
  public private(set) var groups: [String] = []
  /// Whether temperature and thresholds may be chosen on a record.
  public private(set) var calibrates: [Bool] = []
  /// Whether the tone of a record is learned from.
  public private(set) var hasTone: [Bool] = []

  public init() {}

  public var count: Int { labels.count }

  /// - Parameters:
  ///   - labels: one, or none for a record that has none of the field's labels; any number for a
  ///     multi-label field.
  ///   - weight: above 0.
  ///   - group: records of one group are never judged by a model that learned from the group.
  ///   - calibrates: false for records unlike those that will be tagged: they are learned from, and
  ///     no confidence is measured on them.
  ///   - hasTone: false for records that say nothing of how much their tone tells, as the tone's own words:
  ///     their features of tone are 0.
  public mutating func append(
    text: some Collection<UInt8>, labels recordLabels: [String], weight: Float = 1,
    group: String = "", calibrates: Bool = true, hasTone: Bool = true
  ) {
    precondition(weight > 0 && weight.isFinite)
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
    labels.append(recordLabels)
    weights.append(weight)
    groups.append(group)
    self.calibrates.append(calibrates)
    self.hasTone.append(hasTone)
  }

  /// Calls `body` with the text of record `i`.
  public func withText<Result>(_ i: Int, _ body: (Span<UInt8>) -> Result) -> Result {
    body(bytes.span.extracting(ends[i]..<ends[i + 1]))
  }
}
