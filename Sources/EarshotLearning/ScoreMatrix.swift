import EarshotNumerics

/// Scores of records for labels, `n × K`.
public struct ScoreMatrix: Sendable {
  public let labelCount: Int
  public private(set) var values: [Float]

  public init(rowCount: Int, labelCount: Int) {
    self.labelCount = labelCount
    values = [Float](repeating: 0, count: rowCount * labelCount)
  }

  public var rowCount: Int { labelCount == 0 ? 0 : values.count / labelCount }

  public subscript(row: Int) -> ArraySlice<Float> {
    values[row * labelCount..<(row + 1) * labelCount]
  }

  /// The label with the highest score among those that reach their floor, the first of equal ones; nil
  /// where none does.
  ///
  /// - Parameter floors: `labelCount` numbers.
  /// - Complexity: O(K)
  public func best(ofRow row: Int, from floors: [Float]) -> Int? {
    RowKernels.indexOfLargest(
      values, in: row * labelCount..<(row + 1) * labelCount, from: floors)
  }

  /// Replaces row `row` by row `other` of `scores`.
  mutating func copy(_ other: Int, of scores: ScoreMatrix, to row: Int) {
    for k in 0..<labelCount { values[row * labelCount + k] = scores.values[other * labelCount + k] }
  }

  /// Replaces a row by the first `labelCount` of `scores`.
  public mutating func set(_ row: Int, to scores: [Float]) {
    for k in 0..<labelCount { values[row * labelCount + k] = scores[k] }
  }
}

extension LinearClassifier {
  /// Scores of some rows, the dense part through `sgemm` in blocks of 256 rows.
  ///
  /// - Parameters:
  ///   - members: the rows, in the order wanted.
  ///   - result: row `m` of the result belongs to `members[m]`.
  public func scores(_ rows: FeatureRows, members: [Int]) -> ScoreMatrix {
    var result = ScoreMatrix(rowCount: members.count, labelCount: labelCount)
    var scores = [Float](repeating: 0, count: stride)
    let terms = WeightMatrix(copying: termWeights, stride: stride)
    let dense = rows.dense.columnCount
    var product: [Float] = []
    for start in Swift.stride(from: 0, to: members.count, by: 256) {
      let block = members[start..<min(start + 256, members.count)]
      if dense > 0 {
        product = [Float](repeating: 0, count: block.count * stride)
        rows.dense.gathered(block).multiply(
          rows: 0..<block.count, by: denseWeights, stride: stride, into: &product)
      }
      for (b, i) in block.enumerated() {
        for k in 0..<stride { scores[k] = bias[k] + (dense > 0 ? product[b * stride + k] : 0) }
        terms.accumulate(rows.sparse, i, into: &scores)
        result.set(start + b, to: scores)
      }
    }
    return result
  }
}
