/// Sums of the rows of each cluster, kept up to date as rows move, and exact.
///
///     sums_j = Σ_{i in j} round(w_i · x_i)
///
/// Each product is rounded to a grid so coarse that a sum of all rows still fits the 53 bits of a double:
/// then no addition rounds, sums do not depend on their order, and adding and taking away rows
/// gives the bits that starting over would. The grid is n · max|w x| · 2⁻⁵² at most, far below the last
/// bit of a float.
public struct RowSums: ~Copyable {
  /// Dimensions that one thread adds up at a time: k × 32 doubles stay in the second cache.
  private static let sliceWidth = 32

  public let centroidCount: Int
  public let dimension: Int
  /// How many rows of weight above 0 a cluster has.
  public private(set) var counts: [Int]
  /// Σ w_i of a cluster, on the same kind of grid.
  public private(set) var weights: [Double]
  /// For each slice of dimensions `k × sliceWidth`.
  private let slices: [Slice]
  /// Adding and taking away this number rounds to the grid.
  private let rounder: Double
  private let weightRounder: Double

  /// SAFETY (`@unchecked Sendable`): `apply` hands each slice to one thread.
  private final class Slice: @unchecked Sendable {
    var sums: [Double]
    init(_ count: Int) { sums = Array(repeating: 0, count: count) }
  }

  /// - Parameters:
  ///   - largestNorm: at least |x| of every number of every row.
  ///   - largestWeight: at least every weight.
  public init(
    centroidCount k: Int, dimension d: Int, rowCount n: Int, largestNorm: Float,
    largestWeight: Float
  ) {
    centroidCount = k
    dimension = d
    counts = Array(repeating: 0, count: k)
    weights = Array(repeating: 0, count: k)
    slices = (0..<(d + Self.sliceWidth - 1) / Self.sliceWidth).map { _ in
      Slice(k * Self.sliceWidth)
    }
    rounder = Self.rounder(Double(max(n, 4)) * Double(largestNorm) * Double(largestWeight))
    weightRounder = Self.rounder(Double(max(n, 4)) * Double(largestWeight))
  }

  /// 1.5 · 2⁵² grid steps, of which 2⁵² reach `largest`.
  private static func rounder(_ largest: Double) -> Double {
    guard largest > 0 else { return 0 }
    // 2^(exponent + 1) > largest, so 2⁵² steps of 2^(exponent - 51) are enough.
    return 1.5 * Double(sign: .plus, exponent: largest.exponent + 1, significand: 1)
  }

  /// Takes rows from one cluster to another.
  ///
  /// - Parameters:
  ///   - moves: of rows of `rows`; from -1 only adds.
  ///   - rowWeights: `n`, or nil for ones.
  /// - Complexity: O(moves · d), on `threads`.
  public mutating func apply(
    _ moves: [CentroidSearch.Move], of rows: DenseMatrix, weights rowWeights: [Float]?,
    threads: Int
  ) {
    for move in moves {
      let rowWeight = rowWeights?[move.row] ?? 1
      guard rowWeight > 0 else { continue }
      let weight = (Double(rowWeight) + weightRounder) - weightRounder
      if move.from >= 0 {
        counts[move.from] -= 1
        weights[move.from] -= weight
      }
      counts[move.to] += 1
      weights[move.to] += weight
    }
    let d = dimension
    let k = centroidCount
    let rounder = rounder
    let slices = slices
    // A few rows are not worth a thread.
    let used = moves.count * d < 100_000 ? 1 : threads
    precondition(
      rows.columnCount == d
        && moves.allSatisfy { $0.row < rows.rowCount && $0.from < k && 0..<k ~= $0.to })
    _ = Workers.map(slices.count, threads: used) { s in
      let columns = s * Self.sliceWidth..<min((s + 1) * Self.sliceWidth, d)
      rows.values.withUnsafeBufferPointer { values in
        slices[s].sums.withUnsafeMutableBufferPointer { sums in
          // SAFETY: rows and clusters were checked above; a slice has k × sliceWidth sums.
          for move in moves {
            let weight = Double(rowWeights?[move.row] ?? 1)
            let x = values.baseAddress! + (move.row &* d &+ columns.lowerBound)
            let to = sums.baseAddress! + move.to &* Self.sliceWidth
            if move.from >= 0 {
              let from = sums.baseAddress! + move.from &* Self.sliceWidth
              for c in 0..<columns.count {
                let value = (Double(x[c]) * weight + rounder) - rounder
                from[c] -= value
                to[c] += value
              }
            } else {
              for c in 0..<columns.count {
                to[c] += (Double(x[c]) * weight + rounder) - rounder
              }
            }
          }
        }
      }
    }
  }

  /// The sum of cluster `j`, `d` numbers.
  public func sum(_ j: Int) -> [Double] {
    (0..<dimension).map { c in
      slices[c / Self.sliceWidth].sums[j * Self.sliceWidth + c % Self.sliceWidth]
    }
  }
}
