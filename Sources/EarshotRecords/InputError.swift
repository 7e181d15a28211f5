import Glibc

/// Why an input cannot be read (on).
public enum InputError: Error, Sendable, Equatable {
  case notFound(path: String)
  case permissionDenied(path: String)
  case isDirectory(path: String)
  case cannotOpen(path: String, reason: String)
  case reading(path: String, reason: String)
  /// The compressed data stop at a byte, counted from 0 in the compressed file.
  case gzipEndsEarly(path: String, byte: Int)
  case gzipDamaged(path: String, byte: Int)
  /// Neither text nor gzip of it; `isZip` for a ZIP archive, as an Excel workbook is one.
  case notText(path: String, isZip: Bool)
  /// A table without a column that was asked for.
  case missingColumn(path: String, column: String, nearest: String?, columns: [String])
  /// Nobody said where the text is, and no field has a name that tells.
  case noTextField(path: String, columns: [String], isTable: Bool)
  /// A preset whose text fields are not in the table.
  case presetDoesNotFit(path: String, preset: String, wanted: [String], columns: [String])
  /// The header's quote that opens on `line` has no end, or the header is longer than the limit.
  case unreadableHeader(path: String, line: Int)
  /// `keepsEveryLine` needs JSON lines.
  case everyLineNeedsJSONLines(path: String)

  /// Two or three sentences: place, what was found, what was expected, what to do.
  public var message: String { ErrorText.message(self) }

  static func opening(_ path: String, errno number: Int32) -> InputError {
    switch number {
    case ENOENT, ENOTDIR: .notFound(path: path)
    case EACCES, EPERM: .permissionDenied(path: path)
    default: .cannotOpen(path: path, reason: systemReason(number))
    }
  }
}
