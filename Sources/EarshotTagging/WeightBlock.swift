import EarshotLearning
import EarshotNumerics

/// The classifiers of all fields that read one space, side by side, so that one pass over a text's
/// row scores them all.
///
/// Row `j` of the weights holds those of term `j` for the labels of the first field, then of the
/// second, and so on, each field's padded to a multiple of 4.
struct WeightBlock: Sendable {
  /// Number of the space it reads.
  let space: Int
  /// Where its scores stand among those of all fields.
  var firstScore: Int
  /// Columns of all its fields.
  let stride: Int
  /// `V × stride`.
  let weights: Storage<Float>
  /// `d × stride`, empty without dense features.
  let denseWeights: Storage<Float>
  /// `stride`.
  let bias: Storage<Float>

  /// scores[firstScore + c] ← bias[c] + x · W[c] for every column c, the sparse part first, then the
  /// dense one. - Complexity: O((terms + d) · stride).
  func score(_ features: borrowing Featurizer.Scratch, into scores: inout [Float]) {
    precondition(firstScore + stride <= scores.count)
    for c in 0..<stride { scores[firstScore + c] = bias[c] }
    // SAFETY: term numbers come from the space's own vocabulary and so are below V (checked on
    // opening); the weights hold V · stride and d · stride floats; scores hold `stride` from
    // `firstScore` on, which is a multiple of 4; arrays and sections are aligned to 16 bytes.
    scores.withUnsafeMutableBufferPointer { scores in
      let scores = scores.baseAddress! + firstScore
      features.withTerms { columns, values, count in
        Self.add(columns, values, count, weights.base, stride, to: scores)
      }
      features.withDense { columns, values, count in
        Self.add(columns, values, count, denseWeights.base, stride, to: scores)
      }
    }
  }

  /// scores[k] ← scores[k] + Σ_j values[j] · weights[column(j)][k], summed in the order of j: the same
  /// bits as `RowKernels.accumulate`.
  ///
  /// Four whole rows at a time. A text's rows lie far apart in megabytes of weights: reading each from
  /// end to end is what the CPU's look-ahead in memory is made for, and misses one page a row.
  ///
  /// - Parameter columns: the term of each value; nil where value `j` belongs to term `j`.
  /// - Precondition: `stride` is a multiple of 4, and what is pointed at is aligned to 16 bytes.
  private static func add(
    _ columns: UnsafePointer<UInt32>?, _ values: UnsafePointer<Float>, _ count: Int,
    _ weights: UnsafePointer<Float>, _ stride: Int, to scores: UnsafeMutablePointer<Float>
  ) {
    typealias Lane = SIMD4<Float>
    let lanes = stride / 4
    // SAFETY: lane l < lanes of row j is floats j·stride + 4l ..< j·stride + 4l + 4, within row j.
    let sums = UnsafeMutableRawPointer(scores).assumingMemoryBound(to: Lane.self)
    let rows = UnsafeRawPointer(weights).assumingMemoryBound(to: Lane.self)
    func row(_ j: Int) -> UnsafePointer<Lane> {
      rows + (columns.map { Int($0[j]) } ?? j) &* lanes
    }
    var j = 0
    while j + 4 <= count {
      let (row0, row1, row2, row3) = (row(j), row(j + 1), row(j + 2), row(j + 3))
      let value0 = Lane(repeating: values[j])
      let value1 = Lane(repeating: values[j + 1])
      let value2 = Lane(repeating: values[j + 2])
      let value3 = Lane(repeating: values[j + 3])
      for l in 0..<lanes {
        var sum = sums[l]
        sum += row0[l] * value0
        sum += row1[l] * value1
        sum += row2[l] * value2
        sum += row3[l] * value3
        sums[l] = sum
      }
      j += 4
    }
    while j < count {
      let (last, value) = (row(j), Lane(repeating: values[j]))
      for l in 0..<lanes { sums[l] += last[l] * value }
      j += 1
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
