import EarshotLearning
import TestSupport
import Testing

@testable import EarshotInsights

/// Against cleanlab's figures, and against small tables by hand.
@Suite struct SuspiciousLabelsTests {
  private struct Reference: Decodable {
    let given: [Int]
    let probabilities: [[Float]]
    let thresholds: [Float]
    let calibrated_joint: [[Double]]
    let wrong: Double
    let counted: Int
    let self_confidence: [Double]
    let several_given: [[Int]]
    let free_probabilities: [[Float]]
    let several_self_confidence: [Double]
  }

  private static func reference() throws -> Reference {
    try Fixture.reference("suspicious-labels", as: Reference.self)
  }

  private static func matrix(_ rows: [[Float]]) -> ScoreMatrix {
    var matrix = ScoreMatrix(rowCount: rows.count, labelCount: rows.first?.count ?? 0)
    for (i, row) in rows.enumerated() { matrix.set(i, to: row) }
    return matrix
  }

  @Test(
    "the given label's probability is cleanlab's self-confidence, the score the rest to 1")
  func scores() throws {
    let known = try Self.reference()
    let found = SuspiciousLabels(Self.matrix(known.probabilities), given: known.given)
    for suspect in found.ranking {
      let i = suspect.record
      #expect(abs(Double(suspect.givenProbability) - known.self_confidence[i]) < 1e-6)
      #expect(abs(Double(suspect.score) - (1 - known.self_confidence[i])) < 1e-6)
    }
  }

  @Test("the ranking holds every record once, from the highest score to the lowest")
  func order() throws {
    let known = try Self.reference()
    let ranking = SuspiciousLabels(Self.matrix(known.probabilities), given: known.given).ranking
    #expect(ranking.map(\.record).sorted() == Array(known.given.indices))
    #expect(zip(ranking, ranking.dropFirst()).allSatisfy { $0.score >= $1.score - 1e-6 })
  }

  @Test("the likely label is the most probable one that was not given")
  func likely() {
    let found = SuspiciousLabels(
      Self.matrix([[0.7, 0.2, 0.1], [0.7, 0.1, 0.2], [0.3, 0.3, 0.4]]), given: [0, 1, 0])
    // By hand: the given labels have 0.7, 0.1 and 0.3.
    #expect(found.ranking.map(\.record) == [1, 2, 0])
    #expect(found.ranking.map(\.likely) == [[0], [2], [1]])
    #expect(found.ranking[0].givenProbability == 0.1 && found.ranking[0].likelyProbability == 0.7)
  }

  @Test("equally suspicious records keep the order of the input")
  func ties() {
    let rows = [[Float]](repeating: [0.4, 0.6], count: 5)
    let found = SuspiciousLabels(Self.matrix(rows), given: [0, 0, 0, 0, 0])
    #expect(found.ranking.map(\.record) == [0, 1, 2, 3, 4])
  }

  @Test("thresholds, pairs and the number of wrong labels are those of cleanlab's confident joint")
  func joint() throws {
    let known = try Self.reference()
    let estimate = LabelErrorEstimate(Self.matrix(known.probabilities), given: known.given)
    for (ours, theirs) in zip(estimate.thresholds, known.thresholds) {
      #expect(abs(ours - theirs) < 1e-6)
    }
    #expect(abs(estimate.wrong - known.wrong) < 1e-9)
    #expect(estimate.counted == known.counted)
    var joint = known.calibrated_joint
    for pair in estimate.pairs {
      #expect(abs(joint[pair.given][pair.likely] - pair.count) < 1e-9)
      joint[pair.given][pair.likely] = 0
    }
    for (j, row) in joint.enumerated() {
      #expect(
        row.enumerated().allSatisfy { $0.offset == j || $0.element == 0 }, "no pair is missing")
    }
  }

  @Test("labels that all agree with the classifier are estimated to hold no mistake")
  func noMistake() {
    let rows: [[Float]] = [[0.9, 0.1], [0.8, 0.2], [0.1, 0.9], [0.3, 0.7]]
    let estimate = LabelErrorEstimate(Self.matrix(rows), given: [0, 0, 1, 1])
    #expect(estimate.wrong == 0 && estimate.pairs.isEmpty)
  }

  @Test("a label that was given once and is doubted counts one record as rightly given")
  func oneRecord() {
    // By hand: t = (0.9, 0.05). All reach both and are more likely the first label:
    // C = [[2, 0], [1, 1]], so half of the one record of the second label.
    let rows: [[Float]] = [[0.9, 0.1], [0.9, 0.1], [0.92, 0.05]]
    let estimate = LabelErrorEstimate(Self.matrix(rows), given: [0, 0, 1])
    #expect(estimate.pairs == [.init(given: 1, likely: 0, count: 0.5)])
  }

  @Test("probabilities too small to tell from 0 beside 1 are still ranked")
  func tiny() {
    let found = SuspiciousLabels(
      Self.matrix([[1e-12, 1], [1e-20, 1], [1e-9, 1]]), given: [0, 0, 0])
    #expect(found.ranking.map(\.record) == [1, 0, 2])
  }

  @Test("no records have no suspects and no mistakes")
  func empty() {
    let found = SuspiciousLabels(Self.matrix([]), given: [])
    #expect(found.ranking.isEmpty && found.estimate?.wrong == 0)
  }

  // MARK: - Several labels a record

  @Test("labels that may stand together are ranked by their most doubtful one, as cleanlab does")
  func severalLabels() throws {
    let known = try Self.reference()
    let found = SuspiciousLabels(
      Self.matrix(known.free_probabilities), severalGiven: known.several_given)
    for suspect in found.ranking {
      let expected = known.several_self_confidence[suspect.record]
      #expect(abs(Double(suspect.givenProbability) - expected) < 1e-5)
    }
    #expect(found.estimate == nil)
  }

  @Test("a label that is missing and one that is too many are both put right")
  func missingAndExtra() {
    // Given a; b is probable, a is not.
    let found = SuspiciousLabels(
      Self.matrix([[0.2, 0.9, 0.1], [0.8, 0.1, 0.1]]), severalGiven: [[0], [0]])
    #expect(found.ranking.map(\.record) == [0, 1])
    #expect(found.ranking[0].likely == [1])
    #expect(found.ranking[1].likely == [0])
    // b, which is missing, is more in doubt than a.
    #expect(abs(found.ranking[0].score - 0.9) < 1e-6)
  }

  // MARK: - Same text, two labels

  private func conflicts(_ records: [(text: String, labels: [Int])]) -> [[Int]] {
    var texts = SameTexts()
    for record in records { texts.add(record.text.utf8) }
    return texts.conflicts(records.map(\.labels))
  }

  @Test("texts that differ only in case and blanks are the same; two labels of one are a finding")
  func sameText() {
    let found = conflicts([
      ("Where is my card?", [0]), ("other", [1]), ("  where is\n my  card? ", [2]),
      ("where is my card", [3]),
    ])
    #expect(found == [[0, 2]])
  }

  @Test("the same text with the same labels, in any order, is no finding")
  func sameLabels() {
    #expect(conflicts([("a", [0, 1]), ("A", [1, 0])]).isEmpty)
  }

  @Test("empty texts are no finding, whatever their labels")
  func emptyTexts() {
    #expect(conflicts([("", [0]), (" \n", [1])]).isEmpty)
  }
}
