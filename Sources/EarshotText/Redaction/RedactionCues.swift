/// Finds phrases of several words, the longest that begins at a word.
struct RedactionCues: Sendable {
  private struct Phrase: Sendable {
    var words: [Int32]
    var cue: Cue
  }

  /// By the number of the first word: phrases, the longest first.
  private var phrases: [[Phrase]] = []
  /// No phrase has more words.
  static let longestPhrase = 6

  /// Takes over a phrase; words that are not in `words` yet are added.
  mutating func add(_ phrase: Substring, _ cue: Cue, to words: inout RedactionWords) {
    let numbers = phrase.split { $0 == " " || $0 == "-" }.map { words.add($0) }
    guard let first = numbers.first, numbers.count <= Self.longestPhrase else { return }
    while phrases.count <= Int(first) { phrases.append([]) }
    let place = phrases[Int(first)].firstIndex { $0.words.count < numbers.count }
    phrases[Int(first)].insert(
      Phrase(words: numbers, cue: cue), at: place ?? phrases[Int(first)].count)
  }

  /// The longest phrase that begins with piece `i`, all cues of it, and the piece after it.
  ///
  /// Between two words may stand one dash, dot, slash or underscore; no empty line.
  func match(_ pieces: [Piece], at i: Int) -> (cues: [Cue], end: Int)? {
    let word = Int(pieces[i].word)
    guard word >= 0, word < phrases.count else { return nil }
    var found: (cues: [Cue], end: Int)?
    var longest = 0
    for phrase in phrases[word] {
      if phrase.words.count < longest { break }
      guard let end = end(of: phrase, pieces, i) else { continue }
      longest = phrase.words.count
      found = ((found?.cues ?? []) + [phrase.cue], end)
    }
    return found
  }

  private func end(of phrase: Phrase, _ pieces: [Piece], _ i: Int) -> Int? {
    var at = i + 1
    for word in phrase.words.dropFirst() {
      if at < pieces.count, pieces[at].gap < .line, isJoint(pieces[at]) { at += 1 }
      guard at < pieces.count, pieces[at].word == word, pieces[at].gap < .paragraph else {
        return nil
      }
      at += 1
    }
    return at
  }

  private func isJoint(_ piece: Piece) -> Bool {
    piece.kind == .mark
      && (piece.byte == 0x2D || piece.byte == 0x2E || piece.byte == 0x2F || piece.byte == 0x5F)
  }
}
