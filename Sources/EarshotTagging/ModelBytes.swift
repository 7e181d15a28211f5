import CXXHash
import Glibc

/// The bytes of a model: a file mapped into memory, or bytes just made. Read-only.
final class ModelBytes: @unchecked Sendable {
  // SAFETY: `base` has `count` readable bytes from init to deinit, and nobody writes to them: a mapping
  // is PROT_READ, a block made here is filled before it is shared. (A file that another process cuts
  // short while it is mapped would fault; models are replaced by renaming, never rewritten in place.)
  let base: UnsafeRawPointer
  let count: Int
  private let isMapped: Bool

  /// Maps a file.
  init(path: String) throws(ModelFileError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .cannotOpen(path: path, reason: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw .cannotOpen(path: path, reason: String(cString: strerror(errno)))
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .cannotOpen(path: path, reason: "it is not a file")
    }
    count = Int(status.st_size)
    guard count > 0 else { throw .notAModel(path: path) }
    guard let map = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), map != MAP_FAILED
    else {
      throw .cannotOpen(path: path, reason: String(cString: strerror(errno)))
    }
    base = UnsafeRawPointer(map)
    isMapped = true
  }

  /// Copies bytes to memory aligned like a mapping's rows, to 64 bytes.
  init(_ bytes: [UInt8]) {
    let block = UnsafeMutableRawPointer.allocate(byteCount: max(bytes.count, 1), alignment: 64)
    bytes.withUnsafeBytes { source in
      // SAFETY: the block was made for that many bytes.
      if let start = source.baseAddress { block.copyMemory(from: start, byteCount: source.count) }
    }
    base = UnsafeRawPointer(block)
    count = bytes.count
    isMapped = false
  }

  deinit {
    if isMapped {
      munmap(UnsafeMutableRawPointer(mutating: base), count)
    } else {
      base.deallocate()
    }
  }

  /// XXH3-64 of the first `length` bytes. - Precondition: `length` ≤ `count`.
  func hash(first length: Int) -> UInt64 {
    precondition(length <= count)
    // SAFETY: `length` bytes are readable.
    return Self.hash(base, length)
  }

  /// XXH3-64 of `length` readable bytes.
  static func hash(_ start: UnsafeRawPointer, _ length: Int) -> UInt64 {
    XXH3_64bits(start, length)
  }

  /// The first eight hexadecimal digits of a hash, as they stand in names.
  static func shortHash(_ hash: UInt64) -> String {
    let digits = String(hash, radix: 16)
    return String((String(repeating: "0", count: 16 - digits.count) + digits).prefix(8))
  }

  /// The bytes of numbers as they lie in memory. - Complexity: O(bytes)
  static func of<Number: BitwiseCopyable>(_ numbers: [Number]) -> [UInt8] {
    // SAFETY: the buffer spans exactly the elements and is copied before the closure ends; the numbers that
    // models hold (integers, Float) have no padding between or within them.
    numbers.withUnsafeBytes { Array($0) }
  }

  /// A copy of some bytes. - Precondition: the range lies within them.
  func array(_ range: Range<Int>) -> [UInt8] {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    // SAFETY: just checked.
    return Array(UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count))
  }

  /// A little-endian number at a byte offset. - Precondition: it lies within the bytes.
  func number<Number: FixedWidthInteger>(at offset: Int, as: Number.Type) -> Number {
    precondition(offset >= 0 && offset + MemoryLayout<Number>.size <= count)
    // SAFETY: just checked.
    return Number(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: Number.self))
  }
}
