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

  /// The records outside fold `f`.
  public func members(without f: Int) -> [Int] { ofRecord.indices.filter { ofRecord[$0] != f } }

  /// The records of fold `f`.
  public func members(of f: Int) -> [Int] { ofRecord.indices.filter { ofRecord[$0] == f } }
}
