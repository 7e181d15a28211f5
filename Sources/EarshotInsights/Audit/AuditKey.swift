import EarshotText
import FoundationEssentials

/// What was drawn for an audit and how: the file `sheet.audit.json` beside a sheet.
///
/// Holds ids, tags and hashes, never a customer's text. Names are those of the file.
public struct AuditKey: Codable, Sendable, Equatable {
  /// What a key says it is.
  public static let currentFormat = "earshot-audit"
  /// The newest version that this program reads.
  public static let currentVersion = 1

  public var format = AuditKey.currentFormat
  public var version = AuditKey.currentVersion
  /// The audit's id, as `topic-2026-11-22-7f3a`.
  public var audit: String
  /// What is judged: `topic`, `bucket`, or the column that holds the tags.
  public var field: String
  /// When it was drawn, RFC 3339 in UTC.
  public var created_at: String
  /// Version of the program that drew it.
  public var earshot: String
  public var source: Source
  public var frame: Frame
  /// Seed of the draw, of the choice for double review, and of the order of rows.
  public var seed: UInt64
  /// Whether reviewers do not see the tags.
  public var blind: Bool
  /// Share of records that two reviewers judge, 0…1.
  public var double: Double
  /// Whether personal data was taken out of the texts shown.
  public var redacted: Bool
  public var design: Design
  /// How a stratified sample was shared out; absent for a simple one.
  public var allocation: Allocation?
  /// What the strata are made of: `topic`, `confidence`, a column; empty for a simple sample.
  public var stratify: [String]
  /// The parts of the frame; one for a simple sample.
  public var strata: [Stratum]
  /// All labels of the frame, in alphabetical order: those a reviewer may choose from.
  public var labels: [String]
  /// The drawn records, by stratum, then in the order of the input.
  public var records: [Record]
  /// Row `r` of the sheet, from 1, shows the record `records[rows[r - 1]]`.
  public var rows: [Int]

  public enum Design: String, Codable, Sendable { case simple, stratified }

  public enum Allocation: String, Codable, Sendable, CaseIterable {
    /// As many from a stratum as its share of the frame.
    case proportional
    /// More from where more errors are to be expected, as the confidences tell.
    case neyman
    /// At least so many from every stratum, the rest by share.
    case floor
  }

  /// Where the frame came from.
  public struct Source: Codable, Sendable, Equatable {
    /// Names of the files, without their folders.
    public var files: [String]
    /// Records read, those that could not be used among them.
    public var records: Int
    /// The model that gave the tags, `care-en@1.0.0+5f3c9a1e`; several joined by a comma; absent
    /// for the tags of others.
    public var model: String?

    public init(files: [String], records: Int, model: String?) {
      (self.files, self.records, self.model) = (files, records, model)
    }
  }

  /// The records that could have been drawn.
  public struct Frame: Codable, Sendable, Equatable {
    public var size: Int
    /// Records whose text another record before them has.
    public var duplicates: Int
    public var automatic_replies: Int
    /// Records left out because they have no tag.
    public var without_tag: Int
    /// Records left out because they have no readable text, or could not be read.
    public var unreadable: Int
    /// Whether duplicates are left out of `size`.
    public var skips_duplicates: Bool
    /// FNV-1a (64 bit) of the ids and tags in order, 16 hexadecimal digits.
    public var hash: String
    /// Time of the first and of the last record, where records have one.
    public var from: String?
    public var to: String?

    public init(
      size: Int, duplicates: Int, automaticReplies: Int, withoutTag: Int, unreadable: Int,
      skipsDuplicates: Bool, hash: String, from: String?, to: String?
    ) {
      (self.size, self.duplicates, automatic_replies) = (size, duplicates, automaticReplies)
      (without_tag, self.unreadable) = (withoutTag, unreadable)
      (skips_duplicates, self.hash) = (skipsDuplicates, hash)
      (self.from, self.to) = (from, to)
    }
  }

  /// A part of the frame; each of its records had the chance `drawn / size` to be drawn.
  public struct Stratum: Codable, Sendable, Equatable {
    public var name: String
    /// Records of the frame in it.
    public var size: Int
    /// Records drawn from it.
    public var drawn: Int
    /// `drawn / size`, for those who compute with the key.
    public var inclusion_probability: Double

    public init(name: String, size: Int, drawn: Int) {
      (self.name, self.size, self.drawn) = (name, size, drawn)
      inclusion_probability = size == 0 ? 0 : Double(drawn) / Double(size)
    }
  }

  /// A drawn record.
  public struct Record: Codable, Sendable, Equatable {
    /// Its id; where records have none, `line 17` (with the file's name where there are several).
    public var record_id: String
    /// A number in `strata`.
    public var stratum: Int
    /// The tag to be judged; several joined by `|`.
    public var label: String
    /// How sure the tagger was, 0…1; absent where it did not say.
    public var confidence: Double?
    /// `auto` or `review`; absent for the tags of others.
    public var decision: String?
    public var channel: String?
    /// Of the text that reviewers see: `AuditKey.hash(ofText:)`.
    public var hash: String

    public init(
      recordID: String, stratum: Int, label: String, confidence: Double? = nil,
      decision: String? = nil, channel: String? = nil, hash: String
    ) {
      (record_id, self.stratum, self.label) = (recordID, stratum, label)
      (self.confidence, self.decision, self.channel) = (confidence, decision, channel)
      self.hash = hash
    }
  }

  public init(
    audit: String, field: String, createdAt: String, earshot: String, source: Source,
    frame: Frame, seed: UInt64, blind: Bool, double: Double, redacted: Bool, design: Design,
    allocation: Allocation?, stratify: [String], strata: [Stratum], labels: [String],
    records: [Record], rows: [Int]
  ) {
    (self.audit, self.field, created_at, self.earshot) = (audit, field, createdAt, earshot)
    (self.source, self.frame, self.seed) = (source, frame, seed)
    (self.blind, self.double, self.redacted) = (blind, double, redacted)
    (self.design, self.allocation, self.stratify) = (design, allocation, stratify)
    (self.strata, self.labels, self.records, self.rows) = (strata, labels, records, rows)
  }

  /// The record that row `row` (from 1) shows, as an index of `records`; nil when there is no such
  /// row.
  public func record(ofRow row: Int) -> Int? {
    row >= 1 && row <= rows.count ? rows[row - 1] : nil
  }

  /// The rows (from 1) that show each record, the primary row first.
  ///
  /// - Complexity: O(rows)
  public func rowsOfRecords() -> [[Int]] {
    var found = records.map { _ in [Int]() }
    for (index, record) in rows.enumerated() { found[record].append(index + 1) }
    return found
  }

  /// The chance that record `i` of `records` had to be drawn, above 0 and at most 1.
  public func inclusionProbability(of i: Int) -> Double {
    let stratum = strata[records[i].stratum]
    return Double(stratum.drawn) / Double(stratum.size)
  }

  /// What was found out about the records, for estimates.
  ///
  /// - Precondition: one reading a record.
  public func sample(_ readings: [AuditReading]) -> AuditSample {
    AuditSample(
      strata: strata.map { AuditStratum(name: $0.name, size: $0.size) },
      stratumOfRecord: records.map(\.stratum), readings: readings)
  }
}

// MARK: - As a file

/// Why a file is not the key of an audit.
public enum AuditKeyError: Error, Sendable, Equatable {
  case notAKey(path: String)
  case newer(path: String, version: Int, known: Int)
  /// It is one, but what it says can't be; `what` names the part.
  case damaged(path: String, what: String)

  /// One or two sentences: place, what was found, what to do.
  public var message: String {
    switch self {
    case .notAKey(let path):
      "\(path): this is not the key of an audit. Expected the file NAME.audit.json that `earshot audit draw` wrote beside the sheet."
    case .newer(let path, let version, let known):
      "\(path): the key has version \(version), this program reads up to \(known). Use a newer earshot."
    case .damaged(let path, let what):
      "\(path): the key is damaged (\(what)). Take the file that `earshot audit draw` wrote; it must not be edited."
    }
  }
}

extension AuditKey {
  /// Reads a key from the bytes of its file.
  ///
  /// - Parameter path: for messages.
  /// - Throws: `AuditKeyError` when it is none, is newer, or its numbers do not fit together.
  public init(json bytes: [UInt8], path: String) throws(AuditKeyError) {
    struct Head: Decodable {
      var format: String
      var version: Int
    }
    let data = Data(bytes)
    guard let head = try? JSONDecoder().decode(Head.self, from: data),
      head.format == Self.currentFormat
    else { throw .notAKey(path: path) }
    guard head.version <= Self.currentVersion else {
      throw .newer(path: path, version: head.version, known: Self.currentVersion)
    }
    guard let key = try? JSONDecoder().decode(AuditKey.self, from: data) else {
      throw .damaged(path: path, what: "a part is missing or of another kind")
    }
    if let what = key.inconsistency { throw .damaged(path: path, what: what) }
    self = key
  }

  /// The bytes of its file: JSON on one line, keys in alphabetical order.
  public func json() -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else {
      preconditionFailure("a key holds only finite numbers")
    }
    return Array(data) + [0x0A]
  }

  /// What in it can't be; nil when all fits together, so that indices may be trusted.
  private var inconsistency: String? {
    if !records.allSatisfy({ strata.indices.contains($0.stratum) }) {
      return "a record is in a stratum that is not listed"
    }
    if !rows.allSatisfy({ records.indices.contains($0) }) {
      return "a row shows a record that is not listed"
    }
    var drawn = strata.map { _ in 0 }
    for record in records { drawn[record.stratum] += 1 }
    for (stratum, count) in zip(strata, drawn) where stratum.drawn != count || stratum.size < count
    {
      return "its strata do not count its records"
    }
    if !(0...1).contains(double) { return "a share is not between 0 and 1" }
    if Set(rows).count != records.count { return "a record has no row" }
    return nil
  }

  /// A mark of a text by which an edited one is noticed: FNV-1a, 64 bit, as 16 hexadecimal digits.
  ///
  /// What spreadsheets change by themselves does not count: carriage returns, blanks and line
  /// breaks at both ends, and the `'` that keeps a cell from running as a formula.
  public static func hash(ofText text: String) -> String {
    var bytes = Array(text.utf8.filter { $0 != 0x0D })[...]
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A }
    func trim() {
      bytes = bytes.drop(while: isBlank)
      while let last = bytes.last, isBlank(last) { bytes.removeLast() }
    }
    trim()
    if bytes.first == UInt8(ascii: "'") { bytes.removeFirst() }
    trim()
    var hash = FNV1a()
    hash.combine(bytes)
    return hash.hex
  }
}
