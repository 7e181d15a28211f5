import EarshotLearning
import EarshotNumerics

extension FieldModel {
  /// Puts what probabilities give into `tag`, an empty one: the most probable label and the three after it (ties go to the
  /// label that comes first), or all labels of a multi-label field from its threshold on.
  func tag(_ probabilities: [Float], into tag: inout FieldTag) {
    guard !isMultiLabel else {
      for k in labels.indices where probabilities[k] >= labelThreshold {
        tag.choices.append(.init(label: k, confidence: probabilities[k]))
      }
      tag.choices.sort { ($1.confidence, $0.label) < ($0.confidence, $1.label) }
      return
    }
    var best = InlineArray<4, FieldTag.Choice>(repeating: .init(label: 0, confidence: 0))
    var count = 0
    // Most labels are less likely than the fourth so far, or too unlikely to be named.
    var least = -Float.infinity
    let all = probabilities.span
    for k in labels.indices {
      let p = all[k]
      if p <= least { continue }
      var at = count
      while at > 0, best[at - 1].confidence < p {
        if at < 4 { best[at] = best[at - 1] }
        at -= 1
      }
      if at < 4 { best[at] = .init(label: k, confidence: p) }
      count = min(count + 1, 4)
      least = min(best[0].confidence, Self.alternativeThreshold.nextDown)
      if count == 4 { least = max(least, best[3].confidence) }
    }
    tag.choices.append(best[0])
    for i in 1..<max(count, 1) where !(best[i].confidence < Self.alternativeThreshold) {
      if tag.alternatives.isEmpty { tag.alternatives.reserveCapacity(3) }
      tag.alternatives.append(best[i])
    }
    addShape(to: &tag, probabilities)
  }

  /// From this probability on a label is named as an alternative.
  private static let alternativeThreshold: Float = 0.01
  /// From this probability on a kind of cause is there beside the main one.
  static let alsoThreshold: Float = 0.25
  /// An area is said when it is surer than the topic by this much.
  private static let areaLead: Float = 0.01

  private func addShape(to tag: inout FieldTag, _ probabilities: [Float]) {
    switch shape {
    case .plain, .flags: break
    case .bucket: tag.also = tag.alternatives.filter { $0.confidence >= Self.alsoThreshold }
    case .scored(let values):
      var score: Float = 0
      for (k, value) in values.enumerated() { score += probabilities[k] * value }
      tag.score = score
    case .topic(let areas):
      var best = FieldTag.Choice(label: 0, confidence: 0)
      for (number, area) in areas.enumerated() {
        let p = area.labels.reduce(Float(0)) { $0 + probabilities[$1] }
        if p > best.confidence { best = .init(label: number, confidence: p) }
      }
      if best.confidence >= tag.choices[0].confidence + Self.areaLead { tag.area = best }
    }
  }
}
