/// Cuts the window into lines. CR before LF is not part of a line.
struct LineFramer {
  let maximumBytes: Int
  private var line = 1
  /// Bytes of the unfinished line that are known to hold no line break.
  private var scanned = 0
  /// Bytes of a line that is too long and already gone; nil while no such line is being skipped.
  private var skippedBytes: Int?

  init(maximumBytes: Int) {
    self.maximumBytes = maximumBytes
  }

  mutating func next(_ bytes: Span<UInt8>, from start: Int, isAtEnd: Bool) -> FrameStep {
    let count = bytes.count - start
    let p = ByteSearch.first(0x0A, bytes, start + scanned, bytes.count) - start
    let isComplete = p < count
    if !isComplete, !isAtEnd {
      scanned = p
      if p <= maximumBytes, skippedBytes == nil { return .needsMore }
      skippedBytes = (skippedBytes ?? 0) + p
      scanned = 0
      return p == 0 ? .needsMore : .skip(p)
    }
    if !isComplete, p == 0, skippedBytes == nil { return .end }
    scanned = 0
    let consumed = isComplete ? p + 1 : p
    let here = line
    line += 1
    if let gone = skippedBytes ?? (p > maximumBytes ? 0 : nil) {
      skippedBytes = nil
      return .frame(
        Frame(kind: .tooLong(totalBytes: gone + p), raw: 0..<0, consumed: consumed, line: here))
    }
    let end = p > 0 && bytes[start + p - 1] == 0x0D ? p - 1 : p
    return .frame(Frame(kind: .record, raw: 0..<end, consumed: consumed, line: here))
  }
}
