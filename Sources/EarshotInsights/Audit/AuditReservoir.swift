import EarshotNumerics

/// Keeps, in one pass over records of unknown number, those that may be drawn from each stratum.
///
/// Every record gets a random number; from a stratum those with the smallest numbers are drawn,
/// which is a simple random sample of it whatever its size turns out to be. Kept of a stratum is
/// always *all* records below a ceiling, so the smallest are among them; the ceiling only falls.
///
/// How many will be needed is known only at the end. With sample size n, a stratum of N_h among N
/// records so far needs about μ = n N_h / N of those seen; the share of a stratum may still grow, but
/// then later records take part in the draw too, and of those seen so far about μ are needed at
/// most. Kept are floor + 2μ + 24: that Poisson(μ) exceeds 2μ + 24 has a chance below 1e-13 for
/// every μ. Should it happen, the stratum gives fewer, which the counts show.
struct AuditReservoir {
  struct Candidate {
    let order: UInt64
    /// Number of the record in the frame, from 0.
    let index: Int
    let recordID: String
    let label: String
    let text: [UInt8]
    /// Of the whole text; `text` may be the beginning of it.
    let textBytes: Int
    let details: AuditDraw.Details
  }

  struct Stratum {
    let name: String
    var size = 0
    /// Σ (1 − confidence), and of how many.
    var expectedErrors = 0.0
    var withConfidence = 0
    var candidates: [Candidate] = []
    /// Records with a number from here on are not kept; nil as long as all are.
    var ceiling: UInt64?
    /// More candidates than this are cut down.
    var limit = 64
  }

  private(set) var strata: [Stratum] = []
  private(set) var size = 0
  private var numbers: [String: Int] = [:]
  private var generator: SplitMix64
  private let sampleSize: Int
  private let floor: Int
  private let isStratified: Bool
  /// How much more than its share of the frame a stratum may need; Neyman's weights, between √(.02 ·
  /// .98) and ½, differ by less than this.
  private let slack: Double

  init(sampleSize: Int, floor: Int, isStratified: Bool, isNeyman: Bool, seed: UInt64) {
    self.sampleSize = sampleSize
    self.floor = floor
    self.isStratified = isStratified
    slack = isNeyman ? 4 : 1
    generator = SplitMix64(seed: seed)
  }

  /// The number of a stratum; nil when there are `maximum` others already.
  mutating func stratum(named name: String, maximum: Int) -> Int? {
    if let number = numbers[name] { return number }
    guard strata.count < maximum else { return nil }
    numbers[name] = strata.count
    strata.append(Stratum(name: name))
    return strata.count - 1
  }

  /// Counts the next record of the frame.
  ///
  /// - Parameter candidate: makes what is kept of it; called only if it may be drawn.
  mutating func add(
    to number: Int, confidence: Double?, _ candidate: (_ order: UInt64, _ index: Int) -> Candidate
  ) {
    let order = generator.next()
    let index = size
    size += 1
    strata[number].size += 1
    if let confidence {
      strata[number].expectedErrors += 1 - confidence
      strata[number].withConfidence += 1
    }
    if let ceiling = strata[number].ceiling, order >= ceiling { return }
    strata[number].candidates.append(candidate(order, index))
    if strata[number].candidates.count > strata[number].limit { prune(number) }
  }

  private mutating func prune(_ number: Int) {
    let kept = needed(number)
    // Twice as many may gather before the next time, so that sorting stays cheap.
    strata[number].limit = max(64, 2 * kept)
    guard strata[number].candidates.count > kept else { return }
    strata[number].candidates.sort { ($0.order, $0.index) < ($1.order, $1.index) }
    strata[number].ceiling = strata[number].candidates[kept].order
    strata[number].candidates.removeLast(strata[number].candidates.count - kept)
  }

  private func needed(_ number: Int) -> Int {
    guard isStratified else { return sampleSize }
    let share = Double(strata[number].size) / Double(size)
    let mean = slack * Double(sampleSize) * share
    return min(sampleSize, floor + Int(2 * mean) + 24)
  }
}
