/// Why a model file can't be used. Holds facts; `message` is the sentence.
public enum ModelFileError: Error, Sendable, Equatable {
  case cannotOpen(path: String, reason: String)
  case notAModel(path: String)
  /// Written by a later release; `version` is the file's format.
  case newerFormat(path: String, version: Int, newest: Int)
  /// Shorter than it says it is.
  case cutOff(path: String, bytes: Int, expected: Int)
  case checksum(path: String)
  /// The checksum holds, yet a part is not what it must be.
  case inconsistent(path: String, part: String)
  /// A user's own words and patterns, that the model itself has nothing to do with.
  case ownTone(path: String, reason: String)

  public var message: String {
    switch self {
    case .cannotOpen(let path, let reason):
      "\(path): cannot open the model: \(reason)."
    case .notAModel(let path):
      "\(path): not an Earshot model. Expected a file made by `earshot train`."
    case .newerFormat(let path, let version, let newest):
      "\(path): the model has format \(version); this program reads up to \(newest). Use a newer earshot, or train the model again with this one."
    case .cutOff(let path, let bytes, let expected):
      "\(path): the model is cut off: \(bytes) of \(expected) bytes. Copy it again from where it came."
    case .checksum(let path):
      "\(path): the model is damaged: its checksum does not match. Copy it again from where it came."
    case .inconsistent(let path, let part):
      "\(path): the model is damaged: its \(part) does not fit the rest. Train it again."
    case .ownTone(let path, let reason):
      "\(path): your own words and patterns can't be added to the model's: \(reason)."
    }
  }
}
