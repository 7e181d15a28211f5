/// A text with placeholders, and the way from places in the original to places in it.
public struct RedactedText: Sendable {
  /// One placeholder.
  public struct Edit: Sendable, Hashable {
    public var kind: Redaction.Kind
    /// From 1 by kind; the same value has the same number all over the record.
    public var number: Int
    /// Bytes of the original that were taken out.
    public var original: Range<Int>
    /// Bytes of the placeholder in the redacted text.
    public var redacted: Range<Int>
  }

  /// The redacted text; bytes that were not hidden are as they were.
  public private(set) var bytes: [UInt8]
  /// In the order of the text.
  public private(set) var edits: [Edit]

  /// Bytes of the original.
  private var originalCount: Int

  /// The redacted text as a string.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The empty text.
  public init() { (bytes, edits, originalCount) = ([], [], 0) }

  init(
    _ original: Span<UInt8>, _ redactions: [Redaction], _ numbering: inout RedactionNumbering
  ) {
    self.init()
    originalCount = original.count
    bytes.reserveCapacity(original.count)
    var at = 0
    for redaction in redactions {
      for i in at..<redaction.range.lowerBound { bytes.append(original[i]) }
      let number = numbering.number(of: original, redaction)
      let start = bytes.count
      bytes.append(contentsOf: "[\(redaction.kind.name)_\(number)]".utf8)
      edits.append(
        Edit(
          kind: redaction.kind, number: number, original: redaction.range,
          redacted: start..<bytes.count))
      at = redaction.range.upperBound
    }
    for i in at..<original.count { bytes.append(original[i]) }
  }

  /// Joins another text to this one as the texts of a record are joined: by a blank line, unless one
  /// of them is empty.
  public mutating func join(_ next: RedactedText) {
    guard next.originalCount > 0 else { return }
    if originalCount > 0 {
      bytes.append(contentsOf: [0x0A, 0x0A])
      originalCount += 2
    }
    for edit in next.edits {
      let (original, redacted) = (edit.original, edit.redacted)
      edits.append(
        Edit(
          kind: edit.kind, number: edit.number,
          original: original.lowerBound + originalCount..<original.upperBound + originalCount,
          redacted: redacted.lowerBound + bytes.count..<redacted.upperBound + bytes.count))
    }
    bytes.append(contentsOf: next.bytes)
    originalCount += next.originalCount
  }

  /// The bytes of the redacted text that show what `range` of the original showed; a range that
  /// touches something hidden takes in its whole placeholder.
  ///
  /// - Complexity: O(log edits).
  public func range(of range: Range<Int>) -> Range<Int> {
    let low = place(of: range.lowerBound, isEnd: false)
    return low..<max(low, place(of: range.upperBound, isEnd: true))
  }

  /// Where a byte offset of the original went; inside of something hidden: the start or the end of
  /// its placeholder.
  private func place(of offset: Int, isEnd: Bool) -> Int {
    // The first edit that ends after the offset, or for an end at or after it.
    var low = 0
    var high = edits.count
    while low < high {
      let middle = (low + high) / 2
      let end = edits[middle].original.upperBound
      if isEnd ? end < offset : end <= offset { low = middle + 1 } else { high = middle }
    }
    if low < edits.count {
      let edit = edits[low]
      let start = edit.original.lowerBound
      if isEnd ? start < offset : start <= offset {
        return isEnd ? edit.redacted.upperBound : edit.redacted.lowerBound
      }
    }
    guard low > 0 else { return offset }
    return edits[low - 1].redacted.upperBound + offset - edits[low - 1].original.upperBound
  }
}
