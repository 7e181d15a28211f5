/// Sums of exponentials over labels, without overflow and with the same bits on every CPU.
public enum LogProbabilities {
  /// ln Σ_{k < count} exp(scores[k]).
  public static func logSumExp(_ scores: [Float], count: Int) -> Float {
    let largest = maximum(scores, count)
    return largest + Elementary.log(expSum(scores, count, minus: largest))
  }

  /// probabilities[k] ← exp(scores[k] / temperature) / Σ, for k < count; the rest is left alone.
  public static func softmax(
    _ scores: [Float], count: Int, temperature: Float, into probabilities: inout [Float]
  ) {
    precondition(count <= scores.count && count <= probabilities.count)
    let largest = maximum(scores, count)
    let inverse = 1 / temperature
    var sum: Float = 0
    scores.withUnsafeBufferPointer { scores in
      probabilities.withUnsafeMutableBufferPointer { probabilities in
        var k = 0
        while k < count {
          // SAFETY: a full block is read and written only where k + 16 ≤ count ≤ both counts; of the
          // last one only `count − k` lanes are.
          let width = min(16, count - k)
          var block = SIMD16<Float>(repeating: largest)
          if width == 16 {
            block = UnsafeRawPointer(scores.baseAddress! + k).loadUnaligned(
              as: SIMD16<Float>.self)
          } else {
            for lane in 0..<width { block[lane] = scores[k + lane] }
          }
          let powers = Elementary.exp((block - largest) * inverse)
          if width == 16 {
            UnsafeMutableRawPointer(probabilities.baseAddress! + k).storeBytes(
              of: powers, as: SIMD16<Float>.self)
          } else {
            for lane in 0..<width { probabilities[k + lane] = powers[lane] }
          }
          for lane in k..<k + width { sum += probabilities[lane] }
          k += 16
        }
        let scale = 1 / sum
        for k in 0..<count { probabilities[k] *= scale }
      }
    }
  }

  /// Σ_{k < count} ln(1 + exp(scores[k])).
  public static func softplusSum(_ scores: [Float], count: Int) -> Float {
    precondition(count <= scores.count)
    var sum: Float = 0
    for k in 0..<count {
      let z = scores[k]
      sum += max(z, 0) + log1p(Elementary.exp(-abs(z)))
    }
    return sum
  }

  /// ln(1 + u) for 0 ≤ u ≤ 1, also where 1 + u would round to 1: many labels are nearly impossible, and
  /// their small losses add up.
  static func log1p(_ u: Float) -> Float {
    u < 1e-3 ? u * (1 - u * (0.5 - u * (1 / 3))) : Elementary.log(1 + u)
  }

  /// 1 / (1 + e⁻ᶻ).
  public static func sigmoid(_ z: Float) -> Float { 1 / (1 + Elementary.exp(-z)) }

  private static func maximum(_ scores: [Float], _ count: Int) -> Float {
    precondition(count <= scores.count)
    var largest = -Float.infinity
    for k in 0..<count { largest = max(largest, scores[k]) }
    return largest
  }

  private static func expSum(_ scores: [Float], _ count: Int, minus largest: Float) -> Float {
    var sum: Float = 0
    var k = 0
    while k < count {
      var block = SIMD16<Float>(repeating: -1000)
      let width = min(16, count - k)
      for lane in 0..<width { block[lane] = scores[k + lane] - largest }
      let powers = Elementary.exp(block)
      for lane in 0..<width { sum += powers[lane] }
      k += 16
    }
    return sum
  }
}
