import CKernels

/// Adds up rows of small integers, the one loop behind a static embedding.
public enum Pooling {
  /// sums[k] ← sums[k] + Σ_i scales[ids[i]] · rows[ids[i]][k], summed in the order of i.
  ///
  /// - Parameters:
  ///   - rows: rows of `sums.count` numbers, one after the other.
  ///   - scales: one a row.
  /// - Precondition: there is a row, and a scale, of each id.
  /// - Complexity: O(ids · sums.count); the same bits on every CPU.
  public static func add(
    _ ids: [UInt32], of rows: UnsafePointer<Int8>, scales: UnsafePointer<Float>,
    to sums: inout [Float]
  ) {
    ids.withUnsafeBufferPointer { ids in
      sums.withUnsafeMutableBufferPointer { sums in
        guard let id = ids.baseAddress, let sum = sums.baseAddress else { return }
        // SAFETY: the rows are the caller's, by precondition.
        ckernels_pool(sum, id, ids.count, rows, scales, sums.count)
      }
    }
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
