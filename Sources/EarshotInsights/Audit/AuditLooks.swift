import EarshotText
import FoundationEssentials

/// How often the reviews of an audit were scored: the file `sheet.scores.json` beside a key.
///
/// An audit that is scored again after more reviews needs a bound that stays right however often one
/// looks. The same reviews scored again are no new look. Names are those of the file.
public struct AuditLooks: Codable, Sendable, Equatable {
  public var format = "earshot-scores"
  public var version = 1
  public var audit: String
  public private(set) var looks: [Look] = []

  public struct Look: Codable, Sendable, Equatable {
    /// RFC 3339 in UTC.
    public var at: String
    /// Records with a reading.
    public var decided: Int
    /// Of the readings: FNV-1a, 16 hexadecimal digits.
    public var readings: String
  }

  public init(audit: String) { self.audit = audit }

  /// Reads the file's bytes; nil when they are not those of this audit.
  public init?(json bytes: [UInt8], audit: String) {
    guard let looks = try? JSONDecoder().decode(AuditLooks.self, from: Data(bytes)),
      looks.format == "earshot-scores", looks.version == 1, looks.audit == audit
    else { return nil }
    self = looks
  }

  /// The bytes of the file.
  public func json() -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else { preconditionFailure("it holds only text") }
    return Array(data) + [0x0A]
  }

  /// Notes a look and says which bound is right for it: `once` for the first one and whenever it is
  /// repeated while it is the only one, then `anytime`.
  ///
  /// A sheet in which nothing is decided shows nothing, so it is no look.
  public mutating func look(_ readings: AuditReadings, at time: String) -> AuditRule {
    let decided = readings.readings.count { $0 != .undecided }
    guard decided > 0 else { return looks.isEmpty ? .once : .anytime }
    var mark = FNV1a()
    mark.combine(
      readings.readings.map { reading -> UInt8 in
        switch reading {
        case .correct: 1
        case .wrong: 2
        case .undecided: 3
        }
      })
    if !looks.contains(where: { $0.readings == mark.hex }) {
      looks.append(Look(at: time, decided: decided, readings: mark.hex))
    }
    return looks.count == 1 ? .once : .anytime
  }
}
