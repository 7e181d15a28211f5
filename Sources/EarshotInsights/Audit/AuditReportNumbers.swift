/// Figures as people read them; the same on every machine.
enum AuditReportNumber {
  /// `97.3 %`, with a space that does not break. Where `mark` is given and would look the same though
  /// it is not, more decimals tell them apart.
  static func percent(_ share: Double, besides mark: Double? = nil) -> String {
    var places = 1
    while let mark, share != mark, places < 4,
      decimal(share * 100, places) == decimal(mark * 100, places)
    {
      places += 1
    }
    return decimal(share * 100, places) + "\u{A0}%"
  }

  /// `95 %`, `99.5 %`: as few decimals as the figure takes.
  static func target(_ share: Double) -> String {
    for places in 0...3 {
      let text = decimal(share * 100, places)
      if let value = Double(text), abs(value - share * 100) < 1e-9 { return text + "\u{A0}%" }
    }
    return decimal(share * 100, 3) + "\u{A0}%"
  }

  static func interval(_ ends: [Double], besides mark: Double? = nil) -> String {
    guard ends.count == 2 else { return "–" }
    return percent(ends[0], besides: mark).replacing("\u{A0}%", with: "") + "–"
      + percent(ends[1], besides: mark)
  }

  /// With `places` decimals.
  static func decimal(_ x: Double, _ places: Int) -> String {
    guard x.isFinite else { return "–" }
    var scale = 1
    for _ in 0..<places { scale *= 10 }
    let units = Int(min((abs(x) * Double(scale)).rounded(), 1e15))
    let sign = x < 0 && units > 0 ? "−" : ""
    guard places > 0 else { return "\(sign)\(units)" }
    let digits = String(units % scale)
    return "\(sign)\(units / scale)."
      + String(repeating: "0", count: places - digits.count) + digits
  }

  /// `1,024`.
  static func grouped(_ n: Int) -> String {
    var digits = Array(String(n))
    var at = digits.count - 3
    while at > (n < 0 ? 1 : 0) {
      digits.insert(",", at: at)
      at -= 3
    }
    return String(digits)
  }

  /// `1 record`, `1,024 records`.
  static func counted(_ n: Int, _ noun: String, plural: String? = nil) -> String {
    "\(grouped(n)) \(n == 1 ? noun : plural ?? noun + "s")"
  }

  /// The day of an RFC 3339 time; the text as it is where it is none.
  static func day(_ time: String) -> String {
    let bytes = Array(time.utf8.prefix(11))
    return bytes.count == 11 && bytes[4] == 0x2D && bytes[7] == 0x2D && bytes[10] == 0x54
      ? String(time.prefix(10)) : time
  }

  /// `8 s`, `4 min`, `2.5 h`.
  static func duration(seconds: Double) -> String {
    if seconds < 90 { return decimal(seconds, 0) + "\u{A0}s" }
    return seconds < 5400
      ? decimal(seconds / 60, 0) + "\u{A0}min" : decimal(seconds / 3600, 1) + "\u{A0}h"
  }
}
