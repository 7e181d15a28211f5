import EarshotInsights
import EarshotRecords
import Glibc

/// Reads records for `themes`.
struct ThemeInput {
  let paths: [String]
  let options: ReadOptions
  let onError: InputOptions.OnError
  private(set) var records = ThemeRecords()
  private(set) var problems = 0
  /// Records whose time could not be read; they are there without it.
  private(set) var timeless = 0

  init(_ paths: [String], _ input: InputOptions) throws {
    self.paths = paths
    options = try input.readOptions()
    onError = input.onError
  }

  /// Refuses pipes where the input is read twice.
  static func requireFiles(_ paths: [String]) throws(Failure) {
    for path in paths {
      var status = stat()
      guard stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG else { continue }
      throw Failure(
        "\(path): records are read twice to write each with its theme, and this is no file. Save it as one first.",
        status: ExitStatus.usage)
    }
  }

  /// Ends the program with status 3 when records could not be read.
  func endIfProblems() throws(Failure) {
    guard problems > 0 else { return }
    throw Failure(leftOut: problems)
  }

  mutating func read(_ progress: inout Progress) throws {
    let sentiment = ["earshot.sentiment.label", "earshot_sentiment"].map { FieldPath($0) }
    let frustration = ["earshot.frustration.level", "earshot_frustration"].map { FieldPath($0) }
    let topic = ["earshot.topic.label", "earshot_topic"].map { FieldPath($0) }
    for path in paths {
      var reader = try RecordReader(path: path, options: options)
      let at = reader.plan.isTable ? 1 : 0
      let isTagged =
        !reader.plan.isTable || reader.plan.columns.contains { $0.hasPrefix("earshot_") }
      var batch = RecordBatch()
      while try reader.read(into: &batch, limit: 8192) {
        for (i, record) in batch.records.enumerated() {
          if let problem = record.problem {
            if onError == .fail { throw Failure(problem, in: path) }
            problems += 1
          }
          guard record.isTaggable else { continue }
          var tags = ThemeRecords.RecordTags()
          if isTagged {
            tags.isNegative = batch.value(sentiment[at], of: i)
              .flatMap {
                ["negative", "neutral", "positive"].contains($0) ? $0 == "negative" : nil
              }
            tags.isFrustrated = batch.value(frustration[at], of: i)
              .flatMap {
                ["none", "low", "medium", "high"].contains($0)
                  ? $0 == "high" || $0 == "medium" : nil
              }
            tags.topic = batch.value(topic[at], of: i).flatMap { $0.isEmpty ? nil : $0 }
          }
          var time: Int64?
          do { time = try batch.timestamp(of: i)?.microseconds } catch { timeless += 1 }
          let id = batch.id(of: i) ?? ""
          records.append(
            text: batch.texts[record.text], id: id.isEmpty ? "line \(record.line)" : id,
            microseconds: time, tags: tags)
        }
        progress.update(records: records.count, fraction: nil)
      }
    }
  }
}

/// Writes every record with its theme, reading the inputs once more.
struct AssignedRecords {
  let input: ThemeInput
  let writing: WriteOptions

  static let columns = [
    "earshot_theme", "earshot_theme_name", "earshot_theme_confidence", "earshot_theme_reason",
  ]

  /// - Parameters:
  ///   - places: of the records in the order in which `ThemeInput` read them.
  ///   - themes: those of the model, in its order.
  func write(
    _ places: [ThemeModel.Place], themes: [Theme], to path: String?
  ) throws {
    var out = try OutputFile(path: path, fingerprint: "themes", resume: false)
    do {
      try write(places, themes: themes, to: &out)
    } catch {
      out.discard()
      throw error
    }
    try out.finish()
  }

  private func write(
    _ places: [ThemeModel.Place], themes: [Theme], to out: inout OutputFile
  ) throws {
    var next = 0
    var layout: InputLayout?
    for (number, path) in input.paths.enumerated() {
      var reader = try RecordReader(path: path, options: input.options)
      var batch = RecordBatch()
      var hasRecords = try reader.read(into: &batch, limit: 8192)
      if writing.format == .csv || writing.format == .tsv {
        let own = InputLayout(reader.plan, writing)
        if let layout { try layout.require(own) } else { layout = own }
      }
      let encoder = RecordEncoder(plan: reader.plan, options: writing, columns: Self.columns)
      var lines: [UInt8] = []
      if number == 0 { encoder.appendHeader(to: &lines) }
      while hasRecords {
        for (i, record) in batch.records.enumerated() {
          if record.problem != nil {
            if input.onError != .skip { encoder.appendProblem(i, of: batch, to: &lines) }
            continue
          }
          guard record.isTaggable else {
            encoder.appendUnchanged(i, of: batch, to: &lines)
            continue
          }
          guard next < places.count else { throw Self.changed(path) }
          let place = places[next]
          next += 1
          let theme = place.isMember ? themes[place.theme!] : nil
          encoder.append(
            i, of: batch, member: "theme",
            json: ThemeEncoder.place(place, id: theme?.id ?? "", name: theme?.name ?? ""),
            cells: [
              theme?.id ?? "", theme?.name ?? "",
              theme == nil ? "" : ThemeEncoder.digits(place.confidence),
              theme == nil ? "no_theme" : "",
            ].map { Array($0.utf8) }, to: &lines)
        }
        try out.write(lines)
        lines.removeAll(keepingCapacity: true)
        hasRecords = try reader.read(into: &batch, limit: 8192)
      }
      try out.write(lines)
    }
    if next != places.count { throw Self.changed(input.paths.last ?? "") }
  }

  private static func changed(_ path: String) -> Failure {
    Failure("\(path): the file changed while it was read. Run the command again.")
  }
}
