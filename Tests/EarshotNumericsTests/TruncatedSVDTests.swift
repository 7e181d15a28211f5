import TestSupport
import Testing

@testable import EarshotNumerics

@Suite("Truncated SVD")
struct TruncatedSVDTests {
  struct Reference: Decodable {
    struct Decomposition: Decodable {
      struct Row: Decodable {
        let columns: [UInt32]
        let values: [Float]

        init(from decoder: any Decoder) throws {
          var parts = try decoder.unkeyedContainer()
          columns = try parts.decode([UInt32].self)
          values = try parts.decode([Float].self)
        }
      }
      let rows: [Row]
      let columns: Int
      let singular_values: [Float]
      let first_direction: [Float]
      let squared_length: [Float]

      var matrix: SparseMatrix {
        var matrix = SparseMatrix(columnCount: columns)
        for row in rows { matrix.appendRow(columns: row.columns, values: row.values) }
        return matrix
      }
    }
    let svd: Decomposition
  }

  private func fit(
    _ rows: SparseMatrix, dimension: Int, threads: Int = 1, seed: UInt64 = 1
  ) -> TruncatedSVD {
    var options = TruncatedSVD.Options(dimension: dimension)
    options.threads = threads
    options.seed = seed
    return TruncatedSVD(rows, options)
  }

  @Test("singular values are those of numpy.linalg.svd 2.4.6", arguments: 1...3)
  func matchesNumPy(seed: UInt64) throws {
    let reference = try Fixture.reference("clusters", as: Reference.self).svd
    let found = fit(reference.matrix, dimension: 20, seed: seed)
    #expect(found.dimension == 20)
    for (a, b) in zip(found.singularValues, reference.singular_values) {
      #expect(abs(a / b - 1) < 1e-3)
    }
    // The strongest are right to the precision of floats.
    for j in 0..<8 {
      #expect(abs(found.singularValues[j] / reference.singular_values[j] - 1) < 1e-5)
    }
    for t in 0..<reference.columns {
      #expect(abs(found.component(ofTerm: t)[0] - reference.first_direction[t]) < 1e-3)
    }
  }

  @Test("a row in eight directions is as long as numpy says")
  func transform() throws {
    let reference = try Fixture.reference("clusters", as: Reference.self).svd
    let rows = fit(reference.matrix, dimension: 8).transform(reference.matrix)
    #expect(rows.rowCount == 150)
    for i in 0..<150 {
      let square = rows.row(i).reduce(0) { $0 + $1 * $1 }
      #expect(abs(square - reference.squared_length[i]) < 1e-3 * reference.squared_length[i] + 1e-4)
    }
  }

  @Test("directions have unit length and stand at right angles")
  func orthonormal() throws {
    let reference = try Fixture.reference("clusters", as: Reference.self).svd
    let found = fit(reference.matrix, dimension: 20)
    let terms = (0..<80).map { found.component(ofTerm: $0) }
    for a in 0..<20 {
      for b in 0...a {
        let product = terms.reduce(0) { $0 + $1[a] * $1[b] }
        #expect(abs(product - (a == b ? 1 : 0)) < 1e-5)
      }
      // Of a direction and its opposite, the one whose largest number is positive.
      #expect(terms.map { $0[a] }.max { abs($0) < abs($1) }! > 0)
    }
  }

  @Test("one, two and three threads give the same bits")
  func threads() throws {
    let rows = RandomRows(rows: 300, columns: 70, fill: 0.2, seed: 3).sparse
    let found = [1, 2, 3].map { fit(rows, dimension: 40, threads: $0) }
    for (threads, other) in zip([2, 3], found.dropFirst()) {
      #expect(other.singularValues == found[0].singularValues)
      for t in 0..<70 { #expect(other.component(ofTerm: t) == found[0].component(ofTerm: t)) }
      #expect(
        other.transform(rows, threads: threads).values == found[0].transform(rows).values)
    }
  }

  @Test("two rows that are one direction: σ = 5, V = (0.6, 0.8), by hand")
  func rankOne() {
    var rows = SparseMatrix(columnCount: 3)
    rows.appendRow(columns: [0, 2], values: [1.8, 2.4])
    rows.appendRow(columns: [2, 0], values: [-3.2, -2.4])
    rows.appendRow(columns: [UInt32](), values: [Float]())
    let found = fit(rows, dimension: 3)
    // 3² + 4² = 5²
    #expect(found.dimension == 1)
    #expect(abs(found.singularValues[0] - 5) < 1e-5)
    let terms = (0..<3).map { found.component(ofTerm: $0)[0] }
    #expect(abs(terms[0] - 0.6) < 1e-6)
    #expect(terms[1] == 0)
    #expect(abs(terms[2] - 0.8) < 1e-6)
    let projected = found.transform(rows).values
    #expect(abs(projected[0] - 3) < 1e-5)
    #expect(abs(projected[1] + 4) < 1e-5)
    #expect(projected[2] == 0)
  }

  @Test("rows without entries, or no rows, have no direction")
  func nothing() {
    var rows = SparseMatrix(columnCount: 4)
    #expect(fit(rows, dimension: 2).dimension == 0)
    rows.appendRow(columns: [UInt32](), values: [Float]())
    let found = fit(rows, dimension: 2)
    #expect(found.dimension == 0)
    #expect(found.singularValues.isEmpty)
  }
}
