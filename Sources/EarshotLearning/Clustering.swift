import EarshotNumerics

/// Rows in clusters: what `KMeans` finds.
public struct Clustering: Sendable {
  /// `k × d`; row `j` is the mean of the rows of cluster `j`, of unit length in a spherical clustering.
  ///
  /// `k` is smaller than was asked for where there are fewer distinct rows.
  public let centroids: DenseMatrix
  /// The cluster of each row: the nearest centroid, of equally near ones the lowest.
  public let labels: [Int]
  /// ‖x_i − c_label(i)‖² of each row. Between unit vectors this is 2 − 2 · cosine.
  public let squaredDistances: [Float]
  /// Σ_i w_i ‖x_i − c_label(i)‖².
  public let inertia: Double
  /// How often centroids were moved.
  public let rounds: Int
  /// Whether the last round changed no label.
  public let isConverged: Bool

  /// How many rows each cluster has.
  public var sizes: [Int] {
    var sizes = [Int](repeating: 0, count: centroids.rowCount)
    for label in labels { sizes[label] += 1 }
    return sizes
  }
}
