/// Rows of int8 with one scale each: a quarter of the memory of floats, good to 1 part in 254 of a row's
/// largest number.
public struct PackedRows: Sendable {
  public let columnCount: Int
  /// `rows × columns`.
  public let values: Storage<Int8>
  public let scales: Storage<Float>

  public var rowCount: Int { scales.count }

  /// From its parts; nil when the sizes do not fit.
  public init?(values: [Int8], scales: [Float], columnCount: Int) {
    guard columnCount > 0, values.count == scales.count * columnCount else { return nil }
    self.columnCount = columnCount
    (self.values, self.scales) = (Storage(values), Storage(scales))
  }

  /// Packs rows, each of at most `columnCount` finite numbers; what a row lacks is 0.
  public init(rowCount: Int, columnCount: Int, row: (Int) -> [Float]) {
    precondition(columnCount > 0)
    var values = [Int8](repeating: 0, count: rowCount * columnCount)
    var scales = [Float](repeating: 0, count: rowCount)
    for i in 0..<rowCount {
      let numbers = row(i)
      precondition(numbers.count <= columnCount)
      let largest = numbers.reduce(0) { max($0, abs($1)) }
      // Nothing that small means anything, and scales stay far from subnormal numbers.
      guard largest > 1e-30 else { continue }
      scales[i] = largest / 127
      for (c, number) in numbers.enumerated() {
        values[i * columnCount + c] = Int8((number / largest * 127).rounded())
      }
    }
    self.columnCount = columnCount
    (self.values, self.scales) = (Storage(values), Storage(scales))
  }

  /// sums ← sums + factor · row i.
  ///
  /// - Complexity: O(columns); the same bits on every CPU.
  public func add(_ i: Int, times factor: Float, to sums: inout [Float]) {
    precondition(i >= 0 && i < rowCount && sums.count == columnCount)
    withUnsafePointer(to: factor * scales[i]) { scale in
      // SAFETY: row i of rowCount rows of columnCount numbers, taken as row 0 of one.
      Pooling.add([0], of: values.base + i * columnCount, scales: scale, to: &sums)
    }
  }
}
