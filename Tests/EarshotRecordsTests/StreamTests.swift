import Foundation
import Testing

@testable import EarshotRecords

@Suite("Compressed and encoded input")
struct StreamTests {
  @Test("gzip is told by its first bytes and inflated")
  func gzip() throws {
    let reading = try Reading(Gzip.tickets)
    #expect(reading.plan.isGzip)
    #expect(reading.plan.format == .csv)
    #expect(reading.texts == [String](repeating: "the card is late", count: 40))
  }

  @Test("a gzip file of several members is read to its end")
  func gzipMembers() throws {
    let first = Gzip.stored(Array("{\"text\":\"a\"}\n{\"te".utf8))
    let second = Gzip.stored(Array("xt\":\"b\"}\n".utf8))
    #expect(try Reading(first + second + [0, 0, 0]).texts == ["a", "b"])
  }

  @Test("of a gzip file that is cut off the complete records are read, then the place is named")
  func gzipCutOff() throws {
    let whole = Gzip.stored(Array("{\"text\":\"a\"}\n{\"text\":\"b\"}\n{\"text\":\"c\"}\n".utf8))
    // 10 bytes of header, 5 of the block's, two lines of 13 and one byte of the third.
    let reading = try Reading(Array(whole[..<42]))
    #expect(reading.texts == ["a", "b"])
    #expect(
      reading.error?.message
        == "tickets: gzip ends early at byte 42. The records before it were read;"
        + " copy or download the file again.")
  }

  @Test("a gzip file without its last byte is cut off too")
  func gzipTrailerCutOff() throws {
    let reading = try Reading(Array(Gzip.tickets.dropLast()))
    #expect(reading.records.count == 40)
    #expect(reading.error == .gzipEndsEarly(path: "tickets", byte: Gzip.tickets.count - 1))
  }

  @Test("a gzip file with a flipped bit is damaged")
  func gzipDamaged() throws {
    var damaged = Gzip.stored(Array("{\"text\":\"a\"}\n".utf8))
    damaged[20] ^= 1
    let reading = try? Reading(damaged)
    #expect(reading == nil || reading?.error != nil)
  }

  @Test("UTF-16 with a byte order mark is read", arguments: [true, false])
  func utf16(_ isLittle: Bool) throws {
    let text = "\u{FEFF}id,text\n1,caf\u{E9} \u{1F600}\n"
    let reading = try Reading(utf16Bytes(text, isLittle))
    #expect(reading.texts == ["café 😀"])
    #expect(reading.plan.encoding == (isLittle ? .utf16LittleEndian : .utf16BigEndian))
  }

  @Test("a lone surrogate in UTF-16 is reported for its record alone")
  func loneSurrogate() throws {
    var bytes = utf16Bytes("\u{FEFF}id,text\n1,a", true)
    bytes += [0x00, 0xD8] + utf16Bytes("\n2,b\n", true)
    #expect(try Reading(bytes).codes == [.invalidUTF8, nil])
  }

  @Test("windows-1252 and latin-1 are read when they are named")
  func singleByte() throws {
    let bytes = Array("id,text\n1,".utf8) + [0xE9, 0x80, 0x9D, 0x93] + Array("\n".utf8)
    // The table of the WHATWG encoding standard: 80 is the euro sign, 93 a quote, 9D stays.
    #expect(try Reading(bytes, .with { $0.encoding = .windows1252 }).texts == ["é€\u{9D}“"])
    #expect(try Reading(bytes, .with { $0.encoding = .latin1 }).texts == ["é\u{80}\u{9D}\u{93}"])
  }

  @Test("a directory, a missing file and a file without permission are named")
  func openErrors() throws {
    try withTemporaryFolder { folder in
      #expect(
        throws: InputError.isDirectory(path: folder)
      ) { try RecordReader(path: folder, options: ReadOptions()).planned() }
      let missing = folder + "/none.csv"
      #expect(throws: InputError.notFound(path: missing)) {
        try RecordReader(path: missing, options: ReadOptions()).planned()
      }
    }
    #expect(InputError.opening("x", errno: 13) == .permissionDenied(path: "x"))
  }

  @Test("a file of many reads is read through its path, as JSON lines and as one array")
  func file() throws {
    let lines = (0..<20_000).map { "{\"id\":\($0),\"text\":\"the card is \($0) days late\"}" }
    try withTemporaryFolder { folder in
      for (name, content) in [
        ("a.jsonl", lines.joined(separator: "\n")),
        ("a.json", "[" + lines.joined(separator: ",") + "]"),
      ] {
        let path = folder + "/" + name
        try Data(content.utf8).write(to: URL(fileURLWithPath: path))
        var reader = try RecordReader(path: path, options: ReadOptions())
        var batch = RecordBatch()
        var next = 0
        while try reader.read(into: &batch, limit: 512) {
          for i in batch.records.indices {
            #expect(batch.text(of: i) == "the card is \(next) days late")
            next += 1
          }
        }
        #expect(next == 20_000)
      }
    }
  }

  @Test("a record is handed over before the next one has come")
  func neverWaits() throws {
    let pieces = ["{\"text\":\"a\"}\n{\"text\":\"b\"}\n{\"te", "xt\":\"c\"}\n"].map {
      Array($0.utf8)
    }
    var reader = try RecordReader(
      source: ByteSource(path: "-", pieces: pieces), path: "-", options: .everyLine)
    var batch = RecordBatch()
    #expect(try reader.read(into: &batch, limit: 100))
    #expect(batch.records.count == 2)
    #expect(try reader.read(into: &batch, limit: 100))
    #expect(batch.records.count == 1)
    let goesOn = try reader.read(into: &batch, limit: 100)
    #expect(!goesOn)
  }

  @Test("a batch holds no more records than the limit")
  func limit() throws {
    var reader = try RecordReader(
      source: ByteSource(path: "-", pieces: [Array("{}\n{}\n{}\n".utf8)]), path: "-",
      options: .everyLine)
    var batch = RecordBatch()
    var sizes: [Int] = []
    while try reader.read(into: &batch, limit: 2) { sizes.append(batch.records.count) }
    #expect(sizes == [2, 1])
  }

  private func utf16Bytes(_ text: String, _ isLittle: Bool) -> [UInt8] {
    text.utf16.flatMap { unit in
      let (low, high) = (UInt8(unit & 0xFF), UInt8(unit >> 8))
      return isLittle ? [low, high] : [high, low]
    }
  }
}

extension RecordReader {
  /// Ends the reader; for tests of what `init` throws.
  consuming func planned() {}
}

/// Gzip made by hand (RFC 1952 around stored blocks of RFC 1951), and a file of Python 3.11's gzip.
enum Gzip {
  static func stored(_ bytes: [UInt8]) -> [UInt8] {
    let length = UInt16(bytes.count)
    return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1]
      + [UInt8(length & 0xFF), UInt8(length >> 8), UInt8(~length & 0xFF), UInt8(~length >> 8)]
      + bytes + little(crc32(bytes)) + little(UInt32(bytes.count))
  }

  private static func little(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc = UInt32.max
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }

  /// `id,text` and forty rows `n,the card is late`.
  static let tickets: [UInt8] = [
    0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x6D, 0xD2, 0xBD, 0x0D, 0x83,
    0x40, 0x10, 0x44, 0xE1, 0x9C, 0x2A, 0xAE, 0x00, 0x02, 0x66, 0x06, 0xFC, 0x53, 0x0E, 0x32,
    0x27, 0x81, 0xE4, 0xC8, 0xBE, 0xC0, 0xE5, 0xBB, 0x80, 0x7D, 0xE9, 0x8B, 0xF6, 0xD3, 0xEC,
    0x75, 0xCC, 0xA3, 0xFF, 0xC6, 0xA4, 0x79, 0x9C, 0xBD, 0xBD, 0xF6, 0xCF, 0xD1, 0xAE, 0x6F,
    0x7B, 0xEF, 0xA3, 0x4F, 0xAE, 0x29, 0x35, 0xAD, 0x35, 0x6D, 0x35, 0xDD, 0x6A, 0xBA, 0xD7,
    0xF4, 0xA8, 0xE9, 0x59, 0x93, 0x16, 0x68, 0x70, 0xBF, 0x00, 0x20, 0x10, 0x08, 0x08, 0x02,
    0x83, 0x00, 0x21, 0x50, 0x08, 0x18, 0x02, 0x87, 0xC1, 0x61, 0xDA, 0x01, 0x1C, 0x06, 0x87,
    0xC1, 0x61, 0x70, 0x18, 0x1C, 0x06, 0x87, 0xC1, 0x61, 0x70, 0x04, 0x1C, 0x01, 0x47, 0xE8,
    0xA1, 0xC0, 0x11, 0x70, 0x04, 0x1C, 0x01, 0x47, 0xC0, 0x11, 0x70, 0x04, 0x1C, 0x2B, 0x38,
    0xFE, 0xE5, 0x5B, 0x52, 0xBB, 0x1F, 0x03, 0x00, 0x00,
  ]
}
