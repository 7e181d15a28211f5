import EarshotLearning
import EarshotNumerics

/// The classifiers of all fields that read one space, side by side, so that one pass over a text's
/// row scores them all.
///
/// Row `j` of the weights holds those of term `j` for the labels of the first field, then of the
/// second, and so on, each field's padded to a multiple of 4. A class, as `FieldModel` is.
final class WeightBlock: Sendable {
  /// Number of the space it reads.
  let space: Int
  /// Where its scores stand among those of all fields.
  let firstScore: Int
  /// Columns of all its fields.
  let stride: Int
  /// `V × stride`.
  let weights: Storage<Float>
  /// `d × stride`, empty without dense features.
  let denseWeights: Storage<Float>
  /// `stride`.
  let bias: Storage<Float>

  init(
    _ file: ModelFile, number: Int, space: Int, _ features: ModelCard.Features, firstScore: Int,
    stride: Int
  ) throws(ModelFileError) {
    self.space = space
    self.firstScore = firstScore
    self.stride = stride
    weights = try file.section(
      .classifierTermWeights, field: number, of: Float.self, count: features.terms * stride)
    denseWeights = try file.section(
      .classifierDenseWeights, field: number, of: Float.self,
      count: features.denseCount * stride)
    bias = try file.section(.classifierBias, field: number, of: Float.self, count: stride)
  }

  /// scores[first + c] ← bias[c] + x · W[c] for every column c: terms first, then meaning, then tone.
  ///
  /// - Complexity: O((terms + d) · stride).
  func score(
    _ features: borrowing Featurizer.Scratch, into scores: inout [Float], from first: Int
  ) {
    precondition(first >= 0 && first + stride <= scores.count && stride == bias.count)
    // SAFETY: scores hold `stride` floats from `first` on, the dense weights d · stride.
    scores.withUnsafeMutableBufferPointer { scores in
      let scores = scores.baseAddress! + first
      addTerms(features, to: scores)
      features.withMeaning { values, count in
        RowKernels.accumulate(
          scores: scores, columns: nil, values: values, count: count, weights: denseWeights.base,
          stride: stride)
      }
      addTone(features, to: scores)
    }
  }

  /// The same for two rows of this space, whose weights of meaning are read once for both.
  func score(
    _ features: borrowing Featurizer.Scratch, _ next: borrowing Featurizer.Scratch,
    into scores: inout [Float], _ nextScores: inout [Float], from first: Int
  ) {
    precondition(first >= 0 && first + stride <= scores.count && stride == bias.count)
    precondition(first + stride <= nextScores.count)
    // SAFETY: as above; rows of one space have as many numbers of meaning.
    scores.withUnsafeMutableBufferPointer { scores in
      nextScores.withUnsafeMutableBufferPointer { nextScores in
        let scores = scores.baseAddress! + first
        let nextScores = nextScores.baseAddress! + first
        addTerms(features, to: scores)
        addTerms(next, to: nextScores)
        features.withMeaning { values, count in
          next.withMeaning { nextValues, nextCount in
            precondition(nextCount == count)
            RowKernels.accumulateTwo(
              scores: scores, nextScores: nextScores, values: values, next: nextValues,
              count: count, weights: denseWeights.base, stride: stride)
          }
        }
        addTone(features, to: scores)
        addTone(next, to: nextScores)
      }
    }
  }

  /// scores ← bias + the row's terms times their weights.
  private func addTerms(
    _ features: borrowing Featurizer.Scratch, to scores: UnsafeMutablePointer<Float>
  ) {
    // SAFETY: `scores` and the bias hold `stride` floats (checked above). Term numbers come from the space's own
    // vocabulary and so are below V (checked on opening); the weights hold V · stride floats.
    scores.update(from: bias.base, count: stride)
    features.withTerms { columns, values, count in
      RowKernels.accumulate(
        scores: scores, columns: columns, values: values, count: count, weights: weights.base,
        stride: stride)
    }
  }

  private func addTone(
    _ features: borrowing Featurizer.Scratch, to scores: UnsafeMutablePointer<Float>
  ) {
    // SAFETY: `scores` hold `stride` floats; places of tone are below d.
    features.withTone { columns, values, count in
      RowKernels.accumulate(
        scores: scores, columns: columns, values: values, count: count,
        weights: denseWeights.base, stride: stride)
    }
  }

  /// Row `j` of the weights of terms, the columns of one field.
  func term(_ j: Int, _ field: FieldModel) -> Slice<UnsafeBufferPointer<Float>> {
    let start = j * stride + field.column
    precondition(j >= 0 && start + field.classCount <= weights.count)
    return weights.elements[start..<start + field.classCount]
  }

  /// Row `j` of the weights of dense features, the columns of one field.
  func dense(_ j: Int, _ field: FieldModel) -> Slice<UnsafeBufferPointer<Float>> {
    let start = j * stride + field.column
    precondition(j >= 0 && start + field.classCount <= denseWeights.count)
    return denseWeights.elements[start..<start + field.classCount]
  }
}
