import EarshotLearning
import EarshotNumerics
import EarshotText
import FoundationEssentials

/// Learns one field from labelled texts and returns a finished model file.
public struct Trainer: Sendable {
  /// What is learned, from what, and how.
  public struct Options: Sendable {
    /// Name of the field in tagged records.
    public var field = "topic"
    /// Name and version that the model carries in every record it tags.
    public var name = "model"
    /// See `name`.
    public var version = "1.0.0"
    /// A sentence for the card.
    public var description: String?
    /// Where the records came from, for the card.
    public var source = ""
    /// How texts become rows.
    public var features = FeatureOptions()
    /// Meaning for words that the records do not teach; nil to do without.
    public var embedding: EmbeddingTable?
    /// Lengths of the part of the embedding to choose from, beside word blocks of length 1; at least one.
    /// With very many labels the last is taken without a choice.
    public var embeddingScales: [Float] = [1, 2]
    /// Strengths C to choose from, ascending; one of them is no choice.
    public var strengths: [Double] = [1, 3, 10, 30, 100]
    /// Accuracy that `auto` promises.
    public var autoTarget = 0.95
    /// Parts that records are cut into for testing, where no groups are left out.
    public var folds = 5
    /// Weigh each label alike, however many records it has.
    public var balancesLabels = false
    /// A cell may hold several labels; nil asks the labels themselves.
    public var isMultiLabel: Bool?
    /// Of folds and of the order of learning; goes into the card.
    public var seed: UInt64 = 1
    /// Folds that are fitted at the same time; the result does not depend on it.
    public var threads = 1
    /// A model that the field is put into; the rest of it stays as it is.
    public var base: BaseModel?
    /// A field of the base whose space, its vocabulary and scales, the field shares: then one row of a
    /// text serves both.
    public var sharedSpace: String?
    /// Texts surely in another language are turned away; only `en` is known.
    public var language: String?
    /// Words and patterns of tone as features, and for markers; nil to do without.
    public var tone: ToneSource?
    /// What the labels are; goes into the model. Each label must be one of its topics.
    public var taxonomy: Taxonomy?

    /// One field of that name, in words alone, without a base.
    public init() {}
  }

  /// As they were given.
  public let options: Options

  /// A trainer with these options.
  public init(_ options: Options = Options()) { self.options = options }

  /// A finished model and what is known of its quality.
  public struct Result: Sendable {
    /// The model file, whole.
    public let bytes: [UInt8]
    /// The card of the field that was learned, alone.
    public let card: ModelCard
    /// What each strength reached out of fold.
    public let trials: [CrossValidation.Trial]
    /// How the fit on all records went.
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
    try checkBase()
    let tested = try test(set, progress: progress)
    let (names, labels, validation) = (tested.names, tested.labels, tested.validation)
    progress("Fitting on all \(set.count) records")
    let solution = LogisticRegression(tested.regression).fit(
      tested.rows, labels: labels, labelCount: names.count + (tested.hasNull ? 1 : 0),
      importance: tested.importance, strength: validation.strength)
    let featurizer = tested.featurizer
    // A class of records without a label says it better than the gauge.
    let hasGauge = DomainModel.covers(field: options.field) && !tested.hasNull
    let background = hasGauge ? backgroundRows(featurizer) : nil
    let domain = background.flatMap {
      DomainGauge.fit(
        validation.scores, rows: tested.rows, dimension: featurizer.embedding?.dimension ?? 0,
        scale: featurizer.options.embeddingScale,
        labels: labels, folds: tested.folds, classifier: solution.classifier, background: $0)
    }
    let calibration = Calibration(
      validation.scores, labels: labels, names: names, folds: tested.folds,
      drawn: tested.drawn, judged: tested.judged, kind: tested.regression.kind,
      target: options.autoTarget, isShort: { tested.isShort[$0] },
      isForeign: { i in domain.map { $0.familiarity[i] < $0.gauge.threshold } ?? false },
      threads: options.threads)

    let own = parts(
      card(tested, calibration, domain), featurizer, solution.classifier, domain)
    var whole = own
    if let base = options.base {
      whole = base.parts
      whole.put(fieldOf: own, sharing: options.sharedSpace)
      (whole.card.name, whole.card.version) = (options.name, options.version)
      whole.card.description = options.description ?? whole.card.description
      whole.card.language = options.language ?? whole.card.language
      (whole.card.seed, whole.card.made_by) = (own.card.seed, own.card.made_by)
    }
    return Result(
      bytes: whole.file(), card: own.card, trials: validation.trials, fit: solution.report,
      labelsSeenOnce: Self.labelsSeenOnce(set), similarLabels: Self.similarLabels(names))
  }

  /// A model has one embedding, one tone and one taxonomy, and those that fields stay with are the base's.
  private func checkBase() throws(TrainingError) {
    guard let base = options.base else { return }
    if let own = options.embedding, let other = base.embedding, own.identity != other.identity {
      throw .otherEmbedding(base: other.identity, own: own.identity)
    }
    // As bytes: what a file says in another layout is the same in a model.
    if let own = options.tone, let other = base.parts.tone, own.encoded() != other {
      throw .otherTone
    }
    if let own = options.taxonomy, let other = base.taxonomy, own != other,
      let field = base.parts.fields.first(where: {
        $0.card.owners != nil && $0.card.field != options.field
      })
    {
      throw .otherTaxonomy(field: field.card.field)
    }
  }

  /// Rows of the foreign texts.
  private func backgroundRows(_ featurizer: Featurizer) -> FeatureRows {
    let tokenizer = Tokenizer()
    var scratch = Featurizer.Scratch(featurizer)
    var sparse = SparseMatrix(columnCount: featurizer.vocabulary.termCount)
    var dense = DenseMatrix(columnCount: featurizer.denseCount)
    for text in ForeignTexts.lines {
      let bytes = Array(text.utf8)
      scratch.tokenize(bytes.span, with: tokenizer)
      featurizer.makeRow(of: bytes.span, &scratch)
      sparse.appendRow(columns: scratch.columns, values: scratch.values)
      dense.appendRow(scratch.dense)
    }
    return FeatureRows(sparse: sparse, dense: dense)
  }

  private func card(
    _ tested: Tested, _ calibration: Calibration, _ domain: DomainGauge.Fit?
  ) -> ModelCard {
    let features = tested.featurizer.options
    let vocabulary = tested.featurizer.vocabulary
    let auto = calibration.auto
    let isMultiLabel = tested.isMultiLabel
    return ModelCard(
      name: options.name, version: options.version, description: options.description,
      features: .init(
        word_length: features.wordLength,
        character_lengths: features.characterLengths.map { [$0.lowerBound, $0.upperBound] },
        word_scale: features.wordScale, character_scale: features.characterScale,
        terms: vocabulary.termCount, word_terms: vocabulary.wordTermCount,
        embedding: options.embedding.map {
          .init(
            name: $0.identity, dimension: $0.embedding.dimension, scale: features.embeddingScale)
        }, tone_scale: tested.featurizer.tone == nil ? nil : features.toneScale),
      fields: [
        .init(
          field: options.field, labels: tested.names, is_multi_label: isMultiLabel,
          null_share: tested.hasNull
            ? Double(tested.labels.count { $0 == [tested.names.count] })
              / Double(tested.labels.count) : nil,
          owners: options.taxonomy.map { taxonomy in
            tested.names.map { taxonomy.topic($0)?.owner ?? "" }
          },
          strength: tested.validation.strength, temperature: calibration.temperature,
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
      language: options.language, seed: options.seed, made_by: "earshot \(Earshot.version)")
  }

  private func parts(
    _ card: ModelCard, _ featurizer: Featurizer, _ classifier: LinearClassifier,
    _ domain: DomainGauge.Fit?
  ) -> ModelParts {
    var parts = ModelParts(card: card)
    parts.spaces = [
      .init(
        features: card.features, vocabularyKeys: ModelBytes.of(featurizer.vocabulary.keys.array()),
        vocabularyNumbers: ModelBytes.of(featurizer.vocabulary.numbers.array()),
        termWeights: ModelBytes.of(featurizer.idf.array()))
    ]
    parts.fields = [
      .init(
        card: card.fields[0], space: 0, termWeights: ModelBytes.of(classifier.termWeights),
        denseWeights: ModelBytes.of(classifier.denseWeights), bias: ModelBytes.of(classifier.bias))
    ]
    parts.embedding = options.embedding?.bytes.array()
    parts.tone = options.tone?.encoded()
    parts.taxonomy = options.taxonomy.flatMap { try? JSONEncoder().encode($0) }.map { Array($0) }
    parts.domainCentroids = domain.map { ModelBytes.of($0.centroids) }
    return parts
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

/// A model that another field is put into.
public struct BaseModel: Sendable {
  let parts: ModelParts
  private let tagger: Tagger

  /// - Throws: `ModelFileError` for a file that is no model.
  public init(contentsOf path: String) throws(ModelFileError) {
    let bytes = try ModelBytes(path: path)
    tagger = try Tagger(bytes, path: path)
    parts = try ModelParts(tagger, ModelFile(bytes, path: path))
  }

  /// What turns texts into the rows of a field; nil when there is no such field.
  public func featurizer(of field: String) -> Featurizer? {
    tagger.allFields.first { $0.name == field }.map { tagger.spaces[$0.space] }
  }

  /// The words and patterns of tone that its fields read, nil when it has none.
  public var tone: ToneSource? { parts.tone.flatMap { ToneSource(decoding: $0.span) } }

  /// The topics that labels of its fields are, nil when it has none.
  public var taxonomy: Taxonomy? {
    parts.taxonomy.flatMap { try? JSONDecoder().decode(Taxonomy.self, from: Data($0)) }
  }

  /// The table of word meanings that its fields read; a field that is put into it must read the same.
  public var embedding: EmbeddingTable? {
    guard let bytes = parts.embedding,
      let name = parts.card.spaces.lazy.compactMap(\.embedding?.name).first
    else { return nil }
    let path = name.prefix { $0 != "+" }
    return try? EmbeddingTable(Storage(bytes), path: String(path), checksHash: false)
  }
}

/// The program as a whole.
public enum Earshot {
  /// As `earshot --version` says and cards note.
  public static let version = "0.1.0"
}
