/// A `V × l` matrix in panels of 32 columns, each panel row-major.
///
/// One panel is what one thread works on: a row of a sparse matrix times a panel is 32 sums that stay
/// in registers, and no two threads write the same number.
///
/// SAFETY (`@unchecked Sendable`): whoever writes hands each panel to one thread, and nobody reads a panel
/// while it is written.
final class TermPanels: @unchecked Sendable {
  static let width = 32
  /// Terms that are copied to doubles at a time.
  private static let blockSize = 1024

  let termCount: Int
  /// `l`; columns from here to the end of the last panel are zeros.
  let columnCount: Int
  private let panels: [FloatBlock]

  init(termCount: Int, columnCount: Int) {
    self.termCount = termCount
    self.columnCount = columnCount
    panels = (0..<(columnCount + Self.width - 1) / Self.width).map { _ in
      FloatBlock(count: termCount * Self.width)
    }
  }

  /// Random signs (Halko, Martinsson & Tropp 2011, §4.6, in place of normal numbers: no libm).
  static func signs(termCount: Int, columnCount: Int, seed: UInt64) -> TermPanels {
    let made = TermPanels(termCount: termCount, columnCount: columnCount)
    var generator = SplitMix64(seed: seed)
    for p in made.panels.indices {
      let columns = min(width, columnCount - p * width)
      for t in 0..<termCount {
        let bits = generator.next()
        // SAFETY: t < V and c < 32.
        for c in 0..<columns {
          made.panels[p].base[t * width + c] = (bits >> UInt64(c)) & 1 == 0 ? 1 : -1
        }
      }
    }
    return made
  }

  subscript(term: Int, column: Int) -> Float {
    precondition(term < termCount && column < columnCount)
    // SAFETY: checked.
    return panels[column / Self.width].base[term * Self.width + column % Self.width]
  }

  /// Aᵀ · (A · self), panel by panel: a row's 32 products are added back before the next row.
  func normalProduct(_ rows: SparseMatrix, threads: Int) -> TermPanels {
    precondition(rows.columnCount == termCount)
    let result = TermPanels(termCount: termCount, columnCount: columnCount)
    _ = Workers.map(panels.count, threads: threads) { p in
      let sums = FloatBlock(count: Self.width)
      rows.columns.withUnsafeBufferPointer { columns in
        rows.values.withUnsafeBufferPointer { values in
          for i in 0..<rows.rowCount {
            let entries = rows.offsets[i]..<rows.offsets[i + 1]
            if entries.isEmpty { continue }
            sums.base.update(repeating: 0, count: Self.width)
            // SAFETY: a row's entries lie within columns and values, each column is below V, and
            // panels are V × 32, aligned to 64 bytes.
            let c = columns.baseAddress! + entries.lowerBound
            let v = values.baseAddress! + entries.lowerBound
            RowKernels.accumulate(
              scores: sums.base, columns: c, values: v, count: entries.count,
              weights: panels[p].base, stride: Self.width)
            RowKernels.update(
              weights: result.panels[p].base, columns: c, values: v, count: entries.count,
              change: sums.base, stride: Self.width)
          }
        }
      }
    }
    return result
  }

  /// (A · self)ᵀ · (A · self), `l × l`, summed in double precision in a fixed order.
  func projectedGram(_ rows: SparseMatrix, threads: Int) -> [Double] {
    precondition(rows.columnCount == termCount)
    let l = columnCount
    let stride = panels.count * Self.width
    return Self.sumOfGrams(rows.rowCount, l, threads: threads) { range, block in
      let sums = FloatBlock(count: stride)
      rows.columns.withUnsafeBufferPointer { columns in
        rows.values.withUnsafeBufferPointer { values in
          for i in range {
            let entries = rows.offsets[i]..<rows.offsets[i + 1]
            sums.base.update(repeating: 0, count: stride)
            if !entries.isEmpty {
              // SAFETY: as in `normalProduct`.
              for (p, panel) in self.panels.enumerated() {
                RowKernels.accumulate(
                  scores: sums.base + p * Self.width,
                  columns: columns.baseAddress! + entries.lowerBound,
                  values: values.baseAddress! + entries.lowerBound, count: entries.count,
                  weights: panel.base, stride: Self.width)
              }
            }
            for c in 0..<l { block[(i - range.lowerBound) * l + c] = Double(sums.base[c]) }
          }
        }
      }
    }
  }

  /// selfᵀ · self, `l × l`.
  func gram(threads: Int) -> [Double] {
    Self.sumOfGrams(termCount, columnCount, threads: threads) { range, block in
      self.copy(range, into: &block)
    }
  }

  /// self · W for a `l × m` matrix W, worked out in double precision.
  func times(_ w: [Double], columns m: Int, threads: Int) -> TermPanels {
    let l = columnCount
    precondition(w.count == l * m)
    let result = TermPanels(termCount: termCount, columnCount: m)
    guard m > 0 else { return result }
    let blocks = (termCount + Self.blockSize - 1) / Self.blockSize
    _ = Workers.map(blocks, threads: threads) { b in
      let range = b * Self.blockSize..<min((b + 1) * Self.blockSize, self.termCount)
      var block = [Double](repeating: 0, count: range.count * l)
      self.copy(range, into: &block)
      var products = [Double](repeating: 0, count: range.count * m)
      // SAFETY: the three have range.count × l, l × m and range.count × m numbers.
      BLAS.functions.dgemm(
        BLAS.rowMajor, BLAS.plain, BLAS.plain, Int32(range.count), Int32(m), Int32(l), 1, block,
        Int32(l), w, Int32(m), 0, &products, Int32(m))
      for t in range {
        for c in 0..<m {
          // SAFETY: t < V, c < m, and no other block has row t.
          result.panels[c / Self.width].base[t * Self.width + c % Self.width] = Float(
            products[(t - range.lowerBound) * m + c])
        }
      }
    }
    return result
  }

  /// Columns that span what these span, of unit length and at right angles (Stathopoulos & Wu 2002, "A
  /// block orthogonalization procedure with constant synchronization requirements", SVQB): self · U Λ^-½
  /// with U Λ Uᵀ = selfᵀ · self. Directions that are only rounding are left out.
  func orthonormalized(threads: Int) -> TermPanels {
    let l = columnCount
    let gram = gram(threads: threads)
    let eigen = SymmetricEigen(gram, size: l)
    // Floats leave (2⁻²⁴)² of the largest square.
    let kept = eigen.values.prefix { $0 > eigen.values[0] * 1e-13 && $0 > 0 }.count
    var w = [Double](repeating: 0, count: l * kept)
    for i in 0..<l {
      for j in 0..<kept {
        w[i * kept + j] = eigen.vectors[i * l + j] / eigen.values[j].squareRoot()
      }
    }
    return times(w, columns: kept, threads: threads)
  }

  /// Copies rows to doubles, row-major.
  private func copy(_ range: Range<Int>, into block: inout [Double]) {
    let l = columnCount
    for (p, panel) in panels.enumerated() {
      let first = p * Self.width
      let columns = min(Self.width, l - first)
      for t in range {
        // SAFETY: t < V.
        let row = panel.base + t * Self.width
        let at = (t - range.lowerBound) * l + first
        for c in 0..<columns { block[at + c] = Double(row[c]) }
      }
    }
  }

  /// Σ_b B_bᵀ B_b over blocks of rows that `fill` makes, in 16 pieces that are added up in order.
  private static func sumOfGrams(
    _ count: Int, _ l: Int, threads: Int, fill: @Sendable (Range<Int>, inout [Double]) -> Void
  ) -> [Double] {
    let blocks = (count + blockSize - 1) / blockSize
    let perPiece = (blocks + 15) / 16
    guard l > 0, blocks > 0 else { return Array(repeating: 0, count: l * l) }
    let parts = Workers.map((blocks + perPiece - 1) / perPiece, threads: threads) { piece in
      var gram = [Double](repeating: 0, count: l * l)
      var block = [Double](repeating: 0, count: blockSize * l)
      for b in piece * perPiece..<min((piece + 1) * perPiece, blocks) {
        let range = b * blockSize..<min((b + 1) * blockSize, count)
        fill(range, &block)
        // SAFETY: the block has range.count × l numbers at least, the result l × l.
        BLAS.functions.dsyrk(
          BLAS.rowMajor, BLAS.upper, BLAS.transposed, Int32(l), Int32(range.count), 1, block,
          Int32(l),
          1,
          &gram, Int32(l))
      }
      return gram
    }
    var total = parts[0]
    for part in parts.dropFirst() {
      for i in total.indices { total[i] += part[i] }
    }
    // dsyrk fills one triangle.
    for i in 0..<l {
      for j in 0..<i { total[i * l + j] = total[j * l + i] }
    }
    return total
  }
}
