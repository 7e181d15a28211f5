import EarshotNumerics

/// Chooses first centroids among the rows: greedy k-means++ (Arthur & Vassilvitskii 2007, "k-means++: the
/// advantages of careful seeding", and the variant with several trials of its section 7).
///
/// Each next centroid is the best of 2 + ⌊ln k⌋ rows drawn with probability w_i · D_i², where D_i is the
/// distance to the nearest centroid so far; best is the one that leaves the smallest Σ w_i D_i².
struct KMeansSeeding {
  /// Rows that one thread multiplies at a time.
  private static let blockSize = 1024
  /// Rows looked at, a centroid: a sample is enough to find places for centroids, and seeding all of
  /// 20,000 rows took longer than 20 rounds on them.
  static let rowsPerCentroid = 64
  static let fewestRows = 4096

  private let options: KMeans.Options

  init(_ options: KMeans.Options) { self.options = options }

  /// - Returns: `k × d`, distinct rows; fewer than k where there are not so many.
  /// - Complexity: O(s · k · d · ln k) for a sample of s rows.
  func centroids(
    of rows: DenseMatrix, weights: [Float]?, using generator: inout SplitMix64
  ) -> DenseMatrix {
    let k = options.clusterCount
    var members = (0..<rows.rowCount).filter { i in
      weights?[i] != 0 && !(options.isSpherical && rows.row(i).allSatisfy { $0 == 0 })
    }
    if members.isEmpty { members = Array((0..<rows.rowCount).prefix(1)) }
    let size = max(Self.fewestRows, Self.rowsPerCentroid * k)
    if members.count > size {
      let order = generator.permutation(of: members.count)
      members = order[..<size].sorted().map { members[$0] }
    }
    let sample = rows.gathered(members)
    let mass = members.map { Double(weights?[$0] ?? 1) }
    var chosen = DenseMatrix(columnCount: rows.columnCount)
    guard !members.isEmpty else { return chosen }
    let squares = (0..<sample.rowCount).map { i in
      sample.row(i).reduce(Float(0)) { $0 + $1 * $1 }
    }
    let trials = 2 + Self.wholeLog(k)
    var nearest = [Float](repeating: .infinity, count: sample.rowCount)
    var candidates = [Self.draw(mass, using: &generator)]
    while chosen.rowCount < k {
      let best = bestOf(candidates, sample, squares, mass, &nearest)
      chosen.appendRow(sample.row(best))
      // The row itself is at no distance, whatever rounding says.
      nearest[best] = 0
      let shares = nearest.indices.map { mass[$0] * Double(nearest[$0]) }
      guard shares.contains(where: { $0 > 0 }) else { break }
      candidates = (0..<trials).map { _ in Self.draw(shares, using: &generator) }
    }
    return chosen
  }

  /// The candidate that leaves the least, whose distances are then taken over into `nearest`.
  private func bestOf(
    _ candidates: [Int], _ sample: DenseMatrix, _ squares: [Float], _ mass: [Double],
    _ nearest: inout [Float]
  ) -> Int {
    let count = candidates.count
    let points = sample.gathered(candidates)
    let old = nearest
    let blocks = (sample.rowCount + Self.blockSize - 1) / Self.blockSize
    // For each block min(D_i², ‖x_i − candidate‖²) of each row and candidate, and their sums.
    let found = Workers.map(blocks, threads: options.threads) { b in
      let start = b * Self.blockSize
      let range = start..<min(start + Self.blockSize, sample.rowCount)
      var distances = [Float](repeating: 0, count: range.count * count)
      sample.multiply(rows: range, byTransposeOf: points, into: &distances)
      var sums = [Double](repeating: 0, count: count)
      for i in range {
        for t in 0..<count {
          let at = (i - start) * count + t
          // Rounding leaves a little between equal rows, and equal rows must not both be chosen.
          let scale = squares[i] + squares[candidates[t]]
          let square = scale - 2 * distances[at]
          distances[at] = min(old[i], square > scale * 4e-6 ? square : 0)
          sums[t] += mass[i] * Double(distances[at])
        }
      }
      return (distances, sums)
    }
    var best = 0
    var least = Double.infinity
    for t in 0..<count {
      let sum = found.reduce(0) { $0 + $1.1[t] }
      if sum < least {
        least = sum
        best = t
      }
    }
    for b in 0..<blocks {
      let start = b * Self.blockSize
      for i in 0..<found[b].0.count / count {
        nearest[start + i] = found[b].0[i * count + best]
      }
    }
    return candidates[best]
  }

  /// An index drawn with probability in proportion to its share.
  private static func draw(_ shares: [Double], using generator: inout SplitMix64) -> Int {
    var left = generator.unit() * shares.reduce(0, +)
    var last = 0
    for (i, share) in shares.enumerated() where share > 0 {
      last = i
      left -= share
      if left < 0 { return i }
    }
    // Rounding can leave a little.
    return last
  }

  /// ⌊ln k⌋, by comparison with powers of e, so that no libm has a say.
  private static func wholeLog(_ k: Int) -> Int {
    var power = 2.718281828459045
    var log = 0
    while power <= Double(k) {
      power *= 2.718281828459045
      log += 1
    }
    return log
  }
}
