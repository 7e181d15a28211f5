/// What a pattern file says, read but not yet understood.
///
/// The program reads YAML into this, a model file stores it (`serialized()`), and
/// `MarkerPatterns` compiles it. docs/markers.md describes the language.
public struct MarkerSource: Sendable, Hashable {
  /// One line of patterns.
  public struct Line: Sendable, Hashable {
    /// Where it stands in the user's file, from 1; only errors use it.
    public var number: Int
    /// A strength (in `patterns`) and a pattern, or nothing, or a comment.
    public var text: String

    /// A line of a file, as it stands there.
    public init(number: Int, text: String) {
      self.number = number
      self.text = text
    }
  }

  /// A named list of words, used in patterns as `<name>`.
  public struct WordList: Sendable, Hashable {
    /// What patterns call it, without the angle brackets.
    public var name: String
    /// Separated by blanks or line ends.
    public var words: String
    /// Where its name stands in the user's file, from 1; only errors use it.
    public var line: Int

    /// A list of these words, unchecked.
    public init(name: String, words: String, line: Int) {
      self.name = name
      self.words = words
      self.line = line
    }
  }

  /// The patterns of one kind of marker.
  public struct Kind: Sendable, Hashable {
    /// As in `MarkerKind.name`: `repeat_contact`.
    public var name: String
    /// Where its name stands in the user's file, from 1; only errors use it.
    public var line: Int
    /// What does not drop a match of this kind: `hypothetical`, `negated`, `quoted`.
    public var keeps: [String]
    /// What may stand there.
    public static let knownKeeps = MarkerKeeps.names
    /// A match of one of these is a marker.
    public var patterns: [Line]
    /// A match that overlaps a match of one of these is dropped.
    public var except: [Line]

    /// A kind with these lines, unchecked.
    public init(
      name: String, line: Int, keeps: [String] = [], patterns: [Line] = [], except: [Line] = []
    ) {
      self.name = name
      self.line = line
      self.keeps = keeps
      self.patterns = patterns
      self.except = except
    }
  }

  /// Lists of words, each name once.
  public var words: [WordList]
  /// Patterns that make what follows them hypothetical: `if`, `in case`.
  public var hypothetical: [Line]
  /// Kinds of marker, each name once.
  public var kinds: [Kind]

  /// A source of these, unchecked: `MarkerPatterns(_:)` checks them.
  public init(words: [WordList] = [], hypothetical: [Line] = [], kinds: [Kind] = []) {
    self.words = words
    self.hypothetical = hypothetical
    self.kinds = kinds
  }

  /// All lines with a pattern, also those of exceptions and of hypotheses, in the order of their places here.
  ///
  /// - Complexity: O(lines)
  public var patternLines: [Line] {
    (hypothetical + kinds.flatMap { $0.patterns + $0.except })
      .filter { !PatternReader.isEmpty($0.text) }
  }

  /// Adds what a user's own file says: lists and kinds of the same name grow.
  public mutating func add(_ other: MarkerSource) {
    for list in other.words {
      if let at = words.firstIndex(where: { $0.name == list.name }) {
        // A line of its own, so that the last line of either list stays what it was.
        words[at].words += "\n" + list.words
        words[at].line = list.line
      } else {
        words.append(list)
      }
    }
    hypothetical += other.hypothetical
    for kind in other.kinds {
      if let at = kinds.firstIndex(where: { $0.name == kind.name }) {
        kinds[at].patterns += kind.patterns
        kinds[at].except += kind.except
        for kept in kind.keeps where !kinds[at].keeps.contains(kept) {
          kinds[at].keeps.append(kept)
          // Whatever is wrong with it stands in the user's file.
          kinds[at].line = kind.line
        }
      } else {
        kinds.append(kind)
      }
    }
  }
}
