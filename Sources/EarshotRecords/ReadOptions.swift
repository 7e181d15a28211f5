/// How records are written in a file.
public enum RecordFormat: String, Sendable, CaseIterable {
  /// Rows under a header, cells separated by a comma (or the `;`, tab or `|` that the file uses).
  case csv
  /// The same with tabs.
  case tsv
  /// One array of objects (or objects one after another), each over as many lines as it likes.
  case json
  /// One JSON value a line.
  case jsonl
}

/// How characters are written as bytes.
public enum TextEncoding: String, Sendable, CaseIterable {
  case utf8 = "utf-8"
  case utf16LittleEndian = "utf-16le"
  case utf16BigEndian = "utf-16be"
  case latin1 = "latin-1"
  case windows1252 = "windows-1252"
}

/// What a user says about the input; everything left out is found from the content.
public struct ReadOptions: Sendable {
  /// nil: by content, never by the name.
  public var format: RecordFormat?
  /// The product that exported the input.
  public var preset: Preset?
  /// A user's own mapping; goes before `preset`.
  public var mapping: FieldMapping?
  /// The fields joined to the text; go before those of `mapping` and `preset`.
  public var textFields: [FieldPath] = []
  /// The field of the id; goes before that of `mapping` and `preset`.
  public var idField: FieldPath?
  /// The field of the time; goes before that of `mapping` and `preset`.
  public var timeField: FieldPath?
  /// How times are written; goes before that of `mapping` and `preset`.
  public var timeFormat: TimeFormat?
  /// The field of the author; goes before that of `mapping` and `preset`.
  public var authorField: FieldPath?
  /// Only records where all of these hold are read (`--where`).
  public var filters: [FieldCondition] = []
  /// nil: what a byte order mark says, else UTF-8.
  public var encoding: TextEncoding?
  /// A longer record is reported and its bytes are skipped.
  public var maximumRecordBytes = 16 << 20
  /// One record for each line, blank, broken and filtered ones too, as a filter in a pipeline
  /// needs it. Needs `format == .jsonl`. Nothing is read before the first call of `read`.
  public var keepsEveryLine = false
  /// Read JSON lines as they come: a first line that is a whole object tells the format, and nothing waits for 64 KiB of
  /// input. Other formats need more to be told from each other, and wait.
  public var startsAtFirstLine = false

  /// Options that leave everything to the content.
  public init() {}

  /// What a filter in a pipeline reads: each line of the input is one record.
  public static var everyLine: ReadOptions {
    var options = ReadOptions()
    options.format = .jsonl
    options.keepsEveryLine = true
    return options
  }
}
