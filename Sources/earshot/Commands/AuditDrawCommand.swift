import ArgumentParser
import EarshotInsights
import EarshotRecords
import EarshotStore
import FoundationEssentials

struct AuditDrawCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "draw",
    abstract: "Draws records at random into a sheet for reviewers, with a key beside it.",
    discussion: """
      EXAMPLES
        earshot audit draw tagged.jsonl --field topic --size 311 --blind -o sheet.csv
        earshot audit draw tagged.jsonl --field topic --size 400 \\
          --stratify topic,confidence --double 0.2 --seed 7 -o sheet.csv
        earshot audit draw zendesk.csv --label-field intent --size 200 -o sheet.csv

      The sheet goes to reviewers, who fill its last four columns. The key, \
      sheet.audit.json, stays with you: it holds what was drawn and how, and in a \
      blind audit the hidden tags. No customer's text is in it.
      """)

  @Argument(help: ArgumentHelp("Files of tagged records; - is standard input.", valueName: "file"))
  var files: [String]

  @Option(
    help: ArgumentHelp(
      "Field that Earshot tagged: topic, bucket, sentiment, …", valueName: "name"))
  var field: String?

  @Option(
    name: [.long, .customLong("label-column")],
    help: ArgumentHelp("Column or field with the tags of any other tool.", valueName: "field"))
  var labelField: String?

  @Option(
    help: ArgumentHelp("Field with the confidence of those tags, 0 to 1.", valueName: "field"))
  var confidenceField: String?

  @Option(
    help: ArgumentHelp(
      "Records to draw; `earshot audit plan` says how many it takes.", valueName: "n"))
  var size: Int

  @Option(
    help: ArgumentHelp(
      "Draw from each part of the frame: topic, confidence, decision, channel, any field; several with commas.",
      valueName: "fields"))
  var stratify: String?

  @Option(
    help: ArgumentHelp(
      "How the sample is shared out among the parts: proportional (by size), neyman (more where confidences let expect errors), floor (enough of each to see it).",
      valueName: "rule"))
  var allocation = AuditKey.Allocation.proportional

  @Option(
    help: ArgumentHelp(
      "At least so many records from each part: 2 without it, 10 with --allocation floor.",
      valueName: "n"))
  var floor: Int?

  @Option(help: ArgumentHelp("Share of the records that two reviewers judge.", valueName: "share"))
  var double = 0.0

  @Flag(help: "Reviewers do not see the tags.")
  var blind = false

  @Flag(help: "Leave out records with the same text as an earlier one.")
  var skipDuplicates = false

  @Option(help: ArgumentHelp("Seed of the draw; any number, without it a new one.", valueName: "n"))
  var seed: UInt64?

  @Option(help: ArgumentHelp("Id of the audit; else made of field and date.", valueName: "id"))
  var name: String?

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("The sheet; its key is written beside it.", valueName: "sheet.csv"))
  var output: String

  @Flag(help: "For Excel: byte order mark and its line ends.")
  var excel = false

  @Option(
    help: ArgumentHelp(
      "Open the audit for review there too (`serve`, `audit review`).", valueName: "file"))
  var workspace: String?

  @Flag(help: "Hide personal data in the texts that reviewers see.")
  var redact = false

  @OptionGroup(title: "Personal data") var redaction: RedactionOptions
  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Work") var work: AuditWorkOptions

  func validate() throws {
    if files.isEmpty { throw ValidationError("Name a file of tagged records, or -.") }
    if files.count(where: { $0 == "-" }) > 1 {
      throw ValidationError("Standard input can be read only once.")
    }
    if (field == nil) == (labelField == nil) {
      throw ValidationError(
        "Name what to audit: --field for a field that Earshot tagged, or --label-field for the column of other tags; one of them."
      )
    }
    if !(1...1_000_000).contains(size) {
      throw ValidationError("--size: \(size) is not between 1 and 1000000.")
    }
    if !(0...1).contains(double) {
      throw ValidationError("--double: \(double) is not between 0 and 1.")
    }
    if let floor, !(0...100_000).contains(floor) {
      throw ValidationError("--floor: \(floor) is not between 0 and 100000.")
    }
    if stratify == nil, floor != nil || allocation != .proportional {
      throw ValidationError("--floor and --allocation go with --stratify.")
    }
    if confidenceField != nil && labelField == nil {
      throw ValidationError("--confidence-field goes with --label-field.")
    }
    if output == "-" || output.isEmpty {
      throw ValidationError("-o: the sheet needs a name, since its key is written beside it.")
    }
    if [".tsv", ".tab", ".xlsx", ".json", ".jsonl"].contains(where: output.lowercased().hasSuffix) {
      throw ValidationError("-o: the sheet is written as CSV; choose a name like sheet.csv.")
    }
    if !redact && (redaction.kinds != nil || redaction.patterns != nil) {
      throw ValidationError("--kinds and --patterns go with --redact.")
    }
    if let name, name.isEmpty || name.utf8.count > 100 || name.contains(where: \.isNewline) {
      throw ValidationError("--name: an id is one line of 1 to 100 bytes.")
    }
  }

  func run() throws {
    try refuseFilledSheet()
    let keyPath = AuditFiles.key(besideSheet: output)
    try SameFile.refuse(outputs: [output, keyPath], inputs: files)
    var options = drawOptions
    if redact {
      let redactor = try redaction.redactor()
      options.redact = { redactor.redacted($0).text }
    }
    // Found out before the work: a workspace that can't be opened.
    let store = try workspace.map { try Workspace(path: $0, create: true) }
    var sheet = try OutputFile(path: output, fingerprint: "audit draw", resume: false)
    var key = try OutputFile(path: keyPath, fingerprint: "audit draw", resume: false)
    let drawn: AuditDraw.Drawn
    let problems: Int
    do {
      var frame = AuditFrame(
        files: files, options: try input.readOptions(), onError: input.onError, field: field,
        labelField: labelField, confidenceField: confidenceField,
        progress: Progress(work.progress, verb: "Read"))
      drawn = try frame.draw(options)
      problems = frame.problems
      try sheet.write(AuditSheet.csv(drawn.key, texts: drawn.texts, excel: excel))
      try key.write(drawn.key.json())
    } catch {
      sheet.discard()
      key.discard()
      throw error
    }
    try keepOldKey(keyPath, new: drawn.key)
    // The key first: a sheet without its key may be worthless, a key without its sheet harms nobody.
    try key.finish()
    try sheet.finish()
    Console.note(AuditDrawText.summary(drawn, sheet: output, key: keyPath))
    if let store, let workspace {
      try store.createAudit(drawn.key, texts: drawn.texts)
      Console.note("Open for review: earshot serve --workspace \(workspace)")
    }
    if problems > 0 {
      throw Failure(leftOut: problems)
    }
  }

  private var drawOptions: AuditDraw.Options {
    var options = AuditDraw.Options(field: field ?? labelField!, size: size)
    options.seed = seed ?? UInt64.random(in: 1...999_999_999)
    options.stratify = (stratify ?? "").split(separator: ",")
      .map { String($0).trimmed() }.filter { !$0.isEmpty }
    options.allocation = allocation
    options.floor = floor ?? (allocation == .floor ? 10 : 2)
    options.blind = blind
    options.double = double
    options.skipsDuplicates = skipDuplicates
    options.name = name
    return options
  }

  /// A draw of the same name must not take the key of reviews that are under way: it is kept under
  /// its audit's own name, where scoring finds it.
  private func keepOldKey(_ path: String, new: AuditKey) throws {
    guard let old = try? AuditClaim.readKey(path), old.audit != new.audit else { return }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let safe = old.audit.replacing("/", with: "_")
    let kept = "\(folder)\(safe).audit.json"
    try FileManager.default.moveItem(atPath: path, toPath: kept)
    let scores = AuditFiles.scores(besideKey: path)
    if FileManager.default.fileExists(atPath: scores) {
      try FileManager.default.moveItem(atPath: scores, toPath: AuditFiles.scores(besideKey: kept))
    }
    Console.note("The key of the draw before, \(old.audit), is kept as \(kept).")
  }

  /// Reviews are hours of work; a new draw must not write over them.
  private func refuseFilledSheet() throws(Failure) {
    guard let old = try? AuditFilledSheet(path: output) else { return }
    let filled = old.rows.count { $0.isFilled }
    guard filled > 0 else { return }
    throw Failure(
      "\(output): this sheet was filled already (\(counted(filled, "row"))). Choose another name for the new draw, or move the old sheet and its key away."
    )
  }
}

extension AuditKey.Allocation: ExpressibleByArgument {}

/// How work is shown; a draw is one pass on one thread.
struct AuditWorkOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Show progress: auto, always, never.", valueName: "when"))
  var progress = Progress.When.auto
}

/// Where the files of an audit lie.
enum AuditFiles {
  /// `sheet.csv` has its key in `sheet.audit.json`.
  static func key(besideSheet path: String) -> String { stem(path) + ".audit.json" }

  /// `sheet.audit.json` has the looks at it in `sheet.scores.json`.
  static func scores(besideKey path: String) -> String {
    (path.hasSuffix(".audit.json") ? String(path.dropLast(11)) : stem(path)) + ".scores.json"
  }

  private static func stem(_ path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    for ending in [".csv", ".tsv", ".txt"] where name.lowercased().hasSuffix(ending) {
      return String(path.dropLast(ending.count))
    }
    return path
  }
}

/// What `draw` says when it is done.
enum AuditDrawText {
  static func summary(_ drawn: AuditDraw.Drawn, sheet: String, key path: String) -> String {
    let key = drawn.key
    let frame = key.frame
    let n = key.records.count
    var lines = [
      n == frame.size
        ? "Drew all \(counted(n, "record")) that have a tag, since there are no more. Seed \(key.seed)."
        : "Drew \(counted(n, "record")) of \(grouped(frame.size)). Seed \(key.seed)."
    ]
    if key.design == .stratified {
      lines.append(
        "From \(counted(key.strata.count, "stratum", plural: "strata")) by \(key.stratify.joined(separator: ", ")), \(key.allocation?.rawValue ?? "")."
      )
      if drawn.mergedStrata > 0 {
        lines.append(
          "The \(drawn.mergedStrata) smallest were drawn from together, since the sample is too small to see each; more with --size."
        )
      }
    }
    let again = key.rows.count - n
    if again > 0 {
      lines.append(
        "\(counted(again, "record")) for double review: rows \(grouped(n + 1)) to \(grouped(key.rows.count)) show records again and belong to another reviewer."
      )
    }
    var aside: [String] = []
    if frame.without_tag > 0 {
      aside.append("\(counted(frame.without_tag, "record")) without a tag left out")
    }
    if frame.unreadable > 0 {
      aside.append("\(counted(frame.unreadable, "record")) without a readable text left out")
    }
    if frame.duplicates > 0 {
      aside.append(
        "\(counted(frame.duplicates, "duplicate")) \(frame.skips_duplicates ? "left out" : "counted; leave out with --skip-duplicates")"
      )
    }
    if frame.automatic_replies > 0 {
      aside.append(
        counted(frame.automatic_replies, "automatic reply", plural: "automatic replies")
          + " counted")
    }
    if !aside.isEmpty { lines.append(aside.joined(separator: "; ") + ".") }
    lines.append(
      "Wrote \(sheet) for the reviewers\(key.blind ? " (blind)" : "") and \(path), which stays with you."
    )
    return lines.joined(separator: "\n")
  }
}
