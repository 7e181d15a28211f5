import EarshotNumerics

/// A frozen set of terms, each with a number: an open-addressing table from 64-bit hashes.
///
/// Terms of the word block have the numbers `0..<wordTermCount`, pieces of words the rest. The table
/// is a power of two in size and at most half full, so a look-up touches 1.5 slots on average (Knuth,
/// TAOCP 3, §6.4, linear probing).
public struct Vocabulary: Sendable {
  /// The hash in each slot, 0 where it is empty.
  public let keys: Storage<UInt64>
  /// The term number in each slot.
  public let numbers: Storage<UInt32>
  public let termCount: Int
  public let wordTermCount: Int

  /// Wraps a table. Returns nil when it can't be one: its size must be a power of two with room for twice
  /// the terms. That half of the slots are empty and each number is below `termCount` is the caller's to
  /// check (`Tagger` does so on opening a file).
  public init?(
    keys: Storage<UInt64>, numbers: Storage<UInt32>, termCount: Int, wordTermCount: Int
  ) {
    let size = keys.count
    guard size > 0, size & (size - 1) == 0, numbers.count == size else { return nil }
    guard termCount >= 0, termCount <= size / 2, (0...termCount).contains(wordTermCount) else {
      return nil
    }
    self.keys = keys
    self.numbers = numbers
    self.termCount = termCount
    self.wordTermCount = wordTermCount
  }

  /// Numbers the hashes in the order given.
  public init(terms: [UInt64], wordTermCount: Int) {
    var size = 16
    while size < terms.count * 2 { size *= 2 }
    var keys = [UInt64](repeating: 0, count: size)
    var numbers = [UInt32](repeating: 0, count: size)
    for (number, hash) in terms.enumerated() {
      precondition(hash != 0, "0 marks an empty slot")
      var slot = Int(truncatingIfNeeded: hash >> 1) & (size - 1)
      while keys[slot] != 0 { slot = (slot + 1) & (size - 1) }
      keys[slot] = hash
      numbers[slot] = UInt32(number)
    }
    self.keys = Storage(keys)
    self.numbers = Storage(numbers)
    termCount = terms.count
    self.wordTermCount = wordTermCount
  }

  /// The number of the term with this hash, or nil.
  @inline(__always)
  public func number(of hash: UInt64) -> UInt32? {
    let mask = keys.count - 1
    var slot = Int(truncatingIfNeeded: hash >> 1) & mask
    // SAFETY: `mask` is the size less one, a power of two less one, so 0 ≤ slot < size; half of the
    // slots are empty, so the loop ends.
    while true {
      let key = keys.base[slot]
      if key == hash { return numbers.base[slot] }
      if key == 0 { return nil }
      slot = (slot + 1) & mask
    }
  }

  /// Writes the numbers of those of `hashes` that are terms, in their order.
  ///
  /// Nearly every question is settled by two neighbouring slots. They are read without a branch, so
  /// that the CPU reads those of many hashes at once: a branch on each waited for the memory, and was
  /// guessed wrong every third time.
  ///
  /// - Parameters:
  ///   - found: the numbers; with room for as many as there are hashes.
  ///   - open: the same room, for what two slots do not settle.
  /// - Returns: how many were written.
  func findNumbers(
    of hashes: UnsafeBufferPointer<UInt64>, into found: UnsafeMutableBufferPointer<UInt32>,
    open: UnsafeMutableBufferPointer<Int>
  ) -> Int {
    precondition(found.count >= hashes.count && open.count >= hashes.count)
    let mask = keys.count - 1
    var candidates = 0
    for i in 0..<hashes.count {
      let hash = hashes[i]
      // SAFETY: as in `number(of:)`; candidates ≤ i < the room of both buffers.
      let slot = Int(truncatingIfNeeded: hash >> 1) & mask
      let next = (slot &+ 1) & mask
      let key = keys.base[slot]
      let nextKey = keys.base[next]
      let isHere = key == hash ? 1 : 0
      let isNext = nextKey == hash ? 1 : 0
      let isTaken = (key != 0 ? 1 : 0) & (nextKey != 0 ? 1 : 0)
      // Below zero where it is settled: the slot's complement. Else the hash's place.
      let isSettled = 0 &- (isHere | isNext)
      let place = (slot &+ 1 &- isHere) & mask
      open[candidates] = (~place & isSettled) | (i & ~isSettled)
      candidates &+= isHere | isTaken
    }
    var count = 0
    for c in 0..<candidates {
      if open[c] < 0 {
        // SAFETY: the complement is a slot below the size, from above.
        found[count] = numbers.base[~open[c]]
      } else if let number = number(of: hashes[open[c]]) {
        found[count] = number
      } else {
        continue
      }
      count &+= 1
    }
    return count
  }
}
