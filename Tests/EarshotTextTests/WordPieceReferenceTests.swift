import Foundation
import TestSupport
import Testing

@testable import EarshotText

#if canImport(CXXHash)
  import CXXHash
#endif

/// The ids equal those of the reference tokenizer (Hugging Face's `tokenizers` 0.23.3), stored by
/// tools/embedding/reference.py.
@Suite(
  .enabled("no models/embedding-en.table or no Tests/Fixtures/embedding here") {
    ShippedPieces.shared != nil && WordPieceReference.stored != nil
  })
struct WordPieceReferenceTests {
  let pieces: WordPieces
  let reference: WordPieceReference

  init() throws {
    pieces = try #require(ShippedPieces.shared).pieces
    reference = try #require(WordPieceReference.stored)
  }

  @Test("strings made by hand and at random have the reference's ids")
  func strings() {
    #expect(reference.lines.count > 500)
    for line in reference.lines {
      let scalars = line.text.unicodeScalars.map { String($0.value, radix: 16) }
      #expect(pieces.ids(line.text) == line.ids, "\(scalars.joined(separator: " "))")
    }
  }

  #if canImport(CXXHash)
    /// XXH3-64 of all ids, 0xFFFFFFFF behind each text: what reference.py calls a digest.
    private func digest(_ texts: some Sequence<[UInt8]>) -> WordPieceReference.Digest {
      var all: [UInt32] = []
      var ids: [UInt32] = []
      var scratch = WordPieces.Scratch()
      var count = 0
      for text in texts {
        pieces.ids(of: text.span, into: &ids, scratch: &scratch)
        all += ids
        all.append(.max)
        count += 1
      }
      let hash = all.withUnsafeBytes { XXH3_64bits($0.baseAddress, $0.count) }
      let digits = String(hash, radix: 16)
      let padded = String(repeating: "0", count: 16 - digits.count) + digits
      return .init(texts: count, pieces: all.count - count, xxh3_64: padded)
    }

    @Test("every scalar, alone and inside a word, has the reference's ids")
    func everyScalar() {
      let blocks: [ClosedRange<UInt32>] = [
        0...0xD7FF, 0xE000...0x1FFFF, 0x20000...0x323FF, 0xE0000...0xE01FF,
      ]
      let scalars = blocks.joined().compactMap(Unicode.Scalar.init)
      let texts = stride(from: 0, to: scalars.count, by: 256).map { start in
        let line = scalars[start..<min(start + 256, scalars.count)].map { "a\($0)b \($0)" }
        return Array(line.joined(separator: " ").utf8)
      }
      #expect(digest(texts) == reference.head.every_scalar)
    }

    @Test(
      "every text of the shared data sets has the reference's ids",
      .enabled("no ../shared/data here") { SharedData.path("banking77.csv") != nil })
    func sharedTexts() throws {
      #expect(reference.sets.count >= 10)
      for (name, expected) in reference.sets {
        guard let path = SharedData.path(name) else { continue }
        let file = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(digest(texts(ofTable: [UInt8](file))) == expected, "\(name)")
      }
    }
  #endif

  /// The cells of the column `text` of a CSV file (RFC 4180).
  private func texts(ofTable file: [UInt8]) -> [[UInt8]] {
    var texts: [[UInt8]] = []
    var row: [[UInt8]] = []
    var cell: [UInt8] = []
    var column: Int?
    var isQuoted = false
    var i = file.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while i < file.count {
      let byte = file[i]
      i += 1
      if isQuoted {
        if byte != 0x22 {
          cell.append(byte)
        } else if i < file.count, file[i] == 0x22 {
          cell.append(byte)
          i += 1
        } else {
          isQuoted = false
        }
        continue
      }
      switch byte {
      case 0x22: isQuoted = true
      case 0x0D: break
      case 0x2C, 0x0A:
        row.append(cell)
        cell.removeAll(keepingCapacity: true)
        guard byte == 0x0A else { continue }
        if let column {
          texts.append(row[column])
        } else {
          column = row.firstIndex(of: Array("text".utf8))
        }
        row.removeAll(keepingCapacity: true)
      default: cell.append(byte)
      }
    }
    return texts
  }
}
