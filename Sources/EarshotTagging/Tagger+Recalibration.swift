import EarshotLearning
import FoundationEssentials

extension Tagger {
  /// The bytes of a new version of a model with another calibration of one field. Weights, words and
  /// labels stay as they are, byte for byte; its out-of-fold report stays that of the training.
  ///
  /// - Parameters:
  ///   - path: the model's file, that `recalibration` was made with.
  ///   - version: of the new model; nil raises the last number of the old one.
  ///   - source: the reviews, as `audit topic-2026-11-22-7f3a, 311 reviews`.
  /// - Throws: `ModelFileError` when the file can't be read.
  public static func recalibrated(
    contentsOf path: String, _ recalibration: Recalibration, version: String? = nil,
    source: String
  ) throws(ModelFileError) -> [UInt8] {
    let file = try ModelFile(ModelBytes(path: path), path: path)
    let tagger = try Tagger(contentsOf: path)
    var card = tagger.card
    let before = card.fields[recalibration.field]
    var field = before
    let auto = recalibration.auto
    field.temperature = recalibration.temperature
    if field.is_multi_label { field.label_threshold = recalibration.labelThreshold }
    field.auto = .init(
      target: recalibration.options.target, threshold: auto.confidence, coverage: auto.coverage,
      accuracy: auto.accuracy, accuracy_lower_95: auto.accuracyLowerBound,
      calibrated_on: .init(source: source, records: auto.recordCount))
    field.recalibration = .init(
      model: tagger.identity, source: source, temperature_before: before.temperature,
      auto_threshold_before: before.auto.threshold, seed: recalibration.options.seed)
    card.fields[recalibration.field] = field
    card.version = version ?? nextVersion(after: card.version)
    card.made_by = "earshot \(Earshot.version)"
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let json = try? encoder.encode(card) else {
      preconditionFailure("a card holds only finite numbers and strings")
    }
    return file.rewritten(card: Array(json))
  }

  /// `1.0.1` after `1.0.0`; `beta.1` after `beta`.
  public static func nextVersion(after version: String) -> String {
    var parts = version.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard let last = parts.last, let number = Int(last), number >= 0, number < Int.max else {
      return version + ".1"
    }
    parts[parts.count - 1] = String(number + 1)
    return parts.joined(separator: ".")
  }
}
