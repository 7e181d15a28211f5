import EarshotNumerics

/// How often a sample of a given size leads to each verdict, by the accuracy that is true: what the
/// audit could show at all (its operating characteristic).
///
/// For a simple draw, all records decided, one look. A stratified draw of the same size comes near it.
public struct AuditOperatingCurve: Sendable, Equatable {
  public struct Point: Sendable, Equatable, Encodable {
    public let true_accuracy: Double
    public let pass: Double
    public let not_proven: Double
    public let fail: Double
  }

  public let n: Int
  /// The most errors at which PASS is said; nil when none is few enough.
  public let maxErrors: Int?
  /// The fewest errors at which FAIL is said; nil when none is enough.
  public let failErrors: Int?
  /// From the worst accuracy to the best, about evenly spaced.
  public let points: [Point]

  static let steps = 100

  /// - Complexity: O(steps · log n)
  public init(n: Int, population: Int?, target: Double, confidence: Double) {
    let test = ShareTest(rule: .once, population: population)
    let risk = 1 - confidence
    func passes(_ errors: Int) -> Bool {
      test.isUnlikely(errors, of: n, atLeast: 1 - target, risk: risk)
    }
    func fails(_ errors: Int) -> Bool {
      test.isUnlikely(n - errors, of: n, atLeast: target, risk: risk)
    }
    let firstNot = Search.smallest(from: 0, to: n, wavering: 0) { !passes($0) } ?? n + 1
    let maxErrors = firstNot == 0 ? nil : firstNot - 1
    let failErrors = n > 0 && fails(n) ? Search.smallest(from: 0, to: n, wavering: 0, fails) : nil
    let worst = max(0, 1 - 4 * (1 - target))
    func atMost(_ errors: Int, _ share: Double) -> Double {
      guard let N = population else { return Binomial.atMost(errors, trials: n, share: share) }
      return Hypergeometric.atMost(
        errors, population: N, marked: Int((share * Double(N)).rounded()), drawn: n)
    }
    var accuracies = (0...Self.steps).map {
      worst + (1 - worst) * Double($0) / Double(Self.steps)
    }
    if let N = population, N > 0 {
      // In a frame of N there is no accuracy between those of whole records.
      let marked = Set(accuracies.map { Int(((1 - $0) * Double(N)).rounded()) })
      accuracies = marked.sorted(by: >).map { 1 - Double($0) / Double(N) }
    }
    points = accuracies.map { accuracy in
      let pass = maxErrors.map { atMost($0, 1 - accuracy) } ?? 0
      let fail = failErrors.map { max(0, 1 - atMost($0 - 1, 1 - accuracy)) } ?? 0
      return Point(
        true_accuracy: accuracy, pass: pass, not_proven: max(0, 1 - pass - fail), fail: fail)
    }
    (self.n, self.maxErrors, self.failErrors) = (n, maxErrors, failErrors)
  }

  /// The lowest accuracy, of those on the curve, from which on PASS comes at least this often.
  func accuracyForPass(_ chance: Double) -> Double? {
    guard let last = points.last, last.pass >= chance else { return nil }
    return points.reversed().prefix { $0.pass >= chance }.last?.true_accuracy
  }
}
