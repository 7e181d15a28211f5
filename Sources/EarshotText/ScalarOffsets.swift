/// Turns byte offsets of a text into counts of Unicode scalars, which is what the tagged record
/// gives its readers (`text[start:end]` in Python).
public enum ScalarOffsets {
  /// The number of scalars that begin before each offset.
  ///
  /// - Parameters:
  ///   - offsets: ascending, equal ones allowed; 0 through `text.count`.
  ///   - text: UTF-8. Of invalid UTF-8 every byte that is no continuation byte counts as one.
  /// - Precondition: the offsets ascend and lie within the text.
  /// - Complexity: O(last offset), one pass.
  public static func scalarOffsets(
    ofByteOffsets offsets: [Int], in text: Span<UInt8>
  ) -> [Int] {
    var result: [Int] = []
    result.reserveCapacity(offsets.count)
    var scalars = 0
    var i = 0
    for offset in offsets {
      precondition(
        offset >= i && offset <= text.count,
        "byte offset \(offset) after \(i) in a text of \(text.count) bytes")
      while i < offset {
        // Continuation bytes, 10xxxxxx, begin no scalar.
        scalars &+= text[i] & 0xC0 == 0x80 ? 0 : 1
        i &+= 1
      }
      result.append(scalars)
    }
    return result
  }
}
