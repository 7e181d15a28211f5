import EarshotNumerics
import Testing

@testable import EarshotLearning

@Suite("Folds")
struct FoldsTests {
  private func strata(_ count: Int, labels: Int, seed: UInt64) -> [Int] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in generator.index(below: labels) }
  }

  @Test("every label is spread evenly: its folds differ by at most one record", arguments: 1...5)
  func labelsAreSpread(seed: Int) {
    let strata = strata(333, labels: 7, seed: UInt64(seed))
    let folds = Folds(
      groups: (0..<333).map { UInt64($0) }, strata: strata, count: 5, seed: UInt64(seed))
    for label in 0..<7 {
      let counts = (0..<5).map { fold in
        folds.members(of: fold).count { strata[$0] == label }
      }
      #expect(counts.max()! - counts.min()! <= 1, "label \(label)")
    }
    let sizes = (0..<5).map { folds.members(of: $0).count }
    #expect(sizes.max()! - sizes.min()! <= 1)
  }

  @Test("equal groups share a fold", arguments: 1...5)
  func groupsStayTogether(seed: Int) {
    var generator = SplitMix64(seed: UInt64(seed))
    let groups = (0..<200).map { _ in UInt64(generator.index(below: 60)) }
    let folds = Folds(
      groups: groups, strata: strata(200, labels: 4, seed: 8), count: 5, seed: UInt64(seed))
    for i in 0..<200 {
      for j in 0..<i where groups[i] == groups[j] {
        #expect(folds.ofRecord[i] == folds.ofRecord[j])
      }
    }
  }

  @Test("the same seed gives the same folds, another seed others")
  func seedDecides() {
    let groups = (0..<100).map { UInt64($0) }
    let strata = strata(100, labels: 3, seed: 2)
    func folds(_ seed: UInt64) -> [Int] {
      Folds(groups: groups, strata: strata, count: 5, seed: seed).ofRecord
    }
    #expect(folds(1) == folds(1))
    #expect(folds(1) != folds(2))
  }

  @Test("members of a fold and members without it are all records once")
  func membersPartition() {
    let folds = Folds(
      groups: (0..<50).map { UInt64($0) }, strata: strata(50, labels: 2, seed: 1), count: 3,
      seed: 1)
    for fold in 0..<3 {
      #expect((folds.members(of: fold) + folds.members(without: fold)).sorted() == Array(0..<50))
    }
  }

  // MARK: Sources left out

  @Test("as many sources as folds: a source each, the largest first")
  func sourcePerFold() {
    let folds = Folds(leavingOut: ["b", "a", "c", "a", "a", "c"], most: 10)
    #expect(folds.count == 3)
    #expect(folds.ofRecord == [2, 0, 1, 0, 0, 1])
  }

  @Test("more sources than folds: the next largest goes to the smallest fold, ties by name")
  func sourcesTogether() {
    // e has 5 records, d 3, c 2, a and b one each: e | d | c, then a to c's fold, b to the first with 3.
    let sources = "eeeeedddccab".map { String($0) }
    let folds = Folds(leavingOut: sources, most: 3)
    #expect(folds.count == 3)
    #expect(folds.ofRecord == [0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 1])
  }

  @Test("no source is in two folds, and no fold is empty", arguments: 1...10)
  func sourcesStayTogether(seed: Int) {
    var generator = SplitMix64(seed: UInt64(seed))
    let sources = (0..<100).map { _ in "\(generator.index(below: 2 + 3 * seed))" }
    let folds = Folds(leavingOut: sources, most: 10)
    #expect(folds.count == min(10, Set(sources).count))
    let pairs = Set(zip(sources, folds.ofRecord).map { "\($0) \($1)" })
    #expect(pairs.count == Set(sources).count)
    #expect(Set(folds.ofRecord) == Set(0..<folds.count))
  }
}
