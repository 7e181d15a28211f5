import Glibc

/// Where the bytes come from: a file, standard input, or (in tests) pieces of memory.
struct ByteSource: ~Copyable {
  /// One read(2).
  static let chunkBytes = 256 << 10

  private let path: String
  private let descriptor: Int32
  private let closesDescriptor: Bool
  /// Bytes handed over so far, compressed ones where the input is.
  private(set) var readBytes = 0
  /// What is left to hand over when there is no file, the next piece last.
  private var pieces: [[UInt8]]

  /// Opens `path`; `-` is standard input.
  init(path: String) throws(InputError) {
    self.path = path
    pieces = []
    if path == "-" {
      descriptor = STDIN_FILENO
      closesDescriptor = false
      return
    }
    let opened = open(path, O_RDONLY | O_CLOEXEC)
    if opened < 0 { throw InputError.opening(path, errno: errno) }
    var status = stat()
    if fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      close(opened)
      throw InputError.isDirectory(path: path)
    }
    descriptor = opened
    closesDescriptor = true
  }

  /// Hands over `pieces` as if each were one read(2).
  init(path: String, pieces: [[UInt8]]) {
    self.path = path
    self.pieces = pieces.reversed()
    descriptor = -1
    closesDescriptor = false
  }

  deinit {
    if closesDescriptor { close(descriptor) }
  }

  /// Replaces `buffer` by the next bytes; empty at the end. Waits for input if there is none yet.
  mutating func read(into buffer: inout [UInt8]) throws(InputError) {
    if descriptor < 0 {
      buffer = pieces.popLast() ?? []
      return
    }
    if buffer.count != Self.chunkBytes { buffer = [UInt8](repeating: 0, count: Self.chunkBytes) }
    while true {
      // SAFETY: read(2) writes at most `chunkBytes` bytes into a buffer of that length.
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe Glibc.read(descriptor, $0.baseAddress, Self.chunkBytes)
      }
      if count >= 0 {
        readBytes += count
        if count < Self.chunkBytes { buffer.removeLast(Self.chunkBytes - count) }
        return
      }
      switch errno {
      case EINTR: continue
      case EAGAIN:
        // Standard input may be non-blocking when it is shared with another program.
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&waiting, 1, -1)
      default: throw InputError.reading(path: path, reason: systemReason(errno))
      }
    }
  }
}

/// What the system says about an error number, as "No space left on device".
func systemReason(_ number: Int32) -> String {
  // SAFETY: strerror returns a NUL-terminated string that we copy at once.
  unsafe String(cString: strerror(number))
}
