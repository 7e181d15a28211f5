/// The centroids of one round as `CentroidSearch` reads them: in groups of neighbours, padded.
///
/// Slot `s` holds centroid `centroid[s]`; a group is `width` slots. Groups carry the lower bounds of Ding
/// et al. 2015 ("Yinyang K-Means"), so centroids of a group should lie, and move, together.
public struct CentroidTable: Sendable {
  /// The order of centroids in slots.
  public struct Groups: Sendable {
    public let width: Int
    public let count: Int
    /// The centroid in a slot, -1 for padding.
    let centroid: [Int]
    /// The slot of a centroid.
    let slot: [Int]

    /// Groups of neighbours: the set is cut in two along the line between two far centroids, again and
    /// again.
    ///
    /// - Parameter centroids: `k × d`.
    /// - Complexity: O(k · d · log k).
    public init(_ centroids: DenseMatrix) {
      let k = centroids.rowCount
      // Groups of 8 need fewer products (simulated: a fifth), but copying rows for sgemm costs as much
      // for 8 columns as for 16: measured, 10 % slower. More than 64 groups cost more in bounds than
      // they save.
      let width = 16 * max(1, (k + 16 * 64 - 1) / (16 * 64))
      var order: [Int] = []
      Self.split(Array(0..<k), centroids, width, into: &order)
      self.width = width
      count = max(1, (k + width - 1) / width)
      centroid = order + Array(repeating: -1, count: count * width - k)
      var slot = [Int](repeating: 0, count: k)
      for (s, j) in order.enumerated() { slot[j] = s }
      self.slot = slot
    }

    private static func split(
      _ members: [Int], _ centroids: DenseMatrix, _ width: Int, into order: inout [Int]
    ) {
      if members.count <= width {
        order += members
        return
      }
      let d = centroids.columnCount
      func distance(_ a: Int, _ b: Int) -> Float {
        var sum: Float = 0
        for c in 0..<d {
          let gap = centroids.values[a * d + c] - centroids.values[b * d + c]
          sum += gap * gap
        }
        return sum
      }
      func farthest(from a: Int) -> Int {
        var best = (distance: -Float.infinity, centroid: a)
        for j in members {
          let found = distance(a, j)
          if found > best.distance { best = (found, j) }
        }
        return best.centroid
      }
      let a = farthest(from: members[0])
      let b = farthest(from: a)
      let sorted = members.map { (distance($0, a) - distance($0, b), $0) }
        .sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.1)
      let half = (members.count / 2 + width - 1) / width * width
      split(Array(sorted[..<half]), centroids, width, into: &order)
      split(Array(sorted[half...]), centroids, width, into: &order)
    }
  }

  public let groups: Groups
  /// `k`, the number of centroids.
  public let centroidCount: Int
  /// `d`.
  public let dimension: Int
  /// `slots × d`; zeros in padding.
  let values: [Float]
  /// ‖c‖² / 2 of a slot.
  let halfNorms: [Float]
  /// The same, but infinite in padding and for a centroid equal to one of a lower number, which can
  /// get no row.
  let penalties: [Float]
  /// The largest ‖c‖.
  let largestNorm: Float
  /// How far the centroid of a slot moved since the round before, rounded up.
  let drifts: [Float]
  /// The largest drift of a group.
  let groupDrifts: [Float]

  /// - Parameters:
  ///   - centroids: `k × d`.
  ///   - previous: the centroids of the round before, whose bounds shall stay valid; nil for none.
  /// - Complexity: O(k · d).
  public init(_ centroids: DenseMatrix, groups: Groups, previous: DenseMatrix?) {
    let d = centroids.columnCount
    let k = centroids.rowCount
    precondition(groups.slot.count == k, "\(groups.slot.count) grouped, \(k) centroids")
    let slots = groups.centroid.count
    var values = [Float](repeating: 0, count: slots * d)
    var halfNorms = [Float](repeating: 0, count: slots)
    var penalties = [Float](repeating: .infinity, count: slots)
    var drifts = [Float](repeating: 0, count: slots)
    var groupDrifts = [Float](repeating: 0, count: groups.count)
    var largest = 0.0
    var seen: [Float: [Int]] = [:]
    centroids.values.withUnsafeBufferPointer { source in
      for j in 0..<k {
        let s = groups.slot[j]
        var squares = 0.0
        for c in 0..<d {
          let value = source[j * d + c]
          values[s * d + c] = value
          squares += Double(value) * Double(value)
        }
        largest = max(largest, squares)
        halfNorms[s] = Float(squares / 2)
        let twin = seen[halfNorms[s]]?.first { i in
          (0..<d).allSatisfy { source[i * d + $0] == source[j * d + $0] }
        }
        if twin == nil {
          penalties[s] = halfNorms[s]
          seen[halfNorms[s], default: []].append(j)
        }
      }
      guard let previous else { return }
      previous.values.withUnsafeBufferPointer { old in
        for j in 0..<k {
          var squares = 0.0
          for c in 0..<d {
            let gap = Double(source[j * d + c]) - Double(old[j * d + c])
            squares += gap * gap
          }
          let s = groups.slot[j]
          drifts[s] = squares == 0 ? 0 : Float(squares.squareRoot()) * (1 + 0x1p-20)
          groupDrifts[s / groups.width] = max(groupDrifts[s / groups.width], drifts[s])
        }
      }
    }
    self.groups = groups
    centroidCount = k
    dimension = d
    self.values = values
    self.halfNorms = halfNorms
    self.penalties = penalties
    largestNorm = Float(largest.squareRoot()) * (1 + 0x1p-20)
    self.drifts = drifts
    self.groupDrifts = groupDrifts
  }
}
