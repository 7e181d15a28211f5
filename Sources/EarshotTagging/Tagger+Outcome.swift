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
    let isEmpty = !read(text, &scratch)
    let isUnsupported = !isEmpty && language(scratch)?.isUnsupported ?? false
    let isUntagged = isEmpty || isUnsupported
    let isShort = scratch.features.tokens.isShort
    let foreign = isUntagged ? nil : domainScore(of: text, &scratch)
    let isTurnedAway = Tags.isOutOfDomain(foreign) && DomainModel.covers(field: field.name)
    score(number, of: text, &scratch)
    field.probabilities(of: scratch.scores, into: &scratch.probabilities)
    var outcome = Outcome(
      probabilities: scratch.probabilities, truth: truth, names: field.labels,
      isMultiLabel: field.isMultiLabel, labelThreshold: field.labelThreshold,
      autoThreshold: isShort ? nil : field.autoThreshold,
      reason: isEmpty
        ? FieldTag.Reason.emptyText.rawValue
        : isUnsupported
          ? FieldTag.Reason.unsupportedLanguage.rawValue
          : isTurnedAway ? FieldTag.Reason.outOfDomain.rawValue : nil)
    // A text that can't be read is as foreign as can be.
    outcome.domainScore = tellsForeign ? Double(foreign ?? 1) : nil
    outcome.isForeign = Set(truth).isDisjoint(with: field.labels) && !truth.isEmpty
    // Such a text has no alternatives either: there is no best guess to count.
    if isUntagged { outcome.guess = [] }
    return outcome
  }
}
