/// Finding the text of a record by the names of its fields, when nobody said where it is.
///
/// The body is the first of `bodyNames` that is there, in that order; a subject goes before it.
enum FieldGuess {
  static let bodyNames: [[UInt8]] = [
    "text", "body", "description", "comment", "message", "review", "content", "verbatim",
    "feedback", "comments", "review_text", "comment_text", "complaint", "narrative", "utterance",
    "question", "query", "sentence", "answer", "response", "transcript", "note", "notes",
  ].map { Array($0.utf8) }
  static let subjectNames: [[UInt8]] = ["subject", "title"].map { Array($0.utf8) }
  static let idNames: [[UInt8]] = ["id", "ticket_id", "case_number", "record_id", "uuid"]
    .map { Array($0.utf8) }
  static let timeNames: [[UInt8]] = ["created_at", "timestamp", "created", "date", "time"]
    .map { Array($0.utf8) }

  static func isTextName(_ name: [UInt8]) -> Bool {
    (bodyNames + subjectNames).contains { $0.equalsIgnoringCase(name) }
  }
}
