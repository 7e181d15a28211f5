import EarshotLearning
import EarshotNumerics
import EarshotText

/// What is said of each theme: size, name, quotes, trend, tags, area, place on the map.
public struct ThemeDescription: Sendable {
  /// One a theme of the model, in its order; ids are empty, nothing is said of an earlier run.
  public private(set) var themes: [Theme]
  /// Records without a theme.
  public let withoutTheme: Int
  /// Of them, those without a known word.
  public let withoutWords: Int
  /// Days that a count of the trends stands for: 1 or 7.
  public let trendDays: Int

  static let quoteLimit = 5
  /// Longer quotes are cut.
  static let longestQuote = 400
  /// Bytes of a text that names and quotes are taken from.
  static let longestRead = 8192
  /// Themes from which on there are areas.
  static let fewestForAreas = 6
  /// Tagged members of a theme, when records came without tags.
  public static let taggedMembers = 100

  /// - Parameters:
  ///   - places: of all records.
  ///   - first: the record that each is a near copy of.
  ///   - sample: the records that the model was learned from.
  ///   - names: of themes that have one already.
  ///   - taken: names that may not be given to others.
  ///   - tag: the tags of a record's text, for records without tags; nil to leave them so.
  public init(
    _ records: ThemeRecords, places: [ThemeModel.Place], first: [Int], model: ThemeModel,
    sample: [Int], names given: [Int: String], taken: [String], redactor: Redactor, threads: Int,
    tag: (([Int]) -> [ThemeRecords.RecordTags])?
  ) {
    let count = model.themeCount
    var members = [[Int]](repeating: [], count: count)
    for (i, place) in places.enumerated() where place.isMember { members[place.theme!].append(i) }
    let total = records.count
    withoutTheme = total - members.reduce(0) { $0 + $1.count }
    withoutWords = places.count { $0.theme == nil }
    let trend = ThemeTrend(records.days)
    trendDays = trend?.step ?? 1
    themes = members.map { own in
      var theme = Theme(
        id: "", name: "", size: own.count, share: total == 0 ? 0 : Double(own.count) / Double(total)
      )
      var copies: [Int: Int] = [:]
      for i in own { copies[first[i], default: 0] += 1 }
      theme.distinct = copies.count
      // A text that stands once is no copy.
      let largest = copies.values.max() ?? 0
      theme.repeated = largest > 1 ? Double(largest) / Double(own.count) : 0
      let sum = own.reduce(0) { $0 + Double(places[$1].similarity) }
      theme.cohesion = own.isEmpty ? 0 : sum / Double(own.count)
      return theme
    }
    name(records, places, sample, given, taken, redactor, threads)
    quote(records, places, model, sample, redactor, threads)
    if let trend {
      for (t, own) in members.enumerated() {
        themes[t].trend = trend.counts(own.lazy.compactMap { records.days[$0] })
      }
    }
    addTags(records, members, tag)
    place(model, records, places, sample, threads)
  }

  private mutating func name(
    _ records: ThemeRecords, _ places: [ThemeModel.Place], _ sample: [Int],
    _ given: [Int: String], _ taken: [String], _ redactor: Redactor, _ threads: Int
  ) {
    let found = ThemeNames.of(
      Self.beginnings(of: sample, records),
      themes: sample.map { places[$0].isMember ? places[$0].theme! : -1 }, count: themes.count,
      taken: taken, threads: threads)
    for t in themes.indices {
      themes[t].name = given[t] ?? redactor.redacted(found[t].name).text
      themes[t].terms = found[t].terms.map { redactor.redacted($0).text }
    }
  }

  /// As much of each text as names are read off.
  private static func beginnings(of sample: [Int], _ records: ThemeRecords) -> [[UInt8]] {
    sample.map { Array(records.texts.bytes(of: $0).prefix(longestRead)) }
  }

  /// Puts a theme in place of one.
  public mutating func replace(_ t: Int, by theme: Theme) { themes[t] = theme }

  private mutating func quote(
    _ records: ThemeRecords, _ places: [ThemeModel.Place], _ model: ThemeModel, _ sample: [Int],
    _ redactor: Redactor, _ threads: Int
  ) {
    var candidates = [[Int]](repeating: [], count: themes.count)
    for i in sample where places[i].isMember { candidates[places[i].theme!].append(i) }
    for t in themes.indices {
      let nearest = candidates[t].sorted {
        (places[$1].similarity, $0) < (places[$0].similarity, $1)
      }.prefix(60)
      guard !nearest.isEmpty, let centroid = model.themeOf.firstIndex(of: t) else { continue }
      let rows = model.space.rows(of: records.texts, members: Array(nearest), threads: threads)
      let picked = ThemeQuotes.pick(
        rows: rows, members: Array(nearest.indices),
        centroid: Array(model.centroids.row(centroid)),
        lengths: nearest.map { records.texts.bytes(of: $0).count }, limit: Self.quoteLimit)
      themes[t].quotes = picked.map { at in
        Theme.Quote(
          id: records.ids[nearest[at]],
          text: Self.quote(records.texts.bytes(of: nearest[at]), redactor))
      }
    }
  }

  /// A text without personal data, cut at a blank where it is long.
  static func quote(_ text: ArraySlice<UInt8>, _ redactor: Redactor) -> String {
    // No more than is shown is looked through, with room for what a cue stands before.
    let redacted = redactor.redacted(String(decoding: text.prefix(longestRead), as: UTF8.self)).text
    let cut = redacted.prefix(longestQuote)
    guard cut.endIndex < redacted.endIndex else { return redacted }
    let whole = cut.lastIndex(where: \.isWhitespace).map { cut[..<$0] } ?? cut
    return whole + " …"
  }

  private mutating func addTags(
    _ records: ThemeRecords, _ members: [[Int]],
    _ tag: (([Int]) -> [ThemeRecords.RecordTags])?
  ) {
    var tagged: [[ThemeRecords.RecordTags]]
    if records.isTagged {
      tagged = members.map { own in own.map { records.tags(of: $0) }.filter { !$0.isEmpty } }
    } else if let tag {
      // Evenly over a theme's records, so over time too.
      let chosen = members.map { own in
        let step = max(1, (own.count + Self.taggedMembers - 1) / Self.taggedMembers)
        return stride(from: 0, to: own.count, by: step).map { own[$0] }
      }
      let all = tag(Array(chosen.joined()))
      var start = 0
      tagged = chosen.map { own in
        defer { start += own.count }
        return Array(all[start..<start + own.count])
      }
    } else {
      return
    }
    for t in themes.indices where !tagged[t].isEmpty {
      let own = tagged[t]
      let n = Double(own.count)
      var topics: [String: Int] = [:]
      for topic in own.compactMap(\.topic) { topics[topic, default: 0] += 1 }
      let common = topics.max { ($0.value, $1.key) < ($1.value, $0.key) }
      let share = Double(common?.value ?? 0) / n
      themes[t].tags = Theme.Tags(
        count: own.count, negative: Self.share(own.compactMap(\.isNegative)),
        frustrated: Self.share(own.compactMap(\.isFrustrated)),
        topic: share >= 0.5 ? common?.key : nil, topicShare: share)
    }
  }

  /// The part that is true; nil of nothing.
  private static func share(_ values: [Bool]) -> Double? {
    values.isEmpty ? nil : Double(values.count { $0 }) / Double(values.count)
  }

  /// Areas, by Ward's tree on the themes' centres, and places on the map.
  private mutating func place(
    _ model: ThemeModel, _ records: ThemeRecords, _ places: [ThemeModel.Place], _ sample: [Int],
    _ threads: Int
  ) {
    let k = themes.count
    guard k > 0 else { return }
    let centres = ThemeFinder.means(of: model.centroids, model.themeOf, count: k)
    for (t, point) in ThemeMap.layout(centroids: centres, sizes: themes.map(\.size)).enumerated() {
      (themes[t].x, themes[t].y) = (point.x, point.y)
    }
    guard k >= Self.fewestForAreas else { return }
    // As many areas as themes in an area.
    let count = Int(Double(k).squareRoot().rounded())
    let tree = WardTree(
      centres, graph: NearestRows(centres, degree: min(k - 1, 30), threads: threads))
    let areas = tree.labels(clusterCount: count)
    let names = ThemeNames.of(
      Self.beginnings(of: sample, records),
      themes: sample.map { places[$0].isMember ? areas[places[$0].theme!] : -1 }, count: count,
      taken: themes.map(\.name), threads: threads)
    for t in themes.indices { themes[t].parent = names[areas[t]].name }
  }
}
