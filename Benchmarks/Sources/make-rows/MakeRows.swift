import EarshotLearning
import EarshotNumerics
import EarshotText
import Foundation

/// Times texts → TF-IDF rows; `side_by_side/rows.py` runs it.
///
///     make-rows LEARNED.txt TEXTS.txt
///
/// One text a line. The vocabulary of words 1–2 and pieces of words 2–5, each in two texts or more, is
/// learned from the first file; then both files are made into rows. Reading them is not timed. One JSON
/// line: the seconds of learning with the rows of what was learned from (`learned`), and those of the
/// rows of the second file (`made`).
@main
struct MakeRows {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3 else {
      print("usage: make-rows LEARNED.txt TEXTS.txt")
      exit(64)
    }
    let learned = try lines(arguments[1])
    let texts = try lines(arguments[2])
    let (featurizer, learning) = timed { () -> Featurizer in
      let featurizer = Self.featurizer(of: learned)
      _ = rows(learned, featurizer)
      return featurizer
    }
    let (made, making) = timed { rows(texts, featurizer) }
    let sum = made.values.reduce(0.0) { $0 + Double($1) }
    print(
      """
      {"learned": \(learning), "made": \(making), "rows": \(made.rowCount), \
      "columns": \(made.columnCount), "entries": \(made.values.count), "sum": \(sum)}
      """)
  }

  private static func featurizer(of texts: [[UInt8]]) -> Featurizer {
    var options = FeatureOptions()
    options.characterLengths = 2...5
    let hasher = FeatureHasher(options)
    let tokenizer = Tokenizer()
    var builder = VocabularyBuilder(options)
    var tokens = TokenBuffer()
    var terms = TermHashes()
    for text in texts {
      tokenizer.tokenize(text.span, into: &tokens)
      hasher.hash(tokens, into: &terms)
      builder.add(terms)
    }
    let (vocabulary, idf) = builder.frozen()
    return Featurizer(options: options, vocabulary: vocabulary, idf: Storage(idf))
  }

  private static func rows(_ texts: [[UInt8]], _ featurizer: Featurizer) -> SparseMatrix {
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

  /// Seconds by the clock on the wall, and of the processor, as JSON: `[0.1, 0.1]`.
  private static func timed<Result>(_ body: () -> Result) -> (Result, [Double]) {
    let start = ContinuousClock.now
    let cpu = clock()
    let result = body()
    let cpuSeconds = Double(clock() - cpu) / Double(CLOCKS_PER_SEC)
    return (result, [(ContinuousClock.now - start) / .seconds(1), cpuSeconds])
  }

  private static func lines(_ path: String) throws -> [[UInt8]] {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    return bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .dropLast().map { Array($0) }
  }
}
