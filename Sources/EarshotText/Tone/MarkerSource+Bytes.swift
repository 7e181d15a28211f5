/// The form in which a model file stores pattern sources: lines of fields with tabs between them.
///
///     markers 1
///     w  12  contact  call called calling
///     h  20  if
///     k  23  repeat_contact  hypothetical negated
///     p  25  0.6 <ordinal> time
///     x  30  call ..1 time
///
/// The number is the line in the user's file. `p` (patterns) and `x` (except) belong to the `k`
/// above them.
extension MarkerSource {
  private static let header = "markers 1"

  /// The source as bytes that `init(serialized:)` reads.
  ///
  /// Control characters inside texts become blanks, which mean the same in every text of the
  /// language.
  public func serialized() -> [UInt8] {
    var bytes = Array(Self.header.utf8)
    bytes.append(0x0A)
    func add(_ type: UInt8, _ line: Int, _ texts: String...) {
      bytes.append(type)
      bytes.append(0x09)
      bytes += Array(String(line).utf8)
      for text in texts {
        bytes.append(0x09)
        for byte in text.utf8 { bytes.append(byte < 0x20 ? 0x20 : byte) }
      }
      bytes.append(0x0A)
    }
    for list in words { add(0x77, list.line, list.name, list.words) }
    for line in hypothetical { add(0x68, line.number, line.text) }
    for kind in kinds {
      add(0x6B, kind.line, kind.name, kind.keeps.joined(separator: " "))
      for line in kind.patterns { add(0x70, line.number, line.text) }
      for line in kind.except { add(0x78, line.number, line.text) }
    }
    return bytes
  }

  /// Reads what `serialized()` wrote.
  ///
  /// - Throws: `.damaged`, with the line of these bytes, for anything else.
  /// - Complexity: O(bytes).
  public init(serialized bytes: Span<UInt8>) throws(PatternError) {
    self.init()
    var reader = FieldReader(end: bytes.count)
    guard reader.field(bytes) == Self.header, reader.endsLine(bytes) else {
      throw PatternError(line: 1, fault: .damaged)
    }
    while reader.at < bytes.count {
      reader.line += 1
      let type = reader.field(bytes)
      guard let number = reader.next(bytes).flatMap(Int.init), number >= 0,
        let text = reader.next(bytes)
      else { throw reader.error }
      switch type {
      case "w":
        guard let list = reader.next(bytes) else { throw reader.error }
        words.append(WordList(name: text, words: list, line: number))
      case "h": hypothetical.append(Line(number: number, text: text))
      case "k":
        guard let keeps = reader.next(bytes) else { throw reader.error }
        kinds.append(
          Kind(name: text, line: number, keeps: keeps.split(separator: " ").map(String.init)))
      case "p" where !kinds.isEmpty:
        kinds[kinds.count - 1].patterns.append(Line(number: number, text: text))
      case "x" where !kinds.isEmpty:
        kinds[kinds.count - 1].except.append(Line(number: number, text: text))
      default: throw reader.error
      }
      guard reader.endsLine(bytes) else { throw reader.error }
    }
  }
}

/// Walks through lines of fields.
private struct FieldReader {
  var at = 0
  let end: Int
  var line = 1

  init(end: Int) { self.end = end }

  var error: PatternError { PatternError(line: line, fault: .damaged) }

  /// The bytes up to a tab or line end; nil if they are not UTF-8.
  mutating func field(_ bytes: Span<UInt8>) -> String? {
    let start = at
    while at < end, bytes[at] != 0x09, bytes[at] != 0x0A { at += 1 }
    guard let text = try? UTF8Span(validating: bytes.extracting(start..<at)) else { return nil }
    return String(copying: text)
  }

  /// The field behind the tab that must come here.
  mutating func next(_ bytes: Span<UInt8>) -> String? {
    guard at < end, bytes[at] == 0x09 else { return nil }
    at += 1
    return field(bytes)
  }

  /// Whether the line ends here; moves on to the next.
  mutating func endsLine(_ bytes: Span<UInt8>) -> Bool {
    guard at < end, bytes[at] == 0x0A else { return false }
    at += 1
    return true
  }
}
