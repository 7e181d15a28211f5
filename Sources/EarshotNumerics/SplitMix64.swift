/// A small seeded generator whose sequence never changes between releases.
///
/// Steele, Lea & Flood, "Fast Splittable Pseudorandom Number Generators" (OOPSLA 2014), as in
/// java.util.SplittableRandom. Good enough for shuffles, samples and simulations; not for secrets.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// A whole number in `0..<bound` by multiplication (Lemire 2019, without the rejection step: for
  /// bounds below 2³² the bias is under 2⁻³²). The standard library's own shuffle may change between
  /// Swift releases; results here must not.
  public mutating func index(below bound: Int) -> Int {
    precondition(bound > 0)
    return Int((next()).multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A number in [0, 1) with 53 random bits.
  public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// `0..<count` in random order (Fisher & Yates, Knuth's algorithm P).
  public mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<count)
    var last = count - 1
    while last > 0 {
      order.swapAt(last, index(below: last + 1))
      last -= 1
    }
    return order
  }
}
