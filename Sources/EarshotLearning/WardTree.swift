import EarshotNumerics

/// A tree of clusters on a graph of neighbours: two clusters that touch are joined, always those whose
/// union adds least to the inertia.
///
///     Δ(a, b) = |a| |b| / (|a| + |b|) · ‖c_a − c_b‖²
///
/// Ward 1963, "Hierarchical grouping to optimize an objective function", with joins along edges only, as
/// in scikit-learn's `ward_tree(connectivity=…)`. Parts of the graph that no edge joins are compared pair
/// by pair at the end. Nothing is drawn: the same rows give the same tree.
public struct WardTree: Sendable {
  public let rowCount: Int
  /// The i-th join makes node `rowCount + i` of two nodes; leaves are rows.
  public let joins: [(Int, Int)]

  /// - Parameters:
  ///   - rows: `n × d`.
  ///   - graph: `n × m` neighbours; an edge either way joins.
  /// - Complexity: O(n · m · (d + log n)) where clusters keep few neighbours.
  public init(_ rows: DenseMatrix, graph: NearestRows) {
    precondition(rows.rowCount == graph.rowCount)
    var growth = Growth(rows)
    for i in 0..<graph.rowCount {
      for e in i * graph.degree..<(i + 1) * graph.degree {
        growth.connect(i, Int(graph.neighbours[e]))
      }
    }
    growth.run()
    rowCount = rows.rowCount
    joins = growth.joins
  }

  /// The clusters before the last `k` − 1 joins, numbered by their first rows.
  ///
  /// - Returns: a number in `0..<min(k, n)` for each row.
  /// - Complexity: O(n).
  public func labels(clusterCount k: Int) -> [Int] {
    precondition(k >= 1)
    var parent = Array(0..<rowCount + joins.count)
    let kept = max(0, joins.count - (k - 1))
    for i in (0..<kept).reversed() {
      let node = rowCount + i
      parent[joins[i].0] = parent[node]
      parent[joins[i].1] = parent[node]
    }
    var numbers: [Int: Int] = [:]
    return (0..<rowCount).map { row in
      let number = numbers[parent[row]] ?? numbers.count
      numbers[parent[row]] = number
      return number
    }
  }

  /// The clusters while they grow.
  private struct Growth {
    /// The mean of each node's rows.
    var means: [[Float]]
    var sizes: [Float]
    var neighbours: [[Int32]]
    /// The node that took a node in; itself while it lives.
    var parent: [Int32]
    var heap = EdgeHeap()
    var joins: [(Int, Int)] = []
    let leafCount: Int

    init(_ rows: DenseMatrix) {
      leafCount = rows.rowCount
      means = (0..<rows.rowCount).map { Array(rows.row($0)) }
      sizes = [Float](repeating: 1, count: rows.rowCount)
      neighbours = [[Int32]](repeating: [], count: rows.rowCount)
      parent = (0..<Int32(rows.rowCount)).map { $0 }
    }

    /// Adds an edge between two rows, once.
    mutating func connect(_ i: Int, _ j: Int) {
      if neighbours[i].contains(Int32(j)) { return }
      neighbours[i].append(Int32(j))
      neighbours[j].append(Int32(i))
      heap.push(edge(i, j))
    }

    private func edge(_ i: Int, _ j: Int) -> EdgeHeap.Edge {
      let scale = sizes[i] * sizes[j] / (sizes[i] + sizes[j])
      return .init(
        cost: scale * RowDistance.squared(means[i], means[j]), a: Int32(min(i, j)),
        b: Int32(max(i, j)))
    }

    mutating func run() {
      var marks = [Int32](repeating: -1, count: max(1, 2 * leafCount))
      while joins.count < leafCount - 1 {
        guard let next = heap.pop() else {
          connectParts()
          continue
        }
        let (a, b) = (Int(next.a), Int(next.b))
        // An edge of a cluster that is part of another by now.
        if parent[a] != next.a || parent[b] != next.b { continue }
        let node = means.count
        joins.append((a, b))
        let size = sizes[a] + sizes[b]
        means.append(RowDistance.mean(means[a], sizes[a] / size, means[b], sizes[b] / size))
        // The memory of n rows at any time.
        (means[a], means[b]) = ([], [])
        sizes.append(size)
        parent.append(Int32(node))
        (parent[a], parent[b]) = (Int32(node), Int32(node))
        var around: [Int32] = []
        for other in neighbours[a] + neighbours[b] {
          let root = living(Int(other))
          if root == node || marks[root] == Int32(node) { continue }
          marks[root] = Int32(node)
          around.append(Int32(root))
        }
        (neighbours[a], neighbours[b]) = ([], [])
        neighbours.append(around)
        for other in around {
          neighbours[Int(other)].append(Int32(node))
          heap.push(edge(node, Int(other)))
        }
      }
    }

    /// The cluster that a node is part of now.
    private mutating func living(_ node: Int) -> Int {
      var node = node
      while Int(parent[node]) != node {
        parent[node] = parent[Int(parent[node])]
        node = Int(parent[node])
      }
      return node
    }

    /// Edges between all clusters that are left.
    private mutating func connectParts() {
      let left = parent.indices.filter { Int(parent[$0]) == $0 }
      for (i, a) in left.enumerated() {
        for b in left[(i + 1)...] {
          neighbours[a].append(Int32(b))
          neighbours[b].append(Int32(a))
          heap.push(edge(a, b))
        }
      }
    }
  }
}

/// Edges, cheapest first; of equally cheap ones that of the lower nodes.
private struct EdgeHeap {
  struct Edge {
    let cost: Float
    let a: Int32
    let b: Int32

    func comes(before other: Edge) -> Bool {
      if cost != other.cost { return cost < other.cost }
      return (a, b) < (other.a, other.b)
    }
  }

  private var edges: [Edge] = []

  mutating func push(_ edge: Edge) {
    edges.append(edge)
    var at = edges.count - 1
    while at > 0, edge.comes(before: edges[(at - 1) / 2]) {
      edges[at] = edges[(at - 1) / 2]
      at = (at - 1) / 2
    }
    edges[at] = edge
  }

  mutating func pop() -> Edge? {
    guard let first = edges.first, let last = edges.popLast() else { return nil }
    if edges.isEmpty { return first }
    var at = 0
    while true {
      var child = 2 * at + 1
      guard child < edges.count else { break }
      if child + 1 < edges.count, edges[child + 1].comes(before: edges[child]) { child += 1 }
      guard edges[child].comes(before: last) else { break }
      edges[at] = edges[child]
      at = child
    }
    edges[at] = last
    return first
  }
}
