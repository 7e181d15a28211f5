import EarshotLearning
import EarshotNumerics
import EarshotText

extension Trainer {
  /// Labels as numbers, texts as rows, and how well they are told apart out of fold: all that comes
  /// before the fit on every record.
  struct Tested {
    /// All labels in alphabetical order.
    let names: [String]
    let isMultiLabel: Bool
    /// Records without a label make a class of their own, after the labels.
    let hasNull: Bool
    /// The classes of each record: numbers in `names`, or their count for the class without a label.
    let labels: [[Int]]
    /// The records that temperature and thresholds may be chosen on.
    let judged: [Int]
    let featurizer: Featurizer
    let rows: FeatureRows
    /// By record: it has fewer than two words.
    let isShort: [Bool]
    let importance: [Float]
    let folds: Folds
    let regression: LogisticRegression.Options
    let validation: CrossValidation
    /// Scores that the temperature is fitted on where `validation` leaves whole sources out: of folds drawn
    /// from all sources, as records to be tagged are; nil for those of `validation`.
    let drawn: ScoreMatrix?
  }

  /// Prepares the records, and chooses strength and scale by cross-validation.
  func test(
    _ set: TrainingSet, progress: (String) -> Void
  ) throws(TrainingError) -> Tested {
    let isMultiLabel = options.isMultiLabel ?? set.labels.contains { $0.count > 1 }
    let names = try Self.labelNames(set, isMultiLabel: isMultiLabel)
    let index = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    let hasNull = !isMultiLabel && set.labels.contains([])
    let labels = set.labels.map { hasNull && $0.isEmpty ? [names.count] : $0.map { index[$0]! } }
    let classCount = names.count + (hasNull ? 1 : 0)
    let judged = set.calibrates.indices.filter { set.calibrates[$0] }
    guard !judged.isEmpty else { throw .noCalibration }

    progress("Counting terms")
    var (featurizer, rows, words, isShort) = makeRows(set, try tone())
    let terms = featurizer.vocabulary.termCount
    // With very many labels a fit fills hundreds of megabytes: then one strength, and one fold at a time.
    let isHuge = terms * names.count > Self.manyWeights
    let gigabytes = Self.gigabytes(
      records: set.count, labels: names.count, terms: terms, fits: isHuge ? 1 : options.folds)
    guard gigabytes <= Self.mostGigabytes else {
      throw .tooLarge(labels: names.count, terms: terms, gigabytes: gigabytes)
    }

    let importance = zip(self.importance(labels, labelCount: classCount), set.weights).map(*)
    let strata = labels.map { $0.first ?? names.count }
    let folds = self.folds(set, strata: strata, words: words)
    var regression = LogisticRegression.Options()
    regression.kind = isMultiLabel ? .oneVersusRest : .softmax
    regression.seed = options.seed
    progress("Testing on \(folds.count) folds, \(names.count) labels, \(terms) terms")
    func validation(_ rows: FeatureRows, _ strengths: [Double]) -> CrossValidation {
      CrossValidation(
        rows, labels: labels, labelCount: classCount, importance: importance, folds: folds,
        judged: judged, strengths: strengths, options: regression,
        threads: isHuge ? 1 : options.threads)
    }
    if options.embedding != nil, options.sharedSpace == nil {
      let scale = chooseScale(
        of: &rows, from: isHuge ? options.embeddingScales.suffix(1) : options.embeddingScales
      ) {
        validation($0, [Self.scaleStrength])
      }
      featurizer = featurizer.with(embeddingScale: scale)
    }
    let isChoice = options.strengths.count > 1
    let chosen = validation(
      rows, isHuge && isChoice ? [Self.scaleStrength] : options.strengths)
    var drawn: ScoreMatrix?
    if Set(set.groups).count > 1 {
      drawn =
        CrossValidation(
          rows, labels: labels, labelCount: classCount, importance: importance,
          folds: similarityFolds(strata: strata, words: words), judged: judged,
          strengths: [chosen.strength], options: regression,
          threads: isHuge ? 1 : options.threads
        ).scores
    }
    return Tested(
      names: names, isMultiLabel: isMultiLabel, hasNull: hasNull, labels: labels, judged: judged,
      featurizer: featurizer, rows: rows, isShort: isShort, importance: importance, folds: folds,
      regression: regression, validation: chosen, drawn: drawn)
  }

  /// Folds that leave whole groups out where the records name some, or that keep similar records together.
  private func folds(_ set: TrainingSet, strata: [Int], words: [[UInt64]]) -> Folds {
    Set(set.groups).count > 1
      ? Folds(leavingOut: set.groups, most: Self.mostGroupFolds)
      : similarityFolds(strata: strata, words: words)
  }

  private func similarityFolds(strata: [Int], words: [[UInt64]]) -> Folds {
    Folds(
      groups: SimilarRecords.groups(terms: words, strata: strata), strata: strata,
      count: options.folds, seed: options.seed)
  }

  /// More folds than this cost more than they tell.
  private static let mostGroupFolds = 10

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
      // The features of tone, behind it, keep their own.
      scaled.dense.scale(by: scale, columns: options.embedding?.embedding.dimension)
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

  /// One pass that counts terms, one that makes rows; the dense block has length 1. Also returns
  /// each record's distinct words and pairs, ascending, and whether it is short.
  private func makeRows(
    _ set: TrainingSet, _ tone: Tone?
  ) -> (featurizer: Featurizer, rows: FeatureRows, words: [[UInt64]], isShort: [Bool]) {
    var features = options.features
    // Many records repeat what matters; of few, every word may.
    features.minimumWordRecords = set.count < Self.fewRecords ? 1 : features.minimumWordRecords
    let tokenizer = Tokenizer()
    let hasher = FeatureHasher(features)
    // Similar records are told by their words, even if these are no features.
    let wordHasher = features.wordLength > 0 ? nil : FeatureHasher(FeatureOptions())
    var tokens = TokenBuffer()
    var terms = TermHashes()
    var builder = VocabularyBuilder(features)
    var words: [[UInt64]] = []
    words.reserveCapacity(set.count)
    for i in 0..<set.count {
      set.withText(i) { tokenizer.tokenize($0, into: &tokens) }
      hasher.hash(tokens, into: &terms)
      builder.add(terms)
      wordHasher?.hash(tokens, into: &terms)
      words.append(Set(terms.hashes[..<terms.wordCount]).sorted())
    }
    let featurizer = sharedFeaturizer ?? self.featurizer(features, builder.frozen(), tone)
    var sparse = SparseMatrix(columnCount: featurizer.vocabulary.termCount)
    var dense = DenseMatrix(columnCount: featurizer.denseCount)
    var scratch = Featurizer.Scratch(featurizer)
    var isShort: [Bool] = []
    for i in 0..<set.count {
      set.withText(i) {
        scratch.tokenize($0, with: tokenizer)
        isShort.append(scratch.tokens.isShort)
        featurizer.makeRow(of: $0, &scratch)
      }
      sparse.appendRow(columns: scratch.columns, values: scratch.values)
      dense.appendRow(set.hasTone[i] ? scratch.dense : Self.toneless(scratch.dense, featurizer))
    }
    return (featurizer, FeatureRows(sparse: sparse, dense: dense), words, isShort)
  }

  /// The dense part of a row with zeros for the features of tone, which come last.
  private static func toneless(_ dense: [Float], _ featurizer: Featurizer) -> [Float] {
    let meaning = dense.prefix(featurizer.embedding?.dimension ?? 0)
    return Array(meaning) + [Float](repeating: 0, count: dense.count - meaning.count)
  }

  private var sharedFeaturizer: Featurizer? {
    options.sharedSpace.flatMap { options.base?.featurizer(of: $0) }
  }

  private func featurizer(
    _ features: FeatureOptions, _ words: (vocabulary: Vocabulary, idf: [Float]),
    _ tone: Tone?
  ) -> Featurizer {
    Featurizer(
      options: features, vocabulary: words.vocabulary, idf: Storage(words.idf),
      embedding: options.embedding?.embedding, tone: tone)
  }

  private func tone() throws(TrainingError) -> Tone? {
    guard let source = options.tone else { return nil }
    do { return try Tone(source) } catch { throw .tone(reason: Tone.reason(for: error)) }
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
}
