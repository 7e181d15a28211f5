/// Tells messages that a machine wrote: out-of-office notes, delivery failures.
///
/// Simple on purpose: some phrases at the beginning of a text. What it finds is counted, not thrown
/// away.
enum AutomaticReply {
  /// Begin a subject, behind any `Re:`.
  private static let openings = bytes([
    "automatic reply", "automatic response", "automated reply", "automated response", "auto-reply",
    "auto reply", "autoreply", "auto response", "out of office", "out of the office", "ooo:",
    "undeliverable:", "undelivered mail", "delivery status notification", "mail delivery failed",
    "returned mail:", "automatische antwort", "abwesenheitsnotiz", "abwesenheit:",
    "unzustellbar:", "réponse automatique", "respuesta automática", "risposta automatica",
  ])
  /// Stand anywhere in the first part.
  private static let phrases = bytes([
    "this is an automated", "this is an automatic", "this is an auto-", "i am out of the office",
    "i'm out of the office", "i am currently out of office", "i am currently out of the office",
    "i will be out of the office", "dies ist eine automatische",
    "ich bin derzeit nicht im büro",
  ])
  private static let replyMarks = bytes(["re:", "aw:", "fw:", "fwd:", "wg:"])
  /// How much of a text is looked at.
  private static let lookedAt = 300

  /// Whether a text looks like one.
  ///
  /// - Complexity: O(1): the first 300 bytes.
  static func matches(_ text: ArraySlice<UInt8>) -> Bool {
    let head = text.prefix(lookedAt).map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }
    var start = 0
    var isOpening = true
    while isOpening {
      isOpening = false
      while start < head.count, head[start] <= 0x20 { start += 1 }
      for mark in replyMarks where stands(mark, in: head, at: start) {
        start += mark.count
        isOpening = true
      }
    }
    if openings.contains(where: { stands($0, in: head, at: start) }) { return true }
    // A phrase begins with a word; t, i and d are their first letters.
    var isInWord = false
    for start in head.indices {
      let byte = head[start]
      let mayBegin = !isInWord && (byte == 0x74 || byte == 0x69 || byte == 0x64)
      isInWord = byte > 0x20
      if mayBegin, phrases.contains(where: { stands($0, in: head, at: start) }) { return true }
    }
    return false
  }

  /// Compared byte by byte; slices and sequences of them took a tenth of a draw's time.
  private static func stands(_ phrase: [UInt8], in head: [UInt8], at start: Int) -> Bool {
    guard start + phrase.count <= head.count else { return false }
    for i in phrase.indices where phrase[i] != head[start + i] { return false }
    return true
  }

  private static func bytes(_ phrases: [String]) -> [[UInt8]] { phrases.map { Array($0.utf8) } }
}
