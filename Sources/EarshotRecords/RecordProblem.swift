/// The kinds of bad records, as they are named in output.
public enum RecordProblemCode: String, Sendable, CaseIterable {
  /// Not JSON, or JSON that is cut off.
  case invalidJSON = "invalid_json"
  /// Bytes that are not UTF-8.
  case invalidUTF8 = "invalid_utf8"
  /// JSON, but no object.
  case notAnObject = "not_an_object"
  /// None of the text fields is there.
  case missingText = "missing_text"
  /// A row with more or fewer cells than the header.
  case unequalRow = "unequal_row"
  /// A quote that opens and never closes.
  case unclosedQuote = "unclosed_quote"
  /// More bytes than `ReadOptions.maximumRecordBytes`.
  case recordTooLong = "record_too_long"
  /// JSON nested deeper than 1,000.
  case tooDeep = "too_deep"
  /// A time that cannot be read; only `RecordBatch.timestamp(of:)` reports it.
  case invalidTime = "invalid_time"
}

/// What is wrong with one record: facts, never the customer's text.
public struct RecordProblem: Error, Sendable, Equatable {
  enum Fact: Sendable, Equatable {
    case json(column: Int?, expected: String)
    case cutOffJSON(expected: String)
    case unclosedContainer
    case utf8(column: Int?)
    case notAnObject(found: String)
    case missingText(fields: [String])
    case unequalRow(cells: Int, columns: Int)
    case unclosedQuote(quoteLine: Int, limitBytes: Int?)
    case tooLong(bytes: Int, limitBytes: Int)
    case tooDeep(limit: Int)
    case time(field: String, expected: String)
  }

  /// The line the record begins on, from 1; for JSON errors the line of the error.
  public let line: Int
  let fact: Fact

  /// The kind of problem.
  public var code: RecordProblemCode {
    switch fact {
    case .json, .cutOffJSON, .unclosedContainer: .invalidJSON
    case .utf8: .invalidUTF8
    case .notAnObject: .notAnObject
    case .missingText: .missingText
    case .unequalRow: .unequalRow
    case .unclosedQuote: .unclosedQuote
    case .tooLong: .recordTooLong
    case .tooDeep: .tooDeep
    case .time: .invalidTime
    }
  }

  /// One or two sentences: what was found, what was expected, what to do.
  public var message: String { ErrorText.message(self) }
}
