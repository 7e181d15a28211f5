/// Cuts the window into JSON values: the elements of an array, of the array inside an envelope
/// such as `{"tickets": […]}`, or objects one after another.
///
/// It only finds where values end; the scanner then checks each. A string that runs into a line
/// break is broken, and its value ends there, so that one broken record does not swallow the rest.
struct ValueFramer {
  private enum Phase {
    /// Between top-level values.
    case top
    /// Between the elements of an array.
    case elements
    /// Inside a top-level object.
    case object
    /// Inside an element.
    case element
    /// Inside something at the top level that begins no value we know; it ends with its line.
    case stray
    /// After the records of an envelope, up to its closing brace.
    case envelopeTail
  }

  let maximumBytes: Int
  let finder: EnvelopeFinder
  /// The key of the last envelope met.
  private(set) var envelopeKey: String?

  private var phase = Phase.top
  private var line = 1
  private var isInEnvelope = false
  private var isAfterComma = false
  private var isAfterElement = false
  // The unfinished value: how much of it was looked at, and what is open there.
  private var scanned = 0
  private var depth = 0
  private var isInString = false
  private var isEscaped = false
  private var breaks = 0
  /// Bytes of a value that is too long and already gone; nil while no such value is skipped.
  private var skippedBytes: Int?

  init(maximumBytes: Int, finder: EnvelopeFinder) {
    self.maximumBytes = maximumBytes
    self.finder = finder
  }

  mutating func next(_ bytes: Span<UInt8>, from start: Int, isAtEnd: Bool) -> FrameStep {
    switch phase {
    case .top: return between(bytes, from: start, isAtEnd: isAtEnd)
    case .elements: return betweenElements(bytes, from: start, isAtEnd: isAtEnd)
    case .object, .element, .stray: return inside(bytes, from: start, isAtEnd: isAtEnd)
    case .envelopeTail: return tail(bytes, from: start, isAtEnd: isAtEnd)
    }
  }

  private mutating func between(
    _ bytes: Span<UInt8>, from start: Int, isAtEnd: Bool
  ) -> FrameStep {
    if let blanks = blanks(bytes, from: start) { return .skip(blanks) }
    if start == bytes.count { return isAtEnd ? .end : .needsMore }
    switch bytes[start] {
    case UInt8(ascii: "["):
      (phase, isInEnvelope, isAfterComma, isAfterElement) = (.elements, false, false, false)
      return .skip(1)
    case UInt8(ascii: "{"):
      switch finder.find(bytes, from: start, isAtEnd: isAtEnd) {
      case .needsMore: return .needsMore
      case .record:
        begin(.object)
        return .skip(0)
      case .envelope(let key, let length):
        envelopeKey = key
        (phase, isInEnvelope, isAfterComma, isAfterElement) = (.elements, true, false, false)
        countBreaks(bytes, start..<start + length)
        return .skip(length)
      }
    default:
      begin(.stray)
      return .skip(0)
    }
  }

  private mutating func betweenElements(
    _ bytes: Span<UInt8>, from start: Int, isAtEnd: Bool
  ) -> FrameStep {
    if let blanks = blanks(bytes, from: start) { return .skip(blanks) }
    if start == bytes.count {
      guard isAtEnd else { return .needsMore }
      phase = .top
      return .frame(Frame(kind: .unclosedContainer, raw: 0..<0, consumed: 0, line: line))
    }
    let missing = Frame(kind: .record, raw: 0..<0, consumed: 0, line: line)
    switch bytes[start] {
    case UInt8(ascii: ","):
      if !isAfterElement {
        isAfterElement = true  // the empty place counts as the element, and is reported
        return .frame(missing)
      }
      (isAfterComma, isAfterElement) = (true, false)
      return .skip(1)
    case UInt8(ascii: "]"):
      if isAfterComma {
        isAfterComma = false
        return .frame(missing)
      }
      phase = isInEnvelope ? .envelopeTail : .top
      depth = 1
      return .skip(1)
    default:
      begin(.element)
      return .skip(0)
    }
  }

  private mutating func begin(_ phase: Phase) {
    self.phase = phase
    (scanned, depth, breaks, isInString, isEscaped) = (0, 0, 0, false, false)
  }

  private mutating func inside(
    _ bytes: Span<UInt8>, from start: Int, isAtEnd: Bool
  ) -> FrameStep {
    let count = bytes.count - start
    var p = scanned
    // The end of the value, when found; `.element` stops before its comma or bracket.
    var end: Int?
    while p < count {
      if isInString, !isEscaped {
        p =
          ByteSearch.first(
            UInt8(ascii: "\""), UInt8(ascii: "\\"), 0x0A, bytes, start + p, bytes.count) - start
        if p == count { break }
      }
      let byte = bytes[start + p]
      if byte == 0x0A {
        if isInString || phase == .stray {
          end = p
          break
        }
        breaks += 1
      } else if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
      } else {
        switch byte {
        case UInt8(ascii: "\""): isInString = phase != .stray
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          if depth == 0, phase == .element, byte == UInt8(ascii: "]") { end = p }
          depth = max(0, depth - 1)
          if depth == 0, phase == .object { end = p + 1 }
        case UInt8(ascii: ",") where depth == 0 && phase == .element: end = p
        default: break
        }
        if end != nil { break }
      }
      p += 1
    }
    var isCutOff = false
    if end == nil, isAtEnd {
      end = count
      // A cut-off value is reported; reporting its array too would count it twice.
      isCutOff = !isWholeObject(bytes, start..<start + count)
      if phase == .element, isCutOff { isInEnvelope = false }
    }
    guard let end else {
      scanned = p
      guard p > maximumBytes || skippedBytes != nil else { return .needsMore }
      skippedBytes = (skippedBytes ?? 0) + p
      scanned = 0
      return p == 0 ? .needsMore : .skip(p)
    }
    return finish(bytes, from: start, at: end, isCutOff: isCutOff)
  }

  /// Whether what was scanned ends with the brace that closes it.
  private func isWholeObject(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard depth == 0, !isInString else { return false }
    var end = range.upperBound
    while end > range.lowerBound, Self.isBlank(bytes[end - 1]) { end -= 1 }
    return end > range.lowerBound && bytes[end - 1] == UInt8(ascii: "}")
  }

  private mutating func finish(
    _ bytes: Span<UInt8>, from start: Int, at end: Int, isCutOff: Bool
  ) -> FrameStep {
    let here = line
    line += breaks
    if phase == .element {
      phase = isCutOff ? .top : .elements
      (isAfterComma, isAfterElement) = (false, true)
    } else {
      phase = .top
    }
    scanned = 0
    if let gone = skippedBytes ?? (end > maximumBytes ? 0 : nil) {
      skippedBytes = nil
      return .frame(
        Frame(kind: .tooLong(totalBytes: gone + end), raw: 0..<0, consumed: end, line: here))
    }
    var length = end
    while length > 0, Self.isBlank(bytes[start + length - 1]) { length -= 1 }
    return .frame(Frame(kind: .record, raw: 0..<length, consumed: end, line: here))
  }

  private mutating func tail(_ bytes: Span<UInt8>, from start: Int, isAtEnd: Bool) -> FrameStep {
    let count = bytes.count - start
    for p in 0..<count {
      let byte = bytes[start + p]
      if byte == 0x0A { line += 1 }
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 {
          phase = .top
          return .skip(p + 1)
        }
      default: break
      }
    }
    if count > 0 { return .skip(count) }
    guard isAtEnd else { return .needsMore }
    phase = .top
    return .frame(Frame(kind: .unclosedContainer, raw: 0..<0, consumed: 0, line: line))
  }

  /// The number of blanks at the window's start, counted into `line`; nil when there are none.
  private mutating func blanks(_ bytes: Span<UInt8>, from start: Int) -> Int? {
    var p = start
    while p < bytes.count, Self.isBlank(bytes[p]) { p += 1 }
    if p == start { return nil }
    countBreaks(bytes, start..<p)
    return p - start
  }

  private mutating func countBreaks(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    for p in range where bytes[p] == 0x0A { line += 1 }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }
}
