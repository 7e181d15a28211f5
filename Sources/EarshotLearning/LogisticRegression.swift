import EarshotNumerics

/// Logistic regression with an L2 penalty, fitted by dual coordinate ascent: softmax over labels that
/// exclude each other, or one-vs-rest for labels that may stand together.
///
///     softmax:      min_W  ½ ‖W‖² + C · Σ_i c_i · ( ln Σ_k exp z_ik − z_i,y(i) )
///     one-vs-rest:  min_W  ½ ‖W‖² + C · Σ_i c_i · Σ_k ln(1 + exp(∓z_ik))
///
/// with z_i = x_i · W + b. Each record has duals p_i (probabilities); the weights are always
/// W = C · Σ_i c_i · (y_i − p_i) x_iᵀ, so one record's step changes only the rows of its own terms. Its
/// little problem is solved exactly (`DualSteps`). Yu, Huang & Lin 2011, algorithm 5; Shalev-Shwartz &
/// Zhang 2013 for the duality gap as a stopping rule. Deviation: the bias is a feature of value 1 and so
/// is penalised with the weights, as in LIBLINEAR.
public struct LogisticRegression: Sendable {
  public enum Kind: Sendable { case softmax, oneVersusRest }

  public struct Options: Sendable {
    public var kind = Kind.softmax
    /// Stop when (primal − dual) ≤ this share of the primal.
    public var relativeGap = 1e-3
    public var maximumEpochs = 60
    /// Decides the order in which records are visited, nothing else.
    public var seed: UInt64 = 1

    public init() {}
  }

  /// What a record is labelled with: one number for softmax, any number of them for one-vs-rest.
  public typealias Labels = [Int]

  public let options: Options

  public init(_ options: Options = Options()) { self.options = options }

  /// One fit at one strength.
  public struct Solution: Sendable {
    public let classifier: LinearClassifier
    public let report: FitReport
  }

  /// Fits along a rising path of strengths, each started from the last solution: the duals stay, and
  /// the weights, which are proportional to C, are rescaled.
  ///
  /// - Parameters:
  ///   - rows: all rows; `members` says which of them are learned from.
  ///   - labels: what each row is labelled with, indexed like `rows`.
  ///   - importance: c_i, indexed like `rows`.
  ///   - strengths: the values of C, ascending.
  /// - Returns: a solution a strength.
  /// - Complexity: O(epochs · entries · labels).
  public func path(
    _ rows: FeatureRows, members: [Int], labels: [Labels], labelCount: Int,
    importance: [Float], strengths: [Double]
  ) -> [Solution] {
    precondition(strengths == strengths.sorted() && !strengths.isEmpty)
    var ascent = DualAscent(
      rows: rows, members: members, labels: labels, labelCount: labelCount,
      importance: importance, options: options)
    return strengths.map { ascent.solve(strength: $0) }
  }

  /// Fits at one strength; see `path`.
  public func fit(
    _ rows: FeatureRows, members: [Int]? = nil, labels: [Labels], labelCount: Int,
    importance: [Float]? = nil, strength: Double
  ) -> Solution {
    path(
      rows, members: members ?? Array(0..<rows.count), labels: labels, labelCount: labelCount,
      importance: importance ?? [Float](repeating: 1, count: rows.count), strengths: [strength])[0]
  }
}

/// How a fit went. Not converging is a result, not an error.
public struct FitReport: Sendable {
  public let strength: Double
  public let epochs: Int
  /// ½ ‖W‖² + C · Σ loss.
  public let primal: Double
  public let dual: Double
  public var relativeGap: Double { primal > 0 ? (primal - dual) / primal : 0 }
  public let isConverged: Bool
}
