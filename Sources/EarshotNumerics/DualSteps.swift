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
  /// Duals are kept above this, so that their logarithms stay finite.
  static let floor: Float = 1e-12

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
    precondition(width % 16 == 0 && labels <= width && change.count == width)
    precondition(record >= 0 && (record + 1) * width <= duals.count)
    return duals.withUnsafeMutableBufferPointer { duals in
      scores.withUnsafeBufferPointer { scores in
        change.withUnsafeMutableBufferPointer { change in
          // SAFETY: each pointer has `width` floats from here on, a multiple of 16 (checked above).
          solveSoftmax(
            duals.baseAddress! + record * width, scores.baseAddress!, change.baseAddress!, width,
            labels, curvature, isFirstVisit, tolerance)
        }
      }
    }
  }

  private static func solveSoftmax(
    _ p: UnsafeMutablePointer<Float>, _ z: UnsafePointer<Float>,
    _ work: UnsafeMutablePointer<Float>, _ width: Int, _ labels: Int, _ curvature: Float,
    _ isFirstVisit: Bool, _ tolerance: Float
  ) -> Outcome {
    let blocks = width / 16
    // `work` holds a = z + R · p while the new duals are built in place, then the change. Behind the
    // old duals lie the residuals and the inverse slopes of a Newton step.
    return withUnsafeTemporaryAllocation(of: SIMD16<Float>.self, capacity: 3 * blocks) { space in
      let old = space.baseAddress!
      let residuals = old + blocks
      let inverses = residuals + blocks
      let R = SIMD16<Float>(repeating: curvature)
      let start = isFirstVisit ? 0.5 / Float(labels) : 0
      for b in 0..<blocks {
        let current = load(p, b)
        old[b] = current
        store(load(z, b) + R * current, work, b)
        // The first dual is one-hot, whose logarithms are useless as a start.
        let guess = isFirstVisit ? current * 0.5 + start : current
        store(masked(max(guess, floor), b, labels), p, b)
      }
      var nu: Float = 0
      for _ in 0..<12 {
        // Residual r = a − ν − ln p − R p without ν, and the sums that give ν's Newton step:
        // δp_k = p_k (r_k − ν) / (1 + R p_k), Σ δp_k = 1 − Σ p_k.
        var weighted = SIMD16<Float>.zero
        var weights = SIMD16<Float>.zero
        var mass = SIMD16<Float>.zero
        for b in 0..<blocks {
          let current = load(p, b)
          let r = load(work, b) - Elementary.log(max(current, floor)) - R * current
          let inverse = 1 / (R * current + 1)
          let share = current * inverse
          residuals[b] = r
          inverses[b] = inverse
          weighted += share * r
          weights += share
          mass += current
        }
        nu = (total(weighted) - (1 - total(mass))) / total(weights)
        var largest = SIMD16<Float>.zero
        for b in 0..<blocks {
          let current = load(p, b)
          let step = (residuals[b] - nu) * inverses[b]
          // In p for steps up, in 1/p for steps down: both undershoot, so no step leaves (0, ∞).
          let up = current * (step + 1)
          let down = current / (1 - step)
          let next = masked(max(down.replacing(with: up, where: step .> 0), floor), b, labels)
          largest = max(largest, (next - current).magnitude)
          store(next, p, b)
        }
        // An inexact step is still a step up: the gap is measured, not assumed.
        if largest.max() < tolerance { break }
      }
      var mass = SIMD16<Float>.zero
      for b in 0..<blocks { mass += load(p, b) }
      let scale = 1 / total(mass)
      // At the solution z_k = ln p′_k + ν − R · δ_k with δ = p − p′, so with means over p′
      //
      //     ln Σ_k exp z_k = ν + ln mean exp(−R δ) ≈ ν − R mean(δ) + ½ R² var(δ),  at most ν + max(−R δ).
      var entropy = SIMD16<Float>.zero
      var mean = SIMD16<Float>.zero
      var square = SIMD16<Float>.zero
      var largest = SIMD16<Float>.zero
      for b in 0..<blocks {
        let next = load(p, b) * scale
        let change = old[b] - next
        store(next, p, b)
        store(change, work, b)
        entropy -= next * Elementary.log(max(next, floor))
        mean += next * change
        square += next * change * change
        largest = max(largest, -change)
      }
      let first = total(mean)
      let second = total(square) - first * first
      let bend = 0.5 * curvature * curvature * second - curvature * first
      let most = curvature * largest.max()
      return Outcome(entropy: total(entropy), logSumExp: nu + (bend < most ? bend : most))
    }
  }

  /// Replaces the duals of one record by the solutions of its one-vs-rest logistic problems.
  ///
  /// Parameters and result as for `softmax`; the duals lie in 0…1 and need not sum to 1.
  public static func logistic(
    duals: inout [Float], record: Int, scores: [Float], labels: Int, curvature: Float,
    change: inout [Float]
  ) -> Float {
    let width = scores.count
    precondition(width % 16 == 0 && labels <= width && change.count == width)
    precondition(record >= 0 && (record + 1) * width <= duals.count)
    return duals.withUnsafeMutableBufferPointer { duals in
      scores.withUnsafeBufferPointer { scores in
        change.withUnsafeMutableBufferPointer { change in
          var entropy = SIMD16<Float>.zero
          let R = SIMD16<Float>(repeating: curvature)
          // SAFETY: as in `softmax`.
          let p = duals.baseAddress! + record * width
          for b in 0..<width / 16 {
            let old = load(p, b)
            let target = load(scores.baseAddress!, b) + R * old
            // Duals of exactly 0 or 1 are those before the first visit, a bad place to start from.
            let isFirst = (old .== 0) .| (old .== 1)
            let start = min(max(old, 1e-6), 1 - 1e-6).replacing(with: 0.5, where: isFirst)
            var v = Elementary.log(start / (1 - start))
            for _ in 0..<20 {
              let guess = 1 / (Elementary.exp(-v) + 1)
              let slope = R * guess * (1 - guess) + 1
              // Newton on v + R σ(v) can overshoot where σ bends; three units a step keep it inside.
              let step = masked(
                min(max((target - v - R * guess) / slope, -3), 3), b, labels)
              v += step
              // It converges quadratically: the next step would be far smaller.
              if step.magnitude.max() < 1e-2 { break }
            }
            let next = masked(1 / (Elementary.exp(-v) + 1), b, labels)
            let q = max(next, floor)
            let r = max(1 - next, floor)
            // −(1 − p) ln(1 − p) as a series where 1 − p would lose p's digits.
            let third = SIMD16<Float>(repeating: 1 / 3)
            let series = (next * third + 0.5) * next + 1
            let small = next * (1 - next) * series
            let rest = (-r * Elementary.log(r)).replacing(with: small, where: next .< 1e-3)
            entropy += masked(rest - q * Elementary.log(q), b, labels)
            store(next, p, b)
            store(old - next, change.baseAddress!, b)
          }
          return entropy.sum()
        }
      }
    }
  }

  /// Multiplies a change by `factor` and returns the largest of its magnitudes before.
  public static func scale(_ change: inout [Float], by factor: Float) -> Float {
    precondition(change.count % 16 == 0)
    return change.withUnsafeMutableBufferPointer { change in
      guard let start = change.baseAddress else { return 0 }
      var largest = SIMD16<Float>.zero
      // SAFETY: the count is a multiple of 16.
      for b in 0..<change.count / 16 {
        let block = load(start, b)
        largest = max(largest, block.magnitude)
        store(block * factor, start, b)
      }
      return largest.max()
    }
  }

  // MARK: - Sixteen at a time

  /// The sum of all lanes, halves first: four steps in place of sixteen.
  @inline(__always)
  private static func total(_ x: SIMD16<Float>) -> Float {
    let eight = x.lowHalf + x.highHalf
    let four = eight.lowHalf + eight.highHalf
    let two = four.lowHalf + four.highHalf
    return two[0] + two[1]
  }

  @inline(__always)
  private static func load(_ p: UnsafePointer<Float>, _ block: Int) -> SIMD16<Float> {
    UnsafeRawPointer(p + block &* 16).loadUnaligned(as: SIMD16<Float>.self)
  }

  @inline(__always)
  private static func load(_ p: UnsafeMutablePointer<Float>, _ block: Int) -> SIMD16<Float> {
    UnsafeRawPointer(p + block &* 16).loadUnaligned(as: SIMD16<Float>.self)
  }

  @inline(__always)
  private static func store(_ x: SIMD16<Float>, _ p: UnsafeMutablePointer<Float>, _ block: Int) {
    UnsafeMutableRawPointer(p + block &* 16).storeBytes(of: x, as: SIMD16<Float>.self)
  }

  /// Zero in the lanes that are padding.
  @inline(__always)
  private static func masked(_ x: SIMD16<Float>, _ block: Int, _ labels: Int) -> SIMD16<Float> {
    if (block + 1) * 16 <= labels { return x }
    let lanes = SIMD16<Int32>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
    return x.replacing(with: 0, where: lanes .>= Int32(labels - block * 16))
  }

  @inline(__always)
  private static func max(_ x: SIMD16<Float>, _ y: Float) -> SIMD16<Float> {
    x.replacing(with: SIMD16(repeating: y), where: x .< y)
  }

  @inline(__always)
  private static func max(_ x: SIMD16<Float>, _ y: SIMD16<Float>) -> SIMD16<Float> {
    x.replacing(with: y, where: x .< y)
  }

  @inline(__always)
  private static func min(_ x: SIMD16<Float>, _ y: Float) -> SIMD16<Float> {
    x.replacing(with: SIMD16(repeating: y), where: x .> y)
  }
}

extension SIMD16 where Scalar == Float {
  @inline(__always)
  fileprivate var magnitude: SIMD16<Float> { replacing(with: -self, where: self .< 0) }
}
