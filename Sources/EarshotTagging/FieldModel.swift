import EarshotLearning
import EarshotNumerics

/// One field of a model: its labels, where its scores are found, and what makes them honest.
///
/// Immutable. A class, because it is handed about for each record: a struct's six references would be
/// counted each time.
public final class FieldModel: Sendable {
  public let name: String
  public let labels: [String]
  public let isMultiLabel: Bool
  /// Who sees to what each label is about; empty without a taxonomy.
  public let owners: [String]
  let shape: FieldShape
  /// The classifier has a class more, after the labels: texts that have none of them.
  let hasNull: Bool
  /// Number of the space it reads.
  let space: Int
  public let temperature: Float
  /// A multi-label label is given from this probability on.
  public let labelThreshold: Float
  /// Tags at least this sure are `auto`; nil when none are.
  public let autoThreshold: Float?
  /// Number of the block of weights it belongs to.
  let block: Int
  /// Its first column in the block.
  let column: Int
  /// Where its scores stand among those of all fields.
  let firstScore: Int

  /// Reads what the card says of it.
  init(
    _ field: ModelCard.Field, path: String, block: Int, column: Int, firstScore: Int
  ) throws(ModelFileError) {
    guard !field.labels.isEmpty, Set(field.labels).count == field.labels.count,
      field.temperature.isFinite, field.temperature > 0,
      field.null_share == nil || !field.is_multi_label,
      field.owners.map({ $0.count == field.labels.count }) ?? true
    else {
      throw .inconsistent(path: path, part: "card")
    }
    name = field.field
    labels = field.labels
    isMultiLabel = field.is_multi_label
    owners = field.owners ?? []
    shape = FieldShape(
      name: field.field, labels: field.labels, isMultiLabel: field.is_multi_label,
      hasTaxonomy: field.owners != nil)
    hasNull = field.null_share != nil
    space = field.space ?? 0
    temperature = field.temperature
    labelThreshold = field.label_threshold ?? 0.5
    autoThreshold = field.auto.threshold
    self.block = block
    self.column = column
    self.firstScore = firstScore
  }

  /// The decision for a tag of this confidence.
  public func decision(_ confidence: Float) -> Decision {
    guard let autoThreshold, confidence >= autoThreshold else { return .review }
    return .auto
  }

  /// Numbers that are scored: the labels, and the class of texts that have none.
  var classCount: Int { labels.count + (hasNull ? 1 : 0) }

  /// probabilities[k] ← P(label k), and after them P(none), from the scores of all fields.
  func probabilities(of scores: [Float], into probabilities: inout [Float]) {
    if isMultiLabel {
      LogProbabilities.sigmoids(
        scores, from: firstScore, count: labels.count, temperature: temperature,
        into: &probabilities)
    } else {
      LogProbabilities.softmax(
        scores, from: firstScore, count: classCount, temperature: temperature,
        into: &probabilities)
    }
  }
}
