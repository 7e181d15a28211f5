import Testing

@testable import EarshotNumerics

@Suite("Nearest rows")
struct NearestRowsTests {
  /// Rows of whole numbers: products are exact, so equal ones are equal.
  private func wholeRows(_ n: Int, _ d: Int, seed: UInt64) -> DenseMatrix {
    var generator = SplitMix64(seed: seed)
    return DenseMatrix(
      values: (0..<n * d).map { _ in Float(generator.index(below: 7) - 3) }, columnCount: d)
  }

  /// All others by product, largest first, of equal ones the lower row.
  private func byHand(_ rows: DenseMatrix, _ i: Int) -> [(row: Int, product: Double)] {
    let own = rows.row(i).map(Double.init)
    return (0..<rows.rowCount).filter { $0 != i }
      .map { j in (j, zip(own, rows.row(j)).reduce(0) { $0 + $1.0 * Double($1.1) }) }
      .sorted { ($1.1, $0.0) < ($0.1, $1.0) }
  }

  private func expectByHand(
    _ rows: DenseMatrix, degree m: Int, checking checked: some Sequence<Int>
  ) {
    let found = NearestRows(rows, degree: m, threads: 1)
    #expect(found.degree == m)
    for i in checked {
      let expected = byHand(rows, i).prefix(m)
      #expect(
        found.neighbours[i * m..<(i + 1) * m].map(Int.init) == expected.map(\.row), "row \(i)")
      #expect(found.products[i * m..<(i + 1) * m].map(Double.init) == expected.map(\.product))
    }
  }

  @Test("they are those of all products in doubles, of equal ones the lower row", arguments: 1...5)
  func matchesAllProducts(seed: UInt64) {
    // Over a block of rows, with many ties.
    let n = 270 + Int(seed) * 11
    expectByHand(wholeRows(n, 3, seed: seed), degree: 9, checking: stride(from: 0, to: n, by: 7))
  }

  @Test("ties over a border of blocks of columns go to the lower row as well")
  func manyColumns() {
    expectByHand(wholeRows(2100, 2, seed: 6), degree: 5, checking: [0, 255, 256, 2047, 2048, 2099])
  }

  @Test("products that are all below zero are found too")
  func negative() {
    let rows = DenseMatrix(values: [1, 0, -1, -1, -1, 1], columnCount: 2)
    let found = NearestRows(rows, degree: 1, threads: 1)
    #expect(found.neighbours == [1, 2, 1])
    #expect(found.products == [-1, 0, 0])
  }

  @Test("no degree is above the number of others", arguments: [(2, 1), (3, 2), (3, 3), (5, 100)])
  func degree(_ n: Int, _ asked: Int) {
    let found = NearestRows(wholeRows(n, 4, seed: 1), degree: asked, threads: 2)
    #expect(found.degree == min(asked, n - 1))
    for i in 0..<n {
      let own = found.neighbours[i * found.degree..<(i + 1) * found.degree]
      #expect(Set(own).count == found.degree && !own.contains(Int32(i)))
    }
  }

  @Test("no row, one row and degree 0 have no neighbours", arguments: [(0, 3), (1, 3), (4, 0)])
  func none(_ n: Int, _ asked: Int) {
    let rows = wholeRows(n, 2, seed: 1)
    let found = NearestRows(rows, degree: asked, threads: 3)
    #expect(found.rowCount == n && found.degree == 0 && found.neighbours.isEmpty)
    #expect(found.smoothed(rows, keep: 0.3, threads: 3).values == rows.values)
  }

  @Test("one thread equals three, to the bit")
  func threads() {
    var generator = SplitMix64(seed: 4)
    let rows = DenseMatrix(
      values: (0..<900 * 16).map { _ in Float(generator.unit() - 0.5) }, columnCount: 16)
    let one = NearestRows(rows, degree: 7, threads: 1)
    let three = NearestRows(rows, degree: 7, threads: 3)
    #expect(one.neighbours == three.neighbours && one.products == three.products)
    #expect(
      one.smoothed(rows, keep: 0.3, threads: 1).values
        == three.smoothed(rows, keep: 0.3, threads: 3).values)
  }

  @Test("smoothing by hand: a row without a neighbour above 0 stays")
  func smoothsByHand() {
    let rows = DenseMatrix(values: [1, 0, 0.6, 0.8, 0, -1], columnCount: 2)
    let moved = NearestRows(rows, degree: 2, threads: 1).smoothed(rows, keep: 0.5, threads: 1)
    // ½ (1, 0) + ½ (0.6, 0.8) = (0.8, 0.4), of length 0.4 √5; the same from the other side.
    let middle: [Float] = [2 / Float(5).squareRoot(), 1 / Float(5).squareRoot()]
    // A few roundings of 2⁻²⁴ each.
    for (x, y) in zip(moved.values, middle + middle + [0, -1]) { #expect(abs(x - y) < 1e-6) }
  }

  @Test("smoothing weighs neighbours by their products")
  func smoothsByProduct() {
    let rows = DenseMatrix(values: [1, 0, 0.6, 0.8, 0.8, 0.6], columnCount: 2)
    let moved = NearestRows(rows, degree: 2, threads: 1).smoothed(rows, keep: 0.3, threads: 1)
    // 0.8 (0.8, 0.6) + 0.6 (0.6, 0.8) = (1, 0.96); 0.3 (1, 0) + 0.7 unit(1, 0.96), scaled to 1.
    let mean = 0.7 / (1 + 0.96 * 0.96).squareRoot()
    let (x, y) = (0.3 + mean, 0.96 * mean)
    let length = (x * x + y * y).squareRoot()
    #expect(abs(Double(moved.values[0]) - x / length) < 1e-6)
    #expect(abs(Double(moved.values[1]) - y / length) < 1e-6)
  }
}
