import EarshotNumerics
import EarshotText

/// The words of many texts, and the phrases that could name what a part of them is about.
///
/// A phrase is up to four words of one sentence with nothing but blanks or hyphens between them, that neither begins
/// nor ends with a function word. Inside, articles and the verbs be, have and do are not counted, every negation is
/// "not", and plurals are singulars: "refund was not received", "refunds haven't been received" and "refund not
/// received" are one phrase.
struct ThemePhrases: Sendable {
  /// The stems of a phrase in their order; `unused` where it has fewer than four.
  typealias Key = SIMD4<UInt32>
  static let unused = UInt32.max
  /// Words of a phrase at most, those that are not counted included.
  static let longestSpan = 6

  /// A phrase in a text.
  struct Found {
    var key: Key
    /// Places among `tokens`.
    var range: Range<Int>
  }

  private(set) var words: [Word] = []
  /// Of text `i`: `tokens[bounds[i]..<bounds[i + 1]]`.
  private(set) var tokens: [Element] = []
  private(set) var bounds: [Int] = [0]
  /// The texts that have a stem, ascending.
  private(set) var postings: [[Int32]] = []
  /// Stems that nearly every text may have, whatever it is about; their words name nothing alone.
  private(set) var isCommon: [Bool] = []
  /// Whether the stem's words are function words, and none of them a negator.
  private(set) var isFunction: [Bool] = []
  /// The stem of every negator, or `unused`.
  private(set) var not = Self.unused

  var textCount: Int { bounds.count - 1 }

  /// A word where it stands.
  struct Element: Sendable {
    var word: UInt32
    /// Nothing before it belongs to the same phrase.
    var begins: Bool
    /// What is between it and the word before it: a blank, a hyphen, or 0 for nothing.
    var gap: UInt8
  }

  /// One folded form.
  struct Word: Sendable {
    let hash: UInt64
    var folded: [UInt8]
    var roles: Roles
    var stem: UInt32 = unused
    /// How often it stands in the texts, and before another word of content.
    var count = 0
    var followed = 0
    /// How often it was written small, and each other way, where a capital says something.
    var small = 0
    var forms: [(text: [UInt8], count: Int)] = []

    /// Whether it may be the last word of a phrase: "new" and "de" nearly always have a word of content after them.
    var mayEnd: Bool { count < 5 || 5 * followed <= 4 * count }

    /// As it is written in the middle of a sentence: with capitals only where three of five have them.
    var text: String {
      let other = forms.reduce(0) { $0 + $1.count }
      var shown = folded
      if 5 * other >= 3 * (other + small), var best = forms.first {
        for form in forms where form.count > best.count { best = form }
        shown = best.text
      }
      return String(decoding: shown, as: UTF8.self)
    }
  }

  /// - Parameter themes: of each text, or -1; `count` of them.
  init(_ texts: [[UInt8]], themes: [Int], count: Int, threads: Int) {
    // A name is about what texts have in common, and that they say early: the bound keeps 20,000 long posts at
    // two million words.
    let longest = min(400, max(60, 2_000_000 / max(1, texts.count)))
    let size = 256
    let tokenizer = Tokenizer()
    let blocks = Workers.map(
      (texts.count + size - 1) / size, threads: threads, state: { TokenBuffer() }
    ) { block, buffer in
      var reading = Reading()
      for i in block * size..<min(texts.count, (block + 1) * size) {
        let text = texts[i]
        tokenizer.tokenize(text.span, into: &buffer)
        reading.add(text, buffer, longest: longest)
      }
      return reading
    }
    merge(blocks)
    postings = Array(repeating: [], count: isFunction.count)
    for i in 0..<textCount {
      for token in tokens[bounds[i]..<bounds[i + 1]] {
        let stem = Int(words[Int(token.word)].stem)
        if postings[stem].last != Int32(i) { postings[stem].append(Int32(i)) }
      }
    }
    findCommon(themes, count)
  }

  private mutating func merge(_ blocks: [Reading]) {
    var places: [UInt64: UInt32] = [:]
    var stems: [UInt64: UInt32] = [:]
    for block in blocks {
      let map = block.words.map { word in
        if let place = places[word.hash] {
          words[Int(place)].add(word)
          return place
        }
        let place = UInt32(words.count)
        places[word.hash] = place
        words.append(word)
        let stem = Self.stem(of: word)
        if let known = stems[stem] {
          words[Int(place)].stem = known
        } else {
          let new = UInt32(isFunction.count)
          stems[stem] = new
          words[Int(place)].stem = new
          isFunction.append(word.roles.contains(.function) && !word.roles.contains(.negator))
        }
        if word.roles.contains(.negator) { not = words[Int(place)].stem }
        return place
      }
      for token in block.tokens {
        tokens.append(Element(word: map[Int(token.word)], begins: token.begins, gap: token.gap))
      }
      for end in block.ends { bounds.append(bounds[bounds.count - 1] + end) }
    }
  }

  /// A word in 30 % of all texts says nothing, in any language; unless it is most of what one theme has to itself, as
  /// happens where there are few themes.
  private mutating func findCommon(_ themes: [Int], _ count: Int) {
    isCommon = Array(repeating: false, count: postings.count)
    var sizes = Array(repeating: 0, count: count)
    for theme in themes where theme >= 0 { sizes[theme] += 1 }
    guard sizes.count(where: { $0 > 0 }) > 1 else { return }
    for (stem, posting) in postings.enumerated() where 10 * posting.count >= 3 * textCount {
      var inTheme = Array(repeating: 0, count: count)
      for i in posting where themes[Int(i)] >= 0 { inTheme[themes[Int(i)]] += 1 }
      isCommon[stem] = !isFunction[stem] && 2 * inTheme.max()! <= posting.count
    }
  }

  private static func stem(of word: Word) -> UInt64 {
    var hash = FNV1a()
    if word.roles.contains(.negator) {
      hash.combine("not".utf8)
      return hash.folded
    }
    var bytes = word.folded[...]
    if bytes.count > 2, bytes.suffix(2) == [0x27, 0x73] { bytes.removeLast(2) }
    if bytes.count >= 5, bytes.suffix(3) == Array("ies".utf8)[...] {
      hash.combine(bytes.dropLast(3))
      hash.combine(0x79)
      return hash.folded
    }
    if bytes.count >= 4, bytes.last == 0x73 {
      // Not "address", "status", "this".
      let before = bytes[bytes.endIndex - 2]
      if before != 0x73, before != 0x75, before != 0x69 { bytes.removeLast() }
    }
    hash.combine(bytes)
    return hash.folded
  }

  // MARK: Phrases

  /// Every phrase of a text, in the order of their first words; one phrase may be found several times.
  func phrases(of text: Int, into found: inout [Found]) {
    found.removeAll(keepingCapacity: true)
    var start = bounds[text]
    while start < bounds[text + 1] {
      var end = start + 1
      while end < bounds[text + 1] {
        if tokens[end].begins { break }
        end += 1
      }
      for first in start..<end where mayBegin(first, end) { extend(first, end, &found) }
      start = end
    }
  }

  private func word(_ i: Int) -> Word { words[Int(tokens[i].word)] }
  private func roles(_ i: Int) -> Roles { words[Int(tokens[i].word)].roles }

  private func mayBegin(_ i: Int, _ end: Int) -> Bool {
    let own = roles(i)
    if own.contains(.negator) || own.contains(.number) {
      // "not working", "24 hours"; not "can't you".
      guard i + 1 < end else { return false }
      let next = roles(i + 1)
      return next.isContent || next.contains(.opener)
    }
    return !own.contains(.function) || !own.isDisjoint(with: [.opener, .courtesy])
  }

  private func extend(_ first: Int, _ end: Int, _ found: inout [Found]) {
    var key = Key(repeating: Self.unused)
    var length = 0
    var says = false
    for last in first..<min(end, first + Self.longestSpan) {
      let own = roles(last)
      if last > first, own.contains(.subject), roles(last - 1).contains(.auxiliary) { return }
      if last > first, own.contains(.courtesy) { return }
      let stem = words[Int(tokens[last].word)].stem
      let isSilent = own.contains(.silent) && last > first
      if !isSilent {
        if length == 4 { return }
        key[length] = stem
        length += 1
        if own.contains(.negator) {
          says = true
        } else if own.isContent, !isCommon[Int(stem)] {
          says = true
        }
      }
      if last == first {
        if own.contains(.courtesy) {
          found.append(Found(key: key, range: first..<first + 1))
          return
        }
        guard own.isContent, says, words[Int(tokens[last].word)].folded.count > 1 else { continue }
      }
      if says, mayEnd(last, from: first) {
        found.append(Found(key: key, range: first..<last + 1))
      }
    }
  }

  private func mayEnd(_ i: Int, from first: Int) -> Bool {
    let own = roles(i)
    if i > first {
      let before = roles(i - 1)
      if own.contains(.particle), before.isContent { return true }
      if own.contains(.entry), before.contains(.entering) { return true }
    }
    return own.isContent && !own.contains(.leading) && words[Int(tokens[i].word)].mayEnd
  }

  /// The words of a place in the texts, as they are written in the middle of a sentence.
  func text(_ range: Range<Int>) -> String {
    var text = ""
    for i in range {
      if i > range.lowerBound {
        if tokens[i].gap != 0 { text.unicodeScalars.append(Unicode.Scalar(tokens[i].gap)) }
      }
      text += words[Int(tokens[i].word)].text
    }
    return text
  }

  /// Whether two places are written alike, but for capitals.
  func isSame(_ a: Range<Int>, _ b: Range<Int>) -> Bool {
    guard a.count == b.count else { return false }
    for (i, j) in zip(a, b) {
      guard tokens[i].word == tokens[j].word else { return false }
      guard i == a.lowerBound || tokens[i].gap == tokens[j].gap else { return false }
    }
    return true
  }
}

extension ThemePhrases.Word {
  /// Counts what another block of texts saw.
  mutating func add(_ other: Self) {
    count += other.count
    followed += other.followed
    small += other.small
    for form in other.forms { add(form.text, form.count) }
  }

  mutating func add(_ form: [UInt8], _ number: Int) {
    if let known = forms.firstIndex(where: { $0.text == form }) {
      forms[known].count += number
    } else if forms.count < 8 {
      forms.append((form, number))
    }
  }
}

/// What one thread reads of some texts.
private struct Reading: Sendable {
  var words: [ThemePhrases.Word] = []
  var tokens: [ThemePhrases.Element] = []
  /// Words of each text.
  var ends: [Int] = []
  private var places: [UInt64: UInt32] = [:]

  /// Adds the writer's own words of a text, `longest` at most.
  mutating func add(_ text: [UInt8], _ buffer: TokenBuffer, longest: Int) {
    let before = tokens.count
    // Where most is in capitals, capitals say nothing.
    let capitals = buffer.tokens.count { $0.flags.contains(.uppercase) }
    let isShouted = 2 * capitals > buffer.tokens.count
    var previous: Token?
    for token in buffer.tokens {
      guard token.isOwn, Self.isUsable(token) else {
        previous = nil
        continue
      }
      if tokens.count - before == longest { break }
      let place = place(of: token, text, buffer)
      let gap = previous.flatMap { Self.gap(between: $0, and: token, in: text) }
      if gap != nil {
        let roles = words[Int(place)].roles
        if roles.isContent || roles.contains(.particle) {
          words[Int(tokens[tokens.count - 1].word)].followed += 1
        }
      }
      words[Int(place)].count += 1
      if !isShouted { addForm(of: token, text, at: Int(place)) }
      tokens.append(.init(word: place, begins: gap == nil, gap: gap ?? 0))
      previous = token
    }
    ends.append(tokens.count - before)
  }

  /// Longer numbers tell who someone is, not what a theme is.
  private static func isUsable(_ token: Token) -> Bool {
    switch token.kind {
    case .word: token.foldedRange.count <= 40
    case .number: token.foldedRange.count <= 4
    case .ideograph: true
    default: false
    }
  }

  /// The byte between two words of one phrase, 0 for none, or nil where something else is between them.
  private static func gap(between a: Token, and b: Token, in text: [UInt8]) -> UInt8? {
    guard b.flags.isDisjoint(with: [.sentenceStart, .lineStart]) else { return nil }
    let between = text[Int(a.end)..<Int(b.start)]
    if between.isEmpty { return 0 }
    if between.count == 1, between.first == 0x2D { return 0x2D }
    // Blanks, among them that of two bytes which keeps words on one line.
    let isBlank = between.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0xC2 || $0 == 0xA0 }
    return isBlank ? 0x20 : nil
  }

  private mutating func place(of token: Token, _ text: [UInt8], _ buffer: TokenBuffer) -> UInt32 {
    var hash = FNV1a()
    for i in token.foldedRange { hash.combine(buffer.folded[i]) }
    if let place = places[hash.folded] { return place }
    let place = UInt32(words.count)
    places[hash.folded] = place
    var roles = ThemePhrases.roles[hash.folded] ?? []
    if token.kind == .number { roles.insert(.number) }
    words.append(
      .init(hash: hash.folded, folded: Array(buffer.folded[token.foldedRange]), roles: roles))
    return place
  }

  private mutating func addForm(of token: Token, _ text: [UInt8], at place: Int) {
    let written = text[token.byteRange]
    let hasCapital =
      !token.flags.isDisjoint(with: [.uppercase, .capitalized])
      || written.contains { (0x41...0x5A).contains($0) }
    if !hasCapital || written.contains(0x3C) || written.contains(0x26) {
      words[place].small += 1
      return
    }
    // The capital of a first word is the sentence's.
    let isFirst = !token.flags.isDisjoint(with: [.sentenceStart, .lineStart])
    let hasOther = written.dropFirst().contains { (0x41...0x5A).contains($0) }
    if !isFirst || hasOther || token.flags.contains(.uppercase) {
      words[place].add(Array(written), 1)
    }
  }
}
