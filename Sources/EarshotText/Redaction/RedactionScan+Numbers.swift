/// A run of digits of a number written in groups: `0161 496 0123` has three.
struct DigitGroup {
  /// Its piece.
  var piece: Int
  /// Digits.
  var count: Int
  /// What stands before it: a blank, `-`, `.`, `/`, `(`, `)`; 0 for the first.
  var separator: UInt8
}

/// Numbers that show what they are by their form: cards, telephones, social security; and IBANs.
extension RedactionScan {
  private static let mostGroups = 16

  /// The number whose first digits are piece `i`, if it is a card, a telephone or an identity.
  mutating func number(at i: Int) {
    guard i >= numbersEnd, !startsInsideNumber(i) else { return }
    collectGroups(from: i)
    // A wall of groups is a table of numbers, in which only check digits say anything.
    let isTable = groups.count == Self.mostGroups
    for n in stride(from: groups.count, to: 0, by: -1) {
      guard let (kind, rank, end) = classify(n, i), !isTable || rank == 0 else { continue }
      var start = i
      if kind == .phone {
        while isMark(start - 1, in: "+(", gap: .paragraph), pieces[start].gap == .none {
          start -= 1
        }
      }
      add(kind, start, end, rank: rank)
      numbersEnd = end
      return
    }
  }

  /// Whether digits before piece `i` belong to the same number, or letters make it a code.
  private func startsInsideNumber(_ i: Int) -> Bool {
    guard pieces[i].gap == .none, i > 0 else { return false }
    if pieces[i - 1].kind != .mark { return true }
    guard pieces[i - 1].gap == .none, i > 1, pieces[i - 2].kind != .mark else { return false }
    let isJoint = isMark(i - 1, in: "-./_,:")
    return isJoint
      && (pieces[i - 2].kind != .letters || isMark(i - 1, in: "-_") && i >= phoneCueEnd)
  }

  private mutating func collectGroups(from i: Int) {
    groups.removeAll(keepingCapacity: true)
    groups.append(DigitGroup(piece: i, count: pieces[i].count, separator: 0))
    var at = i + 1
    while groups.count < Self.mostGroups {
      var separator: UInt8 = 0
      if isMark(at, ")") {
        separator = UInt8(ascii: ")")
        at += 1
      }
      if isMark(at, in: "-./"), at + 1 < pieces.count, pieces[at + 1].gap == .none {
        separator = pieces[at].byte
        at += 1
      } else if isMark(at, "-", gap: .blank), pieces[at].gap == .blank, at + 1 < pieces.count,
        pieces[at + 1].gap == .blank
      {
        separator = UInt8(ascii: "-")
        at += 1
      }
      if isMark(at, "(", gap: .blank), isDigits(at + 1) {
        separator = UInt8(ascii: "(")
        at += 1
      }
      guard isDigits(at, gap: .blank) else { return }
      if separator == 0 {
        guard pieces[at].gap == .blank else { return }
        separator = 0x20
      }
      groups.append(DigitGroup(piece: at, count: pieces[at].count, separator: separator))
      at += 1
    }
  }

  /// What the first `n` groups are: kind, rank, and the piece after.
  private func classify(_ n: Int, _ i: Int) -> (Redaction.Kind, Int, Int)? {
    let last = groups[n - 1].piece
    let end = phoneExtensionEnd(after: last) ?? last + 1
    guard end > last + 1 || !isCutShort(after: last) else { return nil }
    let total = groups[..<n].reduce(0) { $0 + $1.count }
    guard (6...19).contains(total) else { return nil }
    if (12...19).contains(total), end == last + 1 {
      let isCard = looksLikeCard(n, total)
      if isCard { return (.card, 0, end) }
      if i < cardCueEnd, n == 1 || groups[1..<n].allSatisfy({ $0.count >= 2 }) {
        return (.card, 1, end)
      }
    }
    if isDate(n) { return nil }
    if n == 3, end == last + 1, isSocialSecurity() { return (.id, 1, end) }
    guard !isInURL(i), !isAmount(i, last) else { return nil }
    let hasPlus =
      isMark(i - 1, "+", gap: .paragraph) && pieces[i].gap == .none
      || isMark(i - 2, "+", gap: .paragraph) && isMark(i - 1, "(")
    if i < phoneCueEnd, (7...15).contains(total), n <= 7 { return (.phone, 2, end) }
    if isPhone(n, total, hasPlus: hasPlus) { return (.phone, 2, end) }
    return nil
  }

  private func isInURL(_ i: Int) -> Bool { i < urlEnd }

  /// The number goes on: letters, or a mark with digits behind it.
  private func isCutShort(after last: Int) -> Bool {
    if goesOn(after: last) { return true }
    if isMark(last + 1, "%") { return true }
    return isMark(last + 1, in: ",:./-_") && isDigits(last + 2)
  }

  /// `x12`, `ext. 12`, `extension 12` after piece `last`.
  private func phoneExtensionEnd(after last: Int) -> Int? {
    let word = isMark(last + 1, ",", gap: .blank) ? last + 2 : last + 1
    guard isLetters(word, gap: .blank) else { return nil }
    let letters = lowercased(word)
    guard ["x", "ext", "extn", "extension"].contains(where: { letters == Array($0.utf8) }) else {
      return nil
    }
    let digits = isMark(word + 1, ".") ? word + 2 : word + 1
    guard isDigits(digits, gap: .blank), pieces[digits].count <= 6 else { return nil }
    return digits + 1
  }

  private func digits(_ n: Int) -> [UInt8] {
    groups[..<n].flatMap { text[pieces[$0.piece].range].map { $0 - 0x30 } }
  }

  /// Blanks or dashes between groups of the sizes that cards are printed with, Luhn, and a known
  /// beginning.
  private func looksLikeCard(_ n: Int, _ total: Int) -> Bool {
    if n > 1 {
      let separator = groups[1].separator
      guard separator == 0x20 || separator == 0x2D, groups[0].count == 4,
        groups[1..<n].allSatisfy({ $0.separator == separator && (2...7).contains($0.count) })
      else { return false }
    }
    let digits = digits(n)
    let head = digits.prefix(6).reduce(0) { $0 * 10 + Int($1) }
    return CheckDigits.isCard(head: head, count: total) && CheckDigits.luhn(digits)
  }

  /// `ddd-dd-dddd` with an area, group and serial that the agency gives out, or an ITIN (9xx-5x…).
  private func isSocialSecurity() -> Bool {
    guard groups[0].count == 3, groups[1].count == 2, groups[2].count == 4,
      groups[1].separator == 0x2D, groups[2].separator == 0x2D
    else { return false }
    let (area, group) = (value(groups[0].piece), value(groups[1].piece))
    guard group > 0, value(groups[2].piece) > 0, area > 0, area != 666 else { return false }
    return area < 900 || group >= 50
  }

  /// `2024-05-01`, `1.5.2024`, `05/01/24`.
  func isDate(_ n: Int) -> Bool {
    guard n == 3, groups[1].separator == groups[2].separator,
      [0x2D, 0x2E, 0x2F].contains(groups[1].separator)
    else { return false }
    let (a, b, c) = (groups[0], groups[1], groups[2])
    let small = b.count <= 2 && (1...31).contains(value(b.piece))
    let isYearFirst = a.count == 4 && c.count <= 2 && (1900...2100).contains(value(a.piece))
    let isYearLast =
      a.count <= 2 && value(a.piece) <= 31 && (c.count == 4 || c.count == 2)
      && (c.count == 2 || (1900...2100).contains(value(c.piece)))
    return small && (isYearFirst || isYearLast)
  }

  /// Money or a measure: `$`, `€` or `£` before it, a unit behind it.
  private func isAmount(_ first: Int, _ last: Int) -> Bool {
    if roles(last + 1).contains(.measure), pieces[last + 1].gap <= .blank { return true }
    for (k, gap) in [(first - 1, pieces[first].gap), (last + 1, Piece.Gap.none)]
    where k >= 0 && k < pieces.count && pieces[k].kind == .mark && gap <= .blank {
      if pieces[k].byte == UInt8(ascii: "$") { return true }
      let sign = Array(text[pieces[k].range])
      if [[0xE2, 0x82, 0xAC], [0xC2, 0xA3], [0xC2, 0xA5]].contains(sign) { return true }
    }
    return roles(first - 1).contains(.measure) && (3...4).contains(pieces[first - 1].count)
      && pieces[first - 1].isUppercase
  }

  /// Whether the first `n` groups are written as telephone numbers are.
  private func isPhone(_ n: Int, _ total: Int, hasPlus: Bool) -> Bool {
    if hasPlus { return (8...15).contains(total) && n <= 8 }
    if isNorthAmerican(n, total) { return true }
    let separators = groups[1..<n].map(\.separator)
    let first = text[pieces[groups[0].piece].range]
    if first.first == 0x30 {
      // A trunk or exit prefix.
      if first.starts(with: "00".utf8), n > 1 || total >= 12 { return (10...16).contains(total) }
      return (n > 1 ? 9...12 : 10...11).contains(total) && n <= 6
    }
    // The form that is left is also that of `12 000 000`: thousands end in 000.
    guard n >= 3, n <= 5, (8...11).contains(total), Set(separators).count == 1,
      separators[0] == 0x20 || separators[0] == 0x2D,
      groups[..<n].allSatisfy({ (2...4).contains($0.count) })
    else { return false }
    return !(groups[1..<n].allSatisfy { $0.count == 3 } && value(groups[n - 1].piece) == 0)
  }

  /// `(212) 555-0123`, `212.555.0123`, `1-212-555-0123`: area and exchange begin with 2 to 9.
  private func isNorthAmerican(_ n: Int, _ total: Int) -> Bool {
    let hasCountry = n == 4 && groups[0].count == 1 && value(groups[0].piece) == 1
    let base = hasCountry ? 1 : 0
    guard n - base == 3, groups[base].count == 3, groups[base + 1].count == 3,
      groups[base + 2].count == 4
    else { return false }
    func opens(_ k: Int) -> Bool { text[Int(pieces[groups[k].piece].start)] >= 0x32 }
    return opens(base) && opens(base + 1)
  }

  // MARK: - IBAN

  /// An IBAN whose country is piece `i`, in one run or in groups; its check digits must be right.
  mutating func iban(at i: Int) {
    guard pieces[i].count == 2, isDigits(i + 1), !goesOn(before: i) else { return }
    let start = Int(pieces[i].start)
    guard let length = CheckDigits.ibanLength(text[start], text[start + 1]) else { return }
    var signs: [UInt8] = []
    var at = start
    while at < text.count, signs.count < length {
      let byte = text[at]
      if ByteClass.isAlphanumeric(byte) {
        signs.append(byte)
      } else if byte != 0x20 && byte != 0x2D || !ByteClass.isAlphanumeric(text[at - 1]) {
        return
      }
      at += 1
    }
    let isWhole = at >= text.count || !ByteClass.isAlphanumeric(text[at])
    guard signs.count == length, isWhole, CheckDigits.iban(signs) else { return }
    add(.iban, bytes: start..<at, rank: 0)
    while numbersEnd < pieces.count, Int(pieces[numbersEnd].start) < at { numbersEnd += 1 }
  }
}
