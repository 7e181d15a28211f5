import Foundation
import TestSupport

@testable import EarshotText

extension WordPieces {
  /// The ids of a text, in new memory.
  func ids(_ text: String) -> [UInt32] { ids(Array(text.utf8)) }

  func ids(_ bytes: [UInt8]) -> [UInt32] {
    var ids: [UInt32] = []
    var scratch = Scratch()
    self.ids(of: bytes.span, into: &ids, scratch: &scratch)
    return ids
  }

  /// The pieces of a text, written out and joined by blanks.
  func pieces(_ text: String) -> String {
    ids(text).map { String(decoding: piece($0), as: UTF8.self) }.joined(separator: " ")
  }

  /// A vocabulary for tests, small enough to check by hand.
  static let small = WordPieces(
    pieces: [
      "[UNK]", "un", "##aff", "##able", "##ab", "##le", "a", "##a", "##b", "b", "cafe", "strasse",
      "stra", "i", "!", "?", ",", "-", "中", "文", "ᄒ", "##ᅡ", "##ᆫ", "ς", "σ", ";", "<", "…",
      "x", "##x", "##", "[CLS]", "##able!",
    ].map { Array($0.utf8) })!
}

/// The vocabulary of the shipped table: what the reference ids are numbers of.
final class ShippedPieces: Sendable {
  let pieces: WordPieces

  static let projectRoot = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Nil on a machine without the table.
  static let shared = ShippedPieces()

  /// Reads the first section of models/embedding-en.table, whose card describes the format: at 8 the
  /// number of pieces, at 16 and 24 where the vocabulary lies and its size.
  private init?() {
    let path = Self.projectRoot.appendingPathComponent("models/embedding-en.table")
    guard let table = try? Data(contentsOf: path) else { return nil }
    func number<T: FixedWidthInteger>(at offset: Int, _: T.Type) -> Int {
      Int((0..<T.bitWidth / 8).reversed().reduce(T(0)) { $0 << 8 | T(table[offset + $1]) })
    }
    let count = number(at: 8, UInt32.self)
    let start = number(at: 16, UInt64.self)
    let text = start + 4 * (count + 1)
    let ends = (0...count).map { text + number(at: start + 4 * $0, UInt32.self) }
    guard
      let pieces = WordPieces(pieces: zip(ends, ends.dropFirst()).map { [UInt8](table[$0..<$1]) })
    else { return nil }
    self.pieces = pieces
  }
}

/// Ids that the reference tokenizer gave, from Tests/Fixtures/embedding.
struct WordPieceReference {
  struct Line: Decodable {
    var text: String
    var ids: [UInt32]
  }

  struct Digest: Decodable, Equatable {
    var texts: Int
    var pieces: Int
    var xxh3_64: String
  }

  struct Head: Decodable {
    var every_scalar: Digest
  }

  struct Sets: Decodable {
    var sets: [String: Digest]
  }

  var head: Head
  var lines: [Line]
  var sets: [String: Digest]

  /// Nil without the files.
  static let stored = try? WordPieceReference()

  private init() throws {
    let folder = ShippedPieces.projectRoot.appendingPathComponent("Tests/Fixtures/embedding")
    let file = try Data(contentsOf: folder.appendingPathComponent("wordpiece.jsonl"))
    let rows = file.split(separator: 0x0A)
    head = try JSONDecoder().decode(Head.self, from: rows[0])
    lines = try rows.dropFirst().map { try JSONDecoder().decode(Line.self, from: $0) }
    let digests = try Data(contentsOf: folder.appendingPathComponent("sets.json"))
    sets = try JSONDecoder().decode(Sets.self, from: digests).sets
  }
}
