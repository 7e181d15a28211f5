extension AuditReliability {
  /// The bins as lines for a terminal: a bar of what was found, with a mark where it was said to be.
  ///
  ///     0.9–1.0    212  said 0.96  found 0.94 [0.90, 0.97]  ███████████████████│
  public func bars(width: Int = 24) -> [String] {
    bins.filter { $0.reviews > 0 }.map { bin in
      let n = String(bin.reviews)
      var line =
        "\(Self.decimal(bin.lower, 1))–\(Self.decimal(bin.upper, 1))"
        + String(repeating: " ", count: max(0, 7 - n.count)) + n
      guard let said = bin.confidence, let found = bin.accuracy, let interval = bin.interval else {
        return line + "  undecided"
      }
      line +=
        "  said \(Self.decimal(said, 2))  found \(Self.decimal(found, 2))"
        + " [\(Self.decimal(interval.lowerBound, 2)), \(Self.decimal(interval.upperBound, 2))]  "
      let mark = min(width - 1, Int((said * Double(width)).rounded()))
      let filled = Int((found * Double(width)).rounded())
      for column in 0..<max(filled, mark + 1) {
        line += column == mark ? "│" : column < filled ? "█" : " "
      }
      return line
    }
  }

  /// The bins as a drawing to stand in a page: what was said across, what was found upwards, with
  /// intervals; on the dashed line the two agree. Needs nothing from outside; readable printed.
  public func svg() -> String {
    let side = 320.0
    let left = 46.0
    let top = 14.0
    func x(_ value: Double) -> String { Self.decimal(left + value * side, 1) }
    func y(_ value: Double) -> String { Self.decimal(top + (1 - value) * side, 1) }
    let spoken = bins.compactMap { bin in
      bin.confidence.flatMap { said in
        bin.accuracy.map { found in
          "said \(Self.decimal(said, 2)), found \(Self.decimal(found, 2)) in \(bin.reviews) reviews"
        }
      }
    }
    var parts = [
      #"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 380 376" width="380" height="376" role="img" font-family="system-ui, sans-serif" font-size="11">"#,
      "<title>Confidence and correctness</title>",
      "<desc>\(spoken.isEmpty ? "No review decides." : spoken.joined(separator: "; ") + ".")</desc>",
      "<rect x=\"\(x(0))\" y=\"\(y(1))\" width=\"320\" height=\"320\" fill=\"none\" stroke=\"#6b7280\"/>",
      "<path d=\"M\(x(0)) \(y(0))L\(x(1)) \(y(1))\" stroke=\"#6b7280\" stroke-dasharray=\"5 4\"/>",
    ]
    for tick in 0...5 {
      let value = Double(tick) / 5
      let name = Self.decimal(value, 1)
      parts.append(
        "<text x=\"\(x(value))\" y=\"\(Self.decimal(top + side + 15, 1))\" text-anchor=\"middle\" fill=\"#374151\">\(name)</text>"
      )
      parts.append(
        "<text x=\"\(Self.decimal(left - 7, 1))\" y=\"\(Self.decimal(top + (1 - value) * side + 4, 1))\" text-anchor=\"end\" fill=\"#374151\">\(name)</text>"
      )
    }
    parts.append(
      "<text x=\"\(x(0.5))\" y=\"\(Self.decimal(top + side + 34, 1))\" text-anchor=\"middle\" fill=\"#111827\">confidence said</text>"
    )
    parts.append(
      "<text transform=\"translate(13 \(y(0.5))) rotate(-90)\" text-anchor=\"middle\" fill=\"#111827\">share found right</text>"
    )
    let most = Double(bins.map(\.reviews).max() ?? 1)
    for bin in bins {
      guard let said = bin.confidence, let found = bin.accuracy, let interval = bin.interval else {
        continue
      }
      // An area like its number of reviews, and never too small to see.
      let radius = 2.5 + 5 * (Double(bin.reviews) / most).squareRoot()
      parts.append(
        "<path d=\"M\(x(said)) \(y(interval.lowerBound))V\(y(interval.upperBound))\" stroke=\"#1d4ed8\" stroke-width=\"1.5\"/>"
      )
      parts.append(
        "<circle cx=\"\(x(said))\" cy=\"\(y(found))\" r=\"\(Self.decimal(radius, 1))\" fill=\"#1d4ed8\"><title>\(Self.decimal(bin.lower, 1))–\(Self.decimal(bin.upper, 1)): \(bin.reviews) reviews</title></circle>"
      )
    }
    return parts.joined(separator: "\n") + "\n</svg>"
  }

  /// A number not below 0 with `places` decimals.
  private static func decimal(_ value: Double, _ places: Int) -> String {
    var scale = 1
    for _ in 0..<places { scale *= 10 }
    let units = Int((value * Double(scale)).rounded())
    let digits = String(units % scale)
    return "\(units / scale)." + String(repeating: "0", count: places - digits.count) + digits
  }
}
