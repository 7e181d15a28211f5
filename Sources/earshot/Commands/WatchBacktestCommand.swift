import ArgumentParser
import EarshotInsights
import EarshotRecords
import EarshotTagging
import EarshotText

struct WatchBacktestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract: "Replays history: delays, share found within 24 hours, false alarms in 30 days.",
    discussion: """
      EXAMPLES
        earshot watch backtest year.csv --known-until 2026-06-01
        earshot watch backtest year.csv --known-until 2026-06-01 --inject topic=login_fails \\
          --rate 5,10,20,40 --trials 20 --json --html backtest.html

      Records with an injected value are hidden from what is known, and then played in, each value \
      alone: at the times they came, or with --rate at so many a day from a random moment on. \
      Writes nothing to a workspace.
      """)

  @Argument(help: ArgumentHelp("Files to read.", valueName: "input"))
  var inputs: [String] = []

  @Option(
    help: ArgumentHelp(
      "Records before this day or moment are what is known, e.g. 2026-06-01.", valueName: "date"))
  var knownUntil: String

  @Option(
    help: ArgumentHelp(
      "A new issue to play in: records with this value; may be repeated. FIELD=* for every value with 20 records or more.",
      valueName: "field=value"))
  var inject: [String] = []

  @Option(
    help: ArgumentHelp(
      "Field of labels to hold the alarms against: precision is how far each is of one label.",
      valueName: "field"))
  var labelField: String?

  @Option(
    help: ArgumentHelp(
      "Play values in at so many records a day, e.g. 5,10,20,40.", valueName: "n,…"))
  var rate: String?

  @Option(help: ArgumentHelp("Trials of each value and rate.", valueName: "n"))
  var trials = 5

  @Option(help: ArgumentHelp("False alarms that you put up with.", valueName: "n/30d"))
  var budget = WatchBudget(argument: "1/30d")!

  @Option(help: ArgumentHelp("Where --rate draws from; printed.", valueName: "n"))
  var seed: UInt64 = 1

  @Flag(help: "Print one JSON object.")
  var json = false

  @Option(help: ArgumentHelp("Also write a page with pictures.", valueName: "file"))
  var html: String?

  @Option(
    help: ArgumentHelp("Model that says what records are about; none for none.", valueName: "model")
  )
  var model = "care-en"

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Redaction of quotes") var redaction: RedactionOptions
  @OptionGroup(title: "Work") var work: WorkOptions

  func validate() throws {
    if inputs.isEmpty { throw ValidationError("Name a file of records.") }
    if until == nil {
      throw ValidationError("--known-until: \"\(knownUntil)\" is no day or moment like 2026-06-01.")
    }
    for pair in inject where !pair.contains("=") {
      throw ValidationError("--inject: \"\(pair)\" has no \"=\". Expected FIELD=VALUE.")
    }
    if Set(inject.map(Self.field)).count > 1 {
      throw ValidationError("--inject: all values must be of one field.")
    }
    if rates == nil {
      throw ValidationError(
        "--rate: \"\(rate ?? "")\" is not a list of numbers above 0, e.g. 5,10,20.")
    }
    if labelField != nil, !inject.isEmpty {
      throw ValidationError("--label-field goes without --inject, whose field tells the labels.")
    }
    if rate != nil, inject.isEmpty { throw ValidationError("--rate goes with --inject.") }
    if !(1...1000).contains(trials) {
      throw ValidationError("--trials: \(trials) is not between 1 and 1000.")
    }
  }

  private static func field(_ pair: String) -> String { String(pair.prefix { $0 != "=" }) }

  private var until: Int64? {
    let isDay = knownUntil.utf8.count == 10
    return TimeFormat.rfc3339.timestamp(isDay ? knownUntil + "T00:00:00Z" : knownUntil)?
      .microseconds
  }

  private var rates: [Double]? {
    guard let rate else { return [] }
    let numbers = rate.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
    guard numbers.allSatisfy({ $0.map { $0 > 0 && $0 < 1e6 } ?? false }) else { return nil }
    return numbers.map { $0! }
  }

  func run() throws {
    try SameFile.refuse(outputs: [html], inputs: inputs)
    let table = try EmbeddingTable(contentsOf: ModelFinder.embedding())
    let tagger = try model == "none" ? nil : Tagger(contentsOf: ModelFinder.path(of: model))
    let redactor = try redaction.redactor()
    var reading = try WatchInput(
      tagger: tagger, table: table, input: input, threads: work.threadCount)
    let field = inject.first.map(Self.field)
    reading.labelField = (field ?? labelField).map { FieldPath($0) }
    var items: [WatchInput.Item] = []
    var keys: Set<UInt64> = []
    try reading.read(inputs) { new, _ in items += new.filter { keys.insert($0.key).inserted } }
    items.sort { $0.record.time < $1.record.time }
    let wanted = try values(items, field)
    var stream: [StreamRecord] = []
    var own: [String: [StreamRecord]] = [:]
    for item in items {
      if let value = wanted.first(where: { item.labels.contains($0) }) {
        own[value, default: []].append(item.record)
      } else {
        stream.append(item.record)
      }
    }
    var options = BacktestReplay.Options()
    options.budgetPer30Days = budget.per30Days
    options.knownUntil = until!
    options.perDay = rates!
    (options.trials, options.seed) = (trials, seed)
    if !stream.contains(where: { $0.time >= options.knownUntil }) {
      throw Failure("There is no record from \(knownUntil) on, so there is nothing to replay.")
    }
    let replay = BacktestReplay(
      stream, injected: wanted.map { ($0, own[$0] ?? []) }, redactor: redactor, options)
    if let labelField, !items.contains(where: { !$0.labels.isEmpty }) {
      throw Failure("--label-field: no record has a field \"\(labelField)\".")
    }
    var progress = Progress(work.progress, verb: "Replayed")
    let names = inputs.map {
      $0 == "-" ? "standard input" : String($0.split(separator: "/").last ?? "")
    }
    var result = replay.run(source: names.joined(separator: ", ")) { done, total in
      progress.update(records: done, fraction: Double(done) / Double(max(total, 1)))
    }
    progress.finish()
    if labelField != nil {
      result.judge(
        byLabels: Dictionary(
          items.map { ($0.record.id, $0.labels) }, uniquingKeysWith: { first, _ in first }))
    }
    if let html {
      let notes = [BacktestText.agreement(result)].compactMap(\.self)
      let report = BacktestReport(result, version: Earshot.version, notes: notes)
      try ThemesFindCommand.write(report.html(), to: html)
    }
    try Console.out(
      json ? String(decoding: result.json(), as: UTF8.self) : BacktestText.table(result))
    if rate != nil { Console.note("Seed \(seed).") }
    try reading.endIfProblems()
  }

  /// The values to play in.
  private func values(_ items: [WatchInput.Item], _ field: String?) throws(Failure) -> [String] {
    guard let field else { return [] }
    var counts: [String: Int] = [:]
    for label in items.flatMap(\.labels) { counts[label, default: 0] += 1 }
    var wanted: [String] = []
    for pair in inject {
      let value = String(pair.dropFirst(field.count + 1))
      if value == "*" {
        wanted += counts.filter { $0.value >= 20 && !$0.key.isEmpty }.keys.sorted()
      } else if counts[value] == nil {
        throw Failure("--inject: no record has \(field) \"\(value)\".")
      } else {
        wanted.append(value)
      }
    }
    return wanted.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}

/// A backtest for people.
enum BacktestText {
  static func table(_ result: Backtest) -> String {
    var lines = [
      "\(counted(result.records, "record")), \(number(result.historyDays)) days known, \(number(result.replayedDays)) days replayed.",
      "Without a new issue: \(counted(result.falseAlarms, "alarm")), \(result.falseAlarmsPer30Days.map(number) ?? "-") in 30 days (budget \(number(result.budgetPer30Days))).",
    ]
    if let perDay = result.detectablePerDay {
      lines.append(
        "Found within 24 hours, nine times in ten: from about \(Int(perDay.rounded(.up))) records a day on."
      )
    }
    if let agreement = agreement(result) { lines.append(agreement) }
    let rates = result.summary()
    if !rates.isEmpty {
      lines.append("")
      lines.append("a day  trials  found  within 24 h (95 %)     median h  90 % h  purity")
      for rate in rates {
        let share =
          "\(percent(rate.within24h)) (\(percent(rate.within24hLow)) to \(percent(rate.within24hHigh)))"
        lines.append(
          [
            (number(rate.perDay), 5), ("\(rate.trials)", 6), ("\(rate.found)", 5), (share, 21),
            (rate.medianDelayHours.map(number) ?? "never", 8),
            (rate.p90DelayHours.map(number) ?? "never", 6), (percent(rate.purity), 6),
          ].map { pad($0.0, $0.1) }.joined(separator: "  "))
      }
    }
    return lines.joined(separator: "\n")
  }

  /// How far alarms are of one label each; nil where no labels were read.
  static func agreement(_ result: Backtest) -> String? {
    guard let agreement = result.agreement else { return nil }
    guard let precision = agreement.precision else { return "No alarm to hold against labels." }
    return
      "Of an alarm's records \(percent(precision)) have its most common label; \(agreement.alarmsOfOneLabel) of \(counted(result.alarms.count, "alarm")) are mostly of one label."
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  private static func percent(_ share: Double?) -> String {
    share.map { "\(Int((100 * $0).rounded())) %" } ?? "-"
  }

  /// With one digit after the point below 100.
  private static func number(_ value: Double) -> String {
    value >= 100 ? grouped(Int(value.rounded())) : "\((value * 10).rounded() / 10)"
  }
}
