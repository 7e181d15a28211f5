import ArgumentParser
import EarshotRecords
import EarshotTagging

/// What each record counts for in a training, and the model that the field goes into.
struct LearningOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Model that the field is put into; all its other fields stay as they are.",
      discussion:
        "earshot train mine.csv --label-field reason --base care-en -o mine.earshot tags your own topics beside sentiment, frustration and the rest.",
      valueName: "model"))
  var base: String?

  @Option(
    help: ArgumentHelp(
      "Field of the base whose vocabulary it shares: tagging is faster, words new to it are not learned.",
      valueName: "field"))
  var shareSpace: String?

  @Option(
    help: ArgumentHelp(
      "Label of records that have none of the labels; texts like them will be out of domain.",
      valueName: "label"))
  var nullLabel: String?

  @Option(
    help: ArgumentHelp("Field with how much a record counts; 1 is usual.", valueName: "field"))
  var weightField: String?

  @Option(
    help: ArgumentHelp(
      "Field with where a record is from; quality is measured on sources left out.",
      valueName: "field"))
  var groupField: String?

  @Option(
    help: ArgumentHelp(
      "Measure confidence on such records only; all are learned from. FIELD=VALUE.",
      valueName: "condition"))
  var calibrateWhere: String?

  @Option(
    help: ArgumentHelp(
      "Taxonomy in YAML whose topics the labels are; it becomes part of the model.",
      valueName: "file"))
  var taxonomy: String?

  @Option(
    help: ArgumentHelp(
      "Language of the records: texts surely in another one are turned away. Only en is known.",
      valueName: "language"))
  var language: Language?

  enum Language: String, ExpressibleByArgument, CaseIterable { case en }

  @Option(
    help: ArgumentHelp(
      "Words and patterns of tone in YAML, learned from beside the words and found as markers (repeatable); base: those of --base.",
      valueName: "file"))
  var tone: [String] = []

  @Option(
    help: ArgumentHelp(
      "Learn from such records without their tone, as from the words of the tone themselves. FIELD=VALUE.",
      valueName: "condition"))
  var noToneWhere: String?

  func validate() throws {
    for (name, condition) in [
      ("--calibrate-where", calibrateWhere), ("--no-tone-where", noToneWhere),
    ] {
      if let condition, !condition.contains("=") {
        throw ValidationError("\(name): \"\(condition)\" has no \"=\". Expected FIELD=VALUE.")
      }
    }
    if noToneWhere != nil && tone.isEmpty {
      throw ValidationError("--no-tone-where goes with --tone.")
    }
  }

  /// The fields of a record that are asked for.
  var fields: [FieldPath] {
    let conditions = [calibrateWhere, noToneWhere].compactMap { $0.flatMap { Self.parts($0) } }
    return [weightField, groupField].compactMap { $0.map { FieldPath($0) } }
      + conditions.map { $0.field }
  }

  /// The labels to learn where these were given.
  func labels(_ given: [String]) -> [String] { given == [nullLabel] ? [] : given }

  /// Labels under a taxonomy: topics that took the place of retired ones.
  ///
  /// - Throws: `Failure` for a label that is no topic.
  func labels(
    _ given: [String], in taxonomy: Taxonomy?, at place: String
  ) throws(Failure) -> [String] {
    guard let taxonomy else { return labels(given) }
    var topics: [String] = []
    for label in labels(given) {
      guard let topic = taxonomy.topic(label) else {
        // What does not look like a topic may be a customer's text by mistake, which no message carries.
        let isKey = label.utf8.allSatisfy {
          (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F || $0 == 0x2E
        }
        let near = NameSuggestion.nearest(to: label, among: taxonomy.topics.map(\.key))
        throw Failure(
          "\(place): the label\(isKey ? " \"\(label)\"" : "") is no topic of \(self.taxonomy ?? "").\(isKey ? near.map { " Did you mean \"\($0)\"?" } ?? "" : "")"
        )
      }
      topics.append(topic.key)
    }
    return topics
  }

  /// What record `i` counts for.
  ///
  /// - Throws: `Failure` for a weight that is no number above 0.
  func weight(of i: Int, in batch: RecordBatch) throws(Failure) -> Float {
    guard let weightField else { return 1 }
    let value = batch.values(FieldPath(weightField), of: i).first.map { String($0) } ?? ""
    guard let weight = Float(value), weight > 0, weight <= 1e6 else {
      throw Failure(
        "line \(batch.records[i].line): --weight-field \(weightField) holds no number above 0 and up to 1000000."
      )
    }
    return weight
  }

  /// Where record `i` is from.
  func group(of i: Int, in batch: RecordBatch) -> String {
    guard let groupField else { return "" }
    return batch.values(FieldPath(groupField), of: i).first.map { String($0) } ?? ""
  }

  /// Whether confidence is measured on record `i`.
  func calibrates(_ i: Int, in batch: RecordBatch) -> Bool {
    calibrateWhere.map { Self.holds($0, i, batch) } ?? true
  }

  /// Whether the tone of record `i` is learned from.
  func hasTone(_ i: Int, in batch: RecordBatch) -> Bool {
    noToneWhere.map { !Self.holds($0, i, batch) } ?? true
  }

  /// Whether record `i` has the value that `FIELD=VALUE` asks for.
  private static func holds(_ condition: String, _ i: Int, _ batch: RecordBatch) -> Bool {
    guard let (field, wanted) = parts(condition) else { return true }
    return batch.values(field, of: i).contains { String($0) == wanted }
  }

  /// `FIELD=VALUE`, cut at the first `=`.
  private static func parts(_ condition: String) -> (field: FieldPath, value: String)? {
    condition.firstIndex(of: "=").map {
      (FieldPath(String(condition[..<$0])), String(condition[condition.index(after: $0)...]))
    }
  }
}
