/// Rows of mostly zeros, in compressed sparse row form.
///
/// Row `i` has the entries `offsets[i]..<offsets[i + 1]` of `columns` and `values`. Entries of a row
/// stand in the order in which they were appended, each column at most once; no order is promised,
/// because sorting a row would cost more than making it.
public struct SparseMatrix: Sendable {
  public private(set) var offsets: [Int] = [0]
  public private(set) var columns: [UInt32] = []
  public private(set) var values: [Float] = []
  /// How many columns there are, whether or not a row uses them.
  public let columnCount: Int

  public init(columnCount: Int) { self.columnCount = columnCount }

  public var rowCount: Int { offsets.count - 1 }

  /// Adds one row. - Precondition: equal counts; each column is below `columnCount`.
  public mutating func appendRow(
    columns row: some Collection<UInt32>, values rowValues: some Collection<Float>
  ) {
    precondition(row.count == rowValues.count, "\(row.count) columns, \(rowValues.count) values")
    precondition(row.allSatisfy { $0 < columnCount }, "a column is not below \(columnCount)")
    columns.append(contentsOf: row)
    values.append(contentsOf: rowValues)
    offsets.append(columns.count)
  }

  /// The same for arrays, which most rows come in: the generic form is called through tables from
  /// other modules, an element at a time.
  public mutating func appendRow(columns row: [UInt32], values rowValues: [Float]) {
    precondition(row.count == rowValues.count, "\(row.count) columns, \(rowValues.count) values")
    let largest = row.reduce(0, max)
    precondition(row.isEmpty || largest < columnCount, "a column is not below \(columnCount)")
    columns.append(contentsOf: row)
    values.append(contentsOf: rowValues)
    offsets.append(columns.count)
  }

  /// The sum of squares of a row.
  public func squaredNorm(ofRow i: Int) -> Float {
    var sum: Float = 0
    for entry in offsets[i]..<offsets[i + 1] { sum += values[entry] * values[entry] }
    return sum
  }
}
