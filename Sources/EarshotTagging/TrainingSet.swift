/// Labelled texts to learn from.
///
/// Texts lie one after the other in one block of bytes, so a million of them cost no allocation each.
public struct TrainingSet: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = [0]
  /// The labels of each record; several only for a multi-label field.
  public private(set) var labels: [[String]] = []

  public init() {}

  public var count: Int { labels.count }

  public mutating func append(text: some Collection<UInt8>, labels recordLabels: [String]) {
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
    labels.append(recordLabels)
  }

  /// Calls `body` with the text of record `i`.
  public func withText<Result>(_ i: Int, _ body: (Span<UInt8>) -> Result) -> Result {
    body(bytes.span.extracting(ends[i]..<ends[i + 1]))
  }
}
