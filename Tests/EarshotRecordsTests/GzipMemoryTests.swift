import Foundation
import Testing

@testable import EarshotRecords

@Suite("Gzip in constant memory")
struct GzipMemoryTests {
  @Test("gzip of 64 MB of one line is read with a few MiB in memory")
  func constantMemory() throws {
    let gzip = RepeatedLine.gzip(matches: 260_040, crc: 0x0C19_609C)
    let plain = RepeatedLine.lines(65_000)
    var window = InputWindow(
      source: ByteSource(path: "t", pieces: [gzip]), path: "t", encoding: nil)
    var lines = 0
    var most = 0
    var isEqual = true
    while !window.isAtEnd {
      try window.fill()
      most = max(most, window.bytes.capacity)
      guard window.count <= plain.count else { break }
      isEqual = isEqual && Data(window.bytes) == plain.prefix(window.count)
      // As a reader does: what is left is the line that the next bytes complete.
      lines += window.count / RepeatedLine.length
      window.consume(window.count / RepeatedLine.length * RepeatedLine.length)
    }
    #expect(most <= 4 << 20)
    #expect(isEqual)
    #expect(window.isAtEnd && window.count == 0)
    #expect(lines == 2_033_041)
  }

  @Test(
    "however gzip arrives, it gives the bytes of the plain file",
    arguments: [1, 2, 3, 17, 1000, 20_000, .max])
  func chunks(_ size: Int) throws {
    // Two members, the first of several MiB.
    let gzip = RepeatedLine.threeMiB + Gzip.stored(Array("the end".utf8))
    let read = Inflated(gzip, readsOf: size)
    #expect(read.error == nil)
    #expect(read.bytes == RepeatedLine.threeMiBPlain + Data("the end".utf8))
  }

  @Test(
    "damage is named at its byte, after all the bytes before it",
    arguments: [1, 2, 3, 17, 1000, 20_000, .max])
  func damage(_ size: Int) throws {
    var gzip = RepeatedLine.threeMiB
    // The checksum: four bytes, before the four of the length.
    gzip[gzip.count - 5] ^= 1
    let read = Inflated(gzip, readsOf: size)
    #expect(read.error == .gzipDamaged(path: "t", byte: gzip.count - 4))
    #expect(read.bytes == RepeatedLine.threeMiBPlain)
  }

  @Test(
    "an early end is named at its byte, after all the bytes before it",
    arguments: [1, 2, 3, 17, 1000, 20_000, .max])
  func earlyEnd(_ size: Int) throws {
    let gzip = Array(RepeatedLine.threeMiB.dropLast(3))
    let read = Inflated(gzip, readsOf: size)
    #expect(read.error == .gzipEndsEarly(path: "t", byte: gzip.count))
    #expect(read.bytes == RepeatedLine.threeMiBPlain)
  }
}

/// All that a window gives, without consuming, and the error that ends it.
private struct Inflated {
  var bytes = Data()
  var error: InputError?

  init(_ input: [UInt8], readsOf size: Int) {
    let pieces = stride(from: 0, to: input.count, by: min(size, input.count)).map {
      Array(input[$0..<min($0 + min(size, input.count), input.count)])
    }
    var window = InputWindow(
      source: ByteSource(path: "t", pieces: pieces), path: "t", encoding: nil)
    do throws(InputError) {
      while !window.isAtEnd { try window.fill() }
    } catch {
      self.error = error
    }
    bytes = Data(window.bytes)
  }
}

/// One line again and again, as gzip made by hand: the line as a stored block, then a block of
/// fixed codes that copies it (RFC 1951, 3.2.5 and 3.2.6).
private enum RepeatedLine {
  static let line = Array("{\"text\":\"the card is late, yes\"}\n".utf8)
  static let length = 33

  static func lines(_ count: Int) -> Data { repeated(line, count) }

  /// 103,201 lines in 28 KB.
  static let threeMiB = gzip(matches: 13_200, crc: 0x98BD_7191)
  static let threeMiBPlain = lines(103_201)

  /// The line and so many copies of 258 bytes; `crc` is what Python 3.11's zlib.crc32 says of it.
  static func gzip(matches: Int, crc: UInt32) -> [UInt8] {
    precondition(line.count == length && matches % 11 == 0 && matches % 8 == 0)
    var out: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    out += [0, 33, 0, 255 - 33, 255] + line
    // Last block, fixed codes; then per copy length 258 (code 285), distance 33 (code 10 and four
    // bits of 0); then the end of the block. Huffman codes begin with their highest bit.
    let copy: [UInt8] = [1, 1, 0, 0, 0, 1, 0, 1] + [0, 1, 0, 1, 0] + [0, 0, 0, 0]
    let eight = repeatElement(copy, count: 8).joined()
    // The three bits of the header put every eight copies at the same place in 17 bytes.
    let header: [UInt8] = [1, 1, 0]
    let shifted = Array(eight.suffix(3)) + eight.dropLast(3)
    out += packed(header + eight.dropLast(3))
    out += repeated(packed(shifted), matches / 8 - 1)
    out += packed(Array(eight.suffix(3)) + [UInt8](repeating: 0, count: 7))
    let size = UInt32(length + 258 * matches)
    for value in [crc, size] {
      out += (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
    }
    return out
  }

  private static func repeated(_ unit: [UInt8], _ count: Int) -> Data {
    var out = Data(capacity: unit.count * count)
    for _ in 0..<count { out.append(contentsOf: unit) }
    return out
  }

  /// Bits, lowest first, as bytes.
  private static func packed(_ bits: [UInt8]) -> [UInt8] {
    stride(from: 0, to: bits.count, by: 8).map { start in
      bits[start..<min(start + 8, bits.count)].reversed().reduce(0) { $0 << 1 | $1 }
    }
  }
}
