import EarshotRecords

/// Themes and places as JSON, keys in a fixed order, numbers of a fixed number of digits.
public enum ThemeEncoder {
  /// One line of `earshot themes`, without the line break.
  public static func line(_ theme: Theme) -> [UInt8] {
    var out = Out()
    out.open()
    out.string("theme", theme.id)
    out.string("name", theme.name)
    out.integer("size", theme.size)
    out.number("share", theme.share)
    out.integer("distinct", theme.distinct)
    out.number("repeated", theme.repeated)
    out.number("cohesion", theme.cohesion)
    out.list("terms", theme.terms) { out, term in out.value(term) }
    out.list("quotes", theme.quotes) { out, quote in
      out.open()
      out.string("id", quote.id)
      out.string("text", quote.text)
      out.close()
    }
    out.string("parent", theme.parent)
    out.key("previous")
    if let previous = theme.previous {
      out.open()
      out.string("theme", previous.theme)
      out.string("name", previous.name)
      out.integer("size", previous.size)
      out.number("share", previous.share)
      out.string("change", previous.change.rawValue)
      out.close()
    } else {
      out.null()
    }
    if !theme.trend.isEmpty {
      out.list("trend", theme.trend) { out, count in
        out.open()
        out.string("from", count.from)
        out.integer("count", count.count)
        out.close()
      }
    }
    if let tags = theme.tags {
      out.key("tags")
      out.open()
      out.integer("count", tags.count)
      out.number("negative", tags.negative)
      out.number("frustrated", tags.frustrated)
      out.string("topic", tags.topic)
      out.number("topic_share", tags.topicShare)
      out.close()
    }
    out.list("map", [theme.x, theme.y]) { out, x in out.value(x) }
    out.close()
    return out.bytes
  }

  /// The value of `earshot.theme` of a record: its theme, or why it has none.
  public static func place(_ place: ThemeModel.Place, id: String, name: String) -> [UInt8] {
    var out = Out()
    out.open()
    if place.isMember {
      out.string("id", id)
      out.string("name", name)
      out.number("confidence", place.confidence)
    } else {
      out.string("id", nil)
      out.string("reason", "no_theme")
    }
    out.close()
    return out.bytes
  }

  /// `0.123`: a share with three digits.
  public static func digits(_ x: Double) -> String {
    let units = Int((min(max(x, -1e6), 1e6) * 1000).rounded())
    let text = String(abs(units))
    let padded = String(repeating: "0", count: max(0, 4 - text.count)) + text
    return "\(units < 0 ? "-" : "")\(padded.dropLast(3)).\(padded.suffix(3))"
  }

  /// JSON under way.
  struct Out {
    var bytes: [UInt8] = []
    private var needsComma = false

    mutating func open() {
      begin()
      bytes.append(UInt8(ascii: "{"))
      needsComma = false
    }

    mutating func close() {
      bytes.append(UInt8(ascii: "}"))
      needsComma = true
    }

    /// A comma where one is due before a value or key.
    private mutating func begin() {
      if needsComma { bytes.append(UInt8(ascii: ",")) }
      needsComma = false
    }

    mutating func key(_ name: String) {
      begin()
      bytes += JSONText.string(name)
      bytes.append(UInt8(ascii: ":"))
    }

    mutating func null() { raw("null") }

    mutating func raw(_ text: String) {
      begin()
      bytes += Array(text.utf8)
      needsComma = true
    }

    mutating func value(_ text: String) {
      begin()
      bytes += JSONText.string(text)
      needsComma = true
    }

    mutating func value(_ x: Double) { raw(ThemeEncoder.digits(x)) }

    mutating func string(_ name: String, _ text: String?) {
      key(name)
      if let text { value(text) } else { null() }
    }

    mutating func integer(_ name: String, _ n: Int) {
      key(name)
      raw(String(n))
    }

    mutating func number(_ name: String, _ x: Double?) {
      key(name)
      if let x { value(x) } else { null() }
    }

    mutating func list<Element>(
      _ name: String, _ elements: [Element], _ body: (inout Out, Element) -> Void
    ) {
      key(name)
      bytes.append(UInt8(ascii: "["))
      needsComma = false
      for element in elements { body(&self, element) }
      bytes.append(UInt8(ascii: "]"))
      needsComma = true
    }
  }
}
