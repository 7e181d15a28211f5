import ArgumentParser
import EarshotRecords

/// What every command that reads records takes.
struct InputOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Format or preset of the input.",
      discussion: "auto, csv, tsv, json, jsonl; or zendesk, intercom, freshdesk, salesforce, nps.",
      valueName: "format"))
  var from = "auto"

  @Option(
    help: ArgumentHelp(
      "Field with the text; several, split by commas, are joined by a blank line.",
      valueName: "fields"))
  var textField: String?

  @Option(help: ArgumentHelp("Field with the record's id.", valueName: "field"))
  var idField: String?

  @Option(help: ArgumentHelp("Field with the time of writing.", valueName: "field"))
  var timeField: String?

  @Option(
    help: ArgumentHelp(
      "How times are written: rfc3339, epoch, epoch_ms, or like %d/%m/%Y %H:%M.",
      valueName: "format"))
  var timeFormat: String?

  @Option(help: ArgumentHelp("Field with the writer.", valueName: "field"))
  var authorField: String?

  @Option(help: ArgumentHelp("YAML file that says which field is what.", valueName: "file"))
  var mapping: String?

  @Option(
    name: .customLong("where"),
    help: ArgumentHelp(
      "Only records whose field has this value; may be repeated.", valueName: "field=value"))
  var filters: [String] = []

  @Option(
    help: ArgumentHelp(
      "Encoding of the input: utf-8, utf-16le, utf-16be, latin1, windows-1252.",
      valueName: "name"))
  var encoding: String?

  @Option(
    help: ArgumentHelp(
      "A record that can't be read: emit it with its error, skip it, or fail.",
      valueName: "emit|skip|fail"))
  var onError = OnError.emit

  enum OnError: String, ExpressibleByArgument, CaseIterable { case emit, skip, fail }

  func validate() throws {
    if Self.formats[from] == nil && Preset(rawValue: from) == nil && from != "auto" {
      let known = ["auto"] + Self.formats.keys.sorted() + Preset.allCases.map(\.rawValue)
      throw ValidationError("--from: there is no format \"\(from)\". Known: \(list(known)).")
    }
    for filter in filters where !filter.contains("=") {
      throw ValidationError("--where: \"\(filter)\" has no \"=\". Expected FIELD=VALUE.")
    }
    if let encoding, Self.encoding(encoding) == nil {
      throw ValidationError(
        "--encoding: there is no encoding \"\(encoding)\". Known: \(list(TextEncoding.allCases.map(\.rawValue)))."
      )
    }
  }

  private static let formats: [String: RecordFormat] = [
    "csv": .csv, "tsv": .tsv, "json": .json, "jsonl": .jsonl, "ndjson": .jsonl,
  ]

  /// The encoding of this name, whatever its case and dashes.
  private static func encoding(_ name: String) -> TextEncoding? {
    func bare(_ text: String) -> String { text.lowercased().filter { $0.isLetter || $0.isNumber } }
    return TextEncoding.allCases.first { bare($0.rawValue) == bare(name) }
  }

  private func list(_ names: [String]) -> String { names.joined(separator: ", ") }

  /// The options as the reader takes them.
  func readOptions() throws(Failure) -> ReadOptions {
    var options = ReadOptions()
    options.format = Self.formats[from]
    options.preset = Preset(rawValue: from)
    options.textFields = (textField ?? "").split(separator: ",").map {
      FieldPath(String($0.drop { $0 == " " }))
    }
    options.idField = idField.map { FieldPath($0) }
    options.timeField = timeField.map { FieldPath($0) }
    options.timeFormat = timeFormat.map { TimeFormat($0) }
    options.authorField = authorField.map { FieldPath($0) }
    options.mapping = try mapping.map { path throws(Failure) in try MappingFile.read(path) }
    options.encoding = encoding.flatMap { Self.encoding($0) }
    options.filters = filters.map { filter in
      let cut = filter.firstIndex(of: "=")!
      return FieldCondition(
        FieldPath(String(filter[..<cut])), equals: String(filter[filter.index(after: cut)...]))
    }
    return options
  }
}
