import Synchronization

extension RowBlock {
  /// What a thread needs to work on a block.
  ///
  /// SAFETY (`@unchecked Sendable`): one that is taken from the pool has one user until it is put back.
  final class Scratch: @unchecked Sendable {
    let products: FloatBlock
    let best: FloatBlock
    let second: FloatBlock
    let gathered: FloatBlock
    /// For each group the rows to multiply with it, `groups × capacity`, and how many these are.
    let wanted: WorkBlock<Int32>
    let wantedCounts: WorkBlock<Int>
    let found: WorkBlock<Found>
    /// The least lower bound of each row.
    let nearest: FloatBlock

    init(_ table: CentroidTable) {
      products = FloatBlock(count: table.groups.count * table.groups.width * RowBlock.stride)
      best = FloatBlock(count: table.groups.count * RowBlock.stride)
      second = FloatBlock(count: table.groups.count * RowBlock.stride)
      gathered = FloatBlock(count: RowBlock.capacity * table.dimension)
      wanted = WorkBlock(repeating: 0, count: table.groups.count * RowBlock.capacity)
      wantedCounts = WorkBlock(repeating: 0, count: table.groups.count)
      found = WorkBlock(repeating: Found(), count: RowBlock.capacity)
      nearest = FloatBlock(count: RowBlock.capacity)
    }
  }

  /// Scratches kept from round to round.
  final class ScratchPool: Sendable {
    private let free = Mutex<[Scratch]>([])

    func take(for table: CentroidTable) -> Scratch {
      let kept = free.withLock { $0.popLast() }
      if let kept, kept.wantedCounts.count == table.groups.count,
        kept.products.count == table.groups.count * table.groups.width * RowBlock.stride
      {
        return kept
      }
      return Scratch(table)
    }

    func put(_ scratch: Scratch) { free.withLock { $0.append(scratch) } }
  }

  /// The best centroids of a row so far.
  struct Found: BitwiseCopyable {
    var isOpen = false
    /// The score of its centroid until now.
    var ownScore: Float = 0
    var best: Float = 0
    /// The slot of the best.
    var slot: Int32 = 0
    /// The best score of another slot.
    var second: Float = 0
    /// The second best of the best one's group.
    var secondInGroup: Float = 0
  }
}
