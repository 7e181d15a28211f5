/// A line of a Singer tap (hub.meltano.com/singer/spec): a record in an envelope, or a message
/// about records.
enum SingerMessage {
  /// `{"type": "RECORD", "stream": …, "record": {…}}`: the range of the inner object.
  case record(Range<Int>)
  /// SCHEMA, STATE or ACTIVATE_VERSION.
  case other

  /// nil when the members are those of an ordinary object.
  init?(_ bytes: Span<UInt8>, _ members: ArraySlice<Slot>) {
    // A Singer line has two to six members; anything longer is not worth comparing.
    guard 2...6 ~= members.count, Self.mayHaveType(bytes, members),
      let type = Self.value(Self.typeKey, bytes, members),
      bytes[type.lowerBound] == UInt8(ascii: "\"")
    else { return nil }
    let word = type.lowerBound + 1..<type.upperBound - 1
    func has(_ key: [UInt8]) -> Bool { Self.value(key, bytes, members) != nil }
    if JSONValue.string(bytes, word, equals: Self.recordWord) {
      guard let inner = Self.value(Self.recordKey, bytes, members),
        bytes[inner.lowerBound] == UInt8(ascii: "{")
      else { return nil }
      self = .record(inner)
    } else if JSONValue.string(bytes, word, equals: Self.schemaWord), has(Self.schemaKey) {
      self = .other
    } else if JSONValue.string(bytes, word, equals: Self.stateWord), has(Self.valueKey) {
      self = .other
    } else if JSONValue.string(bytes, word, equals: Self.activateWord), has(Self.streamKey) {
      self = .other
    } else {
      return nil
    }
  }

  /// Spares nearly all records the comparisons below.
  private static func mayHaveType(_ bytes: Span<UInt8>, _ members: ArraySlice<Slot>) -> Bool {
    for member in members
    where member.key.count >= 4 && bytes[member.key.lowerBound] == UInt8(ascii: "t")
      && bytes[member.key.lowerBound + 1] == UInt8(ascii: "y")
    {
      return true
    }
    return false
  }

  private static func value(
    _ key: [UInt8], _ bytes: Span<UInt8>, _ members: ArraySlice<Slot>
  ) -> Range<Int>? {
    members.last { JSONValue.string(bytes, $0.key, equals: key) }?.value
  }

  private static let typeKey = Array("type".utf8)
  private static let recordKey = Array("record".utf8)
  private static let schemaKey = Array("schema".utf8)
  private static let valueKey = Array("value".utf8)
  private static let streamKey = Array("stream".utf8)
  private static let recordWord = Array("RECORD".utf8)
  private static let schemaWord = Array("SCHEMA".utf8)
  private static let stateWord = Array("STATE".utf8)
  private static let activateWord = Array("ACTIVATE_VERSION".utf8)
}
