import FoundationEssentials
import Glibc

/// The program curl, which many eyes look after, for the one thing we send over a network.
///
/// Everything it is to do, the address included, goes over its standard input: arguments can be read
/// by every user of a machine.
struct Curl {
  /// How a call ended.
  enum Outcome: Equatable {
    /// The server's answer.
    case status(Int)
    /// curl's own number for what went wrong.
    case failed(Int32)
    /// It did not end by itself.
    case killed
    /// It could not be started; the system's number.
    case notStarted(Int32)
  }

  /// Found in `PATH` unless it holds a `/`.
  var program = "curl"

  /// A line of curl's configuration: `name = "value"`.
  ///
  /// curl reads these escapes within quotes and no others (its manual, `--config`).
  static func option(_ name: String, _ value: String) -> String {
    var line = "\(name) = \""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\\": line += "\\\\"
      case "\"": line += "\\\""
      case "\n": line += "\\n"
      case "\r": line += "\\r"
      case "\t": line += "\\t"
      case "\u{B}": line += "\\v"
      default: line.unicodeScalars.append(scalar)
      }
    }
    return line + "\"\n"
  }

  /// Runs curl with a configuration whose `write-out` is the status of the answer.
  ///
  /// - Parameter seconds: after so many it is killed.
  func run(_ configuration: String, seconds: Double) -> Outcome {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { return .notStarted(errno) }
    let (ours, theirs) = (ends[0], ends[1])
    defer { close(ours) }
    var child: pid_t = 0
    let failure = start(&child, streams: theirs)
    close(theirs)
    guard failure == 0 else { return .notStarted(failure) }
    let start = ContinuousClock.now
    send(configuration, to: ours)
    guard let status = wait(for: child, until: start + .seconds(seconds)) else { return .killed }
    // Of what wait(2) tells the low seven bits are the signal, the next byte is the exit status.
    guard status & 0x7F == 0 else { return .killed }
    let code = (status >> 8) & 0xFF
    var answer = [UInt8](repeating: 0, count: 64)
    // SAFETY: recv(2) writes `answer.count` bytes at most into an array of that length.
    let count = recv(ours, &answer, answer.count, Int32(MSG_DONTWAIT))
    let text = String(decoding: answer.prefix(max(0, count)), as: UTF8.self)
    // 000 where there was no answer. With `fail`, curl calls an answer from 400 on an error, 22.
    if let status = Int(text), status > 0, code == 0 || code == 22 { return .status(status) }
    return .failed(code)
  }

  /// Starts it with one socket as its input and output, and without a place for messages.
  private func start(_ child: inout pid_t, streams: Int32) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, streams, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, streams, STDOUT_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    // -q, so that no .curlrc counts; it must come first.
    let words = [program, "-q", "--config", "-"]
    // SSLKEYLOGFILE would write down the keys of the connection.
    let settings = ProcessInfo.processInfo.environment.filter { $0.key != "SSLKEYLOGFILE" }
      .map { "\($0.key)=\($0.value)" }
    // SAFETY: C's lists of C's strings from strdup, each ended by nil as posix_spawnp needs; it copies what they hold
    // before it returns, and only then the strings are freed, once each (free takes nil).
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    var environment: [UnsafeMutablePointer<CChar>?] = settings.map { strdup($0) } + [nil]
    defer { for text in arguments + environment { free(text) } }
    return posix_spawnp(&child, program, &actions, nil, &arguments, &environment)
  }

  /// Sends all, and that it is all. What curl does not take it fails without.
  private func send(_ text: String, to socket: Int32) {
    var patience = timeval(tv_sec: 5, tv_usec: 0)
    // SAFETY: setsockopt(2) reads the size of a timeval from one.
    setsockopt(
      socket, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    let bytes = Array(text.utf8)
    var at = 0
    while at < bytes.count {
      let rest = Array(bytes[at...])
      // No signal if curl has ended already.
      // SAFETY: send(2) reads `rest.count` bytes from an array of that length.
      let sent = Glibc.send(socket, rest, rest.count, Int32(MSG_NOSIGNAL))
      if sent < 0 && errno == EINTR { continue }
      guard sent > 0 else { break }
      at += sent
    }
    shutdown(socket, Int32(SHUT_WR))
  }

  /// What wait(2) tells of a child that ended; nil where it had to be killed.
  private func wait(for child: pid_t, until end: ContinuousClock.Instant) -> Int32? {
    var status: Int32 = 0
    var pause: UInt32 = 500
    while ContinuousClock.now < end {
      let ended = waitpid(child, &status, WNOHANG)
      if ended == child { return status }
      if ended < 0 && errno != EINTR { return nil }
      usleep(pause)
      pause = min(pause * 2, 20_000)
    }
    kill(child, SIGKILL)
    while waitpid(child, &status, 0) < 0 && errno == EINTR {}
    return nil
  }
}
