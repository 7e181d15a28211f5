/// A tone lexicon made ready: which words and phrases speak well or ill, strengthen, turn or ask.
///
/// One hash look-up a token finds the phrases that begin with it; the longest that goes on in the
/// text wins. Immutable, shared by any number of threads.
public struct Lexicon: Sendable {
  /// What a phrase does besides having a valence or a factor.
  public struct Roles: OptionSet, Sendable, Hashable {
    /// One bit a role, as in model files.
    public let rawValue: UInt16

    /// From bits; those that are no role are kept and mean nothing.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// What follows weighs more than what came before: `but`, `that said`.
    public static let contrast = Roles(rawValue: 1 << 0)
    /// Thanks for something done: `thank you for fixing`.
    public static let thanks = Roles(rawValue: 1 << 1)
    /// Thanks for something asked: `thanks in advance`, `would be appreciated`.
    public static let thanksInAdvance = Roles(rawValue: 1 << 2)
    /// Opens a question: `how do`, `is there`.
    public static let question = Roles(rawValue: 1 << 3)
    /// Asks for something that does not exist yet: `please add`, `would be great if`.
    public static let wish = Roles(rawValue: 1 << 4)
    /// Not said to be so: `if`, `would`.
    public static let hypothetical = Roles(rawValue: 1 << 5)
    /// Asks for something to be done: `please`, `i'd like`.
    public static let request = Roles(rawValue: 1 << 6)

    static let all: Roles = [
      .contrast, .thanks, .thanksInAdvance, .question, .wish, .hypothetical, .request,
    ]
  }

  /// What one phrase says.
  struct Meaning: Sendable {
    /// 0 where it has none.
    var valence: Float = 0
    /// 0 where it modifies nothing.
    var factor: Float = 0
    var roles: Roles = []
    var tokens: UInt8 = 1
    /// Where in `bytes` the words after the first stand, each with its length before it.
    var tail: UInt32 = 0
    /// The next phrase with the same first word, none of which is longer; `none` after the last.
    var next: UInt32 = Lexicon.none
  }

  /// The phrases that begin with one word.
  struct Head: Sendable {
    /// Where in `bytes` the word stands.
    var start: UInt32 = 0
    var length: UInt8 = 0
    /// The longest of them in `meanings`; `none`: the slot is free.
    var first: UInt32 = Lexicon.none
  }

  static let none = UInt32.max

  /// The number of phrases.
  public var count: Int { meanings.count }

  var bytes: [UInt8]
  var meanings: [Meaning]
  /// Open addressing, a power of two, at most half full.
  var heads: [Head]
  /// A byte of each head's hash, never 0; 0: the slot is free. Small enough to stay near the CPU,
  /// it settles most questions without a look at the heads.
  var marks: [UInt8]

  /// The most phrases: a number that keeps every offset within 32 bits.
  public static let mostEntries = 1_000_000

  /// Words are short, and the table is small enough that the quality of FNV-1a suffices.
  @inline(__always)
  func slot(_ hash: FNV1a) -> Int {
    Int(truncatingIfNeeded: hash.folded) & (heads.count - 1)
  }

  @inline(__always)
  static func mark(_ hash: FNV1a) -> UInt8 { UInt8(truncatingIfNeeded: hash.value &>> 56) | 1 }

  /// The slot of the phrases that begin with `word[start..<end]`, or -1.
  @inline(__always)
  func head(_ word: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    var hash = FNV1a()
    hash.combine(word, start, end)
    let heads = heads.span
    let marks = marks.span
    let mark = Self.mark(hash)
    var at = slot(hash)
    while marks[at] != 0 {
      if marks[at] == mark {
        let head = heads[at]
        if Int(head.length) == end - start, equals(Int(head.start), word, start, end) {
          return at
        }
      }
      at = (at + 1) & (heads.count - 1)
    }
    return -1
  }

  @inline(__always)
  private func equals(_ known: Int, _ word: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    let bytes = bytes.span
    for i in 0..<(end - start) where bytes[known + i] != word[start + i] { return false }
    return true
  }

  /// As `head`, for an elongated word: as it is, then in its plainer spellings (`soooo` → `soo` → `so`).
  func head(elongated word: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    let found = head(word, start, end)
    if found >= 0 { return found }
    for number in 0..<StretchedWord.spellings {
      guard let (letters, count) = StretchedWord.spelling(number, of: word, start, end) else {
        continue
      }
      let found = head(letters.span, 0, count)
      if found >= 0 { return found }
    }
    return -1
  }

  /// Whether the next word of a phrase is this one.
  ///
  /// - Parameter place: where the next word of the phrase stands in `bytes`; moved on.
  @inline(__always)
  func continues(
    _ place: inout Int, with folded: Span<UInt8>, _ start: Int, _ end: Int
  ) -> Bool {
    let length = Int(bytes[place])
    guard length == end - start, equals(place + 1, folded, start, end) else { return false }
    place += 1 + length
    return true
  }
}
