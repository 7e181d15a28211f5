/// A kind of number that only its owner knows: a name, words that come before it, and its shapes.
///
/// ```yaml
/// - name: POLICY
///   cues: [policy, policy number]
///   shapes: ["POL-######", "@@ #### ####"]
/// ```
public struct RedactionPattern: Sendable {
  /// One element of a shape.
  enum Element: Sendable, Hashable {
    case digit
    case letter
    /// One letter or digit, or more.
    case run
    /// This byte, a small letter for a capital.
    case literal(UInt8)
  }

  /// What is wrong with a pattern.
  public enum Fault: Error, Sendable, Hashable {
    /// Not capital letters, digits and underscores with a letter in front, or too long.
    case name
    /// The name of a built-in kind, which it would be confused with.
    case builtInName
    /// Neither cues nor shapes.
    case empty
    /// Not a phrase of one to six words.
    case cue(String)
    /// Something else than letters, digits, blanks, marks of ASCII, `#`, `@` and `*`.
    case shape(String)
    /// After `*` comes a letter, a digit, or a wildcard: where the run ends would be a guess.
    case openRun(String)
    /// Without cues it would match any word or small number: fewer than four signs besides runs.
    case loose(String)
  }

  /// Bytes of the longest name.
  public static let longestName = 24

  public let kind: Redaction.Kind
  let cues: [String]
  let shapes: [[Element]]

  /// Checks and takes over a pattern.
  ///
  /// - Parameters:
  ///   - name: stands in the placeholder: `POLICY` gives `[POLICY_1]`.
  ///   - cues: phrases; with any, a value counts only after one of them. Case does not matter.
  ///   - shapes: `#` a digit, `@` a letter, `*` a run of letters and digits, all else itself; none:
  ///     the number or code after the cue, whatever its shape.
  public init(name: String, cues: [String], shapes: [String]) throws(Fault) {
    let bytes = Array(name.utf8)
    guard let first = bytes.first, (0x41...0x5A).contains(first), bytes.count <= Self.longestName
    else { throw .name }
    for byte in bytes {
      guard (0x41...0x5A).contains(byte) || ByteClass.isDigit(byte) || byte == 0x5F else {
        throw .name
      }
    }
    guard Redaction.Kind(named: name) == nil else { throw .builtInName }
    guard !cues.isEmpty || !shapes.isEmpty else { throw .empty }
    for cue in cues {
      let words = cue.split { $0 == " " || $0 == "-" }
      guard (1...RedactionCues.longestPhrase).contains(words.count),
        words.allSatisfy({ $0.allSatisfy { $0.isLetter || $0 == "'" } })
      else { throw .cue(cue) }
    }
    var read: [[Element]] = []
    for shape in shapes { read.append(try Self.elements(of: shape, hasCues: !cues.isEmpty)) }
    kind = Redaction.Kind(name)
    self.cues = cues
    self.shapes = read
  }

  private static func elements(of shape: String, hasCues: Bool) throws(Fault) -> [Element] {
    var elements: [Element] = []
    for byte in shape.utf8 {
      guard (0x20...0x7E).contains(byte) else { throw .shape(shape) }
      let element: Element =
        switch byte {
        case 0x23: .digit
        case 0x40: .letter
        case 0x2A: .run
        default: .literal(ByteClass.lowercased(byte))
        }
      if elements.last == .run, takesAlphanumeric(element) { throw .openRun(shape) }
      elements.append(element)
    }
    guard let first = elements.first, let last = elements.last, takesAlphanumeric(first),
      takesAlphanumeric(last), elements.count <= 64
    else { throw .shape(shape) }
    if !hasCues, elements.count(where: { $0 != .run }) < 4 { throw .loose(shape) }
    return elements
  }

  private static func takesAlphanumeric(_ element: Element) -> Bool {
    if case .literal(let byte) = element { return ByteClass.isAlphanumeric(byte) }
    return true
  }

  /// Where a shape that begins at `start` ends; nil when it does not fit or goes on.
  static func end(of shape: [Element], in text: [UInt8], at start: Int) -> Int? {
    var i = start
    for element in shape {
      guard i < text.count else { return nil }
      let byte = text[i]
      switch element {
      case .digit: guard ByteClass.isDigit(byte) else { return nil }
      case .letter: guard ByteClass.isLetter(byte) else { return nil }
      case .literal(let wanted): guard ByteClass.lowercased(byte) == wanted else { return nil }
      case .run:
        guard ByteClass.isAlphanumeric(byte) else { return nil }
        // Longer than any number that people are given; keeps a megabyte of letters linear.
        while i + 1 < text.count, i - start < 128, ByteClass.isAlphanumeric(text[i + 1]) { i += 1 }
      }
      i += 1
    }
    let isWhole = i >= text.count || !ByteClass.isAlphanumeric(text[i])
    return isWhole ? i : nil
  }
}
