import Foundation

/// Files under Tests/Fixtures, found from where this source lies.
public enum Fixture {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Fixtures")

  /// The path of a fixture, whether or not it exists.
  public static func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  /// The bytes of a fixture.
  public static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appendingPathComponent(name)))
  }

  /// The lines of a fixture, without their breaks.
  public static func lines(_ name: String) throws -> [String] {
    String(decoding: try bytes(name), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Numbers of a trusted implementation, made by tools/reference/make_reference.py.
  public static func reference<Content: Decodable>(
    _ name: String, as: Content.Type
  ) throws -> Content {
    try JSONDecoder().decode(Content.self, from: Data(bytes("reference/\(name).json")))
  }
}

/// A text that was right once and is compared from then on.
public enum Golden {
  /// Whether this run records instead of comparing; such a run must fail, so it can't slip through.
  public static var isRecording: Bool {
    ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1"
  }

  /// Writes a fixture anew.
  public static func record(_ bytes: [UInt8], as name: String) throws {
    try Data(bytes).write(to: Fixture.folder.appendingPathComponent(name))
  }
}

/// Calls `body` with a new folder that is removed afterwards.
public func inNewFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("earshot-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.path)
}
