import Glibc

/// The beta distribution: what exact bounds for counted shares are made of.
public enum BetaDistribution {
  /// The chance of a value of at most x: the regularised incomplete beta function I_x(a, b).
  ///
  /// Lentz's continued fraction (Press et al., Numerical Recipes, §6.4) behind a front factor in Loader's
  /// form, which keeps its places for large a and b; relative error below 1e-9 up to ten million.
  ///
  /// - Precondition: a and b are above 0.
  /// - Complexity: O(√max(a, b)) near the mean, a few dozen steps far from it.
  public static func cumulative(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    let front = front(x, a, b)
    // The fraction converges fast only left of the mean; the other side follows by symmetry.
    return x < (a + 1) / (a + b + 2)
      ? front * continuedFraction(x, a, b) / a
      : 1 - front * continuedFraction(1 - x, b, a) / b
  }

  /// The x below which a share `probability` of the distribution lies, to about 1e-14.
  ///
  /// Newton's method, kept inside a bracket that bisection narrows.
  public static func quantile(_ probability: Double, _ a: Double, _ b: Double) -> Double {
    if probability <= 0 { return 0 }
    if probability >= 1 { return 1 }
    var low = 0.0
    var high = 1.0
    var x = a / (a + b)
    for _ in 0..<200 {
      let excess = cumulative(x, a, b) - probability
      if excess < 0 { low = x } else { high = x }
      let density = front(x, a, b) / (x * (1 - x))
      var next = x - excess / density
      if !(next > low && next < high) { next = (low + high) / 2 }
      let moved = abs(next - x)
      x = next
      if moved <= 1e-16 + 2e-16 * x { break }
    }
    return x
  }

  /// x^a · (1 − x)^b / B(a, b).
  private static func front(_ x: Double, _ a: Double, _ b: Double) -> Double {
    Loader.binomial(a, of: a + b, x) * a * b / (a + b)
  }

  private static func continuedFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    var c = 1.0
    var d = 1 / apartFromZero(1 - (a + b) * x / (a + 1))
    var h = d
    for m in 1...100_000 {
      let m = Double(m)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / apartFromZero(1 + even * d)
      c = apartFromZero(1 + even / c)
      h *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / apartFromZero(1 + odd * d)
      c = apartFromZero(1 + odd / c)
      let step = d * c
      h *= step
      if abs(step - 1) < 1e-15 { break }
    }
    return h
  }

  private static func apartFromZero(_ value: Double) -> Double {
    abs(value) < 1e-300 ? 1e-300 : value
  }
}

/// Binomial probabilities without cancellation: Loader, "Fast and accurate computation of binomial
/// probabilities" (2000), as in R's dbinom; k and n need not be whole.
enum Loader {
  /// Γ(n+1) / (Γ(k+1) Γ(n−k+1)) · p^k · (1 − p)^(n−k).
  static func binomial(_ k: Double, of n: Double, _ p: Double) -> Double {
    if k < 0 || k > n { return 0 }
    if p <= 0 { return k == 0 ? 1 : 0 }
    if p >= 1 { return k == n ? 1 : 0 }
    if k == 0 { return exp(n * log1p(-p)) }
    if k == n { return exp(n * log(p)) }
    let exponent =
      stirlingError(n) - stirlingError(k) - stirlingError(n - k)
      - deviance(k, n * p) - deviance(n - k, n * (1 - p))
    return exp(exponent) * (n / (2 * Double.pi * k * (n - k))).squareRoot()
  }

  /// log n! less Stirling's formula for it.
  private static func stirlingError(_ n: Double) -> Double {
    if n <= 15 { return lgamma(n + 1) - (n + 0.5) * log(n) + n - 0.918_938_533_204_672_8 }
    let s = n * n
    return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - 1.0 / 1188 / s) / s) / s) / s) / n
  }

  /// x · log(x / m) + m − x, by its series where the two sides nearly cancel.
  private static func deviance(_ x: Double, _ m: Double) -> Double {
    guard abs(x - m) < 0.1 * (x + m) else { return x * log(x / m) + m - x }
    let v = (x - m) / (x + m)
    var sum = (x - m) * v
    var term = 2 * x * v
    for j in 1..<1000 {
      term *= v * v
      let next = sum + term / Double(2 * j + 1)
      if next == sum { break }
      sum = next
    }
    return sum
  }
}
