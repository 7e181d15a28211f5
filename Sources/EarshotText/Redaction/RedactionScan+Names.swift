/// Names of people, known by the words around them.
extension RedactionScan {
  /// How a name after a cue may be written.
  struct NameForm {
    /// Small letters are no hindrance.
    var mayBeSmall = false
    /// Words of capitals only are no shouting.
    var mayBeLoud = true
    var mostWords = 4
  }

  /// The name after a cue whose phrase is pieces `start..<end`.
  mutating func name(after cue: Cue, _ start: Int, _ end: Int) {
    switch cue {
    case .ownName:
      guard !roles(start - 1).contains(.thing) || pieces[start].gap > .blank else { return }
      let next = isMark(end, ":") ? end + 1 : end
      // After "my name" without "is" a word in small letters goes on with the sentence.
      let isStated = next > end || lowercased(end - 1) != Array("name".utf8)
      takeName(next, NameForm(mayBeSmall: isStated), gap: .line)
    case .nameLabel:
      // Without the colon "name" and "from" are plain words.
      let asks = isMark(end, "?", gap: .blank)
      guard !roles(start - 1).contains(.thing) || pieces[start].gap > .blank else { return }
      guard isMark(end, in: ":=?", gap: .blank) || roles(end).contains(.connector) && isStated(end)
      else { return }
      takeName(end + 1, NameForm(mayBeSmall: !asks), gap: .line)
    case .namedPerson:
      var next = end
      if isMark(next, in: ",:(") { next += 1 }
      for word in ["named", "called", "is", "was", "name"] where isLetters(next, gap: .blank) {
        if lowercased(next) == Array(word.utf8) { next += 1 }
      }
      takeTitle(&next)
      takeName(next, NameForm(mayBeSmall: false))
    case .selfName: selfName(start, end)
    case .greeting: greeting(end)
    case .closing: signature(start, end)
    default: break
    }
  }

  private func isStated(_ i: Int) -> Bool { lowercased(i) == Array("is".utf8) }

  /// Notes the name at piece `i`, if there is one; returns the piece after it.
  @discardableResult
  mutating func takeName(
    _ i: Int, _ form: NameForm, gap: Piece.Gap = .blank
  ) -> Int? {
    guard i < pieces.count, pieces[i].gap <= gap else { return nil }
    var start = i
    takeTitle(&start)
    guard let end = nameEnd(start, form) ?? smallNameEnd(start, form) else { return nil }
    addName(start, end)
    return end
  }

  private mutating func addName(_ start: Int, _ end: Int, rank: Int = 3) {
    let last = withoutPossessive(end - 1)
    add(.name, bytes: Int(pieces[start].start)..<last, rank: rank)
    guard redactor.kinds.contains(.name) else { return }
    for k in start..<end where pieces[k].kind == .letters && pieces[k].count >= 3 {
      guard pieces[k].isCapitalized, !roles(k).contains(.notName) else { continue }
      nameWords.insert(Array(text[Int(pieces[k].start)..<withoutPossessive(k)]))
    }
  }

  /// The end of piece `k` without `'s`.
  private func withoutPossessive(_ k: Int) -> Int {
    let range = pieces[k].range
    for ending in ["'s", "’s"]
    where text[range].suffix(ending.utf8.count).elementsEqual(ending.utf8) {
      return range.upperBound - ending.utf8.count
    }
    return range.upperBound
  }

  private func takeTitle(_ i: inout Int) {
    guard roles(i).contains(.title), pieces[i].isCapitalized else { return }
    let next = isMark(i + 1, ".") ? i + 2 : i + 1
    if isLetters(next, gap: .blank) { i = next }
  }

  /// One past a name of capitalised words that begins at piece `i`: `Ana de la Cruz`, `J. R. Smith`,
  /// `Smith-Jones`.
  func nameEnd(_ i: Int, _ form: NameForm) -> Int? {
    var at = i
    var words = 0
    var letters = 0
    while at < pieces.count, words < form.mostWords, pieces[at].kind == .letters,
      at == i || pieces[at].gap == .blank, Int(pieces[at].runEnd) == at + 1, at >= urlEnd
    {
      let piece = pieces[at]
      if piece.isCapitalized, !roles(at).contains(.notName) || words > 0 && piece.count == 1,
        !isMask(at)
      {
        if piece.isUppercase, piece.count > 2, !form.mayBeLoud { break }
        let end = withoutPossessive(at)
        words += 1
        letters += piece.count
        at += 1
        if end < Int(piece.end) { break }
        if piece.count == 1 || words == 1 && piece.count <= 2, isMark(at, ".") { at += 1 }
        while isMark(at, "-"), isLetters(at + 1), pieces[at + 1].isCapitalized { at += 2 }
      } else if roles(at).contains(.particle), at + 1 < pieces.count, words > 0 || piece.count >= 2,
        let next = capitalAfterParticles(at)
      {
        at = next
      } else {
        break
      }
    }
    // A name may be one letter and a dot, but not that alone.
    return letters >= 2 ? at : nil
  }

  /// `XXXX`, which stands where somebody else hid something.
  private func isMask(_ i: Int) -> Bool {
    pieces[i].count > 1 && text[pieces[i].range].allSatisfy { $0 | 0x20 == 0x78 }
  }

  /// The capitalised word after up to two particles.
  private func capitalAfterParticles(_ i: Int) -> Int? {
    for next in [i + 1, i + 2] where isLetters(next, gap: .blank) {
      if pieces[next].isCapitalized, !roles(next).contains(.notName) { return next }
      if !roles(next).contains(.particle) { return nil }
    }
    return nil
  }

  /// One or two words in small letters, where the cue leaves no doubt: `my name is jo smith`.
  private func smallNameEnd(_ i: Int, _ form: NameForm) -> Int? {
    guard form.mayBeSmall else { return nil }
    var at = i
    while at < min(i + 2, pieces.count), pieces[at].kind == .letters, pieces[at].count >= 2,
      at == i || pieces[at].gap == .blank, Int(pieces[at].runEnd) == at + 1,
      roles(at).isDisjoint(with: [.notName, .endsAddress, .connector, .particle])
    {
      at += 1
    }
    return at > i ? at : nil
  }

  /// `Mr. Smith`: the name after a title at piece `i`.
  mutating func title(at i: Int) {
    guard roles(i).contains(.title), !goesOn(after: i), i >= urlEnd else { return }
    let isAddressed = ["mr", "mrs", "ms"].contains { lowercased(i) == Array($0.utf8) }
    guard pieces[i].isCapitalized || isAddressed else { return }
    let hasDot = isMark(i + 1, ".")
    // "ms outlook" is a program.
    let mayBeSmall = isAddressed && (hasDot || lowercased(i) != Array("ms".utf8))
    // "12 Oak Dr Springfield": the drive, not the doctor.
    if !hasDot, !isAddressed, i > 0, pieces[i].gap == .blank, pieces[i - 1].isCapitalized,
      pieces[i - 1].kind == .letters
    {
      return
    }
    takeName(hasDot ? i + 2 : i + 1, NameForm(mayBeSmall: mayBeSmall))
  }

  // MARK: - Saying who one is

  /// `I'm Anna Kowalski`, `this is Anna from Acme`; not `I am Happy`, `this is Ridiculous`.
  private mutating func selfName(_ start: Int, _ end: Int) {
    var next = end
    takeTitle(&next)
    guard isLetters(next, gap: .blank),
      let last = nameEnd(next, NameForm(mayBeLoud: false))
    else { return }
    let words = pieces[next..<last].count { $0.kind == .letters }
    let isFirstPerson =
      pieces[start].byte == UInt8(ascii: "i") && lowercased(start).last == 0x6D
      || isLetters(start + 1) || lowercased(start) == [0x69]
    let isIt = lowercased(start).starts(with: "it".utf8) || lowercased(start) == Array("this".utf8)
    let isFollowed = roles(last).contains(.afterSelf) && pieces[last].gap == .blank
    let isEnded = last >= pieces.count || pieces[last].gap >= .line || pieces[last].kind == .mark
    if isIt {
      guard isFollowed || isEnded && words >= 2 else { return }
    } else {
      // "I am Premium member": a word in small letters that names a role.
      guard isFirstPerson || isEnded,
        isEnded || isFollowed || words >= 2
          || !roles(last).contains(.notName) || !pieces[last].isCapitalized
      else { return }
      if roles(last).contains(.notName), pieces[last].gap == .blank, !isFollowed,
        pieces[last].kind == .letters, words < 2,
        roles(last).isDisjoint(with: [.endsAddress, .connector])
      {
        return
      }
    }
    addName(next, last)
  }

  // MARK: - Greetings and signatures

  /// `Dear Anna`, `Hi Anna,`: a name and then a mark, or the end of the line.
  private mutating func greeting(_ end: Int) {
    var next = isMark(end, ",") ? end + 1 : end
    takeTitle(&next)
    guard isLetters(next, gap: .blank), let last = nameEnd(next, NameForm()) else { return }
    let isEnded =
      last >= pieces.count || pieces[last].gap >= .line || isMark(last, in: ",.!:;-", gap: .blank)
    if isEnded { addName(next, last) }
  }

  /// The name under "Regards,", or behind it at the end of a line.
  private mutating func signature(_ start: Int, _ end: Int) {
    var next = end
    let opens = pieces[start].gap >= .line || isMark(start - 1, in: ".,!", gap: .paragraph)
    while isMark(next, in: ",.!-~", gap: .blank), next < end + 3 { next += 1 }
    guard opens, isLetters(next, gap: .paragraph) else { return }
    let isBelow = pieces[next].gap >= .line
    guard isBelow || next > end || pieces[next].isCapitalized else { return }
    takeTitle(&next)
    let form = NameForm(mayBeSmall: isBelow && pieces[start].gap >= .line)
    guard let last = nameEnd(next, form) ?? smallNameEnd(next, form) else { return }
    let isEnded =
      last >= pieces.count || pieces[last].gap >= .line || isBelow && isMark(last, in: ",|(.")
    if isEnded { addName(next, last) }
  }

  // MARK: - Again

  /// A name that was found once is a name wherever its words stand in the text with a capital.
  mutating func findNamesAgain() {
    guard !nameWords.isEmpty else { return }
    var i = 0
    while i < pieces.count {
      guard isKnownName(i) else {
        i += 1
        continue
      }
      var end = i + 1
      while end < pieces.count, pieces[end].gap == .blank, isKnownName(end) { end += 1 }
      add(.name, bytes: Int(pieces[i].start)..<withoutPossessive(end - 1), rank: 4)
      i = end
    }
  }

  private func isKnownName(_ i: Int) -> Bool {
    guard pieces[i].kind == .letters, pieces[i].isCapitalized, pieces[i].count >= 3,
      !goesOn(after: i), !goesOn(before: i)
    else { return false }
    return nameWords.contains(Array(text[Int(pieces[i].start)..<withoutPossessive(i)]))
  }
}
