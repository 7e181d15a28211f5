import Testing

@testable import EarshotInsights

@Suite("Agreement")
struct AgreementTests {
  /// Krippendorff, "Computing Krippendorff's alpha-reliability" (2011): four observers, twelve units, gaps.
  static let krippendorff = RatingTable(
    [
      [1, 1, nil, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4],
      [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [nil, 5, 5, 5], [nil, nil, 1, 1],
      [nil, nil, 3, nil],
    ].map { row in row.map { $0.map { $0 - 1 } } })

  /// A contingency table of two reviewers, as records.
  private func table(_ counts: [[Int]]) -> RatingTable {
    var rows: [[Int?]] = []
    for (i, row) in counts.enumerated() {
      for (j, count) in row.enumerated() { rows += [[Int?]](repeating: [i, j], count: count) }
    }
    return RatingTable(rows)
  }

  @Test("Krippendorff's example: alpha 0.743")
  func alpha() throws {
    let alpha = try #require(Agreement(Self.krippendorff, rounds: 10).krippendorffAlpha)
    #expect(abs(alpha.value - 0.743421) < 1e-6)
  }

  @Test("the same table as Gwet's irrCAC 1.0 has it: raw 0.81818, Fleiss 0.76117, AC1 0.77544")
  func irrCAC() {
    let agreement = Agreement(Self.krippendorff, rounds: 10)
    #expect(abs(agreement.raw!.value - 0.81818) < 5e-6)
    #expect(abs(agreement.fleissKappa!.value - 0.76117) < 5e-6)
    #expect(abs(agreement.gwetAC1!.value - 0.77544) < 5e-6)
    #expect(agreement.cohenKappa == nil && agreement.comparableRecords == 11)
  }

  @Test("Fleiss (1971): six psychiatrists, thirty patients, kappa 0.430")
  func fleiss() {
    // Patients by diagnosis: depression, personality disorder, schizophrenia, neurosis, other.
    let counts = [
      [0, 0, 0, 6, 0], [0, 3, 0, 0, 3], [0, 1, 4, 0, 1], [0, 0, 0, 0, 6], [0, 3, 0, 3, 0],
      [2, 0, 4, 0, 0], [0, 0, 4, 0, 2], [2, 0, 3, 1, 0], [2, 0, 0, 4, 0], [0, 0, 0, 0, 6],
      [1, 0, 0, 5, 0], [1, 1, 0, 4, 0], [0, 3, 3, 0, 0], [1, 0, 0, 5, 0], [0, 2, 0, 3, 1],
      [0, 0, 5, 0, 1], [3, 0, 0, 1, 2], [5, 1, 0, 0, 0], [0, 2, 0, 4, 0], [1, 0, 2, 0, 3],
      [0, 0, 0, 0, 6], [0, 1, 0, 5, 0], [0, 2, 0, 1, 3], [2, 0, 0, 4, 0], [1, 0, 0, 4, 1],
      [0, 5, 0, 1, 0], [4, 0, 0, 0, 2], [0, 2, 0, 4, 0], [1, 0, 5, 0, 0], [0, 0, 0, 0, 6],
    ]
    let rows = counts.map { row in
      row.enumerated().flatMap { [Int?](repeating: $0.offset, count: $0.element) }
    }
    let agreement = Agreement(RatingTable(rows), rounds: 10)
    #expect(abs(agreement.fleissKappa!.value - 0.4302445) < 1e-7)
  }

  @Test("Cohen (1960): two judges, three categories, kappa 0.492")
  func cohen() {
    let agreement = Agreement(
      table([[88, 10, 2], [14, 40, 6], [18, 10, 12]]), rounds: 10)
    #expect(abs(agreement.raw!.value - 0.70) < 1e-12)
    #expect(abs(agreement.cohenKappa!.value - 0.29 / 0.59) < 1e-12)
  }

  @Test("two abstractors in Gwet (2014): kappa 0.79641, AC1 0.84933")
  func gwet() {
    let agreement = Agreement(table([[13, 0, 0], [0, 20, 7], [0, 4, 56]]), rounds: 10)
    #expect(abs(agreement.cohenKappa!.value - 0.7964094) < 1e-7)
    #expect(abs(agreement.gwetAC1!.value - 0.8493305) < 1e-7)
  }

  @Test("where one label is most common kappa collapses and AC1 does not")
  func skewed() {
    // By hand: 118 of 125 agree; Cohen's chance is 0.9433, Gwet's 0.0566.
    let agreement = Agreement(table([[118, 5], [2, 0]]), rounds: 10)
    #expect(agreement.cohenKappa!.value < 0)
    #expect(agreement.gwetAC1!.value > 0.94)
  }

  @Test("intervals hold the value, repeat with the seed, and shrink with more records")
  func intervals() throws {
    let few = table([[40, 5], [5, 10]])
    let many = table([[400, 50], [50, 100]])
    let first = Agreement(few, seed: 3)
    #expect(first == Agreement(few, seed: 3) && first != Agreement(few, seed: 4))
    let narrow = try #require(Agreement(many, seed: 3).cohenKappa?.interval)
    let wide = try #require(first.cohenKappa?.interval)
    #expect(wide.contains(first.cohenKappa!.value))
    // The standard error by Fleiss, Cohen & Everitt (1969) for these counts is about 0.11 and 0.035.
    let width = wide.upperBound - wide.lowerBound
    #expect(width > 0.3 && width < 0.6)
    #expect((narrow.upperBound - narrow.lowerBound) * 2 < width)
  }

  @Test("what no two people judged has no agreement, and one label alone no kappa")
  func undefined() {
    let single = Agreement(RatingTable([[0, nil], [nil, 1]]))
    #expect(single.raw == nil && single.krippendorffAlpha == nil && single.comparableRecords == 0)
    #expect(Agreement(RatingTable([])).raw == nil)
    let same = Agreement(RatingTable([[0, 0], [0, 0]]))
    #expect(same.raw?.value == 1 && same.cohenKappa == nil && same.krippendorffAlpha == nil)
  }

  @Test("reviewers who are right in 97 % of cases agree on 94.18 %, and their ceiling is 97 %")
  func ceiling() throws {
    let agreement = Agreement.Measure(
      value: 0.97 * 0.97 + 0.03 * 0.03, interval: 0.4...0.97)
    let single = try #require(HumanCeiling(agreement: agreement, doubleShare: 0))
    #expect(abs(single.reviewerAccuracy - 0.97) < 1e-12 && abs(single.ceiling - 0.97) < 1e-12)
    #expect(single.interval?.lowerBound == 0.5)  // below one half agreement tells nothing
    let double = try #require(HumanCeiling(agreement: agreement, doubleShare: 1))
    #expect(abs(double.ceiling - (1 - 0.03 * 0.03)) < 1e-12)
    #expect(
      HumanCeiling(agreement: .init(value: 0.4, interval: nil), doubleShare: 0) == nil)
  }

  @Test("with labels that rarely coincide by mistake, agreement is the square of being right")
  func ceilingOfManyLabels() throws {
    let ceiling = try #require(
      HumanCeiling(agreement: .init(value: 0.81, interval: nil), doubleShare: 0, sameMistake: 0))
    #expect(abs(ceiling.reviewerAccuracy - 0.9) < 1e-12)
  }
}
