/// A small set of words of at most 16 bytes, each with a number: asked once for each token.
///
/// Open addressing over the words' bytes packed into two integers; a look at the first letter and
/// the length settles most questions before that.
struct ShortWordTable: Sendable {
  static let longest = 16

  private struct Slot {
    var high: UInt64 = 0
    var low: UInt64 = 0
    var value: UInt8 = 0
  }

  /// Bit `length` is set where a word of this length begins with a byte ≡ index (mod 32).
  ///
  /// An array, because an `InlineArray` here was copied (128 bytes) for each question.
  private var lengths: [UInt32]
  private var slots: [Slot]

  /// - Parameter lists: numbers from 1 to 255, each with its words, separated by blanks.
  init(_ lists: [(value: UInt8, words: String)]) {
    var count = 0  // of words, and not fewer
    for list in lists {
      count += 1
      for byte in list.words.utf8 where byte == 0x20 { count += 1 }
    }
    var capacity = 16
    while capacity < 2 * count { capacity *= 2 }
    lengths = Array(repeating: 0, count: 32)
    slots = Array(repeating: Slot(), count: capacity)
    for list in lists {
      precondition(list.value != 0)
      var key: (high: UInt64, low: UInt64) = (0, 0)
      var length = 0
      var first: UInt8 = 0
      for byte in list.words.utf8 {
        if byte != 0x20 {
          if length == 0 { first = byte }
          Self.push(byte, onto: &key)
          length += 1
        } else if length > 0 {
          insert(key.high, key.low, length, first, list.value)
          key = (0, 0)
          length = 0
        }
      }
      if length > 0 { insert(key.high, key.low, length, first, list.value) }
    }
  }

  private mutating func insert(
    _ high: UInt64, _ low: UInt64, _ length: Int, _ first: UInt8, _ value: UInt8
  ) {
    precondition(length <= Self.longest)
    lengths[Int(first & 31)] |= 1 &<< UInt32(length)
    var i = Self.hash(high, low) & (slots.count - 1)
    while slots[i].value != 0 { i = (i + 1) & (slots.count - 1) }
    slots[i] = Slot(high: high, low: low, value: value)
  }

  /// The number of the word `bytes[start..<end]`, or 0.
  ///
  /// - Parameter ignoringCase: reads capitals as small letters.
  @inline(__always)
  func value(
    of bytes: Span<UInt8>, _ start: Int, _ end: Int, ignoringCase: Bool = false
  ) -> UInt8 {
    let length = end - start
    guard length <= Self.longest, length > 0,
      lengths[Int(bytes[start] & 31)] &>> UInt32(length) & 1 != 0
    else { return 0 }
    return find(bytes, start, end, ignoringCase)
  }

  @inline(never)
  private func find(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ ignoringCase: Bool) -> UInt8 {
    var key: (high: UInt64, low: UInt64) = (0, 0)
    for k in start..<end {
      Self.push(ignoringCase ? ByteClass.lowercased(bytes[k]) : bytes[k], onto: &key)
    }
    var i = Self.hash(key.high, key.low) & (slots.count - 1)
    while slots[i].value != 0 {
      if slots[i].low == key.low, slots[i].high == key.high { return slots[i].value }
      i = (i + 1) & (slots.count - 1)
    }
    return 0
  }

  @inline(__always)
  private static func push(_ byte: UInt8, onto key: inout (high: UInt64, low: UInt64)) {
    key.high = key.high &<< 8 | key.low &>> 56
    key.low = key.low &<< 8 | UInt64(byte)
  }

  @inline(__always)
  private static func hash(_ high: UInt64, _ low: UInt64) -> Int {
    // Fibonacci hashing (Knuth, TAOCP 3, 6.4): 2^64 / φ, the high half is the well mixed one.
    Int(((low ^ (high &* 0x9E37_79B9_7F4A_7C15)) &* 0x9E37_79B9_7F4A_7C15) &>> 32)
  }
}
