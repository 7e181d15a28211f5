/// One record cut out of the window.
struct Frame {
  enum Kind {
    /// A line, a row or a JSON value.
    case record
    /// Longer than allowed: its bytes are gone, `totalBytes` of them.
    case tooLong(totalBytes: Int)
    /// Tables: the quote opened on `quoteLine` has no end in the input, or before the limit.
    case unclosedQuote(quoteLine: Int, passedLimit: Bool)
    /// A JSON array or object around the records has no end.
    case unclosedContainer
  }

  var kind: Kind
  /// Where the record lies, counted from the window's start.
  var raw: Range<Int>
  /// The window's bytes to consume once the record is taken.
  var consumed: Int
  /// The line the record begins on.
  var line: Int
}

/// What a framer found in the window.
enum FrameStep {
  case frame(Frame)
  /// So many bytes are done with and hold no record; go on.
  case skip(Int)
  case needsMore
  case end
}
