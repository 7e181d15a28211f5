/// Adds up rows of small integers, the one loop behind a static embedding.
public enum Pooling {
  /// sums[j] ← sums[j] + scale · row[j], for a row of int8.
  ///
  /// - Precondition: `sums` and `row` hold `count` numbers.
  /// - Complexity: O(count); the same bits on every CPU.
  public static func add(
    _ row: UnsafePointer<Int8>, scale: Float, to sums: UnsafeMutablePointer<Float>, count: Int
  ) {
    // SAFETY: j < count, by precondition. A plain loop over pointers: the compiler makes it vectors.
    for j in 0..<count { sums[j] += Float(row[j]) * scale }
  }

  /// Scales `values` to Euclidean length `length`; zeros stay zeros. Returns the factor, 0 for zeros.
  @discardableResult
  public static func normalize(_ values: inout [Float], to length: Float) -> Float {
    values.withUnsafeMutableBufferPointer { values in
      let bytes = UnsafeRawBufferPointer(values)
      var squares = SIMD4<Float>.zero
      var j = 0
      while j + 4 <= values.count {
        // SAFETY: floats j ..< j + 4 are there.
        let v = bytes.loadUnaligned(fromByteOffset: 4 * j, as: SIMD4<Float>.self)
        squares += v * v
        j += 4
      }
      var sum = (squares[0] + squares[2]) + (squares[1] + squares[3])
      while j < values.count {
        sum += values[j] * values[j]
        j += 1
      }
      guard sum > 0 else { return 0 }
      let factor = length / sum.squareRoot()
      for j in 0..<values.count { values[j] *= factor }
      return factor
    }
  }
}
