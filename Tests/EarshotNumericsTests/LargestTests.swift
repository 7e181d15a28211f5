import EarshotNumerics
import Testing

@Suite("The largest number that reaches its floor")
struct LargestTests {
  @Test("is the first of equal ones, for any count", arguments: 0...40)
  func agreesWithALoop(count: Int) {
    var generator = SplitMix64(seed: UInt64(count))
    for _ in 0..<50 {
      // Few different numbers, so that many are equal.
      let values = (0..<count + 2).map { _ in Float(Int(generator.unit() * 5)) / 4 }
      let floors = (0..<count).map { _ in Float(Int(generator.unit() * 6)) / 4 }
      var expected: Int?
      for k in 0..<count where values[k + 1] >= floors[k] {
        if let best = expected, values[best + 1] >= values[k + 1] { continue }
        expected = k
      }
      #expect(RowKernels.indexOfLargest(values, in: 1..<count + 1, from: floors) == expected)
    }
  }

  @Test("is none of what is not a number")
  func notANumber() {
    let values = [Float](repeating: .nan, count: 20)
    let floors = [Float](repeating: -.infinity, count: 20)
    #expect(RowKernels.indexOfLargest(values, in: 0..<20, from: floors) == nil)
  }
}
