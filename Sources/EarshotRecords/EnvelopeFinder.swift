/// Tells an object that is a record from one that only wraps a list of records.
///
/// An envelope is an object with a member that is an array of objects, met before any member that
/// a record would have: a text, or (unless the array has a well-known name) an id.
struct EnvelopeFinder {
  enum Finding {
    case record
    /// The array's key, and the bytes up to and with its opening bracket.
    case envelope(key: String, length: Int)
    case needsMore
  }

  /// Keys under which the user's text lies; an array there is not an envelope's.
  let textKeys: [[UInt8]]

  /// Past this many bytes without a list of objects it is a record.
  private static let maximumHeadBytes = 1 << 20
  private static let listNames: Set<String> = [
    "tickets", "conversations", "data", "results", "records", "items", "cases", "reviews",
    "responses", "issues", "rows", "entries",
  ]

  init(textFields: [FieldPath]) {
    textKeys = textFields.flatMap { field in
      field.alternatives.compactMap { steps in
        if case .key(let key)? = steps.first { return key }
        return nil
      }
    }
  }

  /// Looks at the object that begins at `start`.
  func find(_ bytes: Span<UInt8>, from start: Int, isAtEnd: Bool) -> Finding {
    let end = min(bytes.count, start + Self.maximumHeadBytes)
    let isAll = isAtEnd || end < bytes.count || end - start == Self.maximumHeadBytes
    let unfinished: Finding = isAll ? .record : .needsMore
    var hasID = false
    var p = JSONScanner.skipBlanks(bytes, start + 1, end)
    while p < end {
      guard bytes[p] == UInt8(ascii: "\"") else { return .record }
      let keyEnd = JSONValue.endOfString(bytes, p, end)
      if keyEnd >= end { return unfinished }
      var key: [UInt8] = []
      JSONText.appendUnescaped(bytes, p + 1..<keyEnd - 1, to: &key)
      p = JSONScanner.skipBlanks(bytes, keyEnd, end)
      if p >= end { return unfinished }
      guard bytes[p] == UInt8(ascii: ":") else { return .record }
      p = JSONScanner.skipBlanks(bytes, p + 1, end)
      if p >= end { return unfinished }

      if bytes[p] == UInt8(ascii: "["), !textKeys.contains(key) {
        let first = JSONScanner.skipBlanks(bytes, p + 1, end)
        if first >= end { return unfinished }
        let name = String(decoding: key, as: UTF8.self)
        let isKnown = Self.listNames.contains(name)
        let holdsObjects = bytes[first] == UInt8(ascii: "{")
        let isEmpty = bytes[first] == UInt8(ascii: "]")
        if holdsObjects && (isKnown || !hasID) || isEmpty && isKnown && !hasID {
          return .envelope(key: name, length: p + 1 - start)
        }
      } else if textKeys.contains(key) || FieldGuess.isTextName(key) {
        return .record
      }
      hasID = hasID || key == Array("id".utf8)

      p = JSONValue.endOfValue(bytes, p, end)
      p = JSONScanner.skipBlanks(bytes, p, end)
      if p >= end { return unfinished }
      guard bytes[p] == UInt8(ascii: ",") else { return .record }
      p = JSONScanner.skipBlanks(bytes, p + 1, end)
    }
    return unfinished
  }
}
