import GRDB

/// The tables of a workspace, and how older ones become today's.
enum Schema {
  /// The newest version this program knows; stored as SQLite's `user_version`.
  static let version = 3
  /// Marks a database as ours, stored as SQLite's `application_id`: "Ears" in ASCII.
  static let applicationID = 0x4561_7273

  /// Brings a database of any older version, or an empty one, to `version` in one transaction.
  static func migrate(_ db: Database) throws {
    let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    if found < 1 { try db.execute(sql: version1) }
    if found < 2 { try db.execute(sql: version2) }
    if found < 3 { try db.execute(sql: version3) }
    try db.execute(
      sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version)")
  }

  /// Rows and records are numbered as in the audit's key: rows from 1, records from 0.
  private static let version1 = """
    CREATE TABLE audits (
      id TEXT NOT NULL PRIMARY KEY,
      key TEXT NOT NULL,              -- the key, as its file
      labels TEXT NOT NULL,           -- what reviewers choose from, a JSON list
      created_at TEXT NOT NULL,
      closed_at TEXT,
      lead TEXT COLLATE NOCASE,       -- who decides between reviewers
      looks TEXT                      -- how often it was scored, a JSON object
    ) STRICT;

    CREATE TABLE audit_rows (
      audit TEXT NOT NULL REFERENCES audits(id),
      row INTEGER NOT NULL,
      record INTEGER NOT NULL,
      turn INTEGER NOT NULL,          -- 0: the record's primary row, 1: its second, …
      PRIMARY KEY (audit, row)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX audit_rows_by_record ON audit_rows (audit, record);

    -- Customer's texts, kept only while an audit is open.
    CREATE TABLE audit_texts (
      audit TEXT NOT NULL REFERENCES audits(id),
      record INTEGER NOT NULL,
      text TEXT NOT NULL,
      PRIMARY KEY (audit, record)
    ) STRICT, WITHOUT ROWID;

    -- Only ever added to: an undo is an entry of its own, and marks what it takes back.
    CREATE TABLE judgements (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      audit TEXT NOT NULL,
      row INTEGER NOT NULL,
      reviewer TEXT NOT NULL COLLATE NOCASE,
      kind TEXT NOT NULL CHECK (kind IN ('judgement', 'undo')),
      correct TEXT CHECK (correct IN ('yes', 'no', 'cannot_tell')),
      reviewer_label TEXT,
      note TEXT,
      is_lead INTEGER NOT NULL CHECK (is_lead IN (0, 1)),
      source TEXT NOT NULL CHECK (source IN ('page', 'terminal', 'sheet')),
      made_at TEXT NOT NULL,
      seconds REAL,                   -- from the text's appearance to the decision
      undone_by INTEGER,              -- the later entry that took it back or replaced it
      FOREIGN KEY (audit, row) REFERENCES audit_rows (audit, row)
    ) STRICT;
    -- A reviewer has one standing judgement a row, whatever two programs do at once.
    CREATE UNIQUE INDEX standing_judgements ON judgements (audit, row, reviewer, is_lead)
      WHERE kind = 'judgement' AND undone_by IS NULL;
    CREATE VIEW standing AS
      SELECT * FROM judgements WHERE kind = 'judgement' AND undone_by IS NULL;

    -- Who is looking at which row, so that nobody else gets it meanwhile.
    CREATE TABLE claims (
      audit TEXT NOT NULL,
      row INTEGER NOT NULL,
      reviewer TEXT NOT NULL COLLATE NOCASE,
      until INTEGER NOT NULL,         -- seconds since 1970 UTC
      PRIMARY KEY (audit, row),
      FOREIGN KEY (audit, row) REFERENCES audit_rows (audit, row)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE actions (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      audit TEXT NOT NULL REFERENCES audits(id),
      text TEXT NOT NULL,
      owner TEXT,
      due TEXT,
      state TEXT NOT NULL CHECK (state IN ('open', 'done', 'dropped'))
    ) STRICT;

    CREATE TABLE results (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      audit TEXT NOT NULL REFERENCES audits(id),
      scored_at TEXT NOT NULL,
      json TEXT NOT NULL
    ) STRICT;
    """

  /// Themes: what each run found, and what became of them since.
  private static let version2 = """
    CREATE TABLE theme_runs (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      made_at TEXT NOT NULL,
      records INTEGER NOT NULL CHECK (records >= 0),
      without_theme INTEGER NOT NULL CHECK (without_theme >= 0),
      moved INTEGER NOT NULL CHECK (moved >= 0),
      seed TEXT NOT NULL,             -- all 64 bits, in decimal digits
      program TEXT NOT NULL,          -- version of the program that made it
      model BLOB,                     -- of the last run only
      next_number INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE themes (
      run INTEGER NOT NULL REFERENCES theme_runs(seq),
      id TEXT NOT NULL,
      position INTEGER NOT NULL,      -- its place in the run, from 0
      name TEXT NOT NULL,
      named_by_user INTEGER NOT NULL CHECK (named_by_user IN (0, 1)),
      is_pinned INTEGER NOT NULL CHECK (is_pinned IN (0, 1)),
      size INTEGER NOT NULL CHECK (size >= 0),
      share REAL NOT NULL,
      distinct_texts INTEGER NOT NULL CHECK (distinct_texts >= 0),
      repeated REAL NOT NULL,
      cohesion REAL NOT NULL,
      terms TEXT NOT NULL,            -- a JSON list
      parent TEXT,
      trend TEXT NOT NULL,            -- a JSON list of {from, count}
      tags TEXT,                      -- a JSON object
      x REAL NOT NULL,
      y REAL NOT NULL,
      previous TEXT,                  -- a JSON object
      topic TEXT,                     -- what a user adopted it as
      merged_into TEXT,               -- another theme of the run, by a user
      PRIMARY KEY (run, id)
    ) STRICT, WITHOUT ROWID;

    -- Of the last run only; a customer's text only where the user asked to keep it.
    CREATE TABLE theme_quotes (
      run INTEGER NOT NULL,
      theme TEXT NOT NULL,
      position INTEGER NOT NULL,
      record_id TEXT NOT NULL,
      text TEXT,
      PRIMARY KEY (run, theme, position),
      FOREIGN KEY (run, theme) REFERENCES themes (run, id)
    ) STRICT, WITHOUT ROWID;

    -- Only ever added to.
    CREATE TABLE theme_events (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      run INTEGER NOT NULL REFERENCES theme_runs(seq),
      made_at TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('born', 'kept', 'died', 'split', 'merged', 'renamed',
        'pinned', 'unpinned', 'adopted')),
      theme TEXT NOT NULL,
      other TEXT,
      name TEXT NOT NULL,
      made_by TEXT NOT NULL CHECK (made_by IN ('run', 'user'))
    ) STRICT;
    """

  /// Watching: where the last run stopped, what it has seen, and what it raised. Moments that are
  /// integers are microseconds since 1970 UTC.
  private static let version3 = """
    CREATE TABLE watch_state (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      generation INTEGER NOT NULL CHECK (generation > 0),  -- how often it was written
      state BLOB NOT NULL,            -- what it means is the watcher's to check
      moment INTEGER NOT NULL,        -- what the last run took for now
      made_at TEXT NOT NULL
    ) STRICT;

    -- Hashes of the records that were seen, all 64 bits.
    CREATE TABLE watch_seen (key INTEGER PRIMARY KEY) STRICT;

    CREATE TABLE alarms (
      id TEXT NOT NULL PRIMARY KEY,
      number INTEGER NOT NULL UNIQUE, -- in the order in which they were raised
      kind TEXT NOT NULL CHECK (kind IN ('new_theme', 'surge')),
      state TEXT NOT NULL CHECK (state IN ('open', 'acknowledged', 'dismissed', 'resolved')),
      state_by TEXT NOT NULL CHECK (state_by IN ('run', 'user')),
      json TEXT NOT NULL,             -- the alarm as it is now
      has_text INTEGER NOT NULL CHECK (has_text IN (0, 1)),
      keep_text INTEGER NOT NULL CHECK (keep_text IN (0, 1)),
      raised_at INTEGER NOT NULL,
      last_record_at INTEGER NOT NULL,
      acted_at TEXT,                  -- when a user last decided something
      note TEXT
    ) STRICT;
    CREATE INDEX alarms_with_text ON alarms (last_record_at) WHERE has_text = 1;

    -- Only ever added to, but for quotes' texts and for what became of it.
    CREATE TABLE alarm_events (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      alarm TEXT NOT NULL REFERENCES alarms(id),
      kind TEXT NOT NULL CHECK (kind IN ('raised', 'updated', 'resolved', 'acknowledged',
        'dismissed', 'reopened')),
      made_at TEXT NOT NULL,
      made_by TEXT NOT NULL CHECK (made_by IN ('run', 'user')),
      json TEXT NOT NULL,             -- the alarm as it was then
      has_text INTEGER NOT NULL CHECK (has_text IN (0, 1)),
      keep_text INTEGER NOT NULL CHECK (keep_text IN (0, 1)),
      last_record_at INTEGER NOT NULL,
      count INTEGER NOT NULL CHECK (count >= 0),
      note TEXT,
      emitted INTEGER NOT NULL CHECK (emitted IN (0, 1)),
      delivered INTEGER NOT NULL CHECK (delivered IN (0, 1, 2)),  -- 0 not yet, 1 done, 2 given up
      attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0)
    ) STRICT;
    CREATE INDEX alarm_events_by_alarm ON alarm_events (alarm, seq);
    CREATE INDEX alarm_events_to_emit ON alarm_events (seq) WHERE emitted = 0;
    CREATE INDEX alarm_events_to_deliver ON alarm_events (seq) WHERE delivered = 0;
    CREATE INDEX alarm_events_with_text ON alarm_events (last_record_at) WHERE has_text = 1;
    CREATE INDEX alarm_decisions ON alarm_events (seq) WHERE made_by = 'user';
    """
}
