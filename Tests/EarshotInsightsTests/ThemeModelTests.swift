import EarshotLearning
import EarshotNumerics
import EarshotText
import Testing

@testable import EarshotInsights

@Suite("Theme models")
struct ThemeModelTests {
  private static let samples = ThemeSamples(300, topics: 4, stray: 0.25, seed: 1)
  private static let model = ThemeSamples.finder(4, threads: 2)
    .find(in: samples.texts, distinct: samples.all)!.model
  private static let fresh = ThemeSamples(300, topics: 4, stray: 0.25, seed: 2)

  @Test(
    "a text has the same place in the fit, later, alone and among others, on any number of threads")
  func samePlace() {
    var texts = Self.samples.texts
    for _ in 0..<8 { for i in Self.fresh.all { texts.append(Self.fresh.texts.bytes(of: i)) } }
    // More than one block of texts.
    let three = Self.model.places(of: texts, threads: 3)
    #expect(three == Self.model.places(of: texts, threads: 1))
    #expect(Array(three.prefix(300)) == Self.model.places(of: Self.samples.texts, threads: 1))
    #expect(Array(three[300..<600]) == Array(three[2400..<2700]))
    for i in stride(from: 0, to: texts.count, by: 199) {
      #expect(Self.model.places(of: texts, members: [i], threads: 1) == [three[i]])
    }
  }

  @Test("a place is the nearest centre by cosine, of equal ones the lower")
  func nearest() {
    let rows = Self.model.space.rows(of: Self.fresh.texts, members: Self.fresh.all, threads: 1)
    let places = Self.model.places(of: Self.fresh.texts, threads: 1)
    for i in Self.fresh.all {
      let cosines = (0..<Self.model.centroids.rowCount).map { j in
        zip(rows.row(i), Self.model.centroids.row(j)).reduce(0.0) {
          $0 + Double($1.0) * Double($1.1)
        }
      }
      // Sums of 144 products of unit rows, rounded at each step.
      #expect(abs(Double(places[i].similarity) - cosines.max()!) < 1e-5)
      #expect(cosines[places[i].theme!] > cosines.max()! - 1e-5)
    }
  }

  @Test("rows and centres are of length 1; the row of a text without words is zeros")
  func lengths() {
    var texts = Self.fresh.texts
    texts.append([])
    let rows = Self.model.space.rows(of: texts, members: Array(0..<texts.count), threads: 2)
    for i in Self.fresh.all {
      #expect(abs(rows.row(i).reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
    }
    #expect(rows.row(300).allSatisfy { $0 == 0 })
    for j in 0..<4 {
      #expect(abs(Self.model.centroids.row(j).reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
    }
  }

  @Test("the second nearest theme is another theme, where one has several centres")
  func secondNearest() {
    // Centres 1 and 2 are one theme now.
    let joined = Self.model.joined([0, 1, 1, 3])
    var scratch = ThemeModel.Scratch(joined)
    let rows = joined.space.rows(of: Self.fresh.texts, members: Self.fresh.all, threads: 1)
    for i in Self.fresh.all {
      let cosines = (0..<4).map { j in
        zip(rows.row(i), joined.centroids.row(j)).reduce(0) { $0 + $1.0 * $1.1 }
      }
      let byTheme = [0: cosines[0], 1: max(cosines[1], cosines[2]), 3: cosines[3]]
        .sorted { $0.value > $1.value }
      let found = Self.fresh.texts.withText(i) { joined.nearest($0, &scratch) }
      #expect(found?.theme == byTheme[0].key && found?.second?.theme == byTheme[1].key)
      #expect(abs((found?.second?.similarity ?? 9) - byTheme[1].value) < 1e-5)
    }
  }

  @Test("the words count half up to 25 of them a text, three halves from 100 on")
  func wordsLength() {
    #expect(ThemeSpace.wordsLength(ofMedian: 0) == 0.5)
    #expect(ThemeSpace.wordsLength(ofMedian: 25) == 0.5)
    #expect(abs(ThemeSpace.wordsLength(ofMedian: 50) - 1) < 1e-6)
    #expect(abs(ThemeSpace.wordsLength(ofMedian: 100) - 1.5) < 1e-6)
    #expect(abs(ThemeSpace.wordsLength(ofMedian: 100_000) - 1.5) < 1e-6)
  }

  @Test("themes numbered by size: the same places under other numbers")
  func bySize() {
    let places = Self.model.places(of: Self.fresh.texts, threads: 1)
    let (model, renumbered) = Self.model.bySize(places)
    #expect(model.places(of: Self.fresh.texts, threads: 1) == renumbered)
    let sizes = (0..<4).map { t in renumbered.count { $0.isMember && $0.theme == t } }
    #expect(sizes == sizes.sorted(by: >))
    #expect(
      zip(places, renumbered).allSatisfy {
        $0.similarity == $1.similarity && $0.confidence == $1.confidence
      })
  }
}

@Suite("How near strangers come")
struct StrangersTests {
  @Test("confidence by hand: own strangers and ten of all, equal ones counted half")
  func byHand() {
    let strangers = Strangers(
      [(0, 0.1), (0, 0.2), (0, 0.3), (0, 0.4), (1, 0.9), (1, 0.8)], themeCount: 3)
    // Of theme 0's four strangers 2.5 are below 0.3, of all six 2.5: (2.5 + 10 · 2.5 / 6) / 14.
    #expect(abs(strangers.shareFarther(than: 0.3, from: 0) - (2.5 + 25.0 / 6) / 14) < 1e-12)
    // Of theme 1's two none, of all six 2.5.
    #expect(abs(strangers.shareFarther(than: 0.3, from: 1) - (25.0 / 6) / 12) < 1e-12)
    // Theme 2 has none: all alone decide.
    #expect(abs(strangers.shareFarther(than: 0.3, from: 2) - 2.5 / 6) < 1e-12)
    #expect(strangers.shareFarther(than: -1, from: 0) == 0)
    #expect(strangers.shareFarther(than: 1, from: 0) == 1)
  }

  @Test("without strangers confidence is 1")
  func none() {
    #expect(Strangers([], themeCount: 2).shareFarther(than: 0.1, from: 1) == 1)
  }

  @Test("of many strangers 64 quantiles are kept, which cost at most 1/128")
  func quantiles() {
    var generator = SplitMix64(seed: 3)
    let order = generator.permutation(of: 1000)
    let strangers = Strangers(order.map { (0, Float($0)) }, themeCount: 1)
    #expect(strangers.all.count == 64 && strangers.ofTheme[0].count == 64)
    #expect(strangers.counts == [1000])
    for s in 0...1000 {
      let exact = Double(s) / 1000
      #expect(
        abs(strangers.shareFarther(than: Float(s) - 0.5, from: 0) - exact) <= 1.0 / 128 + 1e-3)
    }
  }

  @Test("confidence grows with similarity")
  func monotone() {
    var generator = SplitMix64(seed: 4)
    let strangers = Strangers(
      (0..<500).map { _ in (generator.index(below: 3), Float(generator.unit())) }, themeCount: 3)
    for theme in 0..<3 {
      let confidences = (0...100).map {
        strangers.shareFarther(than: Float($0) / 100, from: theme)
      }
      #expect(confidences == confidences.sorted())
      #expect(confidences.allSatisfy { $0 >= 0 && $0 <= 1 })
    }
  }

  @Test(
    "a fresh member at confidence c is nearer to its theme than a part c of fresh strangers next door"
  )
  func holdsOnFreshTexts() {
    let samples = ThemeSamples(600, topics: 4, stray: 0.3, seed: 5)
    let model = ThemeSamples.finder(4, threads: 2)
      .find(in: samples.texts, distinct: samples.all)!.model
    let fresh = ThemeSamples(1500, topics: 4, stray: 0.3, seed: 6)
    var scratch = ThemeModel.Scratch(model)
    var strangers = [[Float]](repeating: [], count: 4)
    for i in fresh.all {
      if let second = fresh.texts.withText(i, { model.nearest($0, &scratch) })?.second {
        strangers[second.theme].append(second.similarity)
      }
    }
    var members: [(confidence: Double, nearer: Double)] = []
    for place in model.places(of: fresh.texts, threads: 2) {
      let others = strangers[place.theme!]
      let nearer = others.count { $0 < place.similarity }
      members.append((place.confidence, Double(nearer) / Double(others.count)))
    }
    for range in [0.2..<0.4, 0.4..<0.6, 0.6..<0.8, 0.8..<0.95, 0.95..<1.01] {
      let own = members.filter { range.contains($0.confidence) }
      guard own.count >= 10 else { continue }
      let n = Double(own.count)
      let confidence = own.reduce(0) { $0 + $1.confidence } / n
      let nearer = own.reduce(0) { $0 + $1.nearer } / n
      // F_j is estimated from some 150 strangers of the fit and compared with some 375 fresh ones: standard
      // deviations of at most 0.5 / √150 and 0.5 / √375, together 0.048. Ten strangers of all in 160 and the
      // quantiles add up to 0.03. Twice the first and the second.
      #expect(abs(nearer - confidence) < 0.13, "\(range): \(n) members")
    }
    #expect(members.filter { $0.confidence < 0.95 }.count > 30, "texts between themes are needed")
  }
}

@Suite("A theme model as bytes")
struct ThemeModelBytesTests {
  /// Few words: some 3 kB.
  private static let texts = ThemeSamples.store([
    "card payment", "card declined", "payment declined", "parcel late", "parcel courier",
    "courier late", "card 5", "where parcel",
  ])
  private static let model = ThemeSamples.finder(2)
    .find(in: texts, distinct: Array(0..<8))!.model
  private static let bytes = model.encoded(embedding: "small+1")

  private func decoded(_ bytes: [UInt8], named name: String = "small+1") -> ThemeModel? {
    ThemeModel(bytes, embedding: ThemeSamples.embedding, named: name)
  }

  /// The checksum at the end made right again.
  private func resealed(_ bytes: [UInt8]) -> [UInt8] {
    var hash = FNV1a()
    hash.combine(bytes.dropLast(8))
    return Array(bytes.dropLast(8))
      + (0..<8).map { UInt8(truncatingIfNeeded: hash.value >> (8 * $0)) }
  }

  @Test("written and read is the identity: the same bytes again, the same places")
  func roundTrip() throws {
    let model = try #require(decoded(Self.bytes))
    #expect(model.encoded(embedding: "small+1") == Self.bytes)
    #expect(model.themeOf == Self.model.themeOf && model.themeCount == Self.model.themeCount)
    #expect(model.strangers == Self.model.strangers)
    let samples = ThemeSamples(100, topics: 4, seed: 8)
    #expect(
      model.places(of: samples.texts, threads: 1)
        == Self.model.places(of: samples.texts, threads: 1))
  }

  @Test("a model of hundreds of terms too")
  func large() throws {
    let model = ThemeFinderTests.foundFour.model
    let read = try #require(decoded(model.encoded(embedding: "e"), named: "e"))
    let samples = ThemeSamples(100, topics: 4, seed: 9)
    #expect(
      read.places(of: samples.texts, threads: 1) == model.places(of: samples.texts, threads: 1))
    #expect(read.encoded(embedding: "e") == model.encoded(embedding: "e"))
  }

  @Test("a model whose user joined two themes keeps the numbers of the others")
  func joined() throws {
    let model = ThemeFinderTests.foundFour.model.joined([0, 1, 2, 1])
    let read = try #require(decoded(model.encoded(embedding: "e"), named: "e"))
    #expect(read.themeOf == [0, 1, 2, 1] && read.themeCount == 4)
    let samples = ThemeSamples(100, topics: 4, seed: 9)
    #expect(
      read.places(of: samples.texts, threads: 1) == model.places(of: samples.texts, threads: 1))
  }

  @Test("a model of one theme, without strangers")
  func oneTheme() throws {
    let model = ThemeSamples.finder(1).find(in: Self.texts, distinct: [0, 1])!.model
    #expect(decoded(model.encoded(embedding: "e"), named: "e")?.strangers == model.strangers)
  }

  @Test("of another embedding: none")
  func otherEmbedding() {
    #expect(decoded(Self.bytes, named: "small+2") == nil)
    #expect(decoded(Self.bytes, named: "") == nil)
  }

  @Test("of another version: none")
  func otherVersion() {
    var bytes = Self.bytes
    bytes[7] = 2
    #expect(decoded(resealed(bytes)) == nil)
  }

  @Test("any flipped bit: none")
  func flipped() {
    var generator = SplitMix64(seed: 1)
    for _ in 0..<500 {
      var bytes = Self.bytes
      let at = generator.index(below: bytes.count)
      bytes[at] ^= 1 << UInt8(generator.index(below: 8))
      #expect(decoded(bytes) == nil, "byte \(at)")
    }
  }

  @Test("cut off anywhere, also with a right checksum: none")
  func cutOff() {
    var generator = SplitMix64(seed: 2)
    for length in [0, 1, 7, 8, 15, 16, 17, Self.bytes.count - 1]
      + (0..<300).map({ _ in generator.index(below: Self.bytes.count) })
    {
      let cut = Array(Self.bytes.prefix(length))
      #expect(decoded(cut) == nil, "\(length) bytes")
      if length >= 16 { #expect(decoded(resealed(cut)) == nil, "\(length) bytes") }
    }
  }

  @Test("longer than it is, also with a right checksum: none")
  func tooLong() {
    #expect(decoded(Self.bytes + [0]) == nil)
    #expect(decoded(resealed(Self.bytes + [UInt8](repeating: 0, count: 8))) == nil)
  }

  @Test("random bytes: none")
  func random() {
    var generator = SplitMix64(seed: 3)
    for i in 0..<400 {
      let noise = (0..<generator.index(below: 200)).map { _ in UInt8(generator.index(below: 256)) }
      #expect(decoded(noise) == nil)
      #expect(
        decoded(resealed(ThemeModel.magic + noise + [0, 0, 0, 0, 0, 0, 0, 0])) == nil, "\(i)")
    }
  }

  @Test("changed with a right checksum: none, or a model whose places are numbers; nothing traps")
  func changedAndSealed() {
    var generator = SplitMix64(seed: 4)
    var read = 0
    for i in 0..<1200 {
      var bytes = Self.bytes
      for _ in 0...generator.index(below: 3) {
        let at = 8 + generator.index(below: bytes.count - 16)
        bytes[at] = generator.unit() < 0.3 ? 0xFF : UInt8(generator.index(below: 256))
      }
      guard let model = decoded(resealed(bytes)) else { continue }
      read += 1
      if read % 20 > 0 { continue }
      let places = model.places(of: Self.texts, threads: 1)
      #expect(
        places.allSatisfy { $0.similarity.isFinite && (0...1).contains($0.confidence) }, "\(i)")
    }
    // Most bytes are those of int8 directions, of which all are as good.
    #expect(read > 100)
  }

  @Test("themes of centres beyond all numbers: none")
  func themeBeyond() {
    // The number of the first centre's theme: the only list of two numbers 0 and 1.
    let list: [UInt8] = [2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]
    var bytes = Self.bytes
    let at = (0..<bytes.count - 16).last { Array(bytes[$0..<$0 + 16]) == list }!
    for byte in at + 8..<at + 12 { bytes[byte] = 0xFF }
    #expect(decoded(resealed(bytes)) == nil)
  }
}
