import Testing

@testable import EarshotText

/// Known answers of the authors' page of test vectors, isthe.com/chongo/tech/comp/fnv (`test_fnv.c`, 2012).
@Suite struct FNV1aTests {
  @Test(
    "the hashes of the authors' test vectors",
    arguments: [
      ("", "cbf29ce484222325"), ("a", "af63dc4c8601ec8c"), ("foobar", "85944171f73967e8"),
    ])
  func vectors(_ text: String, _ hex: String) {
    var hash = FNV1a()
    hash.combine(text.utf8)
    #expect(hash.hex == hex)
    var part = FNV1a()
    part.combine(Array("x\(text)y".utf8).span, 1, 1 + text.utf8.count)
    #expect(part == hash)
  }

  @Test("the folded hash is the low half xor the high one, below")
  func folded() {
    // "a": 8601ec8c xor af63dc4c = 296230c0.
    var hash = FNV1a()
    hash.combine(UInt8(ascii: "a"))
    #expect(UInt32(truncatingIfNeeded: hash.folded) == 0x2962_30C0)
  }
}
