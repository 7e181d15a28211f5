/// A reviewer's name as it is stored: without blanks around it or doubled inside.
///
/// Two names that differ only in the case of ASCII letters are one reviewer's.
public enum ReviewerName {
  /// - Throws: `badName` when nothing is left, it is longer than 60 characters, or it holds control
  ///   characters.
  public static func checked(_ name: String) throws(WorkspaceError) -> String {
    let words = name.unicodeScalars.split { $0.properties.isWhitespace }
    let joined = words.map { String($0) }.joined(separator: " ")
    if joined.isEmpty { throw .badName(what: "it is empty") }
    if joined.unicodeScalars.count > 60 { throw .badName(what: "it is too long") }
    if joined.unicodeScalars.contains(where: { isHidden($0) }) {
      throw .badName(what: "it holds control characters")
    }
    return joined
  }

  /// Control characters, and marks that turn the direction of what is written around them.
  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: true
    default: false
    }
  }
}
