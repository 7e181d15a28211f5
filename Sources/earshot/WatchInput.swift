import EarshotInsights
import EarshotLearning
import EarshotNumerics
import EarshotRecords
import EarshotTagging
import EarshotText
import Glibc

/// Reads records for `watch`: when, by whom, about what, and what they resemble.
struct WatchInput {
  /// A record and what tells it from all others.
  struct Item: Sendable {
    var record: StreamRecord
    var key: UInt64
    /// The values of a label field, where one is asked for.
    var labels: [String] = []
  }

  /// What could not be watched.
  struct Counts {
    var problems = 0
    var timeless = 0
    /// Before 1990, or more than a day after this machine's time.
    var wrongTime = 0

    var total: Int { problems + timeless + wrongTime }
  }

  let tagger: Tagger?
  let rows: ResemblanceRows
  let options: ReadOptions
  let onError: InputOptions.OnError
  let threads: Int
  var labelField: FieldPath?
  private(set) var counts = Counts()
  private let topicField: Int?

  init(
    tagger: Tagger?, table: EmbeddingTable, input: InputOptions, threads: Int
  ) throws {
    guard let rows = ResemblanceRows(table.embedding) else {
      throw Failure("\(table.identity): `watch` needs a table of 256 dimensions.")
    }
    (self.tagger, self.rows, self.threads) = (tagger, rows, threads)
    (options, onError) = (try input.readOptions(), input.onError)
    topicField = tagger?.fields.firstIndex { $0.name == "topic" } ?? (tagger == nil ? nil : 0)
  }

  /// Reads files one after the other and hands their records over, some thousands at a time.
  ///
  /// - Parameter body: gets the records that can be watched, and whether nothing more waits just now.
  mutating func read(
    _ paths: [String], _ body: ([Item], _ isPause: Bool) throws -> Void
  ) throws {
    for path in paths {
      var options = options
      // The first record of a pipe does not wait for those after it.
      options.startsAtFirstLine = !Self.isRegular(path)
      var reader = try RecordReader(path: path, options: options)
      var batch = RecordBatch()
      let limit = 4096
      while try reader.read(into: &batch, limit: limit) {
        try body(try items(batch, reader.plan), batch.records.count < limit)
      }
    }
  }

  /// Whether a path is a file that ends, standard input that comes from one among them.
  static func isRegular(_ path: String) -> Bool {
    var status = stat()
    let failed = path == "-" ? fstat(STDIN_FILENO, &status) : stat(path, &status)
    // What is not there is said by the reader.
    return failed != 0 || status.st_mode & S_IFMT == S_IFREG
  }

  /// Whether the records of regular files lie in the order of time, but for a few: then they are read as they come.
  func areOrdered(_ paths: [String]) throws -> Bool {
    if paths.contains("-") || !paths.allSatisfy(Self.isRegular) { return true }
    // One time far ahead of the others, `lone`, does not make the rest late, as in the detector.
    var (newest, count, late) = (Int64.min, 0, 0)
    var lone: Int64?
    for path in paths {
      var reader = try RecordReader(path: path, options: options)
      var batch = RecordBatch()
      while try reader.read(into: &batch, limit: 4096) {
        for (i, record) in batch.records.enumerated() where record.isTaggable {
          guard let time = try? batch.timestamp(of: i)?.microseconds, isPlausible(time) else {
            continue
          }
          count += 1
          if time + 86_400_000_000 < newest { late += 1 }
          let isAhead = newest != .min && time - newest > Self.jump
          if let lone, !isAhead || time < lone - Self.jump { late += 1 }
          let isBorneOut = lone.map { abs(time - $0) <= Self.jump } ?? false
          lone = isAhead && !isBorneOut ? time : nil
          if lone == nil { newest = max(newest, time) }
        }
      }
    }
    return late * 100 <= count
  }

  /// Six hours, as in `EmergenceDetector`.
  private static let jump: Int64 = 6 * 3_600_000_000

  private func isPlausible(_ time: Int64) -> Bool {
    // A day of grace: clocks differ, and a zone may be missing.
    WatchTimes.all.contains(time) && time <= Int64(Glibc.time(nil)) * 1_000_000 + 86_400_000_000
  }

  /// The records of a batch, in order.
  private mutating func items(_ batch: RecordBatch, _ plan: ReadPlan) throws -> [Item] {
    var chosen: [(record: Int, time: Int64)] = []
    for (i, record) in batch.records.enumerated() {
      if let problem = record.problem {
        if onError == .fail { throw Failure(problem, in: plan.path) }
        counts.problems += 1
      }
      guard record.isTaggable else { continue }
      guard let time = try? batch.timestamp(of: i)?.microseconds else {
        counts.timeless += 1
        continue
      }
      guard isPlausible(time) else {
        counts.wrongTime += 1
        continue
      }
      chosen.append((i, time))
    }
    let size = 256
    let isTagged = Self.tagPaths(plan)
    let parts = Workers.map((chosen.count + size - 1) / size, threads: threads) {
      [tagger] in
      WatchScratch(tagger)
    } body: { [self, chosen] chunk, scratch in
      chosen[chunk * size..<min((chunk + 1) * size, chosen.count)].map {
        item($0.record, time: $0.time, of: batch, isTagged, &scratch)
      }
    }
    return Array(parts.joined())
  }

  private struct TagPaths {
    let topic: FieldPath
    var reason: FieldPath? = nil
    var domain: FieldPath? = nil
  }

  /// Where tags of an earlier run lie; nil where the input has none.
  private static func tagPaths(_ plan: ReadPlan) -> TagPaths? {
    if !plan.isTable {
      return TagPaths(
        topic: FieldPath("earshot.topic.label"), reason: FieldPath("earshot.topic.reason"),
        domain: FieldPath("earshot.domain.score"))
    }
    return plan.columns.contains("earshot_topic")
      ? TagPaths(topic: FieldPath("earshot_topic")) : nil
  }

  private func item(
    _ i: Int, time: Int64, of batch: RecordBatch, _ given: TagPaths?,
    _ scratch: inout WatchScratch
  ) -> Item {
    let text = batch.texts[batch.records[i].text]
    let id = batch.id(of: i).flatMap { $0.isEmpty ? nil : $0 }
    var record = StreamRecord(
      id: id ?? "line \(batch.records[i].line)", time: time, text: [], row: [], wordsHash: 0,
      wordCount: 0)
    record.author = batch.author(of: i).flatMap { $0.isEmpty ? nil : Self.hash(Array($0.utf8)) }
    let bytes = Array(text.prefix(StreamRecord.mostTextBytes))
    if rows.makeRow(of: bytes.span, &scratch.rows) { record.row = scratch.rows.row }
    (record.wordsHash, record.wordCount) = (scratch.rows.wordsHash, scratch.rows.wordCount)
    record.text = bytes
    // Tagged, but without a label: no topic was sure enough.
    let isUnsure = given?.reason.flatMap { batch.value($0, of: i) } != nil
    if let given, let topic = batch.value(given.topic, of: i) ?? (isUnsure ? "" : nil) {
      record.topic = topic.isEmpty ? nil : topic
      let domain = given.domain.flatMap { batch.value($0, of: i) }.flatMap { Float($0) }
      record.foreignness = domain ?? (topic.isEmpty ? 0.9 : 0.1)
    } else if let tagger, let topicField {
      let tags = tagger.tag(
        batch.texts.span.extracting(batch.records[i].text), using: &scratch.tags!)
      if let choice = tags.fields[topicField].choices.first {
        record.topic = tagger.fields[topicField].labels[choice.label]
      }
      let best = tags.fields[topicField].choices.first ?? tags.fields[topicField].alternatives.first
      record.foreignness = tags.domainScore ?? best.map { 1 - $0.confidence } ?? 0.5
    }
    // Without an id the same text at the same time is the same record.
    let key =
      id.map { Self.hash(Array($0.utf8)) }
      ?? Self.hash(text + (0..<8).map { UInt8(truncatingIfNeeded: time >> (8 * $0)) })
    var item = Item(record: record, key: key)
    if let labelField { item.labels = batch.values(labelField, of: i) }
    return item
  }

  private static func hash(_ bytes: some Collection<UInt8>) -> UInt64 {
    var hash = FNV1a()
    hash.combine(bytes)
    return hash.value
  }

  /// Ends the program with status 3 when records could not be watched.
  func endIfProblems() throws(Failure) {
    guard counts.total > 0 else { return }
    var parts: [String] = []
    if counts.problems > 0 {
      parts.append("\(counted(counts.problems, "record")) could not be read")
    }
    if counts.timeless > 0 {
      parts.append("\(counted(counts.timeless, "record")) had no time that could be read")
    }
    if counts.wrongTime > 0 {
      parts.append(
        "\(counted(counts.wrongTime, "record")) had a time before 1990 or more than a day ahead of this machine's"
      )
    }
    throw Failure(
      "\(parts.joined(separator: ", ")); they were left out (see `earshot inspect`, --time-field and --time-format).",
      status: ExitStatus.someRecordsReported)
  }
}

/// What one thread needs.
struct WatchScratch: ~Copyable {
  var rows = ResemblanceRows.Scratch()
  var tags: Tagger.Scratch?

  init(_ tagger: Tagger?) { tags = tagger?.makeScratch() }
}
