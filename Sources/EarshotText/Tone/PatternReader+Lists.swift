/// Word lists: their entries, and lists within lists.
extension PatternReader {
  /// What a list says before the lists in it are known.
  private struct Draft {
    var line: Int
    var own = WordSet()
    var others: [String] = []
    var state = State.untouched

    enum State { case untouched, open, done }
  }

  /// Reads all lists, the built-in ones first.
  mutating func read(_ sources: [MarkerSource.WordList]) throws(PatternError) {
    for list in TokenTraits.lists {
      var set = WordSet(traits: list.traits)
      for word in words(of: list.words) { set.formUnion(word.set) }
      lists[list.name] = set
    }
    var drafts: [String: Draft] = [:]
    for source in sources {
      guard Self.isName(source.name), lists[source.name] == nil, drafts[source.name] == nil else {
        throw PatternError(line: source.line, fault: .listName(source.name))
      }
      drafts[source.name] = try draft(source)
    }
    for source in sources {
      var path: [String] = []
      try close(source.name, &drafts, &path, line: source.line)
    }
  }

  private mutating func draft(_ source: MarkerSource.WordList) throws(PatternError) -> Draft {
    var draft = Draft(line: source.line)
    for entry in words(of: source.words) {
      if let name = entry.listName {
        draft.others.append(name)
      } else if entry.set == WordSet() {
        throw PatternError(line: source.line, fault: .listEntry(entry.text))
      } else {
        draft.own.formUnion(entry.set)
      }
    }
    guard draft.own != WordSet() || !draft.others.isEmpty else {
      throw PatternError(line: source.line, fault: .empty)
    }
    return draft
  }

  /// Lists within lists within lists, and so on, at most so many.
  private static let deepestList = 32

  /// Puts the lists within a list into it, those first that it needs.
  private mutating func close(
    _ name: String, _ drafts: inout [String: Draft], _ path: inout [String], line: Int
  ) throws(PatternError) {
    if lists[name] != nil { return }
    guard var draft = drafts[name] else {
      throw PatternError(line: line, fault: .unknownList(name))
    }
    guard path.count < Self.deepestList else {
      throw PatternError(line: draft.line, fault: .nesting)
    }
    path.append(name)
    guard draft.state == .untouched else {
      let loop = path[path.firstIndex(of: name)!...]
      throw PatternError(line: draft.line, fault: .listLoop(Array(loop)))
    }
    drafts[name]?.state = .open
    for other in draft.others {
      try close(other, &drafts, &path, line: draft.line)
      draft.own.formUnion(lists[other] ?? WordSet())
    }
    path.removeLast()
    drafts[name]?.state = .done
    lists[name] = draft.own
  }

  private struct Entry {
    var text: String
    var set = WordSet()
    var listName: String?
  }

  /// The entries of a list; the set is empty where one is not a single word.
  private mutating func words(of text: String) -> [Entry] {
    bytes = Array(text.utf8)
    var entries: [Entry] = []
    var i = 0
    while i < bytes.count {
      let start = i
      while i < bytes.count, !Self.isBlank(bytes[i]) { i += 1 }
      if i > start { entries.append(entry(start..<i)) }
      i += 1
    }
    return entries
  }

  private mutating func entry(_ range: Range<Int>) -> Entry {
    var entry = Entry(text: String(decoding: bytes[range], as: UTF8.self))
    let last = bytes[range.upperBound - 1]
    if bytes[range.lowerBound] == 0x3C, last == 0x3E, range.count > 2 {
      entry.listName = String(entry.text.dropFirst().dropLast())
    } else {
      let isPrefix = last == 0x2A
      let word = range.lowerBound..<(isPrefix ? range.upperBound - 1 : range.upperBound)
      if let sets = words(word, isPrefix: isPrefix), sets.count == 1 { entry.set = sets[0] }
    }
    return entry
  }

  private static func isName(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { ByteClass.isAlphanumeric($0) || $0 == 0x5F || $0 == 0x2D }
  }
}
