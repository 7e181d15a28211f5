import EarshotLearning
import EarshotNumerics
import EarshotText

/// A theme model as bytes, for a workspace.
///
/// Little-endian: `ESTHM\0\0` and the version; the name of the embedding; the space (terms, idf, directions, mean, b);
/// centroids and their themes; strangers; at the end FNV-1a of all before it. Lists begin with their length.
extension ThemeModel {
  static let magic: [UInt8] = Array("ESTHM\0\0\u{1}".utf8)

  /// - Parameter embedding: the identity of the table of meanings, which is not contained.
  public func encoded(embedding: String) -> [UInt8] {
    var out = ByteListWriter(Self.magic)
    out.list(Array(embedding.utf8))
    let vocabulary = space.featurizer.vocabulary
    var terms = [UInt64](repeating: 0, count: vocabulary.termCount)
    for slot in 0..<vocabulary.keys.count where vocabulary.keys[slot] != 0 {
      terms[Int(vocabulary.numbers[slot])] = vocabulary.keys[slot]
    }
    out.list(terms)
    out.list(space.featurizer.idf.array())
    out.list(space.directions.values.array())
    out.list(space.directions.scales.array())
    out.list(space.mean)
    out.list([space.wordsLength])
    out.list(centroids.values)
    out.list(themeOf.map { UInt32($0) })
    out.list(strangers.all)
    out.list(strangers.counts.map { UInt32($0) })
    out.list(strangers.ofTheme.map { UInt32($0.count) })
    out.list(Array(strangers.ofTheme.joined()))
    return out.finished()
  }

  /// Reads bytes that `encoded` made.
  ///
  /// - Returns: nil for any others: cut off, changed, of another version or another embedding.
  public init?(_ bytes: [UInt8], embedding: StaticEmbedding, named name: String) {
    guard var reader = ByteListReader(bytes, Self.magic),
      let identity = reader.list(UInt8.self), identity == Array(name.utf8),
      let terms = reader.list(UInt64.self), let idf = reader.list(UInt32.self),
      let rows = reader.list(UInt8.self), let scales = reader.list(UInt32.self),
      let mean = reader.list(UInt32.self), let length = reader.list(UInt32.self),
      let centroids = reader.list(UInt32.self), let themeOf = reader.list(UInt32.self),
      let all = reader.list(UInt32.self), let counts = reader.list(UInt32.self),
      let sizes = reader.list(UInt32.self), let ofTheme = reader.list(UInt32.self), reader.isAtEnd
    else { return nil }
    let d = embedding.dimension + ThemeSpace.directionCount
    // A theme that was joined to another has no centroid.
    let count = counts.count
    guard Set(terms).count == terms.count, !terms.contains(0), terms.count == idf.count,
      scales.count == terms.count,
      let directions = PackedRows(
        values: rows.map { Int8(bitPattern: $0) }, scales: scales.map(Float.init(bitPattern:)),
        columnCount: ThemeSpace.directionCount),
      mean.count == embedding.dimension, length.count == 1,
      !themeOf.isEmpty, centroids.count == themeOf.count * d,
      themeOf.allSatisfy({ Int($0) < count }), sizes.count == count,
      zip(sizes, counts).allSatisfy({ ($0 == 0) == ($1 == 0) }),
      sizes.reduce(0, { $0 + Int($1) }) == ofTheme.count
    else { return nil }
    let numbers = [idf, scales, mean, length, centroids, all, ofTheme].joined()
    // All of them are of the order of 1 or below; with less than this no sum of squares overflows.
    guard numbers.allSatisfy({ abs(Float(bitPattern: $0)) < 1e6 }) else { return nil }
    func floats(_ bits: some Collection<UInt32>) -> [Float] { bits.map(Float.init(bitPattern:)) }
    var start = 0
    let quantiles = sizes.map { size -> [Float] in
      defer { start += Int(size) }
      return floats(ofTheme[start..<start + Int(size)])
    }
    var features = ThemeSpace.features
    features.minimumWordRecords = 1
    let featurizer = Featurizer(
      options: features, vocabulary: Vocabulary(terms: terms, wordTermCount: terms.count),
      idf: Storage(floats(idf)), embedding: embedding)
    self.init(
      space: ThemeSpace(
        featurizer: featurizer, mean: floats(mean), wordsLength: floats(length)[0],
        directions: directions),
      centroids: DenseMatrix(values: floats(centroids), columnCount: d),
      themeOf: themeOf.map { Int($0) }, themeCount: count,
      strangers: Strangers(all: floats(all), ofTheme: quantiles, counts: counts.map { Int($0) }))
  }
}
