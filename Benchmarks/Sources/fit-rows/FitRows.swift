import EarshotLearning
import Foundation

/// Fits a classifier to rows in a file and says how long the fit alone took: softmax, or one-vs-rest.
///
///     fit-rows ROWS.svmlight COLUMNS STRENGTH WEIGHTS [one-vs-rest [GAP]]
///
/// WEIGHTS receives (COLUMNS + 1) × labels little-endian floats, the bias last, so that the script that
/// runs this can work out the objective itself. One JSON object goes to standard output.
@main
struct FitRows {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard (5...7).contains(arguments.count), let columns = Int(arguments[2]),
      let strength = Double(arguments[3])
    else {
      print("usage: fit-rows ROWS.svmlight COLUMNS STRENGTH WEIGHTS [one-vs-rest [GAP]]")
      exit(64)
    }
    let text = [UInt8](try Data(contentsOf: URL(fileURLWithPath: arguments[1])))
    let data = SvmlightRows(text, columnCount: columns)

    var options = LogisticRegression.Options()
    if arguments.count > 5, arguments[5] == "one-vs-rest" { options.kind = .oneVersusRest }
    if arguments.count > 6, let gap = Double(arguments[6]) { options.relativeGap = gap }

    let wall = ContinuousClock()
    let start = wall.now
    let cpuStart = clock()
    let solution = LogisticRegression(options).fit(
      data.rows, labels: data.labels.map { [$0] }, labelCount: data.labelCount, strength: strength)
    let cpuSeconds = Double(clock() - cpuStart) / Double(CLOCKS_PER_SEC)
    let seconds = (wall.now - start) / .seconds(1)

    try write(solution.classifier, to: arguments[4])
    let report = solution.report
    print(
      """
      {"seconds": \(seconds), "cpu_seconds": \(cpuSeconds), "epochs": \(report.epochs), \
      "objective": \(report.primal), "relative_gap": \(report.relativeGap), \
      "converged": \(report.isConverged)}
      """)
  }

  /// Writes the weights of the labels, without the padding of each row.
  private static func write(_ classifier: LinearClassifier, to path: String) throws {
    let weights = classifier.termWeights + classifier.bias
    var bytes: [UInt8] = []
    bytes.reserveCapacity(weights.count * 4)
    for row in stride(from: 0, to: weights.count, by: classifier.stride) {
      for weight in weights[row..<row + classifier.labelCount] {
        for shift in stride(from: UInt32(0), to: 32, by: 8) {
          bytes.append(UInt8(truncatingIfNeeded: weight.bitPattern >> shift))
        }
      }
    }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }
}
