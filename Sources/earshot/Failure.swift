import ArgumentParser
import EarshotInsights
import EarshotRecords
import EarshotStore
import EarshotTagging
import EarshotWeb
import Glibc

/// How a command ends when it does not end well. The contract names the numbers.
enum ExitStatus {
  static let failed: Int32 = 1
  static let gateNotHeld: Int32 = 2
  static let someRecordsReported: Int32 = 3
  static let notProven: Int32 = 4
  static let alarmRaised: Int32 = 5
  static let usage: Int32 = 64
}

/// A sentence for the user and the status to end with.
struct Failure: Error {
  let message: String
  var status = ExitStatus.failed

  init(_ message: String, status: Int32 = ExitStatus.failed) {
    self.message = message
    self.status = status
  }

  /// Records that could not be read, at the end of a run that did all others.
  init(leftOut problems: Int) {
    self.init(
      Self.unreadable(problems, "left out; see `earshot inspect`."),
      status: ExitStatus.someRecordsReported)
  }

  /// Of records that could not be read: how many, and what became of them.
  static func unreadable(_ problems: Int, of total: Int? = nil, isSkipped: Bool) -> String {
    let errors = problems == 1 ? "an error" : "errors"
    return unreadable(
      problems, of: total, isSkipped ? "skipped." : "reported as \(errors) in the output.")
  }

  private static func unreadable(_ problems: Int, of total: Int? = nil, _ fate: String) -> String {
    let records = total.map { "\(grouped(problems)) of \(counted($0, "record"))" }
    return (records ?? counted(problems, "record"))
      + " could not be read and \(problems == 1 ? "was" : "were") \(fate)"
  }

  /// A record that could not be read, where the user wants that to end the run.
  init(_ problem: RecordProblem, in path: String) {
    self.init("\(path == "-" ? "standard input" : path):\(problem.line): \(problem.message)")
  }

  /// Prints what went wrong, in one place for all errors, and ends the program.
  static func exit(with error: any Error) -> Never {
    switch error {
    case OutputError.closedPipe: Glibc.exit(0)
    case let error as Failure:
      if !error.message.isEmpty { Console.error(error.message) }
      Glibc.exit(error.status)
    case let error as InputError: exit(with: Failure(error.message))
    case let error as OutputError: exit(with: Failure(error.message))
    case let error as ModelFileError: exit(with: Failure(error.message))
    case let error as EmbeddingError: exit(with: Failure(error.message))
    case let error as WorkspaceError: exit(with: Failure(error.message))
    case let error as WebServerError: exit(with: Failure(error.message))
    case let error as TrainingError: exit(with: Failure(error.message))
    case let error as AuditKeyError: exit(with: Failure(error.message))
    case let error as AuditDrawError: exit(with: Failure(error.message))
    case let error as AuditScoreError: exit(with: Failure(error.message))
    default: EarshotCommand.exit(withError: error)
    }
  }
}
