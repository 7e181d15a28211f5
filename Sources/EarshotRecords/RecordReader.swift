/// Reads records from a file or standard input, batch by batch, in constant memory.
///
/// ```swift
/// var reader = try RecordReader(path: "tickets.csv", options: ReadOptions())
/// var batch = RecordBatch()
/// while try reader.read(into: &batch, limit: 4096) {
///   for i in batch.records.indices { … }
/// }
/// ```
public struct RecordReader: ~Copyable {
  /// What was found out about the input. With `keepsEveryLine` it is complete only after the first
  /// `read`.
  public private(set) var plan: ReadPlan
  /// Records that `ReadOptions.filters` left out so far.
  public private(set) var filteredRecords = 0

  /// Bytes of the input that were read so far (compressed ones, where it is), for a progress bar.
  public var readBytes: Int { window.readBytes }

  private let options: ReadOptions
  private var window: InputWindow
  private var framer: Framer
  private var builder: RecordBuilder
  private var header: TableHeader?

  /// Opens `path` (`-` is standard input), finds out what it holds, and settles which field is
  /// what.
  ///
  /// Waits for the first 64 KiB of input (or its end), unless `keepsEveryLine`; for the first line where that is enough
  /// (`startsAtFirstLine`).
  /// - Throws: what keeps the input from being read, or a field that it does not have.
  public init(path: String, options: ReadOptions) throws(InputError) {
    try self.init(source: ByteSource(path: path), path: path, options: options)
  }

  init(source: consuming ByteSource, path: String, options: ReadOptions) throws(InputError) {
    self.options = options
    window = InputWindow(source: source, path: path, encoding: options.encoding)
    let choice = MappingChoice(options: options)
    plan = ReadPlan(
      path: path, format: options.format ?? .jsonl, formatIsGiven: options.format != nil,
      mapping: choice.mapping, mappingReason: choice.reason)
    builder = RecordBuilder(mapping: choice.mapping, options: options, guessesText: choice.isGuess)
    framer = .lines(LineFramer(maximumBytes: options.maximumRecordBytes))
    plan.guessesText = choice.isGuess
    if !options.keepsEveryLine {
      try prepare(choice)
    } else if options.format != .jsonl {
      throw .everyLineNeedsJSONLines(path: path)
    }
  }

  /// Replaces the batch by the next records, at most `limit`; false at the end of the input.
  ///
  /// Returns as soon as there is a record and the next one would need more input, so a record
  /// never waits here for the one after it.
  /// - Throws: what keeps the input from being read on; all records before that were handed over.
  public mutating func read(into batch: inout RecordBatch, limit: Int) throws(InputError) -> Bool {
    precondition(limit > 0, "a batch needs room for a record, limit is \(limit)")
    batch.clear()
    batch.header = header
    batch.mapping = plan.mapping
    while batch.records.count < limit {
      switch framer.next(in: window) {
      case .skip(let length):
        window.consume(length)
      case .frame(let frame):
        let raw = frame.raw.lowerBound + window.start..<frame.raw.upperBound + window.start
        let before = batch.records.count
        let isFiltered = builder.append(
          frame, raw: window.bytes[raw], cells: framer.cells, header: header, to: &batch)
        if isFiltered { filteredRecords += 1 }
        assert(batch.records.count - before <= 1)
        window.consume(frame.consumed)
      case .needsMore:
        if !batch.records.isEmpty { return true }
        try window.fill()
        noteStream()
      case .end:
        return !batch.records.isEmpty
      }
    }
    return true
  }

  // MARK: - Finding out what the input holds

  private mutating func noteStream() {
    plan.isGzip = window.isGzip
    plan.hasByteOrderMark = window.hasByteOrderMark
    plan.encoding = window.encoding
  }

  /// Whether the first line alone shows that these are JSON lines; if so, all is settled.
  ///
  /// Of the same input the answer is the same, however it arrives: only that line counts. As with `keepsEveryLine`, a
  /// text is guessed in each record for itself.
  private mutating func startsAtFirstLine(_ choice: MappingChoice) throws(InputError) -> Bool {
    guard options.startsAtFirstLine, options.format == nil || options.format == .jsonl else {
      return false
    }
    while true {
      let sample = InputSample(window.bytes.span, isAll: window.isAtEnd)
      if sample.hasFirstLine || window.isAtEnd || sample.length >= InputSample.bytes {
        guard sample.hasFirstLine, !sample.isBlank,
          sample.isObject(
            window.bytes.span,
            finder: EnvelopeFinder(textFields: choice.isGuess ? [] : choice.mapping.text))
        else { return false }
        break
      }
      // An error with bytes before it comes again when reading gets there.
      do throws(InputError) { try window.fill() } catch {
        if window.count == 0 { throw error }
        return false
      }
    }
    noteStream()
    plan.format = .jsonl
    builder.readsLines = true
    return true
  }

  private mutating func prepare(_ choice: MappingChoice) throws(InputError) {
    if try startsAtFirstLine(choice) { return }
    try window.prepare(InputSample.bytes)
    var sample = InputSample(window.bytes.span, isAll: window.isAtEnd)
    // A first line longer than the sample still has to tell its format.
    while !sample.hasFirstLine, !sample.isAll, sample.length < InputSample.maximumBytes {
      try window.prepare(sample.length * 4)
      let longer = InputSample(
        window.bytes.span, isAll: window.isAtEnd, length: sample.length * 4)
      if longer.length == sample.length { break }
      sample = longer
    }
    noteStream()
    plan.isEmpty = sample.isBlank
    let finder = EnvelopeFinder(textFields: choice.isGuess ? [] : choice.mapping.text)
    let detected = sample.detect(window.bytes.span, given: options.format, finder: finder)
    plan.format = detected.format
    plan.delimiter = detected.delimiter
    let maximum = options.maximumRecordBytes
    if plan.isTable {
      framer = .rows(RowFramer(delimiter: detected.delimiter ?? 0x2C, maximumBytes: maximum))
      let notText = sample.notText(window.bytes.span, path: plan.path)
      do throws(InputError) {
        try readHeader()
        if let header { try settleColumns(choice, header) }
      } catch {
        throw notText ?? error
      }
    } else {
      framer =
        plan.format == .json
        ? .values(ValueFramer(maximumBytes: maximum, finder: finder))
        : .lines(LineFramer(maximumBytes: maximum))
      try probeKeys(choice)
    }
    builder.mapping = plan.mapping
    builder.readsLines = plan.format == .jsonl
    builder.settle(header)
  }

  private mutating func readHeader() throws(InputError) {
    while true {
      switch framer.next(in: window) {
      case .skip(let length): window.consume(length)
      case .needsMore: try window.fill()
      case .end: return
      case .frame(let frame):
        guard case .record = frame.kind else {
          throw .unreadableHeader(path: plan.path, line: frame.line)
        }
        let start = window.start
        // What is not UTF-8 is repaired in the header, so that every name can be written again.
        plan.headerCells = framer.cells.map {
          let cell = window.bytes[$0.lowerBound + start..<$0.upperBound + start]
          return Array(String(decoding: cell, as: UTF8.self).utf8)
        }
        let end = start + frame.raw.upperBound
        plan.usesCarriageReturns =
          end + 1 < window.bytes.count && window.bytes[end] == 0x0D && window.bytes[end + 1] == 0x0A
        let header = TableHeader(cells: plan.headerCells)
        plan.columns = header.names.map { String(decoding: $0, as: UTF8.self) }
        self.header = header
        window.consume(frame.consumed)
        return
      }
    }
  }

  private mutating func settleColumns(
    _ choice: MappingChoice, _ header: TableHeader
  ) throws(InputError) {
    for field in choice.requiredFields where header.column(of: field) == nil {
      throw .missingColumn(
        path: plan.path, column: field.name,
        nearest: NameSuggestion.nearest(to: field.name, among: plan.columns),
        columns: plan.columns)
    }
    plan.mapping.text = choice.mapping.text.compactMap { field in
      header.column(of: field).map { FieldPath(literal: plan.columns[$0]) }
    }
    if plan.mapping.text.isEmpty {
      if choice.isGuess {
        throw .noTextField(path: plan.path, columns: plan.columns, isTable: true)
      }
      throw .presetDoesNotFit(
        path: plan.path, preset: choice.mapping.name, wanted: choice.mapping.text.map(\.name),
        columns: plan.columns)
    }
    plan.guessesText = false
    if choice.isGuess {
      plan.mappingReason = MappingChoice.guessReason(plan.mapping.text.map(\.name), "column")
    }
  }

  /// Looks at the first records of a JSON input without consuming them.
  private mutating func probeKeys(_ choice: MappingChoice) throws(InputError) {
    var length = InputSample.bytes
    var probe = KeyProbe()
    while true {
      try window.prepare(length)
      probe = KeyProbe()
      let sample = min(length, window.count)
      probe.look(
        at: window.bytes.span.extracting(0..<sample), framer: framer,
        isAll: window.isAtEnd && sample == window.count)
      if probe.objects > 0 || window.count <= length || length > options.maximumRecordBytes {
        break
      }
      length *= 4
    }
    plan.columns = probe.keys.map { String(decoding: $0, as: UTF8.self) }
    plan.envelopeKey = probe.envelopeKey
    noteStream()
    guard choice.isGuess, probe.objects > 0 else { return }
    if probe.textFields.isEmpty {
      throw .noTextField(path: plan.path, columns: plan.columns, isTable: false)
    }
    let names = probe.textFields.map { String(decoding: $0, as: UTF8.self) }
    plan.mapping.text = names.map { FieldPath(literal: $0) }
    plan.mappingReason = MappingChoice.guessReason(names, "field")
  }
}
