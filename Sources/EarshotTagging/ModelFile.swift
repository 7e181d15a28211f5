import EarshotNumerics

/// The container of a model: sections of numbers behind a table of contents, with a checksum over all.
///
/// docs/model-format.md describes every byte. A section is found by its kind and the field it belongs
/// to; kinds that a reader does not know are skipped, so later releases can add some.
struct ModelFile {
  enum Kind: UInt32 {
    case card = 1
    case vocabularyKeys = 2
    case vocabularyNumbers = 3
    case termWeights = 4
    case classifierTermWeights = 5
    case classifierDenseWeights = 6
    case classifierBias = 7
    case embedding = 8
    case domainCentroids = 9
    case tone = 10
    case taxonomy = 11
  }

  static let magic: [UInt8] = Array("EARSHOT\0".utf8)
  static let newestFormat = 3
  /// Rows of weights are read sixteen bytes at a time; sections start at multiples of 64.
  static let alignment = 64
  static let headerBytes = 32
  static let entryBytes = 24

  let path: String
  let bytes: ModelBytes
  let format: Int
  private let sections: [Key: Range<Int>]

  struct Key: Hashable {
    let kind: UInt32
    let field: UInt32
  }

  /// Checks magic, format, length, checksum and the table of contents.
  init(_ bytes: ModelBytes, path: String) throws(ModelFileError) {
    self.bytes = bytes
    self.path = path
    guard bytes.count >= Self.headerBytes,
      Self.magic.indices.allSatisfy({
        bytes.number(at: $0, as: UInt8.self) == Self.magic[$0]
      })
    else { throw .notAModel(path: path) }
    format = Int(bytes.number(at: 8, as: UInt32.self))
    guard format <= Self.newestFormat else {
      throw .newerFormat(path: path, version: format, newest: Self.newestFormat)
    }
    let length = bytes.number(at: 16, as: UInt64.self)
    guard length == UInt64(bytes.count) else {
      throw length > UInt64(bytes.count)
        ? .cutOff(path: path, bytes: bytes.count, expected: Int(clamping: length))
        : .checksum(path: path)
    }
    let body = bytes.count - 8
    guard bytes.hash(first: body) == bytes.number(at: body, as: UInt64.self) else {
      throw .checksum(path: path)
    }
    guard format >= 1 else { throw .inconsistent(path: path, part: "format") }
    let count = Int(bytes.number(at: 12, as: UInt32.self))
    guard count <= (body - Self.headerBytes) / Self.entryBytes else {
      throw .inconsistent(path: path, part: "table of contents")
    }
    var sections: [Key: Range<Int>] = [:]
    for i in 0..<count {
      let at = Self.headerBytes + i * Self.entryBytes
      let offset = bytes.number(at: at + 8, as: UInt64.self)
      let size = bytes.number(at: at + 16, as: UInt64.self)
      guard offset <= UInt64(body), size <= UInt64(body) - offset,
        offset % UInt64(Self.alignment) == 0
      else { throw .inconsistent(path: path, part: "table of contents") }
      let key = Key(
        kind: bytes.number(at: at, as: UInt32.self),
        field: bytes.number(at: at + 4, as: UInt32.self))
      sections[key] = Int(offset)..<Int(offset + size)
    }
    self.sections = sections
  }

  /// The first eight hexadecimal digits of the checksum, part of the model's identity.
  var checksum: String {
    ModelBytes.shortHash(bytes.number(at: bytes.count - 8, as: UInt64.self))
  }

  func has(_ kind: Kind) -> Bool { sections[Key(kind: kind.rawValue, field: 0)] != nil }

  /// The elements of a section, without copying.
  ///
  /// - Parameter count: how many there must be; nil when the section decides.
  func section<Element: BitwiseCopyable & Sendable>(
    _ kind: Kind, field: Int = 0, of: Element.Type, count: Int? = nil
  ) throws(ModelFileError) -> Storage<Element> {
    let size = MemoryLayout<Element>.stride
    guard let range = sections[Key(kind: kind.rawValue, field: UInt32(field))],
      range.count % size == 0, count == nil || range.count == count! * size
    else { throw .inconsistent(path: path, part: "section \(kind)") }
    // SAFETY: the range lies in the bytes (checked on opening) and starts at a multiple of 64 of a block
    // aligned to at least 64; `bytes` is the owner. Any bit pattern is a valid number.
    let start = (bytes.base + range.lowerBound).assumingMemoryBound(to: Element.self)
    return Storage(base: start, count: range.count / size, owner: bytes)
  }

  // MARK: - Writing

  /// The whole file with another card; every other section as it is, in its place, those of kinds
  /// that this release does not know too.
  ///
  /// - Complexity: O(bytes).
  func rewritten(card: [UInt8]) -> [UInt8] {
    var builder = Builder(format: format)
    for (key, range) in sections.sorted(by: { $0.value.lowerBound < $1.value.lowerBound }) {
      builder.add(key, bytes: key.kind == Kind.card.rawValue ? card : bytes.array(range))
    }
    return builder.file()
  }

  /// Sections to be written, in order.
  struct Builder {
    private let format: Int

    init(format: Int = ModelFile.newestFormat) { self.format = format }

    private var sections: [(key: Key, bytes: [UInt8])] = []

    mutating func add(_ kind: Kind, field: Int = 0, bytes: [UInt8]) {
      add(Key(kind: kind.rawValue, field: UInt32(field)), bytes: bytes)
    }

    mutating func add(_ key: Key, bytes: [UInt8]) { sections.append((key, bytes)) }

    mutating func add<Element: BitwiseCopyable>(
      _ kind: Kind, field: Int = 0, _ elements: [Element]
    ) {
      add(kind, field: field, bytes: ModelBytes.of(elements))
    }

    /// The whole file. - Complexity: O(bytes).
    func file() -> [UInt8] {
      var file = ModelFile.magic
      append(UInt32(format), to: &file)
      append(UInt32(sections.count), to: &file)
      let header = ModelFile.headerBytes + sections.count * ModelFile.entryBytes
      var offset = ModelFile.aligned(header)
      var contents: [UInt8] = []
      for section in sections {
        append(section.key.kind, to: &contents)
        append(section.key.field, to: &contents)
        append(UInt64(offset), to: &contents)
        append(UInt64(section.bytes.count), to: &contents)
        offset = ModelFile.aligned(offset + section.bytes.count)
      }
      append(UInt64(offset + 8), to: &file)
      append(UInt64(0), to: &file)
      file += contents
      for section in sections {
        file += [UInt8](repeating: 0, count: ModelFile.aligned(file.count) - file.count)
        file += section.bytes
      }
      file += [UInt8](repeating: 0, count: ModelFile.aligned(file.count) - file.count)
      append(ModelBytes(file).hash(first: file.count), to: &file)
      return file
    }

    private func append<Number: FixedWidthInteger>(_ number: Number, to file: inout [UInt8]) {
      withUnsafeBytes(of: number.littleEndian) { file.append(contentsOf: $0) }
    }
  }

  private static func aligned(_ offset: Int) -> Int { (offset + alignment - 1) & -alignment }
}
