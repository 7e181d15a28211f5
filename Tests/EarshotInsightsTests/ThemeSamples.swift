import EarshotLearning
import EarshotNumerics
import EarshotText

@testable import EarshotInsights

/// Made-up texts on a few topics, and a small table of meanings for their words.
struct ThemeSamples {
  var texts = TextStore()
  /// The topic that each text is on.
  var topics: [Int] = []

  var all: [Int] { Array(0..<texts.count) }

  static let topicWords = [
    "card payment declined bank charge visa terminal pin debit credit statement swipe",
    "parcel delivery courier late address shipped tracking doorstep box driver warehouse depot",
    "password login account locked reset email username verify code screen browser session",
    "refund return exchange size shirt shoes colour label fabric sleeve torn seam",
    "invoice tax receipt company number billing month yearly accounting paper copy total",
    "app crash update phone button freeze tablet version install menu slow battery",
    "voucher discount coupon promotion points loyalty member bonus reward gift expired newsletter",
    "agent rude waiting hotline queue callback chat answer manager polite shouting music",
  ].map { $0.split(separator: " ").map(String.init) }

  static let fillers =
    "please hello my the is was and again still today since really thanks help can you with for"
    .split(separator: " ").map(String.init)

  /// - Parameters:
  ///   - stray: how often a content word is one of another topic.
  init(_ n: Int, topics k: Int, words: Int = 14, stray: Double = 0.05, seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    for _ in 0..<n {
      let topic = generator.index(below: k)
      topics.append(topic)
      let text = (0..<words).map { _ -> String in
        if generator.unit() < 0.4 {
          return Self.fillers[generator.index(below: Self.fillers.count)]
        }
        let own = generator.unit() < stray ? generator.index(below: k) : topic
        return Self.topicWords[own][generator.index(below: Self.topicWords[own].count)]
      }
      texts.append(text.joined(separator: " ").utf8)
    }
  }

  /// Texts as given.
  static func store(_ texts: [String]) -> TextStore {
    var store = TextStore()
    for text in texts { store.append(text.utf8) }
    return store
  }

  /// Sixteen numbers a word, those of a topic's words near each other.
  static let embedding: StaticEmbedding = {
    var generator = SplitMix64(seed: 99)
    func number(_ size: Double) -> Double { size * (2 * generator.unit() - 1) }
    var pieces = ["[UNK]"]
    var rows = [Int8](repeating: 0, count: 16)
    for words in topicWords + fillers.map({ [$0] }) {
      let topic = (0..<16).map { _ in number(60) }
      for word in words {
        pieces.append(word)
        rows += topic.map { Int8($0 + number(60)) }
      }
    }
    return StaticEmbedding(
      pieces: WordPieces(pieces: pieces.map { Array($0.utf8) })!,
      scales: Storage([Float](repeating: 0.01, count: pieces.count)), rows: Storage(rows),
      dimension: 16)!
  }()

  static func finder(_ k: Int?, seed: UInt64 = 1, threads: Int = 1) -> ThemeFinder {
    var options = ThemeFinder.Options()
    options.themeCount = k
    options.seed = seed
    options.threads = threads
    return ThemeFinder(options, embedding: embedding)
  }

  /// The theme of each text; −1 without one.
  func themes(by model: ThemeModel) -> [Int] {
    model.places(of: texts, threads: 2).map { $0.theme ?? -1 }
  }
}

/// How many records are in groups that were paired, by the pairing with the most.
func matched(_ a: [Int], _ b: [Int]) -> Int {
  let k = (a.max() ?? -1) + 1
  let m = (b.max() ?? -1) + 1
  var overlap = [[Double]](repeating: Array(repeating: 0, count: m), count: k)
  for (i, j) in zip(a, b) { overlap[i][j] += 1 }
  return LinearAssignment.best(overlap).enumerated().reduce(0) { sum, pair in
    sum + (pair.element.map { Int(overlap[pair.offset][$0]) } ?? 0)
  }
}
