import Testing

@testable import EarshotTagging

@Suite("Recalibration beside a class of none")
struct RecalibrationNullTests {
  private func recalibration(_ texts: [String], confidence: Double? = nil) throws -> Recalibration {
    let field = HandMade.topicOrNone.with { $0.words["parcel"] = [0.35, 0.2, 0.45] }
    return Recalibration(
      try HandMade.tagger([field], language: "en"), field: 0,
      reviews: texts.map {
        ReviewedText(text: Array($0.utf8), right: ["a"], wrong: nil, confidence: confidence)
      })
  }

  @Test("the confidence of a tag is that of its label, though none is more probable")
  func confidence() throws {
    #expect(try recalibration(["parcel"], confidence: 0.35).differing == 0)
    #expect(try recalibration(["parcel"], confidence: 0.45).differing == 1)
  }

  @Test("texts that get no tag are counted: turned away, in another language, empty")
  func untagged() throws {
    #expect(try recalibration(["lunch", "верните деньги", " ", "money"]).untagged == 3)
  }

  // −ln 0.35: P(none) is part of what the label's probability is a share of.
  @Test("the loss is that of the label among all classes")
  func loss() throws {
    let loss = try #require(try recalibration(["parcel", "parcel", "parcel"]).lossBefore)
    #expect(abs(loss - 1.049_822) < 1e-5)
  }
}
