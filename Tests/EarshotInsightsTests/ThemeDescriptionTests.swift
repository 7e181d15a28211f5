import EarshotText
import Testing

@testable import EarshotInsights

@Suite("What is said of themes")
struct ThemeDescriptionTests {
  /// Four topics, the first text five times, a text without words; two days.
  private static let records: ThemeRecords = {
    let samples = ThemeSamples(200, topics: 4, seed: 1)
    var records = ThemeRecords()
    let order = [0, 0, 0, 0] + samples.all
    for i in order {
      records.append(
        text: samples.texts.bytes(of: i), id: "r\(records.count)",
        microseconds: records.count % 2 == 0 ? 0 : 86_400_000_000, tags: .init())
    }
    records.append(text: "".utf8, id: "empty", microseconds: nil, tags: .init())
    return records
  }()
  private static let copies = NearCopies(records.texts, threads: 1)
  private static let model = ThemeSamples.finder(4)
    .find(in: records.texts, distinct: copies.distinct)!.model
  private static let places = model.places(of: records.texts, threads: 1)

  private func description(
    _ records: ThemeRecords = Self.records, names: [Int: String] = [:],
    tag: (([Int]) -> [ThemeRecords.RecordTags])? = nil
  ) -> ThemeDescription {
    ThemeDescription(
      records, places: Self.places, first: Self.copies.first, model: Self.model,
      sample: Self.copies.distinct, names: names, taken: Array(names.values), redactor: Redactor(),
      threads: 1, tag: tag)
  }

  private func members(_ t: Int) -> [Int] {
    Self.places.indices.filter { Self.places[$0].isMember && Self.places[$0].theme == t }
  }

  @Test("each record is in one theme or in none")
  func sizes() {
    let found = description()
    #expect(found.themes.reduce(0) { $0 + $1.size } + found.withoutTheme == 205)
    #expect(found.withoutWords == 1)
    for (t, theme) in found.themes.enumerated() {
      #expect(theme.size == members(t).count)
      #expect(abs(theme.share - Double(theme.size) / 205) < 1e-12)
      let mean =
        members(t).reduce(0) { $0 + Double(Self.places[$1].similarity) } / Double(theme.size)
      #expect(abs(theme.cohesion - mean) < 1e-9)
    }
  }

  @Test("copies are counted once among the distinct, and their part of the theme is named")
  func copies() {
    let found = description()
    let theme = Self.places[0].theme!
    // The first text stands five times, all others once.
    #expect(found.themes[theme].repeated == 5 / Double(found.themes[theme].size))
    for (t, other) in found.themes.enumerated() {
      #expect(other.distinct == other.size - (t == theme ? 4 : 0))
      if t != theme { #expect(other.repeated == 0) }
    }
  }

  @Test("the trend counts each member with a time once")
  func trend() {
    let found = description()
    for theme in found.themes {
      #expect(theme.trend.map(\.from) == ["1970-01-01", "1970-01-02"])
      #expect(theme.trend.reduce(0) { $0 + $1.count } == theme.size)
    }
    #expect(found.trendDays == 1)
  }

  @Test("a given name is taken; others have names of their own, none of them empty")
  func names() {
    let found = description(names: [1: "Late parcels"])
    #expect(found.themes[1].name == "Late parcels")
    #expect(Set(found.themes.map(\.name)).count == 4)
    #expect(found.themes.allSatisfy { !$0.name.isEmpty })
  }

  @Test("quotes are members' texts with their ids, each once, at most five")
  func quotes() {
    for (t, theme) in description().themes.enumerated() {
      #expect((1...5).contains(theme.quotes.count))
      #expect(Set(theme.quotes.map(\.text)).count == theme.quotes.count)
      for quote in theme.quotes {
        let i = Self.records.ids.firstIndex(of: quote.id)!
        #expect(members(t).contains(i))
        #expect(quote.text == String(decoding: Self.records.texts.bytes(of: i), as: UTF8.self))
      }
    }
  }

  @Test("without tags and without a tagger nothing is said of them")
  func noTags() { #expect(description().themes.allSatisfy { $0.tags == nil }) }

  @Test("at most 100 members a theme are tagged; parts are of those")
  func tagged() {
    var asked: [Int] = []
    let found = description {
      asked = $0
      return $0.map { i in .init(isNegative: i % 2 == 0, isFrustrated: false, topic: "a.b") }
    }
    #expect(asked.count == Set(asked).count)
    for (t, theme) in found.themes.enumerated() {
      let own = asked.filter { members(t).contains($0) }
      #expect(
        own.count == theme.tags?.count && own.count <= 100 && own.count * 2 > min(theme.size, 100))
      #expect(theme.tags?.negative == Double(own.count { $0 % 2 == 0 }) / Double(own.count))
      #expect(theme.tags?.frustrated == 0)
      #expect(theme.tags?.topic == "a.b" && theme.tags?.topicShare == 1)
    }
  }

  @Test("a part is of those that say so; of what no record says there is none")
  func moods() {
    var asked: [Int] = []
    let found = description {
      asked = $0
      return $0.map { i in .init(isNegative: i % 3 == 0 ? nil : i % 3 == 1, topic: "a.b") }
    }
    for (t, theme) in found.themes.enumerated() {
      let own = asked.filter { members(t).contains($0) && $0 % 3 > 0 }
      #expect(theme.tags?.negative == Double(own.count { $0 % 3 == 1 }) / Double(own.count))
      #expect(theme.tags != nil && theme.tags?.frustrated == nil)
    }
  }

  @Test("a topic that fewer than half have is not named")
  func rareTopic() {
    let found = description {
      $0.map { i in .init(isNegative: true, topic: ["a", "b", "c"][i % 3]) }
    }
    for theme in found.themes {
      #expect(theme.tags?.topic == nil)
      #expect((theme.tags?.topicShare ?? 0) > 0.2)
    }
  }

  @Test("four themes have no areas; places on the map are within 0…1")
  func areas() {
    for theme in description().themes {
      #expect(theme.parent == nil)
      #expect((0...1).contains(theme.x) && (0...1).contains(theme.y))
    }
  }

  private func quote(_ text: String) -> String {
    ThemeDescription.quote(Array(text.utf8)[...], Redactor())
  }

  @Test("a quote of up to 400 characters is whole, however many bytes they are")
  func wholeQuote() {
    let words = String(repeating: "abc ", count: 99) + "abcd"
    #expect(words.count == 400 && quote(words) == words)
    let japanese = String(repeating: "荷物はどこ ", count: 60)
    #expect(quote(japanese) == japanese)
  }

  @Test("a longer one is cut at a blank, or within a word where there is none")
  func longQuote() {
    let words = String(repeating: "abc ", count: 99) + "abcde"
    #expect(quote(words) == String(repeating: "abc ", count: 98) + "abc …")
    #expect(quote(String(repeating: "界", count: 500)) == String(repeating: "界", count: 400) + " …")
  }

  @Test("a quote is without personal data")
  func redacted() {
    let found = quote("write to anna.smith@example.com please")
    #expect(!found.contains("anna") && found.hasSuffix("please"))
  }
}
