import EarshotLearning
import EarshotNumerics

/// The part of a model that tells foreign texts: a gauge, and where each label's texts lie.
///
/// A class, as `FieldModel` is.
final class DomainModel: Sendable {
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
    let (best, bestScore) = scores.withUnsafeBufferPointer { scores in
      var best = (label: 0, score: scores[0])
      for k in 1..<scores.count where scores[k] > best.score { best = (k, scores[k]) }
      return best
    }
    var cosine: Float?
    let d = centroids.count / max(scores.count, 1)
    if d > 0 {
      precondition(d % 4 == 0 && d <= dense.count && (best + 1) * d <= centroids.count)
      var sums = SIMD4<Float>.zero
      dense.withUnsafeBytes { dense in
        let centre = UnsafeRawPointer(centroids.base + best * d)
        for j in stride(from: 0, to: 4 * d, by: 16) {
          // SAFETY: d floats, a multiple of 4, were checked to be there on both sides.
          sums +=
            dense.loadUnaligned(fromByteOffset: j, as: SIMD4<Float>.self)
            * centre.loadUnaligned(fromByteOffset: j, as: SIMD4<Float>.self)
        }
      }
      cosine = ((sums[0] + sums[2]) + (sums[1] + sums[3])) / scale
    }
    return gauge.score(familiarity: gauge.familiarity(bestScore: bestScore, cosine: cosine))
  }
}
