/// All sentences about bad input and output, in one place so that they read alike.
package enum ErrorText {
  static func message(_ problem: RecordProblem) -> String {
    switch problem.fact {
    case .json(let column, let expected):
      "Not valid JSON\(at(column)): expected \(expected)."
    case .cutOffJSON(let expected):
      "The JSON ends too early: expected \(expected)."
    case .unclosedContainer:
      "The JSON around the records ends too early: expected a comma or a closing bracket."
        + " The file may be cut off."
    case .utf8(let column):
      "Not UTF-8\(at(column)). Use --encoding to name another encoding."
    case .notAnObject(let found):
      "Expected a JSON object, found \(found)."
    case .missingText(let fields) where fields.isEmpty:
      "No field looks like text by its name. Use --text-field to name one."
    case .missingText(let fields):
      "None of the text fields is there: expected \(list(fields)) to hold text."
        + " Use --text-field to name another field."
    case .unequalRow(let cells, let columns):
      "The row has \(counted(cells, "cell")), the header has \(columns)."
        + " A cell with the separator in it needs quotes."
    case .unclosedQuote(let quoteLine, let limitBytes?):
      "The quote that opens on line \(quoteLine) is not closed within \(size(limitBytes))."
        + " Reading goes on with line \(quoteLine + 1)."
    case .unclosedQuote(let quoteLine, nil):
      "The quote that opens on line \(quoteLine) is never closed."
        + " Reading goes on with line \(quoteLine + 1)."
    case .tooLong(let bytes, let limitBytes):
      "The record is \(grouped(bytes)) bytes long, the limit is \(size(limitBytes))."
    case .tooDeep(let limit):
      "The JSON is nested deeper than \(grouped(limit)) levels."
    case .time(let field, let expected):
      "\"\(field)\": cannot read it as a time. Expected \(expected)."
        + " Use --time-format to name another format."
    }
  }

  static func message(_ error: InputError) -> String {
    switch error {
    case .notFound(let path):
      "\(path): no such file."
    case .permissionDenied(let path):
      "\(path): no permission to read it."
    case .isDirectory(let path):
      "\(path): is a folder. Name the files in it instead."
    case .cannotOpen(let path, let reason), .reading(let path, let reason):
      "\(path): cannot be read (\(reason))."
    case .gzipEndsEarly(let path, let byte):
      "\(path): gzip ends early at byte \(grouped(byte)). The records before it were read;"
        + " copy or download the file again."
    case .gzipDamaged(let path, let byte):
      "\(path): gzip is damaged near byte \(grouped(byte)). The records before it were read;"
        + " copy or download the file again."
    case .notText(let path, let isZip):
      "\(path): is no text"
        + (isZip
          ? " but a ZIP archive, as an Excel workbook is. Save the sheet as CSV."
          : ". Expected CSV, TSV, JSON or JSON lines, plain or gzip."
            + " If it is UTF-16, say so with --encoding.")
    case .missingColumn(let path, let column, let nearest, let columns):
      "\(path): no column \"\(column)\"." + (nearest.map { " Did you mean \"\($0)\"?" } ?? "")
        + " The columns are \(shown(columns))."
    case .noTextField(let path, let columns, let isTable):
      "\(path): no \(isTable ? "column" : "field") looks like text by its name."
        + " The \(isTable ? "columns" : "fields") are \(shown(columns))."
        + " Use --text-field to name one."
    case .presetDoesNotFit(let path, let preset, let wanted, let columns):
      "\(path): not a file that \(preset) exports: expected \(list(wanted))."
        + " The columns are \(shown(columns)). Use --text-field or --mapping."
    case .unreadableHeader(let path, let line):
      "\(path):\(line): the header has a quote that is never closed, or is far too long."
        + " Expected one line of column names."
    case .everyLineNeedsJSONLines(let path):
      "\(path): only JSON lines can be read line by line."
    }
  }

  static func message(_ error: OutputError) -> String {
    switch error {
    case .closedPipe:
      "The reader of the output has gone."
    case .diskFull(let path):
      "\(path): the disk is full. Free some space and run again."
    case .isDirectory(let path):
      "\(path): is a folder. Name a file in it."
    case .missingFolder(let path, let folder):
      "\(path): there is no folder \(folder). Make it first."
    case .permissionDenied(let path):
      "\(path): no permission to write there."
    case .writing(let path, let reason):
      "\(path): cannot be written (\(reason))."
    case .resumeNeedsFile:
      "--resume needs an output file: name one with -o."
    case .fingerprintDiffers(let path):
      "\(path): the unfinished output was made with another model, input or options."
        + " Run the same command as before, or without --resume to start again."
    case .resumeDamaged(let path):
      "\(path): what is there to resume from is damaged. Run without --resume to start again."
    case .inUse(let path):
      "\(path): another run is writing it."
    }
  }

  // MARK: - Parts of sentences

  private static func at(_ column: Int?) -> String {
    column.map { " at byte \(grouped($0))" } ?? ""
  }

  private static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  /// `1042` as "1,042".
  static func grouped(_ number: Int) -> String {
    let digits = String(number)
    var result = ""
    for (i, digit) in digits.enumerated() {
      if i > 0, (digits.count - i) % 3 == 0, digits[digits.startIndex] != "-" || i > 1 {
        result.append(",")
      }
      result.append(digit)
    }
    return result
  }

  private static func size(_ bytes: Int) -> String {
    bytes >= 1 << 20 && bytes % (1 << 20) == 0
      ? "\(bytes >> 20) MiB" : "\(grouped(bytes)) bytes"
  }

  /// `"a"`, `"a" or "b"`, `"a", "b" or "c"`.
  private static func list(_ names: [String]) -> String {
    let quoted = names.map { "\"\($0)\"" }
    guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "a text" }
    return quoted.dropLast().joined(separator: ", ") + " or " + last
  }

  /// Column names, but nothing that may be a message: a file without a header has its first
  /// record where the names should be.
  package static func shown(_ columns: [String]) -> String {
    if columns.isEmpty { return "none" }
    let most = 30
    let isDoubtful = !columns.allSatisfy(looksLikeName)
    let names = columns.prefix(most).enumerated().map { i, name in
      // Beside a cell that can't be a name, a few words are more likely a message than a name, too.
      looksLikeName(name) && !(isDoubtful && name.utf8.contains(0x20))
        ? name : "(column \(i + 1): not a name)"
    }
    let rest = columns.count > most ? " and \(columns.count - most) more" : ""
    return names.joined(separator: ", ") + rest
  }

  private static func looksLikeName(_ text: String) -> Bool {
    text.utf8.count <= 40 && text.utf8.filter { $0 == 0x20 }.count <= 2
      && !(text.utf8.first?.isASCIIDigit ?? true)
      && !text.utf8.contains { $0 < 0x20 || $0 == UInt8(ascii: "@") }
  }
}
