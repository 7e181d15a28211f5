import EarshotLearning
import EarshotText

/// What a model says about itself: stored in the model file as JSON, shown by `model show`.
///
/// Names are those of the file, so that the card reads the same in every tool.
public struct ModelCard: Codable, Sendable {
  public var name: String
  public var version: String
  /// Free text: what it is for, where its labels come from, where it is weak.
  public var description: String?
  /// The first space; fields that were learned apart have others.
  public var features: Features
  public var further_features: [Features]?
  public var fields: [Field]
  /// Absent when the model can't tell foreign texts.
  public var domain: Domain?
  /// The language that it reads; text in another one is turned away. Absent: any.
  public var language: String?
  /// Seed of every draw made in training.
  public var seed: UInt64
  /// Version of the program that made it.
  public var made_by: String

  /// All spaces; `Field.space` counts in these.
  var spaces: [Features] { [features] + (further_features ?? []) }

  /// A vocabulary and what else a text is turned into.
  public struct Features: Codable, Sendable {
    public var word_length: Int
    /// Shortest and longest piece of a word; absent without pieces.
    public var character_lengths: [Int]?
    public var word_scale: Float
    public var character_scale: Float
    public var terms: Int
    public var word_terms: Int
    /// Absent without an embedding.
    public var embedding: Embedding?
    /// Factor of the features of tone; absent without them.
    public var tone_scale: Float?

    /// Numbers in the dense part of a row: the meaning, then the tone.
    var denseCount: Int {
      (embedding?.dimension ?? 0) + (tone_scale == nil ? 0 : Tone.featureCount)
    }
  }

  public struct Embedding: Codable, Sendable {
    /// Name and checksum of the table, as in its card.
    public var name: String
    public var dimension: Int
    public var scale: Float
  }

  /// The gauge of foreign texts (`DomainGauge`), and what its threshold did.
  public struct Domain: Codable, Sendable {
    /// Number of the field whose scores it reads.
    public var field: Int
    public var score_mean: Float
    public var score_deviation: Float
    public var cosine_mean: Float
    public var cosine_deviation: Float
    public var threshold: Float
    /// Share of the records turned away, out of fold.
    public var turned_away: Double
    /// The same of the foreign texts that the threshold was chosen with.
    public var background_turned_away: Double
    public var background_texts: Int

    var gauge: DomainGauge {
      DomainGauge(
        scoreMean: score_mean, scoreDeviation: score_deviation, cosineMean: cosine_mean,
        cosineDeviation: cosine_deviation, threshold: threshold)
    }
  }

  public struct Field: Codable, Sendable {
    public var field: String
    public var labels: [String]
    /// Several labels may stand together; each is decided for itself.
    public var is_multi_label: Bool
    /// Number of the space; absent for the first.
    public var space: Int?
    /// Share of the records learned from that have none of the labels; absent when all have one. Then the
    /// classifier has a class more, after the labels, and texts of that class are out of domain.
    public var null_share: Double?
    /// Who sees to what a label is about; absent without a taxonomy.
    public var owners: [String]?
    /// L2 strength C that cross-validation chose, or that was given.
    public var strength: Double
    public var temperature: Float
    /// A multi-label label is given from this probability on.
    public var label_threshold: Float?
    public var auto: Auto
    /// Absent as long as temperature and `auto` are those of the training.
    public var recalibration: Recalibration?
    /// Quality out of fold: of records that the classifier scoring them did not learn from.
    public var out_of_fold: EvaluationReport

    /// Whether what is shown as a share is one; a damaged card may hold anything.
    var hasSaneShares: Bool {
      let report = out_of_fold
      let shares: [Double?] =
        [auto.target, auto.coverage, auto.accuracy, auto.accuracy_lower_95]
        + [auto.threshold.map(Double.init), report.accuracy, report.macro_f1, report.micro_f1]
        + [report.ece, report.coverage_at_95, report.accuracy_at_80_coverage]
        + [report.auto?.coverage, report.auto?.accuracy] + report.abstained.values.map { $0 }
        + report.labels.flatMap { [$0.precision, $0.recall, $0.f1] }
      return shares.allSatisfy { $0.map { (-1e-6...1.000001).contains($0) } ?? true }
    }
  }

  /// The promise behind `auto`, and the records it was made on.
  public struct Auto: Codable, Sendable {
    public var target: Double
    /// Absent when no threshold could keep the promise: then everything is `review`.
    public var threshold: Float?
    public var coverage: Double
    public var accuracy: Double
    public var accuracy_lower_95: Double
    public var calibrated_on: CalibratedOn
  }

  /// What reviews of drawn records changed after the training, and what was there before.
  public struct Recalibration: Codable, Sendable {
    /// The model it was made from, `name@version+checksum`.
    public var model: String
    /// The reviews, as `audit topic-2026-11-22-7f3a, 311 reviews`.
    public var source: String
    public var temperature_before: Float
    public var auto_threshold_before: Float?
    /// Seed of the parting of the reviews.
    public var seed: UInt64
  }

  public struct CalibratedOn: Codable, Sendable {
    /// Where the records came from, as the user named it.
    public var source: String
    public var records: Int
  }
}
