import Testing

@testable import EarshotText

@Suite struct TokenKindTests {
  private func reads(_ text: String, _ expected: Reading...) {
    #expect(Reader(text).readings == expected, "\(text)")
  }

  // MARK: Words

  @Test("contractions are one word")
  func contractions() {
    #expect(words("I can't, won't, it's y'all'd") == ["i", "can't", "won't", "it's", "y'all'd"])
  }

  @Test("quotation marks around a word are not part of it")
  func quotes() { #expect(words("'hello' “there” ‘you’") == ["hello", "there", "you"]) }

  @Test("a missing blank after a full stop or colon still ends the word")
  func missingBlank() {
    #expect(
      words("arrived.It order:late help.me") == ["arrived", "it", "order", "late", "help", "me"])
  }

  @Test("an abbreviation of single letters is one word")
  func abbreviations() {
    #expect(words("e.g. the U.S.A. at 5 p.m.") == ["e.g", "the", "u.s.a", "at", "5", "p.m"])
  }

  @Test("hyphens separate words")
  func hyphens() { #expect(words("check-in e-mail state-of-the-art").count == 8) }

  @Test(
    "short mixes of letters and digits are words",
    arguments: ["3g", "24h", "v2", "iphone12", "covid19", "3rd", "10am", "5000mah", "mp3"])
  func shortMixes(text: String) { reads(text, Reading(.word, text)) }

  @Test("words of scripts with accents stay whole")
  func accents() {
    #expect(words("Größe naïve señor żółć") == ["grösse", "naïve", "señor", "żółć"])
  }

  @Test("letters of other scripts are words")
  func scripts() {
    #expect(Reader("привет שלום مرحبا").texts(.word) == ["привет", "שלום", "مرحبا"])
  }

  @Test("ideographs are single, kana of one word and Korean words are not")
  func eastAsian() {
    reads(
      "退款 カード 환불 の", Reading(.ideograph, "退"), Reading(.ideograph, "款"), Reading(.word, "カード"),
      Reading(.word, "환불"), Reading(.ideograph, "の"))
  }

  // MARK: Numbers and money

  @Test(
    "digits with their separators are one number",
    arguments: [
      "3", "3.5", "1,000.50", "1'000", "10%", "10:30", "24/7", "12/05/2024", "2024-05-01",
      "01-05-2024", "1.2.3", "3.5kg",
    ])
  func numbers(text: String) { reads(text, Reading(.number, text)) }

  @Test("a full stop behind a number is not part of it")
  func numberThenStop() {
    reads("I paid 40.", Reading(.word, "i"), Reading(.word, "paid"), Reading(.number, "40"))
  }

  @Test(
    "amounts with a sign or code are money",
    arguments: [
      ("$12.99", "$12.99"), ("$ 5", "$5"), ("£1,000", "£1,000"), ("12 €", "12€"), ("12€", "12€"),
      ("USD 40", "usd40"), ("40 eur", "40eur"), ("₹500", "₹500"), ("Rs. 500", "rs.500"),
      ("$12k", "$12k"),
      ("$40 USD", "$40usd"), ("12.99$", "12.99$"),
    ])
  func money(text: String, folded: String) { reads(text, Reading(.money, folded)) }

  @Test(
    "a sign without an amount is no money", arguments: ["$ me", "USD only", "cash € please", "$"])
  func noMoney(text: String) { #expect(Reader(text).texts(.money).isEmpty) }

  @Test("the sign before the second number belongs to it")
  func moneyAfterNumber() { reads("2 $5", Reading(.number, "2"), Reading(.money, "$5")) }

  // MARK: Identifiers

  @Test(
    "numbers of orders, tickets and phones are identifiers",
    arguments: [
      "#12345", "AB12345", "INV-2024-001", "1234567", "555-123-4567", "K7M2Q9", "order123456",
      "1Z999AA10123456784", "1b4e28ba-2fa1-11d2-883f-0016d3cca427", "#AB-1234",
    ])
  func identifiers(text: String) { reads(text, Reading(.identifier, text.lowercased())) }

  @Test(
    "words and small numbers are no identifiers",
    arguments: [
      "1h28min", "100-200", "2019-2020", "250000", "17-jan-2020", "covid-19", "24-7", "well-known",
      "B-52", "12345", "#1", "wi-fi", "10-15", "GPT-4",
    ])
  func noIdentifiers(text: String) { #expect(Reader(text).texts(.identifier).isEmpty) }

  // MARK: Addresses

  @Test(
    "URLs end where the sentence around them goes on",
    arguments: [
      ("see https://example.com/a?b=c&d=1#x.", "https://example.com/a?b=c&d=1#x"),
      ("(http://example.com/a_(b))", "http://example.com/a_(b)"),
      ("www.example.org, or", "www.example.org"),
      ("try example.com/help!", "example.com/help"), ("on Example.CO.UK now", "example.co.uk"),
      ("app.example.io:8080/x", "app.example.io:8080/x"),
    ])
  func urls(text: String, url: String) { #expect(Reader(text).texts(.url) == [url]) }

  @Test(
    "words around a stop are no domain",
    arguments: [
      "arrived.it was", "help.me", "invoice.pdf", "http", "http:", "http://", "www.", "a.b",
    ])
  func noURLs(text: String) { #expect(Reader(text).texts(.url).isEmpty) }

  @Test(
    "e-mail addresses are whole",
    arguments: [
      "john.doe+tag@mail.example.com", "a@b.co", "first_last@example.org", "x-y@example.museum",
      "123@example.com",
    ])
  func emails(text: String) { #expect(Reader("write to <\(text)>.").texts(.email) == [text]) }

  @Test(
    "an @ without a domain is no e-mail address", arguments: ["a@b", "a@", "@b.c", "meet @ 5.30"])
  func noEmails(text: String) { #expect(Reader(text).texts(.email).isEmpty) }

  @Test("mentions and hashtags carry their sign")
  func social() {
    reads("@Support #refund_now", Reading(.mention, "@support"), Reading(.hashtag, "#refund_now"))
  }

  // MARK: Emoji and punctuation

  @Test(
    "an emoji sequence is one token",
    arguments: [("👩‍💻", "👩‍💻"), ("👍🏽", "👍"), ("🇩🇪", "🇩🇪"), ("❤️", "❤"), ("1️⃣", "1⃣"), ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"), ("©️", "©")])
  func emoji(text: String, folded: String) { reads(text, Reading(.emoji, folded)) }

  @Test("emoji in a row are single tokens")
  func emojiRow() { #expect(Reader("😡😡🇩🇪🇫🇷").texts(.emoji) == ["😡", "😡", "🇩🇪", "🇫🇷"]) }

  @Test("signs that are shown as text are no emoji", arguments: ["©", "™", "↔"])
  func textSigns(text: String) { #expect(Reader(text).tokens.isEmpty) }

  @Test(
    "emoticons are emoji",
    arguments: [":-)", ":)", ":(", ";)", ":D", "=)", ":/", ":'(", "<3", "</3", ":o)", ":-|"])
  func emoticons(text: String) {
    reads(
      "ok \(text) then", Reading(.word, "ok"), Reading(.emoji, text.lowercased()),
      Reading(.word, "then"))
  }

  @Test(
    "what only looks like an emoticon is none",
    arguments: ["note:D", "x =3", "a:/b", "5<3", "<30", "ratio 3:3", "http://x.de"])
  func noEmoticons(text: String) { #expect(Reader(text).texts(.emoji).isEmpty) }

  @Test("runs of exclamation and question marks are one token, a full stop is none")
  func punctuation() {
    reads(
      "Hi. why?! well... ok!!! no…", Reading(.word, "hi"), Reading(.word, "why"),
      Reading(.punctuation, "?!"),
      Reading(.word, "well"), Reading(.punctuation, "..."), Reading(.word, "ok"),
      Reading(.punctuation, "!!!"),
      Reading(.word, "no"), Reading(.punctuation, "…"))
  }

  // MARK: Flags

  @Test("words in capitals are flagged from two letters on")
  func uppercase() {
    #expect(
      Reader("I NEED this NOW B2 U.S. p.m. COVID19 ÄÖ CAN'T ok").texts(.uppercase) == [
        "need", "now", "u.s", "covid19", "äö", "can't",
      ])
  }

  @Test("words with a capital in front are flagged")
  func capitalized() {
    #expect(
      Reader("Anna wrote to Émile about NASA and iPhones").texts(.capitalized) == ["anna", "émile"])
  }

  @Test("three equal letters or marks running are flagged")
  func elongated() {
    #expect(
      Reader("sooo bad!!! well... www :)))) ok").texts(.elongated) == ["sooo", "!!!", ":))))"])
  }

  @Test("sentences start after an end, an empty line or nothing")
  func sentenceStarts() {
    #expect(
      Reader("One two. Three\nfour\n\nfive? six").texts(.sentenceStart) == [
        "one", "three", "five", "six",
      ])
  }

  @Test("the first token of each line is flagged")
  func lineStarts() {
    #expect(Reader("one two\nthree\r\n four").texts(.lineStart) == ["one", "three", "four"])
  }
}
