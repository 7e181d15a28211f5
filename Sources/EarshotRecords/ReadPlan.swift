/// What a reader found out about its input and will do with it: all that `inspect` shows.
public struct ReadPlan: Sendable {
  /// The path as it was given; `-` is standard input.
  public let path: String
  /// The format in use.
  public internal(set) var format: RecordFormat
  /// Whether the format was given or found in the content.
  public internal(set) var formatIsGiven: Bool
  /// Whether the input is compressed with gzip.
  public internal(set) var isGzip = false
  /// The encoding in use; records are handed over as UTF-8.
  public internal(set) var encoding: TextEncoding = .utf8
  /// Whether the input began with a byte order mark.
  public internal(set) var hasByteOrderMark = false
  /// Whether the input holds no bytes but blanks.
  public internal(set) var isEmpty = false
  /// Tables: the byte between cells.
  public internal(set) var delimiter: UInt8?
  /// Tables: whether lines end in CR LF.
  public internal(set) var usesCarriageReturns = false
  /// Tables: the columns in order. JSON: the top-level keys of the first records (64 KiB), in
  /// order of first sight.
  public internal(set) var columns: [String] = []
  /// JSON: the key of the array that holds the records, as `tickets` in `{"tickets": […]}`.
  public internal(set) var envelopeKey: String?
  /// Which field is what. Its `text` is empty when nothing was read yet and no field was named.
  public internal(set) var mapping: FieldMapping
  /// Why `mapping` is in use, as a phrase: "text fields as given", "preset zendesk" …
  public internal(set) var mappingReason: String
  /// Whether text fields are found anew in each record by their names (JSON without a mapping).
  public internal(set) var guessesText = false
  /// Tables: the header cells as they were read, quotes included.
  var headerCells: [[UInt8]] = []

  /// What each field is for, as `inspect` shows it: `text`, `id`, `time` … and the column or path in
  /// use, in the order of a mapping file. Fields of a preset or guess that the first records do not
  /// have are left out.
  public var fields: [(role: String, name: String)] {
    let roles: [(String, FieldPath?)] =
      mapping.text.map { ("text", $0) } + [
        ("id", mapping.id), ("time", mapping.time), ("author", mapping.author),
        ("channel", mapping.channel), ("account", mapping.account), ("agent", mapping.agent),
        ("score", mapping.score), ("tags", mapping.tags),
      ]
    return roles.compactMap { role, path in
      path.flatMap(usedName(of:)).map { (role, $0) }
    }
  }

  /// The alternative of a path whose column or first key was seen; nil if none was.
  private func usedName(of path: FieldPath) -> String? {
    let names = columns.map { Array($0.utf8) }
    if names.contains(path.nameBytes) { return path.name }
    for (steps, name) in zip(path.alternatives, path.alternativeNames) {
      for candidate in names {
        if path.matches(candidate, alternative: name) {
          return String(decoding: candidate, as: UTF8.self)
        }
        if !isTable, case .key(let key)? = steps.first,
          path.matches(candidate, alternative: key)
        {
          return String(decoding: name, as: UTF8.self)
        }
      }
    }
    return nil
  }

  /// Whether the input is rows under a header.
  public var isTable: Bool { format == .csv || format == .tsv }
}
