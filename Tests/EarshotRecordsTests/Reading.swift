import Foundation
import Testing

@testable import EarshotRecords

/// What a test wants to know about one record.
struct Seen: Equatable, CustomStringConvertible {
  var line: Int
  var text: String
  var raw: [UInt8]
  var code: RecordProblemCode?
  var message: String?
  var isBlank = false
  var passesThrough = false

  var description: String {
    "line \(line) \(code?.rawValue ?? "ok") text \(text.debugDescription)"
      + (isBlank ? " blank" : "") + (passesThrough ? " passes" : "")
  }
}

/// A whole input, read.
struct Reading {
  var plan: ReadPlan
  var records: [Seen] = []
  var ids: [String?] = []
  var filtered = 0
  /// Thrown after the records that were read.
  var error: InputError?

  var texts: [String] { records.map(\.text) }
  var codes: [RecordProblemCode?] { records.map(\.code) }

  /// Reads `pieces` as if each were one read(2).
  init(
    pieces: [[UInt8]], options: ReadOptions = ReadOptions(), limit: Int = 1000
  ) throws(InputError) {
    var reader = try RecordReader(
      source: ByteSource(path: "tickets", pieces: pieces), path: "tickets", options: options)
    var batch = RecordBatch()
    plan = reader.plan
    do throws(InputError) {
      while try reader.read(into: &batch, limit: limit) {
        for (i, record) in batch.records.enumerated() {
          records.append(
            Seen(
              line: record.line, text: batch.text(of: i), raw: Array(batch.bytes[record.raw]),
              code: record.problem?.code, message: record.problem?.message,
              isBlank: record.isBlank, passesThrough: record.passesThrough))
          ids.append(batch.id(of: i))
        }
      }
    } catch {
      self.error = error
    }
    plan = reader.plan
    filtered = reader.filteredRecords
  }

  init(_ text: String, _ options: ReadOptions = ReadOptions(), limit: Int = 1000) throws(InputError)
  {
    try self.init(pieces: [Array(text.utf8)], options: options, limit: limit)
  }

  init(_ bytes: [UInt8], _ options: ReadOptions = ReadOptions()) throws(InputError) {
    try self.init(pieces: [bytes], options: options)
  }
}

extension ReadOptions {
  static func with(_ change: (inout ReadOptions) -> Void) -> ReadOptions {
    var options = ReadOptions()
    change(&options)
    return options
  }

  static func format(_ format: RecordFormat) -> ReadOptions { .with { $0.format = format } }
}

/// Reads an input, writes every record with the answer `{"n":1}`, or with `json` as one `member` of the answer it
/// has, and returns what was written.
func written(
  _ input: String, read: ReadOptions = ReadOptions(), write: WriteOptions = WriteOptions(),
  columns: [String] = ["earshot_topic"], member: String? = nil, json: String = #"{"n":1}"#,
  cells: [String] = ["billing"]
) throws -> String {
  var reader = try RecordReader(
    source: ByteSource(path: "tickets", pieces: [Array(input.utf8)]), path: "tickets",
    options: read)
  let encoder = RecordEncoder(plan: reader.plan, options: write, columns: columns)
  var out: [UInt8] = []
  encoder.appendHeader(to: &out)
  var batch = RecordBatch()
  while try reader.read(into: &batch, limit: 100) {
    for (i, record) in batch.records.enumerated() {
      if record.problem != nil {
        encoder.appendProblem(i, of: batch, to: &out)
      } else if !record.isTaggable {
        encoder.appendUnchanged(i, of: batch, to: &out)
      } else if let member {
        encoder.append(
          i, of: batch, member: member, json: Array(json.utf8),
          cells: cells.map { Array($0.utf8) }, to: &out)
      } else {
        encoder.append(
          i, of: batch, json: Array(json.utf8), cells: cells.map { Array($0.utf8) }, to: &out)
      }
    }
  }
  return String(decoding: out, as: UTF8.self)
}

/// A small generator (SplitMix64, Steele et al. 2014) so that a failure can be repeated from its
/// seed.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}

/// Runs `body` with a new folder that is removed afterwards.
func withTemporaryFolder<T>(_ body: (String) throws -> T) throws -> T {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("earshot-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.path)
}
