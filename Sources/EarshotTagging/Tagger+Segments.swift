import EarshotText

/// A sentence or turn of a text with tags of its own.
public struct SegmentTags: Sendable {
  /// Bytes of the text.
  public var range: Range<Int>
  /// Its own tags.
  public var tags: Tags
}

// Tags of a whole text from those of its segments:
//
//     topic, bucket, sentiment, others   the label with the largest Σ words · confidence over the segments
//                                        that have one, its confidence that sum over all their words
//     frustration, severity              those of the worst segment; with labels of somebody's own, which
//                                        can't be told to be worse or better, as a topic
//     flags, labels that stand together  all of the segments', each as sure as where it is surest
//     markers                            all of the segments'
//
// A whole that was put together is never `auto`: confidence is calibrated on texts tagged as one.
extension Tagger {
  /// Tags the segments of a text, and the text by theirs. A text of one segment is tagged as it is.
  ///
  /// - Complexity: O(bytes + terms · labels), about twice that of `tag`.
  public func tagSegments(
    _ text: Span<UInt8>, using scratch: inout Scratch, evidence: Bool = false
  ) -> Tags {
    var whole = tag(text, using: &scratch, evidence: evidence)
    guard read(text, &scratch), whole.fields.first?.reason != .unsupportedLanguage else {
      return whole
    }
    var segments: [Segment] = []
    Segments.find(in: scratch.features.tokens, of: text, into: &segments)
    for segment in segments {
      var tags = tag(text.extracting(segment.byteRange), using: &scratch, evidence: evidence)
      tags.move(by: segment.byteRange.lowerBound)
      whole.segments.append(SegmentTags(range: segment.byteRange, tags: tags))
    }
    guard segments.count > 1 else { return whole }
    let words = segments.map { Float($0.tokenRange.count) }
    for f in fields.indices { whole.fields[f] = combined(f, whole.segments, words) }
    whole.markers = whole.segments.flatMap(\.tags.markers)
    whole.isCombined = true
    return whole
  }

  private func combined(_ f: Int, _ segments: [SegmentTags], _ words: [Float]) -> FieldTag {
    let field = fields[f]
    let tags = segments.map(\.tags.fields[f])
    guard tags.contains(where: { !$0.choices.isEmpty }) || field.isMultiLabel else {
      return tags[0]
    }
    if field.isMultiLabel { return union(tags) }
    switch (field.name, field.shape) {
    case ("frustration", .scored(let values)):
      func wear(_ tag: FieldTag) -> (level: Float, score: Float) {
        (tag.choices.first.map { values[$0.label] } ?? -1, tag.score ?? -1)
      }
      return tags.max { wear($0) < wear($1) }!
    case ("severity", _) where field.labels == ["S1", "S2", "S3"]:
      // S1 comes first among the labels and is the worst.
      return tags.filter { !$0.choices.isEmpty }.min {
        ($0.choices[0].label, $1.choices[0].confidence)
          < ($1.choices[0].label, $0.choices[0].confidence)
      }!
    default: return mean(tags, words, field)
    }
  }

  private func union(_ tags: [FieldTag]) -> FieldTag {
    var all = FieldTag()
    var evidence: [Int: [FieldTag.Evidence]] = [:]
    for tag in tags {
      for (c, choice) in tag.choices.enumerated() {
        if let known = all.choices.firstIndex(where: { $0.label == choice.label }) {
          guard all.choices[known].confidence < choice.confidence else { continue }
          all.choices[known] = choice
        } else {
          all.choices.append(choice)
        }
        if !tag.evidenceOfChoices.isEmpty { evidence[choice.label] = tag.evidenceOfChoices[c] }
      }
    }
    all.choices.sort { ($1.confidence, $0.label) < ($0.confidence, $1.label) }
    if !evidence.isEmpty { all.evidenceOfChoices = all.choices.map { evidence[$0.label] ?? [] } }
    return all
  }

  private func mean(_ tags: [FieldTag], _ words: [Float], _ field: FieldModel) -> FieldTag {
    var probabilities = [Float](repeating: 0, count: field.labels.count)
    var evidence: [Int: [FieldTag.Evidence]] = [:]
    var total: Float = 0
    for (tag, count) in zip(tags, words) where !tag.choices.isEmpty {
      total += count
      for choice in tag.choices + tag.alternatives {
        probabilities[choice.label] += count * choice.confidence
      }
      evidence[tag.choices[0].label, default: []] += tag.evidence
    }
    for k in probabilities.indices { probabilities[k] /= total }
    var tag = FieldTag()
    field.tag(probabilities, into: &tag)
    tag.evidenceOfChoices = [evidence[tag.choices[0].label] ?? []]
    return tag
  }
}

extension Tags {
  /// Places in the text that the tagged part was cut from.
  fileprivate mutating func move(by offset: Int) {
    for f in fields.indices {
      for c in fields[f].evidenceOfChoices.indices {
        for e in fields[f].evidenceOfChoices[c].indices {
          let range = fields[f].evidenceOfChoices[c][e].range
          fields[f].evidenceOfChoices[c][e].range =
            range.lowerBound + offset..<range.upperBound + offset
        }
      }
    }
    for m in markers.indices {
      markers[m].start += offset
      markers[m].end += offset
    }
  }
}
