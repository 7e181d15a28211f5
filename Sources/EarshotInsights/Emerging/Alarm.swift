/// Something that somebody should look at today: a new theme, or a known topic that surges.
///
/// All times are microseconds since 1970 UTC.
public struct Alarm: Sendable, Equatable, Codable {
  public enum Kind: String, Sendable, Codable {
    /// Records that resemble each other and nothing that came before.
    case newTheme = "new_theme"
    /// A known topic with more records than its past leads to expect.
    case surge
  }

  /// What became of an alarm.
  public enum State: String, Sendable, Codable, CaseIterable {
    case open
    /// Somebody works on it.
    case acknowledged
    /// A false alarm: what it holds is background from now on.
    case dismissed
    /// Over: by a user, or because nothing more came.
    case resolved
  }

  /// A01, A02, … in the order in which they were raised; never given twice.
  public var id: String
  public var kind: Kind
  public var name: String
  /// The topic that surges; of a new theme the known topic that most of its records were taken for.
  public var topic: String?
  /// The newest time of any record when it was raised.
  public var raisedAt: Int64
  public var firstRecordAt: Int64
  public var lastRecordAt: Int64
  /// Records so far, copies of one text and several by one author counted once.
  public var count: Int
  /// Records that the past leads to expect in the time they took.
  public var expected: Double
  /// The chance that so many or more come by chance, at the time it was raised.
  public var pValue: Double
  /// nil where records name no author.
  public var distinctAuthors: Int?
  /// The open alarm that many of its records are part of, or whose topic it is of: likely the same issue.
  public var related: String?
  public var terms: [String] = []
  /// The first 200.
  public var recordIDs: [String] = []
  /// Without personal data.
  public var quotes: [Quote] = []
  /// Records by day, the oldest first; days without any are missing.
  public var days: [DayCount] = []

  public struct Quote: Sendable, Equatable, Codable {
    public var id: String
    public var text: String
    public init(id: String, text: String) { (self.id, self.text) = (id, text) }
  }

  public struct DayCount: Sendable, Equatable, Codable {
    /// Days since 1970 UTC.
    public var day: Int
    public var count: Int
    public init(day: Int, count: Int) { (self.day, self.count) = (day, count) }
  }

  public init(
    id: String, kind: Kind, name: String, topic: String? = nil, raisedAt: Int64,
    firstRecordAt: Int64, lastRecordAt: Int64, count: Int, expected: Double, pValue: Double,
    distinctAuthors: Int? = nil
  ) {
    (self.id, self.kind, self.name, self.topic) = (id, kind, name, topic)
    (self.raisedAt, self.firstRecordAt, self.lastRecordAt) = (
      raisedAt, firstRecordAt, lastRecordAt
    )
    (self.count, self.expected, self.pValue) = (count, expected, pValue)
    self.distinctAuthors = distinctAuthors
  }

  /// Hours from the first record to the alarm.
  public var delayHours: Double { Double(raisedAt - firstRecordAt) / 3.6e9 }

  /// count / expected; nil where nothing was expected.
  public var ratio: Double? { expected > 0 ? Double(count) / expected : nil }
}

/// What happened to an alarm.
public struct AlarmEvent: Sendable, Equatable, Codable {
  public enum Kind: String, Sendable, Codable {
    case raised, updated, resolved
  }

  public var kind: Kind
  /// As it is after the event.
  public var alarm: Alarm

  public init(_ kind: Kind, _ alarm: Alarm) { (self.kind, self.alarm) = (kind, alarm) }
}
