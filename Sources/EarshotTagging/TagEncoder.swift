import EarshotRecords
import EarshotText

/// Writes tags as the value of the key `earshot`, or as cells of a table; see docs/records.md.
///
/// Immutable and shared between threads. Probabilities are written with four decimals and never as 1.
struct TagEncoder: Sendable {
  private struct Field: Sendable {
    let model: FieldModel
    /// `,"topic":{`
    let opening: [UInt8]
    /// Each label as a JSON string.
    let labels: [[UInt8]]
  }

  /// `{"schema":1,"model":"…"`
  private let opening: [UInt8]
  private let identity: [UInt8]
  private let fields: [Field]
  private let hasEvidence: Bool
  private let hasDomain: Bool

  init(_ tagger: Tagger, evidence: Bool) {
    identity = Array(tagger.identity.utf8)
    hasEvidence = evidence
    hasDomain = tagger.domain != nil
    opening = Array(#"{"schema":1,"model":"#.utf8) + JSONText.string(tagger.identity)
    fields = tagger.fields.map { field in
      Field(
        model: field, opening: [UInt8(ascii: ",")] + JSONText.string(field.name) + Array(":{".utf8),
        labels: field.labels.map { JSONText.string($0) })
    }
  }

  /// Names of the cells: a group a field, then the model.
  var columns: [String] {
    fields.flatMap { field -> [String] in
      let name = "earshot_\(field.model.name)"
      return [
        name, "\(name)_confidence", "\(name)_decision", "\(name)_reason", "\(name)_alternatives",
      ] + (hasEvidence ? ["\(name)_evidence"] : [])
    } + (hasDomain ? ["earshot_domain_score"] : []) + ["earshot_model"]
  }

  /// How much of a tag is written.
  enum Detail { case evidence, alternatives, labels }

  // MARK: - JSON

  /// Appends the object of one record.
  ///
  /// - Parameters:
  ///   - text: what was tagged; places are counted in its Unicode scalars.
  ///   - detail: less of it keeps a line short.
  func appendJSON(
    _ tags: Tags, text: Span<UInt8>, detail: Detail = .evidence, to out: inout [UInt8]
  ) {
    out.append(contentsOf: opening)
    if let score = tags.domainScore {
      append(#","domain":{"score":"#, &out)
      appendProbability(score, &out)
      append("}", &out)
    }
    for (field, tag) in zip(fields, tags.fields) {
      out.append(contentsOf: field.opening)
      if field.model.isMultiLabel {
        appendLabels(field, tag, &out)
      } else {
        appendLabel(field, tag, detail, &out)
      }
      if !tag.evidence.isEmpty && detail == .evidence {
        append(#","evidence":"#, &out)
        appendEvidence(tag, text, &out)
      }
      append("}", &out)
    }
    append("}", &out)
  }

  private func appendLabel(_ field: Field, _ tag: FieldTag, _ detail: Detail, _ out: inout [UInt8])
  {
    if let choice = tag.choices.first {
      append(#""label":"#, &out)
      appendChoice(field, choice, &out)
      append(#","decision":""#, &out)
      append(field.model.decision(choice.confidence).rawValue, &out)
      append("\"", &out)
    } else {
      append(#""label":null,"reason":"\#(tag.reason?.rawValue ?? "")","decision":"review""#, &out)
      // An empty text has none.
      if tag.alternatives.isEmpty { return }
    }
    appendAlternatives(field, tag, detail, &out)
  }

  private func appendAlternatives(
    _ field: Field, _ tag: FieldTag, _ detail: Detail, _ out: inout [UInt8]
  ) {
    append(#","alternatives":["#, &out)
    if detail != .labels {
      for (i, other) in tag.alternatives.enumerated() {
        append(i == 0 ? #"{"label":"# : #",{"label":"#, &out)
        appendChoice(field, other, &out)
        append("}", &out)
      }
    }
    append("]", &out)
  }

  private func appendLabels(_ field: Field, _ tag: FieldTag, _ out: inout [UInt8]) {
    append(#""labels":["#, &out)
    for (i, choice) in tag.choices.enumerated() {
      append(i == 0 ? #"{"label":"# : #",{"label":"#, &out)
      appendChoice(field, choice, &out)
      append(#","decision":""#, &out)
      append(field.model.decision(choice.confidence).rawValue, &out)
      append("\"}", &out)
    }
    append("]", &out)
    if let reason = tag.reason {
      append(#","reason":"\#(reason.rawValue)""#, &out)
      if !tag.alternatives.isEmpty { appendAlternatives(field, tag, .alternatives, &out) }
    }
  }

  private func appendChoice(_ field: Field, _ choice: FieldTag.Choice, _ out: inout [UInt8]) {
    out.append(contentsOf: field.labels[choice.label])
    append(#","confidence":"#, &out)
    appendProbability(choice.confidence, &out)
  }

  private func appendEvidence(_ tag: FieldTag, _ text: Span<UInt8>, _ out: inout [UInt8]) {
    let places = ScalarOffsets.scalarOffsets(
      ofByteOffsets: tag.evidence.flatMap { [$0.range.lowerBound, $0.range.upperBound] }, in: text)
    append("[", &out)
    for (i, evidence) in tag.evidence.enumerated() {
      append(i == 0 ? #"{"start":"# : #",{"start":"#, &out)
      append("\(places[2 * i])", &out)
      append(#","end":"#, &out)
      append("\(places[2 * i + 1])", &out)
      append(#","weight":"#, &out)
      appendFourDecimals(evidence.weight, &out)
      append("}", &out)
    }
    append("]", &out)
  }

  // MARK: - Cells

  /// The cells of one record, parallel to `columns`.
  func cells(_ tags: Tags, text: Span<UInt8>) -> [[UInt8]] {
    var cells: [[UInt8]] = []
    for (field, tag) in zip(fields, tags.fields) {
      cells.append(
        joined(tag.choices) { choice, out in
          out.append(contentsOf: field.model.labels[choice.label].utf8)
        })
      cells.append(
        joined(tag.choices) { choice, out in appendProbability(choice.confidence, &out) })
      cells.append(
        tag.choices.isEmpty
          ? Array(Decision.review.rawValue.utf8)
          : joined(tag.choices) { choice, out in
            append(field.model.decision(choice.confidence).rawValue, &out)
          })
      cells.append(Array((tag.reason?.rawValue ?? "").utf8))
      cells.append(
        joined(tag.alternatives) { choice, out in
          out.append(contentsOf: field.model.labels[choice.label].utf8)
        })
      if hasEvidence {
        var evidence: [UInt8] = []
        appendEvidence(tag, text, &evidence)
        cells.append(evidence)
      }
    }
    if hasDomain {
      var score: [UInt8] = []
      if let domain = tags.domainScore { appendProbability(domain, &score) }
      cells.append(score)
    }
    cells.append(identity)
    return cells
  }

  /// One value a label given, with `|` between.
  private func joined(
    _ choices: [FieldTag.Choice], _ appendOne: (FieldTag.Choice, inout [UInt8]) -> Void
  ) -> [UInt8] {
    var out: [UInt8] = []
    for (i, choice) in choices.enumerated() {
      if i > 0 { out.append(UInt8(ascii: "|")) }
      appendOne(choice, &out)
    }
    return out
  }

  // MARK: - Numbers

  private func append(_ text: String, _ out: inout [UInt8]) { out.append(contentsOf: text.utf8) }

  /// Four decimals without trailing zeros; at most 0.9999, since nothing is certain.
  private func appendProbability(_ p: Float, _ out: inout [UInt8]) {
    appendFourDecimals(min(max(p, 0), 0.9999), &out)
  }

  /// Four decimals by one rounded product and integers, so that the text is the same everywhere.
  private func appendFourDecimals(_ x: Float, _ out: inout [UInt8]) {
    guard x.isFinite, abs(x) < 1e12 else { return append("0", &out) }
    var units = Int((Double(x) * 10_000).rounded())
    if units < 0 {
      out.append(UInt8(ascii: "-"))
      units = -units
    }
    append("\(units / 10_000)", &out)
    var rest = units % 10_000
    guard rest > 0 else { return }
    out.append(UInt8(ascii: "."))
    var place = 1000
    while rest > 0 {
      out.append(UInt8(ascii: "0") + UInt8(rest / place))
      rest %= place
      place /= 10
    }
  }
}
