import Glibc

/// Outputs that would replace what is read.
enum SameFile {
  /// Refuses an output that is one of the inputs or another output, whatever its path is written like.
  static func refuse(outputs: [String?], inputs: [String]) throws(Failure) {
    let read = Set(inputs.compactMap(identity))
    for output in outputs.compactMap({ $0 }) where output != "-" {
      guard let file = identity(output), read.contains(file) else { continue }
      throw Failure("\(output): this file is read and can't be written to. Choose another name.")
    }
    var written: Set<Identity> = []
    var names: Set<String> = []
    for output in outputs.compactMap({ $0 }) where output != "-" && !isDevice(output) {
      let isNew = identity(output).map { written.insert($0).inserted } ?? true
      guard isNew, names.insert(output).inserted else {
        throw Failure(
          "\(output): two outputs can't be one file. Choose another name for one of them.")
      }
    }
  }

  private struct Identity: Hashable {
    let device: UInt
    let number: UInt
  }

  /// A device or pipe, which may take several outputs.
  private static func isDevice(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
  }

  /// Of a file that is there.
  private static func identity(_ path: String) -> Identity? {
    var status = stat()
    guard path != "-", stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    return Identity(device: UInt(status.st_dev), number: UInt(status.st_ino))
  }
}
