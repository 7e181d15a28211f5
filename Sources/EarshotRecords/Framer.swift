/// The three ways to cut an input into records.
enum Framer {
  case lines(LineFramer)
  case rows(RowFramer)
  case values(ValueFramer)

  /// The next step from `start`; see `FrameStep`.
  mutating func next(_ bytes: Span<UInt8>, from start: Int, isAtEnd: Bool) -> FrameStep {
    // Each case is taken out and put back. Rows hold an array of cells, which would be copied if
    // `self` still held it too, so something small takes its place meanwhile.
    switch self {
    case .lines(var framer):
      let step = framer.next(bytes, from: start, isAtEnd: isAtEnd)
      self = .lines(framer)
      return step
    case .rows(var framer):
      self = .lines(LineFramer(maximumBytes: 0))
      let step = framer.next(bytes, from: start, isAtEnd: isAtEnd)
      self = .rows(framer)
      return step
    case .values(var framer):
      let step = framer.next(bytes, from: start, isAtEnd: isAtEnd)
      self = .values(framer)
      return step
    }
  }

  /// The next step in a window.
  mutating func next(in window: borrowing InputWindow) -> FrameStep {
    next(window.bytes.span, from: window.start, isAtEnd: window.isAtEnd)
  }

  /// The cells of the last row.
  var cells: [Range<Int>] {
    if case .rows(let framer) = self { return framer.cells }
    return []
  }

  var envelopeKey: String? {
    if case .values(let framer) = self { return framer.envelopeKey }
    return nil
  }
}
