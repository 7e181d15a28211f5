import EarshotLearning
import EarshotNumerics
import Foundation

/// Times k-means on rows and first centroids from files; `side_by_side/clustering.py` runs it.
///
///     cluster-rows ROWS.f32 CENTROIDS.f32 DIMENSION ROUNDS OUT.f32
///
/// Rows and centroids are little-endian floats. It answers lines on standard input: `bounds THREADS`,
/// `plain THREADS` (no bounds), each also with `-spherical`, and `gemm THREADS`: the products of one
/// round alone, the least of five times, in one call or, on more threads, in blocks. Each gives one JSON
/// line. OUT receives the last centroids, and OUT.labels the labels as floats.
@main
struct ClusterRows {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 6, let d = Int(arguments[3]), let rounds = Int(arguments[4]) else {
      print("usage: cluster-rows ROWS.f32 CENTROIDS.f32 DIMENSION ROUNDS OUT.f32")
      exit(64)
    }
    let rows = DenseMatrix(values: try floats(arguments[1]), columnCount: d)
    let centroids = DenseMatrix(values: try floats(arguments[2]), columnCount: d)
    while let line = readLine() {
      let words = line.split(separator: " ")
      guard words.count == 2, let threads = Int(words[1]) else { continue }
      if words[0] == "gemm" {
        print("{\"seconds\": \(products(rows, centroids, threads: threads))}")
      } else {
        var options = KMeans.Options(clusterCount: centroids.rowCount)
        options.isSpherical = words[0].hasSuffix("-spherical")
        options.rounds = rounds
        options.threads = threads
        options.usesBounds = !words[0].hasPrefix("plain")
        let clock = ContinuousClock()
        let start = clock.now
        let cpu = Foundation.clock()
        let found = KMeans(options).fit(rows, from: centroids)
        let cpuSeconds = Double(Foundation.clock() - cpu) / Double(CLOCKS_PER_SEC)
        let seconds = (clock.now - start) / .seconds(1)
        print(
          """
          {"seconds": \(seconds), "cpu_seconds": \(cpuSeconds), "inertia": \(found.inertia), \
          "rounds": \(found.rounds), "converged": \(found.isConverged)}
          """)
        try write(found.centroids.values, to: arguments[5])
        try write(found.labels.map { Float($0) }, to: arguments[5] + ".labels")
      }
      fflush(nil)
    }
  }

  /// Seconds of the products of one round: `sgemm` alone, in one call on one thread, in blocks on more.
  private static func products(
    _ rows: DenseMatrix, _ centroids: DenseMatrix, threads: Int
  ) -> Double {
    let k = centroids.rowCount
    let size = threads == 1 ? rows.rowCount : 1024
    let count = (rows.rowCount + size - 1) / size
    let clock = ContinuousClock()
    var least = Double.infinity
    for _ in 0..<5 {
      let start = clock.now
      _ = Workers.map(
        count, threads: threads, state: { [Float](repeating: 0, count: size * k) }
      ) { b, products in
        let range = b * size..<min((b + 1) * size, rows.rowCount)
        if products.count != range.count * k {
          products = Array(repeating: 0, count: range.count * k)
        }
        rows.multiply(rows: range, byTransposeOf: centroids, into: &products)
      }
      least = min(least, (clock.now - start) / .seconds(1))
    }
    return least
  }

  private static func floats(_ path: String) throws -> [Float] {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    return bytes.withUnsafeBytes { raw in
      (0..<bytes.count / 4).map {
        Float(
          bitPattern: UInt32(
            littleEndian: raw.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)))
      }
    }
  }

  private static func write(_ values: [Float], to path: String) throws {
    var data = Data(capacity: values.count * 4)
    for value in values {
      withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
    }
    try data.write(to: URL(fileURLWithPath: path))
  }
}
