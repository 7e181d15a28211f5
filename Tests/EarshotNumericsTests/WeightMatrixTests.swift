import Testing

@testable import EarshotNumerics

@Suite("WeightMatrix and RowKernels")
struct WeightMatrixTests {
  /// scores + row · weights by one scalar loop a label, in the order of the terms.
  private func plain(
    _ row: [Float], _ weights: [Float], _ stride: Int, onto scores: [Float]
  ) -> [Float] {
    var sums = scores
    for k in 0..<stride {
      for j in row.indices where row[j] != 0 { sums[k] += weights[j * stride + k] * row[j] }
    }
    return sums
  }

  @Test("scores of a sparse row have the bits of a scalar loop", arguments: 1...40)
  func accumulateMatchesLoop(labels: Int) {
    let stride = RowKernels.stride(labels: labels)
    let rows = RandomRows(rows: 3, columns: 23, fill: 0.4, seed: UInt64(labels))
    let numbers = randomNumbers(23 * stride, seed: UInt64(labels) + 100)
    let weights = WeightMatrix(copying: numbers, stride: stride)
    for i in 0..<3 {
      var scores = randomNumbers(stride, seed: 7)
      let expected = plain(rows.plain[i], numbers, stride, onto: scores)
      weights.accumulate(rows.sparse, i, into: &scores)
      #expect(scores == expected)
    }
  }

  @Test(
    "an update and the next row's scores in one pass have the bits of two", arguments: [1, 2, 5])
  func fusedPassEqualsTwo(blocks: Int) {
    let stride = 16 * blocks
    let d = 19
    let rows = DenseMatrix(values: randomNumbers(3 * d, seed: 8), columnCount: d)
    let numbers = randomNumbers(d * stride, seed: 9)
    let change = randomNumbers(stride, seed: 10)
    var apart = WeightMatrix(copying: numbers, stride: stride)
    var together = WeightMatrix(copying: numbers, stride: stride)
    var expected = randomNumbers(stride, seed: 11)
    var scores = expected
    apart.add(rows, 2, times: change)
    apart.accumulate(rows, 1, into: &expected)
    together.add(rows, 2, times: change, thenAccumulate: 1, into: &scores)
    #expect(scores == expected)
    #expect(together.array() == apart.array())
  }

  @Test(
    "a dense row gives the bits of the same row written sparsely",
    // Dense rows are read 80 and 48 columns at a time, then the rest.
    arguments: [1, 3, 4, 5, 9, 13, 17, 33, 40, 44, 48, 52, 64, 77, 84, 96, 128, 132, 160, 208])
  func denseEqualsSparse(labels: Int) {
    let stride = RowKernels.stride(labels: labels)
    let rows = RandomRows(rows: 4, columns: 17, fill: 1, seed: UInt64(labels))
    let weights = WeightMatrix(copying: randomNumbers(17 * stride, seed: 3), stride: stride)
    for i in 0..<4 {
      var sparse = [Float](repeating: 0, count: stride)
      var dense = sparse
      weights.accumulate(rows.sparse, i, into: &sparse)
      weights.accumulate(rows.dense, i, into: &dense)
      #expect(sparse == dense)
    }
  }

  @Test(
    "two dense rows in one pass have the bits of a scalar loop, and nothing beyond is written",
    arguments: Array(stride(from: 4, through: 68, by: 4)) + [80, 92, 96, 108, 144])
  func twoDenseRows(stride: Int) {
    let numbers = randomNumbers(19 * stride, seed: 12)
    let rows = (0..<2).map { randomNumbers(19, seed: UInt64(13 + $0)) }
    let before = (0..<2).map { randomNumbers(stride + 16, seed: UInt64(15 + $0)) }
    var (scores, nextScores) = (before[0], before[1])
    scores.withUnsafeMutableBufferPointer { scores in
      nextScores.withUnsafeMutableBufferPointer { nextScores in
        RowKernels.accumulateTwo(
          scores: scores.baseAddress!, nextScores: nextScores.baseAddress!, values: rows[0],
          next: rows[1], count: 19, weights: numbers, stride: stride)
      }
    }
    #expect(scores == plain(rows[0], numbers, stride, onto: before[0]))
    #expect(nextScores == plain(rows[1], numbers, stride, onto: before[1]))
  }

  @Test("an update moves exactly the terms of the row, sparse and dense alike", arguments: 1...40)
  func addMatchesLoop(labels: Int) {
    let stride = RowKernels.stride(labels: labels)
    let rows = RandomRows(rows: 2, columns: 11, fill: 0.5, seed: UInt64(labels))
    let start = randomNumbers(11 * stride, seed: 8)
    let change = randomNumbers(stride, seed: 9)
    var expected = start
    for j in 0..<11 {
      for k in 0..<stride { expected[j * stride + k] += change[k] * rows.plain[1][j] }
    }
    var sparse = WeightMatrix(copying: start, stride: stride)
    sparse.add(rows.sparse, 1, times: change)
    #expect(sparse.array() == expected)
    var dense = WeightMatrix(copying: start, stride: stride)
    dense.add(rows.dense, 1, times: change)
    #expect(dense.array() == expected)
  }

  @Test("the stride is the label count rounded up to four")
  func strides() {
    #expect((1...9).map { RowKernels.stride(labels: $0) } == [4, 4, 4, 4, 8, 8, 8, 8, 12])
  }

  @Test("copying in and out is the identity")
  func roundTrip() {
    let numbers = randomNumbers(24, seed: 1)
    #expect(WeightMatrix(copying: numbers, stride: 8).array() == numbers)
  }

  @Test("a new matrix is all zeros")
  func zeros() {
    let matrix = WeightMatrix(termCount: 3, stride: 4)
    #expect(matrix.array() == [Float](repeating: 0, count: 12))
    #expect(matrix.squaredNorm() == 0)
  }

  @Test("scaling by two doubles every weight and makes the squared norm fourfold")
  func scaling() {
    var matrix = WeightMatrix(copying: [1, 2, 3, 4, 0, 0, 0, 1], stride: 4)
    #expect(matrix.squaredNorm() == 31)
    matrix.scale(by: 2)
    #expect(matrix.array() == [2, 4, 6, 8, 0, 0, 0, 2])
    #expect(matrix.squaredNorm() == 124)
  }

  @Test("a matrix of no terms accepts an empty row")
  func noTerms() {
    var rows = SparseMatrix(columnCount: 0)
    rows.appendRow(columns: [UInt32](), values: [Float]())
    var matrix = WeightMatrix(termCount: 0, stride: 4)
    var scores: [Float] = [1, 2, 3, 4]
    matrix.accumulate(rows, 0, into: &scores)
    matrix.add(rows, 0, times: scores)
    #expect(scores == [1, 2, 3, 4])
    #expect(matrix.array().isEmpty)
  }
}
