import Testing

@testable import EarshotText

/// Inputs that send a careless scanner back over the same bytes again and again.
@Suite struct LinearTimeTests {
  private static let units = [
    "a", "@", ".", "<", "&", "_", "'", "\n", ":", "#", "$", "1", "\u{301}", "a\u{301}", "👩\u{200D}",
    "\u{200D}", "a.", "a@", "a@a.", "a-", "1-", "1,", "1.", "a'", "a:\u{301}", "<b ", "<b a=\"",
    "<!--",
    "<script>", "<blockquote>", "&amp;", "&#1", "http://", "www.", "www.a", ":)", "> \n", "On 1\n",
    "-- \n", "From: \n", "thanks\n", "\n\n\n", "no ", "é.", "水", "ﬃ", "\u{345}", "a\u{345}",
  ]

  private func read(_ unit: String, bytes: Int) -> [Token] {
    let unit = Array(unit.utf8)
    return Reader(bytes: Array((0..<bytes / unit.count).map { _ in unit }.joined())).tokens
  }

  // The count of tokens is what is compared, because times on a busy machine prove nothing. The
  // limit is for work that leaves no tokens behind: at 32 KiB anything quadratic takes 10^9
  // steps, minutes in a debug build.
  @Test(
    "twice the bytes give twice the tokens, and 32 KiB are no trouble",
    .timeLimit(.minutes(1)), arguments: units)
  func doubling(unit: String) {
    let half = read(unit, bytes: 1 << 14)
    let whole = read(unit, bytes: 1 << 15)
    let expected = half.count <= 1 ? half.count : 2 * half.count
    #expect(abs(whole.count - expected) <= 2)
  }

  @Test("a heap of marks on one letter folds to as many bytes, not more")
  func manyMarks() {
    let reader = Reader("a" + String(repeating: "\u{316}\u{301}", count: 1 << 15))
    #expect(reader.tokens.count == 1)
    #expect(reader.buffer.folded.count <= reader.bytes.count)
  }
}
