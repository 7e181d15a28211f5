import Testing

@testable import EarshotNumerics

@Suite("Linear assignment")
struct LinearAssignmentTests {
  /// Made with SciPy 1.17.1, optimize.linear_sum_assignment(maximize=True).
  struct Reference: Sendable {
    let values: [[Double]]
    let columns: [Int?]
  }

  static let references = [
    Reference(
      values: [
        [0.0, 0.62, 0.98, 0.54], [0.09, 0.6, 0.74, 0.54], [0.23, 0.86, 0.23, 0.71],
        [0.94, 0.18, 0.03, 0.09],
      ],
      columns: [2, 3, 1, 0]),
    Reference(
      values: [
        [0.77, 0.95, 0.32, 0.04, 0.44, 0.04], [0.66, 0.63, 0.4, 0.35, 0.58, 0.88],
        [0.23, 0.14, 0.09, 0.72, 0.91, 0.55],
      ],
      columns: [1, 5, 4]),
    Reference(
      values: [
        [0.06, 0.55, 0.72, 0.47], [0.02, 0.98, 0.6, 0.3], [0.73, 0.98, 0.58, 0.14],
        [0.17, 0.3, 0.83, 0.8], [0.14, 0.05, 0.1, 0.81], [0.6, 0.57, 0.4, 0.3],
      ],
      columns: [nil, 1, 0, 2, 3, nil]),
    Reference(
      values: [
        [-0.34, 0.085, 0.083, -0.067, -0.181, -0.198, 0.31],
        [0.395, 0.23, -0.204, -0.088, 0.361, -0.619, -0.252],
        [-0.091, 0.109, -0.17, 0.071, 0.126, 0.063, -0.069],
        [0.445, 0.056, -0.198, 0.067, 0.142, -0.156, -0.292],
        [-0.21, -0.074, -0.165, 0.074, 0.811, -0.198, 0.076],
        [0.096, 0.192, -0.147, 0.065, -0.065, 0.071, 0.21],
        [0.204, -0.914, -0.08, 0.97, -0.458, -0.08, 0.487],
      ],
      columns: [2, 1, 5, 0, 4, 6, 3]),
  ]

  /// Random values; those of every third seed are small whole numbers, full of ties.
  private func values(_ n: Int, _ m: Int, seed: UInt64) -> [[Double]] {
    var generator = SplitMix64(seed: seed)
    return (0..<n).map { _ in
      (0..<m).map { _ in
        seed % 3 == 0 ? Double(generator.index(below: 4)) : generator.unit() * 2 - 1
      }
    }
  }

  private func sum(_ columns: [Int?], _ values: [[Double]]) -> Double {
    zip(columns, values).reduce(0) { sum, pair in sum + (pair.0.map { pair.1[$0] } ?? 0) }
  }

  /// The largest sum by trying all pairings of the shorter side.
  private func largest(_ values: [[Double]], _ i: Int = 0, _ used: Set<Int> = []) -> Double {
    guard i < values.count else { return 0 }
    return values[0].indices.filter { !used.contains($0) }
      .map { values[i][$0] + largest(values, i + 1, used.union([$0])) }.max() ?? 0
  }

  private func transposed(_ values: [[Double]]) -> [[Double]] {
    values[0].indices.map { j in values.map { $0[j] } }
  }

  @Test("the pairs are those of SciPy", arguments: references)
  func scipy(reference: Reference) {
    #expect(LinearAssignment.best(reference.values) == reference.columns)
  }

  @Test("no pairing has a larger sum", arguments: 0..<60)
  func optimal(seed: Int) {
    var generator = SplitMix64(seed: UInt64(seed) + 1000)
    let n = 1 + generator.index(below: 5)
    let values = values(n, n + generator.index(below: 3), seed: UInt64(seed))
    let found = sum(LinearAssignment.best(values), values)
    // Six additions of numbers below 4 in another order.
    #expect(abs(found - largest(values)) < 1e-12, "seed \(seed)")
  }

  @Test("each row and column is used once, and none is left that could be", arguments: 0..<40)
  func oneToOne(seed: Int) {
    var generator = SplitMix64(seed: UInt64(seed) + 2000)
    let (n, m) = (1 + generator.index(below: 40), 1 + generator.index(below: 40))
    let columns = LinearAssignment.best(values(n, m, seed: UInt64(seed))).compactMap { $0 }
    #expect(columns.count == min(n, m), "seed \(seed)")
    #expect(Set(columns).count == columns.count, "seed \(seed)")
  }

  @Test("rows for columns give the same sum", arguments: 0..<40)
  func transpose(seed: Int) {
    var generator = SplitMix64(seed: UInt64(seed) + 3000)
    let (n, m) = (1 + generator.index(below: 30), 1 + generator.index(below: 30))
    let values = values(n, m, seed: UInt64(seed))
    let other = transposed(values)
    let difference =
      sum(LinearAssignment.best(values), values) - sum(LinearAssignment.best(other), other)
    // At most thirty additions of numbers below 4.
    #expect(abs(difference) < 1e-11, "seed \(seed)")
  }

  @Test("equal values pair in order")
  func ties() {
    #expect(
      LinearAssignment.best([[Double]](repeating: [1, 1, 1], count: 3)) == [0, 1, 2])
  }

  @Test("without rows or columns there are no pairs")
  func empty() {
    #expect(LinearAssignment.best([]) == [])
    #expect(LinearAssignment.best([[], []]) == [nil, nil])
  }
}
