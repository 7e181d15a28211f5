/// Draws without replacement from a frame of known size: tails, and exact bounds on the marked records in it.
///
/// N records in the frame, M of them marked, n drawn, X of those marked.
public enum Hypergeometric {
  /// The chance of exactly `count` marked among those drawn.
  ///
  /// As R's dhyper, from three of Loader's binomial probabilities.
  public static func probability(
    _ count: Int, population N: Int, marked M: Int, drawn n: Int
  ) -> Double {
    guard count >= max(0, n - (N - M)), count <= min(n, M) else { return 0 }
    if n == 0 || n == N { return 1 }
    let p = Double(n) / Double(N)
    return Loader.binomial(Double(count), of: Double(M), p)
      * Loader.binomial(Double(n - count), of: Double(N - M), p)
      / Loader.binomial(Double(n), of: Double(N), p)
  }

  /// The chance of `count` or fewer marked among those drawn.
  ///
  /// - Complexity: O(√n): terms are added outwards until they no longer matter.
  public static func atMost(
    _ count: Int, population N: Int, marked M: Int, drawn n: Int
  ) -> Double {
    precondition(0 <= M && M <= N && 0 <= n && n <= N)
    if count < max(0, n - (N - M)) { return 0 }
    if count >= min(n, M) { return 1 }
    // The smaller tail is summed, so that neither loses its places.
    let mean = Double(n) * Double(M) / Double(N)
    return Double(count) < mean
      ? sumDown(from: count, N, M, n) : 1 - sumUp(from: count + 1, N, M, n)
  }

  /// The chance of `count` or more marked among those drawn.
  public static func atLeast(
    _ count: Int, population N: Int, marked M: Int, drawn n: Int
  ) -> Double {
    // X marked drawn is n − X of the N − M others.
    atMost(n - count, population: N, marked: N - M, drawn: n)
  }

  /// The smallest number of marked records in the frame that `successes` or more of `drawn` does not speak
  /// against at this confidence: the exact one-sided lower bound.
  ///
  /// - Complexity: O(log N) tails.
  public static func lowerBound(
    successes: Int, drawn n: Int, population N: Int, confidence: Double
  ) -> Int {
    N - upperBound(successes: n - successes, drawn: n, population: N, confidence: confidence)
  }

  /// The largest number of marked records in the frame that `successes` or fewer of `drawn` does not speak
  /// against at this confidence: the exact one-sided upper bound.
  public static func upperBound(
    successes: Int, drawn n: Int, population N: Int, confidence: Double
  ) -> Int {
    precondition(0 <= successes && successes <= n && n <= N && 0 < confidence && confidence < 1)
    var possible = successes  // P(X ≤ successes) is 1 there
    var excluded = N - (n - successes) + 1  // and more than this many cannot be
    while excluded - possible > 1 {
      let M = possible + (excluded - possible) / 2
      if atMost(successes, population: N, marked: M, drawn: n) > 1 - confidence {
        possible = M
      } else {
        excluded = M
      }
    }
    return possible
  }

  /// The two-sided interval: each side leaves out half of 1 − confidence.
  public static func interval(
    successes: Int, drawn: Int, population: Int, confidence: Double
  ) -> ClosedRange<Int> {
    let side = (1 + confidence) / 2
    let lower = lowerBound(
      successes: successes, drawn: drawn, population: population, confidence: side)
    let upper = upperBound(
      successes: successes, drawn: drawn, population: population, confidence: side)
    return lower...upper
  }

  private static func sumDown(from count: Int, _ N: Int, _ M: Int, _ n: Int) -> Double {
    var term = probability(count, population: N, marked: M, drawn: n)
    var sum = term
    var k = count
    while k > 0 && term > sum * 1e-17 {
      term *=
        Double(k) * Double(N - M - n + k) / (Double(M - k + 1) * Double(n - k + 1))
      k -= 1
      sum += term
    }
    return sum
  }

  private static func sumUp(from count: Int, _ N: Int, _ M: Int, _ n: Int) -> Double {
    var term = probability(count, population: N, marked: M, drawn: n)
    var sum = term
    var k = count
    while k < min(n, M) && term > sum * 1e-17 {
      term *=
        Double(M - k) * Double(n - k) / (Double(k + 1) * Double(N - M - n + k + 1))
      k += 1
      sum += term
    }
    return sum
  }
}
