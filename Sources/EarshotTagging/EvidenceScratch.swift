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
    _ scratch: inout Featurizer.Scratch, _ featurizer: Featurizer, _ field: FieldModel,
    _ block: WeightBlock, label: Int
  ) -> [FieldTag.Evidence] {
    let tokens = scratch.tokens.tokens
    weigh(&scratch, featurizer, field, block, label)
    let strongest = tokenWeights.indices.filter { tokenWeights[$0] > 0 }
      .sorted { (tokenWeights[$1], $0) < (tokenWeights[$0], $1) }.prefix(5).sorted()
    return strongest.map {
      FieldTag.Evidence(range: tokens[$0].byteRange, weight: tokenWeights[$0])
    }
  }

  /// The bytes of the `fewest` to `most` tokens in a row that spoke most for `label`, of equal runs the
  /// shortest, then the first; of a text with fewer tokens all, nil without any.
  ///
  /// - Complexity: O(tokens · most), and as much as `collect`.
  mutating func run(
    _ scratch: inout Featurizer.Scratch, _ featurizer: Featurizer, _ field: FieldModel,
    _ block: WeightBlock, label: Int, fewest: Int, most: Int
  ) -> Range<Int>? {
    weigh(&scratch, featurizer, field, block, label)
    let tokens = scratch.tokens.tokens
    var best: (sum: Float, first: Int, last: Int)?
    for first in tokens.indices {
      var sum: Float = 0
      for last in first..<min(first + most, tokens.count) {
        sum += tokenWeights[last]
        guard last - first + 1 >= min(fewest, tokens.count) else { continue }
        if let best, (sum, best.last - best.first) <= (best.sum, last - first) { continue }
        best = (sum, first, last)
      }
    }
    guard let best else { return nil }
    return Int(tokens[best.first].start)..<Int(tokens[best.last].end)
  }

  /// What each token adds to the lead of `label`.
  private mutating func weigh(
    _ scratch: inout Featurizer.Scratch, _ featurizer: Featurizer, _ field: FieldModel,
    _ block: WeightBlock, _ label: Int
  ) {
    tokenWeights.removeAll(keepingCapacity: true)
    tokenWeights.append(contentsOf: repeatElement(0, count: scratch.tokens.tokens.count))
    addTerms(scratch, featurizer, field, block, label)
    addMeanings(&scratch, featurizer, field, block, label)
  }

  private mutating func addTerms(
    _ scratch: borrowing Featurizer.Scratch, _ featurizer: Featurizer, _ field: FieldModel,
    _ block: WeightBlock, _ label: Int
  ) {
    var value: [UInt32: Float] = [:]
    var occurrences: [UInt32: Float] = [:]
    for (i, column) in scratch.columns.enumerated() { value[column] = scratch.values[i] }
    let numbers = scratch.terms.hashes.map { featurizer.vocabulary.number(of: $0) }
    for case let number? in numbers { occurrences[number, default: 0] += 1 }
    for (i, number) in numbers.enumerated() {
      guard let number, let x = value[number] else { continue }
      tokenWeights[Int(scratch.terms.owners[i])] +=
        x * Self.lead(block.term(Int(number), field), field, label) / occurrences[number]!
    }
  }

  private mutating func addMeanings(
    _ scratch: inout Featurizer.Scratch, _ featurizer: Featurizer, _ field: FieldModel,
    _ block: WeightBlock, _ label: Int
  ) {
    guard let embedding = featurizer.embedding else { return }
    let direction = (0..<embedding.dimension).map { j in
      Self.lead(block.dense(j, field), field, label)
    }
    for (t, token) in scratch.tokens.tokens.enumerated() where token.isOwn {
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
