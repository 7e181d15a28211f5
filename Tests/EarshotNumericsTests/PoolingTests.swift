import Testing

@testable import EarshotNumerics

@Suite("Pooling")
struct PoolingTests {
  @Test("sums of rows have the bits of a scalar loop, for any number of rows", arguments: 0...9)
  func sumsMatchLoop(count: Int) {
    let dimension = 48
    let rows = (0..<6 * dimension).map { Int8(truncatingIfNeeded: $0 * 37 - 128) }
    let scales = randomNumbers(6, seed: 1)
    let ids = (0..<count).map { UInt32($0 * 5 % 6) }
    var expected = randomNumbers(dimension, seed: 2)
    var sums = expected
    for id in ids.map(Int.init) {
      for k in 0..<dimension { expected[k] += Float(rows[id * dimension + k]) * scales[id] }
    }
    let (storedRows, storedScales) = (Storage(rows), Storage(scales))
    Pooling.add(ids, of: storedRows.base, scales: storedScales.base, to: &sums)
    #expect(sums == expected)
  }

  @Test("a vector is scaled to a length, and zeros stay zeros")
  func lengths() {
    var vector: [Float] = [3, 0, 4, 0, 0, 0]
    #expect(Pooling.normalize(&vector, to: 10) == 2)
    #expect(vector == [6, 0, 8, 0, 0, 0])
    var zeros: [Float] = [0, 0]
    #expect(Pooling.normalize(&zeros, to: 1) == 0)
    #expect(zeros == [0, 0])
  }
}
