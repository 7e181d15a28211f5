import Testing

@testable import EarshotLearning

@Suite("Similar records")
struct SimilarRecordsTests {
  @Test("equal records share a group, whatever their number")
  func equalOnesMeet() {
    let groups = SimilarRecords.groups(
      terms: Array(repeating: [1, 2, 3], count: 40), strata: Array(repeating: 0, count: 40))
    #expect(Set(groups).count == 1)
  }

  @Test("records that share two of four terms are similar, those that share one of five are not")
  func similarity() {
    // Jaccard by hand: {1,2,3} and {2,3,4} share 2 of 4; {1,2,3} and {3,8,9} share 1 of 5.
    #expect(SimilarRecords.jaccard([1, 2, 3], [2, 3, 4]) == 0.5)
    #expect(SimilarRecords.jaccard([1, 2, 3], [3, 8, 9]) == 0.2)
    let groups = SimilarRecords.groups(
      terms: [[1, 2, 3], [2, 3, 4], [3, 8, 9]], strata: [0, 0, 0])
    #expect(groups[0] == groups[1])
    #expect(groups[0] != groups[2])
  }

  @Test("records of different labels never share a group")
  func labelsApart() {
    let groups = SimilarRecords.groups(terms: [[1, 2, 3], [1, 2, 3]], strata: [0, 1])
    #expect(groups[0] != groups[1])
  }

  @Test("a chain of similar records stops at a tenth of its label")
  func chainsAreCut() {
    let terms = (UInt64(0)..<100).map { (i: UInt64) -> [UInt64] in [i, i + 1, i + 2] }
    let groups = SimilarRecords.groups(terms: terms, strata: Array(repeating: 0, count: 100))
    let sizes = Dictionary(grouping: groups, by: { $0 }).values.map(\.count)
    #expect(sizes.max()! <= 10)
    #expect(sizes.max()! > 1)
  }

  @Test("two empty records are equal")
  func emptyOnes() {
    #expect(SimilarRecords.jaccard([], []) == 1)
  }
}
