import CKernels

/// The two loops that linear classifiers live in: a row of features times term-major weights, and back.
///
/// Weights lie term-major: row `j` holds the weights of term `j` for all labels, `stride` floats, so
/// a record adds up one row a term, in the order of its terms. Each label has a sum of its own, and its
/// products are never fused with the additions: the sums have the same bits on every CPU.
public enum RowKernels {
  /// The label count rounded up to a multiple of 4, the width of a weight row.
  public static func stride(labels: Int) -> Int { (labels + 3) & ~3 }

  /// scores[k] ← scores[k] + Σ_j values[j] · weights[column(j)][k], summed in the order of j.
  ///
  /// - Parameters:
  ///   - scores: `stride` sums to add to.
  ///   - columns: the term of each value; nil for a dense row, whose value `j` belongs to term `j`.
  ///   - weights: `V × stride`.
  /// - Precondition: columns (or `count`, when nil) stay below the rows of `weights`; `stride` is a multiple
  ///   of 4.
  /// - Complexity: O(count · stride).
  @inline(__always)
  public static func accumulate(
    scores: UnsafeMutablePointer<Float>, columns: UnsafePointer<UInt32>?,
    values: UnsafePointer<Float>, count: Int, weights: UnsafePointer<Float>, stride: Int
  ) {
    // SAFETY: the caller's, by precondition.
    ckernels_accumulate(scores, columns, values, count, weights, stride)
  }

  /// `accumulate` of two dense rows in one pass over the weights, which are more than a CPU's first cache
  /// holds. The same bits as one row after the other.
  ///
  /// - Precondition: as for `accumulate`; `values` and `next` have `count` floats, both scores `stride`.
  /// - Complexity: O(count · stride).
  @inline(__always)
  public static func accumulateTwo(
    scores: UnsafeMutablePointer<Float>, nextScores: UnsafeMutablePointer<Float>,
    values: UnsafePointer<Float>, next: UnsafePointer<Float>, count: Int,
    weights: UnsafePointer<Float>, stride: Int
  ) {
    // SAFETY: the caller's, by precondition.
    ckernels_accumulate_two(scores, nextScores, values, next, count, weights, stride)
  }

  /// weights[column(j)][k] ← weights[column(j)][k] + values[j] · change[k] for every term of a row.
  ///
  /// Parameters and preconditions as for `accumulate`; `change` has `stride` floats.
  ///
  /// - Complexity: O(count · stride).
  @inline(__always)
  public static func update(
    weights: UnsafeMutablePointer<Float>, columns: UnsafePointer<UInt32>?,
    values: UnsafePointer<Float>, count: Int, change: UnsafePointer<Float>, stride: Int
  ) {
    // SAFETY: the caller's, by precondition.
    ckernels_update(weights, columns, values, count, change, stride)
  }

  /// Where in `range` the largest of the `values` is that reach their floor, counted from the range's
  /// start, the first of equal ones; nil where none does. `floors` has as many numbers as the range.
  public static func indexOfLargest(
    _ values: [Float], in range: Range<Int>, from floors: [Float]
  ) -> Int? {
    precondition(range.lowerBound >= 0 && range.upperBound <= values.count)
    precondition(floors.count == range.count)
    let found = values.withUnsafeBufferPointer { values in
      // SAFETY: the range lies in the values, and the floors are as many (checked above).
      range.isEmpty
        ? 0 : ckernels_largest(values.baseAddress! + range.lowerBound, floors, range.count)
    }
    return found < range.count ? found : nil
  }

  /// `update` with one dense row and then `accumulate` with the next, in one pass over the weights:
  ///
  ///     weights[j][k] ← weights[j][k] + values[j] · change[k],   scores[k] ← scores[k] + next[j] · weights[j][k]
  ///
  /// The same bits as the two one after the other.
  ///
  /// - Precondition: as for `accumulate`; `values` and `next` have `count` floats, the rows of `weights`.
  /// - Complexity: O(count · stride).
  @inline(__always)
  public static func updateThenAccumulate(
    weights: UnsafeMutablePointer<Float>, values: UnsafePointer<Float>,
    change: UnsafePointer<Float>, next: UnsafePointer<Float>, scores: UnsafeMutablePointer<Float>,
    count: Int, stride: Int
  ) {
    // SAFETY: the caller's, by precondition.
    ckernels_update_then_accumulate(weights, values, change, next, scores, count, stride)
  }
}
