import EarshotText
import TestSupport
import Testing

@testable import EarshotTagging

@Suite("Language")
struct LanguageTests {
  private let guesser = LanguageGuesser()

  private func guess(_ text: String) -> Language { guesser.guess(Array(text.utf8).span) }

  /// Lines of a fixture: what they are, a tab, the text.
  private func lines(_ name: String) throws -> [(kind: String, text: String)] {
    try Fixture.lines("languages/\(name).tsv").map {
      let parts = $0.split(separator: "\t", maxSplits: 1)
      return (String(parts[0]), String(parts[1]))
    }
  }

  // MARK: Customers' texts, written for this project

  @Test("of 300 customers' texts in 25 languages at most three are taken for English")
  func foreignTexts() throws {
    let texts = try lines("foreign")
    #expect(texts.count == 300)
    let missed = texts.filter { !guess($0.text).isUnsupported }
    #expect(missed.count <= 3, "\(missed)")
  }

  @Test("and all but a few have the right language, close relatives counted as one")
  func foreignCodes() throws {
    let relatives = ["nb": "no", "da": "no", "hr": "bs", "zh": "zh-Hant"]
    let wrong = try lines("foreign").filter {
      let code = guess($0.text).code
      return code != $0.kind && code != relatives[$0.kind]
    }
    #expect(wrong.count <= 3, "\(wrong)")
  }

  @Test("English mixed with Hindi, Spanish, German or Tagalog is tagged")
  func mixtures() throws {
    for (kind, text) in try lines("mixed") {
      #expect(!guess(text).isUnsupported, "\(kind): \(text)")
    }
  }

  @Test("English names, lists, typos, dialects and quotations are tagged")
  func hardEnglish() throws {
    for (kind, text) in try lines("english") {
      #expect(!guess(text).isUnsupported, "\(kind): \(text)")
    }
  }

  @Test("plain English is reliably so, in any case")
  func plainEnglish() {
    let text = "I have been waiting for my order since Monday and nobody answers."
    for text in [text, text.lowercased(), text.uppercased()] {
      #expect(
        guess(text) == Language(code: "en", isReliable: true, share: 1, isUnsupported: false))
    }
  }

  // MARK: Rules

  @Test(
    "a short text in Latin letters is never refused",
    arguments: [
      "wo ist mein paket", "gracias", "merci beaucoup", "ok", "dónde está?", "", " ", "123 456",
    ])
  func shortTexts(text: String) { #expect(guess(text) == .unknown) }

  @Test(
    "another script is refused from two words on, or four signs",
    arguments: [
      ("верните деньги", "ru"), ("这个订单为什么还没有发货", "zh"), ("أريد استرجاع أموالي", "ar"),
      ("मेरा ऑर्डर कहाँ है", "hi"), ("환불 받고 싶어요", "ko"), ("ยกเลิกคำสั่งซื้อ", "th"),
      ("返金してください", "ja"), ("איפה ההזמנה שלי", "he"), ("πού είναι το πακέτο", "el"),
      ("сколько стоит iPhone доставка", "ru"),
    ])
  func scripts(text: String, code: String) {
    let language = guess(text)
    #expect(language.isUnsupported)
    #expect(language.code == code)
  }

  @Test(
    "a word of another script in an English text, or alone, is no reason to refuse it",
    arguments: ["спасибо", "退款", "where is my заказ please", "The app says 退款 and I can't read it"])
  func oneForeignWord(text: String) { #expect(!guess(text).isUnsupported) }

  @Test("quoted text and signatures have no say")
  func ownWords() {
    let english = "Please cancel my order, I do not want it any more."
    let german =
      "Am 03.05.2024 um 10:00 schrieb Support:\n> Ihre Bestellung wird in den nächsten Tagen geliefert,"
      + " bitte haben Sie noch ein wenig Geduld.\n> Mit freundlichen Grüßen"
    #expect(guess(english + "\n\n" + german).code == "en")
    #expect(
      guess("Bitte stornieren Sie meine Bestellung, ich möchte sie nicht mehr.\n\n> " + english)
        .isUnsupported)
  }

  @Test("a part of a text can be asked for")
  func parts() {
    let text = Array(
      "Where is my order, I need it today. Wo ist meine Bestellung, ich brauche sie heute.".utf8)
    var buffer = TokenBuffer()
    Tokenizer().tokenize(text.span, into: &buffer)
    let second = buffer.tokens.lastIndex { $0.flags.contains(.sentenceStart) }!
    #expect(guesser.guess(buffer, in: 0..<second).code == "en")
    let german = guesser.guess(buffer, in: second..<buffer.tokens.count)
    #expect(german.code == "de" && german.isUnsupported)
  }

  // MARK: Any bytes

  @Test("any bytes are survived", arguments: 0..<200 as Range<UInt64>)
  func anyBytes(seed: UInt64) {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
    // Letters of many scripts, broken in places, cut off at the end.
    let alphabet: [[UInt8]] = [
      Array("der ".utf8), Array("что ".utf8), Array("的".utf8), Array("ก".utf8), Array("ー".utf8),
      Array("𐍈".utf8), Array("한".utf8), Array("é".utf8), Array(" ".utf8), [0xFF], [0xC3],
      [0xE4, 0xBD],
      [0xF0, 0x9F, 0x98], [0], Array("&#0;".utf8), Array("<b>".utf8), Array("ﷺ".utf8),
      [0xED, 0xA0, 0x80],
    ]
    var bytes: [UInt8] = []
    for _ in 0..<Int(next() % 400) { bytes += alphabet[Int(next() % UInt64(alphabet.count))] }
    if seed % 3 == 0 {
      bytes = (0..<Int(next() % 600)).map { _ in UInt8(truncatingIfNeeded: next()) }
    }
    let language = guesser.guess(bytes.span)
    #expect(language.share >= 0 && language.share <= 1)
    #expect(guesser.guess(bytes.span) == language)
  }

  @Test("a text of any length is read up to a bound")
  func longTexts() {
    let german = String(repeating: "Ich warte seit Wochen auf meine Bestellung. ", count: 20_000)
    #expect(guess(german).code == "de")
    #expect(guess(String(repeating: "ж", count: 1 << 20) + " ж").isUnsupported)
    #expect(guess(String(repeating: "Donaudampf", count: 1 << 16)).share <= 1)
  }
}
