import EarshotNumerics
import EarshotRecords
import Foundation
import TestSupport
import Testing

@testable import EarshotTagging

/// A whole input, tagged.
struct Run {
  var out = ""
  var counts = RecordTagger.Counts()

  init(
    _ input: String, model: [UInt8] = Training.model, read: ReadOptions = ReadOptions(),
    write: WriteOptions = WriteOptions(), batchSize: Int = 1000, limit: Int? = nil,
    change: (inout RecordTagger.Options) -> Void = { _ in }
  ) throws {
    var options = RecordTagger.Options()
    change(&options)
    let (bytes, counts) = try inNewFolder { folder in
      let path = folder + "/input"
      try Data(input.utf8).write(to: URL(fileURLWithPath: path))
      var reader = try RecordReader(path: path, options: read)
      var batch = RecordBatch()
      var hasMore = try reader.read(into: &batch, limit: batchSize)
      var tagger = RecordTagger(
        try Tagger(bytes: model), plan: reader.plan, writing: write, options: options)
      var bytes = tagger.header()
      while hasMore {
        for piece in tagger.tag(batch, limit: limit) { bytes += piece }
        hasMore = try reader.read(into: &batch, limit: batchSize)
      }
      return (bytes, tagger.counts)
    }
    out = String(decoding: bytes, as: UTF8.self)
    self.counts = counts
  }

  var lines: [String] {
    out.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }
}

@Suite("RecordTagger")
struct RecordTaggerTests {
  /// Good lines, a bad one, an empty text and one without a text field now and then.
  static let input: String = {
    let texts = (try? Training.sentences().map(\.text)) ?? []
    return (0..<300).map { i in
      switch i % 50 {
      case 17: "not json"
      case 23: #"{"id":\#(i),"text":""}"#
      case 31: #"{"id":\#(i),"n":1.0e0,"text":"naïve 🔑 \#(texts[i % texts.count])"}"#
      default: #"{"id":\#(i),"text":"\#(texts[i % texts.count])"}"#
      }
    }.joined(separator: "\n") + "\n"
  }()

  private var reading: ReadOptions {
    var options = ReadOptions()
    options.format = .jsonl
    options.textFields = [FieldPath("text")]
    return options
  }

  private func parsed(_ line: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
  }

  @Test("threads, chunks and batches do not change a byte")
  func sameBytes() throws {
    let expected = try Run(Self.input, read: reading) { $0.evidence = true }
    #expect(expected.lines.count == 300)
    for threads in [1, 2, 7] {
      for chunk in [1, 3, 256] {
        let run = try Run(Self.input, read: reading) {
          $0.evidence = true
          $0.threads = threads
          $0.chunk = chunk
        }
        #expect(run.out == expected.out, "\(threads) threads, chunk \(chunk)")
        #expect(run.counts == expected.counts, "\(threads) threads, chunk \(chunk)")
      }
    }
    #expect(
      try Run(Self.input, read: reading, batchSize: 7) { $0.evidence = true }.out == expected.out)
  }

  @Test("read = tagged + problems, and every tag is counted under its label")
  func countsAddUp() throws {
    let counts = try Run(Self.input, read: reading).counts
    #expect(counts.read == 300)
    #expect(counts.problems == 6)
    #expect(counts.tagged == 294)
    #expect(counts.labels[0].values.reduce(0, +) == 294)
    #expect(counts.labels[0][""] == 6)
  }

  @Test("blank lines are read and neither tagged nor problems, and come out blank")
  func blankLines() throws {
    let run = try Run(
      "{\"text\":\"refund\"}\n\n{\"text\":\"login\"}\nnot json\n\n", read: .everyLine)
    #expect(run.lines.count == 5)
    #expect(run.lines[1] == "" && run.lines[4] == "")
    #expect(run.counts.read == 5 && run.counts.tagged == 2 && run.counts.problems == 1)
  }

  @Test("problems are left out when asked, and still counted")
  func skipsProblems() throws {
    let run = try Run(Self.input, read: reading) { $0.skipsProblems = true }
    #expect(run.lines.count == 294)
    #expect(run.counts.problems == 6 && run.counts.read == 300)
  }

  @Test("a limit tags the first records of each batch only")
  func limit() throws {
    let run = try Run(Self.input, read: reading, limit: 5)
    #expect(run.lines.count == 5 && run.counts.read == 5)
  }

  @Test("no confidence in JSON is 1, and each has at most four decimals")
  func confidences() throws {
    for line in try Run(Self.input, read: reading).lines where !line.contains("\"error\"") {
      for part in line.components(separatedBy: #""confidence":"#).dropFirst() {
        let number = String(part.prefix { !"},".contains($0) })
        let value = try #require(Double(number))
        #expect(value >= 0 && value <= 0.9999)
        #expect(number.count <= 6)
      }
    }
  }

  @Test("a tagged line has the contract's keys, and its own fields as they were")
  func shape() throws {
    let line = try Run(#"{"id":1,"text":"where is my card","n":1.0e0}"# + "\n", read: reading)
      .lines[0]
    #expect(
      line.hasPrefix(
        #"{"id":1,"text":"where is my card","n":1.0e0,"earshot":{"schema":1,"model":"model@1.0.0+"#)
    )
    let topic = try #require(
      (try parsed(line)["earshot"] as? [String: Any])?["topic"] as? [String: Any])
    #expect(Set(topic.keys) == ["label", "confidence", "decision", "alternatives"])
    #expect(topic["decision"] as? String == "review")
  }

  @Test("an empty text has a null label and the reason")
  func emptyText() throws {
    let line = try Run(#"{"text":" "}"# + "\n", read: reading).lines[0]
    #expect(line.contains(#""topic":{"label":null,"reason":"empty_text","decision":"review"}"#))
  }

  @Test("evidence counts scalars: Python's text[start:end] is the word")
  func evidencePlaces() throws {
    let text = "🔑🔑 naïve password"
    let line = try Run(#"{"text":"\#(text)"}"# + "\n", read: reading) { $0.evidence = true }.lines[
      0]
    let topic = try #require(
      (try parsed(line)["earshot"] as? [String: Any])?["topic"] as? [String: Any])
    let evidence = try #require(topic["evidence"] as? [[String: Any]])
    let words = try evidence.map { part in
      let scalars = Array(text.unicodeScalars)
      let start = try #require(part["start"] as? Int)
      let end = try #require(part["end"] as? Int)
      return String(String.UnicodeScalarView(scalars[start..<end]))
    }
    #expect(words.contains("password"))
  }

  @Test("a long line loses evidence and alternatives first")
  func maximumLine() throws {
    let input = #"{"text":"refund my card please"}"# + "\n"
    let full = try Run(input, read: reading) { $0.evidence = true }
    let brief = try Run(input, read: reading) {
      $0.evidence = true
      $0.maximumLineBytes = 100
    }
    #expect(full.out.contains(#""evidence":["#))
    #expect(!brief.out.contains(#""evidence":["#) && brief.out.contains(#""alternatives":[]"#))
    #expect(brief.counts == full.counts)
  }

  @Test("a multi-label field has labels, each with confidence and decision")
  func multiLabel() throws {
    let input = #"{"text":"i was charged twice and my parcel has not arrived"}"# + "\n"
    let line = try Run(input, model: Training.multiLabelModel, read: reading).lines[0]
    let topic = try #require(
      (try parsed(line)["earshot"] as? [String: Any])?["topic"] as? [String: Any])
    let labels = try #require(topic["labels"] as? [[String: Any]])
    #expect(topic["label"] == nil)
    for label in labels { #expect(Set(label.keys) == ["label", "confidence", "decision"]) }
  }

  @Test("a table gets the columns of the contract, parallel to its cells")
  func table() throws {
    var write = WriteOptions()
    write.format = .csv
    let run = try Run("id,text\n1,refund my card\n2,\n", write: write)
    #expect(
      run.lines[0]
        == "id,text,earshot_topic,earshot_topic_confidence,earshot_topic_decision,earshot_topic_reason,earshot_topic_alternatives,earshot_model,earshot_error,earshot_input"
    )
    #expect(run.lines[1].hasPrefix("1,refund my card,billing,0."))
    #expect(run.lines[2].hasPrefix("2,,,,review,empty_text,,model@1.0.0+"))
  }
}
