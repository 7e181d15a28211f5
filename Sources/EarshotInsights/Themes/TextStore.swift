import EarshotNumerics

/// Texts one after the other in one block of bytes: a million of them cost no allocation each.
public struct TextStore: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = [0]

  public init() {}

  public var count: Int { ends.count - 1 }

  public mutating func append(_ text: some Collection<UInt8>) {
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
  }

  /// Calls `body` with the UTF-8 of text `i`.
  public func withText<Result>(_ i: Int, _ body: (Span<UInt8>) -> Result) -> Result {
    body(bytes.span.extracting(ends[i]..<ends[i + 1]))
  }

  /// The UTF-8 of text `i`.
  public func bytes(of i: Int) -> ArraySlice<UInt8> { bytes[ends[i]..<ends[i + 1]] }

  /// Calls `body` with blocks of consecutive numbers below `count`, on several threads; results in order.
  func map<Result: Sendable>(
    _ count: Int, threads: Int, _ body: @Sendable (Range<Int>) -> Result
  ) -> [Result] {
    let size = 2048
    return Workers.map((count + size - 1) / size, threads: threads) { b in
      body(b * size..<min((b + 1) * size, count))
    }
  }
}
