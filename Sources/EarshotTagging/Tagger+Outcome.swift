import EarshotLearning
import EarshotText

extension Tagger {
  /// What this model says of a labelled text, beside what is right.
  ///
  /// - Parameters:
  ///   - field: number of the field in `fields`.
  ///   - truth: the text's labels; ones that the model does not have count as mistakes.
  public func outcome(
    of text: Span<UInt8>, truth: [String], field number: Int, using scratch: inout Scratch
  ) -> Outcome {
    let field = fields[number]
    let isEmpty = !makeRow(of: text, &scratch)
    let foreign = isEmpty ? nil : domainScore(&scratch)
    let isTurnedAway = Tags.isOutOfDomain(foreign) && DomainModel.covers(field: field.name)
    score(field, &scratch)
    field.probabilities(of: scratch.scores, into: &scratch.probabilities)
    var outcome = Outcome(
      probabilities: scratch.probabilities, truth: truth, names: field.labels,
      isMultiLabel: field.isMultiLabel, labelThreshold: field.labelThreshold,
      autoThreshold: field.autoThreshold,
      reason: isEmpty
        ? FieldTag.Reason.emptyText.rawValue
        : isTurnedAway ? FieldTag.Reason.outOfDomain.rawValue : nil)
    // An empty text is as foreign as can be.
    outcome.domainScore = domain == nil ? nil : Double(foreign ?? 1)
    outcome.isForeign = Set(truth).isDisjoint(with: field.labels) && !truth.isEmpty
    // An empty text has no alternatives either: there is no best guess to count.
    if isEmpty { outcome.guess = [] }
    return outcome
  }
}
