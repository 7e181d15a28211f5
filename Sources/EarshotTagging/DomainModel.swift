import EarshotLearning
import EarshotNumerics

/// The part of a model that tells foreign texts: a gauge, and where each label's texts lie.
struct DomainModel: Sendable {
  /// Number of the field whose scores it reads.
  let field: Int
  let gauge: DomainGauge
  /// `K × d` directions; empty without an embedding.
  let centroids: Storage<Float>
  /// Length of the dense part of a row.
  let scale: Float

  /// Whether a field says nothing of foreign texts: a tone has every text, whatever its subject.
  static func covers(field name: String) -> Bool {
    !["sentiment", "frustration", "severity", "flags", MarkerFinder.fieldName].contains(name)
  }

  init?(_ card: ModelCard, _ file: ModelFile) throws(ModelFileError) {
    guard let domain = card.domain else { return nil }
    let gauge = domain.gauge
    let isSane =
      card.fields.indices.contains(domain.field)
      && card.spaces.indices.contains(card.fields[domain.field].space ?? 0)
      && gauge.scoreDeviation > 0
      && gauge.cosineDeviation > 0
      && [
        gauge.scoreMean, gauge.scoreDeviation, gauge.cosineMean, gauge.cosineDeviation,
        gauge.threshold,
      ].allSatisfy(\.isFinite)
      && [domain.turned_away, domain.background_turned_away].allSatisfy { (0...1).contains($0) }
    guard isSane else { throw .inconsistent(path: file.path, part: "card") }
    field = domain.field
    let embedding = card.spaces[card.fields[field].space ?? 0].embedding
    self.gauge = gauge
    centroids = try file.section(
      .domainCentroids, field: field, of: Float.self,
      count: card.fields[field].labels.count * (embedding?.dimension ?? 0))
    scale = embedding?.scale ?? 1
  }

  /// How foreign a text is.
  ///
  /// - Parameters:
  ///   - scores: of the field's labels.
  ///   - dense: the dense part of the text's row, that begins with its `d` numbers of meaning.
  /// - Complexity: O(K + d), the same bits on every CPU.
  func score(_ scores: ArraySlice<Float>, dense: [Float]) -> Float {
    var best = 0
    let first = scores.startIndex
    for k in scores.indices where scores[k] > scores[first + best] { best = k - first }
    var cosine: Float?
    let d = centroids.count / max(scores.count, 1)
    if d > 0 {
      var sums = SIMD4<Float>.zero
      for j in stride(from: 0, to: d, by: 4) {
        let at = best * d + j
        sums +=
          SIMD4(dense[j], dense[j + 1], dense[j + 2], dense[j + 3])
          * SIMD4(centroids[at], centroids[at + 1], centroids[at + 2], centroids[at + 3])
      }
      cosine = ((sums[0] + sums[2]) + (sums[1] + sums[3])) / scale
    }
    return gauge.score(
      familiarity: gauge.familiarity(bestScore: scores[first + best], cosine: cosine))
  }
}
