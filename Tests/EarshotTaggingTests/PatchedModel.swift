import CXXHash
import Foundation
import Testing

@testable import EarshotTagging

/// What opening says of some bytes: nil when they are a model.
func refusal(_ bytes: [UInt8]) -> ModelFileError? {
  do throws(ModelFileError) {
    let tagger = try Tagger(bytes: bytes, name: "m.earshot")
    // Whatever was accepted must also tag without a trap.
    _ = tagger.tags("i was charged twice and cannot log in", evidence: true)
    return nil
  } catch { return error }
}

/// Sentences as docs/model-format.md and the style guide promise them.
enum Sentence {
  static let notAModel =
    "m.earshot: not an Earshot model. Expected a file made by `earshot train`."
  static let checksum =
    "m.earshot: the model is damaged: its checksum does not match. Copy it again from where it came."
  static func cutOff(_ bytes: Int, of expected: Int) -> String {
    "m.earshot: the model is cut off: \(bytes) of \(expected) bytes. Copy it again from where it came."
  }
  static func newer(_ version: UInt32) -> String {
    "m.earshot: the model has format \(version); this program reads up to 3. Use a newer earshot, or train the model again with this one."
  }
  static func inconsistent(_ part: String) -> String {
    "m.earshot: the model is damaged: its \(part) does not fit the rest. Train it again."
  }
}

/// The bytes of a model, to be changed and sealed again with the right checksum.
struct PatchedModel {
  var bytes: [UInt8]

  init(_ bytes: [UInt8] = Training.model) { self.bytes = bytes }

  func number<Number: FixedWidthInteger>(at offset: Int, as: Number.Type) -> Number {
    (0..<MemoryLayout<Number>.size).reduce(0) { $0 | Number(bytes[offset + $1]) << ($1 * 8) }
  }

  mutating func set<Number: FixedWidthInteger>(_ value: Number, at offset: Int) {
    withUnsafeBytes(of: value.littleEndian) {
      bytes.replaceSubrange(offset..<offset + $0.count, with: $0)
    }
  }

  /// The entry of a section in the table of contents; `field` is a space's number for some kinds.
  func entry(_ kind: UInt32, field: UInt32 = 0) -> Int {
    (0..<Int(number(at: 12, as: UInt32.self))).map { 32 + 24 * $0 }
      .first {
        number(at: $0, as: UInt32.self) == kind && number(at: $0 + 4, as: UInt32.self) == field
      }!
  }

  func range(_ kind: UInt32, field: UInt32 = 0) -> Range<Int> {
    let entry = entry(kind, field: field)
    let start = Int(number(at: entry + 8, as: UInt64.self))
    return start..<start + Int(number(at: entry + 16, as: UInt64.self))
  }

  /// Changes the text of the card; it must not grow beyond the padding after it.
  mutating func editCard(_ find: String, _ replacement: String) {
    let range = range(1)
    let card = String(decoding: bytes[range], as: UTF8.self)
    #expect(card.contains(find), "the card has no \(find)")
    var edited = Array(card.replacingOccurrences(of: find, with: replacement).utf8)
    precondition(edited.count <= range.count + 600)
    while edited.count < range.count { edited.append(UInt8(ascii: " ")) }
    if edited.count > range.count {
      // Appended as a new last part of the file: offsets of the others stay.
      bytes.removeLast(8)
      set(UInt64(bytes.count), at: entry(1) + 8)
      set(UInt64(edited.count), at: entry(1) + 16)
      bytes += edited
      bytes += [UInt8](repeating: 0, count: (64 - bytes.count % 64) % 64 + 8)
      set(UInt64(bytes.count), at: 16)
    } else {
      bytes.replaceSubrange(range, with: edited)
    }
  }

  /// The bytes with their length and checksum made right.
  func sealed() -> [UInt8] {
    var copy = self
    copy.set(UInt64(bytes.count), at: 16)
    let body = bytes.count - 8
    copy.set(copy.bytes.withUnsafeBytes { XXH3_64bits($0.baseAddress, body) }, at: body)
    return copy.bytes
  }
}
