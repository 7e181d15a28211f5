/// What one or more audits found, ready to be shown: `html()`, `json()` and `csv()` are made of it.
///
/// Holds no customer's text but quotes that a redactor has been over. The same parts give the same bytes.
public struct AuditReport: Sendable {
  /// One an audit, in the order given.
  public var audits: [AuditReportPart]
  public var actions: [AuditAction]
  public var origin: Origin

  /// A file that a report is made from.
  public struct File: Sendable, Equatable, Encodable {
    /// What it is: `sheet`, `key`, `previous`, `actions`.
    public var kind: String
    /// Its name, without its folder.
    public var name: String
    public var bytes: Int
    public var sha256: String

    public init(kind: String, name: String, content: [UInt8]) {
      (self.kind, self.name, bytes) = (kind, name, content.count)
      sha256 = AuditReportDigest.sha256(content)
    }
  }

  /// What a report is made from, and by what.
  public struct Origin: Sendable, Equatable {
    public var files: [File]
    /// As typed, files without their folders.
    public var command: String
    /// Of the program.
    public var version: String

    public init(files: [File], command: String, version: String) {
      (self.files, self.command, self.version) = (files, command, version)
    }

  }

  /// - Precondition: there is an audit.
  public init(audits: [AuditReportPart], actions: [AuditAction] = [], origin: Origin) {
    precondition(!audits.isEmpty)
    (self.audits, self.actions, self.origin) = (audits, actions, origin)
  }

  /// One mark of everything: SHA-256 of a line a file (as `sha256sum` writes it), the command, the
  /// version, and a line an audit with its bounds and the times it was looked at.
  public var hash: String {
    var text = origin.files.map { "\($0.sha256)  \($0.name)\n" }.joined()
    text += origin.command + "\n" + origin.version + "\n"
    text += audits.map { "\($0.score.method) \($0.score.looks)\n" }.joined()
    return AuditReportDigest.sha256(Array(text.utf8))
  }

  /// PASS only when all audits pass; FAIL as soon as one fails.
  public var verdict: AuditVerdict {
    let all = Set(audits.map(\.verdict))
    return all.contains(.fail) ? .fail : all.contains(.notProven) ? .notProven : .pass
  }
}

/// Something to be done about what an audit found.
public struct AuditAction: Sendable, Equatable {
  public var text: String
  /// Empty where nobody is named.
  public var owner: String
  /// `2026-12-31`; empty where no day is named.
  public var due: String
  public var state: String

  public init(text: String, owner: String = "", due: String = "", state: String = "") {
    (self.text, self.owner) = (text.trimmedBlanks(), owner.trimmedBlanks())
    (self.due, self.state) = (due.trimmedBlanks(), state.trimmedBlanks())
  }

  /// What it lacks to be more than a wish.
  public enum Gap: String, Sendable { case owner, date }

  public var gaps: [Gap] {
    (owner.isEmpty ? [.owner] : []) + (hasDay ? [] : [.date])
  }

  /// Whether `due` is a day of the calendar, `2026-12-31`, with a time or without.
  private var hasDay: Bool {
    let parts = due.prefix(10).split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.count) == [4, 2, 2], let year = Int(parts[0]), let month = Int(parts[1]),
      let day = Int(parts[2]), 1...12 ~= month
    else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    return 1...days ~= day
  }
}
