import EarshotLearning
import Testing

@Suite("Rank metrics")
struct RankMetricsTests {
  /// With ties across the border of the two kinds.
  static let records: [(score: Double, isPositive: Bool)] = zip(
    [0.1, 0.4, 0.35, 0.8, 0.4, 0.4, 0.9, 0.2, 0.35, 0.7],
    [false, false, true, true, true, false, true, false, false, true]
  ).map { ($0, $1) }

  @Test("AUROC and average precision are scikit-learn's, ties and all")
  func reference() throws {
    // roc_auc_score and average_precision_score of scikit-learn 1.9.1.
    #expect(abs(try #require(RankMetrics.auroc(Self.records)) - 0.86) < 1e-12)
    #expect(
      abs(try #require(RankMetrics.averagePrecision(Self.records)) - 0.8583333333333332) < 1e-12)
  }

  @Test("one kind alone can't be told from anything")
  func oneKind() {
    #expect(RankMetrics.auroc([(0.5, true), (0.7, true)]) == nil)
    #expect(RankMetrics.auroc([]) == nil)
    #expect(RankMetrics.averagePrecision([(0.5, false)]) == nil)
  }

  @Test("turning the score around turns the AUROC around")
  func symmetry() throws {
    let turned = Self.records.map { (score: -$0.score, isPositive: $0.isPositive) }
    let sum = try #require(RankMetrics.auroc(Self.records)) + #require(RankMetrics.auroc(turned))
    #expect(abs(sum - 1) < 1e-12)
  }
}
