/// What stands in a page, so that a text which is HTML or a script is shown as text.
///
/// By scalar and not by `Character`: a quote or `<` that carries a combining mark, or that follows a
/// mark which joins what comes next (U+0600), is another character to Swift, but not to a browser.
public enum HTMLEscaping {
  /// Text with `& < > " '` as references. What can't be seen and could mislead (control characters,
  /// those that turn the direction of writing) becomes U+FFFD.
  public static func escaped(_ text: String) -> String {
    var out = ""
    out.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      // Of a line break in two characters the second is enough.
      case "\r": continue
      case "\n", "\t": out.unicodeScalars.append(scalar)
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{202A}"..."\u{202E}",
        "\u{2066}"..."\u{2069}", "\u{2028}"..."\u{2029}":
        out += "\u{FFFD}"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
