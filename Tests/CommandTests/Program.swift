import Foundation
import Testing

/// How a run of the program ended.
struct Outcome: CustomStringConvertible {
  let arguments: [String]
  let status: Int32
  let out: Data
  let errors: String

  var text: String { String(decoding: out, as: UTF8.self) }
  /// The lines of standard output.
  var lines: [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }

  var description: String {
    """
    earshot \(arguments.joined(separator: " "))
    status \(status)
    --- standard output (\(out.count) bytes)
    \(text.prefix(4000))
    --- standard error
    \(errors)
    """
  }

  /// Each line of standard output as a JSON object.
  func objects() throws -> [[String: Any]] {
    try lines.map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }
}

/// The program that was built with these tests.
enum Program {
  /// It lies beside the test bundle.
  static let path: String = {
    let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    return tests.deletingLastPathComponent().appendingPathComponent("earshot").path
  }()
}

/// A temporary folder that goes away with the test; the program runs in it.
final class Folder: Sendable {
  let path: String

  init() {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("earshot-test-\(UUID().uuidString)").path
    try! FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func path(_ name: String) -> String { "\(path)/\(name)" }

  @discardableResult
  func write(_ text: String, to name: String) -> String { write(Data(text.utf8), to: name) }

  /// Writes a file, with the folders on its way; returns its name.
  @discardableResult
  func write(_ bytes: Data, to name: String) -> String {
    let url = URL(fileURLWithPath: path(name))
    try! FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try! bytes.write(to: url)
    return name
  }

  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: path(name))), as: UTF8.self)
  }

  /// The files in it, in alphabetical order.
  var names: [String] { try! FileManager.default.contentsOfDirectory(atPath: path).sorted() }

  /// Runs `earshot` here and waits for its end; after `seconds` it is killed and the test fails.
  ///
  /// The environment is `environment` and nothing else but a home folder in here.
  func run(
    _ arguments: String..., stdin: String = "", environment: [String: String] = [:],
    seconds: Double = 60
  ) throws -> Outcome {
    try launch(
      Program.path, arguments, stdin: Data(stdin.utf8), environment: environment, seconds: seconds)
  }

  /// Runs a line of bash, in which `$earshot` is the program and `$model` the tiny model.
  func shell(_ line: String, stdin: Data = Data(), seconds: Double = 60) throws -> Outcome {
    let environment = [
      "earshot": Program.path, "model": try TinyModel.path(), "PATH": "/usr/bin:/bin",
    ]
    return try launch(
      "/bin/bash", ["-c", "IFS=$'\\n'; " + line], stdin: stdin, environment: environment,
      seconds: seconds)
  }

  func launch(
    _ program: String, _ arguments: [String], stdin: Data, environment: [String: String],
    seconds: Double
  ) throws -> Outcome {
    // Streams outside of the folder, so that `names` shows only what the program made.
    let streams = FileManager.default.temporaryDirectory
      .appendingPathComponent("earshot-streams-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: streams, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: streams) }
    let (input, output, errors) = (
      streams.appendingPathComponent("in"), streams.appendingPathComponent("out"),
      streams.appendingPathComponent("err")
    )
    try stdin.write(to: input)
    try Data().write(to: output)
    try Data().write(to: errors)

    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: path)
    process.environment = ["HOME": path("home"), "LANG": "C.UTF-8"].merging(environment) { $1 }
    process.standardInput = try FileHandle(forReadingFrom: input)
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    let pid = process.processIdentifier
    let killer = DispatchWorkItem { kill(pid, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + seconds, execute: killer)
    process.waitUntilExit()
    killer.cancel()
    let status =
      process.terminationReason == .exit
      ? process.terminationStatus : 128 + process.terminationStatus
    return Outcome(
      arguments: arguments, status: status, out: try Data(contentsOf: output),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
  }
}
