import ArgumentParser

/// How many false alarms a user puts up with: `1/30d`, `0.6/30d`, `2/week`.
struct WatchBudget: ExpressibleByArgument {
  let per30Days: Double
  let text: String

  init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let count = Double(parts[0]), count > 0, count <= 1000 else {
      return nil
    }
    let days: Double?
    switch parts[1] {
    case "day": days = 1
    case "week": days = 7
    case "month": days = 30
    case "year": days = 365
    default: days = parts[1].hasSuffix("d") ? Double(parts[1].dropLast()) : nil
    }
    guard let days, days >= 1, days <= 3650 else { return nil }
    (per30Days, text) = (count / days * 30, argument)
  }

  var defaultValueDescription: String { text }
}
