import EarshotInsights
import Mustache

/// The escaping of templates: ours, since Mustache's own goes by `Character` (see `HTMLEscaping`).
struct HTMLText: MustacheContentType {
  /// What templates name it by.
  static let name = "EARSHOT"

  func escapeText(_ text: String) -> String { HTMLEscaping.escaped(text) }
}
