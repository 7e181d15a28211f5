/// Sums of exponentials over labels, without overflow and with the same bits on every CPU.
public enum LogProbabilities {
  /// ln Σ_{k < count} exp(scores[k]).
  public static func logSumExp(_ scores: [Float], count: Int) -> Float {
    let largest = maximum(scores, count)
    let sum = sumBlocks(scores, count, filling: -.infinity) { Elementary.exp($0 - largest) }
    return largest + Elementary.log(sum)
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
    sumBlocks(scores, count, filling: -.infinity) { z in
      let isPositive = z .> 0
      // −|z|, then ln(1 + u) as in `log1p`.
      let u = Elementary.exp(z.replacing(with: -z, where: isPositive))
      let series = u * (1 - u * (0.5 - u * (1 / 3)))
      let bent = Elementary.log(1 + u).replacing(with: series, where: u .< 1e-3)
      return bent + SIMD16<Float>.zero.replacing(with: z, where: isPositive)
    }
  }

  /// Σ_{k < count} f(scores[k]), sixteen at a time, where `f` of `filling` is as good as nothing.
  @inline(__always)
  private static func sumBlocks(
    _ scores: [Float], _ count: Int, filling: Float, _ f: (SIMD16<Float>) -> SIMD16<Float>
  ) -> Float {
    precondition(count <= scores.count)
    return scores.withUnsafeBytes { scores in
      var sums = SIMD16<Float>.zero
      var k = 0
      while k + 16 <= count {
        // SAFETY: floats k ..< k + 16 ≤ count ≤ scores.count (checked above).
        sums += f(scores.loadUnaligned(fromByteOffset: 4 * k, as: SIMD16<Float>.self))
        k += 16
      }
      if k < count {
        var block = SIMD16<Float>(repeating: filling)
        for lane in 0..<count - k {
          block[lane] = scores.loadUnaligned(fromByteOffset: 4 * (k + lane), as: Float.self)
        }
        sums += f(block)
      }
      return sums.sum()
    }
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
    var k = first
    let end = first + count
    scores.withUnsafeBytes { scores in
      guard count >= 16 else { return }
      var lanes = SIMD16<Float>(repeating: largest)
      while k + 16 <= end {
        // SAFETY: floats k ..< k + 16 ≤ first + count ≤ scores.count (checked above).
        let block = scores.loadUnaligned(fromByteOffset: 4 * k, as: SIMD16<Float>.self)
        lanes = block.replacing(with: lanes, where: block .< lanes)
        k += 16
      }
      largest = lanes.max()
    }
    while k < end {
      largest = max(largest, scores[k])
      k += 1
    }
    return largest
  }
}
