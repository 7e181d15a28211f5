/// exp and log of our own, with the same bits on every CPU.
///
/// glibc chooses its exp and log by CPU, so two machines can differ in the last bit. These use only
/// additions, multiplications and integer operations, which IEEE 754 fixes; Swift never contracts
/// `a * b + c` into a fused multiply-add on its own.
public enum Elementary {
  @usableFromInline static let log2e: Float = 1.442695041
  /// ln 2 in two parts (Cody & Waite 1980): the first, 355/512, has 9 significant bits, so k · high is exact.
  @usableFromInline static let ln2High: Float = 0.693359375
  @usableFromInline static let ln2Low: Float = -2.12194440e-4
  /// 1.5 · 2²³: adding and subtracting it rounds a float below 2²² to the nearest integer.
  @usableFromInline static let rounder: Float = 12_582_912

  /// eˣ of sixteen floats, relative error below 3e-7; x is clamped to −87…88.
  ///
  ///     eˣ = 2ᵏ · e^r,  k = round(x / ln 2),  r = x − k · ln 2,  e^r = 1 + r + r² · p(r), p the minimax
  ///
  /// polynomial of Cephes (Moshier 1989, expf.c).
  @inlinable @inline(__always)
  public static func exp(_ x: SIMD16<Float>) -> SIMD16<Float> {
    let clamped = clamp(x)
    let rounded = clamped * log2e + rounder
    let k = rounded - rounder
    let r = (clamped - k * ln2High) - k * ln2Low
    var p = r * 1.9875691500e-4 + 1.3981999507e-3
    p = p * r + 8.3334519073e-3
    p = p * r + 4.1665795894e-2
    p = p * r + 1.6666665459e-1
    p = p * r + 5.0000001201e-1
    p = p * (r * r) + r + 1
    // The integer k stands in the low bits of `rounded`; a conversion would go lane by lane.
    let exponent = SIMD16<Int32>(bits: rounded) &- Int32(bitPattern: rounder.bitPattern) &+ 127
    return p * SIMD16<Float>(bits: exponent &<< 23)
  }

  /// x within −87…88, by the signs of x + 87 and 88 − x: a comparison would go lane by lane.
  @inlinable @inline(__always)
  static func clamp(_ x: SIMD16<Float>) -> SIMD16<Float> {
    let isBelow = SIMD16<Int32>(bits: x + 87) &>> 31
    let isAbove = SIMD16<Int32>(bits: 88 - x) &>> 31
    let low = SIMD16<Int32>(repeating: Int32(bitPattern: Float(-87).bitPattern))
    let high = SIMD16<Int32>(repeating: Int32(bitPattern: Float(88).bitPattern))
    let within = SIMD16<Int32>(bits: x) & ~(isBelow | isAbove)
    return SIMD16<Float>(bits: within | (low & isBelow) | (high & isAbove))
  }

  /// ln x of sixteen positive normal floats, absolute error below 2e-7 for x near 1.
  ///
  ///     ln x = e · ln 2 + ln m,  x = 2ᵉ · m,  √½ ≤ m < √2,  ln m by the degree-8 minimax
  ///
  /// polynomial of Cephes (Moshier 1989, logf.c).
  @inlinable @inline(__always)
  public static func log(_ x: SIMD16<Float>) -> SIMD16<Float> {
    let bits = SIMD16<Int32>(bits: x)
    // Subtracting √½'s bits puts the cut between exponents at √½ instead of 1.
    let shifted = bits &- 0x3f35_04f3
    let e = shifted &>> 23
    let m = SIMD16<Float>(bits: bits &- (e &<< 23)) - 1
    var p = m * 7.0376836292e-2 + -1.1514610310e-1
    p = p * m + 1.1676998740e-1
    p = p * m + -1.2420140846e-1
    p = p * m + 1.4249322787e-1
    p = p * m + -1.6668057665e-1
    p = p * m + 2.0000714765e-1
    p = p * m + -2.4999993993e-1
    p = p * m + 3.3333331174e-1
    let m2 = m * m
    let k = SIMD16<Float>(e)
    var y = p * m * m2 + k * ln2Low
    y = y - m2 * 0.5
    return m + y + k * ln2High
  }

  /// eˣ of one float; see the sixteen-wide form.
  @inlinable public static func exp(_ x: Float) -> Float { exp(SIMD16(repeating: x))[0] }

  /// ln x of one positive normal float; see the sixteen-wide form.
  @inlinable public static func log(_ x: Float) -> Float { log(SIMD16(repeating: x))[0] }
}

extension SIMD16 where Scalar == Float {
  /// The floats whose bit patterns are `bits`.
  @inlinable @inline(__always)
  init(bits: SIMD16<Int32>) { self = unsafeBitCast(bits, to: SIMD16<Float>.self) }
}

extension SIMD16 where Scalar == Int32 {
  /// The bit patterns of `floats`.
  @inlinable @inline(__always)
  init(bits floats: SIMD16<Float>) { self = unsafeBitCast(floats, to: SIMD16<Int32>.self) }
}
