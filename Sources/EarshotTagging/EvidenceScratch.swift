import EarshotLearning
import EarshotText

/// Finds the words that carried a decision.
///
/// A term of the row adds x_t · (W_tk − mean over labels of W_t) to the lead of label k; each of its
/// occurrences gets an equal share, which goes to the token it begins in; pieces of words count for their
/// word. The meaning of a word adds its row of the embedding times the same difference of dense weights.
struct EvidenceScratch {
  private var tokenWeights: [Float] = []

  /// The up to five tokens that spoke most for `label`, in the order of the text.
  mutating func collect(
    _ scratch: inout Featurizer.Scratch, _ featurizer: Featurizer, _ field: FieldModel, label: Int
  ) -> [FieldTag.Evidence] {
    let tokens = scratch.tokens.tokens
    tokenWeights.removeAll(keepingCapacity: true)
    tokenWeights.append(contentsOf: repeatElement(0, count: tokens.count))
    addTerms(scratch, featurizer, field, label)
    addMeanings(&scratch, featurizer, field, label)
    let strongest = tokenWeights.indices.filter { tokenWeights[$0] > 0 }
      .sorted { (tokenWeights[$1], $0) < (tokenWeights[$0], $1) }.prefix(5).sorted()
    return strongest.map {
      FieldTag.Evidence(range: tokens[$0].byteRange, weight: tokenWeights[$0])
    }
  }

  private mutating func addTerms(
    _ scratch: borrowing Featurizer.Scratch, _ featurizer: Featurizer, _ field: FieldModel,
    _ label: Int
  ) {
    var value: [UInt32: Float] = [:]
    var occurrences: [UInt32: Float] = [:]
    for (i, column) in scratch.columns.enumerated() { value[column] = scratch.values[i] }
    let numbers = scratch.terms.hashes.map { featurizer.vocabulary.number(of: $0) }
    for case let number? in numbers { occurrences[number, default: 0] += 1 }
    for (i, number) in numbers.enumerated() {
      guard let number, let x = value[number] else { continue }
      let weights = field.weights.elements[
        Int(number) * field.stride..<(Int(number) + 1) * field.stride]
      tokenWeights[Int(scratch.terms.owners[i])] +=
        x * Self.lead(weights, field, label) / occurrences[number]!
    }
  }

  private mutating func addMeanings(
    _ scratch: inout Featurizer.Scratch, _ featurizer: Featurizer, _ field: FieldModel, _ label: Int
  ) {
    guard let embedding = featurizer.embedding else { return }
    let direction = (0..<embedding.dimension).map { j in
      Self.lead(
        field.denseWeights.elements[j * field.stride..<(j + 1) * field.stride], field, label)
    }
    for (t, token) in scratch.tokens.tokens.enumerated()
    where token.flags.isDisjoint(with: [.quoted, .signature]) {
      let word = Array(scratch.tokens.folded[token.foldedRange])
      tokenWeights[t] +=
        scratch.denseFactor
        * embedding.lead(of: word.span, along: direction, using: &scratch.pooling)
    }
  }

  /// How far a row of weights prefers `label` to the average label.
  private static func lead(
    _ weights: Slice<UnsafeBufferPointer<Float>>, _ field: FieldModel, _ label: Int
  ) -> Float {
    let mean = weights.prefix(field.labels.count).reduce(0, +) / Float(field.labels.count)
    return weights[weights.startIndex + label] - mean
  }
}
