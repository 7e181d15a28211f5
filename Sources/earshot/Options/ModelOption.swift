import ArgumentParser
import EarshotTagging
import EarshotText
import Glibc

/// Which model; without it the shipped one.
struct ModelOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Name or path of a model.",
      discussion:
        "A name is looked for in EARSHOT_MODELS, beside the program, and in the package's models/.",
      valueName: "model"))
  var model = "care-en"

  @Option(
    help: ArgumentHelp(
      "Your own words and patterns of frustration in YAML, added to the model's (repeatable).",
      valueName: "file"))
  var tone: [String] = []

  func open() throws -> Tagger {
    let path = try ModelFinder.path(of: model)
    if tone.isEmpty { return try Tagger(contentsOf: path) }
    let known = try ToneSource(ofModel: path)
    return try Tagger(contentsOf: path, tone: ToneFile.read(tone, beside: known))
  }
}

/// Finds a model file by name or path.
enum ModelFinder {
  static func path(of name: String) throws(Failure) -> String {
    if name.contains("/") || name.hasSuffix(".earshot") || isFile(name) { return name }
    let folders = self.folders()
    for folder in folders {
      let path = "\(folder)/\(name).earshot"
      if isFile(path) { return path }
    }
    throw Failure(
      "There is no model \"\(name)\". Looked in: \(folders.joined(separator: ", ")). Give a path, or set EARSHOT_MODELS to the folder it is in."
    )
  }

  /// The path of the shipped embedding table.
  static func embedding() throws(Failure) -> String {
    let folders = self.folders()
    for folder in folders where isFile("\(folder)/embedding-en.table") {
      return "\(folder)/embedding-en.table"
    }
    throw Failure(
      "The table of word meanings, embedding-en.table, is missing. Looked in: \(folders.joined(separator: ", ")). Set EARSHOT_MODELS to the folder it is in, or train without it by --embedding none."
    )
  }

  /// `EARSHOT_MODELS`, beside the program, and `models/` of the package it was built in.
  private static func folders() -> [String] {
    var folders: [String] = []
    if let own = getenv("EARSHOT_MODELS"), own.pointee != 0 { folders.append(String(cString: own)) }
    guard let program = realpath("/proc/self/exe", nil) else { return folders }
    defer { free(program) }
    var folder = String(cString: program)
    // PACKAGE/.build/x86_64-unknown-linux-gnu/release/earshot: the package is four up.
    for step in 0..<5 {
      guard let cut = folder.lastIndex(of: "/"), cut > folder.startIndex else { break }
      folder = String(folder[..<cut])
      if step == 0 { folders.append(folder) }
      if isDirectory("\(folder)/models") { folders.append("\(folder)/models") }
    }
    return folders
  }

  private static func isFile(_ path: String) -> Bool { kind(of: path) == S_IFREG }

  private static func isDirectory(_ path: String) -> Bool { kind(of: path) == S_IFDIR }

  private static func kind(of path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }
}
