import Testing

@testable import EarshotNumerics

@Suite("Rows against rows")
struct RowDistanceTests {
  @Test("a squared distance is that in doubles, at any length", arguments: 0...50)
  func squared(d: Int) {
    var generator = SplitMix64(seed: UInt64(d))
    let a = (0..<d).map { _ in Float(generator.unit() * 2 - 1) }
    let b = (0..<d).map { _ in Float(generator.unit() * 2 - 1) }
    let exact = zip(a, b).reduce(0.0) {
      $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1))
    }
    // Each term and each sum is rounded by at most 2⁻²⁴ of itself; there are fewer than 60 on any path.
    #expect(abs(Double(RowDistance.squared(a, b)) - exact) <= exact * 60 * 0x1p-24)
    #expect(RowDistance.squared(a, a) == 0)
    #expect(RowDistance.squared(a, b) == RowDistance.squared(b, a))
  }

  @Test("a mean takes both factors")
  func mean() {
    #expect(RowDistance.mean([4, 8], 0.25, [8, -8], 0.75) == [7, -4])
  }

  @Test("a row times weights is that in doubles; columns beyond the stride are not touched")
  func product() {
    var generator = SplitMix64(seed: 3)
    let (d, k) = (37, 12)
    let row = (0..<d).map { _ in Float(generator.unit() * 2 - 1) }
    let weights = (0..<d * k).map { _ in Float(generator.unit() * 2 - 1) }
    var sums = AlignedFloats(count: 16)
    // The second call starts anew.
    for _ in 0..<2 { sums.setToProduct(of: row, Storage(weights), stride: k) }
    for j in 0..<k {
      let exact = (0..<d).reduce(0.0) { $0 + Double(row[$1]) * Double(weights[$1 * k + j]) }
      // 37 products of at most 1, each sum rounded by at most 37 · 2⁻²⁴.
      #expect(abs(Double(sums[j]) - exact) < 37 * 37 * 0x1p-24)
    }
  }

  @Test("a row of no numbers gives zeros")
  func emptyRow() {
    var sums = AlignedFloats(count: 4)
    sums.setToProduct(of: [2], Storage([1, 2, 3, 4]), stride: 4)
    sums.setToProduct(of: [], Storage([]), stride: 4)
    #expect((0..<4).allSatisfy { sums[$0] == 0 })
  }
}
