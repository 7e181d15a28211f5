import EarshotNumerics
import EarshotRecords
import EarshotText

/// Tags batches of records and writes them out: what `tag` and `filter` do between reading and writing.
public struct RecordTagger: ~Copyable {
  public struct Options: Sendable {
    /// Say which words carried each decision.
    public var evidence = false
    /// Tag sentences and turns of their own, and the text by theirs.
    public var segments = false
    /// Lines longer than this lose their evidence, then their alternatives; nil for no bound.
    public var maximumLineBytes: Int?
    public var threads = 1
    /// Records a thread takes at a time.
    public var chunk = 64
    /// Hide personal data in the text fields that are written; what is tagged is the text as it was
    /// read, and places count in the text as it is written.
    public var redactor: Redactor?
    /// Leave records with a problem out of the output (they are still counted).
    public var skipsProblems = false

    public init() {}
  }

  /// What became of the records so far; those read are tagged, problems, or written as they are.
  public struct Counts: Sendable, Equatable {
    public var read = 0
    public var tagged = 0
    public var problems = 0
    /// Tags by field and label; "" where there is none.
    public var labels: [[String: Int]] = []
    /// `auto` tags by field.
    public var auto: [Int] = []
  }

  public private(set) var counts = Counts()
  private let job: Job
  /// Used while one thread is enough, so that a single line costs no set-up.
  private var workplace: Workplace

  public init(_ tagger: Tagger, plan: ReadPlan, writing: WriteOptions, options: Options) {
    let tagEncoder = TagEncoder(
      tagger, evidence: options.evidence, segments: options.segments)
    job = Job(
      tagger: tagger,
      encoder: RecordEncoder(plan: plan, options: writing, columns: tagEncoder.columns),
      tagEncoder: tagEncoder, options: options,
      redactor: options.redactor.map { RecordRedactor($0, plan: plan) })
    workplace = Workplace(tagger)
    counts.labels = tagger.fields.map { _ in [:] }
    counts.auto = tagger.fields.map { _ in 0 }
  }

  /// What stands before the first record.
  public func header() -> [UInt8] {
    var out: [UInt8] = []
    job.encoder.appendHeader(to: &out)
    return out
  }

  /// Tags the first `limit` records of a batch (all without it) and returns their lines, in order, in
  /// one piece or several.
  ///
  /// - Parameter meanwhile: called once, by one of the threads, while the others tag; where one tags, before it does.
  public mutating func tag(
    _ batch: RecordBatch, limit: Int? = nil, meanwhile: () -> Void = {}
  ) -> [[UInt8]] {
    let count = min(limit ?? batch.records.count, batch.records.count)
    counts.read += count
    let size = job.options.chunk
    let chunks = (count + size - 1) / size
    if job.options.threads <= 1 || chunks <= 1 {
      meanwhile()
      let piece = job.encode(0..<count, of: batch, &workplace)
      add(piece)
      return [piece.out]
    }
    let job = job
    let pieces = Workers.map(chunks, threads: job.options.threads, meanwhile: meanwhile) {
      Workplace(job.tagger)
    } body: { chunk, workplace in
      job.encode(chunk * size..<min((chunk + 1) * size, count), of: batch, &workplace)
    }
    for piece in pieces { add(piece) }
    return pieces.map(\.out)
  }

  private mutating func add(_ piece: Piece) {
    counts.tagged += piece.tagged
    counts.problems += piece.problems
    for f in job.tagger.fields.indices {
      counts.auto[f] += piece.auto[f]
      for (label, n) in piece.labels[f].enumerated() where n > 0 {
        let name = label == 0 ? "" : job.tagger.fields[f].labels[label - 1]
        counts.labels[f][name, default: 0] += n
      }
    }
  }
}

/// What one thread needs; kept from record to record. Two records are tagged at a time.
private struct Workplace: ~Copyable {
  var scratch: Tagger.Scratch
  var nextScratch: Tagger.Scratch
  var tags = Tags()
  var nextTags = Tags()
  var json: [UInt8] = []

  init(_ tagger: Tagger) {
    scratch = tagger.makeScratch()
    nextScratch = tagger.makeScratch()
  }
}

/// Lines made by one thread, and what it counted.
private struct Piece: Sendable {
  var out: [UInt8] = []
  var tagged = 0
  var problems = 0
  /// By field: how often none, then each label.
  var labels: [[Int]]
  var auto: [Int]

  init(_ tagger: Tagger) {
    labels = tagger.fields.map { Array(repeating: 0, count: 1 + $0.labels.count) }
    auto = tagger.fields.map { _ in 0 }
  }
}

/// What all threads share while they work on a batch.
private struct Job: Sendable {
  let tagger: Tagger
  let encoder: RecordEncoder
  let tagEncoder: TagEncoder
  let options: RecordTagger.Options
  let redactor: RecordRedactor?

  func encode(
    _ range: Range<Int>, of batch: RecordBatch, _ workplace: inout Workplace
  ) -> Piece {
    var piece = Piece(tagger)
    if let first = range.first, let last = range.last {
      // What is written is mostly the record and an answer of a few hundred bytes.
      let (start, end) = (batch.records[first].raw.lowerBound, batch.records[last].raw.upperBound)
      piece.out.reserveCapacity(end - start + 512 * range.count)
    }
    let texts = batch.texts.span
    var number = range.lowerBound
    while number < range.upperBound {
      let next = number + 1
      if !options.segments, next < range.upperBound, isTagged(number, of: batch),
        isTagged(next, of: batch)
      {
        tagger.tag(
          texts.extracting(batch.records[number].text),
          texts.extracting(batch.records[next].text), into: &workplace.tags, &workplace.nextTags,
          using: &workplace.scratch, &workplace.nextScratch, evidence: options.evidence)
        write(number, of: batch, &workplace.tags, &workplace.json, &piece)
        write(next, of: batch, &workplace.nextTags, &workplace.json, &piece)
        number += 2
        continue
      }
      if isTagged(number, of: batch) {
        let text = texts.extracting(batch.records[number].text)
        if options.segments {
          workplace.tags = tagger.tagSegments(
            text, using: &workplace.scratch, evidence: options.evidence)
        } else {
          tagger.tag(
            text, into: &workplace.tags, using: &workplace.scratch, evidence: options.evidence)
        }
      }
      write(number, of: batch, &workplace.tags, &workplace.json, &piece)
      number = next
    }
    return piece
  }

  private func isTagged(_ number: Int, of batch: RecordBatch) -> Bool {
    batch.records[number].problem == nil && batch.records[number].isTaggable
  }

  /// Writes a record, with its tags if it has any: itself, or the copy that nobody can be known by.
  private func write(
    _ number: Int, of batch: RecordBatch, _ tags: inout Tags, _ json: inout [UInt8],
    _ piece: inout Piece
  ) {
    if batch.records[number].problem != nil { piece.problems += 1 }
    let isTagged = isTagged(number, of: batch)
    if isTagged { count(tags, &piece) }
    if let redacted = redactor?.redact(number, of: batch) {
      if isTagged { tags.move(into: redacted.text) }
      write(
        0, of: redacted.batch, tags, isTagged: isTagged, text: redacted.text.bytes.span, &json,
        &piece)
    } else {
      let text = batch.texts.span.extracting(batch.records[number].text)
      write(number, of: batch, tags, isTagged: isTagged, text: text, &json, &piece)
    }
  }

  /// Writes one record, with less about its tags where the line would be too long.
  private func write(
    _ i: Int, of batch: RecordBatch, _ tags: Tags, isTagged: Bool, text: Span<UInt8>,
    _ json: inout [UInt8], _ piece: inout Piece
  ) {
    guard isTagged else {
      if batch.records[i].problem == nil {
        encoder.appendUnchanged(i, of: batch, to: &piece.out)
      } else if !options.skipsProblems {
        encoder.appendProblem(i, of: batch, to: &piece.out)
      }
      return
    }
    let cells = encoder.format == .jsonl ? [] : tagEncoder.cells(tags, text: text)
    let start = piece.out.count
    for detail in [TagEncoder.Detail.evidence, .alternatives, .labels, .bare] {
      json.removeAll(keepingCapacity: true)
      tagEncoder.appendJSON(tags, text: text, detail: detail, to: &json)
      encoder.append(i, of: batch, json: json, cells: cells, to: &piece.out)
      // The line break is not counted.
      guard let limit = options.maximumLineBytes, piece.out.count - start - 1 > limit,
        detail != .bare
      else { break }
      piece.out.removeLast(piece.out.count - start)
    }
  }

  private func count(_ tags: Tags, _ piece: inout Piece) {
    piece.tagged += 1
    for f in tags.fields.indices {
      if tags.fields[f].choices.isEmpty { piece.labels[f][0] += 1 }
      for choice in tags.fields[f].choices {
        piece.labels[f][1 + choice.label] += 1
        if tags.decision(choice, tagger.fields[f]) == .auto { piece.auto[f] += 1 }
      }
    }
  }
}

extension Tags {
  /// Places in the text as it is written. Words that one placeholder hides become one place, with
  /// the sum of their weights.
  fileprivate mutating func move(into text: RedactedText) {
    for f in fields.indices {
      for c in fields[f].evidenceOfChoices.indices {
        fields[f].evidenceOfChoices[c] = Self.moved(fields[f].evidenceOfChoices[c], text)
      }
    }
    // A placeholder that hides the end of one segment and the start of the next goes to the first.
    var end = 0
    for s in segments.indices {
      let range = text.range(of: segments[s].range)
      let start = max(range.lowerBound, end)
      end = max(start, range.upperBound)
      segments[s].range = start..<end
      segments[s].tags.move(into: text)
    }
    for m in markers.indices {
      let range = text.range(of: markers[m].byteRange)
      (markers[m].start, markers[m].end) = (range.lowerBound, range.upperBound)
    }
  }

  private static func moved(
    _ evidence: [FieldTag.Evidence], _ text: RedactedText
  ) -> [FieldTag.Evidence] {
    var moved: [FieldTag.Evidence] = []
    for one in evidence {
      let range = text.range(of: one.range)
      if let last = moved.last, range.lowerBound < last.range.upperBound {
        moved[moved.count - 1].range =
          last.range.lowerBound..<max(last.range.upperBound, range.upperBound)
        moved[moved.count - 1].weight += one.weight
      } else {
        moved.append(FieldTag.Evidence(range: range, weight: one.weight))
      }
    }
    return moved
  }
}
