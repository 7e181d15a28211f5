import Glibc

/// How far an unfinished output is: the contents of `PATH.resume`, a few lines of text.
///
/// ```
/// earshot resume 1
/// records 40960
/// bytes 10485760
/// counter problems 3
/// fingerprint 5f3c9a1e…
/// end
/// ```
struct ResumeMark: Equatable {
  var fingerprint: String
  /// Records of the input whose answer is in the first `bytes` bytes of the output.
  var records: Int
  var bytes: Int
  var counters: [String: Int]

  init(fingerprint: String, records: Int, bytes: Int, counters: [String: Int]) {
    self.fingerprint = fingerprint
    self.records = records
    self.bytes = bytes
    self.counters = counters
  }

  /// Reads a mark; nil when there is none.
  ///
  /// - Parameter path: the output, for messages.
  init?(contentsOf file: String, path: String) throws(OutputError) {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 {
      if errno == ENOENT { return nil }
      throw .writing(path, errno: errno)
    }
    defer { close(descriptor) }
    // A mark is a few hundred bytes; what is longer is not one of ours.
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    let room = buffer.count
    // SAFETY: read(2) writes at most `room` bytes into a buffer of that length.
    let count = unsafe buffer.withUnsafeMutableBytes {
      unsafe read(descriptor, $0.baseAddress, room)
    }
    guard count >= 0, let mark = ResumeMark(text: buffer[..<count]) else {
      throw .resumeDamaged(path: path)
    }
    self = mark
  }

  private init?(text: ArraySlice<UInt8>) {
    let lines = String(decoding: text, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    guard lines.count >= 5, lines[0] == "earshot resume 1", lines[lines.count - 2] == "end"
    else { return nil }
    var fields: [Substring: Substring] = [:]
    counters = [:]
    for line in lines[1..<(lines.count - 2)] {
      guard let blank = line.firstIndex(of: " ") else { return nil }
      let value = line[line.index(after: blank)...]
      guard line[..<blank] == "counter" else {
        fields[line[..<blank]] = value
        continue
      }
      let parts = value.split(separator: " ")
      guard parts.count == 2, let count = Int(parts[1]) else { return nil }
      counters[String(parts[0])] = count
    }
    guard let records = fields["records"].flatMap({ Int($0) }), records >= 0,
      let bytes = fields["bytes"].flatMap({ Int($0) }), bytes >= 0,
      let fingerprint = fields["fingerprint"]
    else { return nil }
    self.records = records
    self.bytes = bytes
    self.fingerprint = String(fingerprint)
  }

  /// Replaces the mark in one step: a reader finds the old one or the new one, whole.
  func store(at file: String, name: String) throws(OutputError) {
    var text = "earshot resume 1\nrecords \(records)\nbytes \(bytes)\n"
    for (counter, value) in counters.sorted(by: { $0.key < $1.key }) {
      precondition(!counter.contains { $0 == " " || $0 == "\n" }, "a counter's name has no blanks")
      text += "counter \(counter) \(value)\n"
    }
    text += "fingerprint \(fingerprint)\nend\n"
    let fresh = file + ".new"
    let descriptor = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    if descriptor < 0 { throw .writing(name, errno: errno) }
    let failure = OutputFile.write(Array(text.utf8), to: descriptor)
    let isSynced = fdatasync(descriptor) == 0
    close(descriptor)
    if let failure { throw .writing(name, errno: failure) }
    if !isSynced || rename(fresh, file) != 0 { throw .writing(name, errno: errno) }
  }
}
