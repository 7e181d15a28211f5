/// How far reviewers agree, by five measures; each nil where it is not defined.
///
/// r_ik reviewers gave record i category k, r_i gave it any, and q is the number of categories.
public struct AgreementMeasures: Sendable, Equatable {
  /// The share of agreeing pairs of judgements, averaged over records with two or more:
  /// p_a = mean of Σ_k r_ik (r_ik − 1) / (r_i (r_i − 1)).
  public var raw: Double?
  /// Cohen (1960), of two reviewers: (p_o − p_e) / (1 − p_e) with p_e = Σ_k p_1k p_2k.
  public var cohenKappa: Double?
  /// Fleiss (1971), for gaps as in Gwet (2014): p_e = Σ_k π_k², π_k = mean of r_ik / r_i.
  public var fleissKappa: Double?
  /// Krippendorff (2004), nominal: 1 − observed / expected disagreement of pairable judgements.
  public var krippendorffAlpha: Double?
  /// Gwet (2008): p_e = Σ_k π_k (1 − π_k) / (q − 1), which does not collapse where one label is most common.
  public var gwetAC1: Double?
}

/// A table as counts of categories by record, so that a thousand resamples are quick.
struct AgreementCounts {
  /// For each record with a judgement: where its counts begin in `counted`; one more at the end.
  private var starts: [Int] = [0]
  private var counted: [(category: Int, count: Double)] = []
  /// r_i, and Σ_k r_ik (r_ik − 1).
  private var totals: [(judgements: Double, agreeing: Double)] = []
  /// What the two reviewers of a table with two gave, where both did.
  private var pairs: [(first: Int, second: Int)?] = []
  private let isPaired: Bool
  private let categories: Int

  init(_ table: RatingTable) {
    isPaired = table.raters == 2
    categories = table.categories
    for record in 0..<table.records {
      let given = (0..<table.raters).compactMap { table.rating(record: record, rater: $0) }.sorted()
      guard !given.isEmpty else { continue }
      var agreeing = 0.0
      var index = 0
      while index < given.count {
        var end = index
        while end < given.count && given[end] == given[index] { end += 1 }
        let count = Double(end - index)
        counted.append((given[index], count))
        agreeing += count * (count - 1)
        index = end
      }
      starts.append(counted.count)
      totals.append((Double(given.count), agreeing))
      if isPaired {
        let both = (table.rating(record: record, rater: 0), table.rating(record: record, rater: 1))
        if case (let first?, let second?) = both {
          pairs.append((first, second))
        } else {
          pairs.append(nil)
        }
      }
    }
  }

  /// Records with a judgement.
  var records: Int { totals.count }
  /// Records with two judgements or more.
  var comparable: Int { totals.count { $0.judgements > 1 } }

  /// The measures with each record taken `times` times.
  func measures(times: [Int]) -> AgreementMeasures {
    var prevalence = [Double](repeating: 0, count: categories)  // Σ r_ik / r_i
    var pairable = [Double](repeating: 0, count: categories)  // Σ r_ik of records with two or more
    var records = 0.0
    var comparable = 0.0
    var agreement = 0.0
    var coincidences = 0.0
    for i in totals.indices where times[i] > 0 {
      let times = Double(times[i])
      let (judgements, agreeing) = totals[i]
      records += times
      for entry in starts[i]..<starts[i + 1] {
        let (category, count) = counted[entry]
        prevalence[category] += times * count / judgements
        if judgements > 1 { pairable[category] += times * count }
      }
      if judgements > 1 {
        comparable += times
        agreement += times * agreeing / (judgements * (judgements - 1))
        coincidences += times * agreeing / (judgements - 1)
      }
    }
    guard comparable > 0 else { return AgreementMeasures() }
    var squares = 0.0
    for sum in prevalence { squares += (sum / records) * (sum / records) }
    var n = 0.0
    var pairSquares = 0.0
    for count in pairable {
      n += count
      pairSquares += count * count
    }
    let raw = agreement / comparable
    return AgreementMeasures(
      raw: raw,
      cohenKappa: cohenKappa(times: times),
      fleissKappa: beyondChance(raw, squares),
      krippendorffAlpha: n * n - pairSquares > 1e-12
        ? 1 - (n - 1) * (n - coincidences) / (n * n - pairSquares) : nil,
      gwetAC1: categories > 1 ? beyondChance(raw, (1 - squares) / Double(categories - 1)) : nil)
  }

  private func cohenKappa(times: [Int]) -> Double? {
    guard isPaired else { return nil }
    var first = [Double](repeating: 0, count: categories)
    var second = first
    var both = 0.0
    var equal = 0.0
    for i in pairs.indices where times[i] > 0 {
      guard let pair = pairs[i] else { continue }
      let times = Double(times[i])
      both += times
      first[pair.first] += times
      second[pair.second] += times
      if pair.first == pair.second { equal += times }
    }
    guard both > 0 else { return nil }
    var chance = 0.0
    for k in first.indices { chance += first[k] * second[k] }
    return beyondChance(equal / both, chance / (both * both))
  }

  private func beyondChance(_ observed: Double, _ chance: Double) -> Double? {
    1 - chance > 1e-12 ? (observed - chance) / (1 - chance) : nil
  }
}
