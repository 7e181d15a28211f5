import EarshotLearning
import EarshotNumerics
import EarshotText

/// What was learned of signs of frustration: it finds those that no pattern names, and leaves out matches
/// of patterns that do not mean it.
///
/// A field of a model file, but none of its tags: several labels, each a `MarkerKind`, learned from
/// sentences. With the segments of a text as its parts, or a short text as one part,
///
///     p_k = max over parts of σ(s_k(part) / temperature)
///
/// says how probable kind k is. Of matches of patterns the one in the surest part is reported, if that has
/// p ≥ 0.1, and others in parts with p ≥ 0.5. Where there is none, a kind with p ≥ 0.4 is reported at the words
/// of the surest part that carried it.
/// docs/markers.md says it to users.
struct MarkerFinder: Sendable {
  /// The name of the field.
  static let fieldName = "markers"
  // Chosen on 1,680 texts that the patterns had not seen, scored by fields that learned from the other half
  // of them; F1 is flat around each.
  /// Matches in less probable parts are left out.
  static let doubtful: Float = 0.1
  /// Without a match a kind must be as probable as this: a place by words alone is wrong four times in ten.
  static let sure: Float = 0.4
  /// Further matches of a kind must be as probable as this.
  static let likely: Float = 0.5
  /// Tokens of a place that was learned; readers quote one to eight words.
  static let placeLengths = 3...10
  /// A text of up to so many tokens is one part: cutting it up would double what its tags cost.
  private static let longestPart = 40

  let field: FieldModel
  private let tokenizer = Tokenizer()
  /// The weights it reads.
  private let block: WeightBlock
  /// By label.
  let kinds: [MarkerKind]
  /// A user's patterns alone: what they find stays.
  private let own: MarkerPatterns?
  /// Kinds in which the user's file takes matches away: nothing is found there without a pattern.
  private let limited: Set<MarkerKind>
  /// Kinds by rule for which the user wrote patterns: there all matches stay.
  private let ownByRule: Set<MarkerKind>

  /// Takes the field out of `fields`, where it is the last one; nil where there is none, or no patterns.
  ///
  /// - Parameter own: words and patterns that a user adds to the model's.
  init?(
    from fields: inout [FieldModel], _ blocks: [WeightBlock], in file: ModelFile, own: ToneSource?
  ) throws(ModelFileError) {
    guard let last = fields.last, fields.count > 1, file.has(.tone),
      let kinds = Self.kinds(last.name, last.labels, isMultiLabel: last.isMultiLabel)
    else { return nil }
    field = fields.removeLast()
    block = blocks[field.block]
    self.kinds = kinds
    if let own {
      let bytes = try file.section(.tone, of: UInt8.self).array()
      self.own = ToneSource(decoding: bytes.span).flatMap { Self.alone(own, $0) }
    } else {
      self.own = nil
    }
    func named(_ kinds: [MarkerSource.Kind]) -> Set<MarkerKind> {
      Set(kinds.compactMap { MarkerKind(named: $0.name) })
    }
    let theirs = own?.markers.kinds ?? []
    limited = named(theirs.filter { !$0.except.isEmpty })
    ownByRule = named(theirs.filter { !$0.patterns.isEmpty }).filter(\.isByRule)
  }

  /// The kinds that a field of this name and these labels finds; nil for a field of somebody's own.
  static func kinds(_ name: String, _ labels: [String], isMultiLabel: Bool) -> [MarkerKind]? {
    let kinds = labels.compactMap(MarkerKind.init(named:))
    return name == fieldName && isMultiLabel && kinds.count == labels.count ? kinds : nil
  }

  /// The user's patterns with the model's lists, hypotheses and exceptions, but without its patterns.
  private static func alone(_ own: ToneSource, _ model: ToneSource) -> MarkerPatterns? {
    var source = model.markers
    for i in source.kinds.indices { source.kinds[i].patterns = [] }
    source.add(own.markers)
    // All of it was compiled with the model's patterns before.
    return try? MarkerPatterns(source)
  }

  // MARK: - Finding

  /// What one thread needs; kept from text to text.
  struct Scratch: ~Copyable {
    /// The row of a part.
    fileprivate var part: Featurizer.Scratch
    fileprivate var parts: [Segment] = []
    /// A row a part.
    fileprivate var scores: [[Float]] = []
    fileprivate var evidence = EvidenceScratch()
    fileprivate var own: [FrustrationMarker] = []
    fileprivate var patterns = MarkerPatterns.Scratch()

    init(_ featurizer: Featurizer?) { part = Featurizer.Scratch(featurizer.map { [$0] } ?? []) }
  }

  /// Leaves out of `markers`, which the patterns found, what was learned not to be one, and adds what
  /// they missed.
  ///
  /// - Parameters:
  ///   - features: of the text.
  ///   - isRow: whether they hold its row in the field's space.
  ///   - featurizer: of the field's space.
  /// - Complexity: O(bytes + (terms + parts · dimension) · labels)
  func judge(
    _ markers: inout [FrustrationMarker], of text: Span<UInt8>,
    _ features: borrowing Featurizer.Scratch, isRow: Bool, _ featurizer: Featurizer,
    _ scratch: inout Scratch
  ) {
    scoreParts(of: text, features, isRow: isRow, featurizer, &scratch)
    findOwn(features.tokens, of: text, &scratch)
    let own = Dictionary(grouping: scratch.own, by: \.kind).mapValues { $0.map(\.byteRange) }
    let parts = scratch.parts.map(\.byteRange)
    let found = Dictionary(grouping: markers, by: \.kind)
    var left: [FrustrationMarker] = []
    var isKept: Set<MarkerKind> = ownByRule
    for marker in markers {
      let isOwn = !Self.overlapping(marker.byteRange, own[marker.kind] ?? []).isEmpty
      if isOwn { isKept.insert(marker.kind) }
      if isOwn || ownByRule.contains(marker.kind) || !kinds.contains(marker.kind) {
        left.append(marker)
      }
    }
    for (label, kind) in kinds.enumerated() where !isKept.contains(kind) {
      let matches = chosen(found[kind] ?? [], label, parts, scratch)
      left += matches
      guard matches.isEmpty, !kind.isByRule, !limited.contains(kind),
        let best = scratch.scores.indices.max(by: { isLess($0, $1, label, scratch.scores) })
      else { continue }
      let p = probability(best, label, scratch)
      guard p >= Self.sure else { continue }
      let range = words(of: label, in: scratch.parts[best].byteRange, text, featurizer, &scratch)
      left.append(
        FrustrationMarker(
          kind: kind, start: range.lowerBound, end: range.upperBound, strength: Self.strength(p)))
    }
    left.sort { ($0.start, $0.end, $0.kind.rawValue) < ($1.start, $1.end, $1.kind.rawValue) }
    FrustrationMarker.join(&left)
    markers = left
  }

  /// The probability of a label in a part.
  private func probability(_ part: Int, _ label: Int, _ scratch: borrowing Scratch) -> Float {
    LogProbabilities.sigmoid(score(part, label, scratch.scores) / field.temperature)
  }

  /// 0.3, a hint, where a kind is just sure enough; 0.9, extreme, where it is certain.
  private static func strength(_ p: Float) -> Float { 0.3 + 0.6 * (p - sure) / (1 - sure) }

  /// Whether part `b` is surer of a label; of equals the first is the surest.
  private func isLess(_ a: Int, _ b: Int, _ label: Int, _ scores: [[Float]]) -> Bool {
    (score(a, label, scores), b) < (score(b, label, scores), a)
  }

  private func score(_ part: Int, _ label: Int, _ scores: [[Float]]) -> Float {
    scores[part][field.column + label]
  }

  /// Of the matches of a kind the one in the surest part, among those the strongest, then the first, and
  /// all others in parts that are likely to have it; none where every part is doubtful.
  private func chosen(
    _ matches: [FrustrationMarker], _ label: Int, _ parts: [Range<Int>],
    _ scratch: borrowing Scratch
  ) -> [FrustrationMarker] {
    let sureness = matches.map { match in
      Self.overlapping(match.byteRange, parts).map { probability($0, label, scratch) }.max() ?? 0
    }
    let best = matches.indices.max {
      (sureness[$0], matches[$0].strength, $1) < (sureness[$1], matches[$1].strength, $0)
    }
    guard let best, sureness[best] >= Self.doubtful else { return [] }
    return matches.indices.filter { $0 == best || sureness[$0] >= Self.likely }.map { matches[$0] }
  }

  /// Which of `ranges`, ascending and apart, overlap `range`. - Complexity: O(log ranges + found)
  private static func overlapping(_ range: Range<Int>, _ ranges: [Range<Int>]) -> Range<Int> {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound <= range.lowerBound { low = middle + 1 } else { high = middle }
    }
    var end = low
    while end < ranges.count, ranges[end].lowerBound < range.upperBound { end += 1 }
    return low..<end
  }

  /// The bytes of the run of words in a part that carried a label.
  private func words(
    of label: Int, in bytes: Range<Int>, _ text: Span<UInt8>, _ featurizer: Featurizer,
    _ scratch: inout Scratch
  ) -> Range<Int> {
    makeRow(of: text.extracting(bytes), featurizer, &scratch)
    let run = scratch.evidence.run(
      &scratch.part, featurizer, field, block, label: label,
      fewest: Self.placeLengths.lowerBound, most: Self.placeLengths.upperBound)
    guard let run else { return bytes }
    return bytes.lowerBound + run.lowerBound..<bytes.lowerBound + run.upperBound
  }

  private func findOwn(
    _ tokens: borrowing TokenBuffer, of text: Span<UInt8>, _ scratch: inout Scratch
  ) {
    scratch.own.removeAll(keepingCapacity: true)
    guard let own else { return }
    own.find(tokens, text: text, into: &scratch.own, using: &scratch.patterns)
    // The rules find theirs whatever the patterns are.
    scratch.own.removeAll(where: \.kind.isByRule)
  }

  // MARK: - Scores

  private func scoreParts(
    of text: Span<UInt8>, _ features: borrowing Featurizer.Scratch, isRow: Bool,
    _ featurizer: Featurizer, _ scratch: inout Scratch
  ) {
    let tokens = features.tokens.tokens
    if isRow, features.tokens.isPlain, tokens.count <= Self.longestPart {
      let bytes = Int(tokens[0].start)..<Int(tokens[tokens.count - 1].end)
      scratch.parts.removeAll(keepingCapacity: true)
      scratch.parts.append(Segment(tokenRange: tokens.indices, byteRange: bytes))
    } else {
      Segments.find(in: features.tokens, of: text, into: &scratch.parts)
    }
    while scratch.scores.count < scratch.parts.count {
      scratch.scores.append([Float](repeating: 0, count: block.stride))
    }
    scratch.scores.removeLast(scratch.scores.count - scratch.parts.count)
    // A text of one part has its row already.
    if isRow, scratch.parts.count == 1 {
      return block.score(features, into: &scratch.scores[0], from: 0)
    }
    for i in scratch.parts.indices {
      makeRow(of: text.extracting(scratch.parts[i].byteRange), featurizer, &scratch)
      block.score(scratch.part, into: &scratch.scores[i], from: 0)
    }
  }

  private func makeRow(
    of part: Span<UInt8>, _ featurizer: Featurizer, _ scratch: inout Scratch
  ) {
    scratch.part.tokenize(part, with: tokenizer)
    featurizer.makeRow(of: part, &scratch.part)
  }
}

extension MarkerKind {
  /// Found by a rule, which sees what letters and marks look like; words alone say nothing of them.
  fileprivate var isByRule: Bool { self == .shouting || self == .insistentPunctuation }
}

extension ModelCard.Field {
  /// Whether it is what finds markers, and no tag.
  var findsMarkers: Bool {
    MarkerFinder.kinds(field, labels, isMultiLabel: is_multi_label) != nil
  }
}

extension Tagger {
  /// Makes markers of what the patterns found in the text in `scratch`: joins what is one sign, and asks
  /// what was learned of them, where a model has that.
  func judgeMarkers(
    _ markers: inout [FrustrationMarker], of text: Span<UInt8>, _ scratch: inout Scratch
  ) {
    FrustrationMarker.join(&markers)
    guard let finder else { return }
    finder.judge(
      &markers, of: text, scratch.features, isRow: scratch.space == finder.field.space,
      spaces[finder.field.space], &scratch.finder)
  }
}
