import Foundation
import Testing

@testable import EarshotNumerics

@Suite("Elementary")
struct ElementaryTests {
  /// The largest error of `f` over an even grid.
  private func largestError(
    from low: Float, to high: Float, points: Int, _ f: (Float) -> Float,
    error: (Float, Double) -> Double
  ) -> Double {
    (0..<points).reduce(0) { worst, i in
      let x = low + (high - low) * Float(i) / Float(points)
      return max(worst, error(x, Double(f(x))))
    }
  }

  @Test("exp is within 3e-7 of libm's double exp, relatively, from -87 to 88")
  func expIsClose() {
    let worst = largestError(
      from: -87, to: 88, points: 100_000, Elementary.exp
    ) { x, y in
      let exact = Foundation.exp(Double(x))
      return abs(y - exact) / exact
    }
    #expect(worst < 3e-7)
  }

  @Test("log is within 2e-7 of libm's double log from a half to two")
  func logIsCloseNearOne() {
    let worst = largestError(
      from: 0.5, to: 2, points: 50_000, Elementary.log
    ) { x, y in
      abs(y - Foundation.log(Double(x)))
    }
    #expect(worst < 2e-7)
  }

  @Test("log is within 2e-7 relatively far from one, over all powers of two")
  func logIsCloseFarFromOne() {
    var worst = 0.0
    for exponent in -126...127 where abs(exponent) > 1 {
      for step in 0..<64 {
        let x = Float(sign: .plus, exponent: exponent, significand: 1 + Float(step) / 64)
        let exact = Foundation.log(Double(x))
        worst = max(worst, abs(Double(Elementary.log(x)) - exact) / abs(exact))
      }
    }
    #expect(worst < 2e-7)
  }

  @Test("log of 1 is exactly 0 and exp of 0 exactly 1")
  func fixedPoints() {
    #expect(Elementary.log(Float(1)) == 0)
    #expect(Elementary.exp(Float(0)) == 1)
  }

  @Test("exp never falls by more than its error bound from one float to the next")
  func expIsMonotoneEnough() {
    var x: Float = -20
    var last = Elementary.exp(x)
    for _ in 0..<20_000 {
      // Thirty-one floats on: small enough to stay within a few last places.
      for _ in 0..<31 { x = x.nextUp }
      let next = Elementary.exp(x)
      #expect(next >= last * (1 - 3e-7), "at \(x)")
      last = next
    }
  }

  @Test("exp rises over steps of a thousandth")
  func expRises() {
    var last: Float = 0
    for step in -80_000...80_000 where step % 4 == 0 {
      let next = Elementary.exp(Float(step) / 1000)
      #expect(next > last, "at \(step)/1000")
      last = next
    }
  }

  @Test(
    "exp of numbers beyond its range is clamped, not zero or infinite",
    arguments: [Float(1e9), 1000, .infinity])
  func expIsClamped(x: Float) {
    #expect(Elementary.exp(x) == Elementary.exp(Float(88)))
    #expect(Elementary.exp(-x) == Elementary.exp(Float(-87)))
  }

  @Test("exp of a number that is none does not end the program")
  func expOfNaN() {
    _ = Elementary.exp(Float.nan)
  }
}
