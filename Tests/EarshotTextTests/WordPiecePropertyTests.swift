import Testing

@testable import EarshotText

@Suite struct WordPiecePropertyTests {
  private static let parts = [
    "un", "aff", "able", "A", "b", " ", "\n", "é", "e\u{301}", "\u{301}", "İ", "ß", "Σ", "中", "豈",
    "한",
    "!", "…", "≮", "\u{0}", "\u{AD}", "\u{FFFD}", "\u{A0}", "👍🏽", "\u{10FFFF}", "\u{F0000}",
    "xxxxxxxxxx",
  ]

  private func text(_ seed: UInt64) -> [UInt8] {
    var generator = TestGenerator(state: seed)
    let count = Int.random(in: 0...30, using: &generator)
    return (0..<count).flatMap { _ in Array(Self.parts.randomElement(using: &generator)!.utf8) }
  }

  @Test("a used scratch gives the same ids as a new one")
  func reuse() {
    var ids: [UInt32] = []
    var scratch = WordPieces.Scratch()
    for seed in UInt64(1)...1_000 {
      let text = text(seed)
      WordPieces.small.ids(of: text.span, into: &ids, scratch: &scratch)
      #expect(ids == WordPieces.small.ids(text), "seed \(seed)")
    }
  }

  @Test("two texts with a blank between have the ids of both")
  func concatenation() {
    for seed in UInt64(1)...1_000 {
      let (first, second) = (text(seed), text(seed + 5_000))
      let both = WordPieces.small.ids(first + [0x20] + second)
      #expect(both == WordPieces.small.ids(first) + WordPieces.small.ids(second), "seed \(seed)")
    }
  }

  @Test(
    "any bytes are read as Swift's decoder reads them, with U+FFFD for what is no text"
  )
  func randomBytes() {
    for seed in UInt64(1)...2_000 {
      var generator = TestGenerator(state: seed)
      let count = Int.random(in: 0...60, using: &generator)
      let bytes = (0..<count).map { _ in
        Bool.random(using: &generator)
          ? UInt8.random(in: 0...255, using: &generator)
          : UInt8.random(in: 0x61...0x63, using: &generator)
      }
      let decoded = String(decoding: bytes, as: UTF8.self)
      #expect(WordPieces.small.ids(bytes) == WordPieces.small.ids(decoded), "seed \(seed)")
    }
  }

  @Test("word ranges ascend, lie in the text, and there is one for each id")
  func wordRanges() {
    var ids: [UInt32] = []
    var scratch = WordPieces.Scratch()
    scratch.keepsWordRanges = true
    for seed in UInt64(1)...1_000 {
      let text = text(seed)
      WordPieces.small.ids(of: text.span, into: &ids, scratch: &scratch)
      #expect(scratch.wordRanges.count == ids.count, "seed \(seed)")
      var previous = 0..<0
      for range in scratch.wordRanges {
        let isInOrder = range == previous || range.lowerBound >= previous.upperBound
        #expect(isInOrder && !range.isEmpty && range.upperBound <= text.count, "seed \(seed)")
        previous = range
      }
    }
  }

  // Anything quadratic would take 6 · 10^10 steps, minutes, here.
  @Test(
    "256 KiB of anything are no trouble", .timeLimit(.minutes(1)),
    arguments: ["a", "x", "ẍ", "\u{301}", "中", "!", "q ", "xxxxxxxxxq ", "한", "👍", "\u{AD}"])
  func repeated(unit: String) {
    let unit = Array(unit.utf8)
    let text = (0..<262_144 / unit.count).flatMap { _ in unit }
    #expect(WordPieces.small.ids(text).count <= text.count)
  }

  @Test("a borrowed vocabulary gives the ids of a copied one")
  func borrowed() throws {
    let memory = BorrowedPieces(["[UNK]", "a", "##b"])
    let pieces = try #require(memory.pieces(size: 9))
    #expect(pieces.ids("ab a c") == [1, 2, 1, 0])
  }

  @Test("offsets that descend or leave the bytes are refused")
  func damaged() {
    #expect(BorrowedPieces(["[UNK]", "a", "##b"]).pieces(size: 8) == nil)
    let memory = BorrowedPieces(["[UNK]", "a", "##b"])
    memory.offsets[1] = 7
    #expect(memory.pieces(size: 9) == nil)
    #expect(BorrowedPieces([]).pieces(size: 0) == nil)
  }
}

/// Memory as a mapped file has it.
private final class BorrowedPieces {
  // SAFETY: allocated with the sizes that are written here; freed when nobody borrows it any more.
  let offsets: UnsafeMutableBufferPointer<UInt32>
  let bytes: UnsafeMutableBufferPointer<UInt8>

  init(_ pieces: [String]) {
    let all = pieces.flatMap { Array($0.utf8) }
    bytes = .allocate(capacity: all.count)
    _ = bytes.initialize(from: all)
    offsets = .allocate(capacity: pieces.count + 1)
    var end: UInt32 = 0
    offsets.initializeElement(at: 0, to: 0)
    for (i, piece) in pieces.enumerated() {
      end += UInt32(piece.utf8.count)
      offsets.initializeElement(at: i + 1, to: end)
    }
  }

  func pieces(size: Int) -> WordPieces? {
    WordPieces(
      offsets: UnsafeBufferPointer(offsets),
      bytes: UnsafeBufferPointer(rebasing: UnsafeBufferPointer(bytes)[..<size]), owner: self)
  }

  deinit {
    offsets.deallocate()
    bytes.deallocate()
  }
}
