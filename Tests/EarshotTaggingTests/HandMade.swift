import EarshotLearning
import EarshotNumerics
import EarshotText
import Foundation

@testable import EarshotTagging

/// Models made by hand: each word says how probable each label is, so that tags can be worked out.
enum HandMade {
  struct Field {
    var name: String
    var labels: [String]
    /// Of a text in which this is the only known word: P(label) in the order of the labels, and P(none)
    /// after them if the field has that class.
    var words: [String: [Float]]
    /// The same of a text without a known word; nil for all alike.
    var otherwise: [Float]?
    var isMultiLabel = false
    var hasNull = false
    var owners: [String]?
    /// Tags at least this sure are `auto`.
    var auto: Float?
    /// Fields of one number share a vocabulary.
    var space = 0

    func with(_ change: (inout Field) -> Void) -> Field {
      var copy = self
      change(&copy)
      return copy
    }
  }

  /// The parts of a model with these fields, in the order given.
  ///
  /// - Parameter toneScales: by space; a space that is named here reads the tone, and no field minds it.
  static func parts(
    _ fields: [Field], tone: ToneSource? = nil, language: String? = nil,
    toneScales: [Int: Float] = [:]
  ) -> ModelParts {
    let spaceCount = fields.map(\.space).max()! + 1
    var spaces: [ModelParts.Space] = []
    var vocabularies: [Vocabulary] = []
    for number in 0..<spaceCount {
      let words = Set(fields.filter { $0.space == number }.flatMap(\.words.keys)).sorted()
      let vocabulary = Vocabulary(terms: words.map(hash), wordTermCount: words.count)
      vocabularies.append(vocabulary)
      spaces.append(
        .init(
          // Pairs of words are asked for in odd spaces and known in none.
          features: .init(
            word_length: 1 + number % 2, word_scale: 1, character_scale: 1, terms: words.count,
            word_terms: words.count, tone_scale: toneScales[number]),
          vocabularyKeys: bytes(vocabulary.keys.array()),
          vocabularyNumbers: bytes(vocabulary.numbers.array()),
          termWeights: bytes([Float](repeating: 1, count: words.count))))
    }
    var parts = ModelParts(
      card: ModelCard(
        name: "hand", version: "1.2.3", features: spaces[0].features, fields: [],
        language: language, seed: 1, made_by: "a test"))
    parts.spaces = spaces
    parts.fields = fields.map { field($0, vocabularies[$0.space], toneScales[$0.space] != nil) }
    parts.tone = tone?.encoded()
    parts.card = parts.finishedCard
    return parts
  }

  static func tagger(
    _ fields: [Field], tone: ToneSource? = nil, language: String? = nil
  ) throws -> Tagger {
    try Tagger(bytes: parts(fields, tone: tone, language: language).file())
  }

  private static func field(
    _ field: Field, _ vocabulary: Vocabulary, _ hasTone: Bool
  ) -> ModelParts.Field {
    let count = field.labels.count + (field.hasNull ? 1 : 0)
    let stride = RowKernels.stride(labels: count)
    func scores(_ probabilities: [Float]) -> [Float] {
      precondition(probabilities.count == count)
      return probabilities.map { field.isMultiLabel ? log($0 / (1 - $0)) : log($0) }
    }
    let otherwise = [Float](repeating: field.isMultiLabel ? 0.01 : 1 / Float(count), count: count)
    let base = scores(field.otherwise ?? otherwise)
    var weights = [Float](repeating: 0, count: vocabulary.termCount * stride)
    for (word, probabilities) in field.words {
      let row = Int(vocabulary.number(of: hash(word))!) * stride
      for (k, score) in scores(probabilities).enumerated() { weights[row + k] = score - base[k] }
    }
    return .init(
      card: .init(
        field: field.name, labels: field.labels, is_multi_label: field.isMultiLabel,
        null_share: field.hasNull ? 0.1 : nil, owners: field.owners, strength: 1, temperature: 1,
        label_threshold: field.isMultiLabel ? 0.5 : nil,
        auto: .init(
          target: 0.95, threshold: field.auto, coverage: 0.5, accuracy: 0.96,
          accuracy_lower_95: 0.951, calibrated_on: .init(source: "", records: 0)),
        out_of_fold: EvaluationReport([], isMultiLabel: field.isMultiLabel)),
      space: field.space, termWeights: bytes(weights),
      denseWeights: bytes([Float](repeating: 0, count: hasTone ? Tone.featureCount * stride : 0)),
      bias: bytes(base + [Float](repeating: 0, count: stride - count)))
  }

  static func hash(_ word: String) -> UInt64 {
    var options = FeatureOptions()
    options.wordLength = 1
    options.characterLengths = nil
    var tokens = TokenBuffer()
    var terms = TermHashes()
    Tokenizer().tokenize(Array(word.utf8).span, into: &tokens)
    FeatureHasher(options).hash(tokens, into: &terms)
    precondition(terms.hashes.count == 1)
    return terms.hashes[0]
  }

  private static func bytes<Number: BitwiseCopyable>(_ numbers: [Number]) -> [UInt8] {
    numbers.withUnsafeBytes { Array($0) }
  }
}

// Fields that tests share. A text with "money" as its only known word is as their first line says.
extension HandMade {
  static let topic = Field(
    name: "topic", labels: ["billing.card", "billing.refund", "delivery.late"],
    words: ["money": [0.35, 0.4, 0.25], "parcel": [0.1, 0.1, 0.8]],
    owners: ["engineering", "operations", "support_enablement"], auto: 0.75)
  static let bucket = Field(
    name: "bucket", labels: ["agent_performance", "process_issue", "root_cause"],
    words: ["money": [0.3, 0.1, 0.6], "parcel": [0.05, 0.9, 0.05]], auto: 0.55)
  static let sentiment = Field(
    name: "sentiment", labels: ["negative", "neutral", "positive"],
    words: ["money": [0.7, 0.2, 0.1], "parcel": [0.1, 0.3, 0.6]])
  static let frustration = Field(
    name: "frustration", labels: ["high", "low", "medium", "none"],
    words: ["money": [0.5, 0.125, 0.25, 0.125], "parcel": [0.1, 0.2, 0.1, 0.6]], auto: 0.45)
  static let severity = Field(
    name: "severity", labels: ["S1", "S2", "S3"],
    words: ["money": [0.1, 0.7, 0.2], "parcel": [0.1, 0.1, 0.8]])
  static let flags = Field(
    name: "flags", labels: ["churn_risk", "how_to", "praise"],
    words: ["money": [0.6, 0.1, 0.8], "parcel": [0.7, 0.9, 0.2]], isMultiLabel: true)
  /// "money" is a known text, "lunch" is about nothing that it learned.
  static let topicOrNone = Field(
    name: "topic", labels: ["a", "b"],
    words: ["money": [0.5, 0.3, 0.2], "lunch": [0.2, 0.1, 0.7]], hasNull: true)

  /// One insult, and what the rules find.
  static let tone = ToneSource(
    lexicon: LexiconSource(entries: [
      .init("great", valence: 3), .init("useless", valence: -3),
    ]),
    markers: MarkerSource(kinds: [
      .init(name: "insult", line: 1, patterns: [.init(number: 2, text: "0.6 useless")])
    ]))
}

extension Tagger {
  /// What is written of a text, whole.
  func json(
    _ text: String, evidence: Bool = false, segments: Bool = false,
    detail: TagEncoder.Detail = .evidence
  ) -> String {
    let bytes = Array(text.utf8)
    var scratch = makeScratch()
    let tags =
      segments
      ? tagSegments(bytes.span, using: &scratch, evidence: evidence)
      : tag(bytes.span, using: &scratch, evidence: evidence)
    var out: [UInt8] = []
    TagEncoder(self, evidence: evidence, segments: segments)
      .appendJSON(tags, text: bytes.span, detail: detail, to: &out)
    return String(decoding: out, as: UTF8.self)
  }

  /// Cells of a table by their column.
  func cells(
    _ text: String, evidence: Bool = false, segments: Bool = false
  ) -> [(String, String)] {
    let bytes = Array(text.utf8)
    var scratch = makeScratch()
    let tags =
      segments
      ? tagSegments(bytes.span, using: &scratch, evidence: evidence)
      : tag(bytes.span, using: &scratch, evidence: evidence)
    let encoder = TagEncoder(self, evidence: evidence, segments: segments)
    let cells = encoder.cells(tags, text: bytes.span)
    precondition(cells.count == encoder.columns.count)
    return zip(encoder.columns, cells).map { ($0, String(decoding: $1, as: UTF8.self)) }
  }

  /// Tags of a text by its segments.
  func segmentTags(_ text: String, evidence: Bool = false) -> Tags {
    var scratch = makeScratch()
    return tagSegments(Array(text.utf8).span, using: &scratch, evidence: evidence)
  }
}
