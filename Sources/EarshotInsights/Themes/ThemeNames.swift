import EarshotNumerics
import Glibc

/// What a theme is called.
public struct ThemeName: Sendable, Equatable {
  public var name: String
  /// Up to 8 phrases that set the theme apart, the most telling first.
  public var terms: [String]

  public init(name: String, terms: [String]) { (self.name, self.terms) = (name, terms) }
}

/// Names for themes, read off their texts: "refund not received", "top up failed, card declined".
public struct ThemeNames: Sendable {
  /// Names each theme by the phrase that sets it apart (see `ThemePhrases`), or by two where the first covers less than a
  /// third of its texts.
  ///
  /// - Parameters:
  ///   - texts: UTF-8, different from each other; of long ones only the beginning is read.
  ///   - themes: of each text, in `0..<count`, or -1 for none.
  ///   - taken: names that no theme gets, whatever their case.
  /// - Returns: `count` names that differ in more than case; "theme 7" for the theme 6 where its texts have no words.
  ///   The same for any number of threads.
  /// - Complexity: O(words)
  public static func of(
    _ texts: [[UInt8]], themes: [Int], count: Int, taken: [String] = [], threads: Int
  ) -> [ThemeName] {
    precondition(texts.count == themes.count && themes.allSatisfy { $0 >= -1 && $0 < count })
    let phrases = ThemePhrases(texts, themes: themes, count: count, threads: threads)
    let candidates = phrases.candidates(themes, count: count, threads: threads)
    var sizes = Array(repeating: 0, count: count)
    for theme in themes where theme >= 0 { sizes[theme] += 1 }
    var naming = ThemeNames(phrases: phrases, names: Set(taken.map { $0.lowercased() }))
    var names = Array(repeating: ThemeName(name: "", terms: []), count: count)
    // A phrase goes to the theme that it fits best.
    let order = candidates.indices.sorted {
      let (a, b) = (candidates[$0].first?.score ?? 0, candidates[$1].first?.score ?? 0)
      return a != b ? a > b : $0 < $1
    }
    for j in order { names[j] = naming.name(candidates[j], size: sizes[j], number: j + 1) }
    return names
  }

  private let phrases: ThemePhrases
  /// Names that are given, in small letters.
  private var names: Set<String>
  /// The stems of names that are given, each sorted: "oil change" and "change the oil" tell no one two themes apart.
  private var stems: Set<[UInt32]> = []

  private init(phrases: ThemePhrases, names: Set<String>) {
    (self.phrases, self.names) = (phrases, names)
  }

  private mutating func name(
    _ candidates: [ThemePhrases.Candidate], size: Int, number: Int
  ) -> ThemeName {
    let ordered = size == 1 ? firstWords(candidates) : candidates
    for first in ordered {
      let second = partner(of: first, candidates, size)
      let isEnough = 3 * first.covered.count >= size || second.map { $0.score < 0.5 } ?? true
      if isEnough, give([first]) { return result([first], candidates) }
      if let second, give([first, second.candidate]) {
        return result([first, second.candidate], candidates)
      }
      if !isEnough, give([first]) { return result([first], candidates) }
    }
    var name = "theme \(number)"
    var copy = 2
    while !names.insert(name.lowercased()).inserted {
      name = "theme \(number) (\(copy))"
      copy += 1
    }
    return ThemeName(name: name, terms: terms([], candidates))
  }

  /// The candidates of a single text: nothing sets its phrases apart, so the longest of its first.
  private func firstWords(_ candidates: [ThemePhrases.Candidate]) -> [ThemePhrases.Candidate] {
    candidates.sorted {
      $0.place.lowerBound != $1.place.lowerBound
        ? $0.place.lowerBound < $1.place.lowerBound : $0.place.count > $1.place.count
    }
  }

  /// The best phrase for what the first leaves out, and its score as a part of the first's.
  private func partner(
    of first: ThemePhrases.Candidate, _ candidates: [ThemePhrases.Candidate], _ size: Int
  ) -> (candidate: ThemePhrases.Candidate, score: Double)? {
    var best: (candidate: ThemePhrases.Candidate, score: Double)?
    let covered = Set(first.covered)
    for candidate in candidates where candidate.score > 0 && first.score > 0 {
      if candidate.stems.count == 1, 4 * candidate.count < size { continue }
      let new = candidate.covered.count { !covered.contains($0) }
      let score =
        candidate.score / first.score * Double(new) / Double(max(1, candidate.covered.count))
      guard score > best?.score ?? 0, !overlap(first, candidate) else { continue }
      best = (candidate, score)
    }
    return best
  }

  /// Whether a word of the one is a word of the other, begins it, or has the same five letters before the rest.
  private func overlap(_ a: ThemePhrases.Candidate, _ b: ThemePhrases.Candidate) -> Bool {
    if a.stems.contains(where: { b.stems.contains($0) }) { return true }
    for i in a.place {
      let one = phrases.words[Int(phrases.tokens[i].word)]
      for j in b.place where one.roles.isContent {
        let other = phrases.words[Int(phrases.tokens[j].word)]
        let shared = max(4, min(5, one.folded.count, other.folded.count))
        guard other.roles.isContent, one.folded.count >= shared else { continue }
        if one.folded.prefix(shared) == other.folded.prefix(shared) { return true }
      }
    }
    return false
  }

  /// Takes a name, unless it is given.
  private mutating func give(_ parts: [ThemePhrases.Candidate]) -> Bool {
    let name = text(parts).lowercased()
    let words = Set(parts.flatMap(\.stems)).sorted()
    guard !names.contains(name), !stems.contains(words) else { return false }
    names.insert(name)
    stems.insert(words)
    return true
  }

  private func text(_ parts: [ThemePhrases.Candidate]) -> String {
    parts.map { phrases.text($0.place) }.joined(separator: ", ")
  }

  private func result(
    _ parts: [ThemePhrases.Candidate], _ candidates: [ThemePhrases.Candidate]
  ) -> ThemeName {
    ThemeName(name: text(parts), terms: terms(parts, candidates))
  }

  /// The name's phrases, then the best that neither hold one of those before nor are part of it.
  private func terms(
    _ parts: [ThemePhrases.Candidate], _ candidates: [ThemePhrases.Candidate]
  ) -> [String] {
    var chosen = parts
    for candidate in candidates where chosen.count < 8 {
      let own = Set(candidate.stems)
      let isKnown = chosen.contains { own.isSubset(of: $0.stems) || own.isSuperset(of: $0.stems) }
      if !isKnown { chosen.append(candidate) }
    }
    return chosen.map { phrases.text($0.place) }
  }
}

/// Which records of a theme are shown as examples.
public struct ThemeQuotes {
  /// Picks members near the centre and different from each other, by maximal marginal relevance (Carbonell & Goldstein 1998):
  /// again and again the member i with the largest
  ///
  ///     0.7 · ⟨x_i, c⟩ - 0.3 · max_{j picked} ⟨x_i, x_j⟩ - penalty(length_i)
  ///
  /// - Parameters:
  ///   - rows: `n × d`, rows of unit length.
  ///   - members: rows of the theme.
  ///   - centroid: `d` numbers, of any length but made a unit one.
  ///   - lengths: bytes of each of the `n` texts; 30 to 240 are read with ease, others only stand in.
  /// - Returns: at most `limit` of the members, the best first; ties go to the lower row. Empty texts are never picked.
  /// - Complexity: O(members · d · limit)
  public static func pick(
    rows: DenseMatrix, members: [Int], centroid: [Float], lengths: [Int], limit: Int
  ) -> [Int] {
    precondition(centroid.count == rows.columnCount && lengths.count == rows.rowCount)
    let norm = dot(centroid[...], centroid[...]).squareRoot()
    let sorted = members.filter { lengths[$0] > 0 }.sorted()
    var worth = sorted.map { i in
      let nearness = norm > 0 ? dot(rows.row(i), centroid[...]) / norm : 0
      return 0.7 * nearness - penalty(lengths[i])
    }
    var closest = Array(repeating: Float(0), count: sorted.count)
    var picked: [Int] = []
    while picked.count < min(limit, sorted.count) {
      var best = -1
      for k in sorted.indices where worth[k] > -.infinity {
        if best < 0 || worth[k] - 0.3 * closest[k] > worth[best] - 0.3 * closest[best] { best = k }
      }
      guard best >= 0 else { break }
      picked.append(sorted[best])
      worth[best] = -.infinity
      let row = rows.row(sorted[best])
      for k in sorted.indices where worth[k] > -.infinity {
        closest[k] = max(closest[k], dot(rows.row(sorted[k]), row))
      }
    }
    return picked
  }

  /// Nothing for 30 to 240 bytes; a half, which nearness seldom makes good, for twice or half as much, and so on.
  private static func penalty(_ length: Int) -> Float {
    let times = Float(max(30 / Double(length), Double(length) / 240, 1))
    return 0.5 * log2f(times)
  }

  private static func dot(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Float {
    var sum: Float = 0
    for (x, y) in zip(a, b) { sum += x * y }
    return sum
  }
}
