import EarshotNumerics
import EarshotRecords
import EarshotTagging
import EarshotText

/// Draws the records of an audit in one pass over any number of records.
///
/// ```swift
/// var draw = AuditDraw(options)
/// for record in records { try draw.add(…) }
/// let drawn = try draw.finish(source: …, at: now)
/// ```
/// Deterministic: the same options and records give the same draw, however the records arrive.
/// Memory: the texts of what may still be drawn, and 8 to 16 bytes a record to notice duplicates.
public struct AuditDraw {
  public struct Options: Sendable {
    /// What is judged: `topic`, or the column that holds the tags.
    public var field: String
    /// Records to draw; a smaller frame is drawn whole.
    public var size: Int
    public var seed: UInt64 = 1
    /// What the strata are made of, for the key; empty for a simple random sample.
    public var stratify: [String] = []
    public var allocation = AuditKey.Allocation.proportional
    /// At least so many records from each stratum (all, where it has fewer). Two, so that every part
    /// of the frame is seen and its spread can be estimated.
    public var floor = 2
    public var blind = false
    /// Share of the records that two reviewers judge, 0…1.
    public var double = 0.0
    /// Leave records out of the frame whose text an earlier record has.
    public var skipsDuplicates = false
    /// The audit's id; made from field, date and a mark of frame and options where nil.
    public var name: String?
    /// Takes personal data out of a text that is shown.
    public var redact: (@Sendable (String) -> String)?

    public init(field: String, size: Int) {
      self.field = field
      self.size = size
    }
  }

  /// What the key says of a record beside its tag.
  public struct Details: Sendable {
    public var confidence: Double?
    public var decision: String?
    public var channel: String?

    public init(confidence: Double? = nil, decision: String? = nil, channel: String? = nil) {
      (self.confidence, self.decision, self.channel) = (confidence, decision, channel)
    }
  }

  /// What was drawn.
  public struct Drawn: Sendable {
    public var key: AuditKey
    /// The text shown of each of `key.records`.
    public var texts: [String]
    /// Strata that were too small to stand alone and were drawn from together; 0 or at least 2.
    public var mergedStrata: Int
  }

  /// More strata than this are a mistake, as a column of ids.
  static let maximumStrata = 10_000
  /// More of a text is not kept; four bytes for each character that a cell may hold.
  static let keptBytes = 4 * AuditSheet.longestText

  public let options: Options
  private var reservoir: AuditReservoir
  /// Tags as they stand in records; several joined by `|`.
  private var tags: Set<String> = []
  private var texts: Set<UInt64> = []
  private var duplicates = 0
  private var automaticReplies = 0
  private var withoutTag = 0
  private var unreadable = 0
  private var hash = FNV1a()
  private var first: Timestamp?
  private var last: Timestamp?

  public init(_ options: Options) {
    precondition(options.size > 0 && options.floor >= 0 && (0...1).contains(options.double))
    self.options = options
    reservoir = AuditReservoir(
      sampleSize: options.size, floor: options.floor, isStratified: !options.stratify.isEmpty,
      isNeyman: options.allocation == .neyman, seed: options.seed)
  }

  /// Records of the frame so far.
  public var frameSize: Int { reservoir.size }

  /// Counts a record that has no tag, so that it can't be judged.
  public mutating func addUntagged() { withoutTag += 1 }

  /// Counts a record that could not be read, or has no text to judge by.
  public mutating func addUnreadable() { unreadable += 1 }

  /// Adds the next record of the input to the frame.
  ///
  /// - Parameters:
  ///   - text: what a reviewer would read, UTF-8.
  ///   - label: its tag; several joined by `|`.
  ///   - stratum: the part of the frame it is in; any one name for a simple sample.
  ///   - confidence: for Neyman's allocation; nil where it is not needed or not known.
  ///   - details: what the key says of it; asked for only when it may be drawn.
  /// - Throws: `tooManyStrata`.
  public mutating func add(
    recordID: String, text: ArraySlice<UInt8>, label: String, stratum: String,
    confidence: Double? = nil, time: Timestamp? = nil, details: () -> Details
  ) throws(AuditDrawError) {
    var mark = FNV1a()
    mark.combine(text)
    if !texts.insert(mark.value).inserted {
      duplicates += 1
      if options.skipsDuplicates { return }
    }
    if AutomaticReply.matches(text) { automaticReplies += 1 }
    tags.insert(label)
    if let time {
      first = min(first ?? time, time)
      last = max(last ?? time, time)
    }
    hash.combine(recordID.utf8)
    hash.combine([0x1F])
    hash.combine(label.utf8)
    hash.combine([0x1E])
    guard let number = reservoir.stratum(named: stratum, maximum: Self.maximumStrata) else {
      throw .tooManyStrata(maximum: Self.maximumStrata, stratify: options.stratify)
    }
    reservoir.add(to: number, confidence: confidence) { order, index in
      AuditReservoir.Candidate(
        order: order, index: index, recordID: recordID, label: label,
        text: Array(text.prefix(Self.keptBytes)), textBytes: text.count, details: details())
    }
  }

  /// Draws, once all records were added.
  ///
  /// - Throws: `emptyFrame`, `floorTooHigh`, `noConfidence`.
  public func finish(
    source: AuditKey.Source, at now: Timestamp
  ) throws(AuditDrawError) -> Drawn {
    if reservoir.size == 0 {
      throw .emptyFrame(
        field: options.field, read: source.records, withoutTag: withoutTag, unreadable: unreadable)
    }
    let plan = try AuditStrata(reservoir.strata, options: options)
    var records: [AuditKey.Record] = []
    var shown: [String] = []
    for (number, stratum) in plan.strata.enumerated() {
      let chosen = stratum.candidates.prefix(stratum.drawn).sorted { $0.index < $1.index }
      for candidate in chosen {
        let text = AuditSheet.shown(
          candidate.text, wholeBytes: candidate.textBytes, redact: options.redact)
        shown.append(text)
        records.append(
          AuditKey.Record(
            recordID: candidate.recordID, stratum: number, label: candidate.label,
            confidence: candidate.details.confidence, decision: candidate.details.decision,
            channel: candidate.details.channel, hash: AuditKey.hash(ofText: text)))
      }
    }
    let isStratified = !options.stratify.isEmpty
    let key = AuditKey(
      audit: options.name ?? name(at: now), field: options.field,
      createdAt: Timestamp(microseconds: now.microseconds / 1_000_000 * 1_000_000).description,
      earshot: Earshot.version, source: source,
      frame: AuditKey.Frame(
        size: reservoir.size, duplicates: duplicates, automaticReplies: automaticReplies,
        withoutTag: withoutTag, unreadable: unreadable,
        skipsDuplicates: options.skipsDuplicates, hash: hash.hex, from: first?.description,
        to: last?.description),
      seed: options.seed, blind: options.blind, double: options.double,
      redacted: options.redact != nil, design: isStratified ? .stratified : .simple,
      allocation: isStratified ? options.allocation : nil, stratify: options.stratify,
      strata: plan.strata.map { .init(name: $0.name, size: $0.size, drawn: $0.drawn) },
      labels: Set(tags.flatMap { AuditJudgement.parts($0) }).sorted(), records: records,
      rows: rows(records.count))
    return Drawn(key: key, texts: shown, mergedStrata: plan.merged)
  }

  /// Which record each row shows: all in random order, then those for double review in another.
  ///
  /// So the second row of a record is far from its first, and the rows from `records + 1` on can go
  /// to a second reviewer as they are.
  private func rows(_ count: Int) -> [Int] {
    // Another sequence than that of the draw.
    var generator = SplitMix64(seed: options.seed ^ 0x6a09_e667_f3bc_c908)
    let order = generator.permutation(of: count)
    let doubled = Int((Double(count) * options.double).rounded())
    var again = Array(generator.permutation(of: count).prefix(doubled))
    if again.count > 1, again[0] == order[count - 1] { again.swapAt(0, again.count - 1) }
    return order + again
  }

  /// `topic-2026-11-22-7f3a`.
  private func name(at now: Timestamp) -> String {
    // Draws that differ in anything have other rows, and so must have other names.
    var mark = hash
    let choices = [
      "\(options.seed)", "\(options.size)", "\(options.floor)", "\(options.double)",
      "\(options.blind)", "\(options.skipsDuplicates)", "\(options.redact != nil)",
      options.allocation.rawValue,
    ]
    mark.combine((choices + options.stratify).joined(separator: " ").utf8)
    let field = options.field.prefix(40).map { character -> Character in
      character.isASCII && (character.isLetter || character.isNumber) || "_.".contains(character)
        ? character : "-"
    }
    return "\(String(field))-\(now.description.prefix(10))-\(mark.hex.suffix(4))"
  }
}

/// Why nothing could be drawn.
public enum AuditDrawError: Error, Sendable, Equatable {
  case emptyFrame(field: String, read: Int, withoutTag: Int, unreadable: Int)
  case tooManyStrata(maximum: Int, stratify: [String])
  /// The strata together need more records than the sample has.
  case floorTooHigh(strata: Int, floor: Int, needed: Int, size: Int)
  /// Neyman's allocation, but no record has a confidence.
  case noConfidence

  /// One or two sentences: what was found, what to do.
  public var message: String {
    switch self {
    case .emptyFrame(let field, 0, _, _):
      "There is no record to draw from for an audit of \(field): the input is empty."
    case .emptyFrame(let field, let read, let withoutTag, let unreadable):
      "There is no record with a tag in \(field) to draw from (\(read) read, \(withoutTag) without a tag, \(unreadable) without a readable text). Check --field or --label-field and --where with `earshot inspect`."
    case .tooManyStrata(let maximum, let stratify):
      "Stratifying by \(stratify.joined(separator: ", ")) makes more than \(maximum) strata. Choose a field with few values."
    case .floorTooHigh(let strata, let floor, let needed, let size):
      "\(strata) strata with a floor of \(floor) need \(needed) records, the sample has \(size). Draw more with --size, lower --floor, or stratify by less."
    case .noConfidence:
      "--allocation neyman shares out by confidence, and no record has one. Name its column with --confidence-field, or use --allocation proportional."
    }
  }
}
