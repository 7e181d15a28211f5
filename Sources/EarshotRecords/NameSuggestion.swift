/// Which of the names that exist someone may have meant.
public enum NameSuggestion {
  /// The name with the fewest letters to change, when that is few enough to be a slip; else one
  /// that begins with what was typed.
  ///
  /// - Complexity: O(names · length²)
  public static func nearest(to wanted: String, among names: [String]) -> String? {
    var best: (distance: Int, name: String)?
    let letters = lowercased(wanted)
    for name in names {
      let distance = editDistance(letters, lowercased(name))
      if distance < best?.distance ?? .max { best = (distance, name) }
    }
    if let best, best.distance <= max(1, letters.count / 3) { return best.name }
    return names.first { letters.count >= 3 && lowercased($0).starts(with: letters) }
  }

  private static func lowercased(_ text: String) -> [UInt8] { text.utf8.map(\.asciiLowercased) }

  /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
  static func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 0..<a.count {
      var row = [Int](repeating: i + 1, count: b.count + 1)
      for j in 0..<b.count {
        var distance = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          distance = min(distance, beforeLast[j - 1] + 1)
        }
        row[j + 1] = distance
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
