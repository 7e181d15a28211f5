import EarshotNumerics
import Glibc

extension ThemePhrases {
  /// A phrase that could name a theme.
  struct Candidate: Sendable {
    var key: Key
    /// Its stems that mean something, "not" included.
    var stems: [UInt32]
    /// Texts of the theme that have it.
    var count: Int
    var score: Double
    /// Where it stands in the form that most of them have.
    var place: Range<Int>
    /// Texts of the theme that have all its stems, wherever; ascending.
    var covered: [Int32] = []
  }

  /// Candidates that are looked at closely.
  private static let shortlist = 60

  /// What could name each theme, the best first.
  ///
  /// With z(c, C) the signed root of Dunning's likelihood ratio (Computational Linguistics 19, 1993) of "c of the theme's
  /// n texts and C of all N have it":
  ///
  ///     s(p) = [z(p) + ¾ Σ_w (z(w) - 3) + ½ z(all words of p, wherever)] · precision^0.3
  ///
  /// The sum over its words w lets long phrases of telling words win over single words though fewer texts have them
  /// (log-odds of the phrases alone, after Monroe, Colaresi & Quinn 2008, mostly chose single words). The precision is that
  /// of "all words, wherever", and holds back what is telling but shared with another theme ("refund"). Single words count
  /// ¾. A phrase of which two in three are part of one longer phrase is left out for it (the idea of the C-value, Frantzi
  /// et al. 2000). The numbers were tuned, in a Python port, on the words that names share with the labels of banking77 and
  /// clinc150 (test parts, labels as themes): F1 0.66 and 0.56, within 0.05 for the neighbouring values tried.
  func candidates(_ themes: [Int], count: Int, threads: Int) -> [[Candidate]] {
    let members = Self.members(of: themes, count: count)
    let total = members.reduce(0) { $0 + $1.count }
    let frequent = Workers.map(count, threads: threads, state: { StemCounts(of: self) }) {
      frequentPhrases(members[$0], &$1)
    }
    var numbers: [Key: Int32] = [:]
    for phrases in frequent {
      for phrase in phrases where numbers[phrase.key] == nil {
        numbers[phrase.key] = Int32(numbers.count)
      }
    }
    let known = numbers
    let everywhere = phraseCounts(known, themes, threads)
    return Workers.map(count, threads: threads, state: { StemCounts(of: self) }) { j, stems in
      stems.add(members[j], self)
      let scale = Scale(n: members[j].count, total: total)
      var found: [Candidate] = []
      for phrase in frequent[j] {
        let z = scale.z(phrase.count, Int(everywhere[Int(known[phrase.key]!)]))
        guard z > 0 else { continue }
        found.append(candidate(phrase.key, phrase.count, z, stems, scale))
      }
      found.sort { $0.score != $1.score ? $0.score > $1.score : Self.precedes($0.key, $1.key) }
      found.removeLast(max(0, found.count - Self.shortlist))
      findPlaces(&found, members[j])
      for i in found.indices { weigh(&found[i], themes, j, scale) }
      found.sort { $0.score != $1.score ? $0.score > $1.score : Self.precedes($0.key, $1.key) }
      return found
    }
  }

  /// The sizes that every ratio of a theme is about.
  private struct Scale {
    let n: Int
    let total: Int

    /// z grows with √n; beyond 40 texts, where the numbers above come from, it is brought back to theirs.
    func z(_ c: Int, _ all: Int) -> Double {
      let bound = n > 40 ? (40 / Double(n)).squareRoot() : 1
      guard n < total else { return 2 * Double(c).squareRoot() * bound }
      func term(_ x: Int) -> Double { x > 0 ? Double(x) * log(Double(x)) : 0 }
      let rest = total - n - all + c
      let ratio =
        2
        * (term(c) + term(all - c) + term(n - c) + term(rest) - term(all) - term(total - all)
          - term(n) - term(total - n) + term(total))
      let z = max(0, ratio).squareRoot() * bound
      return c * (total - n) > (all - c) * n ? z : -z
    }
  }

  private static func members(of themes: [Int], count: Int) -> [[Int32]] {
    var members: [[Int32]] = Array(repeating: [], count: count)
    for (i, theme) in themes.enumerated() where theme >= 0 { members[theme].append(Int32(i)) }
    return members
  }

  // MARK: Counting

  /// Texts with a phrase, and the last of them.
  private typealias Counts = [Key: (count: Int32, last: Int32)]

  /// The phrases that at least 2 texts of a theme and one in thirty have, without those that are nearly always
  /// part of a longer one; in an order of their own.
  private func frequentPhrases(_ members: [Int32], _ stems: inout StemCounts)
    -> [(key: Key, count: Int)]
  {
    stems.add(members, self)
    // What one text of several says is no name, and may be somebody's.
    let fewest = members.count < 3 ? 1 : 2
    for least in [max(2, members.count / 30), fewest] {
      var counts: Counts = [:]
      var found: [Found] = []
      for i in members {
        phrases(of: Int(i), into: &found)
        for phrase in found where Self.all(phrase.key, { stems.inTheme[Int($0)] >= least }) {
          var entry = counts[phrase.key] ?? (0, -1)
          if entry.last != i { entry = (entry.count + 1, i) }
          counts[phrase.key] = entry
        }
      }
      var parts: Set<Key> = []
      for (key, entry) in counts where entry.count >= least && key[1] != Self.unused {
        for part in [withoutFirst(key, counts), withoutLast(key, counts)] {
          guard let whole = counts[part] else { continue }
          if 100 * entry.count >= 65 * whole.count { parts.insert(part) }
        }
      }
      let kept = counts.filter { $0.value.count >= least && !parts.contains($0.key) }
      if !kept.isEmpty || least == fewest {
        return kept.map { ($0.key, Int($0.value.count)) }.sorted { Self.precedes($0.key, $1.key) }
      }
    }
    return []
  }

  /// How many texts that have a theme have each phrase.
  private func phraseCounts(_ numbers: [Key: Int32], _ themes: [Int], _ threads: Int) -> [Int32] {
    let size = 1024
    let blocks = Workers.map(
      (textCount + size - 1) / size, threads: threads,
      state: { (last: Array(repeating: Int32(-1), count: numbers.count), found: [Found]()) }
    ) { block, state in
      var counts = Array(repeating: Int32(0), count: numbers.count)
      for i in block * size..<min(textCount, (block + 1) * size) where themes[i] >= 0 {
        phrases(of: i, into: &state.found)
        for phrase in state.found {
          guard let number = numbers[phrase.key] else { continue }
          if state.last[Int(number)] != Int32(i) { counts[Int(number)] += 1 }
          state.last[Int(number)] = Int32(i)
        }
      }
      return counts
    }
    var sums = Array(repeating: Int32(0), count: numbers.count)
    for counts in blocks {
      for i in sums.indices { sums[i] += counts[i] }
    }
    return sums
  }

  // MARK: Weighing

  private func candidate(
    _ key: Key, _ count: Int, _ z: Double, _ counts: StemCounts, _ scale: Scale
  ) -> Candidate {
    var stems: [UInt32] = []
    var all: [UInt32] = []
    var score = z
    for lane in 0..<4 where key[lane] != Self.unused && !all.contains(key[lane]) {
      let stem = key[lane]
      all.append(stem)
      let own = scale.z(Int(counts.inTheme[Int(stem)]), Int(counts.inAll[Int(stem)]))
      if stem == not {
        score += 0.75 * max(0, own - 3)
      } else if isCommon[Int(stem)] {
        score += 0.375 * min(0, own)
      } else if isFunction[Int(stem)], key[1] != Self.unused {
        score -= 0.75 * 1.5
        continue
      } else {
        score += 0.75 * (own - 3)
      }
      stems.append(stem)
    }
    if key[1] == Self.unused { score = Self.single(score, isFunction[Int(key[0])]) }
    return Candidate(key: key, stems: stems, count: count, score: score, place: 0..<0)
  }

  /// What one word alone is worth: less, and a word of courtesy ("thanks") little.
  private static func single(_ score: Double, _ isCourtesy: Bool) -> Double {
    score > 0 ? score * (isCourtesy ? 0.3 : 0.75) : score
  }

  /// Adds what depends on all texts with the words of a candidate, and on how it is written.
  private func weigh(_ candidate: inout Candidate, _ themes: [Int], _ theme: Int, _ scale: Scale) {
    let lists = candidate.stems.map { postings[Int($0)] }.sorted { $0.count < $1.count }
    var all: [Int32] = lists.first?.filter { themes[Int($0)] >= 0 } ?? []
    for list in lists.dropFirst() { all = Self.common(all, list) }
    candidate.covered = all.filter { themes[Int($0)] == theme }
    let z = max(0, scale.z(candidate.covered.count, all.count))
    let isSingle = candidate.key[1] == Self.unused
    candidate.score +=
      0.5 * (isSingle ? Self.single(z, isFunction[Int(candidate.key[0])]) : z)
      - Double(max(0, candidate.place.count - candidate.stems.count - 1))
    if candidate.score > 0 {
      let precision = (Double(candidate.covered.count) + 0.5) / Double(all.count + 1)
      candidate.score *= pow(precision, 0.3)
    }
  }

  private static func common(_ a: [Int32], _ b: [Int32]) -> [Int32] {
    var both: [Int32] = []
    var j = 0
    for x in a {
      while j < b.count {
        if b[j] >= x { break }
        j += 1
      }
      if j == b.count { break }
      if b[j] == x { both.append(x) }
    }
    return both
  }

  /// Finds the form of each candidate that most texts have, each counted by the first it has.
  private func findPlaces(_ candidates: inout [Candidate], _ members: [Int32]) {
    var numbers: [Key: Int] = [:]
    for (i, candidate) in candidates.enumerated() { numbers[candidate.key] = i }
    var forms: [[(place: Range<Int>, count: Int)]] = Array(repeating: [], count: candidates.count)
    var last = Array(repeating: Int32(-1), count: candidates.count)
    var found: [Found] = []
    for i in members {
      phrases(of: Int(i), into: &found)
      for phrase in found {
        guard let number = numbers[phrase.key], last[number] != i else { continue }
        last[number] = i
        if let known = forms[number].firstIndex(where: { isSame($0.place, phrase.range) }) {
          forms[number][known].count += 1
        } else if forms[number].count < 32 {
          forms[number].append((phrase.range, 1))
        }
      }
    }
    for (i, some) in forms.enumerated() {
      var best = some[0]
      for form in some where form.count > best.count { best = form }
      candidates[i].place = best.place
    }
  }

  // MARK: Keys

  private static func precedes(_ a: Key, _ b: Key) -> Bool {
    for lane in 0..<4 where a[lane] != b[lane] { return a[lane] < b[lane] }
    return false
  }

  private static func all(_ key: Key, _ holds: (UInt32) -> Bool) -> Bool {
    for lane in 0..<4 where key[lane] != unused {
      if !holds(key[lane]) { return false }
    }
    return true
  }

  /// The phrase without its first word, and without function words that were then the first.
  private func withoutFirst(_ key: Key, _ counts: Counts) -> Key {
    var key = key
    repeat {
      key = Key(key[1], key[2], key[3], Self.unused)
    } while key[1] != Self.unused && isFunction[Int(key[0])] && counts[key] == nil
    return key
  }

  /// The same at the other end: "app crashes on login" has "app crashes" in it.
  private func withoutLast(_ key: Key, _ counts: Counts) -> Key {
    var key = key
    for lane in (1..<4).reversed() where key[lane] != Self.unused {
      key[lane] = Self.unused
      if !isFunction[Int(key[lane - 1])] || counts[key] != nil { break }
    }
    return key
  }
}

/// How many texts have each stem: a thread's working memory, for one theme after the other.
struct StemCounts {
  /// Texts of the theme.
  private(set) var inTheme: [Int32]
  /// All texts.
  let inAll: [Int32]
  private var last: [Int32]
  private var touched: [Int] = []

  init(of phrases: ThemePhrases) {
    inAll = phrases.postings.map { Int32($0.count) }
    inTheme = Array(repeating: 0, count: inAll.count)
    last = Array(repeating: -1, count: inAll.count)
  }

  /// Forgets the theme before and counts the texts of the next.
  mutating func add(_ members: [Int32], _ phrases: ThemePhrases) {
    for stem in touched { (inTheme[stem], last[stem]) = (0, -1) }
    touched.removeAll(keepingCapacity: true)
    for i in members {
      for token in phrases.tokens[phrases.bounds[Int(i)]..<phrases.bounds[Int(i) + 1]] {
        let stem = Int(phrases.words[Int(token.word)].stem)
        guard last[stem] != i else { continue }
        if last[stem] < 0 { touched.append(stem) }
        last[stem] = i
        inTheme[stem] += 1
      }
    }
  }
}
