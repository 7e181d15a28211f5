/// What is wrong with a JSON text, and at which byte.
enum JSONFailure: Error, Equatable {
  case unexpected(at: Int, expected: JSONExpectation)
  case endsEarly(expected: JSONExpectation)
  case invalidUTF8(at: Int)
  case tooDeep(at: Int)
}

/// What a JSON text needed where something else stood.
enum JSONExpectation: String, Sendable {
  case value = "a value"
  case key = "a key in quotes"
  case colon = "a colon after a key"
  case commaOrBrace = "a comma or }"
  case commaOrBracket = "a comma or ]"
  case endOfText = "nothing after the value"
  case escape = "a valid escape after \\"
  case hexDigits = "four hex digits after \\u"
  case escapedControl = "control characters written as escapes"
  case closingQuote = "a closing quote"
  case digit = "a digit"
}

/// A strict RFC 8259 scanner: one pass over the bytes, which checks everything and keeps where the
/// members of the outermost object lie.
///
/// Numbers are checked but not read, so `1e999` and 30 digits pass through unchanged.
struct JSONScanner {
  /// Deeper values are refused; also protects readers behind us that recurse.
  static let maximumDepth = 1000

  private static let object: UInt8 = 1
  private static let array: UInt8 = 0
  /// The open containers, outermost first. Kept between calls so that scanning allocates nothing.
  private var stack: [UInt8] = []

  /// Checks the one value in `range` and appends the members of an outermost object.
  ///
  /// - Returns: the range of the value without the blanks around it.
  /// - Complexity: O(n)
  mutating func scan(
    _ bytes: Span<UInt8>, in range: Range<Int>, members: inout [Slot]
  ) throws(JSONFailure) -> Range<Int> {
    stack.removeAll(keepingCapacity: true)
    let end = range.upperBound
    var p = Self.skipBlanks(bytes, range.lowerBound, end)
    let start = p
    let collects = p < end && bytes[p] == UInt8(ascii: "{")
    var key = 0..<0
    var memberStart = p

    value: while true {
      p = Self.skipBlanks(bytes, p, end)
      if p == end { throw .endsEarly(expected: .value) }
      if stack.count == 1 { memberStart = p }
      switch bytes[p] {
      case UInt8(ascii: "\""):
        p = try Self.string(bytes, p + 1, end)
      case UInt8(ascii: "{"):
        try push(Self.object, at: p)
        p = Self.skipBlanks(bytes, p + 1, end)
        if p < end, bytes[p] == UInt8(ascii: "}") {
          stack.removeLast()
          p += 1
        } else {
          p = try self.key(bytes, p, end, &key)
          continue value
        }
      case UInt8(ascii: "["):
        try push(Self.array, at: p)
        p = Self.skipBlanks(bytes, p + 1, end)
        if p < end, bytes[p] == UInt8(ascii: "]") {
          stack.removeLast()
          p += 1
        } else {
          continue value
        }
      case UInt8(ascii: "t"): p = try Self.literal("true", bytes, p, end)
      case UInt8(ascii: "f"): p = try Self.literal("false", bytes, p, end)
      case UInt8(ascii: "n"): p = try Self.literal("null", bytes, p, end)
      default: p = try Self.number(bytes, p, end)
      }

      // A value is complete; so may be the containers around it.
      while true {
        if stack.count == 1, collects { members.append(Slot(key: key, value: memberStart..<p)) }
        guard let container = stack.last else { break value }
        p = Self.skipBlanks(bytes, p, end)
        let isObject = container == Self.object
        let expected: JSONExpectation = isObject ? .commaOrBrace : .commaOrBracket
        if p == end { throw .endsEarly(expected: expected) }
        let byte = bytes[p]
        if byte == UInt8(ascii: ",") {
          p += 1
          if isObject { p = try self.key(bytes, Self.skipBlanks(bytes, p, end), end, &key) }
          continue value
        }
        guard byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
          throw .unexpected(at: p, expected: expected)
        }
        stack.removeLast()
        p += 1
      }
    }
    let valueEnd = p
    p = Self.skipBlanks(bytes, p, end)
    if p != end { throw .unexpected(at: p, expected: .endOfText) }
    return start..<valueEnd
  }

  /// The same for an array that lies beside `members` in one struct, where a span of it could not
  /// be held while `members` grows.
  mutating func scan(
    _ bytes: [UInt8], in range: Range<Int>, members: inout [Slot]
  ) throws(JSONFailure) -> Range<Int> {
    try scan(bytes.span, in: range, members: &members)
  }

  private mutating func push(_ container: UInt8, at p: Int) throws(JSONFailure) {
    if stack.count == Self.maximumDepth { throw .tooDeep(at: p) }
    stack.append(container)
  }

  /// Passes a key and its colon; notes the key of a member of the outermost container.
  private func key(
    _ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ key: inout Range<Int>
  ) throws(JSONFailure) -> Int {
    if start == end { throw .endsEarly(expected: .key) }
    if bytes[start] != UInt8(ascii: "\"") { throw .unexpected(at: start, expected: .key) }
    var p = try Self.string(bytes, start + 1, end)
    if stack.count == 1 { key = start + 1..<p - 1 }
    p = Self.skipBlanks(bytes, p, end)
    if p == end { throw .endsEarly(expected: .colon) }
    if bytes[p] != UInt8(ascii: ":") { throw .unexpected(at: p, expected: .colon) }
    return p + 1
  }

  @inline(__always)
  static func skipBlanks(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    var p = start
    while p < end {
      let byte = bytes[p]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { break }
      p += 1
    }
    return p
  }

  /// Passes a string whose opening quote lies before `start`; returns the place after its end.
  @inline(__always)
  private static func string(
    _ bytes: Span<UInt8>, _ start: Int, _ end: Int
  ) throws(JSONFailure) -> Int {
    var p = start
    while p < end {
      p = ByteSearch.firstSpecial(bytes, p, end, stopsAtNonASCII: true)
      if p == end { break }
      let byte = bytes[p]
      if byte == UInt8(ascii: "\"") {
        return p + 1
      } else if byte >= 0x80 {
        let length = UTF8Validation.sequenceLength(bytes, at: p, end: end)
        if length == 0 { throw .invalidUTF8(at: p) }
        p += length
      } else if byte == UInt8(ascii: "\\") {
        p = try escape(bytes, p, end)
      } else {
        throw .unexpected(at: p, expected: .escapedControl)
      }
    }
    throw .endsEarly(expected: .closingQuote)
  }

  /// Passes the escape that begins with the backslash at `p`. A lone surrogate is allowed by the
  /// grammar, so it passes here.
  private static func escape(
    _ bytes: Span<UInt8>, _ p: Int, _ end: Int
  ) throws(JSONFailure) -> Int {
    if p + 1 >= end { throw .endsEarly(expected: .closingQuote) }
    switch bytes[p + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return p + 2
    case UInt8(ascii: "u"):
      for i in p + 2..<p + 6 {
        if i >= end { throw .endsEarly(expected: .hexDigits) }
        if JSONText.hexValue(bytes[i]) == nil { throw .unexpected(at: i, expected: .hexDigits) }
      }
      return p + 6
    default:
      throw .unexpected(at: p + 1, expected: .escape)
    }
  }

  private static func literal(
    _ word: String, _ bytes: Span<UInt8>, _ start: Int, _ end: Int
  ) throws(JSONFailure) -> Int {
    var p = start
    for letter in word.utf8 {
      if p == end { throw .endsEarly(expected: .value) }
      if bytes[p] != letter { throw .unexpected(at: p, expected: .value) }
      p += 1
    }
    return p
  }

  /// Passes `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`.
  private static func number(
    _ bytes: Span<UInt8>, _ start: Int, _ end: Int
  ) throws(JSONFailure) -> Int {
    var p = start
    if bytes[p] == UInt8(ascii: "-") {
      p += 1
      if p == end { throw .endsEarly(expected: .digit) }
      if !bytes[p].isASCIIDigit { throw .unexpected(at: p, expected: .digit) }
    } else if !bytes[p].isASCIIDigit {
      throw .unexpected(at: p, expected: .value)
    }
    // A zero stands alone: `01` fails as something after the value.
    p = bytes[p] == UInt8(ascii: "0") ? p + 1 : try digits(bytes, p, end)
    if p < end, bytes[p] == UInt8(ascii: ".") { p = try digits(bytes, p + 1, end) }
    if p < end, bytes[p] | 0x20 == UInt8(ascii: "e") {
      p += 1
      if p < end, bytes[p] == UInt8(ascii: "+") || bytes[p] == UInt8(ascii: "-") { p += 1 }
      p = try digits(bytes, p, end)
    }
    return p
  }

  /// Passes one digit or more.
  private static func digits(
    _ bytes: Span<UInt8>, _ start: Int, _ end: Int
  ) throws(JSONFailure) -> Int {
    var p = start
    while p < end, bytes[p].isASCIIDigit { p += 1 }
    if p == start {
      if p == end { throw .endsEarly(expected: .digit) }
      throw .unexpected(at: p, expected: .digit)
    }
    return p
  }
}
