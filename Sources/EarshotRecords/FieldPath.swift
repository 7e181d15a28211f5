/// Where a value lies in a record: a column or key, a dotted path, or alternatives of these.
///
/// - `subject`: the column or top-level key of that name. A column or key that is named by the
///   whole text, dots and all, always wins over reading the dots as steps.
/// - `source.body`: `body` inside `source`.
/// - `tags.0`: the first element; `parts[].body`: `body` of every element.
/// - `custom_fields.360001`: in a list of `{"id": …, "value": …}` pairs, the value of that id.
/// - `description_text|description`: the first of these that the record has.
public struct FieldPath: Sendable, Hashable, CustomStringConvertible {
  enum Step: Sendable, Hashable {
    case key([UInt8])
    case everyElement
  }

  /// The path as it was written.
  public let name: String
  /// Whether columns and keys match without regard to ASCII case; presets do, users' paths do not.
  let ignoresCase: Bool
  let nameBytes: [UInt8]
  /// One list of steps for each alternative, in order of preference.
  let alternatives: [[Step]]
  /// The alternatives as names, for columns.
  let alternativeNames: [[UInt8]]

  /// Reads a path such as `conversation_parts[].body`; every text is some path.
  public init(_ dotted: String) {
    self.init(dotted, ignoresCase: false)
  }

  init(_ dotted: String, ignoresCase: Bool) {
    name = dotted
    self.ignoresCase = ignoresCase
    nameBytes = Array(dotted.utf8)
    alternativeNames = nameBytes.split(separator: UInt8(ascii: "|")).map { part in
      Array(part).trimmingBlanks()
    }
    alternatives = alternativeNames.map(Self.steps(of:))
  }

  public var description: String { name }

  /// Whether a column or key of this exact name is meant by one of the alternatives.
  func matches(_ candidate: [UInt8], alternative: [UInt8]) -> Bool {
    ignoresCase ? candidate.equalsIgnoringCase(alternative) : candidate == alternative
  }

  private static func steps(of bytes: [UInt8]) -> [Step] {
    var steps: [Step] = []
    for part in bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
      // `tags[]`, `tags[0]` and `[].body` are a key followed by subscripts.
      let pieces = part.split(separator: UInt8(ascii: "["), omittingEmptySubsequences: false)
      if let key = pieces.first, !key.isEmpty { steps.append(.key(Array(key))) }
      for piece in pieces.dropFirst() {
        let index = piece.prefix { $0 != UInt8(ascii: "]") }
        steps.append(index.isEmpty ? .everyElement : .key(Array(index)))
      }
    }
    return steps
  }
}

extension FieldPath: ExpressibleByStringLiteral {
  public init(stringLiteral value: String) { self.init(value) }
}

extension [UInt8] {
  func trimmingBlanks() -> [UInt8] {
    guard let first = firstIndex(where: { $0 != 0x20 && $0 != 0x09 }) else { return [] }
    var end = count
    while end > first, self[end - 1] == 0x20 || self[end - 1] == 0x09 { end -= 1 }
    return Array(self[first..<end])
  }

  /// Equal up to ASCII case.
  func equalsIgnoringCase(_ other: [UInt8]) -> Bool {
    guard count == other.count else { return false }
    for i in indices where self[i].asciiLowercased != other[i].asciiLowercased { return false }
    return true
  }
}

extension UInt8 {
  var asciiLowercased: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
  var isASCIIDigit: Bool { (0x30...0x39).contains(self) }
}
