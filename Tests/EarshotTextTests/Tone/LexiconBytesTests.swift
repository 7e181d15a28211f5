import Testing

@testable import EarshotText

@Suite struct LexiconBytesTests {
  static let source = LexiconSource(entries: ToneFixture.entries)

  @Test("what was written is read back")
  func roundTrip() throws {
    #expect(try LexiconSource(decoding: Self.source.encoded().span) == Self.source)
    #expect(try LexiconSource(decoding: LexiconSource().encoded().span) == LexiconSource())
  }

  @Test("a lexicon that ends early is refused, wherever it ends")
  func truncated() {
    let bytes = Self.source.encoded()
    for length in 0..<bytes.count {
      let part = Array(bytes[..<length])
      #expect(throws: LexiconBytesError.self) { try LexiconSource(decoding: part.span) }
    }
  }

  @Test("bytes after the end are refused")
  func trailing() {
    let bytes = Self.source.encoded()
    #expect(throws: LexiconBytesError.trailingBytes(at: bytes.count)) {
      try LexiconSource(decoding: (bytes + [0]).span)
    }
  }

  @Test("another kind of file and another version are told apart")
  func header() {
    var bytes = Self.source.encoded()
    bytes[4] = 9
    #expect(throws: LexiconBytesError.unknownVersion(9)) {
      try LexiconSource(decoding: bytes.span)
    }
    bytes[0] = 0
    #expect(throws: LexiconBytesError.notALexicon) { try LexiconSource(decoding: bytes.span) }
  }

  @Test("a count that the bytes cannot hold is not believed")
  func hugeCount() {
    var bytes = Self.source.encoded()
    for i in 8..<12 { bytes[i] = 0xFF }
    #expect(throws: LexiconBytesError.truncated(at: bytes.count)) {
      try LexiconSource(decoding: bytes.span)
    }
  }

  @Test("a phrase that is not UTF-8 is refused, with its place")
  func notUTF8() {
    var bytes = LexiconSource(entries: [.init("good", valence: 2)]).encoded()
    bytes[14] = 0xFF
    #expect(throws: LexiconBytesError.notUTF8(at: 14)) { try LexiconSource(decoding: bytes.span) }
  }

  @Test("unknown parts and roles are refused")
  func unknown() {
    let bytes = LexiconSource(entries: [.init("good")]).encoded()
    var parts = bytes
    parts[18] = 4
    #expect(throws: LexiconBytesError.unknownParts(at: 18)) {
      try LexiconSource(decoding: parts.span)
    }
    var roles = bytes
    roles[20] = 0x80
    #expect(throws: LexiconBytesError.unknownRoles(at: 19)) {
      try LexiconSource(decoding: roles.span)
    }
  }

  @Test(
    "changed bytes are read or refused, and what is read is made ready or refused",
    arguments: 0..<60)
  func anyBytes(seed: UInt64) {
    var random = ToneRandom(seed)
    var bytes = Self.source.encoded()
    for _ in 0..<(1 + random.next() % 6) {
      let at = Int(random.next() % UInt64(bytes.count))
      bytes[at] = UInt8(truncatingIfNeeded: random.next())
    }
    if let source = try? LexiconSource(decoding: bytes.span), let lexicon = try? Lexicon(source) {
      #expect(lexicon.count <= source.entries.count, "seed \(seed)")
    }
  }
}
