/// For each row the `m` rows of the largest dot product with it: of unit rows the nearest by cosine.
///
/// All n² products, as `sgemm` of blocks; only the best m of a row are kept. Blocks are the same for any
/// number of threads, and of equal products the lower row comes first, so results repeat to the bit on
/// one machine.
public struct NearestRows: Sendable {
  public let rowCount: Int
  /// m: as many as were asked for, or all others.
  public let degree: Int
  /// `n × m`, nearest first.
  public let neighbours: [Int32]
  /// `n × m`, the products.
  public let products: [Float]

  private static let blockRows = 256
  private static let blockColumns = 2048

  /// - Precondition: finite rows, `degree` ≥ 0, fewer than 2³¹ rows.
  /// - Complexity: O(n² · d) time, O(n · m) memory.
  public init(_ rows: DenseMatrix, degree: Int, threads: Int) {
    precondition(degree >= 0 && rows.rowCount < Int(Int32.max))
    let n = rows.rowCount
    let m = min(degree, max(0, n - 1))
    rowCount = n
    self.degree = m
    guard m > 0 else {
      (neighbours, products) = ([], [])
      return
    }
    let size = Self.blockRows
    let parts = Workers.map((n + size - 1) / size, threads: threads) { b in
      Self.search(rows, b * size..<min((b + 1) * size, n), m)
    }
    neighbours = Array(parts.map(\.0).joined())
    products = Array(parts.map(\.1).joined())
  }

  private static func search(_ rows: DenseMatrix, _ block: Range<Int>, _ m: Int)
    -> ([Int32], [Float])
  {
    let n = rows.rowCount
    let d = rows.columnCount
    var neighbours = [Int32](repeating: -1, count: block.count * m)
    var products = [Float](repeating: -.infinity, count: block.count * m)
    let scores = FloatBlock(count: block.count * blockColumns)
    rows.values.withUnsafeBufferPointer { values in
      neighbours.withUnsafeMutableBufferPointer { neighbours in
        products.withUnsafeMutableBufferPointer { products in
          var start = 0
          while start < n {
            let count = min(blockColumns, n - start)
            // SAFETY: rows `block` and `start ..< start + count` lie within the n × d values; the scores
            // hold block.count × blockColumns.
            MatrixProduct.timesTransposed(
              values.baseAddress! + block.lowerBound * d, values.baseAddress! + start * d,
              scores.base, block.count, count, d, stride: count)
            for i in 0..<block.count {
              let own = block.lowerBound + i - start
              let best = products.baseAddress! + i * m
              let who = neighbours.baseAddress! + i * m
              let row = scores.base + i * count
              var least = best[m - 1]
              for j in 0..<count where row[j] > least {
                if j == own { continue }
                // Insertion from the end; behind equal ones, which have lower numbers.
                var at = m - 1
                while at > 0, best[at - 1] < row[j] {
                  best[at] = best[at - 1]
                  who[at] = who[at - 1]
                  at -= 1
                }
                best[at] = row[j]
                who[at] = Int32(start + j)
                least = best[m - 1]
              }
            }
            start += count
          }
        }
      }
    }
    return (neighbours, products)
  }

  /// Rows moved towards the neighbours that the search found:
  ///
  ///     x_i ← unit( keep · x_i + (1 − keep) · unit( Σ_j max(0, s_ij) · x_j ) )
  ///
  /// over its m neighbours j with product s_ij. Groups become denser and the gaps between them emptier
  /// (a step of mean shift on the neighbour graph; Wu et al. 2019, "Simplifying graph convolutional
  /// networks").
  ///
  /// - Complexity: O(n · m · d).
  public func smoothed(_ rows: DenseMatrix, keep: Float, threads: Int) -> DenseMatrix {
    precondition(rows.rowCount == rowCount)
    let d = rows.columnCount
    guard degree > 0, d > 0 else { return rows }
    let size = Self.blockRows
    let parts = Workers.map((rowCount + size - 1) / size, threads: threads) { b in
      var part: [Float] = []
      var mean = [Float](repeating: 0, count: d)
      for i in b * size..<min((b + 1) * size, rowCount) {
        for c in 0..<d { mean[c] = 0 }
        for e in i * degree..<(i + 1) * degree {
          let weight = max(0, products[e])
          let start = Int(neighbours[e]) * d
          for c in 0..<d { mean[c] += weight * rows.values[start + c] }
        }
        Pooling.normalize(&mean, to: 1 - keep)
        for c in 0..<d { mean[c] += keep * rows.values[i * d + c] }
        Pooling.normalize(&mean, to: 1)
        part += mean
      }
      return part
    }
    return DenseMatrix(values: Array(parts.joined()), columnCount: d)
  }
}
