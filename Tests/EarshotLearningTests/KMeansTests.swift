import EarshotNumerics
import TestSupport
import Testing

@testable import EarshotLearning

/// Rows around `k` random points.
func mixture(rows n: Int, dimension d: Int, clusters k: Int, noise: Double, seed: UInt64)
  -> DenseMatrix
{
  var generator = SplitMix64(seed: seed)
  let centers = (0..<k * d).map { _ in generator.unit() * 2 - 1 }
  var rows = DenseMatrix(columnCount: d)
  for _ in 0..<n {
    let j = generator.index(below: k)
    rows.appendRow(
      (0..<d).map { Float(centers[j * d + $0] + noise * (generator.unit() * 2 - 1)) })
  }
  return rows
}

func matrix(_ rows: [[Float]]) -> DenseMatrix {
  DenseMatrix(values: Array(rows.joined()), columnCount: rows[0].count)
}

extension KMeans {
  init(clusters: Int, _ change: (inout Options) -> Void) {
    var options = Options(clusterCount: clusters)
    change(&options)
    self.init(options)
  }
}

@Suite("k-means")
struct KMeansTests {
  struct Reference: Decodable {
    struct Found: Decodable {
      let rounds: Int
      let inertia: Double
      let labels: [Int]
    }
    let rows: [[Float]]
    let first: [[Float]]
    let unit: [[Float]]
    let euclidean: [Found]
    let spherical: [Found]
  }

  @Test("two pairs of points: centroids in their middles, inertia 4 × 1²")
  func byHand() {
    let rows = matrix([[0, 0], [0, 2], [10, 0], [10, 2]])
    let found = KMeans(clusters: 2) { $0.isSpherical = false }
      .fit(rows, from: matrix([[0, 0], [10, 0]]))
    #expect(found.labels == [0, 0, 1, 1])
    #expect(found.centroids.values == [0, 1, 10, 1])
    #expect(found.squaredDistances == [1, 1, 1, 1])
    #expect(found.inertia == 4)
    #expect(found.rounds == 1)
    #expect(found.isConverged)
  }

  @Test(
    "after as many rounds, labels and inertia are those of scikit-learn 1.9.0", arguments: 0..<4)
  func matchesScikitLearn(number: Int) throws {
    let reference = try Fixture.reference("clusters", as: Reference.self)
    let expected = reference.euclidean[number]
    let found = KMeans(clusters: 20) {
      $0.isSpherical = false
      $0.rounds = expected.rounds
    }.fit(matrix(reference.rows), from: matrix(reference.first))
    #expect(found.labels == expected.labels)
    // Both round their centroids, theirs to doubles, ours to floats.
    #expect(abs(found.inertia / expected.inertia - 1) < 1e-6)
  }

  @Test("spherical clusters are those of ten lines of NumPy", arguments: 0..<4)
  func matchesNumPy(number: Int) throws {
    let reference = try Fixture.reference("clusters", as: Reference.self)
    let expected = reference.spherical[number]
    let found = KMeans(clusters: 20) { $0.rounds = expected.rounds }
      .fit(matrix(reference.unit), from: matrix(reference.first))
    #expect(found.labels == expected.labels)
    #expect(abs(found.inertia / expected.inertia - 1) < 1e-6)
    for j in 0..<20 {
      let length = found.centroids.row(j).reduce(0) { $0 + $1 * $1 }
      #expect(abs(length - 1) < 1e-6)
    }
  }

  @Test("bounds save products and change no bit", arguments: 1...6)
  func boundsChangeNothing(seed: UInt64) {
    let rows = mixture(rows: 1300, dimension: 9, clusters: 30, noise: 0.6, seed: seed)
    let first = rows.gathered(Array(0..<40))
    let both = [true, false].map { usesBounds in
      KMeans(clusters: 40) {
        $0.isSpherical = seed % 2 == 0
        $0.rounds = 15
        $0.usesBounds = usesBounds
      }.fit(rows, from: first)
    }
    #expect(both[0].labels == both[1].labels, "seed \(seed)")
    #expect(both[0].centroids.values == both[1].centroids.values, "seed \(seed)")
    #expect(both[0].inertia == both[1].inertia, "seed \(seed)")
  }

  @Test("one, two and three threads give the same bits")
  func threads() {
    let rows = mixture(rows: 2300, dimension: 40, clusters: 20, noise: 0.7, seed: 5)
    let found = [1, 2, 3].map { threads in
      KMeans(clusters: 24) {
        $0.threads = threads
        $0.starts = 2
        $0.rounds = 12
      }.fit(rows)
    }
    for other in found.dropFirst() {
      #expect(other.labels == found[0].labels)
      #expect(other.centroids.values == found[0].centroids.values)
      #expect(other.squaredDistances == found[0].squaredDistances)
      #expect(other.inertia == found[0].inertia)
    }
  }

  @Test("another seed, other first centroids; the same seed, the same clusters")
  func seeds() {
    let rows = mixture(rows: 400, dimension: 6, clusters: 30, noise: 0.5, seed: 8)
    let found = ([1, 1, 2] as [UInt64]).map { seed in
      KMeans(clusters: 12) {
        $0.seed = seed
        $0.rounds = 1
      }.fit(rows)
    }
    #expect(found[0].centroids.values == found[1].centroids.values)
    #expect(found[0].centroids.values != found[2].centroids.values)
  }

  @Test("more starts never leave more inertia")
  func starts() {
    let rows = mixture(rows: 500, dimension: 5, clusters: 12, noise: 0.4, seed: 3)
    let inertia = [1, 4].map { starts in
      KMeans(clusters: 12) { $0.starts = starts }.fit(rows).inertia
    }
    #expect(inertia[1] <= inertia[0])
  }

  @Test("a row of weight 3 counts like three rows", arguments: 1...5)
  func weights(seed: UInt64) {
    let rows = mixture(rows: 120, dimension: 4, clusters: 6, noise: 0.7, seed: seed)
    var generator = SplitMix64(seed: seed)
    let weights = (0..<120).map { _ in Float(generator.index(below: 4)) }
    let first = rows.gathered(Array(0..<7))
    let repeated = rows.gathered(
      (0..<120).flatMap { Array(repeating: $0, count: Int(weights[$0])) })
    let kMeans = KMeans(clusters: 7) { $0.isSpherical = seed % 2 == 0 }
    let weighted = kMeans.fit(rows, weights: weights, from: first)
    let copied = kMeans.fit(repeated, from: first)
    // A mean may be rounded differently in its last bit.
    for (a, b) in zip(weighted.centroids.values, copied.centroids.values) {
      #expect(abs(a - b) < 1e-6, "seed \(seed)")
    }
    #expect(abs(weighted.inertia / copied.inertia - 1) < 1e-5, "seed \(seed)")
  }

  @Test("a centroid without rows takes the row farthest from its own centroid")
  func emptyCluster() {
    // Round 1: all rows go to the first centroid, [9] is farthest from it and becomes a cluster.
    let rows = matrix([[0], [1], [2], [9]])
    let found = KMeans(clusters: 2) { $0.isSpherical = false }
      .fit(rows, from: matrix([[0], [100]]))
    #expect(found.labels == [0, 0, 0, 1])
    #expect(found.centroids.values == [1, 9])
    #expect(found.inertia == 2)
  }

  @Test("equally far rows: the first one is taken")
  func emptyClusterTie() {
    let found = KMeans(clusters: 2) {
      $0.isSpherical = false
      $0.rounds = 1
    }.fit(matrix([[5], [-5], [0]]), from: matrix([[0], [100]]))
    #expect(found.centroids.values == [-2.5, 5])
  }

  @Test("a row as near to two centroids belongs to the lower one")
  func ties() {
    let kMeans = KMeans(clusters: 3) {
      $0.isSpherical = false
      $0.rounds = 1
    }
    let found = kMeans.fit(matrix([[-1], [1], [0], [1]]), from: matrix([[-1], [1], [1]]))
    // Centroid 2 equals centroid 1, so it gets no row and takes the farthest, [0].
    #expect(found.labels == [0, 1, 2, 1])
    #expect(found.inertia == 0)
  }

  @Test("fewer rows than clusters: each row is one")
  func fewRows() {
    let rows = matrix([[1, 0], [0, 1], [-1, 0]])
    for isSpherical in [false, true] {
      let found = KMeans(clusters: 8) { $0.isSpherical = isSpherical }.fit(rows)
      #expect(found.centroids.rowCount == 3)
      #expect(Set(found.labels) == [0, 1, 2])
      #expect(found.inertia == 0)
    }
  }

  @Test("equal rows are one cluster, given centroids stay where no row is left for them")
  func equalRows() {
    let rows = matrix(Array(repeating: [0.6, 0.8], count: 40))
    for isSpherical in [false, true] {
      let found = KMeans(clusters: 5) { $0.isSpherical = isSpherical }.fit(rows)
      #expect(found.centroids.rowCount == 1)
      #expect(found.sizes == [40])
      #expect(found.inertia < 1e-12)
      let given = KMeans(clusters: 2) { $0.isSpherical = isSpherical }
        .fit(rows, from: matrix([[0.6, 0.8], [1, 0]]))
      #expect(given.sizes == [40, 0])
      #expect(Array(given.centroids.row(1)) == [1, 0])
      #expect(given.isConverged)
    }
  }

  @Test("rows of zeros are no direction: they go to the lowest cluster and move nothing")
  func zeroRows() {
    var rows = matrix([[1, 0], [0, 1], [0, 0], [0, 0]])
    let found = KMeans(clusters: 3) { _ in }.fit(rows)
    #expect(found.centroids.rowCount == 2)
    #expect(found.labels[2...] == [0, 0])
    #expect(found.squaredDistances == [0, 0, 1, 1])
    rows = matrix([[0, 0], [0, 0]])
    let nothing = KMeans(clusters: 2) { _ in }.fit(rows)
    #expect(nothing.labels == [0, 0])
    #expect(nothing.centroids.values == [0, 0])
    #expect(nothing.inertia == 0)
  }

  @Test("one cluster: the mean, or its direction")
  func oneCluster() {
    let rows = matrix([[3, 0], [0, 3], [0, 0]])
    let mean = KMeans(clusters: 1) { $0.isSpherical = false }.fit(rows)
    #expect(mean.centroids.values == [1, 1])
    #expect(mean.inertia == 12)
    let direction = KMeans(clusters: 1) { _ in }.fit(rows)
    #expect(direction.centroids.values == [Float(0.5.squareRoot()), Float(0.5.squareRoot())])
  }

  @Test("no rows, no clusters")
  func noRows() {
    let found = KMeans(clusters: 3) { _ in }.fit(DenseMatrix(columnCount: 4))
    #expect(found.centroids.rowCount == 0)
    #expect(found.labels.isEmpty)
    #expect(found.inertia == 0)
  }

  @Test("random batches come within 5 % of all rows, the same on two threads")
  func miniBatches() {
    let rows = mixture(rows: 3000, dimension: 8, clusters: 10, noise: 0.5, seed: 21)
    let full = KMeans(clusters: 10) { $0.starts = 2 }.fit(rows)
    let found = [1, 2].map { threads in
      KMeans(clusters: 10) {
        $0.starts = 2
        $0.miniBatchAbove = 1000
        $0.threads = threads
      }.fit(rows)
    }
    #expect(found[0].inertia < full.inertia * 1.05)
    #expect(found[0].centroids.values == found[1].centroids.values)
    #expect(found[0].labels == found[1].labels)
  }

  @Test("nothing is NaN, however small, large or far from the origin the numbers are")
  func extremes() {
    for (scale, offset) in [(1e-18, 0), (1e15, 0), (1, 1e6)] as [(Float, Float)] {
      var rows = mixture(rows: 60, dimension: 3, clusters: 4, noise: 0.3, seed: 2)
      rows = DenseMatrix(values: rows.values.map { $0 * scale + offset }, columnCount: 3)
      for isSpherical in [false, true] {
        let found = KMeans(clusters: 6) { $0.isSpherical = isSpherical }.fit(rows)
        #expect(found.inertia.isFinite)
        #expect(found.centroids.values.allSatisfy { $0.isFinite })
      }
    }
  }
}
