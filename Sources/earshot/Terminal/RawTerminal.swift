import Glibc

/// The terminal while single keys are read; as it was again however the program ends.
enum RawTerminal {
  /// How the terminal was. Set once, before anything can restore it; signal handlers read it.
  nonisolated(unsafe) private static var before: termios?

  /// A key as it was pressed.
  enum Key: Equatable {
    case character(Character)
    case enter, backspace, escape, undo, end
    case up, down, left, right
  }

  /// Reads keys in `body` one by one, on a screen of its own, so that no text of a customer stays in
  /// the terminal's history.
  static func use(_ body: () throws -> Void) throws {
    var settings = termios()
    guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return try body() }
    before = settings
    for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] {
      signal(number) { number in
        RawTerminal.restore()
        _exit(128 + number)
      }
    }
    atexit { RawTerminal.restore() }
    // Ctrl-C stays a signal; Ctrl-Z becomes a key: undo.
    settings.c_lflag &= ~tcflag_t(ICANON | ECHO)
    settings.c_cc.10 = 0
    settings.c_cc.6 = 1
    settings.c_cc.5 = 0
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
    put("\u{1b}[?1049h")
    defer { restore() }
    try body()
  }

  private static func restore() {
    guard var settings = before else { return }
    before = nil
    put("\u{1b}[?1049l\u{1b}[?25h")
    tcsetattr(STDIN_FILENO, TCSANOW, &settings)
  }

  static func put(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }

  /// Waits for a key.
  static func key() -> Key {
    guard let byte = next() else { return .end }
    switch byte {
    case 0x0A, 0x0D: return .enter
    case 0x7F, 0x08: return .backspace
    case 0x1A: return .undo
    case 0x04: return .end
    case 0x1B: return escaped()
    case ..<0x20: return key()
    default: return character(byte)
    }
  }

  private static func character(_ first: UInt8) -> Key {
    var bytes = [first]
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1
    while bytes.count < length, let byte = next() { bytes.append(byte) }
    return String(validating: bytes, as: UTF8.self)?.first.map { .character($0) } ?? key()
  }

  /// An arrow, or the key Esc when nothing follows at once.
  private static func escaped() -> Key {
    guard isWaiting(), let second = next() else { return .escape }
    guard second == UInt8(ascii: "[") || second == UInt8(ascii: "O"), let third = next() else {
      return .escape
    }
    switch third {
    case UInt8(ascii: "A"): return .up
    case UInt8(ascii: "B"): return .down
    case UInt8(ascii: "C"): return .right
    case UInt8(ascii: "D"): return .left
    default:
      // The rest of a longer sequence, as of a function key.
      while isWaiting(), let byte = next(), !(0x40...0x7E ~= byte) {}
      return key()
    }
  }

  private static func isWaiting() -> Bool {
    var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return poll(&descriptor, 1, 30) > 0
  }

  private static func next() -> UInt8? {
    var byte: UInt8 = 0
    return read(STDIN_FILENO, &byte, 1) == 1 ? byte : nil
  }

  /// Columns and lines of the terminal; 80 by 24 where it does not say.
  static var size: (columns: Int, lines: Int) {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
    else { return (80, 24) }
    return (Int(size.ws_col), Int(size.ws_row))
  }
}
