import CXXHash
import EarshotNumerics
import Foundation
import TestSupport
import Testing

@testable import EarshotTagging

/// Small trainings that the tests share.
enum Training {
  /// The sentences written for the tests, each with its topic.
  static func sentences() throws -> [(label: String, text: String)] {
    try Fixture.lines("sentences.tsv").map {
      let parts = $0.split(separator: "\t")
      return (String(parts[0]), String(parts[1]))
    }
  }

  static func set(_ records: [(labels: [String], text: String)]) -> TrainingSet {
    var set = TrainingSet()
    for record in records { set.append(text: record.text.utf8, labels: record.labels) }
    return set
  }

  static func sentenceSet() throws -> TrainingSet {
    set(try sentences().map { ([$0.label], $0.text) })
  }

  /// One strength and words alone: quick in a debug build.
  static var quick: Trainer.Options {
    var options = Trainer.Options()
    options.strengths = [10]
    options.features.wordLength = 1
    options.features.characterLengths = nil
    return options
  }

  /// A small model, trained once for all tests.
  static let model: [UInt8] = {
    do {
      return try Trainer(quick).fit(try sentenceSet()).bytes
    } catch { fatalError("the sentences train: \(error)") }
  }()

  /// A model whose labels may stand together, trained once for all tests.
  static let multiLabelModel: [UInt8] = {
    do {
      let records = try sentences()
      let pairs = zip(records, records.dropFirst(15)).map {
        (labels: [$0.label, $1.label], text: $0.text + " and " + $1.text)
      }
      return try Trainer(quick).fit(set(pairs + records.map { ([$0.label], $0.text) })).bytes
    } catch { fatalError("the pairs train: \(error)") }
  }()
}

extension Training {
  /// A model with a table of word meanings, trained once for all tests.
  static let embeddingModel: [UInt8] = {
    do {
      var options = quick
      options.embedding = try SmallEmbedding.table()
      options.embeddingScales = [1]
      return try Trainer(options).fit(try sentenceSet()).bytes
    } catch { fatalError("the sentences train: \(error)") }
  }()
}

extension Training {
  /// A model with enough records to tell foreign texts, trained once for all tests.
  static let domainModel: [UInt8] = {
    do { return try Trainer(domainOptions()).fit(try manySentences()).bytes } catch {
      fatalError("the sentences train: \(error)")
    }
  }()

  static func domainOptions(field: String = "topic") throws -> Trainer.Options {
    var options = quick
    options.field = field
    options.embedding = try SmallEmbedding.table()
    options.embeddingScales = [1]
    return options
  }

  /// Each sentence alone, and with every third one of its label after it.
  static func manySentences() throws -> TrainingSet {
    let all = try sentences()
    var records = all.map { (labels: [$0.label], text: $0.text) }
    for (i, first) in all.enumerated() {
      for (j, second) in all.enumerated() where first.label == second.label && (i + j) % 3 == 0 {
        records.append(([first.label], first.text + " " + second.text))
      }
    }
    return set(records)
  }
}

/// A table of a dozen word pieces with made-up vectors, as docs/model-format.md describes it.
enum SmallEmbedding {
  static func table() throws(EmbeddingError) -> EmbeddingTable {
    try EmbeddingTable(Storage(bytes()), path: "small.table", checksHash: true)
  }

  static func bytes() -> [UInt8] {
    let pieces = [
      "[UNK]", "refund", "card", "parcel", "box", "password", "login", "app", "crash", "##es", "my",
      "the",
    ]
    let d = 16
    var generator = SplitMix64(seed: 6)
    var offsets: [UInt32] = [0]
    for piece in pieces { offsets.append(offsets.last! + UInt32(piece.utf8.count)) }
    let sections: [[UInt8]] = [
      offsets.flatMap { little($0) } + Array(pieces.joined().utf8),
      pieces.flatMap { _ in little(Float(0.01).bitPattern) },
      (0..<pieces.count * d).map { _ in UInt8(truncatingIfNeeded: generator.next()) },
    ]
    var file: [UInt8] = Array("ESEMB".utf8) + [0, 0, 1]
    file += little(UInt32(pieces.count)) + little(UInt32(d))
    var offset = 64
    for section in sections {
      file += little(UInt64(offset)) + little(UInt64(section.count))
      offset = (offset + section.count + 63) & ~63
    }
    for section in sections {
      file += section
      file += [UInt8](repeating: 0, count: (64 - file.count % 64) % 64)
    }
    return file + little(file.withUnsafeBytes { XXH3_64bits($0.baseAddress, $0.count) })
  }

  private static func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }
}

extension Tagger {
  /// Tags one text with a scratch of its own.
  func tags(_ text: String, evidence: Bool = false) -> Tags {
    var scratch = makeScratch()
    return tag(Array(text.utf8).span, using: &scratch, evidence: evidence)
  }

  /// Label, confidence bits and alternatives of a text's first field, as one line.
  func line(_ text: String) -> String {
    let tag = tags(text).fields[0]
    return (tag.choices + tag.alternatives).map {
      "\(fields[0].labels[$0.label]) \($0.confidence.bitPattern)"
    }.joined(separator: " ")
  }
}
