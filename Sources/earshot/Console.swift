import EarshotRecords
import Glibc

/// Standard error, and what kind of terminal it is.
enum Console {
  static let isTerminal = isatty(STDERR_FILENO) == 1

  /// Writes to standard output, with a line break after it.
  ///
  /// - Throws: what `print` keeps to itself: a full disk, a reader that has gone.
  static func out(_ text: String) throws(OutputError) {
    var output = try OutputFile(path: nil, fingerprint: "", resume: false)
    try output.write(Array((text + "\n").utf8))
  }

  static func error(_ message: String) { write("earshot: \(message)\n") }

  static func note(_ message: String) { write("\(message)\n") }

  /// Writes to standard error; what can't be written there is lost, there is nowhere to say so.
  static func write(_ text: String) {
    var bytes = Array(text.utf8)
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      bytes.removeFirst(count)
    }
  }
}

/// A line on the terminal that says how far long work is.
struct Progress {
  enum When: String, CaseIterable { case auto, always, never }

  let isShown: Bool
  private let verb: String
  private let start = ContinuousClock.now
  private var last = ContinuousClock.now

  init(_ when: When, verb: String) {
    isShown = when == .always || (when == .auto && Console.isTerminal)
    self.verb = verb
  }

  /// Shows the count, at most five times a second and not before the first half second.
  ///
  /// - Parameter fraction: the part of the input done, 0…1; nil when its size is unknown.
  mutating func update(records: Int, fraction: Double?) {
    let now = ContinuousClock.now
    guard isShown, now - start > .milliseconds(500), now - last > .milliseconds(200) else { return }
    last = now
    let seconds = Self.seconds(now - start)
    let bar = fraction.map { part -> String in
      let filled = Int(part * 24)
      let left = part > 0.01 ? "  \(Self.clock(seconds / part * (1 - part))) left" : ""
      return " [" + String(repeating: "=", count: filled)
        + String(repeating: " ", count: 24 - filled) + "] \(Int(part * 100)) %\(left)"
    }
    let rate = Int(Double(records) / seconds)
    Console.write("\r\(verb) \(grouped(records))  \(grouped(rate))/s\(bar ?? "")\u{1b}[K")
  }

  /// Shows a step of work that has no count.
  func step(_ text: String) {
    if isShown { Console.write("\r\(text) …\u{1b}[K") }
  }

  /// Clears the line.
  func finish() { if isShown { Console.write("\r\u{1b}[K") } }

  private static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
  }

  private static func clock(_ seconds: Double) -> String {
    let s = Int(seconds.rounded(.up))
    return s < 60 ? "\(s) s" : "\(s / 60) min \(s % 60) s"
  }
}

/// `1 record`, `1,024 records`; `2 near copies` where its plural is given.
func counted(_ n: Int, _ noun: String, plural: String? = nil) -> String {
  "\(grouped(n)) \(n == 1 ? noun : plural ?? noun + "s")"
}

/// A whole number, not below 0, with a comma between thousands, as in the library's messages.
func grouped(_ n: Int) -> String {
  var digits = Array(String(n))
  var at = digits.count - 3
  while at > 0 {
    digits.insert(",", at: at)
    at -= 3
  }
  return String(digits)
}
