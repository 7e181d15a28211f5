import EarshotInsights
import EarshotLearning
import EarshotStore
import EarshotTagging
import EarshotText

/// One run of `themes`: from records to described themes, and to those of the workspace's last run.
struct ThemeSearch {
  /// The table of meanings.
  let table: EmbeddingTable
  let records: ThemeRecords
  let threads: Int
  var progress: (String) -> Void = { _ in }

  /// As the model tells them apart, the largest first; empty when no record has a known word. A theme that a user
  /// merged into another is here as that other one.
  private(set) var ofModel: [Theme] = []
  /// Of each record, by the model.
  private(set) var places: [ThemeModel.Place] = []
  private(set) var trials: [ThemeCount.Trial] = []
  /// The number of themes that was asked for or chosen.
  private(set) var chosenCount = 0
  private(set) var withoutTheme = 0
  private(set) var withoutWords = 0
  private(set) var lineage: ThemeLineage?
  private(set) var copiesFound = 0
  private(set) var trendDays = 1
  private var model: ThemeModel?
  private var sample: [Int] = []
  private var first: [Int] = []
  /// What is stored of each theme of the model, in its order.
  private var stored: [StoredTheme] = []

  init(_ records: ThemeRecords, table: EmbeddingTable, threads: Int) {
    (self.records, self.table, self.threads) = (records, table, threads)
  }

  /// Themes as they are written, the largest first.
  var themes: [Theme] {
    stored.filter { $0.mergedInto == nil }.map(\.theme).enumerated()
      .sorted { ($1.element.size, $0.offset) < ($0.element.size, $1.offset) }.map(\.element)
  }

  /// The model of a workspace's last run.
  static func model(
    of snapshot: ThemeSnapshot, _ table: EmbeddingTable, path: String
  ) throws -> ThemeModel {
    guard
      let model = ThemeModel(
        snapshot.model, embedding: table.embedding, named: table.identity),
      model.themeCount == snapshot.themes.count
    else {
      throw Failure(
        "\(path): its themes were made with another version of earshot or another table of word meanings than \(table.identity), so records can't be compared with them. Use that version, or another workspace."
      )
    }
    return model
  }

  /// Finds themes and places all records.
  mutating func find(_ options: ThemeFinder.Options, last: ThemeSnapshot?, _ old: ThemeModel?) {
    progress("Looking for copies")
    let copies = NearCopies(records.texts, threads: threads)
    first = copies.first
    copiesFound = copies.hasWords.count { $0 } - copies.distinct.count
    progress("Looking for themes")
    let pinned = last?.themes.indices.filter { last!.themes[$0].isPinned } ?? []
    let finding = ThemeFinder(options, embedding: table.embedding).find(
      in: records.texts, distinct: copies.distinct, previous: old, pinned: Set(pinned))
    guard let finding else {
      (withoutTheme, withoutWords) = (records.count, records.count)
      places = [ThemeModel.Place](repeating: ThemeModel.Place(), count: records.count)
      return
    }
    trials = finding.trials
    chosenCount = finding.themeCount
    sample = finding.sample
    progress("Placing records")
    (model, places) = finding.model.bySize(
      finding.model.places(of: records.texts, threads: threads))
  }

  /// Says what the themes are, and which of them the last run knew.
  mutating func describe(
    last: ThemeSnapshot?, _ old: ThemeModel?, redactor: Redactor, tagger: Tagger?
  ) {
    // Such a run is not stored: an empty file by mistake would end all that users named.
    guard let model else { return }
    progress("Naming themes")
    let given = (last?.themes ?? []).filter(\.isNamedByUser).map(\.theme.name)
    var described = description(model, places, taken: given, [:], redactor, tagger)
    let past = last?.past ?? []
    let lineage = ThemeLineage(
      last: past, names: described.themes.map(\.name),
      overlap: overlap(with: old, themes: past.count), nextNumber: last?.nextNumber ?? 1)
    self.lineage = lineage
    // What a user merged is described as one.
    let numbers = Dictionary(
      lineage.themes.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { a, _ in a })
    let roots = lineage.themes.enumerated().map { t, theme in
      theme.mergedInto.flatMap { numbers[$0] } ?? t
    }
    if zip(roots, roots.indices).contains(where: { $0 != $1 }) {
      let names = Dictionary(
        uniqueKeysWithValues: lineage.themes.enumerated().map { ($0, $1.name) })
      let parts = described.themes
      let joined = places.map { place in
        var place = place
        place.theme = place.theme.map { roots[$0] }
        return place
      }
      described = description(
        model.joined(roots), joined, taken: given, names, redactor, tagger)
      for t in parts.indices where roots[t] != t { described.replace(t, by: parts[t]) }
    }
    (withoutTheme, withoutWords) = (described.withoutTheme, described.withoutWords)
    trendDays = described.trendDays
    stored = described.themes.enumerated().map { t, theme in
      let own = lineage.themes[t]
      var theme = theme
      (theme.id, theme.name, theme.previous) = (own.id, own.name, own.previous)
      return StoredTheme(
        theme, isNamedByUser: own.isNamedByUser, isPinned: own.isPinned,
        adoptedTopic: own.adoptedTopic, mergedInto: own.mergedInto)
    }
    ofModel = roots.map { stored[$0].theme }
  }

  private func description(
    _ model: ThemeModel, _ places: [ThemeModel.Place], taken: [String], _ names: [Int: String],
    _ redactor: Redactor,
    _ tagger: Tagger?
  ) -> ThemeDescription {
    ThemeDescription(
      records, places: places, first: first, model: model, sample: sample,
      names: names, taken: taken, redactor: redactor, threads: threads,
      tag: tagger.map { [records] tagger in { Self.tags(of: $0, records, tagger) } })
  }

  /// How many records the new model puts into each of its themes and the old one into each of its own.
  private func overlap(with old: ThemeModel?, themes count: Int) -> [[Int]] {
    let k = model?.themeCount ?? 0
    var overlap = [[Int]](repeating: [Int](repeating: 0, count: count + 1), count: k + 1)
    let before = old?.places(of: records.texts, threads: threads)
    for i in places.indices {
      let new = places[i].isMember ? places[i].theme! : k
      let last = before.flatMap { $0[i].isMember ? $0[i].theme : nil } ?? count
      overlap[new][last] += 1
    }
    return overlap
  }

  /// The run as a workspace keeps it.
  func stored(seed: UInt64, keepText: Bool) -> ThemeRun {
    var run = ThemeRun(
      records: records.count, withoutTheme: withoutTheme, seed: seed, program: Earshot.version,
      model: model?.encoded(embedding: table.identity) ?? [], themes: stored,
      nextNumber: lineage?.nextNumber ?? 1)
    run.moved = lineage?.moved ?? 0
    run.events = lineage?.events ?? []
    run.keepText = keepText
    return run
  }

  private static func tags(
    of members: [Int], _ records: ThemeRecords, _ tagger: Tagger
  ) -> [ThemeRecords.RecordTags] {
    let topic = tagger.fields.firstIndex { $0.name == "topic" }
    let sentiment = tagger.fields.firstIndex { $0.name == "sentiment" }
    let frustration = tagger.fields.firstIndex { $0.name == "frustration" }
    var scratch = tagger.makeScratch()
    return members.map { i in
      let tags = records.texts.withText(i) { tagger.tag($0, using: &scratch) }
      func label(_ field: Int?) -> String? {
        guard let field, let choice = tags.fields[field].choices.first else { return nil }
        return tagger.fields[field].labels[choice.label]
      }
      return ThemeRecords.RecordTags(
        isNegative: label(sentiment).map { $0 == "negative" },
        isFrustrated: label(frustration).map { $0 == "high" || $0 == "medium" },
        topic: label(topic))
    }
  }
}
