import EarshotLearning
import EarshotNumerics
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
    let bytes = try ModelBytes(path: path)
    try self.init(Tagger(bytes, path: path), ModelFile(bytes, path: path))
  }

  /// Takes a model file apart that `tagger` was opened from.
  init(_ tagger: Tagger, _ file: ModelFile) throws(ModelFileError) {
    card = tagger.card
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
    for (field, card) in zip(tagger.allFields, card.fields) {
      let block = tagger.blocks[field.block]
      func columns(_ weights: Storage<Float>) -> [UInt8] {
        Self.columns(
          field.column, RowKernels.stride(labels: field.classCount), of: weights, block.stride)
      }
      fields.append(
        Field(
          card: card, space: field.space, termWeights: columns(block.weights),
          denseWeights: columns(block.denseWeights), bias: columns(block.bias)))
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
    // What finds markers is no tag and stays behind all that are.
    let end = fields.last.map(\.card.findsMarkers) == true ? fields.count - 1 : fields.count
    if let place {
      if card.domain?.field == place { (card.domain, domainCentroids) = (nil, nil) }
      let others = fields.indices.contains { $0 != place && fields[$0].card.owners != nil }
      if fields[place].card.owners != nil, !others { taxonomy = nil }
      fields[place] = field
    } else {
      fields.insert(field, at: end)
    }
    if card.domain == nil, !fields.contains(where: { $0.card.null_share != nil }),
      var domain = other.card.domain
    {
      domain.field = place ?? end
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
    for (number, members) in finishedCard.blocks.enumerated() {
      let members = members.map { fields[$0] }
      let widths = members.map(\.bias.count)
      func block(_ part: KeyPath<Field, [UInt8]>) -> [UInt8] {
        Self.sideBySide(members.map { $0[keyPath: part] }, widths: widths)
      }
      builder.add(.classifierTermWeights, field: number, bytes: block(\.termWeights))
      builder.add(.classifierDenseWeights, field: number, bytes: block(\.denseWeights))
      builder.add(.classifierBias, field: number, bytes: block(\.bias))
    }
    if let domainCentroids, let domain = card.domain {
      builder.add(.domainCentroids, field: domain.field, bytes: domainCentroids)
    }
    if let tone { builder.add(.tone, bytes: tone) }
    if let taxonomy { builder.add(.taxonomy, bytes: taxonomy) }
    return builder.file()
  }

  // MARK: - Blocks of weights

  /// The bytes of `width` columns, from `first` on, of a matrix with rows of `stride`.
  private static func columns(
    _ first: Int, _ width: Int, of matrix: Storage<Float>, _ stride: Int
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4 * width * (matrix.count / max(stride, 1)))
    for start in Swift.stride(from: first, to: matrix.count, by: stride) {
      matrix.elements[start..<start + width].withContiguousStorageIfAvailable {
        bytes.append(contentsOf: UnsafeRawBufferPointer($0))
      }
    }
    return bytes
  }

  /// Matrices with equally many rows, row beside row. - Parameter widths: bytes of a row of each.
  private static func sideBySide(_ matrices: [[UInt8]], widths: [Int]) -> [UInt8] {
    if matrices.count == 1 { return matrices[0] }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(matrices.reduce(0) { $0 + $1.count })
    for row in 0..<matrices[0].count / widths[0] {
      for (matrix, width) in zip(matrices, widths) {
        bytes += matrix[row * width..<(row + 1) * width]
      }
    }
    return bytes
  }
}
