/// Which number each value of a record got: the same value, the same placeholder.
public struct RedactionNumbering: Sendable {
  private struct Key: Hashable {
    var kind: Redaction.Kind
    var value: [UInt8]
  }

  private var numbers: [Key: Int] = [:]
  private var counts: [Redaction.Kind: Int] = [:]
  /// The number of the first full name that holds a word: "Anna" after "Anna Kowalski" is her.
  private var nameWords: [[UInt8]: Int] = [:]

  public init() {}

  /// The number of a value, from 1 by kind.
  ///
  /// E-mail addresses, names and addresses are compared without case and spacing, numbers by their
  /// letters and digits; secrets as they are.
  ///
  /// - Complexity: O(bytes of the value).
  mutating func number(of text: Span<UInt8>, _ redaction: Redaction) -> Int {
    let value = normalized(text, redaction)
    let key = Key(kind: redaction.kind, value: value)
    if let number = numbers[key] { return number }
    let words = redaction.kind == .name ? value.split(separator: 0x20).map(Array.init) : []
    if words.count == 1, let number = nameWords[words[0]] { return number }
    let number = counts[redaction.kind, default: 0] + 1
    counts[redaction.kind] = number
    numbers[key] = number
    for word in words where nameWords[word] == nil { nameWords[word] = number }
    return number
  }

  private func normalized(_ text: Span<UInt8>, _ redaction: Redaction) -> [UInt8] {
    var value: [UInt8] = []
    var isBlankDue = false
    for i in redaction.range {
      let byte = text[i]
      switch redaction.kind {
      case .secret, .wallet, .url: value.append(byte)
      case .email, .handle, .ip:
        if byte > 0x20 { value.append(ByteClass.lowercased(byte)) }
      case .name:
        if byte <= 0x20 {
          isBlankDue = !value.isEmpty
        } else {
          if isBlankDue { value.append(0x20) }
          isBlankDue = false
          value.append(ByteClass.lowercased(byte))
        }
      default:
        if ByteClass.isAlphanumeric(byte) || byte >= 0x80 {
          value.append(ByteClass.lowercased(byte))
        }
      }
    }
    return value
  }
}
