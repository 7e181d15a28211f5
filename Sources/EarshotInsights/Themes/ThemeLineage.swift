import EarshotNumerics

/// Which themes of a run are those of the last run, and what became of the others.
///
/// Both runs' models sort the current records, so that growth alone changes no theme:
///
///     J_ij = o_ij / (r_i + c_j − o_ij),   max_a Σ_i J_i,a(i)
///
/// - `o_ij`: current records that the new model puts into its theme `i` and the last one's into its `j`;
/// - `r_i`, `c_j`: all that the new model puts into `i`, the last one's into `j`, none and `no_theme` included;
/// - `a`: the new theme's predecessor, whose id it keeps; each old theme has at most one heir.
///
/// Pairs below J = 0.3 (Jaccard) are never made. Two themes each of which has more than half of its records
/// in the other have J > 1/3, so all of those may pair; so may a theme in two or three equal parts, of which
/// one is still "the same". A quarter is not: a theme in four parts ends, and four that become one end in a
/// new one. For a theme that somebody pinned or named, more than half of either theme's records is enough
/// as well: it takes more to lose what somebody looked after. The exact bound matters little: of 77 k-means
/// themes of banking77's training texts, found again with another seed and 10 % more texts, 81, 78 and 72 %
/// keep their ids at J ≥ 0.2, 0.3 and 0.4; begun from the old centres all do.
public struct ThemeLineage: Sendable, Equatable {
  /// A theme of the last run, as it was stored.
  public struct Past: Sendable, Equatable {
    public var id: String
    public var name: String
    public var size: Int
    public var share: Double
    /// What users decided about it; an heir inherits all of it.
    public var isPinned = false
    public var isNamedByUser = false
    public var adoptedTopic: String?
    /// The theme that a user merged it into.
    public var mergedInto: String?

    public init(id: String, name: String, size: Int, share: Double) {
      (self.id, self.name, self.size, self.share) = (id, name, size, share)
    }
  }

  /// A theme of this run.
  public struct Present: Sendable, Equatable {
    public fileprivate(set) var id: String
    /// Its name: the user's where a user gave one, else this run's.
    public fileprivate(set) var name: String
    public fileprivate(set) var previous: Theme.Previous?
    public fileprivate(set) var isPinned = false
    public fileprivate(set) var isNamedByUser = false
    public fileprivate(set) var adoptedTopic: String?
    /// The theme of this run that a user's merge puts it into, at the end of the chain.
    public fileprivate(set) var mergedInto: String?

    fileprivate init(id: String, name: String) {
      (self.id, self.name) = (id, name)
    }

    fileprivate init(heirOf past: Past, name: String) {
      (id, self.name) = (past.id, past.isNamedByUser ? past.name : name)
      (isPinned, isNamedByUser) = (past.isPinned, past.isNamedByUser)
      adoptedTopic = past.adoptedTopic
    }
  }

  /// In the order of the new model's themes.
  public let themes: [Present]
  /// Of this run's themes in their order, then of the last run's that have no heir.
  public let events: [ThemeEvent]
  /// Current records whose theme's id changed; `no_theme` counts as an id.
  public let moved: Int
  /// The number of the next new theme's id; numbers are never used again.
  public let nextNumber: Int

  /// The least Jaccard similarity at which a theme keeps its id.
  static let leastSimilarity = 0.3

  /// - Parameters:
  ///   - last: themes of the last run, in the order of its model; empty in a first run. Themes that a user
  ///     merged into others are among them, as the last model still tells them apart.
  ///   - names: what this run calls its themes, in the order of the new model.
  ///   - overlap: the counts `o`, `(names.count + 1) × (last.count + 1)`, at least 0; the last row and the
  ///     last column are for `no_theme`.
  ///   - nextNumber: the first number that no theme has had yet.
  /// - Complexity: O(n³) in the number of themes.
  public init(last: [Past], names: [String], overlap: [[Int]], nextNumber: Int) {
    let counts = Overlap(overlap, rows: names.count, columns: last.count)
    let roots = Self.roots(last)
    let heirs = Self.heirs(last, roots, counts)
    var (themes, number) = ([Present](), nextNumber)
    for (i, name) in names.enumerated() {
      if let j = heirs.past[i] {
        themes.append(Present(heirOf: last[j], name: name))
        themes[i].mergedInto = roots[j].flatMap { heirs.present[$0] == nil ? nil : last[$0].id }
      } else {
        themes.append(Present(id: "T\(number)", name: name))
        number += 1
      }
    }
    // Where most of an old theme without an heir went, and the largest of those that a new one took in.
    let takers = last.indices.map { heirs.present[$0] == nil ? counts.row(withMostOf: $0) : nil }
    var taken = [Int?](repeating: nil, count: names.count)
    for (j, taker) in takers.enumerated() {
      guard let i = taker else { continue }
      if taken[i].map({ counts[i, $0] < counts[i, j] }) ?? true { taken[i] = j }
    }
    var events: [ThemeEvent] = []
    for i in themes.indices {
      let parent = heirs.past[i] ?? taken[i] ?? counts.column(withMostOf: i)
      let past = parent.map { last[$0] }
      let isHeir = heirs.past[i] != nil
      let isRenamed = isHeir && past?.name != themes[i].name
      if let past {
        themes[i].previous = Theme.Previous(
          theme: past.id, name: past.name, size: past.size, share: past.share,
          change: taken[i] != nil ? .merged : !isHeir ? .split : isRenamed ? .renamed : .kept)
      }
      let isSplit = themes[i].previous?.change == .split
      // What a user merged into another is kept as a part of that.
      if themes[i].mergedInto != nil { continue }
      events.append(
        ThemeEvent(
          isHeir ? .kept : isSplit ? .split : .born, theme: themes[i].id,
          other: isSplit ? past?.id : nil, name: themes[i].name))
      if isRenamed {
        events.append(ThemeEvent(.renamed, theme: themes[i].id, name: themes[i].name))
      }
    }
    for (j, past) in last.enumerated() where heirs.present[j] == nil {
      let taker = takers[j].map { themes[$0].id }
      events.append(
        ThemeEvent(taker == nil ? .died : .merged, theme: past.id, other: taker, name: past.name))
    }
    (self.themes, self.events, self.nextNumber) = (themes, events, number)
    moved = last.isEmpty ? 0 : counts.moved(heirs.past)
  }

  // MARK: - Who continues whom

  private struct Heirs {
    /// The old theme that each new one continues.
    var past: [Int?]
    /// The new theme that continues each old one.
    var present: [Int?]
  }

  private static func heirs(_ last: [Past], _ roots: [Int?], _ counts: Overlap) -> Heirs {
    // What may not pair is worth nothing, or it could push aside a pair that may.
    let values = (0..<counts.rows).map { i in
      last.indices.map { j in
        let isDear = last[j].isPinned || last[j].isNamedByUser
        return counts.mayPair(i, j, isDear: isDear) ? counts.similarity(i, j) : 0
      }
    }
    var heirs = Heirs(
      past: .init(repeating: nil, count: counts.rows),
      present: .init(repeating: nil, count: last.count))
    for (i, column) in LinearAssignment.best(values).enumerated() {
      guard let j = column, values[i][j] > 0 else { continue }
      (heirs.past[i], heirs.present[j]) = (j, i)
    }
    // A user said that `j` is part of its root: whoever continues `j` continues the root, if nobody else does.
    for root in last.indices where heirs.present[root] == nil {
      let parts = last.indices.filter { roots[$0] == root }
      let sizes = parts.map { j in heirs.present[j].map { counts[$0, j] } ?? 0 }
      guard let most = sizes.max(), let place = sizes.firstIndex(of: most),
        let i = heirs.present[parts[place]]
      else { continue }
      (heirs.past[i], heirs.present[root], heirs.present[parts[place]]) = (root, i, nil)
    }
    return heirs
  }

  /// The theme at the end of each one's chain of merges; nil for one that is not merged into another.
  private static func roots(_ last: [Past]) -> [Int?] {
    let places = Dictionary(
      last.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    return last.indices.map { j in
      var root = j
      // No chain is longer than the list; one that comes back to its start merges nothing.
      for _ in last.indices {
        guard let next = last[root].mergedInto.flatMap({ places[$0] }) else { break }
        root = next
      }
      let isEnd = last[root].mergedInto.flatMap { places[$0] } == nil
      return root == j || !isEnd ? nil : root
    }
  }
}

/// The counts `o` with their sums.
private struct Overlap {
  let rows: Int
  private let counts: [[Int]]
  private let rowSums: [Int]
  private let columnSums: [Int]

  init(_ counts: [[Int]], rows: Int, columns: Int) {
    precondition(counts.count == rows + 1 && counts.allSatisfy { $0.count == columns + 1 })
    (self.rows, self.counts) = (rows, counts)
    rowSums = counts.map { $0.reduce(0, +) }
    columnSums = (0...columns).map { j in counts.reduce(0) { $0 + $1[j] } }
  }

  subscript(i: Int, j: Int) -> Int { counts[i][j] }

  /// The Jaccard similarity J; 0 for themes without records.
  func similarity(_ i: Int, _ j: Int) -> Double {
    let union = rowSums[i] + columnSums[j] - counts[i][j]
    return union == 0 ? 0 : Double(counts[i][j]) / Double(union)
  }

  func mayPair(_ i: Int, _ j: Int, isDear: Bool) -> Bool {
    if similarity(i, j) >= ThemeLineage.leastSimilarity { return true }
    return isDear && counts[i][j] * 2 > min(rowSums[i], columnSums[j])
  }

  /// The new theme with more than half of the old theme `j`.
  func row(withMostOf j: Int) -> Int? {
    (0..<rows).first { counts[$0][j] * 2 > columnSums[j] }
  }

  /// The old theme with more than half of the new theme `i`.
  func column(withMostOf i: Int) -> Int? {
    columnSums.indices.dropLast().first { counts[i][$0] * 2 > rowSums[i] }
  }

  /// Records outside the pairs (i, past[i]) and outside `no_theme` in both.
  func moved(_ past: [Int?]) -> Int {
    let all = rowSums.reduce(0, +)
    let kept = past.enumerated().reduce(0) { sum, pair in
      sum + (pair.element.map { counts[pair.offset][$0] } ?? 0)
    }
    return all - kept - counts[rows][columnSums.count - 1]
  }
}

/// Something that happened to a theme, by a run or by a user.
public struct ThemeEvent: Sendable, Equatable {
  public enum Kind: String, Sendable, CaseIterable {
    case born, kept, died
    /// Came out of `other`, the last run's theme that most of its records were in.
    case split
    /// Went into `other`.
    case merged
    case renamed
    /// Only users do these.
    case pinned, unpinned
    /// Its records became examples of the topic `other`.
    case adopted
  }

  public var kind: Kind
  /// The theme's id.
  public var theme: String
  public var other: String?
  /// What it is called from then on, or was called last.
  public var name: String

  public init(_ kind: Kind, theme: String, other: String? = nil, name: String) {
    (self.kind, self.theme, self.other, self.name) = (kind, theme, other, name)
  }
}
