import EarshotText

extension TokenBuffer {
  /// Whether the writer's own words are fewer than two: `!!!`, `broken`, `#fail`, a link.
  ///
  /// Such a text says too little to let a tag of it stand unread, however sure the classifier is: nearly
  /// all texts that confidence is calibrated on say more.
  ///
  /// - Complexity: O(tokens) at most; it stops at the second word.
  var isShort: Bool {
    var words = 0
    for token in tokens where token.isLanguage {
      words += 1
      if words == 2 { return false }
    }
    return true
  }
}
