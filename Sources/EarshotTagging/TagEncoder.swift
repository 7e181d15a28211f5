import EarshotRecords
import EarshotText

/// Writes tags as the value of the key `earshot`, or as cells of a table; see docs/records.md.
///
/// Immutable and shared between threads. Probabilities are written with four decimals and never as 1.
struct TagEncoder: Sendable {
  /// A class, as `FieldModel` is.
  final class Field: Sendable {
    let model: FieldModel
    /// `,"topic":`
    let key: [UInt8]
    /// What a label is called in the field: `"label":`, of frustration `"level":`.
    let labelKey: [UInt8]
    /// Each label as a JSON string.
    let labels: [[UInt8]]
    /// How the field begins with each label: `,"topic":{"label":"…"`
    let openings: [[UInt8]]
    /// How one of several labels begins: `{"label":"…","confidence":`, of flags `{"flag":…`
    let choices: [[UInt8]]
    /// The field that signs of frustration are written with.
    let hasMarkers: Bool

    init(_ field: FieldModel, hasTone: Bool) {
      let isFrustration = field.name == "frustration"
      model = field
      key = [UInt8(ascii: ",")] + JSONText.string(field.name) + [UInt8(ascii: ":")]
      labelKey = Array((isFrustration ? #""level":"# : #""label":"#).utf8)
      labels = field.labels.map { JSONText.string($0) }
      openings = labels.map { [key, labelKey] in key + [UInt8(ascii: "{")] + labelKey + $0 }
      var choice = #"{"label":"#
      if case .flags = field.shape { choice = #"{"flag":"# }
      choices = labels.map { [choice] in Array(choice.utf8) + $0 + Array(#","confidence":"#.utf8) }
      hasMarkers = isFrustration && hasTone
    }
  }

  /// `{"schema":1,"model":"…"`
  private let opening: [UInt8]
  let identity: [UInt8]
  let fields: [Field]
  let hasEvidence: Bool
  let hasDomain: Bool
  let hasLanguage: Bool
  let hasSegments: Bool

  init(_ tagger: Tagger, evidence: Bool, segments: Bool = false) {
    hasSegments = segments
    identity = Array(tagger.identity.utf8)
    hasEvidence = evidence
    hasDomain = tagger.tellsForeign
    hasLanguage = tagger.card.language != nil
    opening = Array(#"{"schema":1,"model":"#.utf8) + JSONText.string(tagger.identity)
    fields = tagger.fields.map { Field($0, hasTone: tagger.hasTone) }
  }

  /// How much of a tag is written.
  enum Detail { case evidence, alternatives, labels, bare }

  /// Appends the object of one record.
  ///
  /// - Parameters:
  ///   - text: what was tagged; places are counted in its Unicode scalars.
  ///   - detail: less of it keeps a line short.
  func appendJSON(
    _ tags: Tags, text: Span<UInt8>, detail: Detail = .evidence, to out: inout [UInt8]
  ) {
    append(opening, &out)
    if let language = tags.language {
      append(#","language":""#, &out)
      append(text: language, &out)
      append("\"", &out)
    }
    if let score = tags.domainScore {
      append(#","domain":{"score":"#, &out)
      appendProbability(score, &out)
      append("}", &out)
    }
    for (number, field) in fields.enumerated() {
      appendField(field, tags.fields.span[number], tags, text, detail, &out)
    }
    if !tags.segments.isEmpty, detail != .bare {
      append(#","segments":"#, &out)
      appendSegments(tags.segments, text, &out)
    }
    append("}", &out)
  }

  /// `[{"start":0,"end":41,"topic":{"label":"…","confidence":0.9},"flags":["…"]}]`
  func appendSegments(_ segments: [SegmentTags], _ text: Span<UInt8>, _ out: inout [UInt8]) {
    let places = ScalarOffsets.scalarOffsets(
      ofByteOffsets: segments.flatMap { [$0.range.lowerBound, $0.range.upperBound] }, in: text)
    append("[", &out)
    for (i, segment) in segments.enumerated() {
      append(i == 0 ? "{" : ",{", &out)
      append(text: #""start":\#(places[2 * i]),"end":\#(places[2 * i + 1])"#, &out)
      for (field, tag) in zip(fields, segment.tags.fields) {
        append(field.key, &out)
        if field.model.isMultiLabel {
          append("[", &out)
          for (n, choice) in tag.choices.enumerated() {
            if n > 0 { append(",", &out) }
            append(field.labels[choice.label], &out)
          }
          append("]", &out)
          continue
        }
        append("{", &out)
        append(field.labelKey, &out)
        if let choice = tag.choices.first {
          append(field.labels[choice.label], &out)
          append(#","confidence":"#, &out)
          appendProbability(choice.confidence, &out)
        } else {
          append(text: #"null,"reason":"\#(tag.reason?.rawValue ?? "")""#, &out)
        }
        append("}", &out)
      }
      append("}", &out)
    }
    append("]", &out)
  }

  private func appendField(
    _ field: Field, _ tag: borrowing FieldTag, _ tags: Tags, _ text: Span<UInt8>,
    _ detail: Detail, _ out: inout [UInt8]
  ) {
    if case .flags = field.model.shape { return appendFlags(field, tag, text, detail, &out) }
    if field.model.isMultiLabel {
      appendLabels(field, tag, tags, &out)
    } else {
      appendLabel(field, tag, tags, detail, &out)
    }
    if field.hasMarkers {
      append(#","markers":"#, &out)
      appendMarkers(detail == .bare ? [] : tags.markers, text, &out)
    }
    appendEvidence(tag.evidence, text, detail, &out)
    append("}", &out)
  }

  private func appendLabel(
    _ field: Field, _ tag: borrowing FieldTag, _ tags: Tags, _ detail: Detail, _ out: inout [UInt8]
  ) {
    if let choice = tag.choices.first {
      append(field.openings[choice.label], &out)
      if !tag.also.isEmpty {
        append(#","also":["#, &out)
        for (i, other) in tag.also.enumerated() {
          if i > 0 { append(",", &out) }
          append(field.labels[other.label], &out)
        }
        append("]", &out)
      }
      if let score = tag.score {
        append(#","score":"#, &out)
        appendFourDecimals(score, &out)
      }
      append(#","confidence":"#, &out)
      appendProbability(choice.confidence, &out)
      appendDecision(choice, field, tags, &out)
      appendTopic(field, choice, tag.area, &out)
    } else {
      append(field.key, &out)
      append("{", &out)
      append(field.labelKey, &out)
      append(text: #"null,"reason":"\#(tag.reason?.rawValue ?? "")","decision":"review""#, &out)
      // An empty text has none.
      if tag.alternatives.isEmpty { return }
    }
    appendAlternatives(field, tag, detail, &out)
  }

  /// The area where it is surer than the topic, and who sees to the topic.
  private func appendTopic(
    _ field: Field, _ choice: FieldTag.Choice, _ area: FieldTag.Choice?, _ out: inout [UInt8]
  ) {
    guard case .topic(let areas) = field.model.shape else { return }
    if let area {
      append(#","area":{"label":"#, &out)
      out.append(contentsOf: JSONText.string(areas[area.label].name))
      append(#","confidence":"#, &out)
      appendProbability(area.confidence, &out)
      append("}", &out)
    }
    append(#","owner":"#, &out)
    out.append(contentsOf: JSONText.string(field.model.owners[choice.label]))
  }

  private func appendAlternatives(
    _ field: Field, _ tag: borrowing FieldTag, _ detail: Detail, _ out: inout [UInt8]
  ) {
    append(#","alternatives":["#, &out)
    if detail != .labels && detail != .bare {
      for (i, other) in tag.alternatives.enumerated() {
        appendChoice(i, field, other, &out)
        append("}", &out)
      }
    }
    append("]", &out)
  }

  private func appendDecision(
    _ choice: FieldTag.Choice, _ field: Field, _ tags: Tags, _ out: inout [UInt8]
  ) {
    switch tags.decision(choice, field.model) {
    case .auto: append(#","decision":"auto""#, &out)
    case .review: append(#","decision":"review""#, &out)
    }
  }

  private func appendLabels(
    _ field: Field, _ tag: borrowing FieldTag, _ tags: Tags, _ out: inout [UInt8]
  ) {
    append(field.key, &out)
    append(#"{"labels":["#, &out)
    for (i, choice) in tag.choices.enumerated() {
      appendChoice(i, field, choice, &out)
      appendDecision(choice, field, tags, &out)
      append("}", &out)
    }
    append("]", &out)
    if let reason = tag.reason {
      append(text: #","reason":"\#(reason.rawValue)""#, &out)
      if !tag.alternatives.isEmpty { appendAlternatives(field, tag, .alternatives, &out) }
    }
  }

  private func appendFlags(
    _ field: Field, _ tag: borrowing FieldTag, _ text: Span<UInt8>, _ detail: Detail,
    _ out: inout [UInt8]
  ) {
    append(field.key, &out)
    append("[", &out)
    for (i, choice) in tag.choices.enumerated() {
      appendChoice(i, field, choice, &out)
      appendEvidence(
        tag.evidenceOfChoices.isEmpty ? [] : tag.evidenceOfChoices[i], text, detail, &out)
      append("}", &out)
    }
    append("]", &out)
  }

  /// Appends choice `i` of several, but for what closes it.
  private func appendChoice(
    _ i: Int, _ field: Field, _ choice: FieldTag.Choice, _ out: inout [UInt8]
  ) {
    if i > 0 { append(",", &out) }
    append(field.choices[choice.label], &out)
    appendProbability(choice.confidence, &out)
  }

  private func appendEvidence(
    _ evidence: [FieldTag.Evidence], _ text: Span<UInt8>, _ detail: Detail, _ out: inout [UInt8]
  ) {
    guard !evidence.isEmpty, detail == .evidence else { return }
    append(#","evidence":"#, &out)
    appendEvidence(evidence, text, &out)
  }

  // MARK: - Places

  func appendEvidence(
    _ evidence: [FieldTag.Evidence], _ text: Span<UInt8>, _ out: inout [UInt8]
  ) {
    let places = ScalarOffsets.scalarOffsets(
      ofByteOffsets: evidence.flatMap { [$0.range.lowerBound, $0.range.upperBound] }, in: text)
    append("[", &out)
    for (i, evidence) in evidence.enumerated() {
      append(i == 0 ? #"{"start":"# : #",{"start":"#, &out)
      append(text: "\(places[2 * i])", &out)
      append(#","end":"#, &out)
      append(text: "\(places[2 * i + 1])", &out)
      append(#","weight":"#, &out)
      appendFourDecimals(evidence.weight, &out)
      append("}", &out)
    }
    append("]", &out)
  }

  func appendMarkers(
    _ markers: [FrustrationMarker], _ text: Span<UInt8>, _ out: inout [UInt8]
  ) {
    guard !markers.isEmpty else { return append("[]", &out) }
    // Markers may overlap, so their ends are not in order.
    let starts = ScalarOffsets.scalarOffsets(ofByteOffsets: markers.map(\.start), in: text)
    let order = markers.indices.sorted { markers[$0].end < markers[$1].end }
    let sorted = ScalarOffsets.scalarOffsets(
      ofByteOffsets: order.map { markers[$0].end }, in: text)
    var ends = sorted
    for (rank, m) in order.enumerated() { ends[m] = sorted[rank] }
    for (i, marker) in markers.enumerated() {
      append(i == 0 ? #"[{"kind":""# : #",{"kind":""#, &out)
      append(text: marker.kind.name, &out)
      append(text: #"","start":\#(starts[i]),"end":\#(ends[i]),"strength":"#, &out)
      appendFourDecimals(marker.strength, &out)
      append("}", &out)
    }
    append("]", &out)
  }

  // MARK: - Numbers

  /// Appends a literal of the format.
  func append(_ text: StaticString, _ out: inout [UInt8]) {
    // SAFETY: a static string's bytes stay where they are.
    out.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Appends bytes whose owner stays: `append(contentsOf:)` counts a reference.
  @inline(__always)
  private func append(_ bytes: borrowing [UInt8], _ out: inout [UInt8]) {
    // SAFETY: the pointer is used within the call.
    bytes.withUnsafeBufferPointer { out.append(contentsOf: $0) }
  }

  func append(text: String, _ out: inout [UInt8]) { out.append(contentsOf: text.utf8) }

  /// Four decimals without trailing zeros; at most 0.9999, since nothing is certain.
  func appendProbability(_ p: Float, _ out: inout [UInt8]) {
    appendFourDecimals(min(max(p, 0), 0.9999), &out)
  }

  /// Four decimals by one rounded product and integers, so that the text is the same everywhere.
  func appendFourDecimals(_ x: Float, _ out: inout [UInt8]) {
    guard x.isFinite, abs(x) < 1e12 else { return append("0", &out) }
    var units = Int((Double(x) * 10_000).rounded())
    if units < 0 {
      out.append(UInt8(ascii: "-"))
      units = -units
    }
    if units < 100_000 {
      out.append(UInt8(ascii: "0") + UInt8(units / 10_000))
    } else {
      append(text: "\(units / 10_000)", &out)
    }
    var rest = units % 10_000
    guard rest > 0 else { return }
    // At once: appending digit by digit asked for room and ownership each time.
    out.append(addingCapacity: 5) { (free: inout OutputSpan<UInt8>) in
      free.append(UInt8(ascii: "."))
      var place = 1000
      while rest > 0 {
        free.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / place))
        rest %= place
        place /= 10
      }
    }
  }
}
