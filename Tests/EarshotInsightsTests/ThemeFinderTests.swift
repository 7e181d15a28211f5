import EarshotLearning
import EarshotNumerics
import Testing

@testable import EarshotInsights

@Suite("Finding themes")
struct ThemeFinderTests {
  /// 400 texts of four topics.
  static let four = ThemeSamples(400, topics: 4, seed: 1)
  static let foundFour = ThemeSamples.finder(4).find(in: four.texts, distinct: four.all)!

  private func bytes(_ finding: ThemeFinder.Finding?) -> [UInt8]? {
    finding?.model.encoded(embedding: "e")
  }

  @Test("four clear topics are found at k = 4", arguments: 1...2 as ClosedRange<UInt64>)
  func fourTopics(seed: UInt64) throws {
    let samples = ThemeSamples(400, topics: 4, seed: seed)
    let found = try #require(ThemeSamples.finder(4).find(in: samples.texts, distinct: samples.all))
    #expect(found.model.themeCount == 4)
    #expect(found.sample == samples.all && found.trials.isEmpty)
    let agreement = PartitionAgreement(samples.themes(by: found.model), samples.topics)
    #expect(agreement.adjustedRand >= 0.9)
  }

  @Test(
    "without k the four topics are found, give or take", arguments: 1...2 as ClosedRange<UInt64>)
  func chooses(seed: UInt64) throws {
    let samples = ThemeSamples(400, topics: 4, seed: seed)
    let found = try #require(
      ThemeSamples.finder(nil, threads: 2).find(in: samples.texts, distinct: samples.all))
    #expect((3...6).contains(found.model.themeCount), "\(found.trials)")
    let trials = found.trials.map(\.themeCount)
    #expect(trials == trials.sorted() && trials.first == 2)
  }

  @Test("other seeds find the same themes, to the bit, while all texts are in the sample")
  func seeds() {
    for seed in [2, 1 << 60] as [UInt64] {
      let other = ThemeSamples.finder(4, seed: seed).find(
        in: Self.four.texts, distinct: Self.four.all)
      #expect(bytes(other) == bytes(Self.foundFour))
    }
  }

  @Test("other seeds find nearly the same themes in samples of half the texts")
  func samples() throws {
    var options = ThemeFinder.Options()
    options.themeCount = 4
    options.sampleSize = 200
    let labels = try ([1, 2] as [UInt64]).map { seed -> [Int] in
      options.seed = seed
      let found = try #require(
        ThemeFinder(options, embedding: ThemeSamples.embedding)
          .find(in: Self.four.texts, distinct: Self.four.all))
      #expect(found.sample.count == 200 && found.sample == found.sample.sorted())
      return Self.four.themes(by: found.model)
    }
    #expect(PartitionAgreement(labels[0], labels[1]).adjustedRand >= 0.8)
  }

  @Test("any number of threads finds the same themes, to the bit; so does a second run")
  func threads() {
    let three = ThemeSamples.finder(4, threads: 3).find(
      in: Self.four.texts, distinct: Self.four.all)
    #expect(bytes(three) == bytes(Self.foundFour))
  }

  @Test("the number of themes is the same on any number of threads")
  func threadsOfChoice() {
    let samples = ThemeSamples(120, topics: 3, seed: 4)
    let one = ThemeSamples.finder(nil, threads: 1).find(in: samples.texts, distinct: samples.all)
    let three = ThemeSamples.finder(nil, threads: 3).find(in: samples.texts, distinct: samples.all)
    #expect(one?.trials == three?.trials)
    #expect(bytes(one) == bytes(three))
  }

  @Test("fewer texts than k: at most a theme each", arguments: [3, 4, 1000])
  func fewTexts(k: Int) throws {
    let texts = ThemeSamples.store([
      "card payment declined", "parcel delivery late", "password reset email",
    ])
    let found = try #require(ThemeSamples.finder(k).find(in: texts, distinct: [0, 1, 2]))
    #expect(found.model.themeCount == 3)
    #expect(Set(found.model.places(of: texts, threads: 1).map(\.theme)).count == 3)
  }

  @Test("k = 1: everything in one theme, with certainty, since there is no theme next door")
  func oneTheme() throws {
    let found = try #require(
      ThemeSamples.finder(1).find(in: Self.four.texts, distinct: Self.four.all))
    #expect(found.model.themeCount == 1)
    let places = found.model.places(of: Self.four.texts, threads: 2)
    #expect(places.allSatisfy { $0.theme == 0 && $0.confidence == 1 })
  }

  @Test("one text is a theme, with k or without", arguments: [nil, 1, 5])
  func oneText(k: Int?) throws {
    let texts = ThemeSamples.store(["where is my parcel"])
    let found = try #require(ThemeSamples.finder(k).find(in: texts, distinct: [0]))
    #expect(found.model.themeCount == 1)
    let place = found.model.places(of: texts, threads: 1)[0]
    #expect(place.isMember && abs(place.similarity - 1) < 1e-5)
  }

  @Test("texts that are all equal are one theme, though none is left out", arguments: [nil, 1, 3])
  func allEqual(k: Int?) throws {
    let texts = ThemeSamples.store([String](repeating: "where is my parcel", count: 250))
    let found = try #require(ThemeSamples.finder(k).find(in: texts, distinct: Array(0..<250)))
    let places = found.model.places(of: texts, threads: 1)
    #expect(Set(places.map(\.theme)).count == 1)
    #expect(places.allSatisfy { $0 == places[0] && $0.confidence.isFinite })
  }

  @Test("nothing is found in no text and in texts without words")
  func nothing() {
    let finder = ThemeSamples.finder(nil)
    #expect(finder.find(in: TextStore(), distinct: []) == nil)
    #expect(finder.find(in: ThemeSamples.store(["", "  ", ""]), distinct: [0, 1, 2]) == nil)
  }

  @Test("a text without words among others has no theme and is not in the sample")
  func wordlessAmongOthers() throws {
    let texts = ThemeSamples.store(["card payment declined", "", "parcel delivery late", " \n "])
    let found = try #require(ThemeSamples.finder(2).find(in: texts, distinct: [0, 1, 2, 3]))
    #expect(found.sample == [0, 2])
    #expect(
      found.model.places(of: texts, threads: 1).map(\.isMember) == [true, false, true, false])
  }

  @Test("Spanish, Japanese and emoji have places; bytes that are no UTF-8 do no harm")
  func languages() throws {
    var texts = ThemeSamples.store([
      "¿Dónde está mi paquete? Llevo una semana esperando",
      "mi paquete no ha llegado, ¿dónde está?",
      "荷物はどこですか。一週間待っています。", "荷物が届きません。どこですか。", "😡😡😡 🚚", "😡 🚚 🚚",
      "where is my parcel", "my parcel is late",
    ])
    texts.append([0xFF, 0xFE, 0x41, 0x80, 0xC3])
    let found = try #require(ThemeSamples.finder(4).find(in: texts, distinct: Array(0..<9)))
    let places = found.model.places(of: texts, threads: 1)
    for i in 0..<4 { #expect(places[i].theme != nil, "text \(i)") }
    #expect(places[0].theme == places[1].theme)
    #expect(places[2].theme == places[3].theme)
    #expect(places.allSatisfy { $0.similarity.isFinite && $0.confidence.isFinite })
  }

  @Test("texts that have words only as emoji are themes too")
  func emojiOnly() throws {
    let texts = ThemeSamples.store(["😡 🚚", "😡 🚚 🚚", "🎉 🎉", "🎉"])
    let found = try #require(ThemeSamples.finder(2).find(in: texts, distinct: [0, 1, 2, 3]))
    let themes = found.model.places(of: texts, threads: 1).map(\.theme)
    #expect(themes[0] == themes[1] && themes[2] == themes[3] && themes[0] != themes[2])
  }

  @Test(
    "after a tenth of new texts at least 95 % of the old ones keep their theme",
    arguments: 1...2 as ClosedRange<UInt64>)
  func keepsThemes(seed: UInt64) throws {
    // One text in three words is on another topic, so some lie between the themes.
    var samples = ThemeSamples(400, topics: 6, stray: 0.3, seed: seed)
    let old = try #require(ThemeSamples.finder(8).find(in: samples.texts, distinct: samples.all))
    let before = samples.themes(by: old.model)
    let more = ThemeSamples(40, topics: 6, stray: 0.3, seed: seed + 100)
    for i in more.all { samples.texts.append(more.texts.bytes(of: i)) }
    let new = try #require(
      ThemeSamples.finder(8).find(
        in: samples.texts, distinct: samples.all, previous: old.model))
    let after = Array(samples.themes(by: new.model).prefix(400))
    #expect(matched(before, after) >= 380)
  }

  @Test("pinned themes stay though k is smaller now; without pins they do not")
  func pinned() throws {
    let old = Self.foundFour.model
    let before = Self.four.themes(by: old)
    func themes(pinned: Set<Int>) throws -> [Int] {
      let found = try #require(
        ThemeSamples.finder(2).find(
          in: Self.four.texts, distinct: Self.four.all, previous: old, pinned: pinned))
      return Self.four.themes(by: found.model)
    }
    #expect(Set(try themes(pinned: [])).count == 2)
    let kept = try themes(pinned: [0, 1, 2, 3])
    #expect(Set(kept).count == 4)
    #expect(matched(before, kept) >= 380)
  }

  @Test("a pinned theme that has no text any more does not come back")
  func pinnedAndGone() throws {
    let old = Self.foundFour.model
    let members = Self.four.all.filter { Self.four.topics[$0] < 2 }
    let found = try #require(
      ThemeSamples.finder(2).find(
        in: Self.four.texts, distinct: members, previous: old, pinned: [0, 1, 2, 3]))
    // A stray text or two may still be nearest to an old theme.
    let places = found.model.places(of: Self.four.texts, members: members, threads: 1)
    var sizes: [Int: Int] = [:]
    for place in places { sizes[place.theme!, default: 0] += 1 }
    #expect(sizes.values.filter { $0 > 10 }.count == 2)
  }
}

@Suite("Where themes start from the last run's")
struct PreviousLabelsTests {
  @Test("a cluster that is mostly an old theme starts from the old theme's texts, new ones aside")
  func overlap() {
    // Old theme 0 is texts 0–3; the tree gave one of them to the other cluster, and a new text to this.
    let old = PreviousLabels([0, 0, 0, 0, 1, 1, 1, nil], count: 2)
    for k in [nil, 2] {
      #expect(
        old.starts(for: [0, 0, 0, 1, 1, 1, 1, 0], k: k, pinned: []) == [0, 0, 0, 0, 1, 1, 1, -1])
    }
  }

  @Test("clusters of texts that had no theme are born, while k has room for them")
  func births() {
    let old = PreviousLabels([0, 0, 0, nil, nil, nil], count: 1)
    let fresh = [0, 0, 0, 1, 1, 2]
    #expect(old.starts(for: fresh, k: nil, pinned: []) == [0, 0, 0, 1, 1, 2])
    #expect(old.starts(for: fresh, k: 2, pinned: []) == [0, 0, 0, 1, 1, -1])
  }

  @Test("a theme that no cluster is like ends when k is smaller, and stays when themes go on")
  func ends() {
    let old = PreviousLabels([0, 0, 0, 1, 1], count: 2)
    #expect(old.starts(for: [0, 0, 0, 0, 0], k: 1, pinned: []) == [0, 0, 0, -1, -1])
    #expect(old.starts(for: [0, 0, 0, 0, 0], k: nil, pinned: []) == [0, 0, 0, 1, 1])
  }

  @Test("a pinned theme comes before all others, also before those that clusters are like")
  func pinned() {
    let old = PreviousLabels([0, 0, 0, 1, 1], count: 2)
    #expect(old.starts(for: [0, 0, 0, 0, 0], k: 1, pinned: [1]) == [-1, -1, -1, 0, 0])
    #expect(old.starts(for: [0, 0, 0, 0, 0], k: 1, pinned: [0, 1]) == [0, 0, 0, 1, 1])
  }

  @Test("a theme pinned that the last run had not, or that has no text, adds nothing")
  func unknownPins() {
    let old = PreviousLabels([0, 0, nil], count: 2)
    #expect(old.starts(for: [0, 0, 1], k: 2, pinned: [1, 7]) == [0, 0, 1])
  }

  @Test(
    "labels are without gaps and at most k, pins aside; some text starts somewhere",
    arguments: 1...200 as ClosedRange<UInt64>)
  func anything(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let n = 1 + generator.index(below: 30)
    let count = generator.index(below: 5)
    let labels = (0..<n).map { _ -> Int? in
      count == 0 || generator.unit() < 0.3 ? nil : generator.index(below: count)
    }
    let clusters = 1 + generator.index(below: 6)
    let fresh = ThemeFinder.numbered((0..<n).map { _ in generator.index(below: clusters) })
    let pinned = Set((0..<count).filter { _ in generator.unit() < 0.3 })
    let k = generator.unit() < 0.3 ? nil : 1 + generator.index(below: 6)
    let starts = PreviousLabels(labels, count: count).starts(for: fresh, k: k, pinned: pinned)
    let used = Set(starts).subtracting([-1])
    #expect(used == Set(0..<used.count) && !used.isEmpty, "seed \(seed)")
    if let k { #expect(used.count <= max(k, pinned.count), "seed \(seed)") }
  }

  @Test("labels are numbered without gaps by their first rows")
  func numbered() {
    #expect(ThemeFinder.numbered([7, 3, 7, 9, 3]) == [0, 1, 0, 2, 1])
    #expect(ThemeFinder.numbered([]) == [])
  }
}

@Suite("The number of themes")
struct ThemeCountTests {
  private func trials(_ pairs: [(Int, Double)]) -> [ThemeCount.Trial] {
    pairs.map { ThemeCount.Trial(themeCount: $0.0, stability: $0.1) }
  }

  @Test("the grid grows by at most a quarter, from 2 to eight texts a theme and no more than 400")
  func grid() {
    #expect(ThemeCount.grid(15) == [])
    #expect(ThemeCount.grid(16) == [2])
    #expect(ThemeCount.grid(100) == [2, 3, 4, 5, 6, 7, 8, 10, 12])
    let large = ThemeCount.grid(1_000_000)
    #expect(large.last! <= 400 && large.last! * 5 / 4 > 400)
  }

  /// Means with both neighbours (the number itself twice): 8 0.81, 10 0.82, 12 0.785, 15 0.725.
  private var twoLevels: [ThemeCount.Trial] {
    trials([(6, 0.95), (8, 0.80), (10, 0.84), (12, 0.80), (15, 0.70)])
  }

  @Test("8 and more are preferred to a handful that is a little more stable")
  func prefersThemes() { #expect(ThemeCount.choice(of: twoLevels, texts: 2000) == 10) }

  @Test(
    "of numbers that are nearly as stable as the best the middle one is taken, however many texts",
    arguments: [500, 2000])
  func middle(texts: Int) {
    // Means with both neighbours: 8, 10 and 12 0.80, 15 0.70, 19 0.50.
    let three = trials([(8, 0.8), (10, 0.8), (12, 0.8), (15, 0.8), (19, 0.4)])
    #expect(ThemeCount.choice(of: three, texts: texts) == 10)
    // 8 and 10 0.80, 12 0.70, 15 0.50: of two the larger.
    let two = trials([(8, 0.8), (10, 0.8), (12, 0.8), (15, 0.4)])
    #expect(ThemeCount.choice(of: two, texts: texts) == 10)
  }

  @Test("a handful is taken where 8 and more reach less than three quarters of its stability")
  func takesHandful() {
    #expect(
      ThemeCount.choice(of: trials([(3, 0.9), (4, 1), (8, 0.6), (10, 0.5)]), texts: 999) == 4)
    #expect(ThemeCount.choice(of: trials([(2, 0.9), (4, 0.95), (5, 0.93)]), texts: 2000) == 4)
    #expect(ThemeCount.choice(of: [], texts: 0) == 1)
  }

  @Test("of 1,000 texts there are at least 8 themes where so many were tried")
  func manyTexts() {
    #expect(
      ThemeCount.choice(of: trials([(3, 0.9), (4, 1), (8, 0.6), (10, 0.5)]), texts: 1000) == 8)
  }

  @Test("the last run's number is kept while it is within 0.05 of the most stable")
  func usual() {
    #expect(ThemeCount.choice(of: twoLevels, texts: 2000, usual: 12) == 12)
    #expect(ThemeCount.choice(of: twoLevels, texts: 2000, usual: 15) == 10)
    #expect(ThemeCount.choice(of: twoLevels, texts: 2000, usual: 6) == 10)
    #expect(ThemeCount.choice(of: twoLevels, texts: 2000, usual: 9) == 10)
    #expect(
      ThemeCount.choice(of: trials([(3, 0.96), (4, 1), (5, 0.9)]), texts: 100, usual: 3) == 3)
  }

  @Test("the last run's number is tried though the grid leaves it out")
  func triesUsual() {
    let rows = ThemeFinderTests.foundFour.model.space.rows(
      of: ThemeFinderTests.four.texts, members: Array(0..<120), threads: 2)
    let trials = ThemeCount(threads: 2).trials(rows, also: 9)
    #expect(trials.map(\.themeCount) == [2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15])
    #expect(trials.allSatisfy { $0.stability <= 1 + 1e-9 })
    #expect(ThemeCount(threads: 1).trials(rows.gathered(0..<10), also: 9).isEmpty)
  }
}
