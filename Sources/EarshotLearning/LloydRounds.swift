import EarshotNumerics

/// One run of Lloyd's algorithm, from first centroids to a clustering.
struct LloydRounds: ~Copyable {
  private let rows: DenseMatrix
  private let weights: [Float]?
  private let options: KMeans.Options
  private let search: CentroidSearch
  private var centroids: DenseMatrix
  /// The centroids that the labels belong to.
  private var previous: DenseMatrix?
  private var groups: CentroidTable.Groups
  private var sums: RowSums
  private var rounds = 0
  private var isConverged = false

  init(
    _ rows: DenseMatrix, weights: [Float]?, from centroids: DenseMatrix, _ options: KMeans.Options
  ) {
    self.rows = rows
    self.weights = weights
    self.options = options
    self.centroids = centroids
    if options.isSpherical {
      // Centroids are directions, so given ones are as well.
      self.centroids = DenseMatrix(
        values: (0..<centroids.rowCount).flatMap { j in
          Self.direction(of: centroids.row(j).map(Double.init)) ?? Array(centroids.row(j))
        }, columnCount: centroids.columnCount)
    }
    search = CentroidSearch(rows, threads: options.threads)
    groups = CentroidTable.Groups(self.centroids)
    sums = RowSums(
      centroidCount: centroids.rowCount, dimension: rows.columnCount, rowCount: rows.rowCount,
      largestNorm: search.largestNorm, largestWeight: weights?.max() ?? 1)
  }

  /// Assigns and moves by turns until no label changes; labels fit the centroids afterwards.
  mutating func run(atMost limit: Int) {
    while rounds < limit {
      if assign() { return }
      moveCentroids()
      rounds += 1
    }
    // Nothing moves afterwards, so no cluster is filled either: labels are those of the nearest.
    isConverged = assign(fills: false)
  }

  /// A label for each row. Returns whether all were right already.
  private mutating func assign(fills: Bool = true) -> Bool {
    var bounds = CentroidSearch.Bounds.kept
    if !options.usesBounds {
      bounds = .unused
    } else if rounds == 0 {
      bounds = .made
    }
    let table = CentroidTable(centroids, groups: groups, previous: previous)
    let moves = search.assign(table, bounds: bounds, threads: options.threads)
    sums.apply(moves, of: rows, weights: weights, threads: options.threads)
    let filled = fills && fillEmptyClusters()
    isConverged = moves.isEmpty && !filled
    return isConverged
  }

  /// Gives each cluster without rows the row farthest from its centroid. Returns whether it did.
  private mutating func fillEmptyClusters() -> Bool {
    guard sums.counts.contains(0) else { return false }
    let distances = search.squaredDistances(to: centroids, threads: options.threads)
    let labels = search.labels
    // Rounding a centroid to floats moves it by 2⁻²⁴ of its length; a row as near as that lies on it.
    let least = search.largestNorm * search.largestNorm * 0x1p-44
    // A row of zeros is no direction, and one of weight 0 has no say.
    let candidates = distances.indices.filter { i in
      distances[i] > least && weights?[i] != 0
        && !(options.isSpherical && rows.row(i).allSatisfy { $0 == 0 })
    }.sorted { (distances[$1], $0) < (distances[$0], $1) }
    var next = candidates.makeIterator()
    var hasMoved = false
    for j in sums.counts.indices where sums.counts[j] == 0 {
      // A cluster of one row would only become the next empty one.
      var row = next.next()
      while let i = row, sums.counts[labels[i]] == 1 { row = next.next() }
      guard let i = row else { return hasMoved }
      sums.apply([search.relabel(i, j)], of: rows, weights: weights, threads: 1)
      hasMoved = true
    }
    return hasMoved
  }

  /// c_j ← Σ w_i x_i / Σ w_i, or the direction of the sum. A cluster without weight stays where it is.
  private mutating func moveCentroids() {
    var moved = DenseMatrix(columnCount: rows.columnCount)
    for j in 0..<centroids.rowCount {
      let sum = sums.sum(j)
      let weight = sums.weights[j]
      if options.isSpherical, let direction = Self.direction(of: sum) {
        moved.appendRow(direction)
      } else if !options.isSpherical, weight > 0 {
        moved.appendRow(sum.map { Float($0 / weight) })
      } else {
        moved.appendRow(centroids.row(j))
      }
    }
    previous = centroids
    centroids = moved
  }

  /// A vector scaled to unit length; nil for zeros.
  static func direction(of vector: [Double]) -> [Float]? {
    var squares = 0.0
    for value in vector { squares += value * value }
    guard squares > 0, squares.isFinite else { return nil }
    let length = squares.squareRoot()
    return vector.map { Float($0 / length) }
  }

  consuming func clustering() -> Clustering {
    let distances = search.squaredDistances(to: centroids, threads: options.threads)
    var inertia = 0.0
    for (i, distance) in distances.enumerated() {
      inertia += Double(weights?[i] ?? 1) * Double(distance)
    }
    return Clustering(
      centroids: centroids, labels: search.labels, squaredDistances: distances, inertia: inertia,
      rounds: rounds, isConverged: isConverged)
  }
}
