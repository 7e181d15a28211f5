/// The strata that a sample is drawn from, and how many records of each.
struct AuditStrata {
  struct Stratum {
    let name: String
    let size: Int
    var drawn: Int
    /// Those that may be drawn, by their random numbers.
    let candidates: [AuditReservoir.Candidate]
    /// √(p (1 − p)) with p the share of errors that the confidences let expect.
    let spread: Double
  }

  private(set) var strata: [Stratum]
  /// How many strata were put together into one.
  private(set) var merged = 0

  /// Shares the sample out.
  ///
  /// Proportional: n_h ∝ N_h. Neyman (1934): n_h ∝ N_h S_h, with S_h = √(p_h (1 − p_h)) and p_h the
  /// mean of 1 − confidence, taken to be between 0.02 and 0.5, since a tagger that is too sure of
  /// itself must not hide its errors from the sample. Every stratum gives at least `floor`, so that
  /// each part of the frame is seen. Under `proportional` and `neyman` the smallest strata are put
  /// together where that takes more records than there are; under `floor` it is an error, because
  /// seeing every stratum is what was asked for.
  init(
    _ found: [AuditReservoir.Stratum], options: AuditDraw.Options
  ) throws(AuditDrawError) {
    let isNeyman = options.allocation == .neyman && !options.stratify.isEmpty
    if isNeyman, found.allSatisfy({ $0.withConfidence == 0 }) { throw .noConfidence }
    var groups = found.map { [$0] }
    if !options.stratify.isEmpty {
      groups.sort { ($1[0].size, $0[0].name) < ($0[0].size, $1[0].name) }
      let needed = found.reduce(0) { $0 + min($1.size, options.floor) }
      let total = found.reduce(0) { $0 + $1.size }
      if needed > min(options.size, total) {
        if options.allocation == .floor {
          throw .floorTooHigh(
            strata: found.count, floor: options.floor, needed: needed, size: options.size)
        }
        let alone = max(0, options.size / max(1, options.floor) - 1)
        merged = groups.count - alone
        groups = Array(groups[..<alone]) + [groups[alone...].flatMap { $0 }]
      }
    }
    strata = groups.map { Self.stratum($0) }.sorted { $0.name < $1.name }
    let total = min(options.size, strata.reduce(0) { $0 + $1.candidates.count })
    let most = strata.map(\.candidates.count)
    let floor = options.stratify.isEmpty ? 0 : options.floor
    var least = most.map { min($0, floor) }
    // A sample of one record has no room for a floor of two.
    if least.reduce(0, +) > total { least = most.map { _ in 0 } }
    let counts = AuditAllocator.share(
      total, weights: strata.map { Double($0.size) * (isNeyman ? $0.spread : 1) }, least: least,
      most: most)
    for (h, count) in counts.enumerated() { strata[h].drawn = count }
  }

  /// One stratum of several; what may be drawn from all is what lies below every ceiling.
  private static func stratum(_ group: [AuditReservoir.Stratum]) -> Stratum {
    let ceiling = group.compactMap(\.ceiling).min()
    let candidates = group.flatMap(\.candidates)
      .filter { candidate in ceiling.map { candidate.order < $0 } ?? true }
      .sorted { ($0.order, $0.index) < ($1.order, $1.index) }
    let withConfidence = group.reduce(0) { $0 + $1.withConfidence }
    let expected = group.reduce(0.0) { $0 + $1.expectedErrors }
    // Without a confidence nothing is known: as many errors as an ordinary tagger makes.
    let p = withConfidence == 0 ? 0.1 : min(0.5, max(0.02, expected / Double(withConfidence)))
    return Stratum(
      name: group.count == 1 ? group[0].name : "\(group.count) small strata together",
      size: group.reduce(0) { $0 + $1.size }, drawn: 0, candidates: candidates,
      spread: (p * (1 - p)).squareRoot())
  }
}
