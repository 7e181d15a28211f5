import EarshotNumerics

/// Cuts rows into `k` clusters of near ones (Lloyd 1982, "Least squares quantization in PCM").
///
///     minimise  Σ_i w_i ‖x_i − c_label(i)‖²
///
/// by turns: each row to its nearest centroid, each centroid to the mean of its rows. In a spherical
/// clustering means are scaled to unit length, so rows are compared by their cosine (Dhillon &
/// Modha 2001, "Concept decompositions for large sparse text data using clustering").
///
/// Same rows, options and CPU: same clusters, to the bit, on any number of threads. From given centroids
/// also on any CPU (`CentroidSearch`, `RowSums`); only the choice of the first ones (`KMeansSeeding`)
/// goes through sums whose last bits differ between CPUs.
public struct KMeans: Sendable {
  public struct Options: Sendable {
    /// `k`, at least 1.
    public var clusterCount: Int
    /// Whether rows are directions. Their length should be 1; a row of zeros is as far from all.
    public var isSpherical = true
    /// Rounds at most.
    public var rounds = 100
    /// How often to start from other centroids; the clustering of least inertia is kept.
    public var starts = 1
    public var seed: UInt64 = 1
    public var threads = 1
    /// With more rows than this, centroids are learned from random batches (`MiniBatches`) before a few
    /// rounds on all rows. 20 rounds on 200,000 rows of 128 dimensions and 150 clusters take seconds.
    public var miniBatchAbove = 200_000
    /// Whether bounds may save products. The clusters are the same; only tests and timings turn it off.
    public var usesBounds = true

    public init(clusterCount: Int) { self.clusterCount = clusterCount }
  }

  public let options: Options

  /// - Precondition: at least one cluster, round, start and thread.
  public init(_ options: Options) {
    precondition(options.clusterCount >= 1 && options.rounds >= 1)
    precondition(options.starts >= 1 && options.threads >= 1)
    self.options = options
  }

  /// Finds clusters from centroids of its own choice.
  ///
  /// - Parameters:
  ///   - rows: `n × d`, finite. Without a row there is no cluster.
  ///   - weights: `n` numbers, finite and at least 0; a row of weight 2 counts like two. Nil for ones.
  /// - Complexity: O(rounds · n · k · d) at most; the bounds save one half to nine tenths.
  public func fit(_ rows: DenseMatrix, weights: [Float]? = nil) -> Clustering {
    precondition(rows.columnCount > 0, "rows of no numbers have no clusters")
    let seeding = KMeansSeeding(options)
    var best: Clustering?
    for start in 0..<options.starts {
      var generator = SplitMix64(seed: options.seed &+ UInt64(start) &* 0x9e37_79b9_7f4a_7c15)
      let seeds = seeding.centroids(of: rows, weights: weights, using: &generator)
      if seeds.rowCount == 0 { return empty(rows) }
      let found: Clustering
      if rows.rowCount > options.miniBatchAbove {
        let learned = MiniBatches(options).fit(
          rows, weights: weights, from: seeds, using: &generator)
        found = fit(rows, weights: weights, from: learned, rounds: min(3, options.rounds))
      } else {
        found = fit(rows, weights: weights, from: seeds)
      }
      if best.map({ found.inertia < $0.inertia }) ?? true { best = found }
    }
    return best!
  }

  /// Finds clusters from given centroids, in `options.rounds` rounds at most; `options.clusterCount`,
  /// `starts` and `seed` play no part.
  ///
  /// - Parameter centroids: `k × d`, k ≥ 1, finite. One that gets no row takes the row farthest from its own
  ///   centroid, of equally far ones the first; when all rows lie on centroids, it stays as it is.
  public func fit(
    _ rows: DenseMatrix, weights: [Float]? = nil, from centroids: DenseMatrix
  ) -> Clustering {
    fit(rows, weights: weights, from: centroids, rounds: options.rounds)
  }

  private func fit(
    _ rows: DenseMatrix, weights: [Float]?, from centroids: DenseMatrix, rounds: Int
  ) -> Clustering {
    precondition(rows.columnCount == centroids.columnCount && centroids.rowCount > 0)
    precondition(weights.map { $0.count == rows.rowCount } ?? true)
    precondition(weights?.allSatisfy { $0 >= 0 && $0.isFinite } ?? true, "a weight below 0")
    if rows.rowCount == 0 { return empty(rows) }
    var state = LloydRounds(rows, weights: weights, from: centroids, options)
    state.run(atMost: rounds)
    return state.clustering()
  }

  private func empty(_ rows: DenseMatrix) -> Clustering {
    Clustering(
      centroids: DenseMatrix(columnCount: rows.columnCount), labels: [], squaredDistances: [],
      inertia: 0, rounds: 0, isConverged: true)
  }
}
