import Testing

@testable import EarshotRecords

/// Cases by hand after RFC 8259, in the spirit of JSONTestSuite (N. Seriot, "Parsing JSON is a
/// Minefield", 2016).
@Suite("The JSON scanner")
struct JSONScannerTests {
  static let valid: [String] = [
    "0", "-0", "1e999", "-1E+05", "1.0e-3", "123456789012345678901234567890", "0.1", "true",
    "false",
    "null", "\"\"", "\"\\u0000\"", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\uD83D\\uDE00\"",
    "\"\\ud800\"", "\"é😀\u{7F}\"", "[]", "[ ]", "{}", "{ }", "[1,2 , 3]", "{\"a\":{\"b\":[{}]}}",
    "{\"\":0}", "{\"a\":1,\"a\":2}", " \t\r\n[1]\n", "[\"\u{2028}\"]", "{\"a\" : \"b\" }",
    "[[[[[[]]]]]]", "\"\u{10FFFF}\"",
  ]
  static let invalid: [String] = [
    "", " ", "01", "-", "-a", "+1", ".5", "1.", "1.e1", "1e", "1e+", "0x1", "Infinity", "NaN",
    "tru",
    "True", "nulll", "\"", "\"a", "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"", "\"\\",
    "\"a\nb\"", "\"\t\"", "\"\u{0}\"", "'a'", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1}",
    "{", "}", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{a:1}", "{1:1}",
    "{\"a\" 1}", "{\"a\"::1}", "{,}", "{\"a\":1]", "1 2", "[] []", "{}x", "//\n1", "/**/1",
    "\u{FEFF}1", "\u{A0}1", "[1\u{C}]", "-01", "2.e3", "1,", "{\"a\":\"b\"}#", "\"\\U0041\"",
  ]

  private func scan(_ bytes: [UInt8]) throws(JSONFailure) -> [Slot] {
    var scanner = JSONScanner()
    var members: [Slot] = []
    _ = try scanner.scan(bytes, in: 0..<bytes.count, members: &members)
    return members
  }

  @Test("valid JSON is accepted", arguments: valid)
  func accepts(_ text: String) {
    #expect(throws: Never.self) { try scan(Array(text.utf8)) }
  }

  @Test("anything else is refused", arguments: invalid)
  func refuses(_ text: String) {
    #expect(throws: JSONFailure.self) { try scan(Array(text.utf8)) }
  }

  /// RFC 3629: continuation alone, overlong forms, a surrogate, past U+10FFFF, cut off.
  @Test(
    "ill-formed UTF-8 in a string is refused",
    arguments: [
      [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
      [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80],
      [0xF5, 0x80, 0x80, 0x80],
      [0xFE], [0xFF], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98],
    ] as [[UInt8]])
  func refusesBytes(_ bytes: [UInt8]) {
    #expect(throws: JSONFailure.invalidUTF8(at: 1)) { try scan([0x22] + bytes + [0x22]) }
  }

  @Test("the UTF-8 check agrees with the standard library on random bytes")
  func utf8AgreesWithStandardLibrary() {
    var generator = SplitMix(seed: 5)
    let pool: [UInt8] = [
      0x41, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC2, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5,
    ]
    for _ in 0..<5000 {
      let bytes = (0..<5).map { _ in pool.randomElement(using: &generator)! }
      let isValid = UTF8Validation.firstInvalidByte(bytes.span, in: 0..<5) == nil
      #expect(isValid == (String(validating: bytes, as: UTF8.self) != nil), "\(bytes)")
    }
  }

  @Test("1,000 levels are read, 1,001 are not")
  func depth() {
    func nested(_ depth: Int) -> [UInt8] {
      [UInt8](repeating: 0x5B, count: depth) + [UInt8](repeating: 0x5D, count: depth)
    }
    #expect(throws: Never.self) { try scan(nested(1000)) }
    #expect(throws: JSONFailure.tooDeep(at: 1000)) { try scan(nested(1001)) }
  }

  @Test("the members of the outermost object are found, and only they")
  func members() throws {
    let text = Array(#" {"a": 1 , "b\n":{"c":[2,{"d":3}]}, "e" :"x" } "#.utf8)
    let members = try scan(text)
    #expect(members.map { String(decoding: text[$0.key], as: UTF8.self) } == ["a", #"b\n"#, "e"])
    #expect(
      members.map { String(decoding: text[$0.value], as: UTF8.self) } == [
        "1", #"{"c":[2,{"d":3}]}"#, "\"x\"",
      ])
  }

  @Test("an error names the byte and what was expected")
  func errors() {
    #expect(throws: JSONFailure.unexpected(at: 4, expected: .colon)) {
      try scan(Array("{\"a\"1}".utf8))
    }
    #expect(throws: JSONFailure.unexpected(at: 1, expected: .key)) { try scan(Array("{a:1}".utf8)) }
    #expect(throws: JSONFailure.endsEarly(expected: .commaOrBracket)) { try scan(Array("[1".utf8)) }
    #expect(throws: JSONFailure.unexpected(at: 1, expected: .endOfText)) {
      try scan(Array("01".utf8))
    }
  }
}
