/// Numbers and codes that are known by the words before them, or by a fixed shape.
extension RedactionScan {
  /// A value after a cue: where it begins, and whether a sign such as `:` or "number" announced it.
  struct Announced {
    var start: Int
    var isStrong: Bool
    /// Only the marks `:` or `=` or words such as "is" count here.
    var isStated: Bool
  }

  /// Where the value after a cue that ends before piece `end` begins: past "number", "is", `:`, `#`.
  func announced(after end: Int, steps: Int = 6) -> Announced? {
    var value = Announced(
      start: end, isStrong: roles(end - 1).contains(.numberWord), isStated: false)
    var mayCrossParagraph = false
    for _ in 0...steps {
      let k = value.start
      guard k < pieces.count, pieces[k].kind != .placeholder else { return nil }
      guard pieces[k].gap < .paragraph || mayCrossParagraph else { return nil }
      if isMark(k, in: ":=#", gap: .paragraph) {
        value.isStrong = true
        value.isStated = value.isStated || pieces[k].byte != UInt8(ascii: "#")
        mayCrossParagraph = true
      } else if isMark(k, in: "-(\"'[*?.>", gap: .blank) {
        mayCrossParagraph = mayCrossParagraph || isMark(k, "?")
      } else if roles(k).contains(.connector), pieces[k].runEnd == k + 1, !isPrefix(k) {
        if roles(k).contains(.numberWord) { value.isStrong = true }
        if [[0x69, 0x73], Array("was".utf8), Array("are".utf8)].contains(lowercased(k)) {
          value.isStated = true
        }
      } else {
        return value
      }
      value.start += 1
    }
    return nil
  }

  /// `ID` in `ID-12345`.
  private func isPrefix(_ k: Int) -> Bool {
    pieces[k].isUppercase && isMark(k + 1, "-") && isDigits(k + 2)
  }

  /// The extent of a code that begins at a piece, and what it is made of.
  private struct Code {
    var end: Int
    var digits = 0
    var letters = 0
    var isUppercase = true
    var groups = 1
    var count: Int { digits + letters }
  }

  /// Runs of letters and digits, joined by `-`, `/`, `.`, `_`, or by blanks between digits.
  private func code(at start: Int, joinsBlanks: Bool) -> Code? {
    guard start < pieces.count, pieces[start].isAlphanumeric else { return nil }
    var code = Code(end: start)
    for _ in 0..<8 {
      let runEnd = Int(pieces[code.end].runEnd)
      for k in code.end..<min(runEnd, code.end + 40) {
        if pieces[k].kind == .digits {
          code.digits += pieces[k].count
        } else {
          code.letters += pieces[k].count
          code.isUppercase = code.isUppercase && pieces[k].isUppercase
        }
      }
      code.end = runEnd
      if isMark(runEnd, in: "-/._"), runEnd + 1 < pieces.count, pieces[runEnd + 1].gap == .none,
        pieces[runEnd + 1].isAlphanumeric
      {
        code.end = runEnd + 1
      } else if joinsBlanks, runEnd < pieces.count, pieces[runEnd].gap == .blank,
        pieces[runEnd].kind == .digits
          || pieces[runEnd].isUppercase && pieces[runEnd].count <= 2
            && pieces[runEnd - 1].kind == .digits,
        pieces[runEnd - 1].kind == .digits
          || pieces[runEnd - 1].isUppercase && pieces[runEnd - 1].count <= 4
      {
        code.end = runEnd
      } else {
        return code
      }
      code.groups += 1
    }
    return code
  }

  /// The code after a cue, where it has enough digits for its kind.
  mutating func code(after end: Int, _ kind: Redaction.Kind) {
    guard let value = announced(after: end) else { return }
    let joinsBlanks = kind != .order
    guard let code = self.code(at: value.start, joinsBlanks: joinsBlanks) else { return }
    guard !isMoney(value.start, code.end),
      [.bank, .id].contains(kind) || !isDate(value.start, code.end)
    else { return }
    let fits: Bool
    switch kind {
    case .postcode: fits = code.digits >= 3 && (3...10).contains(code.count)
    case .id: fits = code.digits >= 2 && (5...24).contains(code.count)
    case .bank: fits = code.digits >= 4 && (5...34).contains(code.count)
    case .iban: fits = code.digits >= 8 && (15...34).contains(code.count)
    case .account: fits = code.digits >= (value.isStrong ? 3 : 5) && (4...34).contains(code.count)
    default:
      let isLocator =
        value.isStrong && code.digits == 0 && code.isUppercase && (5...8).contains(code.letters)
        && code.groups == 1
      fits =
        code.digits >= (value.isStrong ? 3 : 4) && (value.isStrong || code.count >= 5)
        && code.count <= 40 || isLocator
    }
    guard fits else { return }
    let start = isMark(value.start - 1, "#", gap: .paragraph) ? value.start - 1 : value.start
    add(kind, start, code.end, rank: 1)
  }

  private func isMoney(_ start: Int, _ end: Int) -> Bool {
    if start > 0, isMark(start - 1, "$", gap: .paragraph) { return true }
    if roles(end).contains(.measure), pieces[end].gap <= .blank { return true }
    return isMark(end, "%") || isMark(end, ",") && isDigits(end + 1)
  }

  private mutating func isDate(_ start: Int, _ end: Int) -> Bool {
    guard end - start == 5, pieces[start].kind == .digits, isMark(start + 1, in: "-./"),
      isMark(start + 3, in: "-./"), isDigits(start + 2), isDigits(start + 4)
    else { return false }
    groups = [(start, 0), (start + 2, 2), (start + 4, 4)].map { piece, offset in
      DigitGroup(
        piece: piece, count: pieces[piece].count,
        separator: offset == 0 ? 0 : pieces[piece - 1].byte)
    }
    return isDate(3)
  }

  /// `#12345678`, and orders of known shops: `INV-2024-001`.
  mutating func taggedNumber(at i: Int) {
    guard isDigits(i + 1), pieces[i + 1].count >= 5, pieces[i + 1].runEnd == i + 2,
      i >= urlEnd, !goesOn(before: i)
    else { return }
    add(.order, i, i + 2, rank: 3)
  }

  /// BIC after its cue: 8 or 11 letters and digits, the first six letters (ISO 9362).
  mutating func bankCode(after end: Int) {
    guard let value = announced(after: end), value.start < pieces.count,
      pieces[value.start].isUppercase
    else { return }
    let runEnd = Int(pieces[value.start].runEnd)
    let range = Int(pieces[value.start].start)..<Int(pieces[runEnd - 1].end)
    guard range.count == 8 || range.count == 11, pieces[value.start].count >= 6 else { return }
    add(.bank, bytes: range, rank: 1)
  }

  // MARK: - Secrets

  /// What stands after "password": up to the next blank.
  mutating func password(after end: Int) {
    guard let value = announced(after: end, steps: 3), value.isStated, value.start >= secretEnd,
      value.start < pieces.count
    else { return }
    let isQuoted = isMark(value.start - 1, in: "\"'", gap: .paragraph)
    let start = value.start
    var last = start
    while last < pieces.count, last == start || pieces[last].gap == .none {
      if pieces[last].kind == .placeholder { break }
      last += 1
    }
    secretEnd = last
    while last > start + 1, isMark(last - 1, in: ".,;:!?)\"'") { last -= 1 }
    guard last > start else { return }
    let inside = pieces[start..<last]
    // "my password is wrong" says none; "hunter2" or "correct-horse" does.
    let hasSign =
      inside.contains { $0.kind == .digits || $0.kind == .mark } && last > start + 1
      || inside.first!.kind == .digits
    let isMixed =
      pieces[start].kind == .letters && !pieces[start].isUppercase
      && text[pieces[start].range].dropFirst().contains { (0x41...0x5A).contains($0) }
    let bytes = Int(pieces[last - 1].end) - Int(pieces[start].start)
    guard bytes >= 3, hasSign || isMixed || isQuoted else { return }
    add(.secret, start, last, rank: 1)
  }

  /// Three to ten digits after "PIN", "CVV", "code".
  mutating func pin(after end: Int) {
    guard let value = announced(after: end), isDigits(value.start, gap: .paragraph),
      (3...10).contains(pieces[value.start].count), !goesOn(after: value.start)
    else { return }
    var last = value.start + 1
    if pieces[value.start].count == 3, isMark(last, "-") || isDigits(last, gap: .blank) {
      let second = isMark(last, "-") ? last + 1 : last
      if isDigits(second, gap: .blank), pieces[second].count == 3 { last = second + 1 }
    }
    add(.secret, value.start, last, rank: 1)
  }

  // MARK: - Birth

  mutating func birthDate(after end: Int) {
    guard var value = announced(after: end) else { return }
    if roles(value.start).contains(.endsAddress), lowercased(value.start) == Array("on".utf8) {
      value.start += 1
    }
    guard let last = dateEnd(value.start) else { return }
    add(.birthDate, value.start, last, rank: 1)
  }

  /// `12/03/1985`, `12 March 1985`, `12th of March, 1985`, `March 12, 1985`.
  private func dateEnd(_ start: Int) -> Int? {
    func day(_ k: Int) -> Int? {
      guard isDigits(k, gap: .blank), pieces[k].count <= 2, value(k) <= 31 else { return nil }
      let isOrdinal = isLetters(k + 1) && pieces[k + 1].count == 2
      return isOrdinal ? k + 2 : k + 1
    }
    func year(_ k: Int) -> Int? {
      let at = isMark(k, ",") || isMark(k, "-") || isMark(k, ".") ? k + 1 : k
      guard isDigits(at, gap: .blank), [2, 4].contains(pieces[at].count) else { return nil }
      return at + 1
    }
    func month(_ k: Int) -> Int? {
      let at =
        isLetters(k, gap: .blank) && lowercased(k) == Array("of".utf8)
          || isMark(k, in: "-.") ? k + 1 : k
      guard roles(at).contains(.month) else { return nil }
      return isMark(at + 1, ".") ? at + 2 : at + 1
    }
    guard start < pieces.count else { return nil }
    if pieces[start].kind == .digits {
      if isMark(start + 1, in: "-./"), isDigits(start + 2), isMark(start + 3, in: "-./"),
        isDigits(start + 4), !goesOn(after: start + 4)
      {
        return start + 5
      }
      return day(start).flatMap(month).flatMap { year($0) ?? $0 }
    }
    guard let next = month(start), let last = day(next) else { return nil }
    return year(last) ?? last
  }

  // MARK: - Shapes

  private static let insuranceShapes: [[RedactionPattern.Element]] =
    ["@@######@", "@@ ###### @", "@@ ## ## ## @", "@@-##-##-##-@"].map(builtIn)
  private static let fiscalShapes: [[RedactionPattern.Element]] =
    ["@@@@@@##@##@###@"].map(builtIn)
  private static let parcelShapes: [[RedactionPattern.Element]] =
    ["###-#######-#######", "@@#########@@"].map(builtIn)
  private static let britishPostcodes: [[RedactionPattern.Element]] =
    ["@# #@@", "@## #@@", "@@# #@@", "@@## #@@", "@#@ #@@", "@@#@ #@@"].map(builtIn)
  private static let canadianPostcodes: [[RedactionPattern.Element]] = ["@#@ #@#"].map(builtIn)
  private static let prefixes = Set(
    ["ord", "order", "inv", "tkt", "case", "ref", "rma", "po", "so", "trk", "cs", "inc", "req"]
      .map { Array($0.utf8) })

  private static func builtIn(_ shape: String) -> [RedactionPattern.Element] {
    shape.utf8.map {
      $0 == 0x23 ? .digit : $0 == 0x40 ? .letter : .literal(ByteClass.lowercased($0))
    }
  }

  /// Codes with a shape that little else has: national insurance, postcodes, parcels.
  mutating func codeByShape(at i: Int) {
    guard !goesOn(before: i), i >= urlEnd else { return }
    let start = Int(pieces[i].start)
    if pieces[i].kind == .digits {
      if pieces[i].count == 3, let end = self.end(of: Self.parcelShapes, start) {
        add(.order, bytes: start..<end, rank: 1)
      }
      // A parcel number of UPS: 1Z and sixteen letters and digits.
      let runEnd = Int(pieces[i].runEnd)
      if pieces[i].count == 1, Int(pieces[runEnd - 1].end) - start == 18,
        text[start..<start + 2].map(ByteClass.lowercased) == Array("1z".utf8)
      {
        add(.order, i, runEnd, rank: 1)
      }
      return
    }
    guard pieces[i].isUppercase, pieces[i].count <= 6 else { return }
    if Self.prefixes.contains(lowercased(i)), isMark(i + 1, "-"), isDigits(i + 2),
      let code = self.code(at: i, joinsBlanks: false), code.digits >= 4
    {
      add(.order, i, code.end, rank: 1)
    }
    if pieces[i].count == 2, let end = self.end(of: Self.insuranceShapes, start),
      isInsurance(start, end)
    {
      add(.id, bytes: start..<end, rank: 1)
    } else if let end = self.end(of: Self.fiscalShapes, start) {
      add(.id, bytes: start..<end, rank: 1)
    } else if let end = self.end(of: Self.parcelShapes, start) {
      add(.order, bytes: start..<end, rank: 1)
    } else if let end = postcodeEnd(i) {
      add(.postcode, bytes: start..<end, rank: 2)
    } else if roles(i).contains(.state), pieces[i].count == 2, let end = zipEnd(i + 1), i > 0,
      isMark(i - 1, ",") || pieces[i - 1].isCapitalized
    {
      add(.postcode, i + 1, end, rank: 2)
    }
  }

  /// The end of the first of these shapes that fits the bytes at `start`.
  private func end(of shapes: [[RedactionPattern.Element]], _ start: Int) -> Int? {
    for shape in shapes {
      if let end = RedactionPattern.end(of: shape, in: text, at: start) { return end }
    }
    return nil
  }

  /// The last byte of a British or Canadian postcode that begins with piece `i`.
  func postcodeEnd(_ i: Int) -> Int? {
    guard isLetters(i, gap: .paragraph), pieces[i].isUppercase, pieces[i].count <= 2 else {
      return nil
    }
    let start = Int(pieces[i].start)
    let shapes = Self.britishPostcodes + (pieces[i].count == 1 ? Self.canadianPostcodes : [])
    for shape in shapes {
      guard let end = RedactionPattern.end(of: shape, in: text, at: start) else { continue }
      let tail = text[(end - 2)..<end]
      let isUpper = !text[start..<end].contains { (0x61...0x7A).contains($0) }
      // The last two letters of a British code are none of these (BS 7666).
      let fits = !tail.contains { "CIKMOV".utf8.contains($0) } || ByteClass.isDigit(text[end - 1])
      if isUpper, fits { return end }
    }
    return nil
  }

  /// One past the pieces of `12345` or `12345-6789` at piece `k`.
  func zipEnd(_ k: Int) -> Int? {
    guard isDigits(k, gap: .blank), pieces[k].count == 5 else { return nil }
    if isMark(k + 1, "-"), isDigits(k + 2), pieces[k + 2].count == 4, !goesOn(after: k + 2) {
      return k + 3
    }
    return goesOn(after: k) ? nil : k + 1
  }

  private func isInsurance(_ start: Int, _ end: Int) -> Bool {
    let first = text[start]
    let second = text[start + 1]
    let last = text[end - 1]
    // Prefixes that are not given out (HMRC, NIM39110).
    return !"DFIQUV".utf8.contains(first) && !"DFIOQUV".utf8.contains(second)
      && "ABCD".utf8.contains(last)
      && !["BG", "GB", "NK", "KN", "TN", "NT", "ZZ"].contains {
        Array($0.utf8) == [first, second]
      }
  }

  // MARK: - Patterns of the user

  /// A pattern without cues at piece `i`.
  mutating func shape(of pattern: RedactionPattern, at i: Int) {
    guard pieces[i].isAlphanumeric, !goesOn(before: i) else { return }
    let start = Int(pieces[i].start)
    for shape in pattern.shapes {
      if let end = RedactionPattern.end(of: shape, in: text, at: start) {
        return add(pattern.kind, bytes: start..<end, rank: 0)
      }
    }
  }

  /// A pattern after one of its cues.
  mutating func value(of pattern: RedactionPattern, after end: Int) {
    guard let value = announced(after: end), pieces[value.start].isAlphanumeric else { return }
    guard pattern.shapes.isEmpty else { return shape(of: pattern, at: value.start) }
    guard let code = self.code(at: value.start, joinsBlanks: false), code.digits > 0 else { return }
    add(pattern.kind, value.start, code.end, rank: 0)
  }
}
