/// Letters with combining marks: decomposed, put in canonical order, folded, composed.
///
/// Unicode 15.0, section 3.11 (D106–D117). Only clusters with a mark come here; everything else
/// has its composed folded form in a table.
enum CanonicalOrder {
  private static let iotaSubscript: UInt32 = 0x0345

  /// Adds the canonical decomposition of a scalar.
  static func append(_ scalar: UInt32, to cluster: inout [UInt32]) {
    guard let (first, second) = split(scalar) else {
      cluster.append(scalar)
      return
    }
    append(first, to: &cluster)
    if second != 0 { append(second, to: &cluster) }
  }

  /// Writes the cluster in folded, composed form and empties it.
  static func flush(
    _ cluster: inout [UInt32], into folded: inout MutableSpan<UInt8>, at position: inout Int
  ) {
    guard !cluster.isEmpty else { return }
    sortMarks(&cluster)
    foldEach(&cluster)
    compose(&cluster)
    for scalar in cluster { ScalarFolding.write(scalar, into: &folded, at: &position) }
    cluster.removeAll(keepingCapacity: true)
  }

  /// Insertion sort of the marks by combining class; equal classes keep their order.
  private static func sortMarks(_ cluster: inout [UInt32]) {
    for i in cluster.indices.dropFirst() {
      let mark = cluster[i]
      let rank = combiningClass(mark)
      guard rank != 0 else { continue }
      var j = i
      while j > 0, combiningClass(cluster[j - 1]) > rank {
        cluster[j] = cluster[j - 1]
        j -= 1
      }
      cluster[j] = mark
    }
  }

  /// Folds scalar by scalar. U+0345 becomes ι only here, behind the marks that go with its vowel.
  private static func foldEach(_ cluster: inout [UInt32]) {
    let count = cluster.count
    for i in 0..<count {
      let scalar = cluster[i]
      if scalar == iotaSubscript {
        cluster.append(0x03B9)
      } else if let place = ScalarFolding.place(of: scalar) {
        appendPool(place, to: &cluster)
      } else {
        cluster.append(scalar)
      }
    }
    cluster.removeFirst(count)
  }

  private static func appendPool(_ place: Int, to cluster: inout [UInt32]) {
    let bytes = UnicodeTables.foldPool  // a span cannot be taken of a global
    let pool = bytes.span
    let end = place + 1 + Int(pool[place])
    var i = place + 1
    while i < end {
      let scalar = UTF8Scalar(pool, at: i)
      append(scalar.value, to: &cluster)
      i += scalar.length
    }
  }

  /// The composition algorithm: each mark joins the last starter unless one of at least its
  /// class stands between.
  private static func compose(_ cluster: inout [UInt32]) {
    var starter = -1
    var used = 0
    var lastClass: UInt8 = 0
    for i in cluster.indices {
      let scalar = cluster[i]
      let rank = combiningClass(scalar)
      if starter >= 0, starter == used - 1 || lastClass < rank,
        let whole = joined(cluster[starter], scalar)
      {
        cluster[starter] = whole
        continue
      }
      if rank == 0 { starter = used }
      lastClass = rank
      cluster[used] = scalar
      used += 1
    }
    cluster.removeLast(cluster.count - used)
  }

  private static func split(_ scalar: UInt32) -> (UInt32, UInt32)? {
    guard scalar >= 0xC0, scalar <= 0xFFFF else { return nil }
    let key = UInt64(scalar) &<< 32
    let i = firstIndex(in: UnicodeTables.splits, notBelow: key)
    guard i < UnicodeTables.splits.count, UnicodeTables.splits[i] &>> 32 == UInt64(scalar) else {
      return nil
    }
    let entry = UnicodeTables.splits[i]
    return (UInt32(entry &>> 16 & 0xFFFF), UInt32(entry & 0xFFFF))
  }

  private static func joined(_ first: UInt32, _ second: UInt32) -> UInt32? {
    guard first <= 0xFFFF, second <= 0xFFFF else { return nil }
    let key = UInt64(first) &<< 32 | UInt64(second) &<< 16
    let i = firstIndex(in: UnicodeTables.joins, notBelow: key)
    guard i < UnicodeTables.joins.count, UnicodeTables.joins[i] & ~0xFFFF == key else { return nil }
    return UInt32(UnicodeTables.joins[i] & 0xFFFF)
  }

  private static func combiningClass(_ scalar: UInt32) -> UInt8 {
    guard scalar >= 0x300 else { return 0 }
    // The range that could hold the scalar is the last that does not begin after it.
    let i = firstIndex(
      in: UnicodeTables.markClasses, notBelow: UInt64(scalar + 1) &<< 32)
    guard i > 0 else { return 0 }
    let entry = UnicodeTables.markClasses[i - 1]
    return UInt64(scalar) <= entry &>> 8 & 0xFFFFFF ? UInt8(entry & 0xFF) : 0
  }

  /// Binary search in an ascending table.
  private static func firstIndex(in table: [UInt64], notBelow key: UInt64) -> Int {
    var low = 0
    var high = table.count
    while low < high {
      let middle = (low + high) / 2
      if table[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
