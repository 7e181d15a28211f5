import EarshotNumerics

/// Records dealt into `k` folds, each label evenly, records of one group together.
///
/// Similar records in two folds would let a model be tested on what it learned by heart.
public struct Folds: Sendable {
  public let count: Int
  /// The fold of each record.
  public let ofRecord: [Int]

  /// - Parameters:
  ///   - groups: a key for each record; equal keys (equal texts) share a fold.
  ///   - strata: the label of each record, dealt evenly.
  ///   - seed: decides which record goes where.
  public init(groups: [UInt64], strata: [Int], count: Int, seed: UInt64) {
    precondition(groups.count == strata.count && count >= 2)
    var generator = SplitMix64(seed: seed)
    let order = generator.permutation(of: groups.count).sorted { strata[$0] < strata[$1] }
    var fold = [UInt64: Int](minimumCapacity: groups.count)
    var ofRecord = [Int](repeating: 0, count: groups.count)
    var next = 0
    for i in order {
      if let known = fold[groups[i]] {
        ofRecord[i] = known
      } else {
        fold[groups[i]] = next
        ofRecord[i] = next
        next = (next + 1) % count
      }
    }
    self.count = count
    self.ofRecord = ofRecord
  }

  /// Folds that each leave whole sources out: a source a fold, or, of more than `most`, the smallest
  /// ones together with others.
  ///
  /// - Precondition: there are two sources at least.
  public init(leavingOut sources: [String], most: Int) {
    var sizes: [String: Int] = [:]
    for source in sources { sizes[source, default: 0] += 1 }
    let count = min(sizes.count, most)
    precondition(count >= 2)
    var total = [Int](repeating: 0, count: count)
    var fold: [String: Int] = [:]
    for (source, size) in sizes.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      let smallest = total.indices.min { (total[$0], $0) < (total[$1], $1) }!
      fold[source] = smallest
      total[smallest] += size
    }
    self.count = count
    ofRecord = sources.map { fold[$0]! }
  }

  /// The records outside fold `f`.
  public func members(without f: Int) -> [Int] { ofRecord.indices.filter { ofRecord[$0] != f } }

  /// The records of fold `f`.
  public func members(of f: Int) -> [Int] { ofRecord.indices.filter { ofRecord[$0] == f } }
}
