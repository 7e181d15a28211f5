import EarshotNumerics

/// Counts in how many records each term stands, then freezes the terms worth keeping.
///
/// An open-addressing table that doubles when half full. Memory: 24 bytes a slot.
public struct VocabularyBuilder {
  private struct Slot {
    /// 0 where empty.
    var hash: UInt64 = 0
    /// In how many records the term stands.
    var records: UInt32 = 0
    /// The last record it was seen in, counted from 1.
    var lastRecord: UInt32 = 0
    /// Order of first sight, which fixes the numbering.
    var order: UInt32 = 0
    var isWord = false
  }

  private let options: FeatureOptions
  private var slots = [Slot](repeating: Slot(), count: 1 << 12)
  private var used = 0
  public private(set) var recordCount = 0

  public init(_ options: FeatureOptions) { self.options = options }

  /// Counts one record's terms.
  public mutating func add(_ terms: TermHashes) {
    recordCount += 1
    let record = UInt32(recordCount)
    for (i, hash) in terms.hashes.enumerated() {
      let at = slot(of: hash)
      if slots[at].hash == 0 {
        slots[at] = Slot(
          hash: hash, records: 1, lastRecord: record, order: UInt32(used),
          isWord: i < terms.wordCount)
        used += 1
        if used * 2 > slots.count { grow() }
      } else if slots[at].lastRecord != record {
        slots[at].records += 1
        slots[at].lastRecord = record
      }
    }
  }

  /// The vocabulary and the inverse document frequency of each term,
  ///
  ///     idf_t = ln( (1 + n) / (1 + df_t) ) + 1,
  ///
  /// scikit-learn's smoothed form: n records, df_t of them with the term.
  public func frozen() -> (vocabulary: Vocabulary, idf: [Float]) {
    var kept = slots.filter {
      $0.hash != 0
        && $0.records
          >= UInt32($0.isWord ? options.minimumWordRecords : options.minimumCharacterRecords)
    }
    if kept.count > options.maximumTerms {
      kept.sort { ($1.records, $0.order) < ($0.records, $1.order) }
      kept.removeLast(kept.count - options.maximumTerms)
    }
    kept.sort { ($0.isWord ? 0 : 1, $0.order) < ($1.isWord ? 0 : 1, $1.order) }
    let n = Float(1 + recordCount)
    return (
      Vocabulary(terms: kept.map(\.hash), wordTermCount: kept.count { $0.isWord }),
      kept.map { Elementary.log(n / Float(1 + $0.records)) + 1 }
    )
  }

  /// Where `hash` stands, or the empty slot where it would.
  private func slot(of hash: UInt64) -> Int {
    let mask = slots.count - 1
    var at = Int(truncatingIfNeeded: hash >> 1) & mask
    while slots[at].hash != 0 && slots[at].hash != hash { at = (at + 1) & mask }
    return at
  }

  private mutating func grow() {
    let old = slots
    slots = [Slot](repeating: Slot(), count: old.count * 2)
    for entry in old where entry.hash != 0 { slots[slot(of: entry.hash)] = entry }
  }
}
