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

  /// scores[first + c] ← bias[c] + x · W[c] for every column c, the sparse part first, then the
  /// dense one. - Complexity: O((terms + d) · stride).
  func score(
    _ features: borrowing Featurizer.Scratch, into scores: inout [Float], from first: Int
  ) {
    precondition(first >= 0 && first + stride <= scores.count && stride == bias.count)
    // SAFETY: term numbers come from the space's own vocabulary and so are below V (checked on
    // opening); the weights hold V · stride and d · stride floats, the bias `stride`; scores hold `stride` from
    // `first` on.
    scores.withUnsafeMutableBufferPointer { scores in
      let scores = scores.baseAddress! + first
      scores.update(from: bias.base, count: stride)
      features.withTerms { columns, values, count in
        RowKernels.accumulate(
          scores: scores, columns: columns, values: values, count: count, weights: weights.base,
          stride: stride)
      }
      features.withDense { columns, values, count in
        RowKernels.accumulate(
          scores: scores, columns: columns, values: values, count: count,
          weights: denseWeights.base, stride: stride)
      }
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
