/// What is wrong with a pattern file, and where.
public struct PatternError: Error, Sendable, Hashable {
  /// What is wrong.
  public enum Fault: Sendable, Hashable {
    /// A kind that does not exist.
    case unknownKind(String)
    /// `keeps` names something else than `hypothetical`, `negated`, `quoted`.
    case unknownKeep(String)
    /// `<name>` without a list of this name.
    case unknownList(String)
    /// Word lists that contain each other, by name, the first one twice.
    case listLoop([String])
    /// A list with the name of a built-in one, a name that is not letters, digits, `_` and `-`,
    /// or two lists of one name.
    case listName(String)
    /// An entry of a word list that is cut into no word, or into several, by the tokenizer.
    case listEntry(String)
    /// No number from 0.05 to 1 in front of a pattern.
    case strength(String)
    /// Nothing behind the strength, or between brackets or bars.
    case empty
    /// `(`, `[` or `<` that is not closed, or closed without being open.
    case bracket(Character)
    /// `[` within a group, a second `[`, or one that may hold no word.
    case reportedPart
    /// `?` without a word, list or group right before it; on a gap, a mark or `[…]`.
    case optional
    /// `*` elsewhere than at the end of a word.
    case prefix
    /// `..n` where n is not 1 to 20.
    case gap(String)
    /// Groups within groups within groups.
    case nesting
    /// Signs that no token has, such as a comma.
    case notAWord(String)
    /// It would match without any word of its own, as `..3` or `call?` do.
    case matchesAnything
    /// More than 60 words may match.
    case tooLong
    /// One pattern more than `MarkerPatterns.mostPatterns`.
    case tooMany
    /// Bytes that `MarkerSource.serialized()` has not written.
    case damaged
  }

  /// Line in the user's file, from 1.
  public var line: Int
  /// Character in the line's text, from 1; 0: the whole line.
  public var column: Int
  /// What is wrong there.
  public var fault: Fault

  /// - Parameter column: 0 for the whole line.
  public init(line: Int, column: Int = 0, fault: Fault) {
    self.line = line
    self.column = column
    self.fault = fault
  }
}

extension PatternError: CustomStringConvertible {
  /// Place, what was found, what to do: `line 12, character 5: there is no word list "contct". …`
  public var description: String {
    "line \(line)\(column > 0 ? ", character \(column)" : ""): \(fault.message)"
  }
}

extension PatternError.Fault {
  /// What was found and what to do, without the place.
  public var message: String {
    switch self {
    case .unknownKind(let name):
      let names = MarkerKind.allCases.map(\.name).joined(separator: ", ")
      return "there is no kind \"\(name)\". The kinds are \(names)."
    case .unknownKeep(let name):
      return "\"\(name)\" under keeps. Expected hypothetical, negated or quoted."
    case .unknownList(let name):
      return "there is no word list \"\(name)\". Add it under words."
    case .listLoop(let names):
      return "word lists contain each other: \(names.joined(separator: " → "))."
    case .listName(let name):
      return "a word list cannot have the name \"\(name)\": it is taken, or not made of letters, "
        + "digits, _ and -."
    case .listEntry(let entry):
      return "\"\(entry)\" is not one word. A list holds single words; write more than one as a "
        + "group (a|b c) in the patterns."
    case .strength(let found):
      return "\"\(found)\" where a strength from 0.05 to 1 is expected."
    case .empty: return "nothing to match here."
    case .bracket(let bracket): return "\"\(bracket)\" has no partner."
    case .reportedPart:
      return "[ and ] mark one part of the whole pattern, outside of groups, that has a word in it."
    case .optional: return "? must stand right behind a word, a list or a group."
    case .prefix: return "* must stand right behind the beginning of a word."
    case .gap(let found): return "\"\(found)\": a gap is ..1 to ..20."
    case .nesting: return "a group may stand in a group, but not deeper."
    case .notAWord(let found): return "\"\(found)\" is no word of a text."
    case .matchesAnything:
      return "this matches without any word of its own. Add a word that must be there."
    case .tooLong: return "this may match more than 60 words."
    case .tooMany:
      return
        "more than \(MarkerPatterns.mostPatterns) patterns, with those of the model. Leave some "
        + "out, or make one of several: (a|b) or a word list."
    case .damaged: return "not the stored form of patterns. Make the model file again."
    }
  }
}
