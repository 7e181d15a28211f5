/// Finds a piece by its bytes: open addressing, at most half full.
///
/// The hash is built a byte at a time, so that those of all prefixes of a word come out of one pass:
///
///     h₀ = seed;  hₖ₊₁ = (hₖ xor byteₖ) · K  mod 2⁶⁴
///
/// (the step of FNV-1a, with Knuth's 2⁶⁴ / φ as K, whose product mixes the high bits well). Pieces
/// that begin a word and pieces that go on with one have different seeds: two tables in one.
struct WordPieceIndex: Sendable {
  static let seedOfStart: UInt64 = 0xCBF2_9CE4_8422_2325
  private static let seedOfContinuation: UInt64 = 0x8422_2325_CBF2_9CE4

  /// Ids take 24 bits of a slot, and 0 means empty.
  static let most = 1 << 24 - 1
  private static let idMask: UInt32 = 0xFF_FFFF
  private static let continues: UInt32 = 0x8000_0000
  private static let hash: UInt8 = 0x23  // '#'
  private static let reachBits: UInt64 = 12

  let storage: PieceStorage
  /// Bytes of the longest piece (without `##`) whose first two bytes have this hash, so that not all
  /// lengths of pieces are tried at each place of a word.
  private let reaches: [UInt16]
  /// id + 1 in the low 24 bits, then 7 bits of the hash, then whether it continues a word.
  private let slots: [UInt32]
  /// What leaves the high bits of a hash as a slot number.
  private let shift: UInt64

  init(_ storage: PieceStorage) {
    self.storage = storage
    var bits: UInt64 = 4
    while 1 << bits < 2 * storage.count { bits += 1 }
    shift = 64 - bits
    let mask = 1 << Int(bits) - 1
    var slots = [UInt32](repeating: 0, count: mask + 1)
    var reaches = [UInt16](repeating: 1, count: 1 << Self.reachBits)
    let bytes = storage.bytes.span
    let ends = storage.offsets.span
    for id in 0..<storage.count {
      var start = Int(ends[id])
      let end = Int(ends[id + 1])
      let isContinuation =
        end - start > 2 && bytes[start] == Self.hash && bytes[start + 1] == Self.hash
      if isContinuation { start += 2 }
      var hash = Self.seed(isContinuation)
      for k in start..<end {
        hash = Self.step(hash, bytes[k])
        if k == start + 1 {
          let place = Int(truncatingIfNeeded: hash &>> (64 - Self.reachBits))
          reaches[place] = max(reaches[place], UInt16(clamping: end - start))
        }
      }
      var slot = Int(truncatingIfNeeded: hash &>> shift)
      while slots[slot] != 0 { slot = (slot &+ 1) & mask }
      slots[slot] = Self.tag(hash, isContinuation) | UInt32(id + 1)
    }
    self.slots = slots
    self.reaches = reaches
  }

  /// The hash of no bytes.
  @inline(__always)
  static func seed(_ isContinuation: Bool) -> UInt64 {
    isContinuation ? seedOfContinuation : seedOfStart
  }

  @inline(__always)
  static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
    (hash ^ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15
  }

  /// The high byte of a slot.
  @inline(__always)
  private static func tag(_ hash: UInt64, _ isContinuation: Bool) -> UInt32 {
    UInt32(truncatingIfNeeded: hash &>> 8) & 0x7F00_0000 | (isContinuation ? continues : 0)
  }

  /// Bytes that a piece can have at most, given the hash of its first two.
  @inline(__always)
  func reach(_ hashOfTwo: UInt64) -> Int {
    Int(reaches[Int(truncatingIfNeeded: hashOfTwo &>> (64 - Self.reachBits))])
  }

  /// The id of the piece that equals `word[start..<end]`, or nil.
  ///
  /// - Parameter hash: of these bytes, from the seed that goes with `isContinuation`.
  @inline(__always)
  func id(
    of word: Span<UInt8>, _ start: Int, _ end: Int, hash: UInt64, isContinuation: Bool
  ) -> UInt32? {
    let tag = Self.tag(hash, isContinuation)
    var slot = Int(truncatingIfNeeded: hash &>> shift)
    while slots[slot] != 0 {
      let entry = slots[slot]
      if (entry ^ tag) & ~Self.idMask == 0 {
        let id = entry & Self.idMask &- 1
        if equals(id, word, start, end, skipping: isContinuation ? 2 : 0) { return id }
      }
      slot = (slot &+ 1) & (slots.count &- 1)
    }
    return nil
  }

  /// The id of the piece that begins a word and equals it, or nil.
  func id(of word: Span<UInt8>) -> UInt32? {
    var hash = Self.seedOfStart
    for k in word.indices { hash = Self.step(hash, word[k]) }
    return id(of: word, 0, word.count, hash: hash, isContinuation: false)
  }

  @inline(__always)
  private func equals(
    _ id: UInt32, _ word: Span<UInt8>, _ start: Int, _ end: Int, skipping prefix: Int
  ) -> Bool {
    let range = storage.range(of: id)
    guard range.count == end &- start &+ prefix else { return false }
    let bytes = storage.bytes.span
    let from = range.lowerBound &+ prefix &- start
    for k in start..<end where bytes[from &+ k] != word[k] { return false }
    return true
  }
}
