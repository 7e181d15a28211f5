/// Finds the nearest centroid of every row, round after round, and does again only what a round needs.
///
///     label(i) = the lowest j that minimises ‖x_i − c_j‖², worked out in double precision
///
/// A block of rows times the centroids is one `sgemm`. From it each row keeps an upper bound u of the
/// distance to its own centroid, and for each group of centroids a lower bound l of the distance to the
/// others in it. Centroids that move by δ move the bounds by δ at most (triangle inequality), and where
/// u < l no centroid of the group can be nearer. The rows of a block that fail for a group are gathered
/// and multiplied with that group alone (Ding et al. 2015, "Yinyang K-Means: A Drop-In Replacement of the
/// Classic K-Means with Consistent Speedup"; there row by row, here by blocks, so that BLAS does it).
///
/// Bounds are widened by what rounding can have done, and a row whose two best scores are closer than
/// that is worked out in double precision. So the labels are exactly those of the formula: no matter
/// which products were skipped, on how many threads, or on which CPU.
public struct CentroidSearch: Sendable {
  /// `n × d`.
  public let rows: DenseMatrix
  let blocks: [RowBlock]
  private let scratches = RowBlock.ScratchPool()

  /// - Precondition: all numbers are finite.
  /// - Complexity: O(n · d).
  public init(_ rows: DenseMatrix, threads: Int) {
    self.rows = rows
    let count = (rows.rowCount + RowBlock.capacity - 1) / RowBlock.capacity
    blocks = Workers.map(count, threads: threads) { b in
      let start = b * RowBlock.capacity
      return RowBlock(rows, start..<min(start + RowBlock.capacity, rows.rowCount))
    }
  }

  /// A row that went from one centroid to another.
  public struct Move: Sendable {
    public let row: Int
    /// -1 in the first round.
    public let from: Int
    public let to: Int
  }

  /// What a round may rely on.
  public enum Bounds: Sendable {
    /// None: all products, and no bounds afterwards.
    case unused
    /// None yet, or for other groups: all products, and bounds afterwards.
    case made
    /// Those of the round before, with these groups.
    case kept
  }

  /// Gives every row its nearest centroid. Returns the rows whose label changed, in order.
  ///
  /// - Complexity: O(n · k · d) at most.
  public func assign(_ table: CentroidTable, bounds: Bounds, threads: Int) -> [Move] {
    precondition(table.dimension == rows.columnCount)
    // A piece is some blocks, enough pieces for threads of uneven speed.
    let size = max(1, blocks.count / 32)
    let pieces = (blocks.count + size - 1) / size
    let moves = Workers.map(pieces, threads: threads) { piece in
      let scratch = scratches.take(for: table)
      var moves: [Move] = []
      rows.values.withUnsafeBufferPointer { x in
        table.withPointers { table in
          for b in piece * size..<min((piece + 1) * size, blocks.count) {
            // SAFETY: a piece is handed to one thread, and no block is in two pieces.
            blocks[b].assign(x.baseAddress!, table, bounds, scratch, &moves)
          }
        }
      }
      scratches.put(scratch)
      return moves
    }
    return Array(moves.joined())
  }

  /// At least the largest ‖x‖.
  public var largestNorm: Float { blocks.reduce(0) { max($0, $1.largestNorm) } }

  /// The label of each row.
  public var labels: [Int] { blocks.flatMap { $0.labelsInOrder() } }

  /// Puts a row into another cluster than the nearest.
  public func relabel(_ row: Int, _ label: Int) -> Move {
    let block = blocks[row / RowBlock.capacity]
    let from = block.label(of: row % RowBlock.capacity)
    block.relabel(row % RowBlock.capacity, label)
    return Move(row: row, from: from, to: label)
  }

  /// ‖x_i − c_label(i)‖² of each row: the same bits on every CPU.
  public func squaredDistances(to centroids: DenseMatrix, threads: Int) -> [Float] {
    let d = rows.columnCount
    return Workers.map(blocks.count, threads: threads) { b in
      let block = blocks[b]
      return rows.values.withUnsafeBufferPointer { x in
        centroids.values.withUnsafeBufferPointer { c in
          block.rows.map { i in
            let j = block.label(of: i - block.rows.lowerBound)
            // SAFETY: i < n and j < k, so both rows lie within their matrix.
            return RowBlock.squaredDistance(x.baseAddress! + i * d, c.baseAddress! + j * d, d)
          }
        }
      }
    }.flatMap { $0 }
  }
}
