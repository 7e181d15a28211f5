import Mustache

/// Escapes what stands in a page, so that a ticket which is HTML or a script is shown as text.
///
/// Mustache's own escaping goes by `Character`: a quote or `<` that carries a combining mark, or that
/// follows a mark of the kind that joins what comes next (U+0600), is another character to it and
/// passes unescaped. Browsers go by code point, so this goes by byte.
struct HTMLText: MustacheContentType {
  /// What templates name it by.
  static let name = "EARSHOT"

  func escapeText(_ text: String) -> String { Self.escaped(text) }

  static func escaped(_ text: String) -> String {
    var out: [UInt8] = []
    out.reserveCapacity(text.utf8.count + 32)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): out += "&amp;".utf8
      case UInt8(ascii: "<"): out += "&lt;".utf8
      case UInt8(ascii: ">"): out += "&gt;".utf8
      case UInt8(ascii: "\""): out += "&quot;".utf8
      case UInt8(ascii: "'"): out += "&#39;".utf8
      // What HTML has no way to say, and a NUL that would end the text for some readers.
      case 0x00...0x08, 0x0B, 0x0C, 0x0E...0x1F, 0x7F: out += "\u{FFFD}".utf8
      default: out.append(byte)
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
