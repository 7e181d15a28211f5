/// Smallest whole numbers for which something holds.
enum Search {
  /// The smallest number in `from...to` for which a claim holds that goes on holding; nil if none.
  ///
  /// - Complexity: O(log) of the distance between the answer and the guess.
  static func smallest(from: Int, to: Int, near guess: Int, _ holds: (Int) -> Bool) -> Int? {
    guard from <= to else { return nil }
    let start = min(max(guess, from), to)
    var step = 1
    var fails: Int  // the claim fails there, or it is from − 1
    var works: Int  // it holds there, or it is to + 1
    if holds(start) {
      (works, fails) = (start, start - 1)
      while fails >= from && holds(fails) {
        works = fails
        fails = max(from - 1, fails - step)
        step *= 2
      }
    } else {
      (fails, works) = (start, start + 1)
      while works <= to && !holds(works) {
        fails = works
        works = works > to - step ? (works == to ? to + 1 : to) : works + step
        step *= 2
      }
    }
    while works - fails > 1 {
      let middle = fails + (works - fails) / 2
      if holds(middle) { works = middle } else { fails = middle }
    }
    return works <= to ? works : nil
  }

  /// The same for a claim that may fail again within `wavering` numbers after it first holds: those below
  /// the answer found are looked at too.
  static func smallest(
    from: Int, to: Int, wavering: Int, _ holds: (Int) -> Bool
  ) -> Int? {
    guard let found = smallest(from: from, to: to, near: from, holds) else { return nil }
    var best = found
    var candidate = found - 1
    while candidate >= from && candidate >= best - wavering {
      if holds(candidate) { best = candidate }
      candidate -= 1
    }
    return best
  }
}
