/// Pairs rows with columns, each at most once, so that the sum of the pairs' values is largest.
///
///     max_a Σ_i v[i][a(i)],  a one-to-one
///
/// Shortest augmenting paths with reduced costs (Jonker & Volgenant 1987; in the form of Crouse 2016,
/// "On implementing 2D rectangular assignment algorithms", IEEE TAES 52(4), algorithm 1), without the
/// initial heuristics: a few hundred themes need none.
public enum LinearAssignment {
  /// The column of each row; nil for rows that get none because there are more rows than columns.
  ///
  /// Where several pairings have the largest sum, the lower columns tend to go to the lower rows;
  /// which it is depends on the values alone.
  ///
  /// - Parameter values: `n × m`, finite, all rows of one length.
  /// - Complexity: O(min(n, m)² · max(n, m))
  public static func best(_ values: [[Double]]) -> [Int?] {
    guard let m = values.first?.count else { return [] }
    precondition(values.allSatisfy { $0.count == m && $0.allSatisfy(\.isFinite) })
    let n = values.count
    if n <= m { return columns(of: values, m) }
    let rows = columns(of: (0..<m).map { j in values.map { $0[j] } }, n)
    var columns = [Int?](repeating: nil, count: n)
    for (j, i) in rows.enumerated() { if let i { columns[i] = j } }
    return columns
  }

  /// The column of each row, `n ≤ m`: one row after the other finds a place, moving others aside.
  private static func columns(of values: [[Double]], _ m: Int) -> [Int?] {
    let n = values.count
    // Prices: cost[i][j] − u[i] − v[j] ≥ 0 for all pairs, and 0 for those made, with cost = −value.
    var u = [Double](repeating: 0, count: n)
    var v = [Double](repeating: 0, count: m)
    var columnOfRow = [Int?](repeating: nil, count: n)
    var rowOfColumn = [Int?](repeating: nil, count: m)
    for first in 0..<n {
      var length = [Double](repeating: .infinity, count: m)
      var before = [Int](repeating: first, count: m)
      var isDone = [Bool](repeating: false, count: m)
      var path: [Int] = []
      var shortest = 0.0
      var row = first
      while true {
        var nearest: Int?
        for j in 0..<m where !isDone[j] {
          let through = shortest - values[row][j] - u[row] - v[j]
          if through < length[j] { (length[j], before[j]) = (through, row) }
          guard let best = nearest else {
            nearest = j
            continue
          }
          // Of equals a free column, since the path then ends; then the lower one.
          let isFree = rowOfColumn[j] == nil && rowOfColumn[best] != nil
          if length[j] < length[best] || (length[j] == length[best] && isFree) { nearest = j }
        }
        // n ≤ m, and each column on the path has a row: one is left.
        guard let column = nearest else { preconditionFailure("no column is left") }
        shortest = length[column]
        isDone[column] = true
        path.append(column)
        guard let owner = rowOfColumn[column] else { break }
        row = owner
      }
      u[first] += shortest
      for column in path.dropLast() {
        guard let owner = rowOfColumn[column] else { continue }
        u[owner] += shortest - length[column]
        v[column] -= shortest - length[column]
      }
      // Along the path back, each row takes the column found through it.
      var free = path.last
      while let column = free {
        let taker = before[column]
        free = columnOfRow[taker]
        columnOfRow[taker] = column
        rowOfColumn[column] = taker
        if taker == first { break }
      }
    }
    return columnOfRow
  }
}
