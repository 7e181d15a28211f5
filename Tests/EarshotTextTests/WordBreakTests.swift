import Foundation
import Testing

@testable import EarshotText

/// Unicode's own test of UAX #29, where Debian's package unicode-data is installed.
@Suite struct WordBreakTests {
  private static let path = "/usr/share/unicode/auxiliary/WordBreakTest.txt"
  static let isInstalled = FileManager.default.fileExists(atPath: path)

  private struct Line {
    var number: Int
    var scalars: [UInt32]
    var bytes: [UInt8]
    var boundaries: Set<Int>
  }

  private func lines() throws -> [Line] {
    let file = try String(contentsOfFile: Self.path, encoding: .utf8)
    var result: [Line] = []
    for (index, row) in file.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let test = row.prefix { $0 != "#" }.split(whereSeparator: { $0 == " " || $0 == "\t" })
      guard !test.isEmpty else { continue }
      var line = Line(number: index + 1, scalars: [], bytes: [], boundaries: [])
      for part in test {
        switch part {
        case "÷": line.boundaries.insert(line.bytes.count)
        case "×": break
        default:
          let value = try #require(UInt32(part, radix: 16))
          line.scalars.append(value)
          line.bytes += Array(String(try #require(Unicode.Scalar(value))).utf8)
        }
      }
      result.append(line)
    }
    return result
  }

  @Test(
    "the plain segmenter agrees with every line of WordBreakTest.txt",
    .enabled(if: isInstalled, "unicode-data is not installed: no WordBreakTest.txt"))
  func plainSegmenter() throws {
    let lines = try lines()
    #expect(lines.count > 1_800)
    for line in lines {
      var found: Set<Int> = [0]
      var i = 0
      while i < line.bytes.count {
        i = WordBreak.segment(line.bytes.span, from: i).end
        found.insert(i)
      }
      #expect(found == line.boundaries, "line \(line.number)")
    }
  }

  @Test(
    "tokens begin and end at boundaries of UAX #29, but for the two deviations in docs/text.md",
    .enabled(if: isInstalled, "unicode-data is not installed: no WordBreakTest.txt"))
  func tokens() throws {
    for line in try lines() {
      let deviates = Reader(bytes: line.bytes).tokens.contains {
        !line.boundaries.contains(Int($0.start)) || !line.boundaries.contains(Int($0.end))
      }
      let mayDeviate = hasStopBetweenLetters(line.scalars) || hasStrayJoiner(line)
      #expect(deviates == mayDeviate, "line \(line.number)")
    }
  }

  /// A zero-width joiner at the beginning of a segment belongs to the emoji behind it there, and
  /// to nothing here.
  private func hasStrayJoiner(_ line: Line) -> Bool {
    line.boundaries.contains { offset in
      guard offset < line.bytes.count else { return false }
      let joiner = UTF8Scalar(line.bytes.span, at: offset)
      guard joiner.value == 0x200D, offset + joiner.length < line.bytes.count else { return false }
      return UTF8Scalar(line.bytes.span, at: offset + joiner.length).kind == ScalarClass.emoji
    }
  }

  /// `.` or `:` between letters ends a word here and joins it there.
  private func hasStopBetweenLetters(_ scalars: [UInt32]) -> Bool {
    let kinds = scalars.map { ScalarClass.of($0) & ScalarClass.kindMask }
    let kept = scalars.indices.filter { $0 == 0 || !WordBreak.isIgnored(kinds[$0]) }
    for k in kept.indices.dropFirst().dropLast()
    where [0x2E, 0x3A].contains(scalars[kept[k]])
      && WordBreak.isLetter(kinds[kept[k - 1]]) && WordBreak.isLetter(kinds[kept[k + 1]])
    {
      return true
    }
    return false
  }

  @Test("the fast path over ASCII and the general rules cut the same words")
  func fastPathAgrees() {
    let alphabet = Array("abcXYZ019_'  ,\n".utf8)
    for seed in UInt64(1)...300 {
      var generator = TestGenerator(state: seed)
      let bytes = (0..<40).map { _ in alphabet.randomElement(using: &generator)! }
      var expected: [Range<Int>] = []
      var i = 0
      while i < bytes.count {
        let end = WordBreak.segment(bytes.span, from: i).end
        if bytes[i..<end].contains(where: ByteClass.isAlphanumeric) { expected.append(i..<end) }
        i = end
      }
      #expect(Reader(bytes: bytes).tokens.map(\.byteRange) == expected, "seed \(seed)")
    }
  }
}
