import EarshotInsights
import EarshotNumerics
import Testing

/// All texts were written for these tests; a theme a list.
private func names(_ themes: [[String]], taken: [String] = [], threads: Int = 1) -> [ThemeName] {
  let texts = themes.flatMap { $0 }.map { Array($0.utf8) }
  let numbers = themes.indices.flatMap { Array(repeating: $0, count: themes[$0].count) }
  return ThemeNames.of(texts, themes: numbers, count: themes.count, taken: taken, threads: threads)
}

private let refunds = [
  "My refund was not received, it has been two weeks.",
  "Refund not received after the return",
  "Why is the refund not received yet?",
  "I sent the shoes back and still refund not received!",
  "Refund not received. Order was in May.",
]
private let crashes = [
  "The app crashes on login since Monday",
  "App crashes on login. Every single time.",
  "after the update the app crashes on login",
  "your app crashes on login and I cannot pay",
  "Hello, app crashes on login again",
]
private let pins = [
  "How do I change my PIN?",
  "I want to change my PIN at the machine",
  "change my PIN please",
  "Can I change my PIN abroad?",
  "Please let me change my PIN",
]

@Suite("Names of themes")
struct ThemeNamesTests {
  @Test("a theme is called by the phrase that its texts share and others lack")
  func phrases() {
    #expect(
      names([refunds, crashes, pins]).map(\.name)
        == ["refund not received", "app crashes on login", "change my PIN"])
  }

  @Test("the number of threads does not matter")
  func threads() {
    let many = (0..<700).map { i in [refunds, crashes, pins][i % 3][i % 5] + " case \(i % 97)" }
    let texts = many.map { Array($0.utf8) }
    let themes = (0..<700).map { $0 % 3 }
    let one = ThemeNames.of(texts, themes: themes, count: 3, threads: 1)
    #expect(one == ThemeNames.of(texts, themes: themes, count: 3, threads: 8))
  }

  @Test("a capital that only begins sentences is not in a name")
  func sentenceCapitals() {
    let parcels = ["Parcel arrived wet", "Parcel arrived wet.", "Parcel arrived wet today"]
    #expect(names([parcels, crashes])[0].name == "parcel arrived wet")
  }

  @Test("no phrase reaches over a mark")
  func marks() {
    let texts = [
      "wrong size, blue jacket", "Wrong size. Blue jacket!", "wrong size; blue jacket",
      "wrong size (blue jacket)",
    ]
    let name = names([texts, crashes, pins])[0]
    #expect(!name.terms.contains { $0.contains("size") && $0.contains("jacket") })
    #expect(Set(name.terms).isSuperset(of: ["wrong size", "blue jacket"]))
  }

  @Test("addresses, order numbers, amounts and long numbers are in no name")
  func personal() {
    let texts = (1...4).map { _ in
      "invoice missing AB123456 jo@example.com https://example.com/a $30.00 @jo 20017"
    }
    let terms = names([texts + ["invoice missing"], crashes])[0].terms
    #expect(terms == ["invoice missing"])
  }

  @Test("what a mail program quotes is in no name")
  func quoted() {
    let texts = (0..<4).map {
      "voucher code rejected \($0)\n\n> we value your patience\n> dear customer"
    }
    let terms = names([texts, crashes])[0].terms.joined(separator: " ")
    #expect(terms.contains("voucher code rejected"))
    #expect(!terms.contains("patience") && !terms.contains("customer"))
  }

  @Test("singular and plural are one phrase, shown in the form that most texts have")
  func plurals() {
    let texts = [
      "lost parcels", "a lost parcel", "the lost parcels again", "about lost parcels",
    ]
    #expect(names([texts, crashes, pins])[0].terms == ["lost parcels"])
  }

  @Test("articles and the verb be make no other phrase")
  func silentWords() {
    let texts = [
      "the screen is broken", "screen was broken", "my screen is broken", "screen broken",
      "screen is broken",
    ]
    #expect(names([texts, crashes, pins])[0].terms == ["screen is broken"])
  }

  @Test("no name begins or ends with a function word or a question's")
  func functionWords() {
    let texts = [
      "where is the invoice for my order", "where is the invoice for the order",
      "can you please help",
      "did you send the invoice for my order", "have you got the invoice for my order",
    ]
    let edges: Set<String> = [
      "where", "is", "the", "for", "my", "can", "you", "please", "did", "have", "got",
    ]
    for term in names([texts, crashes, pins])[0].terms {
      let words = term.split(separator: " ").map(String.init)
      #expect(!edges.contains(words[0]) && !edges.contains(words[words.count - 1]), "\(term)")
    }
  }

  @Test("a theme that one phrase covers less than a third of gets two, without a word in common")
  func twoPhrases() {
    let texts = [
      "parking ticket unfair", "my parking ticket", "parking ticket again", "bus lane fine",
      "a bus lane fine", "bus lane fine!", "meter swallowed coins", "road closed", "nobody answers",
      "what a mess", "useless website",
    ]
    let parts = names([texts, crashes, pins])[0].name.split(separator: ",")
    #expect(parts.count == 2)
    #expect(
      Set(parts.joined().split(separator: " ")).count == parts.joined().split(separator: " ").count)
  }

  @Test("no two themes have one name, whatever their texts")
  func distinct() {
    let found = names([pins, pins, pins, ["change my pin"], ["Change my PIN!"], []])
    #expect(Set(found.map { $0.name.lowercased() }).count == 6)
  }

  @Test("a name that a user gave away is not given, whatever its case")
  func taken() {
    let name = names([refunds, crashes], taken: ["Refund NOT received"])[0].name
    #expect(name.lowercased() != "refund not received" && name.contains("refund"))
  }

  @Test("a theme without words is called by its number")
  func noWords() {
    #expect(
      names([pins, ["", "!!!", "https://example.com"], []]).dropFirst().map(\.name) == [
        "theme 2", "theme 3",
      ])
    #expect(names([[], []], taken: ["Theme 1"]).map(\.name) == ["theme 1 (2)", "theme 2"])
  }

  @Test("the only text of all names its theme by its first four words")
  func oneText() {
    #expect(
      names([["The gym membership renewal email never came, I am cross"]])[0].name
        == "gym membership renewal email")
  }

  @Test(
    "a word in a third of all texts names nothing by itself, in a language of which nothing is known"
  )
  func commonWords() {
    // Made-up words: "zu" is everywhere, as an article is.
    let themes = ["balor", "pintak", "mirsu"].map { word in
      ["zu \(word) ken", "zu \(word) ta", "li zu \(word)", "zu \(word)"]
    }
    for (name, word) in zip(names(themes), ["balor", "pintak", "mirsu"]) {
      #expect(name.name.contains(word))
      #expect(!name.terms.contains("zu"))
    }
  }

  @Test("a script without blanks gets names of its signs")
  func ideographs() {
    let texts = ["退款没有收到", "我的退款没有收到", "退款没有收到！"]
    let name = names([texts, ["应用崩溃", "登录时应用崩溃", "应用崩溃了"]])[0].name
    #expect("退款没有收到".contains(name.split(separator: ",")[0]))
  }

  @Test("thanks name a theme that has nothing else")
  func courtesy() {
    #expect(
      names([["thanks", "Thanks!", "many thanks", "thanks a lot"], crashes, pins])[0].name
        == "thanks")
  }
}

@Suite("Quotes of themes")
struct ThemeQuotesTests {
  /// Unit rows at these angles.
  private func rows(_ degrees: [(x: Float, y: Float)]) -> DenseMatrix {
    DenseMatrix(values: degrees.flatMap { [$0.x, $0.y] }, columnCount: 2)
  }

  @Test("a quote near the centre comes first, and its copy after what is different")
  func different() {
    // Row 0 and 1 are the centre. By hand: row 2 has 0.7 · 0.8 - 0.3 · 0.8 = 0.32, the copy 0.7 - 0.3 = 0.40, row 3 with
    // (0.8, -0.6) after row 2 was not yet picked the same 0.32; so the copy wins once, then rows 2 and 3.
    let some = rows([(1, 0), (1, 0), (0.8, 0.6), (0.8, -0.6)])
    let lengths = [100, 100, 100, 100]
    #expect(
      ThemeQuotes.pick(
        rows: some, members: [3, 2, 1, 0], centroid: [2, 0], lengths: lengths, limit: 4)
        == [0, 1, 2, 3])
    // (0.28, 0.96) is worth 0.7 · 0.28 - 0.3 · 0.28 = 0.112 next to the centre's own row.
    let far = rows([(0.96, 0.28), (0.28, 0.96), (0.96, 0.28)])
    #expect(
      ThemeQuotes.pick(
        rows: far, members: [0, 1, 2], centroid: [0.6, 0.8], lengths: [100, 100, 100], limit: 2)
        == [1, 0])
  }

  @Test("texts that are easily read come before a short one at the very centre")
  func lengths() {
    let some = rows([(1, 0), (0.8, 0.6), (1, 0)])
    #expect(
      ThemeQuotes.pick(
        rows: some, members: [0, 1, 2], centroid: [1, 0], lengths: [6, 60, 4000], limit: 1)
        == [1])
  }

  @Test("no empty text is picked, and never more than there are")
  func few() {
    let some = rows([(1, 0), (0, 1)])
    #expect(
      ThemeQuotes.pick(rows: some, members: [0, 1], centroid: [0, 0], lengths: [0, 50], limit: 3)
        == [1])
    #expect(
      ThemeQuotes.pick(rows: some, members: [], centroid: [1, 0], lengths: [9, 9], limit: 3) == [])
  }
}
