/// What is known of the records that themes are made of; all lists are parallel.
public struct ThemeRecords: Sendable {
  public private(set) var texts = TextStore()
  public private(set) var ids: [String] = []
  /// Days since 1970 UTC; nil where a record has no time.
  private(set) var days: [Int32?] = []
  /// What a record was tagged as before; empty when none was.
  public private(set) var tags: [RecordTags] = []

  /// A record's tags, as far as themes are concerned.
  public struct RecordTags: Sendable, Equatable {
    public var isNegative: Bool?
    /// Frustration high or medium.
    public var isFrustrated: Bool?
    public var topic: String?

    public var isEmpty: Bool { isNegative == nil && isFrustrated == nil && topic == nil }

    public init(isNegative: Bool? = nil, isFrustrated: Bool? = nil, topic: String? = nil) {
      (self.isNegative, self.isFrustrated, self.topic) = (isNegative, isFrustrated, topic)
    }
  }

  public init() {}

  public var count: Int { texts.count }

  /// Whether any record came with tags.
  public var isTagged: Bool { !tags.isEmpty }

  /// - Parameter microseconds: since 1970 UTC.
  public mutating func append(
    text: some Collection<UInt8>, id: String, microseconds: Int64?, tags own: RecordTags
  ) {
    texts.append(text)
    ids.append(id)
    days.append(
      microseconds.map { time in
        let (day, rest) = time.quotientAndRemainder(dividingBy: 86_400_000_000)
        return Int32(clamping: rest < 0 ? day - 1 : day)
      })
    if tags.isEmpty, own.isEmpty { return }
    while tags.count < count - 1 { tags.append(RecordTags()) }
    tags.append(own)
  }

  func tags(of i: Int) -> RecordTags { i < tags.count ? tags[i] : RecordTags() }
}
