import EarshotNumerics
import TestSupport
import Testing

@testable import EarshotLearning

@Suite("Ward's tree on a graph")
struct WardTreeTests {
  struct Reference: Decodable {
    struct Tree: Decodable {
      struct Cut: Decodable {
        let k: Int
        let labels: [Int]
      }
      let rows: [[Float]]
      let degree: Int
      let cuts: [Cut]
    }
    let trees: [Tree]
  }

  private func tree(_ rows: DenseMatrix, degree: Int) -> WardTree {
    WardTree(rows, graph: NearestRows(rows, degree: degree, threads: 1))
  }

  @Test("its clusters are those of scikit-learn 1.9.1 at any number of them", arguments: 0..<3)
  func matchesScikitLearn(number: Int) throws {
    let expected = try Fixture.reference("themes", as: Reference.self).trees[number]
    let tree = tree(matrix(expected.rows), degree: expected.degree)
    for cut in expected.cuts {
      #expect(tree.labels(clusterCount: cut.k) == cut.labels, "k = \(cut.k)")
    }
  }

  /// The definition, in doubles: of the pairs that touch, or of all when none does, the cheapest is joined.
  private func joinsByHand(_ rows: DenseMatrix, _ graph: NearestRows) -> [Set<Int>] {
    struct Cluster {
      var rows: Set<Int>
      var mean: [Double]
    }
    var edges: Set<[Int]> = []
    for i in 0..<graph.rowCount {
      for e in i * graph.degree..<(i + 1) * graph.degree {
        edges.insert([i, Int(graph.neighbours[e])].sorted())
      }
    }
    var clusters = (0..<rows.rowCount).map {
      Cluster(rows: [$0], mean: rows.row($0).map(Double.init))
    }
    var joins: [Set<Int>] = []
    while clusters.count > 1 {
      var best: (cost: Double, i: Int, j: Int)?
      for mustTouch in [true, false] where best == nil {
        for i in clusters.indices {
          for j in clusters.indices.dropFirst(i + 1) {
            let (a, b) = (clusters[i], clusters[j])
            let touch = edges.contains { edge in
              a.rows.contains(edge[0]) && b.rows.contains(edge[1])
                || a.rows.contains(edge[1]) && b.rows.contains(edge[0])
            }
            if mustTouch, !touch { continue }
            let (n, m) = (Double(a.rows.count), Double(b.rows.count))
            let squared = zip(a.mean, b.mean).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            let cost = n * m / (n + m) * squared
            if best.map({ cost < $0.cost }) ?? true { best = (cost, i, j) }
          }
        }
      }
      let (a, b) = (clusters[best!.i], clusters[best!.j])
      let (n, m) = (Double(a.rows.count), Double(b.rows.count))
      let union = Cluster(
        rows: a.rows.union(b.rows),
        mean: zip(a.mean, b.mean).map { ($0 * n + $1 * m) / (n + m) })
      clusters.remove(at: best!.j)
      clusters[best!.i] = union
      joins.append(union.rows)
    }
    return joins
  }

  /// The rows of each join.
  private func unions(_ tree: WardTree) -> [Set<Int>] {
    var nodes = (0..<tree.rowCount).map { Set([$0]) }
    for (a, b) in tree.joins { nodes.append(nodes[a].union(nodes[b])) }
    return Array(nodes.dropFirst(tree.rowCount))
  }

  @Test("joins are those of the definition, also of parts that no edge joins", arguments: 1...8)
  func matchesDefinition(seed: UInt64) {
    // Five groups far apart and one neighbour a row: many parts.
    let rows = mixture(rows: 22, dimension: 3, clusters: 5, noise: 0.3, seed: seed)
    let graph = NearestRows(rows, degree: seed < 5 ? 1 : 2, threads: 1)
    #expect(unions(WardTree(rows, graph: graph)) == joinsByHand(rows, graph), "seed \(seed)")
  }

  @Test("parts that no edge joins are joined last, though they lie nearer")
  func parts() {
    // By product the nearest of each is the one beside it in its own direction.
    let rows = matrix([[1, 0], [9, 0], [0, 1], [0, 9]])
    let tree = tree(rows, degree: 1)
    #expect(tree.labels(clusterCount: 2) == [0, 0, 1, 1])
    #expect(tree.labels(clusterCount: 3) == [0, 0, 1, 2])
  }

  @Test("k at or above n: each row alone", arguments: [5, 6, 1000, Int.max])
  func manyClusters(k: Int) {
    let rows = mixture(rows: 5, dimension: 3, clusters: 2, noise: 1, seed: 2)
    #expect(tree(rows, degree: 2).labels(clusterCount: k) == [0, 1, 2, 3, 4])
  }

  @Test("k = 1: all rows together")
  func oneCluster() {
    let rows = mixture(rows: 9, dimension: 3, clusters: 2, noise: 1, seed: 2)
    #expect(tree(rows, degree: 2).labels(clusterCount: 1) == [Int](repeating: 0, count: 9))
  }

  @Test(
    "there are k clusters for each k, numbered by their first rows, each a union of those of k + 1")
  func nested() {
    let rows = mixture(rows: 50, dimension: 4, clusters: 6, noise: 0.5, seed: 8)
    let tree = tree(rows, degree: 3)
    var finer = tree.labels(clusterCount: 51)
    for k in (1...50).reversed() {
      let labels = tree.labels(clusterCount: k)
      var seen = 0
      for label in labels {
        #expect(label <= seen)
        seen = max(seen, label + 1)
      }
      #expect(seen == k)
      #expect(Set(zip(finer, labels).map { [$0, $1] }).count == Set(finer).count)
      finer = labels
    }
  }

  @Test("equal rows join for nothing; one row and none have no joins")
  func small() {
    let same = tree(matrix([[1, 2], [1, 2], [1, 2], [1, 2]]), degree: 3)
    #expect(same.joins.count == 3)
    #expect(Set(same.labels(clusterCount: 2)).count == 2)
    #expect(tree(matrix([[1, 2]]), degree: 3).labels(clusterCount: 3) == [0])
    #expect(tree(DenseMatrix(columnCount: 2), degree: 3).labels(clusterCount: 3) == [])
  }
}
