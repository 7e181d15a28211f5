/// Text for a terminal: nothing in it moves the cursor, and lines end where the screen does.
enum TerminalText {
  /// Control characters, and marks that turn the direction of writing, become `�`; a customer's text
  /// must not be able to drive a reviewer's terminal.
  static func safe(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": out.append(scalar)
      case "\t": out.append(contentsOf: "    ".unicodeScalars)
      case "\r": continue
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{202A}"..."\u{202E}",
        "\u{2066}"..."\u{2069}":
        out.append("\u{FFFD}")
      default: out.append(scalar)
      }
    }
    return String(out)
  }

  /// The lines of a text, broken between words where they are longer than the width.
  static func lines(_ text: String, width: Int) -> [String] {
    safe(text).split(separator: "\n", omittingEmptySubsequences: false)
      .flatMap { wrapped($0, width: max(10, width)) }
  }

  private static func wrapped(_ line: Substring, width: Int) -> [String] {
    var lines: [String] = []
    var current = ""
    var used = 0
    for word in line.split(separator: " ", omittingEmptySubsequences: false) {
      let needed = columns(word)
      if used > 0 && used + 1 + needed > width {
        lines.append(current)
        (current, used) = ("", 0)
      } else if used > 0 || !current.isEmpty {
        current += " "
        used += 1
      }
      for character in word {
        let wide = columns(String(character)[...])
        if used + wide > width {
          lines.append(current)
          (current, used) = ("", 0)
        }
        current.append(character)
        used += wide
      }
    }
    return lines + [current]
  }

  /// Columns that a terminal takes for it: two for East Asian letters and emoji, about.
  private static func columns(_ text: Substring) -> Int {
    text.reduce(0) { sum, character in
      guard let first = character.unicodeScalars.first else { return sum }
      switch first.value {
      case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
        0xFF00...0xFF60, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
        return sum + 2
      default: return sum + 1
      }
    }
  }
}
