/// Makes a program of parsed patterns.
struct PatternCompiler {
  private var program = PatternProgram()
  private var reader = PatternReader()
  /// The parsed patterns' first and second tokens, until all words have their classes.
  private var outlines: [PatternOutline] = []
  private var nodes: [[PatternNode]] = []
  private var sets: [WordSet] = []
  private var numberOfSet: [WordSet: Int] = [:]

  /// Compiles a source.
  ///
  /// - Returns: the program, its words, and for each kind what does not drop its matches.
  static func compile(
    _ source: MarkerSource
  ) throws(PatternError) -> (PatternProgram, MarkerVocabulary, [MarkerKeeps]) {
    var compiler = PatternCompiler()
    var keeps = Array(repeating: MarkerKeeps(), count: MarkerKind.allCases.count)
    try compiler.reader.read(source.words)
    for line in source.hypothetical { try compiler.add(line, .opener, .loss) }
    for kind in source.kinds {
      guard let known = MarkerKind(named: kind.name) else {
        throw PatternError(line: kind.line, fault: .unknownKind(kind.name))
      }
      for name in kind.keeps {
        guard let keep = MarkerKeeps(named: name) else {
          throw PatternError(line: kind.line, fault: .unknownKeep(name))
        }
        keeps[Int(known.rawValue)].formUnion(keep)
      }
      for line in kind.patterns { try compiler.add(line, .marker, known) }
      for line in kind.except { try compiler.add(line, .exception, known) }
    }
    compiler.finish()
    return (compiler.program, compiler.reader.vocabulary, keeps)
  }

  private mutating func add(
    _ line: MarkerSource.Line, _ role: PatternRole, _ kind: MarkerKind
  ) throws(PatternError) {
    guard !PatternReader.isEmpty(line.text) else { return }
    guard program.patterns.count < MarkerPatterns.mostPatterns else {
      throw PatternError(line: line.number, fault: .tooMany)
    }
    let parsed = try reader.read(line, hasStrength: role == .marker)
    let start = program.steps.count
    append(parsed.before)
    let reported = program.steps.count
    append(parsed.reported)
    let after = program.steps.count
    append(parsed.after)
    program.patterns.append(
      CompiledPattern(
        role: role, kind: kind, strength: parsed.strength,
        ignoresNegation: parsed.ignoresNegation, start: start, reported: reported, after: after,
        end: program.steps.count))
    outlines.append(parsed.outline)
    nodes.append(parsed.nodes)
  }

  // MARK: - Steps

  private mutating func append(_ nodes: [PatternNode]) {
    for node in nodes { append(node, isOptional: false) }
  }

  private mutating func append(_ node: PatternNode, isOptional: Bool) {
    switch node {
    case .word(let set):
      if set.words.count == 1, set.prefixes.isEmpty, set.traits.isEmpty {
        append(.word, isOptional, UInt32(set.words[0]))
      } else {
        append(.set, isOptional, UInt32(number(of: set)))
      }
    case .any: append(.any, isOptional)
    case .gap(let longest): append(.gap, isOptional, UInt32(longest))
    case .sentenceStart: append(.sentenceStart, isOptional)
    case .sentenceEnd: append(.sentenceEnd, isOptional)
    case .optional(let inner): append(inner, isOptional: true)
    case .group(let alternatives):
      let group = program.steps.count
      append(.group, isOptional)
      for alternative in alternatives {
        let head = program.steps.count
        append(.alternative, false)
        append(alternative)
        program.steps[head].end = UInt32(program.steps.count)
      }
      program.steps[group].end = UInt32(program.steps.count)
    }
  }

  private mutating func append(
    _ code: PatternStep.Code, _ isOptional: Bool, _ value: UInt32 = 0
  ) {
    program.steps.append(PatternStep(code: code, isOptional: isOptional, value: value))
  }

  private mutating func number(of set: WordSet) -> Int {
    if let number = numberOfSet[set] { return number }
    numberOfSet[set] = sets.count
    sets.append(set)
    return sets.count - 1
  }

  // MARK: - Tables

  /// Turns words into classes, now that all are known.
  private mutating func finish() {
    let vocabulary = reader.vocabulary
    let classesOfPrefixes = vocabulary.classesOfPrefixes()
    let classCount = vocabulary.classCount
    program.setStride = (classCount + 63) / 64
    program.setBits = Array(repeating: 0, count: sets.count * program.setStride)
    program.setTraits = sets.map(\.traits)
    for (number, set) in sets.enumerated() {
      let row = number * program.setStride
      for word in set.words { program.setBits[row + word / 64] |= 1 << UInt64(word % 64) }
      for prefix in set.prefixes {
        for c in classesOfPrefixes[prefix] {
          program.setBits[row + c / 64] |= 1 << UInt64(c % 64)
        }
      }
    }
    program.keys = PatternKeys(
      nodes, vocabulary.words, classCount: classCount, classesOfPrefixes: classesOfPrefixes)
    program.first = PatternRows(patternCount: program.patterns.count, classCount: classCount)
    program.second = PatternRows(patternCount: program.patterns.count, classCount: classCount)
    for (number, outline) in outlines.enumerated() {
      program.first.insert(number, for: outline.first, classesOfPrefixes: classesOfPrefixes)
      program.second.insert(number, for: outline.second, classesOfPrefixes: classesOfPrefixes)
    }
  }
}

/// What does not drop a match of a kind.
struct MarkerKeeps: OptionSet, Sendable, Hashable {
  let rawValue: UInt8

  init(rawValue: UInt8) { self.rawValue = rawValue }

  static let hypothetical = MarkerKeeps(rawValue: 1)
  static let negated = MarkerKeeps(rawValue: 2)
  static let quoted = MarkerKeeps(rawValue: 4)

  static let names = ["hypothetical", "negated", "quoted"]

  init?(named name: String) {
    guard let bit = Self.names.firstIndex(of: name) else { return nil }
    self.init(rawValue: 1 << UInt8(bit))
  }
}
