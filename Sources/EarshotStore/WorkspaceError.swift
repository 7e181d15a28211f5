/// Why a workspace cannot be opened, or does not do what was asked of it.
public enum WorkspaceError: Error, Sendable, Equatable {
  /// There is no such file, and it was not to be made.
  case missing(path: String)
  /// The file cannot be read or written; `reason` is the system's.
  case unreachable(path: String, reason: String)
  /// Another kind of file, or the database of another program.
  case notAWorkspace(path: String)
  case damaged(path: String)
  case newer(path: String, version: Int, known: Int)
  /// Another program has been writing to it for longer than we wait.
  case busy(path: String)
  /// No room, or a quota.
  case diskFull(path: String)

  case unknownAudit(id: String, known: [String])
  /// There is an audit of this name with another key.
  case auditExists(id: String)
  case auditClosed(id: String)
  /// A key is to have as many texts as records.
  case textsDoNotFit(id: String, records: Int, texts: Int)
  case unknownRow(audit: String, row: Int, rows: Int)
  case unknownRecord(audit: String, record: Int)
  /// The reviewer has judged the record already, in another of its rows.
  case judgedInOtherRow(audit: String, row: Int, other: Int)
  /// Neither a decision nor a label, or one that this audit has no use for.
  case noDecision(audit: String, row: Int)
  case badName(what: String)
  /// Somebody else is this audit's lead.
  case notLead(audit: String, lead: String)

  /// No run of `earshot themes` was stored yet.
  case noThemes(path: String)
  case unknownTheme(id: String, known: [String])
  /// Another run was stored, or a user decided something, since the last one was read.
  case themesChanged(path: String)
  /// Another theme has this name.
  case themeNameTaken(name: String, theme: String)
  case badThemeName(what: String)
  /// The theme is part of another one, which is to be named instead.
  case themeIsMerged(id: String, into: String)
  /// A theme was to become a part of itself.
  case mergedIntoItself(id: String)

  /// No run of `earshot watch` raised an alarm yet.
  case noAlarms(path: String)
  case unknownAlarm(id: String, known: [String])
  /// Another run was stored since the state was read.
  case watchChanged(path: String)
  /// The alarm is over or dismissed; it is to be opened again first.
  case alarmIsClosed(id: String, state: String)
  case badNote(what: String)

  /// One or two sentences: place, what was found, what to do. Never a customer's text.
  public var message: String {
    switch self {
    case .missing(let path):
      "\(path): there is no such workspace. `earshot audit import SHEET --workspace FILE` or `earshot themes RECORDS --workspace FILE` makes one."
    case .unreachable(let path, let reason):
      "\(path): cannot be opened for reading and writing (\(reason))."
    case .notAWorkspace(let path):
      "\(path): this is not an Earshot workspace. Name the *.sqlite file that earshot made, or a new one."
    case .damaged(let path):
      "\(path): the workspace is damaged. Take it from a backup; `sqlite3 \(path) .recover` may save what is left."
    case .newer(let path, let version, let known):
      "\(path): the workspace has version \(version), this program knows up to \(known). Use a newer earshot."
    case .busy(let path):
      "\(path): another program is writing to the workspace and does not finish. Nothing was changed; try again."
    case .diskFull(let path):
      "\(path): there is no room left on the disk. Nothing was changed; make room and try again."
    case .unknownAudit(let id, let known):
      known.isEmpty
        ? "There is no audit \"\(id)\": the workspace holds none yet. `earshot audit import SHEET --workspace FILE` brings one in."
        : "There is no audit \"\(id)\" in the workspace. It holds \(known.joined(separator: ", "))."
    case .auditExists(let id):
      "The workspace already holds another audit of the name \"\(id)\". Give the new one another name (`audit draw --name`)."
    case .auditClosed(let id):
      "The audit \"\(id)\" is closed: it takes no more reviews."
    case .textsDoNotFit(let id, let records, let texts):
      "The audit \"\(id)\" has \(records) records, but texts came for \(texts). Bring in the whole sheet that `earshot audit draw` wrote."
    case .unknownRow(let audit, let row, let rows):
      "The audit \"\(audit)\" has no row \(row); its rows are 1 to \(rows)."
    case .unknownRecord(let audit, let record):
      "The audit \"\(audit)\" has no record number \(record)."
    case .judgedInOtherRow(let audit, let row, let other):
      "Row \(row) of the audit \"\(audit)\" is for another reviewer: you judged the same record in row \(other)."
    case .noDecision(let audit, let row):
      "Row \(row) of the audit \"\(audit)\": that is no decision. Expected yes, no, cannot tell or a label; in a blind audit a label or cannot tell."
    case .badName(let what):
      "A reviewer's name is 1 to 60 characters without line breaks (\(what))."
    case .notLead(let audit, let lead):
      "\(lead) is the lead of the audit \"\(audit)\". Decide under that name, or take over as lead."
    case .noThemes(let path):
      "\(path): the workspace holds no themes yet. `earshot themes INPUT --workspace \(path)` finds them."
    case .unknownTheme(let id, let known):
      "There is no theme \"\(id)\" in the last run. It has \(Self.list(known))."
    case .themesChanged(let path):
      "\(path): somebody else changed the workspace's themes meanwhile. Nothing was changed; run it again."
    case .themeNameTaken(let name, let theme):
      "The theme \(theme) is called \"\(name)\" already. Choose another name, or merge the two."
    case .badThemeName(let what):
      "A theme's name is 1 to 120 characters without line breaks (\(what))."
    case .themeIsMerged(let id, let into):
      "The theme \(id) was merged into \(into). Name \(into) instead."
    case .mergedIntoItself(let id):
      "The theme \(id) cannot be merged into itself or a part of it. Name another one."
    case .noAlarms(let path):
      "\(path): the workspace holds no alarms. `earshot watch INPUT --workspace \(path)` raises them."
    case .unknownAlarm(let id, let known):
      "There is no alarm \"\(id)\" in the workspace. It has \(Self.list(known))."
    case .watchChanged(let path):
      "\(path): another run of `earshot watch` wrote to the workspace meanwhile. Nothing was changed; run it again."
    case .alarmIsClosed(let id, let state):
      "The alarm \(id) is \(state). Reopen it first."
    case .badNote(let what):
      "A note is at most 1000 characters without control characters (\(what))."
    }
  }

  /// The first twenty, and how many more.
  private static func list(_ ids: [String]) -> String {
    let more = ids.count - 20
    let first = ids.prefix(20).joined(separator: ", ")
    return more > 0 ? "\(first) and \(more) more" : ids.isEmpty ? "none" : first
  }
}
