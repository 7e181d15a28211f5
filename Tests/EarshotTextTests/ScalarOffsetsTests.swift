import Testing

@testable import EarshotText

@Suite struct ScalarOffsetsTests {
  @Test("byte offsets become counts of scalars")
  func counts() {
    let bytes = Array("aé€👍b".utf8)  // 1, 2, 3, 4 and 1 bytes
    let result = ScalarOffsets.scalarOffsets(
      ofByteOffsets: [0, 1, 3, 3, 6, 10, 11], in: bytes.span)
    #expect(result == [0, 1, 2, 2, 3, 4, 5])
  }

  @Test("offsets of tokens select their text by scalars")
  func tokens() {
    let reader = Reader("Schöne 👍🏽 Grüße, can’t wait")
    let scalars = Array(String(decoding: reader.bytes, as: UTF8.self).unicodeScalars)
    let offsets = reader.tokens.flatMap { [Int($0.start), Int($0.end)] }
    let counts = ScalarOffsets.scalarOffsets(ofByteOffsets: offsets, in: reader.bytes.span)
    for (k, original) in reader.originals.enumerated() {
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars[counts[2 * k]..<counts[2 * k + 1]])
      #expect(String(text) == original)
    }
  }
}
