import Testing

@testable import EarshotNumerics

@Suite("The nearest centroid")
struct CentroidSearchTests {
  /// The lowest centroid at the least distance, by two plain loops in doubles.
  private func nearest(_ x: ArraySlice<Float>, _ centroids: DenseMatrix) -> Int {
    var best = (distance: Double.infinity, label: -1)
    for j in 0..<centroids.rowCount {
      var distance = 0.0
      for (a, b) in zip(x, centroids.row(j)) {
        distance += (Double(a) - Double(b)) * (Double(a) - Double(b))
      }
      if distance < best.distance { best = (distance, j) }
    }
    return best.label
  }

  @Test("labels are those of plain loops in doubles while centroids wander", arguments: 1...4)
  func matchesLoops(seed: UInt64) {
    let rows = RandomRows(rows: 700, columns: 5 + Int(seed), fill: 1, seed: seed).dense
    var centroids = RandomRows(rows: 37, columns: 5 + Int(seed), fill: 1, seed: seed + 50).dense
    let groups = CentroidTable.Groups(centroids)
    let search = CentroidSearch(rows, threads: 1)
    var generator = SplitMix64(seed: seed)
    var previous: DenseMatrix?
    var labels = [Int](repeating: -1, count: 700)
    for round in 0..<8 {
      let table = CentroidTable(centroids, groups: groups, previous: previous)
      let moves = search.assign(table, bounds: round == 0 ? .made : .kept, threads: 2)
      for move in moves {
        #expect(labels[move.row] == move.from)
        labels[move.row] = move.to
      }
      #expect(labels == search.labels)
      #expect(labels == (0..<700).map { nearest(rows.row($0), centroids) }, "round \(round)")
      previous = centroids
      // Some stay, some creep, one jumps.
      var values = centroids.values
      for i in values.indices where i / centroids.columnCount % 3 != 0 {
        values[i] += Float(generator.unit() - 0.5) * 0.05
      }
      for c in 0..<centroids.columnCount { values[c] = Float(generator.unit() * 2 - 1) }
      centroids = DenseMatrix(values: values, columnCount: centroids.columnCount)
    }
  }

  @Test("a row put into another cluster by hand comes home in the next round")
  func relabelled() {
    let rows = RandomRows(rows: 50, columns: 4, fill: 1, seed: 9).dense
    let centroids = rows.gathered(Array(0..<20))
    let search = CentroidSearch(rows, threads: 1)
    let groups = CentroidTable.Groups(centroids)
    let first = CentroidTable(centroids, groups: groups, previous: nil)
    _ = search.assign(first, bounds: .made, threads: 1)
    let labels = search.labels
    let away = search.relabel(30, (labels[30] + 1) % 20)
    #expect(away.from == labels[30])
    let again = CentroidTable(centroids, groups: groups, previous: centroids)
    let moves = search.assign(again, bounds: .kept, threads: 1)
    #expect(moves.map(\.row) == [30])
    #expect(search.labels == labels)
  }

  @Test("every centroid has one slot, whatever their number", arguments: [1, 15, 16, 17, 40, 1100])
  func groups(k: Int) {
    let centroids = RandomRows(rows: k, columns: 3, fill: 1, seed: 4).dense
    let groups = CentroidTable.Groups(centroids)
    #expect(groups.count <= 64)
    #expect(groups.centroid.count == groups.count * groups.width)
    #expect(groups.centroid.filter { $0 >= 0 }.sorted() == Array(0..<k))
    for j in 0..<k { #expect(groups.centroid[groups.slot[j]] == j) }
  }

  @Test("sums are the same bits whether rows wander in or are there from the start")
  func sumsAreExact() {
    let rows = RandomRows(rows: 300, columns: 35, fill: 1, seed: 6).dense
    let weights = randomNumbers(300, seed: 7).map { abs($0) }
    var generator = SplitMix64(seed: 8)
    func start() -> RowSums {
      RowSums(
        centroidCount: 3, dimension: 35, rowCount: 300, largestNorm: 6, largestWeight: 1)
    }
    var wandering = start()
    var labels = [Int](repeating: -1, count: 300)
    for _ in 0..<5 {
      var moves: [CentroidSearch.Move] = []
      for row in generator.permutation(of: 300) {
        let to = generator.index(below: 3)
        moves.append(.init(row: row, from: labels[row], to: to))
        labels[row] = to
      }
      wandering.apply(moves, of: rows, weights: weights, threads: 2)
    }
    var direct = start()
    direct.apply(
      (0..<300).map { .init(row: $0, from: -1, to: labels[$0]) }, of: rows, weights: weights,
      threads: 1)
    for j in 0..<3 {
      #expect(wandering.sum(j) == direct.sum(j))
      #expect(wandering.weights[j] == direct.weights[j])
      #expect(wandering.counts[j] == direct.counts[j])
      // And they are the sums, to far below a float.
      for c in 0..<35 {
        let plain = (0..<300).filter { labels[$0] == j }
          .reduce(0) { $0 + Double(rows.values[$1 * 35 + c]) * Double(weights[$1]) }
        #expect(abs(wandering.sum(j)[c] - plain) < 1e-10)
      }
    }
  }

  @Test("C ← 2 · A Bᵀ + 3 · C, by hand")
  func product() {
    var c: [Float] = [1, 10]
    MatrixProduct.timesTransposed(
      [1, 2], [3, 4, 5, 6], into: &c, rows: 1, columns: 2, depth: 2, alpha: 2, beta: 3)
    // 2 · (3 + 8) + 3, 2 · (5 + 12) + 30
    #expect(c == [25, 64])
  }

  @Test("rows times the transpose of others, by hand")
  func productOfRows() {
    let rows = DenseMatrix(values: [9, 9, 1, 2, 3, 4], columnCount: 2)
    let others = DenseMatrix(values: [1, 0, 1, 1, 0, 2], columnCount: 2)
    var result = [Float](repeating: 7, count: 6)
    rows.multiply(rows: 1..<3, byTransposeOf: others, into: &result)
    #expect(result == [1, 3, 4, 3, 7, 8])
  }
}
