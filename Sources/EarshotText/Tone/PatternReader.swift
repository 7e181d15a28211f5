/// Reads lines of the pattern language; docs/markers.md describes it.
struct PatternReader {
  var vocabulary = MarkerVocabulary()
  /// The word lists by name, the built-in ones among them.
  var lists: [String: WordSet] = [:]
  let tokenizer = Tokenizer()
  var buffer = TokenBuffer()

  // The line that is being read.
  var bytes: [UInt8] = []
  var at = 0
  private var line = 0

  /// Groups within groups.
  private static let deepestNesting = 2
  private static let longestGap = 20

  /// Whether a line has nothing but blanks and a comment.
  static func isEmpty(_ text: String) -> Bool {
    for byte in text.utf8 where !isBlank(byte) { return byte == 0x23 && isComment(text) }
    return true
  }

  /// `# …` with a blank behind the sign: `#outage` is a word.
  private static func isComment(_ text: String) -> Bool {
    let rest = text.utf8.drop(while: isBlank).dropFirst()
    return rest.first.map(isBlank) ?? true
  }

  /// Reads a pattern.
  ///
  /// - Parameter hasStrength: whether a number must stand in front.
  mutating func read(
    _ source: MarkerSource.Line, hasStrength: Bool
  ) throws(PatternError) -> ParsedPattern {
    begin(source)
    var pattern = ParsedPattern()
    if hasStrength {
      pattern.ignoresNegation = skipTilde()
      pattern.strength = try strength()
      if skipTilde() { pattern.ignoresNegation = true }
    }
    pattern.before = try sequence(depth: 0)
    if at < bytes.count, bytes[at] == 0x5B {  // [
      let opening = at
      at += 1
      pattern.reported = try sequence(depth: 0)
      guard at < bytes.count, bytes[at] == 0x5D else { throw error(.bracket("["), at: opening) }
      at += 1
      guard PatternOutline(pattern.reported).ends & 1 == 0, isAtBorder else {
        throw error(.reportedPart, at: opening)
      }
      pattern.after = try sequence(depth: 0)
    } else {
      swap(&pattern.before, &pattern.reported)
    }
    if at < bytes.count {
      switch bytes[at] {
      case 0x5B: throw error(.reportedPart)
      case 0x5D: throw error(.bracket("]"))
      case 0x29: throw error(.bracket(")"))
      default: throw error(.notAWord("|"))
      }
    }
    let nodes = pattern.nodes
    guard !nodes.isEmpty else { throw error(.empty) }
    pattern.outline = PatternOutline(nodes)
    guard !pattern.outline.hasBlindWay else {
      throw PatternError(line: line, fault: .matchesAnything)
    }
    guard !pattern.outline.isTooLong else { throw PatternError(line: line, fault: .tooLong) }
    return pattern
  }

  private mutating func begin(_ source: MarkerSource.Line) {
    line = source.number
    bytes.removeAll(keepingCapacity: true)
    bytes.append(contentsOf: source.text.utf8)
    at = 0
    // A comment behind the pattern.
    for i in bytes.indices where bytes[i] == 0x23 {
      if i == 0 || Self.isBlank(bytes[i - 1]), i + 1 == bytes.count || Self.isBlank(bytes[i + 1]) {
        bytes.removeLast(bytes.count - i)
        break
      }
    }
    while let last = bytes.last, Self.isBlank(last) { bytes.removeLast() }
  }

  // MARK: - Strength

  private mutating func skipTilde() -> Bool {
    skipBlanks()
    guard at < bytes.count, bytes[at] == 0x7E else { return false }
    at += 1
    skipBlanks()
    return true
  }

  private mutating func strength() throws(PatternError) -> Float {
    skipBlanks()
    let start = at
    while at < bytes.count, !Self.isBlank(bytes[at]) { at += 1 }
    let found = bytes[start..<at]
    let text = String(decoding: found, as: UTF8.self)
    guard found.allSatisfy({ ByteClass.isDigit($0) || $0 == 0x2E }), let value = Float(text),
      (0.05...1).contains(value)
    else { throw error(.strength(text), at: start) }
    return value
  }

  // MARK: - Elements

  /// Elements up to the end of the line, a closing bracket or a bar.
  private mutating func sequence(depth: Int) throws(PatternError) -> [PatternNode] {
    var nodes: [PatternNode] = []
    while true {
      skipBlanks()
      guard at < bytes.count else { return nodes }
      let start = at
      switch bytes[at] {
      case 0x29, 0x7C, 0x5D: return nodes  // ) | ]
      case 0x5B:  // [
        if depth == 0 { return nodes }
        throw error(.reportedPart)
      default: break
      }
      let node = try element(depth: depth)
      if at < bytes.count, bytes[at] == 0x3F {  // ?
        guard Self.mayBeOptional(node) else { throw error(.optional) }
        at += 1
        nodes.append(.optional(node))
      } else if case .group(let alternatives) = node, alternatives.count == 1 {
        nodes += alternatives[0]
      } else {
        nodes.append(node)
      }
      guard isAtBorder else {
        while !isAtBorder { at += 1 }
        throw error(.notAWord(String(decoding: bytes[start..<at], as: UTF8.self)), at: start)
      }
    }
  }

  private mutating func element(depth: Int) throws(PatternError) -> PatternNode {
    switch bytes[at] {
    case 0x28: return try group(depth: depth)
    case 0x3C: return .word(try list())
    case 0x3E: throw error(.bracket(">"))
    case 0x3F: throw error(.optional)
    case 0x2A: throw error(.prefix)
    case 0x5E where isAlone: return mark(.sentenceStart)
    case 0x24 where isAlone: return mark(.sentenceEnd)
    case 0x5F where isAlone: return mark(.any)
    default: return try word()
    }
  }

  private mutating func mark(_ node: PatternNode) -> PatternNode {
    at += 1
    return node
  }

  private static func mayBeOptional(_ node: PatternNode) -> Bool {
    switch node {
    case .word, .any, .group: true
    case .gap, .sentenceStart, .sentenceEnd, .optional: false
    }
  }

  /// `(a|b c)`
  private mutating func group(depth: Int) throws(PatternError) -> PatternNode {
    let opening = at
    guard depth < Self.deepestNesting else { throw error(.nesting) }
    // Alternatives of one word each are one set.
    var single = WordSet()
    var plain: [Int] = []
    var longer: [[PatternNode]] = []
    repeat {
      at += 1
      if let word = plainAlternative() {
        plain.append(word)
        continue
      }
      let alternative = try sequence(depth: depth + 1)
      guard !alternative.isEmpty else { throw error(.empty) }
      if alternative.count == 1, case .word(let set) = alternative[0] {
        single.formUnion(set)
      } else {
        longer.append(alternative)
      }
    } while at < bytes.count && bytes[at] == 0x7C
    guard at < bytes.count, bytes[at] == 0x29 else { throw error(.bracket("("), at: opening) }
    at += 1
    single.formUnion(WordSet(words: WordSet.ordered(plain)))
    if longer.isEmpty { return .word(single) }
    if single != WordSet() { longer.insert([.word(single)], at: 0) }
    return .group(longer)
  }

  /// The number of a word in small letters that is a whole alternative, as most are; nil, and
  /// nothing is read, for any other.
  private mutating func plainAlternative() -> Int? {
    var start = at
    while start < bytes.count, Self.isBlank(bytes[start]) { start += 1 }
    var end = start
    while end < bytes.count, Self.isSmallLetter(bytes[end]) { end += 1 }
    var next = end
    while next < bytes.count, Self.isBlank(bytes[next]) { next += 1 }
    guard end - start > 1, next < bytes.count, bytes[next] == 0x7C || bytes[next] == 0x29 else {
      return nil
    }
    at = next
    let line = bytes
    return vocabulary.words.insert(line.span.extracting(start..<end))
  }

  /// `<name>`
  private mutating func list() throws(PatternError) -> WordSet {
    let opening = at
    while at < bytes.count, bytes[at] != 0x3E, !Self.isBlank(bytes[at]) { at += 1 }
    guard at < bytes.count, bytes[at] == 0x3E else { throw error(.bracket("<"), at: opening) }
    let name = String(decoding: bytes[opening + 1..<at], as: UTF8.self)
    guard let set = lists[name] else { throw error(.unknownList(name), at: opening) }
    at += 1
    return set
  }

  /// A word, the beginning of one, or a gap.
  private mutating func word() throws(PatternError) -> PatternNode {
    let start = at
    while at < bytes.count, !Self.isSign(bytes[at]) { at += 1 }
    if bytes[start..<at].starts(with: [0x2E, 0x2E]),
      bytes[start..<at].contains(where: { $0 != 0x2E }) || at == start + 2
    {
      return try gap(start)
    }
    let isPrefix = at < bytes.count && bytes[at] == 0x2A
    guard let sets = words(start..<at, isPrefix: isPrefix) else {
      throw error(.notAWord(String(decoding: bytes[start..<at], as: UTF8.self)), at: start)
    }
    if isPrefix { at += 1 }
    let nodes = sets.map(PatternNode.word)
    return nodes.count == 1 ? nodes[0] : .group([nodes])
  }

  private mutating func gap(_ start: Int) throws(PatternError) -> PatternNode {
    let text = String(decoding: bytes[start..<at], as: UTF8.self)
    guard let count = Int(text.dropFirst(2)), (1...Self.longestGap).contains(count) else {
      throw error(.gap(text), at: start)
    }
    return .gap(count)
  }

  /// The words that the tokenizer makes of bytes; nil if none.
  mutating func words(_ range: Range<Int>, isPrefix: Bool) -> [WordSet]? {
    let piece = Array(bytes[range])
    // Small letters are a token as they stand; the tokenizer is asked about all else.
    if !isPrefix, piece.count > 1, piece.allSatisfy(Self.isSmallLetter) {
      return [WordSet(words: [vocabulary.words.insert(piece.span)])]
    }
    tokenizer.tokenize(piece.span, into: &buffer)
    guard !buffer.tokens.isEmpty else { return nil }
    var sets: [WordSet] = []
    for (number, token) in buffer.tokens.enumerated() {
      let word = Array(buffer.folded[token.foldedRange])
      guard !word.isEmpty else { return nil }
      if isPrefix, number == buffer.tokens.count - 1 {
        guard word.count <= MarkerVocabulary.longestPrefix else { return nil }
        sets.append(WordSet(prefixes: [vocabulary.insertPrefix(word.span)]))
      } else {
        sets.append(WordSet(words: [vocabulary.words.insert(word.span)]))
      }
    }
    return sets
  }

  // MARK: - Signs

  private mutating func skipBlanks() {
    while at < bytes.count, Self.isBlank(bytes[at]) { at += 1 }
  }

  /// Whether an element may end here.
  private var isAtBorder: Bool {
    guard at < bytes.count else { return true }
    let byte = bytes[at]
    return Self.isBlank(byte) || byte == 0x29 || byte == 0x7C || byte == 0x5D
  }

  /// Whether the sign here is an element of its own.
  private var isAlone: Bool {
    guard at + 1 < bytes.count else { return true }
    let byte = bytes[at + 1]
    return Self.isBlank(byte) || byte == 0x29 || byte == 0x7C || byte == 0x5D || byte == 0x3F
  }

  private static func isSmallLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }

  static func isBlank(_ byte: UInt8) -> Bool { byte <= 0x20 }

  /// A sign of the language, which no word holds.
  private static func isSign(_ byte: UInt8) -> Bool {
    switch byte {
    case 0...0x20, 0x28, 0x29, 0x2A, 0x3C, 0x3E, 0x3F, 0x5B, 0x5D, 0x7C: true
    default: false
    }
  }

  /// An error at a byte of the line; its column counts characters.
  private func error(_ fault: PatternError.Fault, at place: Int? = nil) -> PatternError {
    var column = 1
    for byte in bytes[..<min(place ?? at, bytes.count)] where byte & 0xC0 != 0x80 { column += 1 }
    return PatternError(line: line, column: column, fault: fault)
  }
}
