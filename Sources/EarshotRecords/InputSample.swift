/// The first bytes of an input, which tell its format.
///
/// Always the same bytes of the same input, however it arrives, so that a pipe and a file are
/// read alike.
struct InputSample {
  /// How much is looked at.
  static let bytes = 64 << 10
  /// How much at most, when the first line is longer than that.
  static let maximumBytes = 1 << 20

  let length: Int
  /// Whether the sample is the whole input.
  let isAll: Bool
  /// The first line that is not blank, without its line break; empty if there is none.
  let firstLine: Range<Int>
  /// Whether that line is complete.
  let hasFirstLine: Bool
  let isBlank: Bool

  init(_ window: Span<UInt8>, isAll: Bool, length: Int = InputSample.bytes) {
    self.length = min(length, window.count)
    self.isAll = isAll && window.count <= length
    var p = 0
    while p < self.length, [0x20, 0x09, 0x0A, 0x0D].contains(window[p]) { p += 1 }
    isBlank = p == self.length
    let start = p
    while p < self.length, window[p] != 0x0A { p += 1 }
    firstLine = start..<p
    hasFirstLine = p < self.length || self.isAll
  }

  /// The format and, for a table, the byte between cells.
  func detect(
    _ window: Span<UInt8>, given: RecordFormat?, finder: EnvelopeFinder
  ) -> (format: RecordFormat, delimiter: UInt8?) {
    switch given {
    case .json: return (.json, nil)
    case .jsonl: return (.jsonl, nil)
    case .tsv: return (.tsv, 0x09)
    case .csv: return (.csv, sniffDelimiter(window))
    case nil: break
    }
    if isBlank { return (.jsonl, nil) }
    switch window[firstLine.lowerBound] {
    case UInt8(ascii: "["): return (.json, nil)
    case UInt8(ascii: "{"): return (objectFormat(window, finder), nil)
    default:
      let delimiter = sniffDelimiter(window)
      return (delimiter == 0x09 ? .tsv : .csv, delimiter)
    }
  }

  /// Whether the first line is a whole JSON object and not the beginning of an export that holds records as a list.
  func isObject(_ window: Span<UInt8>, finder: EnvelopeFinder) -> Bool {
    guard window[firstLine.lowerBound] == UInt8(ascii: "{") else { return false }
    if case .envelope = finder.find(
      window.extracting(0..<firstLine.upperBound), from: firstLine.lowerBound, isAtEnd: true)
    {
      return false
    }
    var scanner = JSONScanner()
    var members: [Slot] = []
    return (try? scanner.scan(window, in: firstLine, members: &members)) != nil
  }

  /// What to say of an image, an archive, UTF-16 that nobody named: more control characters than any text has; nil for text.
  func notText(_ window: Span<UInt8>, path: String) -> InputError? {
    let zip = Array("PK\u{3}\u{4}".utf8)
    let isZip = length >= zip.count && zip.indices.allSatisfy { window[$0] == zip[$0] }
    var controls = 0
    for p in 0..<length where window[p] < 0x20 && !(0x09...0x0D ~= window[p]) { controls += 1 }
    return isZip || controls * 50 > length ? .notText(path: path, isZip: isZip) : nil
  }

  /// An input that begins with `{`: a value a line, or values that run over lines.
  private func objectFormat(_ window: Span<UInt8>, _ finder: EnvelopeFinder) -> RecordFormat {
    if case .envelope = finder.find(
      window.extracting(0..<length), from: firstLine.lowerBound, isAtEnd: true)
    {
      return .json
    }
    guard hasFirstLine else { return .json }
    var scanner = JSONScanner()
    var members: [Slot] = []
    do throws(JSONFailure) {
      _ = try scanner.scan(window, in: firstLine, members: &members)
      return .jsonl
    } catch {
      guard case .endsEarly = error else { return .jsonl }
    }
    // The first line breaks off: the first of a pretty-printed value, or a damaged line before
    // others.
    var end = firstLine.upperBound + 1
    let start = end
    guard start < length, window[start] == UInt8(ascii: "{") else { return .json }
    while end < length, window[end] != 0x0A { end += 1 }
    let second = try? scanner.scan(window, in: start..<end, members: &members)
    return second == nil ? .json : .jsonl
  }

  /// The candidate that cuts the rows of the sample most evenly; more cells win, then the order
  /// here.
  private func sniffDelimiter(_ window: Span<UInt8>) -> UInt8 {
    let sample = window.extracting(0..<length)
    var best: (delimiter: UInt8, evenShare: Double, cells: Int) = (UInt8(ascii: ","), 0, 1)
    for delimiter in [UInt8(ascii: ","), 0x09, UInt8(ascii: ";"), UInt8(ascii: "|")] {
      let counts = cellCounts(sample, delimiter)
      guard let cells = counts.first, cells > 1 else { continue }
      let evenShare = Double(counts.filter { $0 == cells }.count) / Double(counts.count)
      if evenShare > best.evenShare || evenShare == best.evenShare && cells > best.cells {
        best = (delimiter, evenShare, cells)
      }
    }
    return best.delimiter
  }

  private func cellCounts(_ sample: Span<UInt8>, _ delimiter: UInt8) -> [Int] {
    var framer = RowFramer(delimiter: delimiter, maximumBytes: length)
    var counts: [Int] = []
    var p = 0
    while counts.count < 50 {
      switch framer.next(sample, from: p, isAtEnd: isAll) {
      case .skip(let length): p += length
      case .frame(let frame):
        if case .record = frame.kind { counts.append(framer.cells.count) }
        p += frame.consumed
      case .needsMore, .end: return counts
      }
    }
    return counts
  }
}

extension InputWindow {
  /// Reads until so many bytes are in memory, or all there are.
  ///
  /// An error is thrown only when there is nothing before it that could be read; else it comes when
  /// reading gets there.
  mutating func prepare(_ length: Int) throws(InputError) {
    while count < length + 1, !isAtEnd {
      do throws(InputError) {
        try fill()
      } catch {
        if count == 0 { throw error }
        return
      }
    }
  }
}
