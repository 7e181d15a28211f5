import CLinux
import Glibc

/// Where our answer goes: standard output, or a file that appears under its name only when it is
/// complete.
///
/// A path is written to `PATH.partial` beside it and renamed by `finish()`; until then an older
/// file of that name stays as it was. `checkpoint` notes in `PATH.resume` how far the output is, so
/// that after a kill a run with `resume` goes on there and the bytes are those of one run. A pipe
/// or device such as `/dev/null` is written directly.
public struct OutputFile: ~Copyable {
  /// Records of the input that the resumed output already holds; skip so many. 0 for a fresh start.
  public let resumedRecords: Int
  /// The counters that the caller stored with that checkpoint.
  public let resumedCounters: [String: Int]
  /// Whether it goes on with the output of an earlier run, so that a header is already there.
  public let isResumed: Bool

  private let descriptor: Int32
  /// The final name and what lies beside it; nil for standard output, pipes and devices.
  private let files: Files?
  /// The name for messages.
  private let name: String
  private let fingerprint: String
  private let checkpointNanoseconds: UInt64
  private var lastCheckpoint: UInt64
  private var writtenBytes: Int
  /// Of these, how many the disk has been asked to store.
  private var handedBytes: Int

  private struct Files {
    let path: String
    var partial: String { path + ".partial" }
    var mark: String { path + ".resume" }
  }

  /// Opens an output; nil and `-` are standard output.
  ///
  /// - Parameters:
  ///   - fingerprint: of all that decides the output (model, input, options); one line.
  ///   - resume: go on with an unfinished output, if there is one.
  /// - Throws: `fingerprintDiffers` when the unfinished output is another's; what keeps the file
  ///   from being opened.
  public init(path: String?, fingerprint: String, resume: Bool) throws(OutputError) {
    try self.init(
      path: path, fingerprint: fingerprint, resume: resume, checkpointNanoseconds: 1_000_000_000)
  }

  init(
    path: String?, fingerprint: String, resume: Bool, checkpointNanoseconds: UInt64
  ) throws(OutputError) {
    precondition(!fingerprint.utf8.contains(0x0A), "a fingerprint is one line")
    let opened = try Self.open(path, fingerprint: fingerprint, resume: resume)
    descriptor = opened.descriptor
    files = opened.isFile ? Files(path: opened.path) : nil
    name = path ?? "standard output"
    self.fingerprint = fingerprint
    self.checkpointNanoseconds = checkpointNanoseconds
    isResumed = opened.mark != nil
    resumedRecords = opened.mark?.records ?? 0
    resumedCounters = opened.mark?.counters ?? [:]
    writtenBytes = opened.mark?.bytes ?? 0
    handedBytes = writtenBytes
    lastCheckpoint = Self.now()
  }

  /// Opens a file to append whole lines to, which are there as soon as `write` returns; it is made where it is not there.
  ///
  /// For what is never complete. A line that an earlier writer did not get to end is ended.
  public init(appendingTo path: String) throws(OutputError) {
    descriptor = try Self.openToAppend(path)
    (files, name, fingerprint) = (nil, path, "")
    (checkpointNanoseconds, lastCheckpoint) = (0, 0)
    (writtenBytes, handedBytes) = (0, 0)
    (isResumed, resumedRecords, resumedCounters) = (false, 0, [:])
  }

  private static func openToAppend(_ path: String) throws(OutputError) -> Int32 {
    let target = resolved(path)
    var status = stat()
    let kind = stat(target, &status) == 0 ? status.st_mode & S_IFMT : S_IFREG
    if kind == S_IFDIR { throw .isDirectory(path: path) }
    // Of a file the last byte is read too; who could read a pipe would never hear that its reader has gone.
    let access = kind == S_IFREG ? O_RDWR : O_WRONLY
    let descriptor = Glibc.open(target, access | O_APPEND | O_CREAT | O_CLOEXEC, 0o666)
    if descriptor < 0 {
      let number = errno
      if number == ENOENT || number == ENOTDIR {
        throw .missingFolder(path: path, folder: folder(of: target))
      }
      throw .writing(path, errno: number)
    }
    guard lseek(descriptor, -1, SEEK_END) >= 0 else { return descriptor }
    var last: UInt8 = 0x0A
    // SAFETY: read(2) writes one byte at most, into one.
    let count = unsafe read(descriptor, &last, 1)
    if count == 1, last != 0x0A, let number = write([0x0A], to: descriptor) {
      close(descriptor)
      throw .writing(path, errno: number)
    }
    return descriptor
  }

  deinit {
    if descriptor != STDOUT_FILENO { close(descriptor) }
  }

  /// Writes all of `bytes`.
  ///
  /// - Throws: `closedPipe` when the reader has gone, `diskFull`.
  public mutating func write(_ bytes: [UInt8]) throws(OutputError) {
    if let number = Self.write(bytes, to: descriptor) { throw .writing(name, errno: number) }
    writtenBytes += bytes.count
    guard files != nil, writtenBytes - handedBytes >= 1 << 20 else { return }
    // The disk begins to store them while we go on, so that a checkpoint waits for little; what fails shows there.
    _ = sync_file_range(
      descriptor, Int64(handedBytes), Int64(writtenBytes - handedBytes),
      UInt32(CLINUX_SYNC_FILE_RANGE_WRITE))
    handedBytes = writtenBytes
  }

  /// Notes that all written so far is the answer to the first `records` records of the input.
  ///
  /// At most once a second something is stored, so this may be called after each batch. Does
  /// nothing for standard output.
  /// - Parameters:
  ///   - records: records of the input consumed so far, those of resumed runs included.
  ///   - counters: whatever the caller wants back in `resumedCounters`; names without blanks.
  public mutating func checkpoint(
    records: Int, counters: [String: Int] = [:]
  ) throws(OutputError) {
    guard let files else { return }
    let now = Self.now()
    guard now - lastCheckpoint >= checkpointNanoseconds else { return }
    // The mark must never promise bytes that a power cut could still take away.
    if fdatasync(descriptor) != 0 { throw .writing(name, errno: errno) }
    let mark = ResumeMark(
      fingerprint: fingerprint, records: records, bytes: writtenBytes, counters: counters)
    try mark.store(at: files.mark, name: name)
    lastCheckpoint = now
  }

  /// Gives the complete output its name.
  public consuming func finish() throws(OutputError) {
    guard let files else { return }
    if fdatasync(descriptor) != 0 { throw .writing(name, errno: errno) }
    // The mark goes first: killed between the two, a run with `resume` begins again, which is slow
    // but right; the other way round it would find a mark without its partial file.
    unlink(files.mark)
    if rename(files.partial, files.path) != 0 { throw .writing(name, errno: errno) }
  }

  /// Removes what was written; nothing changes under the final name.
  public consuming func discard() {
    guard let files else { return }
    unlink(files.partial)
    unlink(files.mark)
  }

  // MARK: - Opening

  private struct Opened {
    var descriptor: Int32
    var path: String
    var isFile: Bool
    var mark: ResumeMark?
  }

  private static func open(
    _ path: String?, fingerprint: String, resume: Bool
  ) throws(OutputError) -> Opened {
    guard let path, path != "-" else {
      if resume { throw .resumeNeedsFile }
      return Opened(descriptor: STDOUT_FILENO, path: "-", isFile: false, mark: nil)
    }
    let target = resolved(path)
    var status = stat()
    if stat(target, &status) == 0 {
      let kind = status.st_mode & S_IFMT
      if kind == S_IFDIR { throw .isDirectory(path: path) }
      if kind != S_IFREG {
        // Renaming over /dev/null would replace the device for everyone.
        let descriptor = Glibc.open(target, O_WRONLY | O_CLOEXEC)
        if descriptor < 0 { throw .writing(path, errno: errno) }
        return Opened(descriptor: descriptor, path: target, isFile: false, mark: nil)
      }
      if access(target, W_OK) != 0 { throw .writing(path, errno: errno) }
    } else if path.hasSuffix("/") {
      throw .isDirectory(path: path)
    }
    let files = Files(path: target)
    let descriptor = Glibc.open(files.partial, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
    if descriptor < 0 {
      let number = errno
      if number == ENOENT || number == ENOTDIR {
        throw .missingFolder(path: path, folder: folder(of: target))
      }
      throw .writing(path, errno: number)
    }
    do throws(OutputError) {
      if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
        throw .inUse(path: path)
      }
      let mark = resume ? try ResumeMark(contentsOf: files.mark, path: path) : nil
      if let mark {
        if mark.fingerprint != fingerprint { throw .fingerprintDiffers(path: path) }
        if fstat(descriptor, &status) != 0 || Int(status.st_size) < mark.bytes {
          throw .resumeDamaged(path: path)
        }
      } else {
        unlink(files.mark)
      }
      let kept = off_t(mark?.bytes ?? 0)
      if ftruncate(descriptor, kept) != 0 || lseek(descriptor, kept, SEEK_SET) != kept {
        throw .writing(path, errno: errno)
      }
      return Opened(descriptor: descriptor, path: target, isFile: true, mark: mark)
    } catch {
      close(descriptor)
      throw error
    }
  }

  /// The file a symbolic link leads to, so that the link stays a link.
  private static func resolved(_ path: String) -> String {
    // SAFETY: realpath returns a NUL-terminated string from malloc, or NULL; we copy and free it.
    guard let resolved = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// Writes all of `bytes`; the error number where it could not.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    var done = 0
    while done < bytes.count {
      // SAFETY: write(2) reads `bytes.count - done` bytes from `done`, all inside the array.
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress! + done, bytes.count - done)
      }
      if count >= 0 {
        done += count
        continue
      }
      switch errno {
      case EINTR: continue
      case EAGAIN:
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&waiting, 1, -1)
      default: return errno
      }
    }
    return nil
  }
}
