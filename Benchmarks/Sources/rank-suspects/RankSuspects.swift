import EarshotInsights
import EarshotLearning
import Foundation

/// Times the ranking of labels by given out-of-fold probabilities, and the estimate of wrong ones.
///
///     rank-suspects P.f32 GIVEN.i32 K
///
/// P.f32 holds n × K little-endian floats, GIVEN.i32 n label numbers. Prints the seconds of the best of
/// five runs. suspects/measure.py calls it.
@main
struct RankSuspects {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 4, let labelCount = Int(arguments[3]) else {
      FileHandle.standardError.write(Data("Usage: rank-suspects P.f32 GIVEN.i32 K\n".utf8))
      exit(64)
    }
    let given = try numbers(arguments[2], of: Int32.self).map { Int($0) }
    let values = try numbers(arguments[1], of: Float.self)
    var probabilities = ScoreMatrix(rowCount: given.count, labelCount: labelCount)
    for i in given.indices {
      probabilities.set(i, to: Array(values[i * labelCount..<(i + 1) * labelCount]))
    }
    var best = Double.infinity
    for _ in 0..<5 {
      let start = ContinuousClock.now
      let found = SuspiciousLabels(probabilities, given: given)
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      precondition(found.ranking.count == given.count && found.estimate != nil)
      best = min(best, seconds)
    }
    print(best)
  }

  private static func numbers<Number: BitwiseCopyable>(
    _ path: String, of: Number.Type
  ) throws -> [Number] {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    return data.withUnsafeBytes { Array($0.bindMemory(to: Number.self)) }
  }
}
