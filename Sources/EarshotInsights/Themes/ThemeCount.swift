import EarshotLearning
import EarshotNumerics

/// How many themes: the finest number at which two halves of the texts find the same ones.
///
/// For each k on a geometric grid the sample is halved at random; each half finds its themes alone and places all
/// texts; how far the two agree is the adjusted mutual information of both, averaged over `splits`.
/// Too many themes cut what belongs together where chance has it, and both halves then disagree (Ben-Hur, Elisseeff &
/// Guyon 2002; Lange et al. 2004, "Stability-based validation of clustering solutions"). AMI, unlike NMI, does not
/// grow with k.
///
/// Real texts are often stable at two levels: a handful of areas, and the themes that a reader asks for. So of 1,000
/// texts and more there are at least 8; of fewer, unless those are much less stable. Of all numbers that are nearly as
/// stable as the best the middle one is taken. That was chosen over the largest in view of the four labelled sets of
/// docs/themes.md: nearer to the number of labels on all, a higher ARI on three.
public struct ThemeCount: Sendable {
  public struct Trial: Sendable, Equatable {
    public var themeCount: Int
    /// Mean adjusted mutual information of two halves.
    public var stability: Double
  }

  /// Halvings.
  static let splits = 4
  /// At most so many texts are halved.
  static let mostTexts = 10_000
  static let mostThemes = 400
  /// Texts a theme needs at the least, in the mean.
  static let fewestTexts = 8
  /// Fewer are areas rather than themes …
  static let fewestThemes = 8
  /// … unless, of fewer texts than `manyTexts`, all larger numbers reach less than this part of their stability.
  static let leastPart = 0.8
  static let manyTexts = 1000
  /// Differences in stability that say nothing.
  static let tolerance = 0.02
  /// Halves are the same for any seed of the run: how many themes there are is no matter of luck.
  static let seed: UInt64 = 0x7468_656d_6573
  /// The last run's number is kept within this of the best.
  static let patience = 0.05

  let threads: Int

  /// The numbers that are tried for n texts: 2, then steps of a quarter.
  static func grid(_ n: Int) -> [Int] {
    let most = min(mostThemes, n / fewestTexts)
    var grid: [Int] = []
    var k = 2
    while k <= most {
      grid.append(k)
      k = max(k + 1, k * 5 / 4)
    }
    return grid
  }

  /// - Parameter usual: a number to be tried as well.
  /// - Complexity: O(splits · n² · d).
  func trials(_ rows: DenseMatrix, also usual: Int? = nil) -> [Trial] {
    var generator = SplitMix64(seed: Self.seed)
    let order = generator.permutation(of: rows.rowCount)
    let rows = rows.gathered(order.prefix(Self.mostTexts).sorted())
    let n = rows.rowCount
    let tried = Set(Self.grid(n)).union(
      [usual ?? 2].filter { $0 >= 2 && $0 <= n / Self.fewestTexts })
    let grid = tried.sorted()
    guard !grid.isEmpty else { return [] }
    var sums = [Double](repeating: 0, count: grid.count)
    for _ in 0..<Self.splits {
      let order = generator.permutation(of: n)
      let halves = [order[..<(n / 2)].sorted(), order[(n / 2)...].sorted()].map {
        members -> (rows: DenseMatrix, tree: WardTree) in
        let own = rows.gathered(members)
        return (own, SampleShape(own, threads: threads).tree)
      }
      let agreements = Workers.map(grid.count, threads: threads) { g in
        let placed = halves.map { half in
          let labels = half.tree.labels(clusterCount: grid[g])
          let centroids = ThemeFinder.means(
            of: half.rows, labels, count: (labels.max() ?? 0) + 1)
          return Self.nearest(rows, centroids)
        }
        return PartitionAgreement(placed[0], placed[1]).adjustedMutualInformation
      }
      for g in grid.indices { sums[g] += agreements[g] }
    }
    return grid.indices.map { g in
      Trial(themeCount: grid[g], stability: sums[g] / Double(Self.splits))
    }
  }

  /// - Parameter usual: the last run's number, kept when it is nearly as stable as the best.
  /// - Returns: 1 when nothing was tried.
  static func choice(of trials: [Trial], texts n: Int, usual: Int? = nil) -> Int {
    guard let best = trials.max(by: { $0.stability < $1.stability }) else { return 1 }
    let fine = trials.indices.filter { trials[$0].themeCount >= fewestThemes }
    // The mean with both neighbours on the grid: one trial has a standard error of about 0.01.
    let smooth = fine.map { g in
      let around = [max(fine[0], g - 1), g, g, min(trials.count - 1, g + 1)]
      return around.reduce(0) { $0 + trials[$1].stability } / 4
    }
    let bestFine = smooth.max() ?? 0
    let isFine = bestFine > 0 && (n >= manyTexts || bestFine >= leastPart * best.stability)
    if let kept = trials.first(where: { $0.themeCount == usual }),
      kept.stability >= (isFine ? bestFine : best.stability) - patience,
      !isFine || kept.themeCount >= fewestThemes
    {
      return kept.themeCount
    }
    guard isFine else { return best.themeCount }
    let plateau = smooth.indices.filter { smooth[$0] >= bestFine - tolerance }
    return trials[fine[plateau[plateau.count / 2]]].themeCount
  }

  /// The centroid of the largest product with each row.
  private static func nearest(_ rows: DenseMatrix, _ centroids: DenseMatrix) -> [Int] {
    let k = centroids.rowCount
    var labels: [Int] = []
    labels.reserveCapacity(rows.rowCount)
    var start = 0
    while start < rows.rowCount {
      let block = start..<min(start + 512, rows.rowCount)
      var products = [Float](repeating: 0, count: block.count * k)
      rows.multiply(rows: block, byTransposeOf: centroids, into: &products)
      for i in 0..<block.count {
        var best = 0
        for j in 0..<k where products[i * k + j] > products[i * k + best] { best = j }
        labels.append(best)
      }
      start = block.upperBound
    }
    return labels
  }
}
