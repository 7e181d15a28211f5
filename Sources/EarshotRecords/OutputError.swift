import Glibc

/// Why an output cannot be written (on).
public enum OutputError: Error, Sendable, Equatable {
  /// The reader of a pipe has gone; a quiet end is right.
  case closedPipe
  case diskFull(path: String)
  case isDirectory(path: String)
  case missingFolder(path: String, folder: String)
  case permissionDenied(path: String)
  case writing(path: String, reason: String)
  /// Resuming needs a file to go on with.
  case resumeNeedsFile
  /// The unfinished output was made with another model, input or options.
  case fingerprintDiffers(path: String)
  /// The mark or the partial file does not hold what a checkpoint left.
  case resumeDamaged(path: String)
  /// Another process is writing the same output.
  case inUse(path: String)

  /// One or two sentences: place, what happened, what to do.
  public var message: String { ErrorText.message(self) }

  static func writing(_ path: String, errno number: Int32) -> OutputError {
    switch number {
    case EPIPE: .closedPipe
    case ENOSPC, EDQUOT: .diskFull(path: path)
    case EISDIR: .isDirectory(path: path)
    case EACCES, EPERM, EROFS: .permissionDenied(path: path)
    default: .writing(path: path, reason: systemReason(number))
    }
  }
}
