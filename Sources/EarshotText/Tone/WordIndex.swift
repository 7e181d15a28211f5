/// Words by their folded bytes, numbered from 1 in the order they came.
///
/// Open addressing over FNV-1a hashes; the bytes themselves are compared, so a number is never
/// given to another word.
struct WordIndex: Sendable {
  private var slots: [UInt32] = Array(repeating: 0, count: 64)
  private var hashes: [UInt32] = [0]
  /// Word n is `bytes[starts[n]..<starts[n + 1]]`.
  private var starts: [UInt32] = [0, 0]
  private var bytes: [UInt8] = []

  /// How many words there are; they are `1...count`.
  var count: Int { hashes.count - 1 }

  /// The number of a word, which is new or known.
  mutating func insert(_ word: Span<UInt8>) -> Int {
    let hash = Self.hash(word, 0, word.count)
    let known = number(of: word, 0, word.count, hash: hash)
    if known != 0 { return known }
    if 2 * (count + 1) > slots.count { grow() }
    for i in word.indices { bytes.append(word[i]) }
    starts.append(UInt32(bytes.count))
    hashes.append(UInt32(truncatingIfNeeded: hash))
    place(count)
    return count
  }

  /// The number of `word[start..<end]`, or 0.
  @inline(__always)
  func number(of word: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    number(of: word, start, end, hash: Self.hash(word, start, end))
  }

  @inline(__always)
  func number(of word: Span<UInt8>, _ start: Int, _ end: Int, hash: UInt64) -> Int {
    let wanted = UInt32(truncatingIfNeeded: hash)
    var i = Int(truncatingIfNeeded: wanted) & (slots.count - 1)
    while slots[i] != 0 {
      let found = Int(slots[i])
      if hashes[found] == wanted, isEqual(found, word, start, end) { return found }
      i = (i + 1) & (slots.count - 1)
    }
    return 0
  }

  /// The bytes of a word.
  func bytes(of number: Int) -> ArraySlice<UInt8> {
    bytes[Int(starts[number])..<Int(starts[number + 1])]
  }

  @inline(__always)
  private static func hash(_ word: Span<UInt8>, _ start: Int, _ end: Int) -> UInt64 {
    var hash = FNV1a()
    hash.combine(word, start, end)
    return hash.folded
  }

  private func isEqual(_ number: Int, _ word: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    let from = Int(starts[number])
    guard Int(starts[number + 1]) - from == end - start else { return false }
    for k in 0..<(end - start) where bytes[from + k] != word[start + k] { return false }
    return true
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: 2 * slots.count)
    for number in 1..<hashes.count { place(number) }
  }

  private mutating func place(_ number: Int) {
    var i = Int(truncatingIfNeeded: hashes[number]) & (slots.count - 1)
    while slots[i] != 0 { i = (i + 1) & (slots.count - 1) }
    slots[i] = UInt32(number)
  }
}
