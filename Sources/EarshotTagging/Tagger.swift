import EarshotLearning
import EarshotNumerics
import EarshotText

/// A finished model: text in, tags out. Immutable; any number of threads may share it.
///
/// ```swift
/// let tagger = try Tagger(contentsOf: "b77.earshot")
/// var scratch = tagger.makeScratch()
/// let tags = tagger.tag(Array("where is my card".utf8).span, using: &scratch)
/// ```
///
/// The same model and text give the same tags on every CPU: sums run in a fixed order, exp and log are
/// our own (`Elementary`), and no BLAS is used.
public struct Tagger: Sendable {
  public let card: ModelCard
  public let fields: [FieldModel]
  /// Which model this is: name@version+checksum, as in every tagged record.
  public let identity: String
  /// Size of the model file in bytes.
  public let byteCount: Int
  /// What turns a text into the rows that fields read; a field names its own.
  let spaces: [Featurizer]
  let blocks: [WeightBlock]
  /// Numbers of the fields in the order in which they are scored: space by space, so that the row in
  /// a scratch is that of the field at hand.
  private let scoringOrder: [Int]
  let domain: DomainModel?
  let tone: Tone?
  /// What was learned of signs of frustration; nil where patterns alone find them.
  let finder: MarkerFinder?
  private let tokenizer = Tokenizer()
  private let guesser = LanguageGuesser()

  /// Opens a model file by mapping it into memory.
  ///
  /// - Throws: `ModelFileError` for a file that is missing, no model, newer, cut off or damaged.
  /// - Complexity: O(bytes) for the checksum, about 0.1 ms a megabyte.
  public init(contentsOf path: String) throws(ModelFileError) {
    try self.init(ModelBytes(path: path), path: path)
  }

  /// Opens a model with a user's own words and patterns of tone beside its own. Its identity says so:
  /// `name@version+checksum+tone`, the last of them a checksum of what was added.
  ///
  /// - Throws: `ModelFileError` as above; `.ownTone` for a model without words of tone, and for words and
  ///   patterns that say other things than the model's.
  public init(contentsOf path: String, tone: ToneSource) throws(ModelFileError) {
    try self.init(ModelBytes(path: path), path: path, tone: tone)
  }

  /// A model from bytes in memory, as `Trainer` returns them.
  public init(bytes: [UInt8], name: String = "model") throws(ModelFileError) {
    try self.init(ModelBytes(bytes), path: name)
  }

  init(
    _ bytes: ModelBytes, path: String, tone own: ToneSource? = nil
  ) throws(ModelFileError) {
    let file = try ModelFile(bytes, path: path)
    card = try ModelCard(file)
    tone = try Tone.model(file, with: own)
    spaces = try Featurizer.all(in: file, card, tone)
    var (fields, blocks) = try FieldModel.all(in: file, card)
    finder = try MarkerFinder(from: &fields, blocks, in: file, own: own)
    (self.fields, self.blocks) = (fields, blocks)
    // The row of the space that the finder reads is made last, so that it finds it there.
    let last = finder?.field.space
    scoringOrder = fields.indices.sorted { [fields] in
      (fields[$0].space == last ? 1 : 0, fields[$0].space, $0)
        < (fields[$1].space == last ? 1 : 0, fields[$1].space, $1)
    }
    domain = try DomainModel(card, file)
    let addition = own.map { own in
      let bytes = ModelBytes(own.encoded())
      return "+" + ModelBytes.shortHash(bytes.hash(first: bytes.count))
    }
    identity = "\(card.name)@\(card.version)+\(file.checksum)\(addition ?? "")"
    byteCount = bytes.count
  }

  // MARK: - Tagging

  /// What one thread needs to tag; kept from record to record.
  public struct Scratch: ~Copyable {
    var features: Featurizer.Scratch
    /// Of all fields, block by block.
    var scores: [Float]
    /// Whether the scores of a block are those of the text.
    fileprivate var isScored: [Bool]
    /// P(label) of the last field that was scored, and P(none) after them if it has that class.
    var probabilities: [Float]
    fileprivate var evidence = EvidenceScratch()
    /// Number of the space whose row lies in `features`; nil when it is of another text.
    var space: Int?
    var finder: MarkerFinder.Scratch
    /// What the fields that were tagged say of the text.
    fileprivate var foreignness = Foreignness()

    fileprivate init(_ tagger: Tagger) {
      features = Featurizer.Scratch(tagger.spaces)
      finder = MarkerFinder.Scratch(tagger.finder.map { tagger.spaces[$0.field.space] })
      scores = [Float](repeating: 0, count: tagger.blocks.reduce(0) { $0 + $1.stride })
      isScored = tagger.blocks.map { _ in false }
      let widest = tagger.fields.map(\.classCount).max() ?? 0
      probabilities = [Float](repeating: 0, count: widest)
    }
  }

  public func makeScratch() -> Scratch { Scratch(self) }

  /// Tags one text.
  ///
  /// - Parameters:
  ///   - text: UTF-8; bytes that are not are skipped.
  ///   - wantsEvidence: also say which words carried each decision; costs about as much again.
  /// - Complexity: O(bytes + terms · labels).
  public func tag(
    _ text: Span<UInt8>, using scratch: inout Scratch, evidence wantsEvidence: Bool = false
  ) -> Tags {
    var tags = Tags()
    tag(text, into: &tags, using: &scratch, evidence: wantsEvidence)
    return tags
  }

  /// The same into tags whose memory is used again: a returned value is copied.
  func tag(
    _ text: Span<UInt8>, into tags: inout Tags, using scratch: inout Scratch,
    evidence wantsEvidence: Bool
  ) {
    guard open(text, &tags, &scratch) else { return }
    for number in scoringOrder {
      score(number, of: text, &scratch)
      tag(number, &tags, &scratch, wantsEvidence)
    }
    close(text, &tags, &scratch)
  }

  /// Tags two texts, as one after the other would be, and reads the weights that both need once: those
  /// of meaning are more than a CPU's first cache holds.
  func tag(
    _ text: Span<UInt8>, _ next: Span<UInt8>, into tags: inout Tags, _ nextTags: inout Tags,
    using scratch: inout Scratch, _ nextScratch: inout Scratch, evidence wantsEvidence: Bool
  ) {
    guard open(text, &tags, &scratch) else {
      return tag(next, into: &nextTags, using: &nextScratch, evidence: wantsEvidence)
    }
    let isNextOpen = open(next, &nextTags, &nextScratch)
    for number in scoringOrder {
      if isNextOpen {
        score(number, of: text, next, &scratch, &nextScratch)
        tag(number, &nextTags, &nextScratch, wantsEvidence)
      } else {
        score(number, of: text, &scratch)
      }
      tag(number, &tags, &scratch, wantsEvidence)
    }
    close(text, &tags, &scratch)
    if isNextOpen { close(next, &nextTags, &nextScratch) }
  }

  /// Reads a text. Returns false for one that has no tags but says why.
  private func open(_ text: Span<UInt8>, _ tags: inout Tags, _ scratch: inout Scratch) -> Bool {
    tags.clear(fields: fields.count)
    guard read(text, &scratch) else {
      for f in fields.indices { tags.fields[f].reason = .emptyText }
      return false
    }
    tags.isShort = scratch.features.tokens.isShort
    if let language = language(scratch) {
      tags.language = language.code
      tags.isMixed = language.code != "en" && language.code != Language.unknown.code
      if language.isUnsupported {
        for f in fields.indices { tags.fields[f].reason = .unsupportedLanguage }
        return false
      }
    }
    return true
  }

  /// Tags the field that was just scored.
  private func tag(
    _ number: Int, _ tags: inout Tags, _ scratch: inout Scratch, _ wantsEvidence: Bool
  ) {
    let field = fields[number]
    field.probabilities(of: scratch.scores, into: &scratch.probabilities)
    scratch.foreignness.add(foreignness(number, scratch))
    field.tag(scratch.probabilities, into: &tags.fields[number])
    guard wantsEvidence else { return }
    tags.fields[number].evidenceOfChoices = tags.fields[number].choices.map {
      scratch.evidence.collect(
        &scratch.features, spaces[field.space], field, blocks[field.block], label: $0.label)
    }
  }

  /// Adds what all fields together say.
  private func close(_ text: Span<UInt8>, _ tags: inout Tags, _ scratch: inout Scratch) {
    addTone(to: &tags, of: text, &scratch)
    tags.domainScore = scratch.foreignness.score
    if Tags.isOutOfDomain(tags.domainScore) {
      for (number, field) in fields.enumerated() where DomainModel.covers(field: field.name) {
        tags.fields[number].turnAway(for: .outOfDomain)
      }
    }
  }

  /// Adds the signs of frustration, and to its score how negative the text is.
  private func addTone(to tags: inout Tags, of text: Span<UInt8>, _ scratch: inout Scratch) {
    guard let frustration = fields.firstIndex(where: { $0.name == "frustration" }),
      let level = tags.fields[frustration].score
    else { return }
    if let sentiment = fields.firstIndex(where: { $0.name == "sentiment" }),
      let score = tags.fields[sentiment].score
    {
      // (level + 0.2 · −score), moved to 0…1: short texts show less wear than displeasure.
      let weight = Self.sentimentWeight
      tags.fields[frustration].score = (level + weight * (1 - score)) / (1 + 2 * weight)
    }
    // Who is not worn gives no sign of it: what looks like one is another's, or a joke.
    if let tone, let best = tags.fields[frustration].choices.first,
      fields[frustration].labels[best.label] != "none"
    {
      scratch.features.readTone(of: text, tone)
      tags.markers = scratch.features.reading.markers
      judgeMarkers(&tags.markers, of: text, &scratch)
    }
  }

  private static let sentimentWeight: Float = 0.2

  /// The fields that tags are of, and the one that finds markers.
  var allFields: [FieldModel] { fields + (finder.map { [$0.field] } ?? []) }

  /// Whether the model looks for signs of frustration.
  var hasTone: Bool { tone != nil }

  /// Whether the model can say how foreign a text is.
  var tellsForeign: Bool { domain != nil || fields.contains(where: \.hasNull) }

  /// What field `number` says of how foreign the text is, whose scores and probabilities lie in
  /// `scratch`; nil for most fields.
  private func foreignness(_ number: Int, _ scratch: borrowing Scratch) -> Float? {
    let field = fields[number]
    if field.hasNull { return scratch.probabilities[field.labels.count] }
    guard let domain, number == domain.field else { return nil }
    return domain.score(
      scratch.scores[field.firstScore..<field.firstScore + field.labels.count],
      dense: scratch.features.dense)
  }

  /// How foreign the text in `scratch` is; nil when the model can't say.
  func domainScore(of text: Span<UInt8>, _ scratch: inout Scratch) -> Float? {
    scratch.foreignness = Foreignness()
    for number in scoringOrder where fields[number].hasNull || number == domain?.field {
      let field = fields[number]
      score(number, of: text, &scratch)
      if field.hasNull { field.probabilities(of: scratch.scores, into: &scratch.probabilities) }
      scratch.foreignness.add(foreignness(number, scratch))
    }
    return scratch.foreignness.score
  }

  /// Cuts a text into tokens; false when there is nothing in it to read: no token, or in a chat none of
  /// the customer's.
  func read(_ text: Span<UInt8>, _ scratch: inout Scratch) -> Bool {
    scratch.features.tokenize(text, with: tokenizer)
    scratch.space = nil
    scratch.foreignness = Foreignness()
    for block in blocks.indices { scratch.isScored[block] = false }
    return scratch.features.tokens.tokens.contains(where: \.isOwn)
  }

  /// The language that the text in `scratch` seems to be in; nil when the model doesn't ask.
  func language(_ scratch: borrowing Scratch) -> Language? {
    card.language == "en" ? guesser.guess(scratch.features.tokens) : nil
  }

  /// Puts a field's scores of the text that was read into `scratch`, with those of all fields that
  /// read the same space.
  func score(_ number: Int, of text: Span<UInt8>, _ scratch: inout Scratch) {
    let number = fields[number].block
    if scratch.isScored[number] { return }
    let block = blocks[number]
    makeRow(block.space, of: text, &scratch)
    block.score(scratch.features, into: &scratch.scores, from: block.firstScore)
    scratch.isScored[number] = true
  }

  /// The same for two texts that were read.
  private func score(
    _ number: Int, of text: Span<UInt8>, _ next: Span<UInt8>, _ scratch: inout Scratch,
    _ nextScratch: inout Scratch
  ) {
    let number = fields[number].block
    if scratch.isScored[number] { return }
    let block = blocks[number]
    makeRow(block.space, of: text, &scratch)
    makeRow(block.space, of: next, &nextScratch)
    block.score(
      scratch.features, nextScratch.features, into: &scratch.scores, &nextScratch.scores,
      from: block.firstScore)
    scratch.isScored[number] = true
    nextScratch.isScored[number] = true
  }

  private func makeRow(_ space: Int, of text: Span<UInt8>, _ scratch: inout Scratch) {
    if scratch.space == space { return }
    spaces[space].makeRow(of: text, &scratch.features)
    scratch.space = space
  }
}

/// How foreign a text is to a model: the mean of what its fields say. A field that learned from texts
/// with none of its labels says P(none); another one has the gauge.
private struct Foreignness {
  private var sum: Float = 0
  private var count: Float = 0

  var score: Float? { count == 0 ? nil : sum / count }

  mutating func add(_ one: Float?) {
    guard let one else { return }
    sum += one
    count += 1
  }
}
