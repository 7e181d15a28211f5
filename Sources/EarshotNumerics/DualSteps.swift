import CKernels

/// One record's step of dual coordinate ascent: the small problem over its labels, solved exactly.
///
/// With the other records fixed, the best new dual p′ of a record maximises
///
///     H(p′) + p′ · z − (R / 2) · ‖p′ − p‖²
///
/// where p is its dual now, z its scores under the current weights, R = C · c · ‖x‖², and H the
/// entropy. Setting the gradient to zero gives, for each label k,
///
///     softmax:   ln p′_k + R · p′_k = z_k + R · p_k − ν,   with ν such that Σ_k p′_k = 1
///     logistic:  ln(p′_k / (1 − p′_k)) + R · p′_k = z_k + R · p_k
///
/// (Yu, Huang & Lin 2011, "Dual coordinate descent methods for logistic regression and maximum entropy
/// models", eq. 14 and 30.) Both are solved by Newton steps on all labels at once, sixteen at a time;
/// they solve it by two nested scalar Newtons, which cannot use SIMD.
public enum DualSteps {
  /// What a step found out on its way.
  public struct Outcome {
    /// H(p′), the record's part of the dual objective.
    public let entropy: Float
    /// About ln Σ_k exp z_k, the closer the less the duals moved: see `solveSoftmax`.
    public let logSumExp: Float
  }

  /// Replaces the duals of one record by the solution of the softmax problem.
  ///
  /// - Parameters:
  ///   - duals: the duals of many records, `scores.count` floats each: `labels` numbers ≥ 0 that sum
  ///     to 1, then zeros up to a multiple of 16.
  ///   - record: which of them.
  ///   - scores: z, padded like a record's duals.
  ///   - change: receives p − p′, padded likewise.
  ///   - isFirstVisit: the duals are still one-hot, a bad place to start Newton from.
  ///   - tolerance: Newton ends when no dual moved by as much in its last step. It converges
  ///     quadratically, so the duals are then much closer than that.
  public static func softmax(
    duals: inout [Float], record: Int, scores: [Float], labels: Int, curvature: Float,
    change: inout [Float], isFirstVisit: Bool, tolerance: Float = 1e-4
  ) -> Outcome {
    let width = scores.count
    precondition(width == (labels + 15) & ~15 && change.count == width)
    precondition(record >= 0 && (record + 1) * width <= duals.count)
    var entropy: Float = 0
    var logSumExp: Float = 0
    duals.withUnsafeMutableBufferPointer { duals in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: 3 * width) { space in
        // SAFETY: a record's duals, the scores and the change have `width` floats, a multiple of 16
        // (checked above), the space three times as many.
        ckernels_softmax_step(
          duals.baseAddress! + record * width, scores, &change, space.baseAddress!, width, labels,
          curvature, isFirstVisit, tolerance, &entropy, &logSumExp)
      }
    }
    return Outcome(entropy: entropy, logSumExp: logSumExp)
  }

  /// Replaces the duals of one record by the solutions of its one-vs-rest logistic problems.
  ///
  /// Parameters and result as for `softmax`; the duals lie in 0…1 and need not sum to 1.
  public static func logistic(
    duals: inout [Float], record: Int, scores: [Float], labels: Int, curvature: Float,
    change: inout [Float]
  ) -> Float {
    let width = scores.count
    precondition(width == (labels + 15) & ~15 && change.count == width)
    precondition(record >= 0 && (record + 1) * width <= duals.count)
    return duals.withUnsafeMutableBufferPointer { duals in
      // SAFETY: as in `softmax`.
      ckernels_logistic_step(
        duals.baseAddress! + record * width, scores, &change, width, labels, curvature)
    }
  }

  /// Multiplies a change, padded to a multiple of 16, by `factor` and returns the largest of its
  /// magnitudes before.
  public static func scale(_ change: inout [Float], by factor: Float) -> Float {
    let width = change.count
    precondition(width % 16 == 0)
    // SAFETY: the change has `width` floats, a multiple of 16.
    return ckernels_scale(&change, width, factor)
  }
}
