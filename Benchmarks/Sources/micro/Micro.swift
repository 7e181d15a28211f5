import EarshotLearning
import EarshotNumerics
import EarshotTagging
import EarshotText
import Foundation

/// Micro-benchmarks of the hot paths on made texts: nanoseconds a unit, the least of some runs.
///
///     micro [RUNS] [--record]
///
/// Each result has a checksum of all its bits that must be the one in `Checksums.swift`, which holds on
/// every machine. After a change that means to change results, `--record` prints the new ones. Status 1
/// when one differs.
@main
struct Micro {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    let runs = arguments.compactMap { Int($0) }.first ?? 5
    let isRecording = arguments.contains("--record")
    var differ = 0
    for kind in Texts.allCases {
      let work = try Work(kind)
      for (name, unit, body) in work.cases {
        var least = Double.infinity
        var found: (units: Int, checksum: UInt64) = (0, 0)
        for _ in 0..<max(1, runs) {
          let start = ContinuousClock.now
          found = body()
          least = min(least, (ContinuousClock.now - start) / .nanoseconds(1))
        }
        let title = "\(name)/\(kind.rawValue)"
        let checksum = String(found.checksum, radix: 16)
        if isRecording {
          print("    \"\(title)\": 0x\(checksum),")
          continue
        }
        let isRight = checksums[title] == found.checksum
        if !isRight { differ += 1 }
        let cost = String(format: "%.2f", least / Double(max(1, found.units)))
        print(
          "\(title)\t\(cost)\tns/\(unit)\t\(isRight ? "right" : "CHECKSUM DIFFERS: \(checksum)")")
      }
    }
    exit(differ == 0 ? 0 : 1)
  }
}

/// What the benchmarks of one kind of text work on, made beforehand.
struct Work {
  typealias Case = (name: String, unit: String, body: () -> (units: Int, checksum: UInt64))

  private let texts: [[UInt8]]
  private let byteCount: Int
  private let featurizer: Featurizer
  private let rows: SparseMatrix
  private let labels: [[Int]]
  private let tagger: Tagger
  private let points: DenseMatrix

  var cases: [Case] {
    [
      ("tokenize", "byte", tokenize), ("rows", "byte", makeRows), ("tag", "byte", tag),
      ("train", "entry", train), ("k-means", "value", cluster),
    ]
  }

  init(_ kind: Texts) throws {
    texts = kind.made()
    byteCount = texts.reduce(0) { $0 + $1.count }
    // What is learned from is short texts always, and the texts at hand.
    let learned = kind == .short ? texts : Texts.short.made() + texts
    featurizer = Self.featurizer(of: learned)
    labels = learned.enumerated().map { [Texts.label($0, of: $1)] }
    rows = Self.rows(of: learned, featurizer)
    var options = Trainer.Options()
    options.features.characterLengths = 2...5
    options.strengths = [1]
    var set = TrainingSet()
    for (text, label) in zip(learned, labels) { set.append(text: text, labels: ["\(label[0])"]) }
    tagger = try Tagger(bytes: Trainer(options).fit(set).bytes)
    points = Self.folded(rows, dimension: 64)
  }

  private func tokenize() -> (units: Int, checksum: UInt64) {
    let tokenizer = Tokenizer()
    var tokens = TokenBuffer()
    var checksum = Checksum()
    for text in texts {
      tokenizer.tokenize(text.span, into: &tokens)
      checksum.add(tokens.tokens.count)
      checksum.add(tokens.folded.count)
      for token in tokens.tokens { checksum.add(Int(token.foldedStart) + Int(token.kind.rawValue)) }
    }
    return (byteCount, checksum.value)
  }

  private func makeRows() -> (units: Int, checksum: UInt64) {
    let made = Self.rows(of: texts, featurizer)
    var checksum = Checksum()
    for column in made.columns { checksum.add(Int(column)) }
    checksum.add(made.values)
    return (byteCount, checksum.value)
  }

  private func tag() -> (units: Int, checksum: UInt64) {
    var scratch = tagger.makeScratch()
    var checksum = Checksum()
    for text in texts {
      for field in tagger.tag(text.span, using: &scratch).fields {
        for choice in field.choices + field.alternatives {
          checksum.add(choice.label)
          checksum.add([choice.confidence])
        }
      }
    }
    return (byteCount, checksum.value)
  }

  private func train() -> (units: Int, checksum: UInt64) {
    let labelCount = (labels.map { $0[0] }.max() ?? 0) + 1
    let solution = LogisticRegression().fit(
      FeatureRows(rows), labels: labels, labelCount: labelCount, strength: 1)
    var checksum = Checksum()
    checksum.add(solution.classifier.termWeights)
    checksum.add(solution.report.epochs)
    return (rows.values.count * solution.report.epochs, checksum.value)
  }

  private func cluster() -> (units: Int, checksum: UInt64) {
    var options = KMeans.Options(clusterCount: 8)
    options.isSpherical = false
    options.rounds = 10
    let first = points.gathered((0..<8).map { $0 * points.rowCount / 8 })
    let found = KMeans(options).fit(points, from: first)
    var checksum = Checksum()
    for label in found.labels { checksum.add(label) }
    checksum.add(found.centroids.values)
    return (points.values.count * found.rounds, checksum.value)
  }

  private static func featurizer(of texts: [[UInt8]]) -> Featurizer {
    var options = FeatureOptions()
    options.characterLengths = 2...5
    let hasher = FeatureHasher(options)
    var builder = VocabularyBuilder(options)
    var tokens = TokenBuffer()
    var terms = TermHashes()
    for text in texts {
      Tokenizer().tokenize(text.span, into: &tokens)
      hasher.hash(tokens, into: &terms)
      builder.add(terms)
    }
    let (vocabulary, idf) = builder.frozen()
    return Featurizer(options: options, vocabulary: vocabulary, idf: Storage(idf))
  }

  private static func rows(of texts: [[UInt8]], _ featurizer: Featurizer) -> SparseMatrix {
    let tokenizer = Tokenizer()
    var scratch = Featurizer.Scratch(featurizer)
    var rows = SparseMatrix(columnCount: featurizer.vocabulary.termCount)
    for text in texts {
      scratch.tokenize(text.span, with: tokenizer)
      featurizer.makeRow(of: text.span, &scratch)
      rows.appendRow(columns: scratch.columns, values: scratch.values)
    }
    return rows
  }

  /// Sparse rows folded to `dimension` numbers: column t into t mod dimension.
  private static func folded(_ rows: SparseMatrix, dimension: Int) -> DenseMatrix {
    var points = DenseMatrix(columnCount: dimension)
    for i in 0..<rows.rowCount {
      var point = [Float](repeating: 0, count: dimension)
      for e in rows.offsets[i]..<rows.offsets[i + 1] {
        point[Int(rows.columns[e]) % dimension] += rows.values[e]
      }
      points.appendRow(point)
    }
    return points
  }
}

/// FNV-1a over numbers.
struct Checksum {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ number: Int) {
    value = (value ^ UInt64(bitPattern: Int64(number))) &* 0x0000_0100_0000_01b3
  }

  mutating func add(_ numbers: [Float]) {
    for number in numbers { add(Int(number.bitPattern)) }
  }
}
