/// Sums of exponentials over labels, without overflow and with the same bits on every CPU.
public enum LogProbabilities {
  /// ln Σ_{k < count} exp(scores[k]).
  public static func logSumExp(_ scores: [Float], count: Int) -> Float {
    let largest = maximum(scores, count)
    return largest + Elementary.log(expSum(scores, count, minus: largest))
  }

  /// probabilities[k] ← exp(scores[first + k] / temperature) / Σ, for k < count; the rest is left
  /// alone.
  public static func softmax(
    _ scores: [Float], from first: Int = 0, count: Int, temperature: Float,
    into probabilities: inout [Float]
  ) {
    let largest = maximum(scores, from: first, count)
    let inverse = 1 / temperature
    mapBlocks(scores, from: first, count, filling: largest, into: &probabilities) {
      Elementary.exp(($0 - largest) * inverse)
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
    mapBlocks(scores, from: first, count, filling: 0, into: &probabilities) {
      1 / (1 + Elementary.exp(-($0 / temperature)))
    }
  }

  /// results[k] ← f(scores[first + k]) for k < count, sixteen at a time.
  @inline(__always)
  private static func mapBlocks(
    _ scores: [Float], from first: Int, _ count: Int, filling: Float, into results: inout [Float],
    _ f: (SIMD16<Float>) -> SIMD16<Float>
  ) {
    precondition(first >= 0 && first + count <= scores.count && count <= results.count)
    scores.withUnsafeBytes { scores in
      results.withUnsafeMutableBytes { results in
        for k in stride(from: 0, to: count, by: 16) {
          // SAFETY: `bytes` bytes are read and written, the floats k ..< min(k + 16, count), which
          // both arrays have (checked above).
          let bytes = 4 * min(16, count - k)
          var block = SIMD16<Float>(repeating: filling)
          withUnsafeMutableBytes(of: &block) {
            $0.baseAddress!.copyMemory(
              from: scores.baseAddress! + 4 * (first + k), byteCount: bytes)
          }
          block = f(block)
          withUnsafeBytes(of: &block) {
            (results.baseAddress! + 4 * k).copyMemory(from: $0.baseAddress!, byteCount: bytes)
          }
        }
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

  private static func maximum(_ scores: [Float], from first: Int = 0, _ count: Int) -> Float {
    precondition(first >= 0 && first + count <= scores.count)
    var largest = -Float.infinity
    for k in first..<first + count { largest = max(largest, scores[k]) }
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
