import EarshotRecords
import EarshotText
import FoundationEssentials
import Yams

/// Words and patterns of tone in YAML: a lexicon, markers, or both in one file. docs/tone.md shows one.
struct ToneFile {
  private static let keys = [
    "version", "valence", "boosters", "dampeners", "contrast", "cues", "words", "hypothetical",
    "markers",
  ]
  private static let cues: [(String, Lexicon.Roles)] = [
    ("thanks", .thanks), ("thanks_in_advance", .thanksInAdvance), ("question", .question),
    ("wish", .wish), ("hypothetical", .hypothetical), ("request", .request),
  ]

  let path: String
  private var source = ToneSource()
  /// Lines of the lexicon's entries.
  private var lines: [Int] = []

  /// All files as one source, each checked as it is read.
  ///
  /// - Parameter known: what a model has already: lists of words that patterns may name.
  /// - Throws: `Failure` with file and line of what is wrong.
  static func read(
    _ paths: [String], beside known: ToneSource? = nil
  ) throws(Failure) -> ToneSource {
    var own = ToneSource()
    for path in paths {
      var file = ToneFile(path: path)
      try file.read()
      own.add(file.source)
      var whole = known ?? ToneSource()
      whole.add(own)
      try file.check(whole)
    }
    return own
  }

  private init(path: String) { self.path = path }

  private mutating func read() throws(Failure) {
    let file = try YAMLFile(path, "the file of words and patterns")
    guard let root = file.root?.mapping else {
      throw Failure("\(path):1: expected keys as valence or markers. docs/tone.md shows a file.")
    }
    for (key, value) in root {
      switch key.string ?? "" {
      case "version": break
      case "valence": try readNumbers(value) { .init($0, valence: $1) }
      case "boosters", "dampeners": try readNumbers(value) { .init($0, factor: $1) }
      case "contrast": readPhrases(value, .contrast)
      case "cues": try readCues(value)
      case "words":
        for (name, words) in try mapping(value) {
          source.markers.words.append(
            .init(
              name: name.string ?? "", words: Self.strings(words).joined(separator: " "),
              line: YAMLFile.line(name)))
        }
      case "hypothetical":
        source.markers.hypothetical += try patternLines(value, of: "hypothetical", in: file)
      case "markers": try readMarkers(value, in: file)
      case let name:
        let near = NameSuggestion.nearest(to: name, among: Self.keys)
        throw fault(
          key, "there is no key \"\(name)\".\(near.map { " Did you mean \"\($0)\"?" } ?? "")")
      }
    }
  }

  private mutating func readMarkers(_ node: Node, in file: YAMLFile) throws(Failure) {
    for (name, value) in try mapping(node) {
      var kind = MarkerSource.Kind(name: name.string ?? "", line: YAMLFile.line(name))
      for (key, part) in try mapping(value) {
        switch key.string {
        case "keeps":
          kind.keeps = Self.strings(part)
          // Compiled with the model's, they would be told with a line of the model's.
          for keep in kind.keeps where !MarkerSource.Kind.knownKeeps.contains(keep) {
            throw fault(part, PatternError.Fault.unknownKeep(keep).message)
          }
        case "patterns": kind.patterns = try patternLines(part, of: "patterns", in: file)
        case "except": kind.except = try patternLines(part, of: "except", in: file)
        default: throw fault(key, "a kind of marker has the keys patterns, except and keeps.")
        }
      }
      source.markers.kinds.append(kind)
    }
  }

  private mutating func readCues(_ node: Node) throws(Failure) {
    for (key, value) in try mapping(node) {
      guard let role = Self.cues.first(where: { $0.0 == key.string })?.1 else {
        throw fault(key, "cues are \(Self.cues.map(\.0).joined(separator: ", ")).")
      }
      readPhrases(value, role)
    }
  }

  private mutating func readPhrases(_ node: Node, _ role: Lexicon.Roles) {
    for phrase in Self.strings(node) {
      source.lexicon.entries.append(.init(phrase, roles: role))
      lines.append(YAMLFile.line(node))
    }
  }

  /// `-2.1: [awful, "no use"]`
  private mutating func readNumbers(
    _ node: Node, _ entry: (String, Float) -> LexiconSource.Entry
  ) throws(Failure) {
    for (key, value) in try mapping(node) {
      guard let number = key.scalar.flatMap({ Float($0.string) }) else {
        throw fault(key, "expected a number and its words, as `-2.1: [awful]`.")
      }
      for word in value.sequence.map({ Array($0) }) ?? [value] {
        source.lexicon.entries.append(entry(word.scalar?.string ?? "", number))
        lines.append(YAMLFile.line(word))
      }
    }
  }

  /// Compiles what there is by now, for its errors.
  private func check(_ whole: ToneSource) throws(Failure) {
    // Those of the model come first: the ones too many are the last of this file.
    let excess = whole.markers.patternLines.count - MarkerPatterns.mostPatterns
    if excess > 0 {
      let lines = source.markers.patternLines.map(\.number).sorted()
      throw Failure(
        "\(path):\(lines[max(0, lines.count - excess)]): \(PatternError.Fault.tooMany.message)")
    }
    do { _ = try Tone(whole) } catch let error as LexiconError {
      let before = whole.lexicon.entries.count - lines.count
      let line = error.entry.map { $0 - before }.flatMap {
        lines.indices.contains($0) ? lines[$0] : nil
      }
      throw Failure("\(path):\(line ?? 1): \(error.description).")
    } catch let error as PatternError {
      var line = error.line
      // A loop of lists is closed by a list of this file, wherever it is met.
      if case .listLoop(let names) = error.fault,
        let own = source.markers.words.last(where: { names.contains($0.name) })
      {
        line = own.line
      }
      throw Failure("\(path):\(line): \(error.fault.message)")
    } catch {
      throw Failure("\(path): \(error)")
    }
  }

  // MARK: - Nodes

  private func mapping(_ node: Node) throws(Failure) -> Node.Mapping {
    guard let mapping = node.mapping else { throw fault(node, "expected keys with values here.") }
    return mapping
  }

  private func fault(_ node: Node, _ sentence: String) -> Failure {
    Failure("\(path):\(YAMLFile.line(node)): \(sentence)")
  }

  private static func strings(_ node: Node) -> [String] {
    if let sequence = node.sequence { return sequence.compactMap { $0.scalar?.string } }
    return node.scalar.map { [$0.string] } ?? []
  }

  /// The lines of a block, or the items of a list, with their numbers in the file.
  private func patternLines(
    _ node: Node, of key: String, in file: YAMLFile
  ) throws(Failure) -> [MarkerSource.Line] {
    if let sequence = node.sequence {
      return sequence.compactMap { item in
        item.scalar.map { .init(number: YAMLFile.line(item), text: $0.string) }
      }
    }
    guard let scalar = node.scalar else { return [] }
    if file.joinsLines(scalar) {
      throw fault(
        node, "YAML joins these lines into one. Write `\(key): |`, which keeps them apart.")
    }
    let first = YAMLFile.line(node) + (scalar.style == .literal ? 1 : 0)
    return scalar.string.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .filter { !$1.isEmpty }.map { .init(number: first + $0, text: String($1)) }
  }
}
