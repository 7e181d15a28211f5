/// The keys and text fields of the first records of a JSON input.
struct KeyProbe {
  /// Top-level keys in order of first sight.
  private(set) var keys: [[UInt8]] = []
  /// The fields a guess would take, from the first record that has any.
  private(set) var textFields: [[UInt8]] = []
  /// Objects seen.
  private(set) var objects = 0
  private(set) var envelopeKey: String?
  private let guess = TextGuess()

  /// Reads the complete records of a sample with a copy of the framer.
  mutating func look(at sample: Span<UInt8>, framer: Framer, isAll: Bool) {
    var framer = framer
    var scanner = JSONScanner()
    var known: Set<[UInt8]> = []
    var p = 0
    scan: while true {
      switch framer.next(sample, from: p, isAtEnd: isAll) {
      case .skip(let length): p += length
      case .frame(let frame):
        if case .record = frame.kind {
          let raw = frame.raw.lowerBound + p..<frame.raw.upperBound + p
          note(sample, raw, &scanner, &known)
        }
        p += frame.consumed
      case .needsMore, .end: break scan
      }
    }
    envelopeKey = framer.envelopeKey
  }

  private mutating func note(
    _ bytes: Span<UInt8>, _ raw: Range<Int>, _ scanner: inout JSONScanner,
    _ known: inout Set<[UInt8]>
  ) {
    var members: [Slot] = []
    guard let object = try? scanner.scan(bytes, in: raw, members: &members),
      bytes[object.lowerBound] == UInt8(ascii: "{")
    else { return }
    switch SingerMessage(bytes, members[...]) {
    case .record(let inner): members = JSONValue.members(bytes, of: inner)
    case .other: return
    case nil: break
    }
    objects += 1
    for member in members {
      var key: [UInt8] = []
      JSONText.appendUnescaped(bytes, member.key, to: &key)
      if known.insert(key).inserted { keys.append(key) }
    }
    if textFields.isEmpty {
      let (subject, body) = guess.positions(bytes, members[...])
      textFields = [subject, body].compactMap { $0 }.map { i in
        var key: [UInt8] = []
        JSONText.appendUnescaped(bytes, members[i].key, to: &key)
        return key
      }
    }
  }
}
