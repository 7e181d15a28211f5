import Glibc

/// How far two clusterings of the same records agree, whatever their clusters are called.
public struct PartitionAgreement: Sendable {
  private let n: Double
  /// Records of each pair of clusters that has any.
  private let cells: [(row: Int, column: Int, count: Int)]
  private let rows: [Int]
  private let columns: [Int]

  /// - Parameters: cluster numbers from 0, parallel.
  /// - Complexity: O(n).
  public init(_ a: [Int], _ b: [Int]) {
    precondition(a.count == b.count)
    let width = (b.max() ?? -1) + 1
    var rows = [Int](repeating: 0, count: (a.max() ?? -1) + 1)
    var columns = [Int](repeating: 0, count: width)
    var counts: [Int: Int] = [:]
    for (i, j) in zip(a, b) {
      rows[i] += 1
      columns[j] += 1
      counts[i * width + j, default: 0] += 1
    }
    n = Double(a.count)
    cells = counts.sorted { $0.key < $1.key }.map { ($0.key / width, $0.key % width, $0.value) }
    (self.rows, self.columns) = (rows, columns)
  }

  /// Rand index less chance (Hubert & Arabie 1985): 1 for equal clusterings, 0 expected for random ones.
  public var adjustedRand: Double {
    func pairs(_ count: Int) -> Double { Double(count) * Double(count - 1) / 2 }
    let both = cells.reduce(0) { $0 + pairs($1.count) }
    let first = rows.reduce(0) { $0 + pairs($1) }
    let second = columns.reduce(0) { $0 + pairs($1) }
    guard n > 1 else { return 1 }
    let expected = first * second / (n * (n - 1) / 2)
    let largest = (first + second) / 2
    return largest == expected ? 1 : (both - expected) / (largest - expected)
  }

  /// Mutual information over the mean of both entropies, in 0…1.
  public var normalizedMutualInformation: Double {
    let mean = (Self.entropy(rows, n) + Self.entropy(columns, n)) / 2
    return mean == 0 ? 1 : max(0, mutualInformation / mean)
  }

  /// Mutual information less what chance gives, over the mean entropy less the same (Vinh, Epps & Bailey
  /// 2010, "Information theoretic measures for clusterings comparison", with the arithmetic mean).
  ///
  /// Unlike the above it does not grow with the number of clusters.
  ///
  /// - Complexity: O(R · C · the smaller cluster) at most; sizes that repeat are worked out once.
  public var adjustedMutualInformation: Double {
    let mean = (Self.entropy(rows, n) + Self.entropy(columns, n)) / 2
    let expected = expectedMutualInformation
    let scale = mean - expected
    // Two clusterings of one cluster, or of single records, are equal.
    if abs(scale) < 1e-12 { return 1 }
    return (mutualInformation - expected) / scale
  }

  private var mutualInformation: Double {
    cells.reduce(0) { sum, cell in
      let count = Double(cell.count)
      let (a, b) = (Double(rows[cell.row]), Double(columns[cell.column]))
      return sum + count / n * log(n * count / (a * b))
    }
  }

  private static func entropy(_ counts: [Int], _ n: Double) -> Double {
    counts.reduce(0) { $1 == 0 ? $0 : $0 - Double($1) / n * log(Double($1) / n) }
  }

  /// Σ over cells of E[n_ij / n · ln(n · n_ij / (a_i b_j))], n_ij hypergeometric (their equation 24a).
  private var expectedMutualInformation: Double {
    let total = Int(n)
    var logFactorial = [Double](repeating: 0, count: total + 1)
    for i in stride(from: 2, through: total, by: 1) {
      logFactorial[i] = logFactorial[i - 1] + log(Double(i))
    }
    func grouped(_ counts: [Int]) -> [(size: Int, times: Int)] {
      Dictionary(grouping: counts.filter { $0 > 0 }, by: { $0 }).map { ($0.key, $0.value.count) }
        .sorted { $0.0 < $1.0 }
    }
    var sum = 0.0
    for a in grouped(rows) {
      for b in grouped(columns) {
        let first = max(1, a.size + b.size - total)
        guard first <= min(a.size, b.size) else { continue }
        var cell = 0.0
        for count in first...min(a.size, b.size) {
          let logProbability =
            logFactorial[a.size] + logFactorial[b.size] + logFactorial[total - a.size]
            + logFactorial[total - b.size] - logFactorial[total] - logFactorial[count]
            - logFactorial[a.size - count] - logFactorial[b.size - count]
            - logFactorial[total - a.size - b.size + count]
          let gain = Double(count) / n * log(n * Double(count) / Double(a.size * b.size))
          cell += gain * exp(logProbability)
        }
        sum += cell * Double(a.times * b.times)
      }
    }
    return sum
  }
}
