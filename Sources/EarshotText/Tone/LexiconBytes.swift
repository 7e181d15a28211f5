/// A lexicon as bytes, for model files. Little-endian:
///
///     0   4 bytes  "ELEX"
///     4   u32      1, the version
///     8   u32      number of entries, then for each:
///         u16      bytes of the phrase, then its UTF-8
///         u8       1: a valence follows, 2: a factor follows
///         u16      roles
///         f32 × 0…2
extension LexiconSource {
  private static let magic: [UInt8] = [0x45, 0x4C, 0x45, 0x58]
  private static let version: UInt32 = 1
  /// An entry of no letters and no numbers: what the count is checked against before it is believed.
  private static let smallestEntry = 5

  /// - Precondition: no phrase has more than 65,535 bytes.
  /// - Complexity: O(bytes)
  public func encoded() -> [UInt8] {
    var bytes = Self.magic
    bytes.reserveCapacity(12 + 24 * entries.count)
    Self.append(Self.version, to: &bytes)
    Self.append(UInt32(entries.count), to: &bytes)
    for entry in entries {
      let phrase = entry.phrase.utf8
      precondition(phrase.count <= Int(UInt16.max), "a phrase of \(phrase.count) bytes")
      Self.append(UInt16(phrase.count), to: &bytes)
      bytes.append(contentsOf: phrase)
      bytes.append((entry.valence == nil ? 0 : 1) | (entry.factor == nil ? 0 : 2))
      Self.append(entry.roles.rawValue, to: &bytes)
      if let valence = entry.valence { Self.append(valence.bitPattern, to: &bytes) }
      if let factor = entry.factor { Self.append(factor.bitPattern, to: &bytes) }
    }
    return bytes
  }

  /// Reads what `encoded()` wrote. Any bytes are safe: what is not a lexicon throws.
  ///
  /// - Complexity: O(bytes)
  public init(decoding bytes: Span<UInt8>) throws(LexiconBytesError) {
    guard bytes.count >= 12 else { throw .truncated(at: bytes.count) }
    for i in 0..<4 where bytes[i] != Self.magic[i] { throw .notALexicon }
    var reader = Reader(at: 4)
    let version: UInt32 = try reader.integer(bytes)
    guard version == Self.version else { throw .unknownVersion(version) }
    let count: UInt32 = try reader.integer(bytes)
    guard Int(count) <= bytes.count / Self.smallestEntry else { throw .truncated(at: bytes.count) }
    entries = []
    entries.reserveCapacity(Int(count))
    for _ in 0..<count {
      entries.append(try reader.entry(bytes))
    }
    guard reader.at == bytes.count else { throw .trailingBytes(at: reader.at) }
  }

  private static func append<Integer: FixedWidthInteger>(_ value: Integer, to bytes: inout [UInt8])
  {
    for shift in stride(from: 0, to: Integer.bitWidth, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> Integer(shift)))
    }
  }

  private struct Reader {
    var at: Int

    init(at: Int) { self.at = at }

    mutating func integer<Integer: FixedWidthInteger>(
      _ bytes: Span<UInt8>
    ) throws(LexiconBytesError) -> Integer {
      let size = Integer.bitWidth / 8
      guard bytes.count - at >= size else { throw .truncated(at: at) }
      var value: Integer = 0
      for i in 0..<size { value |= Integer(bytes[at + i]) << Integer(8 * i) }
      at += size
      return value
    }

    mutating func entry(_ bytes: Span<UInt8>) throws(LexiconBytesError) -> Entry {
      let length: UInt16 = try integer(bytes)
      let start = at
      guard bytes.count - at >= Int(length) else { throw .truncated(at: at) }
      var letters: [UInt8] = []
      letters.reserveCapacity(Int(length))
      for i in 0..<Int(length) { letters.append(bytes[at + i]) }
      at += Int(length)
      guard let phrase = String(validating: letters, as: UTF8.self) else {
        throw .notUTF8(at: start)
      }
      let parts: UInt8 = try integer(bytes)
      guard parts < 4 else { throw .unknownParts(at: at - 1) }
      let roles: UInt16 = try integer(bytes)
      guard Lexicon.Roles.all.rawValue & roles == roles else { throw .unknownRoles(at: at - 2) }
      var entry = Entry(phrase, roles: Lexicon.Roles(rawValue: roles))
      if parts & 1 != 0 { entry.valence = Float(bitPattern: try integer(bytes)) }
      if parts & 2 != 0 { entry.factor = Float(bitPattern: try integer(bytes)) }
      return entry
    }
  }
}

/// Why bytes are not a lexicon; `at` is the byte, from the start of the lexicon.
public enum LexiconBytesError: Error, Sendable, Hashable, CustomStringConvertible {
  case notALexicon
  case unknownVersion(UInt32)
  case truncated(at: Int)
  case trailingBytes(at: Int)
  case notUTF8(at: Int)
  case unknownParts(at: Int)
  case unknownRoles(at: Int)

  /// What was found and where, without a full stop.
  public var description: String {
    switch self {
    case .notALexicon: "these bytes are no lexicon"
    case .unknownVersion(let version): "a lexicon of version \(version); this program reads 1"
    case .truncated(let at): "the lexicon ends early, at byte \(at)"
    case .trailingBytes(let at): "the lexicon goes on after its end, at byte \(at)"
    case .notUTF8(let at): "a phrase of the lexicon is not UTF-8, at byte \(at)"
    case .unknownParts(let at): "an entry of the lexicon has unknown parts, at byte \(at)"
    case .unknownRoles(let at): "an entry of the lexicon has unknown roles, at byte \(at)"
    }
  }
}
