import EarshotLearning
import EarshotNumerics
import EarshotText
import FoundationEssentials

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
  let featurizer: Featurizer
  let domain: DomainModel?
  private let tokenizer = Tokenizer()

  /// Opens a model file by mapping it into memory.
  ///
  /// - Throws: `ModelFileError` for a file that is missing, no model, newer, cut off or damaged.
  /// - Complexity: O(bytes) for the checksum, about 0.1 ms a megabyte.
  public init(contentsOf path: String) throws(ModelFileError) {
    try self.init(ModelBytes(path: path), path: path)
  }

  /// A model from bytes in memory, as `Trainer` returns them.
  public init(bytes: [UInt8], name: String = "model") throws(ModelFileError) {
    try self.init(ModelBytes(bytes), path: name)
  }

  private init(_ bytes: ModelBytes, path: String) throws(ModelFileError) {
    let file = try ModelFile(bytes, path: path)
    let json = try file.section(.card, of: UInt8.self)
    guard let card = try? JSONDecoder().decode(ModelCard.self, from: Data(json.elements)),
      !card.fields.isEmpty, card.fields.allSatisfy(\.hasSaneShares)
    else {
      throw .inconsistent(path: path, part: "card")
    }
    self.card = card
    featurizer = try Self.featurizer(file, card.features)
    var fields: [FieldModel] = []
    for (i, field) in card.fields.enumerated() {
      fields.append(try Self.field(file, number: i, field, card.features))
    }
    self.fields = fields
    domain = try DomainModel(card, file)
    identity = "\(card.name)@\(card.version)+\(file.checksum)"
    byteCount = bytes.count
  }

  private static func featurizer(
    _ file: ModelFile, _ features: ModelCard.Features
  ) throws(ModelFileError) -> Featurizer {
    var options = FeatureOptions()
    guard (0...3).contains(features.word_length) else {
      throw .inconsistent(path: file.path, part: "card")
    }
    options.wordLength = features.word_length
    options.characterLengths = nil
    if let lengths = features.character_lengths {
      guard lengths.count == 2, 1 <= lengths[0], lengths[0] <= lengths[1], lengths[1] <= 16 else {
        throw .inconsistent(path: file.path, part: "card")
      }
      options.characterLengths = lengths[0]...lengths[1]
    }
    options.wordScale = features.word_scale
    options.characterScale = features.character_scale
    let keys = try file.section(.vocabularyKeys, of: UInt64.self)
    let numbers = try file.section(.vocabularyNumbers, of: UInt32.self)
    // A full table would make a look-up run for ever, a number too large would read outside.
    guard keys.elements.count(where: { $0 != 0 }) == features.terms,
      numbers.elements.allSatisfy({ Int($0) < max(features.terms, 1) }),
      let vocabulary = Vocabulary(
        keys: keys, numbers: numbers, termCount: features.terms,
        wordTermCount: features.word_terms)
    else { throw .inconsistent(path: file.path, part: "vocabulary") }
    let idf = try file.section(.termWeights, of: Float.self, count: features.terms)
    var table: EmbeddingTable?
    if let embedding = features.embedding {
      options.embeddingScale = embedding.scale
      let section = try file.section(.embedding, of: UInt8.self)
      // The model's own checksum has covered these bytes already.
      table = try? EmbeddingTable(section, path: file.path, checksHash: false)
      guard table?.embedding.dimension == embedding.dimension, embedding.scale.isFinite else {
        throw .inconsistent(path: file.path, part: "embedding")
      }
    }
    return Featurizer(
      options: options, vocabulary: vocabulary, idf: idf, embedding: table?.embedding)
  }

  private static func field(
    _ file: ModelFile, number: Int, _ field: ModelCard.Field, _ features: ModelCard.Features
  ) throws(ModelFileError) -> FieldModel {
    guard !field.labels.isEmpty, field.temperature.isFinite, field.temperature > 0 else {
      throw .inconsistent(path: file.path, part: "card")
    }
    let stride = RowKernels.stride(labels: field.labels.count)
    return FieldModel(
      name: field.field, labels: field.labels, isMultiLabel: field.is_multi_label,
      temperature: field.temperature, labelThreshold: field.label_threshold ?? 0.5,
      autoThreshold: field.auto.threshold, stride: stride,
      weights: try file.section(
        .classifierTermWeights, field: number, of: Float.self, count: features.terms * stride),
      denseWeights: try file.section(
        .classifierDenseWeights, field: number, of: Float.self,
        count: (features.embedding?.dimension ?? 0) * stride),
      bias: try file.section(.classifierBias, field: number, of: Float.self, count: stride))
  }

  // MARK: - Tagging

  /// What one thread needs to tag; kept from record to record.
  public struct Scratch: ~Copyable {
    fileprivate var features: Featurizer.Scratch
    var scores: [Float]
    /// P(label) of the last field that was scored.
    var probabilities: [Float]
    fileprivate var evidence = EvidenceScratch()

    fileprivate init(_ tagger: Tagger) {
      features = Featurizer.Scratch(tagger.featurizer)
      let widest = tagger.fields.map(\.stride).max() ?? 0
      scores = [Float](repeating: 0, count: widest)
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
    guard makeRow(of: text, &scratch) else {
      tags.fields = fields.map { _ in
        var tag = FieldTag()
        tag.reason = .emptyText
        return tag
      }
      return tags
    }
    tags.fields.reserveCapacity(fields.count)
    for (number, field) in fields.enumerated() {
      score(field, &scratch)
      if let domain, number == domain.field {
        tags.domainScore = domain.score(
          scratch.scores, labelCount: field.labels.count, dense: scratch.features.dense)
      }
      field.probabilities(of: scratch.scores, into: &scratch.probabilities)
      var tag = FieldTag()
      if field.isMultiLabel {
        for k in field.labels.indices where scratch.probabilities[k] >= field.labelThreshold {
          tag.choices.append(.init(label: k, confidence: scratch.probabilities[k]))
        }
        tag.choices.sort { ($1.confidence, $0.label) < ($0.confidence, $1.label) }
      } else {
        choose(&tag, scratch.probabilities, count: field.labels.count)
      }
      if wantsEvidence, let best = tag.choices.first {
        tag.evidence = scratch.evidence.collect(
          &scratch.features, featurizer, field, label: best.label)
      }
      tags.fields.append(tag)
    }
    if tags.isOutOfDomain {
      for (number, field) in fields.enumerated() where DomainModel.covers(field: field.name) {
        tags.fields[number].turnAway(for: .outOfDomain)
      }
    }
    return tags
  }

  /// How foreign the text whose row is in `scratch` is; nil when the model can't say.
  func domainScore(_ scratch: inout Scratch) -> Float? {
    guard let domain else { return nil }
    score(fields[domain.field], &scratch)
    return domain.score(
      scratch.scores, labelCount: fields[domain.field].labels.count, dense: scratch.features.dense)
  }

  /// Makes the row of a text in `scratch`; false when there is nothing in it to read.
  func makeRow(of text: Span<UInt8>, _ scratch: inout Scratch) -> Bool {
    tokenizer.tokenize(text, into: &scratch.features.tokens)
    featurizer.makeRow(of: text, &scratch.features)
    return !scratch.features.tokens.tokens.isEmpty
  }

  /// scores ← bias + x · W, the sparse part first, then the dense one.
  func score(_ field: FieldModel, _ scratch: inout Scratch) {
    for k in 0..<field.stride { scratch.scores[k] = field.bias[k] }
    // SAFETY: term numbers come from the vocabulary and so are below V (checked on opening); the
    // weights hold V · stride and d · stride floats; scores hold at least `stride`; arrays and
    // sections are aligned to 16 bytes.
    let count = scratch.features.columns.count
    if count > 0 {
      scratch.features.withSparseRow { columns, values in
        scratch.scores.withUnsafeMutableBufferPointer { scores in
          RowKernels.accumulate(
            scores: scores.baseAddress!, columns: columns, values: values, count: count,
            weights: field.weights.base, stride: field.stride)
        }
      }
    }
    let d = scratch.features.dense.count
    if d > 0 {
      scratch.features.dense.withUnsafeBufferPointer { values in
        scratch.scores.withUnsafeMutableBufferPointer { scores in
          RowKernels.accumulate(
            scores: scores.baseAddress!, columns: nil, values: values.baseAddress!, count: d,
            weights: field.denseWeights.base, stride: field.stride)
        }
      }
    }
  }

  /// The most probable label, and the three after it; ties go to the label that comes first.
  private func choose(_ tag: inout FieldTag, _ probabilities: [Float], count: Int) {
    for k in 0..<count {
      let p = probabilities[k]
      // Most labels are less likely than the fourth so far.
      if tag.alternatives.count == 4, p <= tag.alternatives[3].confidence { continue }
      var at = tag.alternatives.count
      while at > 0, tag.alternatives[at - 1].confidence < p { at -= 1 }
      tag.alternatives.insert(.init(label: k, confidence: p), at: at)
      if tag.alternatives.count > 4 { tag.alternatives.removeLast() }
    }
    tag.choices = [tag.alternatives.removeFirst()]
    tag.alternatives.removeAll { $0.confidence < 0.01 }
  }
}
