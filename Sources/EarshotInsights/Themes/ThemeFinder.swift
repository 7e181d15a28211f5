import EarshotLearning
import EarshotNumerics
import EarshotText

/// Finds themes in texts.
///
/// 1. Rows of a sample of distinct texts (`ThemeSpace`), moved twice towards their 15 nearest (`NearestRows`).
/// 2. Ward's tree on the graph of neighbours, cut at k (`WardTree`); with `--k auto` where two halves of the
///    sample agree best (`ThemeCount`).
/// 3. Lloyd rounds on the moved rows; a theme's centre is the mean of its texts' rows as they were.
///
/// The tree draws nothing, so another seed changes the sample only, and of no more texts than `sampleSize` nothing.
public struct ThemeFinder: Sendable {
  public struct Options: Sendable {
    /// k; nil to choose it.
    public var themeCount: Int?
    /// Distinct texts that themes are learned from; all are placed.
    public var sampleSize = 40_000
    public var seed: UInt64 = 1
    public var threads = 1

    public init() {}
  }

  /// What was found.
  public struct Finding: Sendable {
    public var model: ThemeModel
    /// The texts it was learned from, ascending.
    public var sample: [Int]
    /// How well halves of the sample agreed for each k that was tried; empty when k was given.
    public var trials: [ThemeCount.Trial]
    /// The number of themes that was given or chosen.
    public var themeCount: Int
  }

  static let neighbours = 15
  static let keep: Float = 0.3
  static let smoothings = 2

  private let options: Options
  private let embedding: StaticEmbedding

  /// - Precondition: k and the sample's size are at least 1.
  public init(_ options: Options, embedding: StaticEmbedding) {
    precondition((options.themeCount ?? 1) >= 1 && options.sampleSize >= 1)
    (self.options, self.embedding) = (options, embedding)
  }

  /// - Parameters:
  ///   - distinct: the texts to learn from, each once; those without words are left out.
  ///   - previous: the themes of an earlier run, which are kept where the texts still bear them out.
  ///   - pinned: themes of it that stay in any case.
  /// - Returns: nil when no text has a known word.
  /// - Complexity: O(n) for all texts, O(s² · d) for the sample of s.
  public func find(
    in texts: TextStore, distinct: [Int], previous: ThemeModel? = nil, pinned: Set<Int> = []
  ) -> Finding? {
    guard !distinct.isEmpty else { return nil }
    var sample = Self.sample(of: texts, distinct, options)
    let space = ThemeSpace(
      texts, members: sample, embedding: embedding, threads: options.threads)
    var rows = space.rows(of: texts, members: sample, threads: options.threads)
    // A row of zeros is near nothing; of equal rows, texts that differ in unknown words only, one is
    // enough: thousands of them would all be each other's neighbours.
    var seen: Set<[Float]> = []
    let known = (0..<sample.count).filter { i in
      rows.row(i).contains { $0 != 0 } && seen.insert(Array(rows.row(i))).inserted
    }
    if known.isEmpty { return nil }
    if known.count < sample.count {
      rows = rows.gathered(known)
      sample = known.map { sample[$0] }
    }
    let shape = SampleShape(rows, threads: options.threads)
    let old = previous.map { previous in
      PreviousLabels(
        previous.places(of: texts, members: sample, threads: options.threads)
          .map { $0.isMember ? $0.theme : nil },
        count: previous.themeCount)
    }
    var trials: [ThemeCount.Trial] = []
    let k: Int
    if let given = options.themeCount {
      k = given
    } else {
      trials = ThemeCount(threads: options.threads).trials(
        rows, also: previous?.themeCount)
      k = ThemeCount.choice(
        of: trials, texts: rows.rowCount, usual: previous?.themeCount)
    }
    var labels = shape.tree.labels(clusterCount: min(k, sample.count))
    if let old {
      let goesOn = options.themeCount == nil && k == previous?.themeCount
      labels = old.starts(for: labels, k: goesOn ? nil : k, pinned: pinned)
    }
    labels = settled(labels, shape.rows)
    let count = (labels.max() ?? 0) + 1
    let model = ThemeModel(
      space: space, centroids: Self.means(of: rows, labels, count: count),
      themeOf: Array(0..<count), themeCount: count,
      strangers: Strangers([], themeCount: count))
    return Finding(
      model: model.measured(on: texts, members: sample, threads: options.threads), sample: sample,
      trials: trials, themeCount: k)
  }

  /// The texts of the smallest hashes, so that a run with some more texts learns from nearly the same ones
  /// (bottom-k sampling; Cohen & Kaplan 2007).
  private static func sample(
    of texts: TextStore, _ distinct: [Int], _ options: Options
  ) -> [Int] {
    guard distinct.count > options.sampleSize else { return distinct }
    let keys = texts.map(distinct.count, threads: options.threads) { range in
      range.map { m in
        var hash = FNV1a()
        hash.combine(texts.bytes(of: distinct[m]))
        var mixed = SplitMix64(seed: hash.value ^ options.seed)
        return (mixed.next(), distinct[m])
      }
    }
    return keys.joined().sorted { $0 < $1 }.prefix(options.sampleSize).map(\.1).sorted()
  }

  /// Labels after Lloyd rounds from the means of these; clusters that lost all rows are left out.
  private func settled(_ labels: [Int], _ rows: DenseMatrix) -> [Int] {
    let count = (labels.max() ?? 0) + 1
    var options = KMeans.Options(clusterCount: count)
    options.rounds = 30
    options.threads = self.options.threads
    let found = KMeans(options).fit(rows, from: Self.means(of: rows, labels, count: count)).labels
    return Self.numbered(found)
  }

  /// Labels numbered without gaps, in the order of their first rows.
  static func numbered(_ labels: [Int]) -> [Int] {
    var numbers: [Int: Int] = [:]
    return labels.map { label in
      let number = numbers[label] ?? numbers.count
      numbers[label] = number
      return number
    }
  }

  /// The directions of the means of each label's rows.
  ///
  /// - Parameter labels: below `count`, each with a row; -1 for rows that count nowhere.
  static func means(of rows: DenseMatrix, _ labels: [Int], count: Int) -> DenseMatrix {
    let d = rows.columnCount
    var sums = [Double](repeating: 0, count: count * d)
    for (i, label) in labels.enumerated() where label >= 0 {
      for c in 0..<d { sums[label * d + c] += Double(rows.values[i * d + c]) }
    }
    var means = DenseMatrix(columnCount: d)
    for j in 0..<count {
      let sum = sums[j * d..<(j + 1) * d]
      let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
      // Rows that cancel out have no direction; their centre attracts nothing.
      means.appendRow(sum.map { length > 0 ? Float($0 / length) : 0 })
    }
    return means
  }
}

/// Rows moved towards their neighbours, and the tree on them.
struct SampleShape {
  let rows: DenseMatrix
  let tree: WardTree

  /// - Complexity: O(n² · d).
  init(_ rows: DenseMatrix, threads: Int) {
    // One graph for all: looking for neighbours again among the moved rows changed no figure of the study.
    let graph = NearestRows(rows, degree: ThemeFinder.neighbours, threads: threads)
    var moved = rows
    for _ in 0..<ThemeFinder.smoothings {
      moved = graph.smoothed(moved, keep: ThemeFinder.keep, threads: threads)
    }
    self.rows = moved
    tree = WardTree(moved, graph: graph)
  }
}
