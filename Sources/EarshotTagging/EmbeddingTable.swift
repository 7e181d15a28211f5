import EarshotLearning
import EarshotNumerics
import EarshotText

/// A static embedding as it lies in a file: `models/embedding-en.table`, or a section of a model.
///
/// Little-endian: magic `ESEMB` 0 0 1 (the last byte is the version), u32 V, u32 d, then offset and size
/// (u64 each) of the vocabulary (u32 × (V + 1) string offsets, then UTF-8), the scales (f32 × V) and the
/// rows (int8 × V × d), each at a multiple of 64; at the end XXH3-64 of all before it.
/// tools/embedding makes it.
public struct EmbeddingTable: Sendable {
  static let magic: [UInt8] = Array("ESEMB\0\0".utf8)
  static let newestVersion: UInt8 = 1

  public let embedding: StaticEmbedding
  /// Name and the first eight digits of the checksum.
  public let identity: String
  /// The whole file.
  let bytes: Storage<UInt8>

  /// Maps a table.
  ///
  /// - Throws: `EmbeddingError` for a file that is missing, no table, newer, cut off or damaged.
  public init(contentsOf path: String) throws(EmbeddingError) {
    let bytes: ModelBytes
    do throws(ModelFileError) {
      bytes = try ModelBytes(path: path)
    } catch {
      if case .cannotOpen(_, let reason) = error { throw .cannotOpen(path: path, reason: reason) }
      throw .notATable(path: path)
    }
    // SAFETY: the map is `count` readable bytes, kept alive by its owner.
    let start = bytes.base.assumingMemoryBound(to: UInt8.self)
    try self.init(
      Storage(base: start, count: bytes.count, owner: bytes), path: path, checksHash: true)
  }

  /// Reads a table in memory.
  ///
  /// - Parameter checksHash: false when a hash over these bytes has just been checked.
  /// - Precondition: the bytes are aligned to 64.
  init(_ bytes: Storage<UInt8>, path: String, checksHash: Bool) throws(EmbeddingError) {
    self.bytes = bytes
    let count = bytes.count
    guard count >= 72, Self.magic.indices.allSatisfy({ bytes[$0] == Self.magic[$0] }) else {
      throw .notATable(path: path)
    }
    guard bytes[7] <= Self.newestVersion else {
      throw .newer(path: path, version: Int(bytes[7]), newest: Int(Self.newestVersion))
    }
    func number<Number: FixedWidthInteger>(_ at: Int, _: Number.Type) -> Number {
      // SAFETY: every call below reads within the first 64 or the last 8 of at least 72 bytes.
      Number(
        littleEndian: UnsafeRawPointer(bytes.base).loadUnaligned(
          fromByteOffset: at, as: Number.self))
    }
    let hash = number(count - 8, UInt64.self)
    if checksHash, ModelBytes.hash(bytes.base, count - 8) != hash { throw .damaged(path: path) }
    let V = Int(number(8, UInt32.self))
    let d = Int(number(12, UInt32.self))
    func section(_ i: Int) throws(EmbeddingError) -> Range<Int> {
      let offset = number(16 + 16 * i, UInt64.self)
      let size = number(24 + 16 * i, UInt64.self)
      let end = UInt64(count - 8)
      guard offset % 64 == 0, offset <= end, size <= end - offset else {
        throw .damaged(path: path)
      }
      return Int(offset)..<Int(offset + size)
    }
    let words = try section(0)
    let scales = try section(1)
    let rows = try section(2)
    guard words.count >= (V + 1) * 4, scales.count == V * 4, rows.count == V * d else {
      throw .damaged(path: path)
    }
    let base = UnsafeRawPointer(bytes.base)
    let owner = Owner(bytes)
    // SAFETY: each section lies within the bytes (checked), starts at a multiple of 64, and is as long
    // as V and d say (checked); `owner` keeps the bytes alive.
    let offsets = UnsafeBufferPointer(
      start: (base + words.lowerBound).assumingMemoryBound(to: UInt32.self), count: V + 1)
    let letters = UnsafeBufferPointer(
      start: (base + words.lowerBound + (V + 1) * 4).assumingMemoryBound(to: UInt8.self),
      count: words.count - (V + 1) * 4)
    guard let pieces = WordPieces(offsets: offsets, bytes: letters, owner: owner),
      let embedding = StaticEmbedding(
        pieces: pieces,
        scales: Storage(
          base: (base + scales.lowerBound).assumingMemoryBound(to: Float.self), count: V,
          owner: owner),
        rows: Storage(
          base: (base + rows.lowerBound).assumingMemoryBound(to: Int8.self), count: V * d,
          owner: owner), dimension: d)
    else { throw .damaged(path: path) }
    self.embedding = embedding
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let name = file.hasSuffix(".table") ? String(file.dropLast(6)) : file
    identity = "\(name)+\(ModelBytes.shortHash(hash))"
  }

  /// Keeps a storage alive.
  private final class Owner: Sendable {
    private let bytes: Storage<UInt8>
    init(_ bytes: Storage<UInt8>) { self.bytes = bytes }
  }
}

/// Why an embedding table can't be used. Holds facts; `message` is the sentence.
public enum EmbeddingError: Error, Sendable, Equatable {
  case cannotOpen(path: String, reason: String)
  case notATable(path: String)
  case newer(path: String, version: Int, newest: Int)
  case damaged(path: String)

  public var message: String {
    switch self {
    case .cannotOpen(let path, let reason):
      "\(path): cannot open the embedding table: \(reason). Train without it by --embedding none."
    case .notATable(let path):
      "\(path): not an embedding table. Expected a file made by tools/embedding/make, as models/embedding-en.table."
    case .newer(let path, let version, let newest):
      "\(path): the embedding table has version \(version); this program reads up to \(newest). Use a newer earshot."
    case .damaged(let path):
      "\(path): the embedding table is damaged or cut off. Copy it again, or make it with tools/embedding/make."
    }
  }
}
