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

  /// Replaces the duals of one record by the solution of the softmax problem.
  ///
  /// - Parameters:
  ///   - duals: the duals of many records, `scores.count` floats each: `labels` numbers ≥ 0 that sum
  ///     to 1, then zeros up to a multiple of 16.
  ///   - record: which of them.
  ///   - scores: z, padded like a record's duals.
  ///   - change: receives p − p′, padded likewise.
  ///   - isFirstVisit: the duals are still one-hot, a bad place to start Newton from.
  /// - Returns: H(p′), the record's part of the dual objective.
  public static func softmax(
    duals: inout [Float], record: Int, scores: [Float], labels: Int, curvature: Float,
    change: inout [Float], isFirstVisit: Bool
  ) -> Float {
    let width = scores.count
    precondition(width % 16 == 0 && labels <= width && change.count == width)
    precondition(record >= 0 && (record + 1) * width <= duals.count)
    return duals.withUnsafeMutableBufferPointer { duals in
      scores.withUnsafeBufferPointer { scores in
        change.withUnsafeMutableBufferPointer { change in
          // SAFETY: each pointer has `width` floats from here on, a multiple of 16 (checked above).
          solveSoftmax(
            duals.baseAddress! + record * width, scores.baseAddress!, change.baseAddress!, width,
            labels, curvature, isFirstVisit)
        }
      }
    }
  }

  private static func solveSoftmax(
    _ p: UnsafeMutablePointer<Float>, _ z: UnsafePointer<Float>,
    _ work: UnsafeMutablePointer<Float>,
    _ width: Int, _ labels: Int, _ curvature: Float, _ isFirstVisit: Bool
  ) -> Float {
    // `work` holds a = z + R · p while the new duals are built in place, then the change.
    withUnsafeTemporaryAllocation(of: SIMD16<Float>.self, capacity: width / 16) { old in
      let blocks = width / 16
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
      for _ in 0..<12 {
        // Residual r = a − ν − ln p − R p without ν, and the sums that give ν's Newton step:
        // δp_k = p_k (r_k − ν) / (1 + R p_k), Σ δp_k = 1 − Σ p_k.
        var weighted = SIMD16<Float>.zero
        var weights = SIMD16<Float>.zero
        var mass = SIMD16<Float>.zero
        for b in 0..<blocks {
          let current = load(p, b)
          let r = load(work, b) - Elementary.log(max(current, floor)) - R * current
          let share = current / (R * current + 1)
          weighted += share * r
          weights += share
          mass += current
        }
        let nu = (weighted.sum() - (1 - mass.sum())) / weights.sum()
        var largest = SIMD16<Float>.zero
        for b in 0..<blocks {
          let current = load(p, b)
          let r = load(work, b) - Elementary.log(max(current, floor)) - R * current - nu
          let step = r / (R * current + 1)
          // In p for steps up, in 1/p for steps down: both undershoot, so no step leaves (0, ∞).
          let up = current * (step + 1)
          let down = current / (1 - step)
          let next = masked(max(down.replacing(with: up, where: step .> 0), floor), b, labels)
          largest = max(largest, (next - current).magnitude)
          store(next, p, b)
        }
        // An inexact step is still a step up: the gap is measured, not assumed.
        if largest.max() < 1e-4 { break }
      }
      var mass = SIMD16<Float>.zero
      for b in 0..<blocks { mass += load(p, b) }
      let scale = 1 / mass.sum()
      var entropy = SIMD16<Float>.zero
      for b in 0..<blocks {
        let next = load(p, b) * scale
        store(next, p, b)
        store(old[b] - next, work, b)
        entropy -= next * Elementary.log(max(next, floor))
      }
      return entropy.sum()
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
            let start = min(max(old, 1e-6), 1 - 1e-6)
            var v = Elementary.log(start) - Elementary.log(1 - start)
            for _ in 0..<10 {
              let guess = 1 / (Elementary.exp(-v) + 1)
              let step = (target - v - R * guess) / (R * guess * (1 - guess) + 1)
              // Newton on v + R σ(v) can overshoot where σ bends; three units a step keep it inside.
              v += step.clamped(
                lowerBound: SIMD16(repeating: -3), upperBound: SIMD16(repeating: 3))
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

  // MARK: - Sixteen at a time

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
