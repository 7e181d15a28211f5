/// How times are written in a field.
public enum TimeFormat: Sendable, Hashable {
  /// RFC 3339, also with a blank for the `T`, without seconds or offset (then UTC), or a date
  /// alone.
  case rfc3339
  /// Seconds since 1970, a fraction allowed.
  case epochSeconds
  /// Milliseconds since 1970.
  case epochMilliseconds
  /// RFC 3339, or a plain number of seconds (up to 11 digits) or milliseconds (12 to 14).
  case dateOrEpochSeconds
  /// A pattern of `%Y %m %d %H %M %S %z %p %I %b %B %y %f %e %j %s %T %D %F %R %%`; other
  /// characters stand for themselves, a blank for any number of blanks.
  case pattern(String)

  /// Reads the value of `--time-format`: `rfc3339`, `epoch`, `epoch_ms`, or a pattern.
  public init(_ text: String) {
    switch text {
    case "rfc3339", "iso8601": self = .rfc3339
    case "epoch", "epoch_s", "unix": self = .epochSeconds
    case "epoch_ms", "unix_ms": self = .epochMilliseconds
    default: self = .pattern(text)
    }
  }

  /// The moment that `text` names, or nil if it is not written this way. Blanks around it are
  /// ignored.
  public func timestamp(_ text: String) -> Timestamp? {
    let bytes = Array(text.utf8).trimmingBlanks()
    switch self {
    case .rfc3339: return TimeParser.rfc3339(bytes)
    case .epochSeconds: return TimeParser.epoch(bytes, unitsPerSecond: 1)
    case .epochMilliseconds: return TimeParser.epoch(bytes, unitsPerSecond: 1000)
    case .dateOrEpochSeconds:
      let whole = bytes.prefix { $0.isASCIIDigit }.count
      let isNumber = bytes.allSatisfy { $0.isASCIIDigit || $0 == UInt8(ascii: ".") }
      guard isNumber, whole >= 9 else { return TimeParser.rfc3339(bytes) }
      return TimeParser.epoch(bytes, unitsPerSecond: whole >= 12 ? 1000 : 1)
    case .pattern(let pattern):
      return TimeParser.parse(bytes, pattern: Array(pattern.utf8))
    }
  }

  /// What is expected, for a message.
  var expectation: String {
    switch self {
    case .rfc3339: "ISO 8601 (2026-02-28T09:15:00Z)"
    case .epochSeconds: "seconds since 1970 (1772270100)"
    case .epochMilliseconds: "milliseconds since 1970 (1772270100000)"
    case .dateOrEpochSeconds: "ISO 8601 (2026-02-28T09:15:00Z) or seconds since 1970"
    case .pattern(let pattern): "the format \(pattern)"
    }
  }
}
