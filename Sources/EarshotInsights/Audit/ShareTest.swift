import EarshotNumerics
import Glibc

/// Whether a bound is right for one look at an audit, or however often it is looked at.
public enum AuditRule: String, Sendable {
  case once
  case anytime
}

/// The one question that all bounds of a simple draw ask: is a count too small for a share of at least q?
///
/// Asked of errors it gives the lower bound of accuracy, asked of correct records the upper one.
struct ShareTest: Sendable {
  let rule: AuditRule
  /// Records in the frame; nil for a large one.
  let population: Int?

  /// The fewest of N records that are a share of at least q.
  static func marked(_ q: Double, of N: Int) -> Int {
    // 1 − 0.95 of 1000 is 50.000000000000043: whole numbers are meant where one is that near.
    Int((q * Double(N) - 1e-9 * Double(N) - 1e-9).rounded(.up))
  }

  /// The chance, at most, of so small a count if the share is at least q.
  func pValue(_ count: Int, of n: Int, atLeast q: Double) -> Double {
    guard n > 0 else { return 1 }
    switch (rule, population) {
    case (.once, nil):
      return Binomial.atMost(count, trials: n, share: q)
    case (.once, let N?):
      let marked = Self.marked(q, of: N)
      return marked > N ? 0 : Hypergeometric.atMost(count, population: N, marked: marked, drawn: n)
    case (.anytime, nil):
      return min(
        1, exp(-ConfidenceSequence.logEvidence(Double(count), of: Double(n), atLeast: q)))
    case (.anytime, let N?):
      let marked = Self.marked(q, of: N)
      if marked > N { return 0 }
      return min(
        1, exp(-ConfidenceSequence.logEvidence(count, of: n, marked: marked, population: N)))
    }
  }

  /// Whether so small a count speaks against a share of at least q at this risk.
  func isUnlikely(_ count: Int, of n: Int, atLeast q: Double, risk: Double) -> Bool {
    pValue(count, of: n, atLeast: q) < risk
  }

  /// The largest share that so small a count does not speak against; 1 without reviews.
  func upperBound(_ count: Int, of n: Int, risk: Double) -> Double {
    guard let N = population else { return upperBoundOfLargeFrame(count, of: n, risk: risk) }
    return Double(mostMarked(count, of: n, population: N, risk: risk)) / Double(N)
  }

  /// One less `upperBound`: the smallest share of the others.
  func lowerBoundOfOthers(_ count: Int, of n: Int, risk: Double) -> Double {
    guard let N = population else { return 1 - upperBoundOfLargeFrame(count, of: n, risk: risk) }
    // Divided last, so that 950 of 1000 compares equal to a target of 0.95.
    return Double(N - mostMarked(count, of: n, population: N, risk: risk)) / Double(N)
  }

  private func upperBoundOfLargeFrame(_ count: Int, of n: Int, risk: Double) -> Double {
    guard count < n else { return 1 }
    switch rule {
    case .once:
      return Binomial.upperBound(successes: count, trials: n, confidence: 1 - risk)
    case .anytime:
      return Self.crossing { q in
        ConfidenceSequence.logEvidence(Double(count), of: Double(n), atLeast: q) >= -log(risk)
      }
    }
  }

  private func mostMarked(_ count: Int, of n: Int, population N: Int, risk: Double) -> Int {
    switch rule {
    case .once:
      return Hypergeometric.upperBound(
        successes: count, drawn: n, population: N, confidence: 1 - risk)
    case .anytime:
      let most = N - (n - count)
      let excluded = Search.smallest(from: count, to: most, near: count) {
        ConfidenceSequence.logEvidence(count, of: n, marked: $0, population: N) >= -log(risk)
      }
      return excluded.map { $0 - 1 } ?? most
    }
  }

  /// Where in 0…1 a claim begins to hold that goes on holding, to 2⁻⁵²; 1 if it never does.
  static func crossing(_ holds: (Double) -> Bool) -> Double {
    var low = 0.0
    var high = 1.0
    for _ in 0..<52 {
      let middle = (low + high) / 2
      if holds(middle) { high = middle } else { low = middle }
    }
    return high
  }
}
