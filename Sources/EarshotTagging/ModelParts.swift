import EarshotLearning
import FoundationEssentials

/// What a model file is made of, taken apart, so that one field can be replaced or added and all else
/// stays as it is.
///
/// Fields that were learned together share a space (a vocabulary and the weights of its terms); the
/// embedding, the words of tone and the taxonomy are there once.
struct ModelParts: Sendable {
  struct Space: Sendable {
    var features: ModelCard.Features
    var vocabularyKeys: [UInt8]
    var vocabularyNumbers: [UInt8]
    var termWeights: [UInt8]
  }

  struct Field: Sendable {
    var card: ModelCard.Field
    var space: Int
    var termWeights: [UInt8]
    var denseWeights: [UInt8]
    var bias: [UInt8]
  }

  /// Its spaces and fields are those below, whatever it says.
  var card: ModelCard
  var spaces: [Space] = []
  var fields: [Field] = []
  /// Of the field that `card.domain` names.
  var domainCentroids: [UInt8]?
  var embedding: [UInt8]?
  var tone: [UInt8]?
  var taxonomy: [UInt8]?

  init(card: ModelCard) { self.card = card }

  /// Takes a model file apart.
  ///
  /// - Throws: `ModelFileError` for a file that no model could be opened from.
  init(contentsOf path: String) throws(ModelFileError) {
    card = try Tagger(contentsOf: path).card
    let file = try ModelFile(ModelBytes(path: path), path: path)
    func bytes(_ kind: ModelFile.Kind, _ number: Int = 0) throws(ModelFileError) -> [UInt8] {
      try file.section(kind, field: number, of: UInt8.self).array()
    }
    for (number, features) in card.spaces.enumerated() {
      spaces.append(
        Space(
          features: features, vocabularyKeys: try bytes(.vocabularyKeys, number),
          vocabularyNumbers: try bytes(.vocabularyNumbers, number),
          termWeights: try bytes(.termWeights, number)))
    }
    for (number, field) in card.fields.enumerated() {
      fields.append(
        Field(
          card: field, space: field.space ?? 0,
          termWeights: try bytes(.classifierTermWeights, number),
          denseWeights: try bytes(.classifierDenseWeights, number),
          bias: try bytes(.classifierBias, number)))
    }
    if let domain = card.domain { domainCentroids = try bytes(.domainCentroids, domain.field) }
    if card.spaces.contains(where: { $0.embedding != nil }) { embedding = try bytes(.embedding) }
    if file.has(.tone) { tone = try bytes(.tone) }
    if file.has(.taxonomy) { taxonomy = try bytes(.taxonomy) }
  }

  /// Puts the one field of `other` in the place of the field of that name, or after all others.
  ///
  /// The gauge of foreign texts, if it read the field that goes, goes with it; that of `other` comes
  /// where there is none. A taxonomy goes with the topics it describes.
  ///
  /// - Parameter name: the field whose space it shares; nil when it comes with its own.
  mutating func put(fieldOf other: ModelParts, sharing name: String? = nil) {
    var field = other.fields[0]
    if let shared = fields.first(where: { $0.card.field == name }) {
      field.space = shared.space
    } else {
      field.space = spaces.count
      spaces.append(other.spaces[0])
    }
    let place = fields.firstIndex { $0.card.field == field.card.field }
    if let place {
      if card.domain?.field == place { (card.domain, domainCentroids) = (nil, nil) }
      let others = fields.indices.contains { $0 != place && fields[$0].card.owners != nil }
      if fields[place].card.owners != nil, !others { taxonomy = nil }
      fields[place] = field
    } else {
      fields.append(field)
    }
    if card.domain == nil, !fields.contains(where: { $0.card.null_share != nil }),
      var domain = other.card.domain
    {
      domain.field = place ?? fields.count - 1
      (card.domain, domainCentroids) = (domain, other.domainCentroids)
    }
    embedding = embedding ?? other.embedding
    // Words that fields learned with must stay: only a model without any takes others.
    tone = tone ?? other.tone
    taxonomy = other.taxonomy ?? taxonomy
    dropUnusedSpaces()
  }

  private mutating func dropUnusedSpaces() {
    let used = spaces.indices.filter { space in fields.contains { $0.space == space } }
    spaces = used.map { spaces[$0] }
    for f in fields.indices { fields[f].space = used.firstIndex(of: fields[f].space)! }
  }

  /// The card that belongs to the parts as they are.
  var finishedCard: ModelCard {
    var card = card
    card.features = spaces[0].features
    card.further_features = spaces.count > 1 ? spaces.dropFirst().map(\.features) : nil
    card.fields = fields.map { field in
      var one = field.card
      one.space = field.space == 0 ? nil : field.space
      return one
    }
    return card
  }

  /// The whole file. - Complexity: O(bytes).
  func file() -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let json = try? encoder.encode(finishedCard) else {
      preconditionFailure("a card holds only finite numbers and strings")
    }
    var builder = ModelFile.Builder()
    builder.add(.card, bytes: Array(json))
    for (number, space) in spaces.enumerated() {
      builder.add(.vocabularyKeys, field: number, bytes: space.vocabularyKeys)
      builder.add(.vocabularyNumbers, field: number, bytes: space.vocabularyNumbers)
      builder.add(.termWeights, field: number, bytes: space.termWeights)
    }
    if let embedding { builder.add(.embedding, bytes: embedding) }
    for (number, field) in fields.enumerated() {
      builder.add(.classifierTermWeights, field: number, bytes: field.termWeights)
      builder.add(.classifierDenseWeights, field: number, bytes: field.denseWeights)
      builder.add(.classifierBias, field: number, bytes: field.bias)
    }
    if let domainCentroids, let domain = card.domain {
      builder.add(.domainCentroids, field: domain.field, bytes: domainCentroids)
    }
    if let tone { builder.add(.tone, bytes: tone) }
    if let taxonomy { builder.add(.taxonomy, bytes: taxonomy) }
    return builder.file()
  }
}
