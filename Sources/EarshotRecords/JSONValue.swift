/// Looking inside JSON that a `JSONScanner` has already checked: where members and elements lie.
///
/// Nothing here checks the grammar again; it only has to find the ends of values.
enum JSONValue {
  /// The place after the string whose opening quote is at `start`.
  static func endOfString(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    var p = start + 1
    while p < end {
      switch bytes[p] {
      case UInt8(ascii: "\\"): p += 2
      case UInt8(ascii: "\""): return p + 1
      default: p += 1
      }
    }
    return end
  }

  /// The place after the value that begins at `start`.
  static func endOfValue(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    guard start < end else { return end }
    switch bytes[start] {
    case UInt8(ascii: "\""): return endOfString(bytes, start, end)
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      var depth = 0
      var p = start
      while p < end {
        switch bytes[p] {
        case UInt8(ascii: "\""):
          p = endOfString(bytes, p, end)
          continue
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          depth -= 1
          if depth == 0 { return p + 1 }
        default: break
        }
        p += 1
      }
      return end
    default:
      var p = start
      while p < end {
        switch bytes[p] {
        case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), 0x20, 0x0A, 0x0D, 0x09:
          return p
        default: p += 1
        }
      }
      return end
    }
  }

  /// The members of the object at `range`, in order.
  static func members(_ bytes: Span<UInt8>, of range: Range<Int>) -> [Slot] {
    var members: [Slot] = []
    let end = range.upperBound
    var p = JSONScanner.skipBlanks(bytes, range.lowerBound + 1, end)
    while p < end, bytes[p] == UInt8(ascii: "\"") {
      let keyEnd = endOfString(bytes, p, end)
      let key = p + 1..<keyEnd - 1
      p = JSONScanner.skipBlanks(bytes, keyEnd, end)
      p = JSONScanner.skipBlanks(bytes, p + 1, end)  // the colon
      let valueEnd = endOfValue(bytes, p, end)
      members.append(Slot(key: key, value: p..<valueEnd))
      p = JSONScanner.skipBlanks(bytes, valueEnd, end)
      guard p < end, bytes[p] == UInt8(ascii: ",") else { break }
      p = JSONScanner.skipBlanks(bytes, p + 1, end)
    }
    return members
  }

  /// The elements of the array at `range`, in order.
  static func elements(_ bytes: Span<UInt8>, of range: Range<Int>) -> [Range<Int>] {
    var elements: [Range<Int>] = []
    let end = range.upperBound
    var p = JSONScanner.skipBlanks(bytes, range.lowerBound + 1, end)
    while p < end, bytes[p] != UInt8(ascii: "]") {
      let valueEnd = endOfValue(bytes, p, end)
      elements.append(p..<valueEnd)
      p = JSONScanner.skipBlanks(bytes, valueEnd, end)
      guard p < end, bytes[p] == UInt8(ascii: ",") else { break }
      p = JSONScanner.skipBlanks(bytes, p + 1, end)
    }
    return elements
  }

  /// Whether the inside of a JSON string stands for exactly these bytes.
  static func string(
    _ bytes: Span<UInt8>, _ range: Range<Int>, equals name: [UInt8], ignoringCase: Bool = false
  ) -> Bool {
    // An escape is longer than what it stands for, so only a longer key can hold one.
    if range.count < name.count { return false }
    if range.count > name.count {
      for p in range where bytes[p] == UInt8(ascii: "\\") {
        var unescaped: [UInt8] = []
        JSONText.appendUnescaped(bytes, range, to: &unescaped)
        return ignoringCase ? unescaped.equalsIgnoringCase(name) : unescaped == name
      }
      return false
    }
    for i in 0..<name.count {
      let byte = bytes[range.lowerBound + i]
      if byte == name[i] { continue }
      if !ignoringCase || byte.asciiLowercased != name[i].asciiLowercased { return false }
    }
    return true
  }

  /// Appends JSON without its line breaks. In strings there are none, since the grammar wants them
  /// escaped.
  static func appendOnOneLine(_ bytes: Span<UInt8>, _ range: Range<Int>, to out: inout [UInt8]) {
    var p = range.lowerBound
    let end = range.upperBound
    while p < end {
      let run = p
      p = ByteSearch.first(0x0A, 0x0D, 0x0A, bytes, p, end)
      if p > run { out.append(bytes, run..<p) }
      p += 1
    }
  }

  /// Appends a value as text: a string unescaped, everything else as it is written; null and a
  /// container give false and nothing.
  static func appendScalarText(
    _ bytes: Span<UInt8>, _ value: Range<Int>, to out: inout [UInt8]
  ) -> Bool {
    switch bytes[value.lowerBound] {
    case UInt8(ascii: "\""):
      JSONText.appendUnescaped(bytes, value.lowerBound + 1..<value.upperBound - 1, to: &out)
      return true
    case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "n"):
      return false
    default:
      out.append(bytes, value)
      return true
    }
  }
}
