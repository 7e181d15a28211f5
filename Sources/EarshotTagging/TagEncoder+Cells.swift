import EarshotText

// Tags as cells of a table.
extension TagEncoder {
  /// Names of the cells: a group a field, then what is said of the whole record.
  var columns: [String] {
    fields.flatMap { field in
      parts(of: field).map {
        $0.isEmpty ? "earshot_\(field.model.name)" : "earshot_\(field.model.name)_\($0)"
      }
    } + (hasSegments ? ["earshot_segments"] : []) + (hasLanguage ? ["earshot_language"] : [])
      + (hasDomain ? ["earshot_domain_score"] : [])
      + ["earshot_model"]
  }

  /// The cells of one field, without its name; the first is the label itself.
  private func parts(of field: Field) -> [String] {
    if case .flags = field.model.shape { return ["", "confidence"] }
    var parts = ["", "confidence", "decision", "reason", "alternatives"]
    switch field.model.shape {
    case .topic: parts += ["area", "area_confidence", "owner"]
    case .bucket: parts.append("also")
    case .scored: parts.append("score")
    case .plain, .flags: break
    }
    if field.hasMarkers { parts.append("markers") }
    return parts + (hasEvidence ? ["evidence"] : [])
  }

  /// The cells of one record, parallel to `columns`.
  func cells(_ tags: Tags, text: Span<UInt8>) -> [[UInt8]] {
    var cells: [[UInt8]] = []
    for (field, tag) in zip(fields, tags.fields) {
      for part in parts(of: field) { cells.append(cell(part, field, tag, tags, text)) }
    }
    if hasSegments {
      var out: [UInt8] = []
      appendSegments(tags.segments, text, &out)
      cells.append(out)
    }
    if hasLanguage { cells.append(Array((tags.language ?? "").utf8)) }
    if hasDomain { cells.append(tags.domainScore.map(probability) ?? []) }
    cells.append(identity)
    return cells
  }

  private func cell(
    _ part: String, _ field: Field, _ tag: FieldTag, _ tags: Tags, _ text: Span<UInt8>
  ) -> [UInt8] {
    switch part {
    case "": return labels(field, tag.choices)
    case "confidence":
      return joined(tag.choices) { choice, out in appendProbability(choice.confidence, &out) }
    case "decision":
      if tag.choices.isEmpty { return Array(Decision.review.rawValue.utf8) }
      return joined(tag.choices) { choice, out in
        append(text: tags.decision(choice, field.model).rawValue, &out)
      }
    case "reason": return Array((tag.reason?.rawValue ?? "").utf8)
    case "alternatives": return labels(field, tag.alternatives)
    case "also": return labels(field, tag.also)
    case "area", "area_confidence":
      guard let area = tag.area, case .topic(let areas) = field.model.shape else { return [] }
      return part == "area" ? Array(areas[area.label].name.utf8) : probability(area.confidence)
    case "owner":
      return joined(tag.choices) { choice, out in
        append(text: field.model.owners[choice.label], &out)
      }
    case "score":
      var out: [UInt8] = []
      if let score = tag.score { appendFourDecimals(score, &out) }
      return out
    case "markers":
      var out: [UInt8] = []
      appendMarkers(tags.markers, text, &out)
      return out
    default:
      var out: [UInt8] = []
      appendEvidence(tag.evidence, text, &out)
      return out
    }
  }

  private func probability(_ p: Float) -> [UInt8] {
    var out: [UInt8] = []
    appendProbability(p, &out)
    return out
  }

  private func labels(_ field: Field, _ choices: [FieldTag.Choice]) -> [UInt8] {
    joined(choices) { choice, out in append(text: field.model.labels[choice.label], &out) }
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
}
