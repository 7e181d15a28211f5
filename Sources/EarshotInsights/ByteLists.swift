import EarshotText

/// Lists of numbers, one after the other.
struct ByteListWriter {
  private var bytes: [UInt8]

  init(_ magic: [UInt8]) { bytes = magic }

  mutating func list(_ numbers: [some FixedWidthInteger]) {
    append(UInt64(numbers.count))
    for number in numbers { append(number) }
  }

  mutating func list(_ numbers: [Float]) { list(numbers.map(\.bitPattern)) }

  private mutating func append(_ number: some FixedWidthInteger) {
    for shift in stride(from: 0, to: number.bitWidth, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  consuming func finished() -> [UInt8] {
    let hash = ByteListReader.hash(bytes[...])
    append(hash)
    return bytes
  }
}

/// The same lists, read back. Nothing in the bytes makes it read outside them.
struct ByteListReader {
  private let bytes: [UInt8]
  private var at: Int
  private let end: Int

  /// Nil when the bytes do not begin with `magic` or were changed.
  init?(_ bytes: [UInt8], _ magic: [UInt8]) {
    guard bytes.count >= magic.count + 8, bytes.starts(with: magic) else { return nil }
    (self.bytes, at, end) = (bytes, magic.count, bytes.count - 8)
    var tail = self
    tail.at = end
    guard tail.number(UInt64.self, before: bytes.count) == Self.hash(bytes[..<end]) else {
      return nil
    }
  }

  var isAtEnd: Bool { at == end }

  mutating func list<Number: FixedWidthInteger>(_: Number.Type) -> [Number]? {
    let width = Number.bitWidth / 8
    guard let count = number(UInt64.self, before: end), count <= UInt64((end - at) / width) else {
      return nil
    }
    return (0..<Int(count)).compactMap { _ in number(Number.self, before: end) }
  }

  private mutating func number<Number: FixedWidthInteger>(
    _: Number.Type, before limit: Int
  ) -> Number? {
    let width = Number.bitWidth / 8
    guard limit - at >= width else { return nil }
    var number: Number = 0
    for i in (0..<width).reversed() {
      number = (number &<< 8) | Number(truncatingIfNeeded: bytes[at + i])
    }
    at += width
    return number
  }

  static func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    var hash = FNV1a()
    hash.combine(bytes)
    return hash.value
  }
}
