/// The part of the input that is in memory: decompressed, decoded to UTF-8, not yet consumed.
struct InputWindow: ~Copyable {
  /// What is in memory; bytes before `start` are consumed.
  private(set) var bytes: [UInt8] = []
  /// The first byte that is not consumed.
  private(set) var start = 0
  /// Whether `bytes` holds all that is left of the input.
  private(set) var isAtEnd = false
  /// Whether the input is compressed; known after the first `fill`.
  private(set) var isGzip = false
  private(set) var hasByteOrderMark = false
  private(set) var encoding: TextEncoding

  private let path: String
  private var source: ByteSource
  private let givenEncoding: TextEncoding?
  private var chunk: [UInt8] = []
  private var inflated: [UInt8] = []
  private var inflater: GzipInflater?
  /// How much of `chunk` is inflated.
  private var inflatedBytes = 0
  /// Whether `chunk` holds gzip that still has to be inflated.
  private var hasMoreToInflate = false
  private var decoder: TextDecoder?
  /// The first bytes, held back until there are enough to tell gzip and a byte order mark.
  private var head: [UInt8] = []
  private var hasLookedForGzip = false
  /// An error met after bytes that could still be used; thrown by the next `fill`.
  private var pendingError: InputError?

  init(source: consuming ByteSource, path: String, encoding: TextEncoding?) {
    self.path = path
    self.source = source
    givenEncoding = encoding
    self.encoding = encoding ?? .utf8
  }

  /// Bytes read from the input so far, compressed ones where it is.
  var readBytes: Int { source.readBytes }

  /// The bytes in memory that are not consumed.
  var count: Int { bytes.count - start }

  /// Marks the next `length` bytes as done with.
  mutating func consume(_ length: Int) {
    start += length
    if start == bytes.count {
      bytes.removeAll(keepingCapacity: true)
      start = 0
    }
  }

  /// Reads on: at least one more byte, or `isAtEnd`. Waits for input.
  mutating func fill() throws(InputError) {
    if let error = pendingError { throw error }
    if start > 0 {
      bytes.removeFirst(start)
      start = 0
    }
    let before = bytes.count
    while bytes.count == before, !isAtEnd {
      if hasMoreToInflate {
        try inflatePiece()
        continue
      }
      try source.read(into: &chunk)
      if chunk.isEmpty {
        try finish()
      } else {
        try take()
      }
    }
  }

  private mutating func take() throws(InputError) {
    if !hasLookedForGzip {
      head += chunk
      guard head.count >= 2 else { return }
      lookForGzip()
      chunk = head
      head = []
    }
    guard isGzip else {
      decode(chunk)
      return
    }
    inflatedBytes = 0
    try inflatePiece()
  }

  /// Inflates the next piece of `chunk`; the rest waits for the next `fill`.
  private mutating func inflatePiece() throws(InputError) {
    guard let inflater else { return }
    let before = bytes.count
    inflated.removeAll(keepingCapacity: true)
    do throws(GzipInflater.Failure) {
      hasMoreToInflate = try !inflater.inflate(chunk, from: &inflatedBytes, to: &inflated)
      decode(inflated)
    } catch {
      decode(inflated)
      let damage = InputError.gzipDamaged(path: path, byte: inflater.consumedBytes)
      pendingError = damage
      if bytes.count == before { throw damage }
    }
  }

  private mutating func lookForGzip() {
    hasLookedForGzip = true
    isGzip = head.count >= 2 && head[0] == 0x1F && head[1] == 0x8B
    if isGzip { inflater = GzipInflater() }
  }

  /// Decodes, once the first three bytes (or all there are) have told the encoding.
  private mutating func decode(_ piece: [UInt8], isLast: Bool = false) {
    if decoder != nil {
      decoder!.decode(piece[...], to: &bytes)
      return
    }
    head += piece
    guard head.count >= 3 || isLast else { return }
    var skipped = 0
    let mark: TextEncoding?
    if head.starts(with: [0xEF, 0xBB, 0xBF]) {
      (mark, skipped) = (.utf8, 3)
    } else if head.starts(with: [0xFF, 0xFE]) {
      (mark, skipped) = (.utf16LittleEndian, 2)
    } else if head.starts(with: [0xFE, 0xFF]) {
      (mark, skipped) = (.utf16BigEndian, 2)
    } else {
      mark = nil
    }
    // An encoding that the user names wins; a mark of another encoding is then just bytes.
    if let givenEncoding, mark != givenEncoding { skipped = 0 }
    hasByteOrderMark = skipped > 0
    encoding = givenEncoding ?? mark ?? .utf8
    decoder = TextDecoder(encoding)
    decoder!.decode(head[skipped...], to: &bytes)
    head = []
  }

  private mutating func finish() throws(InputError) {
    if !hasLookedForGzip {
      lookForGzip()
      let first = head
      head = []
      if !isGzip { decode(first) }
    }
    decode([], isLast: true)
    decoder?.finish(to: &bytes)
    if let inflater, !inflater.endsCleanly {
      // Complete records in memory go first; the next call of `fill` ends the run.
      let error = InputError.gzipEndsEarly(path: path, byte: inflater.consumedBytes)
      pendingError = error
      throw error
    }
    isAtEnd = true
  }
}
