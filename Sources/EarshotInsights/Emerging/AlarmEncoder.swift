import EarshotRecords

/// Alarms as JSON, keys in a fixed order.
public enum AlarmEncoder {
  /// One line of `earshot watch`, without the line break.
  public static func line(_ event: AlarmEvent) -> [UInt8] {
    var out = ThemeEncoder.Out()
    out.open()
    out.string("alarm", event.alarm.id)
    out.string("event", event.kind.rawValue)
    body(event.alarm, to: &out)
    out.close()
    return out.bytes
  }

  /// One line of `earshot watch list --json`: the alarm with what became of it, without a line break.
  ///
  /// - Parameter actedAt: when somebody or something last decided on it, RFC 3339.
  public static func line(
    _ alarm: Alarm, state: Alarm.State, note: String?, actedAt: String?
  ) -> [UInt8] {
    var out = ThemeEncoder.Out()
    out.open()
    out.string("alarm", alarm.id)
    out.string("state", state.rawValue)
    out.string("note", note)
    out.string("acted_at", actedAt)
    body(alarm, to: &out)
    out.close()
    return out.bytes
  }

  /// The keys that every alarm has, after its id.
  static func body(_ alarm: Alarm, to out: inout ThemeEncoder.Out) {
    out.string("kind", alarm.kind.rawValue)
    out.string("name", alarm.name)
    out.string("topic", alarm.topic)
    out.string("raised_at", time(alarm.raisedAt))
    out.string("first_record_at", time(alarm.firstRecordAt))
    out.string("last_record_at", time(alarm.lastRecordAt))
    out.number("delay_hours", alarm.delayHours)
    out.integer("count", alarm.count)
    // Expectations and chances below a thousandth are the ones that matter.
    out.key("expected")
    out.raw(significant(alarm.expected))
    out.number("ratio", alarm.ratio)
    out.key("p_value")
    out.raw(significant(alarm.pValue))
    if let authors = alarm.distinctAuthors {
      out.integer("distinct_authors", authors)
    } else {
      out.string("distinct_authors", nil)
    }
    if let related = alarm.related { out.string("related", related) }
    out.list("terms", alarm.terms) { out, term in out.value(term) }
    out.list("record_ids", alarm.recordIDs) { out, id in out.value(id) }
    out.list("quotes", alarm.quotes) { out, quote in
      out.open()
      out.string("id", quote.id)
      out.string("text", quote.text)
      out.close()
    }
  }

  static func time(_ microseconds: Int64) -> String {
    Timestamp(microseconds: microseconds).description
  }

  /// At most three significant digits, as JSON takes them: `0.0123`, `1.5`, `3.21e-09` as `3.21e-9`;
  /// whole digits are all kept. `null` for what is no finite number.
  public static func significant(_ x: Double) -> String {
    guard x.isFinite else { return "null" }
    guard x != 0 else { return "0" }
    // Swift's description holds the shortest digits that give x back, the same on every machine.
    let text = String(abs(x))
    let parts = text.split(separator: "e")
    let whole = parts[0].prefix { $0 != "." }
    var digits = parts[0].utf8.filter { $0 != UInt8(ascii: ".") }.map { Int($0) - 48 }
    // x = 0.d₁d₂d₃… · 10^exponent
    var exponent = whole.utf8.count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
    let zeros = digits.prefix { $0 == 0 }.count
    digits.removeFirst(zeros)
    exponent -= zeros
    let kept = max(3, exponent)
    if digits.count > kept {
      let isUp = digits[kept] >= 5
      digits.removeLast(digits.count - kept)
      if isUp {
        var at = kept - 1
        while at >= 0, digits[at] == 9 {
          digits[at] = 0
          at -= 1
        }
        if at >= 0 {
          digits[at] += 1
        } else {
          digits.insert(1, at: 0)
          exponent += 1
        }
      }
    }
    while digits.last == 0 { digits.removeLast() }
    return (x < 0 ? "-" : "") + written(digits, exponent: exponent)
  }

  /// 0.d₁d₂… · 10^exponent.
  private static func written(_ digits: [Int], exponent: Int) -> String {
    func text(_ digits: some Sequence<Int>) -> String { digits.map { String($0) }.joined() }
    switch exponent {
    case -2...0: return "0." + String(repeating: "0", count: -exponent) + text(digits)
    case 1...15:
      let whole = text(digits.prefix(exponent))
      let padded = whole + String(repeating: "0", count: max(0, exponent - digits.count))
      return digits.count > exponent ? "\(padded).\(text(digits.dropFirst(exponent)))" : padded
    default:
      let rest = digits.count > 1 ? ".\(text(digits.dropFirst()))" : ""
      return "\(digits[0])\(rest)e\(exponent - 1)"
    }
  }
}
