/// What `FieldGuess` does, for the members of a JSON object, fast enough for every record.
struct TextGuess {
  private struct Name {
    var bytes: [UInt8]
    var isSubject: Bool
    var rank: Int
  }

  /// The names of each length, so that most keys meet no name at all.
  private let namesOfLength: [[Name]]
  /// For each length a bit for each first letter (its last five bits) that a name has; looking here
  /// first spares most keys the comparison.
  private let firstLetters: [UInt32]

  init() {
    var names: [[Name]] = []
    func add(_ list: [[UInt8]], isSubject: Bool) {
      for (rank, bytes) in list.enumerated() {
        while names.count <= bytes.count { names.append([]) }
        names[bytes.count].append(Name(bytes: bytes, isSubject: isSubject, rank: rank))
      }
    }
    add(FieldGuess.subjectNames, isSubject: true)
    add(FieldGuess.bodyNames, isSubject: false)
    namesOfLength = names
    firstLetters = names.map { $0.reduce(0) { $0 | 1 << UInt32($1.bytes[0] & 31) } }
  }

  /// The positions (in `members`) of a subject and a body; only strings and null count, so that a
  /// list of comments is no text.
  func positions(
    _ bytes: Span<UInt8>, _ members: ArraySlice<Slot>
  ) -> (subject: Int?, body: Int?) {
    var subject: Int?
    var body: Int?
    var subjectRank = Int.max
    var bodyRank = Int.max
    for i in members.indices {
      let opening = bytes[members[i].value.lowerBound]
      guard opening == UInt8(ascii: "\"") || opening == UInt8(ascii: "n") else { continue }
      let (isSubject, rank) = look(bytes, members[i].key)
      // `<=`: of keys that stand twice the last wins.
      if isSubject, rank <= subjectRank, rank < .max {
        (subject, subjectRank) = (i, rank)
      } else if !isSubject, rank <= bodyRank, rank < .max {
        (body, bodyRank) = (i, rank)
      }
    }
    return (subject, body)
  }

  /// The place of a key among the names, `Int.max` for any other key.
  private func look(_ bytes: Span<UInt8>, _ key: Range<Int>) -> (isSubject: Bool, rank: Int) {
    for p in key where bytes[p] == UInt8(ascii: "\\") {
      var unescaped: [UInt8] = []
      JSONText.appendUnescaped(bytes, key, to: &unescaped)
      guard !unescaped.contains(UInt8(ascii: "\\")) else { return (false, .max) }
      return look(unescaped.span, 0..<unescaped.count)
    }
    guard 1..<firstLetters.count ~= key.count,
      firstLetters[key.count] >> UInt32(bytes[key.lowerBound] & 31) & 1 == 1
    else { return (false, .max) }
    for name in namesOfLength[key.count]
    where JSONValue.string(bytes, key, equals: name.bytes, ignoringCase: true) {
      return (name.isSubject, name.rank)
    }
    return (false, .max)
  }
}
