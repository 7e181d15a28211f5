/// A record as the watch of a stream sees it.
public struct StreamRecord: Sendable, Equatable, Codable {
  public var id: String
  /// Microseconds since 1970 UTC.
  public var time: Int64
  /// A hash of who wrote it; nil where nobody says.
  public var author: UInt64?
  /// The known topic it was taken for; nil where the model abstained.
  public var topic: String?
  /// How foreign it is to the topic model, 0…1.
  public var foreignness: Float
  /// UTF-8.
  public var text: [UInt8]
  /// By `ResemblanceRows`; empty for a text without words.
  public var row: [Int8]
  /// Of its words in order; 0 without words.
  public var wordsHash: UInt64
  public var wordCount: Int

  public init(
    id: String, time: Int64, author: UInt64? = nil, topic: String? = nil, foreignness: Float = 0.5,
    text: [UInt8], row: [Int8], wordsHash: UInt64, wordCount: Int
  ) {
    (self.id, self.time, self.author, self.topic) = (id, time, author, topic)
    (self.foreignness, self.text, self.row) = (foreignness, text, row)
    (self.wordsHash, self.wordCount) = (wordsHash, wordCount)
  }

  /// So much of a text is compared and kept.
  public static let mostTextBytes = 2000
  /// Shorter texts may be the same by chance.
  static let fewestWordsOfCopies = 10

  /// What records of one voice have in common: copies of a long text, whoever sends them, and of a short one by
  /// one author or by nobody known.
  var voice: UInt64 {
    guard wordCount < Self.fewestWordsOfCopies, let author else { return wordsHash }
    return wordsHash &+ author &* 0x9e37_79b9_7f4a_7c15 | 1
  }
}

/// Lengths of time in microseconds.
enum Span64 {
  static let hour: Int64 = 3_600_000_000
  static let day: Int64 = 24 * hour

  /// The whole number of `unit`s from 1970 to `time`, rounded down.
  static func number(_ time: Int64, _ unit: Int64) -> Int {
    let (q, r) = time.quotientAndRemainder(dividingBy: unit)
    return Int(r < 0 ? q - 1 : q)
  }
}
