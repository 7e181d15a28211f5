import EarshotInsights
import GRDB
import Glibc
import Synchronization

/// What must outlive a process: audits, their texts while they are open, and what reviewers decided.
///
/// One SQLite file in WAL mode that only its owner can read. Several processes may work on one file
/// at once. Each operation is a transaction of its own that is on the disk when it returns, so a kill
/// loses at most the operation under way.
public final class Workspace: Sendable {
  /// The file's path, as it was given.
  public let path: String

  private let queue: DatabaseQueue
  /// Keys that were read before; a stored key never changes.
  private let keys = Mutex<[String: AuditKey]>([:])
  /// The time, so that tests can let it pass.
  let clock: @Sendable () -> Int

  /// Opens a workspace, and brings an older one to today's tables.
  ///
  /// - Parameter create: make the file when there is none, readable and writable only for its owner.
  /// - Throws: `missing`, `unreachable`, `notAWorkspace`, `damaged`, `newer`, `busy`, `diskFull`.
  public convenience init(path: String, create: Bool) throws(WorkspaceError) {
    try self.init(path: path, create: create, clock: { Int(time(nil)) })
  }

  init(path: String, create: Bool, clock: @escaping @Sendable () -> Int) throws(WorkspaceError) {
    try Self.prepareFile(path, create: create)
    var configuration = Configuration()
    configuration.journalMode = .wal
    configuration.busyMode = .timeout(5)
    // Deleted texts are overwritten, so that they are gone from the file as well.
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA secure_delete = ON") }
    self.path = path
    self.clock = clock
    do {
      queue = try DatabaseQueue(path: path, configuration: configuration)
    } catch { throw Self.error(error, path) }
    try prepareDatabase()
  }

  /// Finds or makes the file.
  private static func prepareFile(_ path: String, create: Bool) throws(WorkspaceError) {
    // Made here and not by SQLite, which would let others read it.
    let descriptor = open(path, O_RDWR | O_CLOEXEC | (create ? O_CREAT : 0), 0o600)
    guard descriptor >= 0 else {
      if errno == ENOENT && !create { throw .missing(path: path) }
      throw .unreachable(path: path, reason: String(cString: strerror(errno)))
    }
    Glibc.close(descriptor)
  }

  private func prepareDatabase() throws(WorkspaceError) {
    let (id, version, tables) = try read { db in
      (
        try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0,
        try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0,
        try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
      )
    }
    guard tables == 0 || id == Schema.applicationID else { throw .notAWorkspace(path: path) }
    guard version <= Schema.version else {
      throw .newer(path: path, version: version, known: Schema.version)
    }
    if version < Schema.version {
      // Looked at again inside: another process may have been faster.
      try write { db in try Schema.migrate(db) }
    } else {
      try check()
    }
    do {
      // GRDB's choice for WAL, NORMAL, could lose the last decisions when the power fails.
      try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    } catch { throw Self.error(error, path) }
  }

  /// Looks for damage, in files that are read in a moment; in larger ones it shows when it is met.
  private func check() throws(WorkspaceError) {
    let found = try read { db in
      let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
      let bytes = try pages * (Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0)
      return bytes > 64 << 20 ? "ok" : try String.fetchOne(db, sql: "PRAGMA quick_check(1)")
    }
    guard found == "ok" else { throw .damaged(path: path) }
  }

  // MARK: - Transactions

  func read<Value>(_ body: (Database) throws -> Value) throws(WorkspaceError) -> Value {
    do { return try queue.read(body) } catch { throw Self.error(error, path) }
  }

  /// One transaction that is on the disk when this returns, or did nothing.
  func write<Value>(_ body: (Database) throws -> Value) throws(WorkspaceError) -> Value {
    do { return try queue.write(body) } catch { throw Self.error(error, path) }
  }

  /// Empties the write-ahead log, so that what was deleted is in no file any more.
  func checkpoint() throws(WorkspaceError) {
    do {
      try queue.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
    } catch { throw Self.error(error, path) }
  }

  /// What SQLite says, without its text: that may hold what a customer wrote.
  private static func error(_ error: any Error, _ path: String) -> WorkspaceError {
    if let error = error as? WorkspaceError { return error }
    guard let error = error as? DatabaseError else { return .damaged(path: path) }
    switch error.resultCode {
    case .SQLITE_NOTADB: return .notAWorkspace(path: path)
    case .SQLITE_BUSY, .SQLITE_LOCKED: return .busy(path: path)
    case .SQLITE_FULL: return .diskFull(path: path)
    case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_IOERR:
      return .unreachable(path: path, reason: "SQLite says: \(error.resultCode.description)")
    default: return .damaged(path: path)
    }
  }

  // MARK: - Keys

  /// The key of an audit.
  ///
  /// - Throws: `unknownAudit`, `damaged`.
  public func key(_ audit: String) throws(WorkspaceError) -> AuditKey {
    if let known = keys.withLock({ $0[audit] }) { return known }
    let stored = try read { db in
      try String.fetchOne(db, sql: "SELECT key FROM audits WHERE id = ?", arguments: [audit])
    }
    guard let stored else {
      let ids = try read { try String.fetchAll($0, sql: "SELECT id FROM audits ORDER BY id") }
      throw .unknownAudit(id: audit, known: ids)
    }
    let key: AuditKey
    do { key = try AuditKey(json: Array(stored.utf8), path: path) } catch {
      throw .damaged(path: path)
    }
    keys.withLock { $0[audit] = key }
    return key
  }
}
