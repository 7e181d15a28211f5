import CKernels

/// Sums of exponentials over labels, without overflow and with the same bits on every CPU.
public enum LogProbabilities {
  /// ln Σ_{k < count} exp(scores[k]).
  public static func logSumExp(_ scores: [Float], count: Int) -> Float {
    let largest = maximum(scores, count)
    // SAFETY: `scores` has `count` floats (checked in `maximum`).
    return largest + Elementary.log(ckernels_sum_of_exponentials(scores, count, largest))
  }

  /// probabilities[k] ← exp(scores[first + k] / temperature) / Σ, for k < count; the rest is left
  /// alone.
  public static func softmax(
    _ scores: [Float], from first: Int = 0, count: Int, temperature: Float,
    into probabilities: inout [Float]
  ) {
    let largest = maximum(scores, from: first, count)
    let inverse = 1 / temperature
    precondition(count <= probabilities.count)
    scores.withUnsafeBufferPointer { scores in
      // SAFETY: both have `count` floats (checked above and in `maximum`).
      ckernels_exponentials(&probabilities, scores.baseAddress! + first, count, largest, inverse)
    }
    var sum: Float = 0
    for k in 0..<count { sum += probabilities[k] }
    let scale = 1 / sum
    for k in 0..<count { probabilities[k] *= scale }
  }

  /// probabilities[k] ← 1 / (1 + exp(−scores[first + k] / temperature)), for k < count; the rest is
  /// left alone.
  public static func sigmoids(
    _ scores: [Float], from first: Int = 0, count: Int, temperature: Float,
    into probabilities: inout [Float]
  ) {
    precondition(first >= 0 && first + count <= scores.count && count <= probabilities.count)
    scores.withUnsafeBufferPointer { scores in
      // SAFETY: both have `count` floats (checked above).
      ckernels_sigmoids(&probabilities, scores.baseAddress! + first, count, temperature)
    }
  }

  /// Σ_{k < count} ln(1 + exp(scores[k])).
  public static func softplusSum(_ scores: [Float], count: Int) -> Float {
    precondition(count <= scores.count)
    // SAFETY: checked above.
    return ckernels_softplus_sum(scores, count)
  }

  /// 1 / (1 + e⁻ᶻ).
  public static func sigmoid(_ z: Float) -> Float { 1 / (1 + Elementary.exp(-z)) }

  private static func maximum(_ scores: [Float], from first: Int = 0, _ count: Int) -> Float {
    precondition(first >= 0 && first + count <= scores.count)
    return scores.withUnsafeBufferPointer { scores in
      // SAFETY: checked above; with no scores there is nothing to read.
      scores.baseAddress.map { ckernels_maximum($0 + first, count) } ?? -.infinity
    }
  }
}
