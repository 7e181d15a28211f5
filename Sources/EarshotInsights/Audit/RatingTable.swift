/// Who gave which record which label: a row a record, a column a reviewer, with gaps.
public struct RatingTable: Sendable, Equatable {
  public let raters: Int
  /// Labels that could be given; at least as many as were.
  public let categories: Int
  /// For each record and reviewer in turn a category, or −1.
  private let ratings: [Int32]

  /// - Parameters:
  ///   - ratings: for each record a category `0…` by each reviewer, nil where they did not judge it.
  ///   - categories: how many labels there are to choose from; nil: as many as were given.
  /// - Precondition: rows are equally long, categories are not negative and below `categories`.
  public init(_ ratings: [[Int?]], categories: Int? = nil) {
    raters = ratings.first?.count ?? 0
    precondition(ratings.allSatisfy { [raters] row in row.count == raters })
    self.ratings = ratings.flatMap { $0.map { Int32($0 ?? -1) } }
    let seen = Int(self.ratings.max() ?? -1) + 1
    precondition(categories ?? seen >= seen && self.ratings.allSatisfy { $0 >= -1 })
    self.categories = categories ?? seen
  }

  public var records: Int { raters == 0 ? 0 : ratings.count / raters }

  /// The category that a reviewer gave a record; nil for a gap.
  public func rating(record: Int, rater: Int) -> Int? {
    let rating = ratings[record * raters + rater]
    return rating < 0 ? nil : Int(rating)
  }
}
