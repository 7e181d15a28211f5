import Foundation

/// The labelled text that lies beside a checkout of this project for its makers; a user has none of it.
public enum SharedData {
  /// `../shared` beside the project, or nil on a machine without it.
  public static let root: URL? = {
    let project = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let folder = project.deletingLastPathComponent().appendingPathComponent("shared")
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()

  /// The path of a file in `../shared/data`, or nil where it is absent.
  public static func path(_ name: String) -> String? {
    guard let path = root?.appendingPathComponent("data/\(name)").path,
      FileManager.default.fileExists(atPath: path)
    else { return nil }
    return path
  }
}
