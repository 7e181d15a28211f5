import EarshotLearning
import EarshotNumerics

/// Which theme a text belongs to: the nearest of some centres, or none.
///
/// Records of the fit and later ones go the same way: the answer depends on the text alone. Immutable; the same
/// bits on any number of threads and every CPU, from the same bytes of a model.
public struct ThemeModel: Sendable {
  /// A text's theme.
  public struct Place: Sendable, Equatable {
    /// The nearest theme; nil for a text without known words.
    public var theme: Int?
    /// Cosine to that theme's nearest centre.
    public var similarity: Float = 0
    /// How often the text is nearer to the theme than a stranger is, in 0…1; see `Strangers`.
    public var confidence: Double = 0

    /// Of a text without known words.
    public init() {}

    init(theme: Int, similarity: Float, confidence: Double) {
      (self.theme, self.similarity, self.confidence) = (theme, similarity, confidence)
    }

    /// Whether it belongs there.
    public var isMember: Bool { theme != nil && confidence >= ThemeModel.leastConfidence }
  }

  /// Below it a text has no theme: of the strangers next to the theme, four in five are nearer to it. On
  /// clinc150 that leaves 1.7 % of fresh in-scope texts and 45 % of those out of scope without a theme (docs/themes.md).
  public static let leastConfidence = 0.2

  public let space: ThemeSpace
  /// `c × d`, of unit length.
  public let centroids: DenseMatrix
  /// The theme of each centroid; several where a user has merged themes.
  public let themeOf: [Int]
  public let themeCount: Int
  let strangers: Strangers
  /// The centroids, `d × stride`, for `RowKernels`.
  private let table: Storage<Float>
  private let stride: Int

  /// - Precondition: a theme below `themeCount` for each centroid; rows as long as the space's.
  init(
    space: ThemeSpace, centroids: DenseMatrix, themeOf: [Int], themeCount: Int, strangers: Strangers
  ) {
    precondition(centroids.rowCount == themeOf.count && centroids.columnCount == space.dimension)
    precondition(themeOf.allSatisfy { $0 >= 0 && $0 < themeCount })
    self.themeCount = themeCount
    self.space = space
    self.centroids = centroids
    self.themeOf = themeOf
    self.strangers = strangers
    stride = RowKernels.stride(labels: centroids.rowCount)
    var table = [Float](repeating: 0, count: space.dimension * stride)
    for j in 0..<centroids.rowCount {
      for (c, value) in centroids.row(j).enumerated() { table[c * stride + j] = value }
    }
    self.table = Storage(table)
  }

  /// The two themes nearest to a text, and how near.
  struct Nearest {
    var theme: Int
    var similarity: Float
    /// Nil when there is one theme only.
    var second: (theme: Int, similarity: Float)?
  }

  /// What one thread needs to place texts.
  struct Scratch: ~Copyable {
    var space: ThemeSpace.Scratch
    /// `stride` sums, aligned.
    var scores: AlignedFloats

    init(_ model: ThemeModel) {
      space = ThemeSpace.Scratch(model.space)
      scores = AlignedFloats(count: model.stride)
    }
  }

  /// - Returns: nil for the zero row.
  /// - Complexity: O(bytes + (terms + c) · d).
  func nearest(_ text: Span<UInt8>, _ scratch: inout Scratch) -> Nearest? {
    guard space.makeRow(of: text, &scratch.space), !themeOf.isEmpty else { return nil }
    scratch.scores.setToProduct(of: scratch.space.row, table, stride: stride)
    var best: (theme: Int, similarity: Float)?
    var second: (theme: Int, similarity: Float)?
    for j in themeOf.indices {
      let s = scratch.scores[j]
      let theme = themeOf[j]
      if let leader = best {
        if s > leader.similarity {
          if leader.theme != theme { second = leader }
          best = (theme, s)
        } else if theme != leader.theme {
          if let follower = second {
            if s > follower.similarity { second = (theme, s) }
          } else {
            second = (theme, s)
          }
        }
      } else {
        best = (theme, s)
      }
    }
    return Nearest(theme: best!.theme, similarity: best!.similarity, second: second)
  }

  /// The theme of each text, or of each of `members`.
  public func places(of texts: TextStore, members: [Int]? = nil, threads: Int) -> [Place] {
    Array(
      texts.map(members?.count ?? texts.count, threads: threads) { range in
        var scratch = Scratch(self)
        return range.map { i in
          texts.withText(members?[i] ?? i) { text in
            guard let found = nearest(text, &scratch) else { return Place() }
            return Place(
              theme: found.theme, similarity: found.similarity,
              confidence: strangers.shareFarther(than: found.similarity, from: found.theme))
          }
        }
      }.joined())
  }

  /// The same with strangers' similarities measured on texts.
  func measured(on texts: TextStore, members: [Int], threads: Int) -> ThemeModel {
    let parts = texts.map(members.count, threads: threads) { range in
      var scratch = Scratch(self)
      return range.compactMap { m -> (theme: Int, similarity: Float)? in
        texts.withText(members[m]) { nearest($0, &scratch) }?.second
      }
    }
    return ThemeModel(
      space: space, centroids: centroids, themeOf: themeOf, themeCount: themeCount,
      strangers: Strangers(Array(parts.joined()), themeCount: themeCount))
  }

  /// The same with themes numbered by how many of these places are in them, the most first; and the places.
  public func bySize(_ places: [Place]) -> (ThemeModel, [Place]) {
    var sizes = [Int](repeating: 0, count: themeCount)
    for place in places where place.isMember { sizes[place.theme!] += 1 }
    let order = sizes.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }
    var rank = order
    for (number, theme) in order.enumerated() { rank[theme] = number }
    let model = ThemeModel(
      space: space, centroids: centroids, themeOf: themeOf.map { rank[$0] }, themeCount: themeCount,
      strangers: Strangers(
        all: strangers.all, ofTheme: order.map { strangers.ofTheme[$0] },
        counts: order.map { strangers.counts[$0] }))
    let placed = places.map { place in
      var place = place
      place.theme = place.theme.map { rank[$0] }
      return place
    }
    return (model, placed)
  }

  /// The same with each theme t counted as `roots[t]`; one that is counted as another has no centre left.
  public func joined(_ roots: [Int]) -> ThemeModel {
    ThemeModel(
      space: space, centroids: centroids, themeOf: themeOf.map { roots[$0] },
      themeCount: themeCount,
      strangers: strangers)
  }
}

/// How near to each theme its neighbours' records come: those whose second nearest theme it is.
///
///     confidence(s, j) = (n_j F_j(s) + a F(s)) / (n_j + a)
///
/// F_j(s) is the part of theme j's n_j strangers that are less similar to it than s, F the same over all themes, a = 10.
/// So a member at 0.8 is nearer to its theme than a stranger next door in 80 % of cases (tested on fresh records).
public struct Strangers: Sendable, Equatable {
  /// At most this many quantiles are kept of a theme, and of all.
  static let most = 64
  private static let prior = 10.0

  /// Quantiles of similarities, ascending.
  let all: [Float]
  let ofTheme: [[Float]]
  /// n_j.
  let counts: [Int]

  init(all: [Float], ofTheme: [[Float]], counts: [Int]) {
    (self.all, self.ofTheme, self.counts) = (all, ofTheme, counts)
  }

  init(_ strangers: [(theme: Int, similarity: Float)], themeCount: Int) {
    var ofTheme = [[Float]](repeating: [], count: themeCount)
    for stranger in strangers { ofTheme[stranger.theme].append(stranger.similarity) }
    counts = ofTheme.map(\.count)
    self.ofTheme = ofTheme.map { Self.quantiles($0) }
    all = Self.quantiles(strangers.map(\.similarity))
  }

  /// At the middles of equal parts, ascending.
  private static func quantiles(_ values: [Float]) -> [Float] {
    let sorted = values.sorted()
    guard sorted.count > most else { return sorted }
    return (0..<most).map { sorted[(2 * $0 + 1) * sorted.count / (2 * most)] }
  }

  /// The confidence of a similarity to a theme; 1 where there are no strangers at all.
  ///
  /// - Complexity: O(log quantiles).
  func shareFarther(than similarity: Float, from theme: Int) -> Double {
    if all.isEmpty { return 1 }
    let n = Double(counts[theme])
    let own = n == 0 ? 0 : n * Self.share(ofTheme[theme], below: similarity)
    return (own + Self.prior * Self.share(all, below: similarity)) / (n + Self.prior)
  }

  /// The part of ascending values that are below, equal ones counted half.
  private static func share(_ values: [Float], below x: Float) -> Double {
    func position(_ isBefore: (Float) -> Bool) -> Int {
      var (low, high) = (0, values.count)
      while low < high {
        let middle = (low + high) / 2
        if isBefore(values[middle]) { low = middle + 1 } else { high = middle }
      }
      return low
    }
    let below = position { $0 < x }
    let through = position { $0 <= x }
    return Double(below + through) / Double(2 * values.count)
  }
}
