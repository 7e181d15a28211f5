/// The search of one text: its pieces, and what was found so far.
///
/// Every look ahead or back is over a fixed number of pieces, or over a stretch that is not looked
/// at again (`urlEnd`, `secretEnd`, `numbersEnd`); that keeps any megabyte linear.
struct RedactionScan {
  /// Something found, before overlaps are settled.
  struct Finding {
    var range: Range<Int>
    var kind: Redaction.Kind
    /// Lower is surer; decides between two findings of the same bytes.
    var rank: Int
  }

  let redactor: Redactor
  /// A copy, because a `Span` stored in a struct would make it non-copyable; what earlier passes
  /// hid is overwritten with `[`.
  private(set) var text: [UInt8]
  var pieces: [Piece] = []
  var found: [Finding] = []
  /// What earlier passes found: ascending, none overlapping.
  private(set) var hidden: [Redaction] = []

  /// Pieces before this are a URL.
  var urlEnd = 0
  /// The `@` of a URL's user information.
  var userInfoAt = -1
  /// Pieces before this were taken as a secret.
  var secretEnd = 0
  /// Pieces before this were looked at as numbers.
  var numbersEnd = 0
  /// Pieces before this come shortly after a word such as "phone" or "card".
  var phoneCueEnd = 0
  var cardCueEnd = 0
  /// Digit groups of the number at hand.
  var groups: [DigitGroup] = []
  /// Words of names that were found.
  var nameWords: Set<[UInt8]> = []

  init(_ redactor: Redactor, _ text: Span<UInt8>) {
    self.redactor = redactor
    var copy: [UInt8] = []
    copy.reserveCapacity(text.count)
    for i in text.indices { copy.append(text[i]) }
    self.text = copy
  }

  /// Searches once; what earlier passes found counts as hidden. Returns whether it found more.
  mutating func pass() -> Bool {
    pieces = PieceCutter.pieces(of: text, hidden: hidden, words: redactor.words)
    found.removeAll(keepingCapacity: true)
    (urlEnd, userInfoAt, secretEnd, numbersEnd, phoneCueEnd, cardCueEnd) = (0, -1, 0, 0, 0, 0)
    nameWords.removeAll()
    for i in pieces.indices { look(at: i) }
    findNamesAgain()
    guard !found.isEmpty else { return false }
    let more = settled()
    for redaction in more { for i in redaction.range { text[i] = 0x5B } }
    hidden = (hidden + more).sorted { $0.range.lowerBound < $1.range.lowerBound }
    return true
  }

  private mutating func look(at i: Int) {
    switch pieces[i].kind {
    case .placeholder: return
    case .letters:
      if let (cues, end) = redactor.cues.match(pieces, at: i) {
        for cue in cues { read(cue, i, end) }
      }
      url(at: i)
      spelledEmail(at: i)
      iban(at: i)
      hardwareAddress(at: i)
      codeByShape(at: i)
      title(at: i)
      addressByName(at: i)
    case .digits:
      hardwareAddress(at: i)
      codeByShape(at: i)
      if !networkAddress(at: i) { number(at: i) }
      streetAddress(at: i)
    case .mark:
      switch pieces[i].byte {
      case UInt8(ascii: "@"): email(at: i)
      case UInt8(ascii: ":"): hardwareAddress(at: i)
      case UInt8(ascii: "#"): taggedNumber(at: i)
      default: break
      }
    }
    for pattern in redactor.patterns where pattern.cues.isEmpty { shape(of: pattern, at: i) }
  }

  /// What a phrase that ends before piece `end` announces.
  private mutating func read(_ cue: Cue, _ start: Int, _ end: Int) {
    // "order" in "/orders/order-12" of a URL announces nothing.
    guard start >= urlEnd else { return }
    switch cue {
    case .phone: phoneCueEnd = end + 8
    case .card: cardCueEnd = end + 8
    case .iban: code(after: end, .iban)
    case .bank: code(after: end, .bank)
    case .bic: bankCode(after: end)
    case .id: code(after: end, .id)
    case .order: code(after: end, .order)
    case .account: code(after: end, .account)
    case .password: password(after: end)
    case .pin: pin(after: end)
    case .address: address(after: end)
    case .zip: code(after: end, .postcode)
    case .birth: birthDate(after: end)
    case .poBox: postBox(start, end)
    case .ownName, .nameLabel, .namedPerson, .selfName, .greeting, .closing:
      name(after: cue, start, end)
    case .pattern(let number): value(of: redactor.patterns[number], after: end)
    }
  }

  // MARK: - Notes

  /// Notes pieces `start..<end` as found, without what was hidden already.
  mutating func add(_ kind: Redaction.Kind, _ start: Int, _ end: Int, rank: Int = 2) {
    var first = start
    for i in start..<max(start, end) where pieces[i].kind == .placeholder {
      addRun(kind, first, i, rank)
      first = i + 1
    }
    addRun(kind, first, end, rank)
  }

  private mutating func addRun(_ kind: Redaction.Kind, _ start: Int, _ end: Int, _ rank: Int) {
    guard start < end, pieces[start..<end].contains(where: { $0.isAlphanumeric }) else { return }
    add(kind, bytes: Int(pieces[start].start)..<Int(pieces[end - 1].end), rank: rank)
  }

  mutating func add(_ kind: Redaction.Kind, bytes: Range<Int>, rank: Int = 2) {
    guard redactor.kinds.contains(kind), !bytes.isEmpty else { return }
    found.append(Finding(range: bytes, kind: kind, rank: rank))
  }

  /// The findings without overlaps; see `Redactor.findings`.
  private func settled() -> [Redaction] {
    let order = Dictionary(
      uniqueKeysWithValues: Redaction.Kind.all.enumerated().map { ($1, $0) })
    func place(_ finding: Finding) -> Int { finding.rank * 100 + order[finding.kind, default: 50] }
    let sorted = found.sorted {
      ($0.range.lowerBound, -$0.range.upperBound, place($0))
        < ($1.range.lowerBound, -$1.range.upperBound, place($1))
    }
    var kept: [Finding] = []
    for var next in sorted {
      guard let last = kept.last, next.range.lowerBound < last.range.upperBound else {
        kept.append(next)
        continue
      }
      if next.range.upperBound <= last.range.upperBound { continue }
      if place(next) < place(last) {
        kept[kept.count - 1].range = last.range.lowerBound..<next.range.lowerBound
      } else {
        next.range = last.range.upperBound..<next.range.upperBound
      }
      kept.append(next)
    }
    return kept.compactMap { finding in
      let range = withoutBlanks(finding.range)
      return range.isEmpty ? nil : Redaction(range: range, kind: finding.kind)
    }
  }

  private func withoutBlanks(_ range: Range<Int>) -> Range<Int> {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high, text[low] <= 0x20 { low += 1 }
    while high > low, text[high - 1] <= 0x20 { high -= 1 }
    return low..<high
  }

  // MARK: - Looking at pieces

  func roles(_ i: Int) -> RedactionWords.Roles {
    guard i >= 0, i < pieces.count, pieces[i].word >= 0 else { return [] }
    return redactor.words.roles[Int(pieces[i].word)]
  }

  /// Whether piece `i` is this mark, with at most `gap` before it.
  func isMark(_ i: Int, _ mark: UnicodeScalar, gap: Piece.Gap = .none) -> Bool {
    i >= 0 && i < pieces.count && pieces[i].kind == .mark && pieces[i].byte == UInt8(ascii: mark)
      && pieces[i].gap <= gap
  }

  /// Whether piece `i` is one of these marks, without gap.
  func isMark(_ i: Int, in marks: MarkSet, gap: Piece.Gap = .none) -> Bool {
    i >= 0 && i < pieces.count && pieces[i].kind == .mark && pieces[i].gap <= gap
      && marks.contains(pieces[i].byte)
  }

  func isDigits(_ i: Int, gap: Piece.Gap = .none) -> Bool {
    i >= 0 && i < pieces.count && pieces[i].kind == .digits && pieces[i].gap <= gap
  }

  func isLetters(_ i: Int, gap: Piece.Gap = .none) -> Bool {
    i >= 0 && i < pieces.count && pieces[i].kind == .letters && pieces[i].gap <= gap
  }

  /// Letters or digits or something hidden that touch the end of piece `i`.
  func goesOn(after i: Int) -> Bool {
    i + 1 < pieces.count && pieces[i + 1].gap == .none && pieces[i + 1].kind != .mark
  }

  /// Letters or digits or something hidden that touch the start of piece `i`.
  func goesOn(before i: Int) -> Bool {
    i > 0 && pieces[i].gap == .none && pieces[i - 1].kind != .mark
  }

  /// The bytes of a piece in small letters.
  func lowercased(_ i: Int) -> [UInt8] { text[pieces[i].range].map(ByteClass.lowercased) }

  func value(_ i: Int) -> Int {
    var value = 0
    for byte in text[pieces[i].range].prefix(9) { value = value * 10 + Int(byte - 0x30) }
    return value
  }
}

/// Marks of ASCII, written as a string.
struct MarkSet: ExpressibleByStringLiteral {
  private var bits: (UInt64, UInt64) = (0, 0)

  init(stringLiteral marks: String) {
    for byte in marks.utf8 where byte < 0x80 {
      if byte < 64 { bits.0 |= 1 << UInt64(byte) } else { bits.1 |= 1 << UInt64(byte - 64) }
    }
  }

  func contains(_ byte: UInt8) -> Bool {
    byte < 0x80 && (byte < 64 ? bits.0 >> UInt64(byte) : bits.1 >> UInt64(byte - 64)) & 1 == 1
  }
}
