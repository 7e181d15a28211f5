/// The rows that `CentroidSearch` multiplies in one go, with their labels and bounds.
///
/// SAFETY (`@unchecked Sendable`): a search hands each block to one thread at a time.
final class RowBlock: @unchecked Sendable {
  /// Rows of a block: x, the centroids and the products of a block of 128 dimensions stay in 1 MiB.
  static let capacity = 512
  /// Floats from one row of products to the next. Not a power of two, which would put all of a
  /// column into two sets of the first cache.
  static let stride = capacity + 16

  let rows: Range<Int>
  /// The centroid of each row, -1 before the first round.
  let labels: WorkBlock<Int32>
  /// ‖x‖².
  let squares: FloatBlock
  /// At least the largest ‖x‖.
  let largestNorm: Float
  /// u: at least the distance to the own centroid.
  let upper: FloatBlock
  /// The score of the own centroid where it has not moved since it was worked out, else NaN.
  let ownScores: FloatBlock
  /// l, `groups × stride`: at most the distance to the nearest other centroid of a group.
  var lower = FloatBlock(count: 0)

  init(_ matrix: DenseMatrix, _ rows: Range<Int>) {
    self.rows = rows
    labels = WorkBlock(repeating: -1, count: Self.capacity)
    squares = FloatBlock(count: Self.stride)
    upper = FloatBlock(count: Self.stride)
    ownScores = FloatBlock(repeating: .nan, count: Self.stride)
    let d = matrix.columnCount
    var largest: Float = 0
    let squares = self.squares.base
    matrix.values.withUnsafeBufferPointer { values in
      for (p, i) in rows.enumerated() {
        // SAFETY: row i is within the matrix, p < capacity.
        let x = values.baseAddress! + i * d
        let sum = Lanes.dot(x, x, d)
        precondition(
          sum.isFinite, "row \(i): numbers that are not finite, or too large to be squared")
        squares[p] = sum
        largest = max(largest, sum)
      }
    }
    largestNorm = largest.squareRoot() * (1 + Float(d + 16) * 0x1p-23)
  }

  func labelsInOrder() -> [Int] { rows.indices.map { label(of: $0 - rows.lowerBound) } }

  /// - Precondition: `p` is a row of this block.
  func label(of p: Int) -> Int {
    precondition(p >= 0 && p < rows.count)
    // SAFETY: checked.
    return Int(labels.base[p])
  }

  /// - Precondition: `p` is a row of this block.
  func relabel(_ p: Int, _ label: Int) {
    precondition(p >= 0 && p < rows.count)
    labels.base[p] = Int32(label)
    forgetBounds(of: p)
  }

  // MARK: - A round

  /// - Parameter x: row 0 of the matrix.
  /// - Precondition: with `.kept`, the round before had the same groups, and `.made` or `.kept`.
  func assign(
    _ x: UnsafePointer<Float>, _ t: CentroidTable.Pointers, _ bounds: CentroidSearch.Bounds,
    _ scratch: Scratch, _ moves: inout [CentroidSearch.Move]
  ) {
    let start = x + rows.lowerBound * t.dimension
    switch bounds {
    case .kept:
      precondition(
        lower.count == t.groupCount * Self.stride && labels.base[0] >= 0,
        "bounds are kept only after a round that made them")
      if update(start, t, scratch) {
        search(start, t, scratch, &moves)
      } else {
        searchAll(start, t, scratch, keepsBounds: true, &moves)
      }
    case .made:
      if lower.count != t.groupCount * Self.stride {
        lower = FloatBlock(count: t.groupCount * Self.stride)
      }
      searchAll(start, t, scratch, keepsBounds: true, &moves)
    case .unused:
      searchAll(start, t, scratch, keepsBounds: false, &moves)
    }
  }

  /// The most by which a score x · c − ‖c‖² / 2 in single precision is wrong: d products and sums in any
  /// order, each good to 2⁻²⁴ (Higham 2002, "Accuracy and Stability of Numerical Algorithms", §3.1),
  /// and a few operations around them.
  func scoreError(_ t: CentroidTable.Pointers) -> Float {
    Float(t.dimension + 16) * 0x1p-24
      * (largestNorm * t.largestNorm + t.largestNorm * t.largestNorm)
  }

  /// The most by which ‖x‖² − 2 · score is wrong.
  func squareError(_ t: CentroidTable.Pointers) -> Float {
    2 * scoreError(t) + Float(t.dimension + 32) * 0x1p-24 * largestNorm * largestNorm
  }

  // MARK: - A row

  func change(_ i: Int, to label: Int32, _ moves: inout [CentroidSearch.Move]) {
    moves.append(.init(row: rows.lowerBound + i, from: Int(labels.base[i]), to: Int(label)))
    labels.base[i] = label
  }

  /// A lower bound of a distance from a score.
  @inline(__always)
  func below(_ score: Float, _ i: Int, _ slack: Float) -> Float {
    max(squares.base[i] - 2 * score - slack, 0).squareRoot() * (1 - 0x1p-22)
  }

  /// Makes the next round look at all centroids again.
  func forgetBounds(of i: Int) {
    upper.base[i] = .infinity
    ownScores.base[i] = .nan
    for g in 0..<lower.count / Self.stride { lower.base[g * Self.stride + i] = 0 }
  }

  /// The label in double precision: products of two floats are exact there.
  func exactLabel(_ x: UnsafePointer<Float>, _ t: CentroidTable.Pointers) -> Int {
    let d = t.dimension
    var scores = [Float](repeating: -.infinity, count: t.centroidCount)
    var best = -Float.infinity
    // SAFETY: slots are below groups × width, so their rows lie within `values`.
    for j in 0..<t.centroidCount {
      let s = t.slots[j]
      scores[j] = Lanes.dot(x, t.values + s * d, d) - t.penalties[s]
      best = max(best, scores[j])
    }
    let margin = 2 * scoreError(t)
    var label = -1
    var largest = -Double.infinity
    for j in 0..<t.centroidCount where best - scores[j] <= margin {
      let c = t.values + t.slots[j] * d
      var score = 0.0
      for a in 0..<d {
        let value = Double(c[a])
        score += Double(x[a]) * value - value * value / 2
      }
      if score > largest {
        largest = score
        label = j
      }
    }
    return label
  }

  /// ‖x − c‖².
  static func squaredDistance(
    _ x: UnsafePointer<Float>, _ c: UnsafePointer<Float>, _ d: Int
  ) -> Float {
    var sums = Lanes.Vector.zero
    var a = 0
    while a &+ 16 <= d {
      let gap = Lanes.load(x + a) - Lanes.load(c + a)
      sums += gap * gap
      a &+= 16
    }
    var sum = Lanes.total(sums)
    while a < d {
      let gap = x[a] - c[a]
      sum += gap * gap
      a &+= 1
    }
    return sum
  }
}
