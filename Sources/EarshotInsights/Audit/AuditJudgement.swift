/// What one reviewer said about one row of an audit.
///
/// In a sheet a row with its last four cells filled; in a workspace an entry that is only ever added.
public struct AuditJudgement: Sendable, Equatable {
  /// The row of the sheet, from 1.
  public var row: Int
  /// Who judged; empty when the sheet does not say.
  public var reviewer: String
  /// Whether the tag is right; nil when only a label was given.
  public var correct: Answer?
  /// The label the reviewer finds right; several joined by `|`.
  public var reviewerLabel: String?
  public var note: String?
  /// The lead's decision between reviewers, which stands over all others of the record.
  public var isAdjudication: Bool

  /// What stands in the column `correct`.
  public enum Answer: String, Sendable, Codable, CaseIterable {
    case yes, no
    case cannotTell = "cannot_tell"
  }

  public init(
    row: Int, reviewer: String, correct: Answer? = nil, reviewerLabel: String? = nil,
    note: String? = nil, isAdjudication: Bool = false
  ) {
    (self.row, self.reviewer, self.correct) = (row, reviewer, correct)
    (self.reviewerLabel, self.note, self.isAdjudication) = (reviewerLabel, note, isAdjudication)
  }

  /// What it says of a record with the tag `label`.
  public enum Finding: Sendable, Equatable {
    case correct, wrong, cannotTell
    /// `correct` and `reviewer_label` say different things; counts for neither.
    case contradicting
    /// Nothing was filled in.
    case empty
  }

  /// Not blind: `correct`, or whether the reviewer's label is the tag. Blind: whether the
  /// reviewer's label is the tag; a reviewer who cannot see it cannot say yes or no to it.
  public func finding(label: String, blind: Bool) -> Finding {
    if correct == .cannotTell { return reviewerLabel == nil ? .cannotTell : .contradicting }
    let byLabel = reviewerLabel.map { Self.isSame($0, label) }
    if blind {
      guard let byLabel else { return .empty }
      return byLabel ? .correct : .wrong
    }
    switch (correct.map { $0 == .yes }, byLabel) {
    case (nil, nil): return .empty
    case (let said?, nil), (nil, let said?): return said ? .correct : .wrong
    case (let said?, let found?):
      if said != found { return .contradicting }
      return said ? .correct : .wrong
    }
  }

  /// Whether two labels are one: blanks around them and the order of several do not count.
  public static func isSame(_ a: String, _ b: String) -> Bool {
    a == b || Set(parts(a)) == Set(parts(b))
  }

  /// The labels that are joined by `|`, without blanks around them.
  public static func parts(_ label: String) -> [String] {
    label.split(separator: "|").map { part in
      var part = part
      while let first = part.first, first.isWhitespace { part.removeFirst() }
      while let last = part.last, last.isWhitespace { part.removeLast() }
      return String(part)
    }.filter { !$0.isEmpty }
  }
}
