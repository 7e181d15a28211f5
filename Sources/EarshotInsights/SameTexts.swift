/// Records that say the same and were labelled differently: at most one of the labels is right, or
/// the two labels are one.
public struct SameTexts: Sendable {
  private var groups: [[UInt8]: Int] = [:]
  private var members: [[Int]] = []
  private var texts = 0

  public init() {}

  /// Adds the next record. Texts are the same when they differ only in ASCII case and in blanks.
  public mutating func add(_ text: some Sequence<UInt8>) {
    let record = texts
    texts += 1
    let key = Self.key(text)
    if let group = groups[key] {
      members[group].append(record)
    } else {
      groups[key] = members.count
      members.append([record])
    }
  }

  /// Groups of records with the same text and not all the same labels, in the order of the input;
  /// empty texts say nothing and are left out.
  ///
  /// - Parameter labels: what each record was given, in the order they were added.
  public func conflicts(_ labels: [[Int]]) -> [[Int]] {
    precondition(labels.count == texts)
    let empty = groups[[]]
    return members.enumerated().filter { number, group in
      number != empty && group.contains { Set(labels[$0]) != Set(labels[group[0]]) }
    }.map(\.element)
  }

  private static func key(_ text: some Sequence<UInt8>) -> [UInt8] {
    var key: [UInt8] = []
    var isAfterBlank = true
    for byte in text {
      if byte == 0x20 || (0x09...0x0D).contains(byte) {
        if !isAfterBlank { key.append(0x20) }
        isAfterBlank = true
      } else {
        key.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
        isAfterBlank = false
      }
    }
    if key.last == 0x20 { key.removeLast() }
    return key
  }
}
