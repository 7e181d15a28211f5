import EarshotNumerics

/// Centroids of very many rows, learned from random batches (Sculley 2010, "Web-scale k-means
/// clustering", algorithm 1).
///
///     c_j ← c_j + (1 / v_j) · Σ_{i in batch, label j} w_i (x_i − c_j)
///
/// with v_j the weight that cluster j has seen so far: each centroid is the mean of all rows it ever got.
struct MiniBatches {
  /// Rows of a batch: as many as keep both of a thread's caches busy, and enough for hundreds of clusters.
  static let batchSize = 16_384
  /// Batches at most; a tenth as many products as 20 rounds on a million rows.
  static let batchCount = 120

  private let options: KMeans.Options

  init(_ options: KMeans.Options) { self.options = options }

  func fit(
    _ rows: DenseMatrix, weights: [Float]?, from seeds: DenseMatrix,
    using generator: inout SplitMix64
  ) -> DenseMatrix {
    let d = rows.columnCount
    let k = seeds.rowCount
    var centroids = seeds
    var sums = [[Double]](repeating: Array(repeating: 0, count: d), count: k)
    var seen = [Double](repeating: 0, count: k)
    let order = generator.permutation(of: rows.rowCount)
    var start = 0
    for _ in 0..<Self.batchCount {
      if start + Self.batchSize > order.count { start = 0 }
      let members = order[start..<min(start + Self.batchSize, order.count)]
      start += Self.batchSize
      let batch = rows.gathered(members)
      let search = CentroidSearch(batch, threads: options.threads)
      let table = CentroidTable(centroids, groups: .init(centroids), previous: nil)
      let moves = search.assign(table, bounds: .unused, threads: options.threads)
      var batchSums = RowSums(
        centroidCount: k, dimension: d, rowCount: batch.rowCount, largestNorm: search.largestNorm,
        largestWeight: weights?.max() ?? 1)
      batchSums.apply(
        moves, of: batch, weights: weights.map { all in members.map { all[$0] } },
        threads: options.threads)
      var moved = DenseMatrix(columnCount: d)
      for j in 0..<k {
        let sum = batchSums.sum(j)
        for c in 0..<d { sums[j][c] += sum[c] }
        seen[j] += batchSums.weights[j]
        if options.isSpherical {
          moved.appendRow(LloydRounds.direction(of: sums[j]) ?? Array(centroids.row(j)))
        } else if seen[j] > 0 {
          moved.appendRow(sums[j].map { Float($0 / seen[j]) })
        } else {
          moved.appendRow(centroids.row(j))
        }
      }
      centroids = moved
    }
    return centroids
  }
}
