/// Postal addresses: number and street in either order, post boxes, and what a cue announces.
extension RedactionScan {
  /// Endings of streets written as one word, in small letters; those of the second list only count
  /// with a capital, because English words end like them.
  private static let streetEndings = [
    "straße", "strasse", "strass", "gatan", "gata", "gade", "vägen", "vagen", "veien", "vegen",
    "vænget", "straat", "gasse", "allee", "platz", "plein", "katu", "kuja", "utca", "kuja", "vej",
  ].map { Array($0.utf8) }
  private static let capitalEndings = ["weg", "laan", "tie", "damm", "ufer", "torget", "stien"]
    .map { Array($0.utf8) }

  /// Whether piece `i` is such a word: `Hauptstraße`.
  private func isCompoundStreet(_ i: Int) -> Bool {
    guard isLetters(i, gap: .paragraph), pieces[i].count >= 6, pieces[i].count <= 40,
      Int(pieces[i].runEnd) == i + 1
    else { return false }
    let word = lowercased(i)
    if Self.streetEndings.contains(where: { word.suffix($0.count).elementsEqual($0) }) {
      return true
    }
    return pieces[i].isCapitalized
      && Self.capitalEndings.contains { word.suffix($0.count).elementsEqual($0) }
  }

  /// `12 Crown Street`, `12a-14 rue de Rivoli`, `450 Præstevænget 15`, from the number at piece `i`.
  mutating func streetAddress(at i: Int) {
    guard pieces[i].count <= 6, !goesOn(before: i), i >= urlEnd,
      pieces[i].gap > .none || !isMark(i - 1, in: ".,$#-/", gap: .paragraph)
    else { return }
    guard let name = afterHouseNumber(i), let end = streetEnd(name) else { return }
    add(.address, i, addressTail(from: end), rank: 2)
  }

  /// Past `12`, `12a`, `12-14`, `12/3`, `12,`.
  private func afterHouseNumber(_ i: Int) -> Int? {
    var at = Int(pieces[i].runEnd)
    // `12th` is no house, `12a` is.
    if at > i + 2 || at == i + 2 && pieces[i + 1].count > 1 { return nil }
    if isMark(at, in: "-/"), isDigits(at + 1), pieces[at + 1].count <= 5 {
      at = Int(pieces[at + 1].runEnd)
    }
    if isMark(at, ",") { at += 1 }
    return at
  }

  /// One past the street that begins at piece `start`; nil when none does.
  private func streetEnd(_ start: Int) -> Int? {
    guard start < pieces.count, pieces[start].gap <= .blank else { return nil }
    if roles(start).contains(.streetBefore), let end = wordsAfterStreet(start) { return end }
    var at = start
    var small = 0
    var words = 0
    var best: Int?
    while at < min(start + 6, pieces.count), pieces[at].gap == .blank || at == start {
      let piece = pieces[at]
      if piece.kind == .digits {
        // `42nd Street`; a second number before the name: `6750 62 Rue Gafsa`.
        if at == start, Int(piece.runEnd) == at + 1, roles(at + 1).contains(.streetBefore),
          let end = wordsAfterStreet(at + 1)
        {
          return end
        }
        guard piece.count <= 4, words == 0 else { break }
        at = Int(piece.runEnd)
        words += at > start + 1 ? 1 : 0
        continue
      }
      if isMark(at, "."), pieces[at].gap == .none { at += 1; continue }
      guard piece.kind == .letters, Int(piece.runEnd) == at + 1 else { break }
      if isCompoundStreet(at) {
        return isDigits(at + 1, gap: .blank) && pieces[at + 1].count <= 4
          ? Int(pieces[at + 1].runEnd) : at + 1
      }
      if words > 0, roles(at).contains(.street),
        small == 0 && piece.isCapitalized || roles(at).contains(.plainStreet) && small <= 2
      {
        best = at + 1
      } else if best != nil {
        break
      }
      if !piece.isCapitalized {
        guard roles(at).isDisjoint(with: [.measure, .endsAddress]),
          roles(at).contains(.street) || !roles(at).contains(.notName)
        else { break }
        small += roles(at).contains(.particle) ? 0 : 1
      }
      words += 1
      at += 1
    }
    if best == nil, words > 0, small == 0 {
      // `213 Pilekrogen 53 Apt. 26`: no street word, but house number and unit.
      let number = isDigits(at, gap: .blank) && pieces[at].count <= 4 ? at + 1 : at
      if let unit = unitEnd(number), pieces[number].gap <= .line { return unit }
    }
    return best
  }

  /// `rue de Rivoli`, `Via Franscini 71`: past the words, and the number, after a street word.
  private func wordsAfterStreet(_ street: Int) -> Int? {
    var at = isMark(street + 1, ".") ? street + 2 : street + 1
    var words = 0
    while at < min(street + 6, pieces.count), pieces[at].kind == .letters,
      pieces[at].gap == .blank
        || isMark(at - 1, ".")
    {
      let isWord = pieces[at].isCapitalized && roles(at).isDisjoint(with: .unit)
      guard isWord || roles(at).contains(.particle) else { break }
      words += isWord ? 1 : 0
      at += 1
    }
    guard words > 0 else { return nil }
    if isMark(at, ","), isDigits(at + 1, gap: .blank), pieces[at + 1].count <= 4 { at += 1 }
    return isDigits(at, gap: .blank) && pieces[at].count <= 4 ? Int(pieces[at].runEnd) : at
  }

  /// A street that comes before its number: `Hauptstraße 5`, `Calle Mayor 12`.
  mutating func addressByName(at i: Int) {
    guard !goesOn(before: i), i >= urlEnd, !roles(i).contains(.street) || pieces[i].isCapitalized
    else { return }
    var end: Int?
    if isCompoundStreet(i), isDigits(i + 1, gap: .blank), pieces[i + 1].count <= 4 {
      end = Int(pieces[i + 1].runEnd)
    } else if roles(i).contains(.streetBefore), pieces[i].isCapitalized,
      let last = wordsAfterStreet(i),
      pieces[last - 1].kind != .letters
        || pieces[last - 1].runEnd != pieces[last - 2].runEnd && pieces[last - 2].kind == .digits
    {
      end = last
    }
    guard let end else { return }
    var start = i
    if isDigits(i - 1, gap: .paragraph), pieces[i].gap == .blank, pieces[i - 1].count <= 6 {
      start = i - 1
    }
    add(.address, start, addressTail(from: end), rank: 2)
  }

  /// What goes on after the street: direction, unit, town, state, postcode, country.
  private func addressTail(from start: Int) -> Int {
    var end = start
    if isMark(end, ".") && end + 1 < pieces.count && pieces[end + 1].gap == .blank
      && roles(end - 1).contains(.street) && pieces[end - 1].count <= 4
    {
      end += 1
    }
    if roles(end).contains(.direction), pieces[end].isUppercase, pieces[end].gap == .blank {
      end += 1
    }
    var isAfterPostcode = false
    for _ in 0..<7 {
      var at = end
      let hasComma = isMark(at, ",", gap: .line)
      if hasComma { at += 1 }
      guard at < pieces.count, pieces[at].gap <= .line, pieces[at].kind != .placeholder else {
        break
      }
      let isApart = hasComma || pieces[at].gap == .line
      if let next = unitEnd(at) {
        end = next
      } else if let next = postcode(at) {
        end = next
        isAfterPostcode = true
      } else if roles(at).contains(.state), pieces[at].isUppercase, pieces[at].count <= 3,
        let next = Optional(at + 1)
      {
        end = zipEnd(next) ?? next
      } else if roles(at).contains(.country), pieces[at].isCapitalized {
        end = at + 1
      } else if let town = townEnd(at),
        isApart || isAfterPostcode || postcode(town) != nil
          || roles(town).contains(.state) && pieces[town].isUppercase
      {
        end = town
        isAfterPostcode = false
      } else {
        break
      }
    }
    return end
  }

  /// `Apt. 4B`, `Suite 200`, `#12`.
  private func unitEnd(_ i: Int) -> Int? {
    let isHash = isMark(i, "#", gap: .line)
    guard isHash || roles(i).contains(.unit) else { return nil }
    var at = i + 1
    if isMark(at, ".") { at += 1 }
    if isMark(at, "#", gap: .blank) { at += 1 }
    guard at < pieces.count, pieces[at].gap <= .blank else { return nil }
    let isCode = pieces[at].kind == .digits || pieces[at].kind == .letters && pieces[at].count == 1
    return isCode ? Int(pieces[at].runEnd) : nil
  }

  /// Past a postcode: five or six digits, `12345-6789`, `394 13`, `53-320`, `SW1A 1AA`.
  private func postcode(_ i: Int) -> Int? {
    guard i < pieces.count, pieces[i].gap <= .line else { return nil }
    if pieces[i].kind == .letters {
      guard let end = postcodeEnd(i) else { return nil }
      var at = i
      while at < pieces.count, Int(pieces[at].start) < end { at += 1 }
      return at
    }
    guard pieces[i].kind == .digits, !goesOn(after: i) else { return nil }
    if let next = zipEnd(i) { return next }
    if pieces[i].count == 3, isDigits(i + 1, gap: .blank), pieces[i + 1].count == 2 { return i + 2 }
    if pieces[i].count == 2, isMark(i + 1, "-"), isDigits(i + 2), pieces[i + 2].count == 3 {
      return i + 3
    }
    return (4...6).contains(pieces[i].count) ? i + 1 : nil
  }

  /// Past one to four capitalised words that may be a town.
  private func townEnd(_ i: Int) -> Int? {
    var at = i
    while at < min(i + 5, pieces.count), pieces[at].kind == .letters,
      at == i || pieces[at].gap == .blank
    {
      let isWord = pieces[at].isCapitalized && !roles(at).contains(.notName)
      let isState = roles(at).contains(.state) && pieces[at].isUppercase && pieces[at].count == 2
      guard isWord && !isState || at > i && roles(at).contains(.particle) else { break }
      at += 1
    }
    return at > i ? at : nil
  }

  // MARK: - Boxes

  /// `P.O. Box 12`, `Postfach 12`, from its cue.
  mutating func postBox(_ start: Int, _ end: Int) {
    let number = isMark(end, "#", gap: .blank) ? end + 1 : end
    guard isDigits(number, gap: .blank), pieces[number].count <= 6 else { return }
    var first = start
    if isDigits(start - 1, gap: .paragraph), roles(start - 2).contains(.unit) { first = start - 2 }
    add(.address, first, addressTail(from: number + 1), rank: 2)
  }

  // MARK: - After a cue

  /// What stands after "address:" or "lives at": up to the end of the address.
  mutating func address(after cue: Int) {
    guard let value = announced(after: cue), value.start < pieces.count else { return }
    var start = value.start
    // The person first, the address on the next line.
    if let name = nameEnd(start, NameForm()), isDigits(name, gap: .line), name - start >= 2,
      pieces[name].gap == .line || isMark(name, ",")
    {
      takeName(start, NameForm(), gap: .paragraph)
      start = name
    }
    guard pieces[start].isAlphanumeric, start >= urlEnd else { return }
    let end = freeAddressEnd(start)
    let inside = pieces[start..<max(start, end)]
    let hasNumber = inside.contains { $0.kind == .digits && $0.count <= 6 }
    let hasName = inside.indices.contains {
      pieces[$0].kind == .letters && pieces[$0].count >= 3
        && (pieces[$0].isCapitalized || isCompoundStreet($0) || roles($0).contains(.plainStreet))
    }
    if hasNumber, hasName { add(.address, start, end, rank: 3) }
  }

  /// Words of an address are capitals, numbers, units and particles; a sentence ends it.
  private func freeAddressEnd(_ start: Int) -> Int {
    var at = start
    var small = 0
    while at < min(start + 28, pieces.count) {
      let piece = pieces[at]
      if at > start, piece.gap >= .paragraph { break }
      if piece.kind == .placeholder { break }
      if piece.kind == .mark {
        guard isMark(at, in: ",./-#()'", gap: .line) else { break }
        if isMark(at, "."), at + 1 >= pieces.count || pieces[at + 1].gap >= .blank,
          at + 1 >= pieces.count || pieces[at + 1].kind == .letters || pieces[at + 1].gap > .blank,
          !(pieces[at - 1].kind == .letters && pieces[at - 1].count <= 4)
        {
          break
        }
      } else if piece.kind == .letters {
        if at > start, piece.gap == .line, roles(at).contains(.notName) { break }
        if roles(at).contains(.endsAddress), !piece.isUppercase || piece.count > 2 { break }
        let isKnown =
          piece.isCapitalized || isCompoundStreet(at) || goesOn(before: at)
          || !roles(at).isDisjoint(with: [.particle, .street, .unit, .streetBefore, .country])
        small = isKnown ? 0 : small + 1
        if small > 2 || roles(at).contains(.measure) { break }
      }
      at += 1
    }
    while at > start, pieces[at - 1].kind == .mark { at -= 1 }
    // Small words at the end were not part of it.
    while at > start + 1, pieces[at - 1].kind == .letters, !pieces[at - 1].isCapitalized,
      !isCompoundStreet(at - 1), !goesOn(before: at - 1),
      roles(at - 1).isDisjoint(with: [.street, .country])
    {
      at -= 1
    }
    while at > start, pieces[at - 1].kind == .mark { at -= 1 }
    return at
  }
}
