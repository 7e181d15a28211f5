import EarshotLearning
import EarshotNumerics
import EarshotText
import FoundationEssentials

// What is read when a model file is opened. Nothing in a file may make the program read outside it.

extension ModelCard {
  init(_ file: ModelFile) throws(ModelFileError) {
    let json = try file.section(.card, of: UInt8.self)
    guard let card = try? JSONDecoder().decode(ModelCard.self, from: Data(json.elements)),
      !card.fields.isEmpty, card.fields.allSatisfy(\.hasSaneShares),
      card.fields.allSatisfy({ card.spaces.indices.contains($0.space ?? 0) }),
      Set(card.fields.map(\.field)).count == card.fields.count
    else {
      throw .inconsistent(path: file.path, part: "card")
    }
    self = card
  }
}

extension Taxonomy {
  /// The taxonomy in a model file; nil when it has none.
  ///
  /// - Throws: `ModelFileError` for a file that is no model, or whose taxonomy is damaged.
  public init?(ofModel path: String) throws(ModelFileError) {
    let file = try ModelFile(ModelBytes(path: path), path: path)
    guard file.has(.taxonomy) else { return nil }
    let json = try file.section(.taxonomy, of: UInt8.self)
    guard let taxonomy = try? JSONDecoder().decode(Taxonomy.self, from: Data(json.elements)) else {
      throw .inconsistent(path: path, part: "taxonomy")
    }
    self = taxonomy
  }
}

extension ToneSource {
  /// The words and patterns in a model file; nil when it has none.
  ///
  /// - Throws: `ModelFileError` for a file that is no model.
  public init?(ofModel path: String) throws(ModelFileError) {
    let file = try ModelFile(ModelBytes(path: path), path: path)
    guard file.has(.tone) else { return nil }
    self.init(decoding: try file.section(.tone, of: UInt8.self).array().span)
  }
}

extension Tone {
  /// The words and patterns of a model, and a user's own; nil when it has none.
  static func model(
    _ file: ModelFile, with own: ToneSource?
  ) throws(ModelFileError) -> Tone? {
    guard file.has(.tone) else {
      guard own == nil else { throw .ownTone(path: file.path, reason: "it has none") }
      return nil
    }
    let bytes = try file.section(.tone, of: UInt8.self).array()
    guard var source = ToneSource(decoding: bytes.span), let tone = try? compiled(source) else {
      throw .inconsistent(path: file.path, part: "tone")
    }
    guard let own else { return tone }
    source.add(own)
    do { return try compiled(source) } catch {
      throw .ownTone(path: file.path, reason: reason(for: error))
    }
  }

  /// Compiles words and patterns side by side: they are most of what opening a model takes.
  private static func compiled(_ source: ToneSource) throws -> Tone {
    let parts = Workers.map(2, threads: 2) { i in
      Result<Part, any Error> {
        i == 0
          ? .patterns(try MarkerPatterns(source.markers)) : .lexicon(try Lexicon(source.lexicon))
      }
    }
    guard case .patterns(let patterns) = try parts[0].get(),
      case .lexicon(let lexicon) = try parts[1].get()
    else { preconditionFailure("parts come in order") }
    return Tone(lexicon: lexicon, patterns: patterns)
  }

  private enum Part: Sendable {
    case patterns(MarkerPatterns)
    case lexicon(Lexicon)
  }

  /// What is wrong with words or patterns, without the full stop.
  static func reason(for error: any Error) -> String {
    guard let error = error as? PatternError else { return "\(error)" }
    let message = error.fault.message
    return "line \(error.line): " + (message.hasSuffix(".") ? String(message.dropLast()) : message)
  }
}

extension Featurizer {
  /// The spaces of a model. Those with an embedding share one.
  static func all(
    in file: ModelFile, _ card: ModelCard, _ tone: Tone?
  ) throws(ModelFileError) -> [Featurizer] {
    var table: EmbeddingTable?
    if card.spaces.contains(where: { $0.embedding != nil }) {
      let section = try file.section(.embedding, of: UInt8.self)
      // The model's own checksum has covered these bytes already.
      table = try? EmbeddingTable(section, path: file.path, checksHash: false)
    }
    var all: [Featurizer] = []
    for (number, features) in card.spaces.enumerated() {
      all.append(try Featurizer(file, number, features, table, tone))
    }
    return all
  }

  private convenience init(
    _ file: ModelFile, _ number: Int, _ features: ModelCard.Features, _ table: EmbeddingTable?,
    _ tone: Tone?
  ) throws(ModelFileError) {
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
    let keys = try file.section(.vocabularyKeys, field: number, of: UInt64.self)
    let numbers = try file.section(.vocabularyNumbers, field: number, of: UInt32.self)
    // A full table would make a look-up run for ever, a number too large would read outside.
    guard keys.elements.count(where: { $0 != 0 }) == features.terms,
      numbers.elements.allSatisfy({ Int($0) < max(features.terms, 1) }),
      let vocabulary = Vocabulary(
        keys: keys, numbers: numbers, termCount: features.terms,
        wordTermCount: features.word_terms)
    else { throw .inconsistent(path: file.path, part: "vocabulary") }
    let idf = try file.section(.termWeights, field: number, of: Float.self, count: features.terms)
    if let embedding = features.embedding {
      options.embeddingScale = embedding.scale
      guard let table, table.embedding.dimension == embedding.dimension, embedding.scale.isFinite
      else {
        throw .inconsistent(path: file.path, part: "embedding")
      }
    }
    if let scale = features.tone_scale {
      guard tone != nil, scale.isFinite else { throw .inconsistent(path: file.path, part: "tone") }
      options.toneScale = scale
    }
    self.init(
      options: options, vocabulary: vocabulary, idf: idf,
      embedding: features.embedding == nil ? nil : table?.embedding,
      tone: features.tone_scale == nil ? nil : tone)
  }
}

extension FieldModel {
  /// The fields of a model and the blocks of weights they read; in files of format 1 and 2 each has
  /// one of its own.
  static func all(
    in file: ModelFile, _ card: ModelCard
  ) throws(ModelFileError) -> ([FieldModel], [WeightBlock]) {
    let members = file.format < 3 ? card.fields.indices.map { [$0] } : card.blocks
    var fields: [FieldModel?] = card.fields.map { _ in nil }
    var blocks: [WeightBlock] = []
    var firstScore = 0
    for (block, members) in members.enumerated() {
      var column = 0
      for number in members {
        let field = try FieldModel(
          card.fields[number], path: file.path, block: block, column: column,
          firstScore: firstScore + column)
        column += RowKernels.stride(labels: field.classCount)
        fields[number] = field
      }
      let space = card.fields[members[0]].space ?? 0
      blocks.append(
        try WeightBlock(
          file, number: block, space: space, card.spaces[space], firstScore: firstScore,
          stride: column))
      firstScore += column
    }
    return (fields.map { $0! }, blocks)
  }
}

extension ModelCard {
  /// Numbers of the fields whose weights lie side by side: those that read one space. What finds
  /// markers is asked about parts of texts, and has a block of its own.
  var blocks: [[Int]] {
    let shared = spaces.indices.map { space in
      fields.indices.filter { fields[$0].space ?? 0 == space && !fields[$0].findsMarkers }
    }
    return shared.filter { !$0.isEmpty }
      + fields.indices.filter { fields[$0].findsMarkers }.map { [$0] }
  }
}
