/// Which mapping the options ask for, and why, before the input is known.
struct MappingChoice {
  private(set) var mapping: FieldMapping
  private(set) var reason: String
  /// Whether the text fields have to be found by their names.
  private(set) var isGuess = false
  /// Fields that a table must have.
  private(set) var requiredFields: [FieldPath] = []

  init(options: ReadOptions) {
    if let given = options.mapping {
      mapping = given
      reason = "mapping \(given.name)"
      if given.isStrict {
        requiredFields += given.text
        requiredFields += [
          given.id, given.time, given.author, given.authorRole, given.channel, given.account,
          given.agent, given.score, given.tags,
        ].compactMap { $0 }
      }
    } else if let preset = options.preset {
      mapping = preset.mapping
      reason = "preset \(preset.rawValue)"
    } else {
      mapping = Self.guessed
      reason = "guessed by name"
      isGuess = true
    }
    if mapping.text.isEmpty {
      // A mapping file may name only an id or a time.
      mapping.text = Self.guessed.text
      isGuess = true
    }
    if !options.textFields.isEmpty {
      mapping.text = options.textFields
      reason = "text fields as given"
      isGuess = false
    }
    if let field = options.idField { mapping.id = field }
    if let field = options.timeField { mapping.time = field }
    if let format = options.timeFormat { mapping.timeFormat = format }
    if let field = options.authorField { mapping.author = field }
    requiredFields += options.textFields
    requiredFields += [options.idField, options.timeField, options.authorField].compactMap { $0 }
    requiredFields += options.filters.map(\.field)
  }

  /// Names that tell, in the form of a preset.
  static var guessed: FieldMapping {
    var mapping = FieldMapping(
      name: "guessed",
      text: [anyOf(FieldGuess.subjectNames), anyOf(FieldGuess.bodyNames)])
    mapping.id = anyOf(FieldGuess.idNames)
    mapping.time = anyOf(FieldGuess.timeNames)
    mapping.isStrict = false
    return mapping
  }

  private static func anyOf(_ names: [[UInt8]]) -> FieldPath {
    FieldPath(
      names.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "|"), ignoresCase: true)
  }

  /// Why a guess fell on these fields.
  static func guessReason(_ names: [String], _ noun: String) -> String {
    let quoted = names.map { "\"\($0)\"" }.joined(separator: " and ")
    return names.count == 1
      ? "guessed: the \(noun) \(quoted) has the name of a text"
      : "guessed: the \(noun)s \(quoted) have the names of a subject and a text"
  }
}

extension FieldPath {
  /// A path that is one name, whatever dots or bars it holds.
  init(literal name: String) {
    self.init(name: name)
  }

  private init(name: String) {
    self.name = name
    ignoresCase = false
    nameBytes = Array(name.utf8)
    alternativeNames = [nameBytes]
    alternatives = [[.key(nameBytes)]]
  }
}
