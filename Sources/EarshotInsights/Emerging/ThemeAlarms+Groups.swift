import EarshotLearning

/// Which records resemble a new one, and how many of them count.
extension EmergenceDetector {
  struct Neighbour {
    var entry: Int
    /// The place of the highest of `NoveltyTest.similarities` that it reaches.
    var similarity: Int
    /// The place of the shortest of `NoveltyTest.windows` that it lies in; one more for older ones.
    var window: Int
  }

  /// Whether chance groups are counted by now.
  var mayLearn: Bool {
    guard let start, let now else { return false }
    return now - start >= Self.learningDays * Span64.day
  }

  func neighbours(_ own: StreamPool.Entry, _ products: ArraySlice<Float>) -> [Neighbour] {
    let bounds = NoveltyTest.similarities.map { $0 * ResemblanceRows.one }
    var found: [Neighbour] = []
    let lowest = bounds[0]
    for (i, product) in zip(0..., products) where product >= lowest {
      let entry = pool.entries[i]
      let age = abs(own.time - entry.time)
      var window = 0
      while window < NoveltyTest.windows.count,
        entry.isBackground || age > NoveltyTest.windows[window] * Span64.hour
      { window += 1 }
      var similarity = 0
      while similarity + 1 < bounds.count, product >= bounds[similarity + 1] { similarity += 1 }
      found.append(Neighbour(entry: i, similarity: similarity, window: window))
    }
    return found
  }

  /// Recent ones by similarity and window, what stands before each window, and Σ g of the recent ones.
  func count(
    _ neighbours: [Neighbour]
  ) -> (counts: [[Int]], before: [[Int]], foreignness: [[Double]]) {
    let (S, W) = (NoveltyTest.similarities.count, NoveltyTest.windows.count)
    var counts = Array(repeating: Array(repeating: 0, count: W), count: S)
    var before = counts
    var foreignness = Array(repeating: Array(repeating: 0.0, count: W), count: S)
    for neighbour in neighbours {
      let entry = pool.entries[neighbour.entry]
      let g = self.foreignness(entry)
      for s in 0...neighbour.similarity {
        for w in 0..<W {
          if neighbour.window <= w {
            counts[s][w] += 1
            foreignness[s][w] += g
          } else {
            before[s][w] += entry.weight
          }
        }
      }
    }
    return (counts, before, foreignness)
  }

  func isMember(_ neighbour: Neighbour, of finding: NoveltyTest.Finding) -> Bool {
    neighbour.similarity >= finding.similarity && neighbour.window <= finding.window
  }

  /// So many of them at most are compared with each other: the newest.
  private static let mostCompared = 200
  /// Long texts of this similarity are one text.
  private static let copy: Float = 0.95

  /// One entry a voice: of one author's, and of long texts that are nearly the same, only the first counts.
  func distinct(_ neighbours: [Neighbour], of own: Int) -> [Int] {
    var kept = [own]
    let author = pool.entries[own].author
    var authors: Set<UInt64> = author == 0 ? [] : [author]
    for neighbour in neighbours.suffix(Self.mostCompared) {
      let entry = pool.entries[neighbour.entry]
      if entry.author != 0, !authors.insert(entry.author).inserted { continue }
      let isCopy =
        entry.isLong
        && kept.contains {
          pool.entries[$0].isLong && pool.similarity($0, neighbour.entry) >= Self.copy
        }
      if !isCopy { kept.append(neighbour.entry) }
    }
    return Array(kept.dropFirst())
  }

  /// g of a record.
  func foreignness(_ entry: StreamPool.Entry) -> Double {
    foreignness.isEmpty ? 0 : foreignness[entry.bin]
  }

  /// Notes a group that reached the base, so that the threshold learns how often such come by chance.
  ///
  /// - Returns: its number; 0 where it is not counted.
  mutating func note(
    _ finding: NoveltyTest.Finding, _ members: [Int]
  ) -> Int {
    guard mayLearn, let now else { return 0 }
    var votes: [Int: Int] = [:]
    for m in members where pool.entries[m].group != 0 {
      votes[pool.entries[m].group, default: 0] += 1
    }
    let best = votes.max { ($0.value, $1.key) < ($1.value, $0.key) }
    var number = 0
    if let best, 2 * best.value >= members.count, themes.groups[best.key] != nil {
      number = best.key
      themes.groups[number]!.score = max(themes.groups[number]!.score, finding.score)
    } else {
      themes.groupCount += 1
      number = themes.groupCount
      themes.groups[number] = ThemeAlarms.Group(foundAt: now, score: finding.score)
    }
    for m in members { pool.change(m) { $0.group = number } }
    return number
  }

  /// The place of the alarm, open or dismissed, that most near neighbours of the last week are part of.
  func alarm(of neighbours: [Neighbour]) -> Int? {
    let near = neighbours.filter {
      $0.similarity >= 1
        && ($0.window < NoveltyTest.windows.count || pool.entries[$0.entry].isBackground)
    }
    guard let (number, count) = majority(near.map(\.entry)), count >= 2, 2 * count >= near.count,
      themes.alarms[number - 1].state != .resolved
    else { return nil }
    return number - 1
  }

  /// The alarm that most of some entries are part of, and of how many.
  func majority(_ entries: [Int]) -> (alarm: Int, count: Int)? {
    var votes: [Int: Int] = [:]
    for e in entries where pool.entries[e].alarm != 0 {
      votes[pool.entries[e].alarm, default: 0] += 1
    }
    return votes.max { ($0.value, $1.key) < ($1.value, $0.key) }.map { ($0.key, $0.value) }
  }
}
