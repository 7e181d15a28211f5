import EarshotText

/// The terms of one record as 64-bit hashes: words and word pairs first, then pieces of words.
public struct TermHashes: Sendable {
  /// One hash an occurrence, in the order of the text within each block.
  public internal(set) var hashes: [UInt64] = []
  /// The token each occurrence begins in; a pair ends in the next counted token.
  public internal(set) var owners: [UInt32] = []
  /// How many of `hashes` belong to the word block.
  public internal(set) var wordCount = 0

  public init() {}
}

/// Turns tokens into hashed terms.
///
/// A term is never stored as text: a model holds no customer's words. The last bit of a hash is always
/// set; 63 bits make any collision among a million terms as likely as 1 in 18 million. Quoted replies and signatures are not counted.
public struct FeatureHasher: Sendable, Equatable {
  private let wordLength: Int
  private let shortest: Int
  private let longest: Int

  public init(_ options: FeatureOptions) {
    wordLength = options.wordLength
    shortest = options.characterLengths?.lowerBound ?? 1
    longest = options.characterLengths?.upperBound ?? 0
  }

  /// Whether this makes all terms that `other` makes, in the same order, and maybe more between them:
  /// terms that a vocabulary made with `other` does not have.
  func covers(_ other: FeatureHasher) -> Bool {
    wordLength >= other.wordLength && shortest == other.shortest && longest == other.longest
  }

  /// Replaces `terms` by the terms of the tokens.
  ///
  /// - Complexity: O(bytes · longest piece); no allocation once the buffers are warm.
  public func hash(_ buffer: TokenBuffer, into terms: inout TermHashes) {
    terms.hashes.removeAll(keepingCapacity: true)
    terms.owners.removeAll(keepingCapacity: true)
    let tokens = buffer.tokens.span
    let folded = buffer.folded.span
    appendWords(tokens, folded, &terms)
    terms.wordCount = terms.hashes.count
    guard longest > 0 else { return }
    for t in tokens.indices {
      let token = tokens[t]
      guard token.isOwn, Self.hasPieces(token.kind) else { continue }
      appendPieces(of: token, number: UInt32(t), folded, &terms)
    }
  }

  /// Single words, then runs of up to `wordLength` words that follow each other.
  private func appendWords(
    _ tokens: Span<Token>, _ folded: Span<UInt8>, _ terms: inout TermHashes
  ) {
    guard wordLength > 0 else { return }
    var previous: UInt64 = 0
    var beforePrevious: UInt64 = 0
    var previousOwner: UInt32 = 0
    for t in tokens.indices {
      let token = tokens[t]
      guard token.isOwn else { continue }
      let word = Self.wordHash(token, folded)
      terms.hashes.append(Self.mixed(word))
      terms.owners.append(UInt32(t))
      if previous != 0 && wordLength >= 2 {
        terms.hashes.append(Self.mixed(previous &* Self.pairFactor ^ word))
        terms.owners.append(previousOwner)
      }
      if beforePrevious != 0 && wordLength >= 3 {
        let pair = beforePrevious &* Self.pairFactor ^ previous
        terms.hashes.append(Self.mixed(pair &* Self.pairFactor ^ word))
        terms.owners.append(previousOwner)
      }
      beforePrevious = previous
      previous = word
      previousOwner = UInt32(t)
    }
  }

  /// All pieces of " word " with lengths `shortest...longest`, counted in Unicode scalars, as
  /// scikit-learn's `char_wb`: a piece never crosses the border of a word.
  private func appendPieces(
    of token: Token, number: UInt32, _ folded: Span<UInt8>, _ terms: inout TermHashes
  ) {
    let first = Int(token.foldedStart) - 1
    let end = Int(token.foldedEnd)
    var start = first
    while start < end {
      var hash = Self.pieceSeed
      var at = start
      var length = 0
      while length < longest && at <= end {
        // The border on either side reads as a space.
        if at == first || at == end {
          hash = Self.step(hash, 0x20)
          at += 1
        } else {
          hash = Self.step(hash, folded[at])
          at += 1
          while at < end, folded[at] & 0xc0 == 0x80 {
            hash = Self.step(hash, folded[at])
            at += 1
          }
        }
        length += 1
        if length >= shortest {
          terms.hashes.append(Self.mixed(hash))
          terms.owners.append(number)
        }
      }
      start += 1
      while start > first + 1, start < end, folded[start] & 0xc0 == 0x80 { start += 1 }
    }
  }

  @inline(__always)
  private static func hasPieces(_ kind: Token.Kind) -> Bool {
    switch kind {
    case .word, .number, .hashtag, .identifier: true
    case .money, .url, .email, .mention, .emoji, .ideograph, .punctuation: false
    }
  }

  // MARK: - Hashes

  // FNV-1a's steps with a 64-bit odd factor, finished by the mixer of SplitMix64. Frozen: a change
  // would make every model file unreadable.
  private static let wordSeed: UInt64 = 0xcbf2_9ce4_8422_2325
  private static let pieceSeed: UInt64 = 0x8422_2325_cbf2_9ce4
  private static let factor: UInt64 = 0x0000_0100_0000_01b3
  private static let pairFactor: UInt64 = 0x9e37_79b9_7f4a_7c15

  @inline(__always)
  private static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
    (hash ^ UInt64(byte)) &* factor
  }

  /// Never 0, which marks an empty slot of a vocabulary.
  @inline(__always)
  private static func mixed(_ hash: UInt64) -> UInt64 {
    var z = hash
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return (z ^ (z >> 31)) | 1
  }

  /// A word by its folded bytes. Addresses, links, names and sums of money are counted as what they
  /// are, not as which: their bytes are seldom seen twice and often private.
  @inline(__always)
  private static func wordHash(_ token: Token, _ folded: Span<UInt8>) -> UInt64 {
    var hash = wordSeed
    switch token.kind {
    case .word, .number, .hashtag, .emoji, .ideograph, .punctuation:
      for i in Int(token.foldedStart)..<Int(token.foldedEnd) { hash = step(hash, folded[i]) }
    case .money, .identifier, .url, .email, .mention:
      // 0x00 can't begin a folded word.
      hash = step(step(hash, 0), token.kind.rawValue)
    }
    return hash
  }
}
