/// The folded form of text: full case folding (CaseFolding.txt, C + F) in composed form (NFC),
/// with the compatibility forms that people type (full width, ligatures, bold letters), straight
/// apostrophes, and without what cannot be seen.
///
/// Accents stay. Canonically equal Latin, Greek and Cyrillic texts fold to equal bytes:
/// `é` is U+00E9 whether it was typed as one scalar or two.
enum ScalarFolding {
  /// Marks of one letter beyond this stay in the order they came: nobody writes 30 accents, and
  /// a megabyte of them must not be sorted (Unicode's stream-safe format, UAX #15, has the same
  /// bound).
  static let longestCluster = 30

  /// Writes the folded form of `text[start..<end]`, which must be whole scalars.
  ///
  /// - Parameters:
  ///   - bits: all bits of the scalars, as a `WordBreak.Segment` has them.
  ///   - position: where to write; moved past what was written.
  /// - Returns: whether there were capitals, and whether there were letters that are none.
  static func fold(
    _ text: Span<UInt8>, _ start: Int, _ end: Int, bits: UInt8,
    into bytes: inout [UInt8], at position: inout Int, cluster: inout [UInt32],
    keepsJoiners: Bool = false
  ) -> (hasUpper: Bool, hasLower: Bool) {
    var folded = bytes.mutableSpan
    var hasUpper = false
    var hasLower = false
    var i = start
    cluster.removeAll(keepingCapacity: true)
    let reorders = bits & ScalarClass.mark != 0
    while i < end {
      let scalar = UTF8Scalar(text, at: i)
      let scalarClass = scalar.scalarClass
      i += scalar.length
      if scalarClass & ScalarClass.uppercase != 0 {
        hasUpper = true
      } else if WordBreak.isLetter(scalarClass & ScalarClass.kindMask) {
        hasLower = true
      }
      if isInvisible(scalar.value) {
        if !(keepsJoiners && scalar.value == 0x200D) { continue }
      }
      if reorders {
        if scalarClass & ScalarClass.mark == 0 || cluster.count >= longestCluster {
          CanonicalOrder.flush(&cluster, into: &folded, at: &position)
        }
        CanonicalOrder.append(scalar.value, to: &cluster)
      } else if scalarClass & ScalarClass.folds == 0 {
        write(scalar.value, into: &folded, at: &position)
      } else {
        writeFolded(scalar.value, into: &folded, at: &position)
      }
    }
    CanonicalOrder.flush(&cluster, into: &folded, at: &position)
    return (hasUpper, hasLower)
  }

  /// Soft hyphen, joiners, directional marks, variation selectors, skin tones, byte order mark.
  static func isInvisible(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x00AD, 0x034F, 0x061C, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064,
      0x2066...0x2069, 0xFE00...0xFE0F, 0xFEFF, 0x1F3FB...0x1F3FF, 0xE0100...0xE01EF:
      true
    default: false
    }
  }

  /// Where the folded form stands in the pool, or nil where the scalar stays as it is.
  @inline(__always)
  static func place(of scalar: UInt32) -> Int? {
    guard scalar < 0x20000 else { return nil }
    let block = Int(UnicodeTables.foldIndex[Int(scalar >> 6)])
    let place = Int(UnicodeTables.folds[block &<< 6 | Int(scalar & 63)])
    return place == 0 ? nil : place
  }

  static func writeFolded(
    _ scalar: UInt32, into folded: inout MutableSpan<UInt8>, at position: inout Int
  ) {
    guard let place = place(of: scalar) else {
      return write(scalar, into: &folded, at: &position)
    }
    let count = Int(UnicodeTables.foldPool[place])
    for k in 1...count {
      folded[position] = UnicodeTables.foldPool[place + k]
      position += 1
    }
  }

  static func write(
    _ scalar: UInt32, into folded: inout MutableSpan<UInt8>, at position: inout Int
  ) {
    if scalar < 0x80 {
      folded[position] = UInt8(truncatingIfNeeded: scalar)
      position += 1
    } else if scalar < 0x800 {
      folded[position] = UInt8(truncatingIfNeeded: 0xC0 | scalar &>> 6)
      folded[position + 1] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
      position += 2
    } else if scalar < 0x10000 {
      folded[position] = UInt8(truncatingIfNeeded: 0xE0 | scalar &>> 12)
      folded[position + 1] = UInt8(truncatingIfNeeded: 0x80 | scalar &>> 6 & 0x3F)
      folded[position + 2] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
      position += 3
    } else {
      folded[position] = UInt8(truncatingIfNeeded: 0xF0 | scalar &>> 18)
      folded[position + 1] = UInt8(truncatingIfNeeded: 0x80 | scalar &>> 12 & 0x3F)
      folded[position + 2] = UInt8(truncatingIfNeeded: 0x80 | scalar &>> 6 & 0x3F)
      folded[position + 3] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
      position += 4
    }
  }
}
