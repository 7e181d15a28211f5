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
    let isMultiLabel = options.isMultiLabel ?? set.labels.contains { $0.count > 1 }
    let names = try Self.labelNames(set, isMultiLabel: isMultiLabel)
    let index = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    let labels = set.labels.map { $0.map { index[$0]! } }

    progress("Counting terms")
    var (featurizer, rows, words) = makeRows(set)
    let terms = featurizer.vocabulary.termCount
    // With very many labels a fit fills hundreds of megabytes: then one strength, and one fold at a time.
    let isHuge = terms * names.count > Self.manyWeights
    let gigabytes = Self.gigabytes(
      records: set.count, labels: names.count, terms: terms, fits: isHuge ? 1 : options.folds)
    precondition(isMultiLabel || labels.allSatisfy { !$0.isEmpty }, "a record without a label")
    guard gigabytes <= Self.mostGigabytes else {
      throw .tooLarge(labels: names.count, terms: terms, gigabytes: gigabytes)
    }

    let importance = self.importance(labels, labelCount: names.count)
    let strata = labels.map { $0.first ?? names.count }
    let folds = Folds(
      groups: SimilarRecords.groups(terms: words, strata: strata), strata: strata,
      count: options.folds, seed: options.seed)
    var regression = LogisticRegression.Options()
    regression.kind = isMultiLabel ? .oneVersusRest : .softmax
    regression.seed = options.seed
    progress("Testing on \(options.folds) folds, \(names.count) labels, \(terms) terms")
    func validation(_ rows: FeatureRows, _ strengths: [Double]) -> CrossValidation {
      CrossValidation(
        rows, labels: labels, labelCount: names.count, importance: importance, folds: folds,
        strengths: strengths, options: regression, threads: isHuge ? 1 : options.threads)
    }
    if options.embedding != nil {
      let scale = chooseScale(of: &rows, from: isHuge ? [2] : options.embeddingScales) {
        validation($0, [Self.scaleStrength])
      }
      featurizer = featurizer.with(embeddingScale: scale)
    }
    let isChoice = options.strengths.count > 1
    let validation = validation(
      rows, isHuge && isChoice ? [Self.scaleStrength] : options.strengths)
    progress("Fitting on all \(set.count) records")
    let solution = LogisticRegression(regression).fit(
      rows, labels: labels, labelCount: names.count, importance: importance,
      strength: validation.strength)
    let background = DomainModel.covers(field: options.field) ? backgroundRows(featurizer) : nil
    let domain = background.flatMap {
      DomainGauge.fit(
        validation.scores, rows: rows, scale: featurizer.options.embeddingScale, labels: labels,
        folds: folds, classifier: solution.classifier, background: $0)
    }
    let calibration = Calibration(
      validation.scores, labels: labels, names: names, folds: folds, kind: regression.kind,
      target: options.autoTarget,
      isForeign: { i in domain.map { $0.familiarity[i] < $0.gauge.threshold } ?? false })

    let card = self.card(names, isMultiLabel, featurizer, validation, calibration, domain)
    return Result(
      bytes: file(card, featurizer, solution.classifier, domain), card: card,
      trials: validation.trials, fit: solution.report,
      labelsSeenOnce: Self.labelsSeenOnce(set), similarLabels: Self.similarLabels(names))
  }

  /// Training that would need more is refused.
  static let mostGigabytes = 6

  /// What fits at the same time take: weights and duals, two copies of the weights, three tables of
  /// scores; rounded up.
  private static func gigabytes(records: Int, labels: Int, terms: Int, fits: Int) -> Int {
    let stride = (labels + 15) & ~15
    let floats = stride * (fits * (terms + records) + 2 * terms) + 3 * records * labels
    return (floats * 4 + (1 << 30) - 1) >> 30
  }

  /// Terms × labels above which strengths are not compared: 80 MB of weights a fit.
  private static let manyWeights = 20_000_000

  /// Below this many records, words seen only once are kept.
  private static let fewRecords = 2000

  /// The strength at which lengths of the dense block are compared, and the only one for very many labels.
  private static let scaleStrength = 10.0

  /// Scales the dense block of `rows` by the length with the least loss out of fold, and returns it.
  private func chooseScale(
    of rows: inout FeatureRows, from scales: [Float], _ validate: (FeatureRows) -> CrossValidation
  ) -> Float {
    var best: (loss: Double, scale: Float, rows: FeatureRows)?
    for scale in scales {
      var scaled = rows
      scaled.dense.scale(by: scale)
      if scales.count == 1 {
        rows = scaled
        return scale
      }
      let loss = validate(scaled).trials[0].loss
      if best == nil || loss < best!.loss { best = (loss, scale, scaled) }
    }
    rows = best!.rows
    return best!.scale
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

  /// One pass that counts terms, one that makes rows; the dense block has length 1. Also returns
  /// each record's distinct words and pairs, ascending.
  private func makeRows(
    _ set: TrainingSet
  ) -> (featurizer: Featurizer, rows: FeatureRows, words: [[UInt64]]) {
    var features = options.features
    // Many records repeat what matters; of few, every word may.
    features.minimumWordRecords = set.count < Self.fewRecords ? 1 : features.minimumWordRecords
    let tokenizer = Tokenizer()
    let hasher = FeatureHasher(features)
    var tokens = TokenBuffer()
    var terms = TermHashes()
    var builder = VocabularyBuilder(features)
    var words: [[UInt64]] = []
    words.reserveCapacity(set.count)
    for i in 0..<set.count {
      set.withText(i) { tokenizer.tokenize($0, into: &tokens) }
      hasher.hash(tokens, into: &terms)
      builder.add(terms)
      words.append(Set(terms.hashes[..<terms.wordCount]).sorted())
    }
    let (vocabulary, idf) = builder.frozen()
    let featurizer = Featurizer(
      options: features, vocabulary: vocabulary, idf: Storage(idf),
      embedding: options.embedding?.embedding)
    var sparse = SparseMatrix(columnCount: vocabulary.termCount)
    var dense = DenseMatrix(columnCount: featurizer.embedding?.dimension ?? 0)
    var scratch = Featurizer.Scratch(featurizer)
    for i in 0..<set.count {
      set.withText(i) {
        tokenizer.tokenize($0, into: &scratch.tokens)
        featurizer.makeRow(of: $0, &scratch)
      }
      sparse.appendRow(columns: scratch.columns, values: scratch.values)
      dense.appendRow(scratch.dense)
    }
    return (featurizer, FeatureRows(sparse: sparse, dense: dense), words)
  }

  /// c_i: 1, or n / (K · n_label) when labels are balanced.
  private func importance(_ labels: [[Int]], labelCount: Int) -> [Float] {
    guard options.balancesLabels else { return [Float](repeating: 1, count: labels.count) }
    var counts = [Float](repeating: 0, count: labelCount)
    for label in labels.joined() { counts[label] += 1 }
    return labels.map { record in
      guard !record.isEmpty else { return 1 }
      let mean = record.reduce(0) { $0 + counts[$1] } / Float(record.count)
      return Float(labels.count) / (Float(labelCount) * mean)
    }
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

  /// All labels in alphabetical order.
  private static func labelNames(
    _ set: TrainingSet, isMultiLabel: Bool
  ) throws(TrainingError) -> [String] {
    let names = Set(set.labels.joined()).sorted()
    guard !names.isEmpty else { throw .noRecords }
    guard names.count > 1 || isMultiLabel else { throw .oneLabel(names[0]) }
    if names.count > 50, names.count * 10 > set.count * 9 {
      throw .tooManyLabels(labels: names.count, records: set.count)
    }
    return names
  }

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
