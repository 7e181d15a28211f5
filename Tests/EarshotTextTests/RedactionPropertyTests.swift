import Testing

@testable import EarshotText

/// What holds for any text.
@Suite struct RedactionPropertyTests {
  static let redactor = Redactor()
  /// Bits of texts that mean something to the search, in any order.
  static let bits = [
    "my name is ", "Anna ", "Kowalski", "Regards,\n", "Dear ", "Mr. ", "I'm ", "phone: ", "card ",
    "4111 1111 1111 1111", "4111", " ", "\n", "\n\n", "-", ".", "@", "a", "example.com",
    "jo@x.example",
    "+44 20 7946 0958", "212-555-0123", "12 Oak Street", ", ", "TX 78701", "SW1A 1AA", "order ",
    "#12345",
    "number ", "is ", ": ", "12", "345", "6789", "GB29NWBK60161331926819", "https://", "?token=",
    "&", "/",
    "password: ", "x9!", "PIN ", "203.0.113.7", "2001:db8::1", "[EMAIL_1]", "[", "]", "é", "水",
    "\u{200B}",
    "DOB ", "3 March 1985", "address: ", "Apt 4", "P.O. Box 12", "(", ")", "ext", "'s", "’", "\"",
    "00",
  ]

  private func text(seed: UInt64) -> String {
    var generator = TestGenerator(state: seed)
    let count = Int.random(in: 1...40, using: &generator)
    return (0..<count).map { _ in Self.bits.randomElement(using: &generator)! }.joined()
  }

  @Test("redacting what is redacted changes nothing", arguments: 0..<40)
  func idempotent(block: UInt64) {
    for seed in block * 100..<block * 100 + 100 {
      let text = text(seed: seed)
      let once = Self.redactor.redacted(text).text
      #expect(Self.redactor.redacted(once).text == once, "seed \(seed): \(text.debugDescription)")
    }
  }

  @Test("any bytes are fine, and what is not hidden stays byte for byte", arguments: 0..<20)
  func anyBytes(block: UInt64) {
    var generator = TestGenerator(state: block)
    for _ in 0..<50 {
      let count = Int.random(in: 0...200, using: &generator)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      check(bytes)
    }
  }

  @Test("places ascend, never overlap, and lead from one text to the other", arguments: 0..<20)
  func places(block: UInt64) {
    for seed in block * 50..<block * 50 + 50 { check(Array(text(seed: seed &+ 77_000).utf8)) }
  }

  private func check(_ bytes: [UInt8]) {
    var numbering = RedactionNumbering()
    let redacted = Self.redactor.redacted(bytes.span, numbering: &numbering)
    var at = 0
    var rebuilt: [UInt8] = []
    for edit in redacted.edits {
      #expect(edit.original.lowerBound >= at && !edit.original.isEmpty)
      rebuilt += bytes[at..<edit.original.lowerBound]
      rebuilt += Array("[\(edit.kind.name)_\(edit.number)]".utf8)
      #expect(redacted.range(of: edit.original) == edit.redacted)
      at = edit.original.upperBound
    }
    rebuilt += bytes[at...]
    #expect(rebuilt == redacted.bytes)
    // Outside of placeholders a byte is found again where the map says.
    for i in bytes.indices where !redacted.edits.contains(where: { $0.original.contains(i) }) {
      let place = redacted.range(of: i..<i + 1)
      #expect(place.count == 1 && redacted.bytes[place.lowerBound] == bytes[i])
    }
  }

  @Test("texts of one record share their numbers")
  func record() {
    var numbering = RedactionNumbering()
    let first = Self.redactor.redacted(Array("a@x.example".utf8).span, numbering: &numbering)
    let second = Self.redactor.redacted(
      Array("b@x.example or A@X.example".utf8).span, numbering: &numbering)
    #expect(first.text == "[EMAIL_1]" && second.text == "[EMAIL_2] or [EMAIL_1]")
  }

  @Test("joined texts keep their places")
  func joined() {
    var numbering = RedactionNumbering()
    var whole = RedactedText()
    for text in ["mail a@x.example", "", "212-555-0123 now"] {
      whole.join(Self.redactor.redacted(Array(text.utf8).span, numbering: &numbering))
    }
    #expect(whole.text == "mail [EMAIL_1]\n\n[PHONE_1] now")
    // "now" in the joined original: 16 bytes, a blank line, 13 bytes.
    #expect(whole.range(of: 31..<34) == 26..<29)
    #expect(whole.range(of: 5..<20) == 5..<25)
  }

  // Counted as in LinearTimeTests: twice the bytes, twice the placeholders; anything quadratic
  // takes minutes at this size.
  @Test(
    "twice the bytes give twice the findings, and 32 KiB are no trouble",
    .timeLimit(.minutes(1)),
    arguments: [
      "1", "1 ", "11-", "1.", "1:", "@", "a@", "a@a.", "a", "a.", "A ", "my name is ", "Dear ",
      "password: ", "password:", "https://", "https://a?token=", "www.", "order ", "order:",
      "card ",
      "phone ", "address ", "address: 1 A ", "12 Oak ", "GB29", "GB29 ", "::", "a:", "00:", "eyJ",
      "eyJ.", "[EMAIL_", "[EMAIL_1]", "[", "Regards,\n", "+", "(", "+1(", "#1", "水", "'", "a'",
      "\n",
      "Anna ", "I'm Anna ", "1Z", "0x", "St ", "de ", "P.O. Box 1 ", "Apt 1 ", "at ", "a at a dot ",
      "x@y.example ", "4111 1111 1111 1111 ", "1 Oak Street, ", "sk_live_", "DOB 1",
    ])
  func linear(unit: String) {
    func count(_ bytes: Int) -> Int {
      let unit = Array(unit.utf8)
      let text = Array((0..<bytes / unit.count).map { _ in unit }.joined())
      var found: [Redaction] = []
      Self.redactor.findings(in: text.span, into: &found)
      return found.count
    }
    let half = count(1 << 14)
    let whole = count(1 << 15)
    #expect(
      half <= 2 ? whole <= 3 : abs(whole - 2 * half) <= max(3, half / 20), "\(half), \(whole)")
  }
}
