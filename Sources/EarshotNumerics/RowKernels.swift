/// The two loops that linear classifiers live in: a row of features times term-major weights, and back.
///
/// Weights lie term-major: row `j` holds the weights of term `j` for all labels, `stride` floats, so
/// a record adds up one row a term, in the order of its terms. `stride` is the label count rounded up to
/// a multiple of 4, and all pointers to floats of labels are aligned to 16 bytes: so every step is one
/// `SIMD4`, which each CPU of this architecture has, and the sums have the same bits on all of them.
public enum RowKernels {
  public typealias Lane = SIMD4<Float>

  /// The label count rounded up to a multiple of 4, the width of a weight row.
  public static func stride(labels: Int) -> Int { (labels + 3) & ~3 }

  /// scores[k] ← scores[k] + Σ_j values[j] · weights[column(j)][k], summed in the order of j.
  ///
  /// Labels are taken 32 at a time, so that a block of sums stays in eight registers while all terms
  /// pass.
  ///
  /// - Parameters:
  ///   - scores: `stride` sums to add to.
  ///   - columns: the term of each value; nil for a dense row, whose value `j` belongs to term `j`.
  ///   - weights: `V × stride`.
  /// - Precondition: `stride` is a multiple of 4; columns (or `count`, when nil) stay below the rows of
  ///   `weights`; `scores` and `weights` are aligned to 16 bytes.
  /// - Complexity: O(count · stride).
  public static func accumulate(
    scores: UnsafeMutablePointer<Float>, columns: UnsafePointer<UInt32>?,
    values: UnsafePointer<Float>, count: Int, weights: UnsafePointer<Float>, stride: Int
  ) {
    let lanes = stride / 4
    // SAFETY: lane l < lanes of row j < V is floats j·stride + 4l ..< j·stride + 4l + 4 ≤ V·stride; 16
    // bytes divide every row's start because they divide stride · 4.
    let sums = UnsafeMutableRawPointer(scores).assumingMemoryBound(to: Lane.self)
    let rows = UnsafeRawPointer(weights).assumingMemoryBound(to: Lane.self)
    var l = 0
    while l + 8 <= lanes {
      var s0 = sums[l]
      var s1 = sums[l + 1]
      var s2 = sums[l + 2]
      var s3 = sums[l + 3]
      var s4 = sums[l + 4]
      var s5 = sums[l + 5]
      var s6 = sums[l + 6]
      var s7 = sums[l + 7]
      for j in 0..<count {
        let row = rows + (term(j, columns) &* lanes &+ l)
        let value = Lane(repeating: values[j])
        s0 += row[0] * value
        s1 += row[1] * value
        s2 += row[2] * value
        s3 += row[3] * value
        s4 += row[4] * value
        s5 += row[5] * value
        s6 += row[6] * value
        s7 += row[7] * value
      }
      sums[l] = s0
      sums[l + 1] = s1
      sums[l + 2] = s2
      sums[l + 3] = s3
      sums[l + 4] = s4
      sums[l + 5] = s5
      sums[l + 6] = s6
      sums[l + 7] = s7
      l += 8
    }
    while l + 4 <= lanes {
      var s0 = sums[l]
      var s1 = sums[l + 1]
      var s2 = sums[l + 2]
      var s3 = sums[l + 3]
      for j in 0..<count {
        let row = rows + (term(j, columns) &* lanes &+ l)
        let value = Lane(repeating: values[j])
        s0 += row[0] * value
        s1 += row[1] * value
        s2 += row[2] * value
        s3 += row[3] * value
      }
      sums[l] = s0
      sums[l + 1] = s1
      sums[l + 2] = s2
      sums[l + 3] = s3
      l += 4
    }
    if l + 2 <= lanes {
      var s0 = sums[l]
      var s1 = sums[l + 1]
      for j in 0..<count {
        let row = rows + (term(j, columns) &* lanes &+ l)
        let value = Lane(repeating: values[j])
        s0 += row[0] * value
        s1 += row[1] * value
      }
      sums[l] = s0
      sums[l + 1] = s1
      l += 2
    }
    if l < lanes {
      var sum = sums[l]
      for j in 0..<count {
        sum += rows[term(j, columns) &* lanes &+ l] * Lane(repeating: values[j])
      }
      sums[l] = sum
    }
  }

  /// weights[column(j)][k] ← weights[column(j)][k] + values[j] · change[k] for every term of a row.
  ///
  /// Parameters and preconditions as for `accumulate`; `change` has `stride` floats.
  ///
  /// - Complexity: O(count · stride).
  public static func update(
    weights: UnsafeMutablePointer<Float>, columns: UnsafePointer<UInt32>?,
    values: UnsafePointer<Float>, count: Int, change: UnsafePointer<Float>, stride: Int
  ) {
    let lanes = stride / 4
    // SAFETY: as in `accumulate`.
    let rows = UnsafeMutableRawPointer(weights).assumingMemoryBound(to: Lane.self)
    let changes = UnsafeRawPointer(change).assumingMemoryBound(to: Lane.self)
    for j in 0..<count {
      let row = rows + term(j, columns) &* lanes
      let value = Lane(repeating: values[j])
      for l in 0..<lanes { row[l] += changes[l] * value }
    }
  }

  /// `update` with one dense row and then `accumulate` with the next, in one pass over the weights:
  ///
  ///     weights[j][k] ← weights[j][k] + values[j] · change[k],   scores[k] ← scores[k] + next[j] · weights[j][k]
  ///
  /// The same bits as the two one after the other. Sixteen labels at a time: their changes and sums
  /// stay in eight registers.
  ///
  /// - Precondition: as for `accumulate`; `stride` is a multiple of 16; `values` and `next` have `count`
  ///   floats, the rows of `weights`.
  /// - Complexity: O(count · stride).
  public static func updateThenAccumulate(
    weights: UnsafeMutablePointer<Float>, values: UnsafePointer<Float>,
    change: UnsafePointer<Float>, next: UnsafePointer<Float>, scores: UnsafeMutablePointer<Float>,
    count: Int, stride: Int
  ) {
    let lanes = stride / 4
    // SAFETY: as in `accumulate`; lanes is a multiple of 4.
    let rows = UnsafeMutableRawPointer(weights).assumingMemoryBound(to: Lane.self)
    let changes = UnsafeRawPointer(change).assumingMemoryBound(to: Lane.self)
    let sums = UnsafeMutableRawPointer(scores).assumingMemoryBound(to: Lane.self)
    for l in Swift.stride(from: 0, to: lanes, by: 4) {
      let c0 = changes[l]
      let c1 = changes[l + 1]
      let c2 = changes[l + 2]
      let c3 = changes[l + 3]
      var s0 = sums[l]
      var s1 = sums[l + 1]
      var s2 = sums[l + 2]
      var s3 = sums[l + 3]
      var row = rows + l
      for j in 0..<count {
        let value = Lane(repeating: values[j])
        let after = Lane(repeating: next[j])
        let w0 = row[0] + c0 * value
        let w1 = row[1] + c1 * value
        let w2 = row[2] + c2 * value
        let w3 = row[3] + c3 * value
        row[0] = w0
        row[1] = w1
        row[2] = w2
        row[3] = w3
        s0 += w0 * after
        s1 += w1 * after
        s2 += w2 * after
        s3 += w3 * after
        row += lanes
      }
      sums[l] = s0
      sums[l + 1] = s1
      sums[l + 2] = s2
      sums[l + 3] = s3
    }
  }

  /// The term that value `j` of a row belongs to.
  @inline(__always)
  private static func term(_ j: Int, _ columns: UnsafePointer<UInt32>?) -> Int {
    if let columns { Int(columns[j]) } else { j }
  }
}
