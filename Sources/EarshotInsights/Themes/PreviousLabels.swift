import EarshotNumerics

/// Where the last run's model puts the sample's texts, so that a new run goes on from there.
///
/// A tree made afresh would cut somewhere else where texts lie between two themes, for no reason that a
/// reader could see. So Lloyd's rounds start from the old themes; what the fresh clusters add are births: those made up
/// mostly of texts that had no theme.
struct PreviousLabels {
  /// The old theme of each text; nil for one that had none.
  private let labels: [Int?]
  private let count: Int

  /// Old themes and fresh clusters that share so much (Jaccard) are one.
  private static let leastSimilarity = 0.3

  init(_ labels: [Int?], count: Int) { (self.labels, self.count) = (labels, count) }

  /// Labels to start from.
  ///
  /// - Parameters:
  ///   - fresh: the cluster of each text in this run's tree.
  ///   - k: how many labels there shall be; nil for the old themes and what was born.
  ///   - pinned: old themes that are kept in any case.
  /// - Returns: numbers without gaps; -1 for texts of themes that end.
  func starts(for fresh: [Int], k: Int?, pinned: Set<Int>) -> [Int] {
    let freshCount = (fresh.max() ?? -1) + 1
    var overlap = [[Double]](
      repeating: Array(repeating: 0, count: count), count: freshCount)
    var freshSize = [Double](repeating: 0, count: freshCount)
    var foreign = freshSize
    var oldSize = [Double](repeating: 0, count: count)
    for (cluster, theme) in zip(fresh, labels) {
      freshSize[cluster] += 1
      if let theme {
        overlap[cluster][theme] += 1
        oldSize[theme] += 1
      } else {
        foreign[cluster] += 1
      }
    }
    let jaccard = overlap.enumerated().map { i, row in
      row.enumerated().map { j, both in both / max(1, freshSize[i] + oldSize[j] - both) }
    }
    var isMatched = [Bool](repeating: false, count: freshCount)
    var isBorneOut = [Bool](repeating: false, count: count)
    for (i, j) in LinearAssignment.best(jaccard).enumerated() {
      guard let j, jaccard[i][j] >= Self.leastSimilarity else { continue }
      (isMatched[i], isBorneOut[j]) = (true, true)
    }
    let living = (0..<count).filter { oldSize[$0] > 0 }
    // Pinned ones first, so that no other takes their place where k is small.
    let sure =
      living.filter { pinned.contains($0) }
      + living.filter { isBorneOut[$0] && !pinned.contains($0) }
    let doubtful = living.filter { !sure.contains($0) }
    let others = (0..<freshCount).filter { !isMatched[$0] }
    let births = others.filter { foreign[$0] * 2 > freshSize[$0] }
    let recut = others.filter { foreign[$0] * 2 <= freshSize[$0] }
    // Old themes as 0..<count, fresh clusters behind them; in the order in which they may stay.
    var kept = sure + births.map { $0 + count }
    let bySize = { (sizes: [Double]) in
      { (a: Int, b: Int) in (sizes[b], a) < (sizes[a], b) }
    }
    let oldOnes = doubtful.sorted(by: bySize(oldSize))
    let newOnes = recut.sorted(by: bySize(freshSize)).map { $0 + count }
    if let k {
      // Another number of themes than before is another cut.
      let isSameCut = abs(k - living.count) * 10 <= living.count
      kept += isSameCut ? oldOnes + newOnes : newOnes + oldOnes
      kept = Array(kept.prefix(max(k, living.count { pinned.contains($0) })))
    } else {
      kept += oldOnes
    }
    let isKept = Set(kept)
    return Self.numbered(
      zip(fresh, labels).map { cluster, theme in
        if isKept.contains(cluster + count) { return cluster + count }
        if let theme, isKept.contains(theme) { return theme }
        return -1
      })
  }

  private static func numbered(_ labels: [Int]) -> [Int] {
    var numbers = [-1: -1]
    return labels.map { label in
      let number = numbers[label] ?? numbers.count - 1
      numbers[label] = number
      return number
    }
  }
}
