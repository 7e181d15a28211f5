import Testing

@testable import EarshotNumerics

/// Made-up rows for tests: about `fill` of the entries are not zero.
struct RandomRows {
  var sparse: SparseMatrix
  var dense: DenseMatrix
  /// The same numbers, row after row.
  var plain: [[Float]]

  init(rows: Int, columns: Int, fill: Double, seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    sparse = SparseMatrix(columnCount: columns)
    dense = DenseMatrix(columnCount: columns)
    plain = []
    for _ in 0..<rows {
      var row = [Float](repeating: 0, count: columns)
      for j in 0..<columns where generator.unit() < fill {
        row[j] = Float(generator.unit() * 2 - 1)
      }
      let used = row.indices.filter { row[$0] != 0 }
      sparse.appendRow(columns: used.map { UInt32($0) }, values: used.map { row[$0] })
      dense.appendRow(row)
      plain.append(row)
    }
  }
}

/// `count` numbers between -1 and 1.
func randomNumbers(_ count: Int, seed: UInt64) -> [Float] {
  var generator = SplitMix64(seed: seed)
  return (0..<count).map { _ in Float(generator.unit() * 2 - 1) }
}

@Suite("Matrices")
struct MatrixTests {
  @Test("a sparse matrix gives back the rows it was given")
  func sparseKeepsRows() {
    let rows = RandomRows(rows: 20, columns: 30, fill: 0.2, seed: 1)
    #expect(rows.sparse.rowCount == 20)
    for i in 0..<20 {
      var row = [Float](repeating: 0, count: 30)
      for entry in rows.sparse.offsets[i]..<rows.sparse.offsets[i + 1] {
        row[Int(rows.sparse.columns[entry])] = rows.sparse.values[entry]
      }
      #expect(row == rows.plain[i])
    }
  }

  @Test("an empty row is a row")
  func emptyRow() {
    var matrix = SparseMatrix(columnCount: 3)
    matrix.appendRow(columns: [UInt32](), values: [Float]())
    #expect(matrix.rowCount == 1)
    #expect(matrix.squaredNorm(ofRow: 0) == 0)
  }

  @Test("the squared norm of (3, 4) is 25")
  func squaredNorm() {
    var matrix = SparseMatrix(columnCount: 9)
    matrix.appendRow(columns: [7, 2], values: [3, 4])
    #expect(matrix.squaredNorm(ofRow: 0) == 25)
  }

  @Test("sgemm gives what three plain loops give, to float precision", arguments: 1...6)
  func multiplyMatchesLoops(seed: Int) {
    let (n, d, stride) = (3 * seed, 5 * seed + 1, 4 * seed)
    let rows = RandomRows(rows: n, columns: d, fill: 1, seed: UInt64(seed)).dense
    let weights = randomNumbers(d * stride, seed: 99)
    let range = 1..<n
    // The result must be overwritten, whatever was in it.
    var result = [Float](repeating: .nan, count: range.count * stride)
    rows.multiply(rows: range, by: weights, stride: stride, into: &result)
    for (m, i) in range.enumerated() {
      for k in 0..<stride {
        let exact = (0..<d).reduce(0.0) {
          $0 + Double(rows.values[i * d + $1]) * Double(weights[$1 * stride + k])
        }
        // d products of numbers below 1, each rounded at 6e-8.
        #expect(abs(Double(result[m * stride + k]) - exact) < 1e-6 * Double(d))
      }
    }
  }

  @Test("gathered rows come in the order asked for, repeats too")
  func gathered() {
    var matrix = DenseMatrix(columnCount: 2)
    for i in 0..<3 { matrix.appendRow([Float(i), Float(i) + 0.5]) }
    #expect(matrix.gathered([2, 0, 2]).values == [2, 2.5, 0, 0.5, 2, 2.5])
  }

  @Test("an aligned copy holds the elements, and a borrowed part keeps its owner alive")
  func storage() {
    let storage = Storage([UInt32(5), 6, 7])
    #expect(storage.array() == [5, 6, 7])
    #expect(storage[2] == 7)
    #expect(UInt(bitPattern: storage.base) % 64 == 0)
    let part: Storage<UInt32>
    do {
      let whole = Storage((0..<1000).map { UInt32($0) })
      final class Keeper {
        let whole: Storage<UInt32>
        init(_ whole: Storage<UInt32>) { self.whole = whole }
      }
      part = Storage(base: whole.base + 10, count: 3, owner: Keeper(whole))
    }
    #expect(part.array() == [10, 11, 12])
  }

  @Test("storage of nothing is empty")
  func emptyStorage() {
    let storage = Storage<Float>([])
    #expect(storage.count == 0 && storage.array().isEmpty)
  }

  private static func threeByTwo() -> DenseMatrix {
    var matrix = DenseMatrix(columnCount: 3)
    matrix.appendRow([1, 2, 3])
    matrix.appendRow([4, 5, 6])
    return matrix
  }

  @Test("all columns are scaled, or only the first ones of every row")
  func scaled() {
    var all = Self.threeByTwo()
    all.scale(by: 2)
    #expect(all.values == [2, 4, 6, 8, 10, 12])
    var first = Self.threeByTwo()
    first.scale(by: 2, columns: 2)
    #expect(first.values == [2, 4, 3, 8, 10, 6])
    var none = Self.threeByTwo()
    none.scale(by: 2, columns: 0)
    #expect(none.values == [1, 2, 3, 4, 5, 6])
  }

  @Test("the first columns of every row make a matrix; as many as there are, the same one")
  func prefix() {
    let first = Self.threeByTwo().prefix(columns: 2)
    #expect(first.columnCount == 2 && first.rowCount == 2 && first.values == [1, 2, 4, 5])
    #expect(Self.threeByTwo().prefix(columns: 3).values == [1, 2, 3, 4, 5, 6])
    #expect(Self.threeByTwo().prefix(columns: 0).values.isEmpty)
  }
}
