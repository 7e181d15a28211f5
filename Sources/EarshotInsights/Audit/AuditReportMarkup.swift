/// A piece of HTML that is whole and safe: text put into it is escaped, only markup goes in as it is.
///
///     let cell: Markup = "<td>\(label)</td>"      // whatever `label` holds, it is shown as text
struct Markup: Sendable, Equatable, ExpressibleByStringInterpolation {
  private(set) var html: String

  init(stringLiteral html: String) { self.html = html }

  init(stringInterpolation interpolation: Interpolation) { html = interpolation.html }

  static let none: Markup = ""

  var isEmpty: Bool { html.isEmpty }

  static func += (markup: inout Markup, more: Markup) { markup.html += more.html }

  struct Interpolation: StringInterpolationProtocol {
    fileprivate(set) var html = ""

    init(literalCapacity: Int, interpolationCount: Int) { html.reserveCapacity(literalCapacity) }

    mutating func appendLiteral(_ literal: String) { html += literal }

    mutating func appendInterpolation(_ text: String) { html += HTMLEscaping.escaped(text) }

    mutating func appendInterpolation(_ number: Int) { html += String(number) }

    mutating func appendInterpolation(_ markup: Markup) { html += markup.html }

    mutating func appendInterpolation(_ pieces: [Markup]) {
      for piece in pieces { html += piece.html }
    }
  }

  /// A text of somebody else: cut where it is longer than names are, so that a page stays small, and
  /// kept from changing the direction of what stands around it.
  static func name(_ text: String, longest: Int = 120) -> Markup {
    let isShort = text.utf8.count <= longest || text.count <= longest
    let shown = HTMLEscaping.escaped(isShort ? text : text.prefix(longest) + "…")
    // Names are `area.topic_of_it`: they may break there.
    let breaking = shown.replacing(".", with: ".<wbr>").replacing("_", with: "_<wbr>")
    return "<bdi>\(Markup(stringLiteral: breaking))</bdi>"
  }

  static func joined(_ pieces: [Markup], by separator: Markup) -> Markup {
    var all = Markup.none
    for (i, piece) in pieces.enumerated() {
      if i > 0 { all += separator }
      all += piece
    }
    return all
  }
}
