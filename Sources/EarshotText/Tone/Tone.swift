/// The words and patterns that tell the tone of a text, as they lie in a model file.
public struct ToneSource: Sendable, Hashable {
  /// Words and phrases that speak well or ill, strengthen, turn or ask.
  public var lexicon: LexiconSource
  /// Patterns of the signs of frustration.
  public var markers: MarkerSource

  /// Nothing, unless told.
  public init(lexicon: LexiconSource = .init(), markers: MarkerSource = .init()) {
    self.lexicon = lexicon
    self.markers = markers
  }

  /// Adds a user's own words and patterns. A phrase with a valence or a factor of its own there has that
  /// one, in whatever spelling: `well-made` replaces `well made`.
  ///
  /// - Complexity: O(bytes)
  public mutating func add(_ other: ToneSource) {
    lexicon.add(other.lexicon)
    markers.add(other.markers)
  }

  /// Bytes of the lexicon (u32), the lexicon, the patterns. - Complexity: O(bytes)
  public func encoded() -> [UInt8] {
    let words = lexicon.encoded()
    var bytes: [UInt8] = []
    for shift in stride(from: 0, to: 32, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: words.count >> shift))
    }
    return bytes + words + markers.serialized()
  }

  /// Reads what `encoded()` wrote; nil for any other bytes. - Complexity: O(bytes)
  public init?(decoding bytes: Span<UInt8>) {
    guard bytes.count >= 4 else { return nil }
    var size = 0
    for i in 0..<4 { size |= Int(bytes[i]) << (8 * i) }
    guard size <= bytes.count - 4,
      let lexicon = try? LexiconSource(decoding: bytes.extracting(4..<4 + size)),
      let markers = try? MarkerSource(serialized: bytes.extracting(4 + size..<bytes.count))
    else { return nil }
    self.init(lexicon: lexicon, markers: markers)
  }
}

/// Reads the tone of texts: signs of frustration with their places, and numbers for a classifier.
///
/// Immutable and shared by all threads; what changes is in a `Reading`. A class, because it is handed
/// about for each record: a struct's dozen references would be counted each time.
public final class Tone: Sendable {
  private let features: ToneFeatures
  private let patterns: MarkerPatterns

  /// - Throws: `LexiconError` or `PatternError` for what can't be understood.
  public convenience init(_ source: ToneSource) throws {
    self.init(
      lexicon: try Lexicon(source.lexicon), patterns: try MarkerPatterns(source.markers))
  }

  /// From parts that were made ready apart.
  public init(lexicon: Lexicon, patterns: MarkerPatterns) {
    features = ToneFeatures(lexicon: lexicon)
    self.patterns = patterns
  }

  /// Those of the lexicon, the strongest marker of each kind, and all markers together.
  public static let featureCount = ToneFeatures.count + MarkerKind.allCases.count + 1

  /// The tone of one text; kept from text to text.
  public struct Reading: Sendable {
    /// In the order of their beginnings.
    public fileprivate(set) var markers: [FrustrationMarker] = []
    /// `featureCount` numbers, each between −1 and 1.5 or so.
    public fileprivate(set) var features: [Float] = []
    fileprivate var scratch = MarkerPatterns.Scratch()

    public init() {}
  }

  /// Reads a text that was cut into `tokens`.
  ///
  /// - Complexity: O(bytes + tokens · patterns), no allocation once the reading is warm; only + − × ÷
  ///   and √ in a fixed order, so the same bits on every CPU.
  public func read(
    _ text: Span<UInt8>, _ tokens: borrowing TokenBuffer, into reading: inout Reading
  ) {
    features.read(tokens, into: &reading.features)
    patterns.find(tokens, text: text, into: &reading.markers, using: &reading.scratch)
    let first = reading.features.count
    for _ in 0...MarkerKind.allCases.count { reading.features.append(0) }
    var sum: Float = 0
    for marker in reading.markers {
      let place = first + Int(marker.kind.rawValue)
      reading.features[place] = max(reading.features[place], marker.strength)
      sum += marker.strength
    }
    reading.features[first + MarkerKind.allCases.count] = sum / (sum + 1)
  }
}
