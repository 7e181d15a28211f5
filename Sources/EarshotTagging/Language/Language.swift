/// The language a text seems to be in, and whether an English model should read it.
public struct Language: Sendable, Hashable {
  /// ISO 639-1 where there is one: `en`, `de`, `zh`, `zh-Hant`; `und` where nothing could be said.
  public var code: String
  /// Whether the code can be relied on; short and mixed texts seldom allow it.
  public var isReliable: Bool
  /// About how much of the text is in this language, 0…1; 0 for `und`.
  public var share: Float
  /// Whether the text is not English, so surely that an English model should not tag it.
  ///
  /// Never true for a text that is partly English.
  public var isUnsupported: Bool

  /// A guess of these values.
  public init(code: String, isReliable: Bool, share: Float, isUnsupported: Bool) {
    self.code = code
    self.isReliable = isReliable
    self.share = share
    self.isUnsupported = isUnsupported
  }

  /// Nothing could be said.
  public static let unknown = Language(
    code: "und", isReliable: false, share: 0, isUnsupported: false)
}
