import Testing

@testable import EarshotNumerics

@Suite("Packed rows")
struct PackedRowsTests {
  private func unpacked(_ rows: PackedRows, _ i: Int) -> [Float] {
    var sums = [Float](repeating: 0, count: rows.columnCount)
    rows.add(i, times: 1, to: &sums)
    return sums
  }

  @Test("what was packed comes back within half a step, whatever its size", arguments: 1...20)
  func roundTrip(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let d = 1 + generator.index(below: 40)
    let rows = (0..<9).map { i -> [Float] in
      // Sizes from 1e-24 to 1e24.
      let size = Float(Elementary.exp(Float(i - 4) * 13.8))
      return (0..<d).map { _ in Float(generator.unit() * 2 - 1) * size }
    }
    let packed = PackedRows(rowCount: rows.count, columnCount: d) { rows[$0] }
    for (i, row) in rows.enumerated() {
      let largest = row.map(abs).max()!
      for (x, y) in zip(row, unpacked(packed, i)) {
        // Half of largest / 127, and a few roundings of 2⁻²⁴.
        #expect(abs(x - y) <= largest / 254 * 1.00005, "seed \(seed), row \(i)")
      }
    }
  }

  @Test("the largest number of a row is kept, with its sign")
  func largest() {
    let rows: [[Float]] = [[1, -127], [0.5, 0.25], [3, -3]]
    let packed = PackedRows(rowCount: 3, columnCount: 2) { rows[$0] }
    #expect(packed.values.array() == [1, -127, 127, 64, 127, -127])
    #expect(packed.scales.array() == [1, 0.5 / 127, 3 / 127])
  }

  @Test("a row of zeros, of too tiny numbers or of none is zeros")
  func zeros() {
    let rows: [[Float]] = [[0, 0, 0], [1e-31, -1e-37, 0], []]
    let packed = PackedRows(rowCount: 3, columnCount: 3) { rows[$0] }
    for i in 0..<3 { #expect(unpacked(packed, i) == [0, 0, 0]) }
  }

  @Test("what a short row lacks is 0")
  func short() {
    let packed = PackedRows(rowCount: 1, columnCount: 3) { _ in [2] }
    #expect(packed.values.array() == [127, 0, 0])
  }

  @Test("adding takes a factor and keeps what is there")
  func adds() {
    let packed = PackedRows(values: [127, 1, -127, 0], scales: [2, 0.5], columnCount: 2)!
    var sums: [Float] = [10, 20]
    packed.add(1, times: 4, to: &sums)
    #expect(sums == [10 - 127 * 2, 20])
  }

  @Test(
    "parts that do not fit are refused",
    arguments: [(3, 1, 2), (4, 1, 2), (0, 1, 2), (0, 0, 0), (4, 4, 0)])
  func misfits(_ values: Int, _ scales: Int, _ columns: Int) {
    #expect(
      PackedRows(
        values: [Int8](repeating: 0, count: values), scales: [Float](repeating: 1, count: scales),
        columnCount: columns) == nil)
  }

  @Test("there may be no rows")
  func empty() {
    #expect(PackedRows(values: [], scales: [], columnCount: 4)?.rowCount == 0)
  }
}
