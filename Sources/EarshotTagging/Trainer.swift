import EarshotLearning
import EarshotNumerics
import EarshotText
import FoundationEssentials

/// Learns one field from labelled texts and returns a finished model file.
public struct Trainer: Sendable {
  public struct Options: Sendable {
    public var field = "topic"
    /// Name and version that the model carries in every record it tags.
    public var name = "model"
    public var version = "1.0.0"
    public var description: String?
    /// Where the records came from, for the card.
    public var source = ""
    public var features = FeatureOptions()
    /// Meaning for words that the records do not teach; nil to do without.
    public var embedding: EmbeddingTable?
    /// Lengths of the dense block to choose from, beside word blocks of length 1.
    public var embeddingScales: [Float] = [1, 2]
    /// Strengths C to choose from, ascending; one of them is no choice.
    public var strengths: [Double] = [1, 3, 10, 30, 100]
    /// Accuracy that `auto` promises.
    public var autoTarget = 0.95
    public var folds = 5
    /// Weigh each label alike, however many records it has.
    public var balancesLabels = false
    /// A cell may hold several labels; nil asks the labels themselves.
    public var isMultiLabel: Bool?
    public var seed: UInt64 = 1
    public var threads = 1

    public init() {}
  }

  public let options: Options

  public init(_ options: Options = Options()) { self.options = options }

  /// A finished model and what is known of its quality.
  public struct Result: Sendable {
    /// The model file, whole.
    public let bytes: [UInt8]
    public let card: ModelCard
    /// What each strength reached out of fold.
    public let trials: [CrossValidation.Trial]
    public let fit: FitReport
    /// Labels that only one record has: they can't be tested out of fold.
    public let labelsSeenOnce: [String]
    /// Labels that differ only by case or blanks.
    public let similarLabels: [[String]]
  }

  /// - Parameter progress: told what begins; called on this thread.
  /// - Throws: `TrainingError` when the labels can't be learned from.
  /// - Complexity: O(folds · strengths · epochs · entries · labels).
  public func fit(
    _ set: TrainingSet, progress: (String) -> Void = { _ in }
  ) throws(TrainingError) -> Result {
    let tested = try test(set, progress: progress)
    let (names, labels, validation) = (tested.names, tested.labels, tested.validation)
    progress("Fitting on all \(set.count) records")
    let solution = LogisticRegression(tested.regression).fit(
      tested.rows, labels: labels, labelCount: names.count, importance: tested.importance,
      strength: validation.strength)
    let featurizer = tested.featurizer
    let background = DomainModel.covers(field: options.field) ? backgroundRows(featurizer) : nil
    let domain = background.flatMap {
      DomainGauge.fit(
        validation.scores, rows: tested.rows, scale: featurizer.options.embeddingScale,
        labels: labels, folds: tested.folds, classifier: solution.classifier, background: $0)
    }
    let calibration = Calibration(
      validation.scores, labels: labels, names: names, folds: tested.folds,
      kind: tested.regression.kind, target: options.autoTarget,
      isForeign: { i in domain.map { $0.familiarity[i] < $0.gauge.threshold } ?? false })

    let card = self.card(
      names, tested.isMultiLabel, featurizer, validation, calibration, domain)
    return Result(
      bytes: file(card, featurizer, solution.classifier, domain), card: card,
      trials: validation.trials, fit: solution.report,
      labelsSeenOnce: Self.labelsSeenOnce(set), similarLabels: Self.similarLabels(names))
  }

  /// Rows of the foreign texts.
  private func backgroundRows(_ featurizer: Featurizer) -> FeatureRows {
    let tokenizer = Tokenizer()
    var scratch = Featurizer.Scratch(featurizer)
    var sparse = SparseMatrix(columnCount: featurizer.vocabulary.termCount)
    var dense = DenseMatrix(columnCount: featurizer.embedding?.dimension ?? 0)
    for text in ForeignTexts.lines {
      let bytes = Array(text.utf8)
      tokenizer.tokenize(bytes.span, into: &scratch.tokens)
      featurizer.makeRow(of: bytes.span, &scratch)
      sparse.appendRow(columns: scratch.columns, values: scratch.values)
      dense.appendRow(scratch.dense)
    }
    return FeatureRows(sparse: sparse, dense: dense)
  }

  private func card(
    _ names: [String], _ isMultiLabel: Bool, _ featurizer: Featurizer,
    _ validation: CrossValidation, _ calibration: Calibration, _ domain: DomainGauge.Fit?
  ) -> ModelCard {
    let features = featurizer.options
    let auto = calibration.auto
    return ModelCard(
      name: options.name, version: options.version, description: options.description,
      features: .init(
        word_length: features.wordLength,
        character_lengths: features.characterLengths.map { [$0.lowerBound, $0.upperBound] },
        word_scale: features.wordScale, character_scale: features.characterScale,
        terms: featurizer.vocabulary.termCount,
        word_terms: featurizer.vocabulary.wordTermCount,
        embedding: options.embedding.map {
          .init(
            name: $0.identity, dimension: $0.embedding.dimension,
            scale: featurizer.options.embeddingScale)
        }),
      fields: [
        .init(
          field: options.field, labels: names, is_multi_label: isMultiLabel,
          strength: validation.strength, temperature: calibration.temperature,
          label_threshold: isMultiLabel ? calibration.labelThreshold : nil,
          auto: .init(
            target: options.autoTarget, threshold: auto.confidence, coverage: auto.coverage,
            accuracy: auto.accuracy, accuracy_lower_95: auto.accuracyLowerBound,
            calibrated_on: .init(source: options.source, records: auto.recordCount)),
          out_of_fold: calibration.report)
      ],
      domain: domain.map {
        .init(
          field: 0, score_mean: $0.gauge.scoreMean, score_deviation: $0.gauge.scoreDeviation,
          cosine_mean: $0.gauge.cosineMean, cosine_deviation: $0.gauge.cosineDeviation,
          threshold: $0.gauge.threshold, turned_away: $0.turnedAway,
          background_turned_away: $0.backgroundTurnedAway,
          background_texts: ForeignTexts.lines.count)
      },
      seed: options.seed, made_by: "earshot \(Earshot.version)")
  }

  private func file(
    _ card: ModelCard, _ featurizer: Featurizer, _ classifier: LinearClassifier,
    _ domain: DomainGauge.Fit?
  ) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let json = try? encoder.encode(card) else {
      preconditionFailure("a card holds only finite numbers and strings")
    }
    var builder = ModelFile.Builder()
    builder.add(.card, bytes: Array(json))
    builder.add(.vocabularyKeys, featurizer.vocabulary.keys.array())
    builder.add(.vocabularyNumbers, featurizer.vocabulary.numbers.array())
    builder.add(.termWeights, featurizer.idf.array())
    if let table = options.embedding { builder.add(.embedding, table.bytes.array()) }
    builder.add(.classifierTermWeights, classifier.termWeights)
    builder.add(.classifierDenseWeights, classifier.denseWeights)
    builder.add(.classifierBias, classifier.bias)
    if let domain { builder.add(.domainCentroids, domain.centroids) }
    return builder.file()
  }

  // MARK: - Labels

  private static func labelsSeenOnce(_ set: TrainingSet) -> [String] {
    var counts: [String: Int] = [:]
    for label in set.labels.joined() { counts[label, default: 0] += 1 }
    return counts.filter { $0.value == 1 }.keys.sorted()
  }

  /// Groups of labels that are equal but for case, blanks, `_` and `-`.
  private static func similarLabels(_ names: [String]) -> [[String]] {
    Dictionary(grouping: names) { name in
      String(name.lowercased().filter { !$0.isWhitespace && $0 != "_" && $0 != "-" })
    }.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
  }
}

/// The program as a whole.
public enum Earshot {
  public static let version = "0.1.0"
}
