import Testing

@testable import EarshotText

/// A text and what is left of it, for each kind. All texts are invented; numbers are examples of
/// the standards, test numbers of card networks, or made with the check digits by hand.
@Suite struct RedactionKindTests {
  static let redactor = Redactor()

  static func redacted(_ text: String) -> String { redactor.redacted(text).text }

  @Test(
    "e-mail addresses",
    arguments: [
      ("write to jane.doe+shop@mail.example.co.uk.", "write to [EMAIL_1]."),
      ("<b>jane_d@example.com</b>, ok", "<b>[EMAIL_1]</b>, ok"),
      ("mailto:o'brien@example.ie", "mailto:[EMAIL_1]"),
      ("jörg@müller.example is me", "[EMAIL_1] is me"),
      ("jane [at] example [dot] com", "[EMAIL_1]"),
      ("jane at example dot com please", "[EMAIL_1] please"),
      ("a@b.example and A@B.example and c@b.example", "[EMAIL_1] and [EMAIL_1] and [EMAIL_2]"),
    ])
  func email(text: String, expected: String) { #expect(Self.redacted(text) == expected) }

  @Test(
    "telephone numbers",
    arguments: [
      ("call (212) 555-0123 today", "call [PHONE_1] today"),
      ("212.555.0123 x45 works", "[PHONE_1] works"),
      ("+44 20 7946 0958 or +49 (0)30 901820", "[PHONE_1] or [PHONE_2]"),
      ("0161 496 0123", "[PHONE_1]"),
      ("01.99.00.12.34 le soir", "[PHONE_1] le soir"),
      ("my phone number is 5550123", "my phone number is [PHONE_1]"),
      ("Mobile: 07700900123", "Mobile: [PHONE_1]"),
      ("1-800-555-0199 ext. 12", "[PHONE_1]"),
      ("reach me at 612 345 678", "reach me at [PHONE_1]"),
      ("+1 212-555-0123, again +12125550123", "[PHONE_1], again [PHONE_1]"),
    ])
  func phone(text: String, expected: String) { #expect(Self.redacted(text) == expected) }

  @Test(
    "cards",
    arguments: [
      ("charged 4111 1111 1111 1111 twice", "charged [CARD_1] twice"),
      ("4111-1111-1111-1111 / 4111111111111111", "[CARD_1] / [CARD_1]"),
      ("amex 378282246310005", "amex [CARD_1]"),
      ("3782 822463 10005", "[CARD_1]"),
      ("my card number is 4111111111111112", "my card number is [CARD_1]"),
    ])
  func card(text: String, expected: String) { #expect(Self.redacted(text) == expected) }

  @Test(
    "bank accounts",
    arguments: [
      // The example of the IBAN registry for the United Kingdom.
      ("IBAN GB29 NWBK 6016 1331 9268 19 please", "IBAN [IBAN_1] please"),
      ("pay to DE89370400440532013000.", "pay to [IBAN_1]."),
      ("sort code 20-00-00, BIC: NWBKGB2L", "sort code [BANK_1], BIC: [BANK_2]"),
      ("routing number is 021000021", "routing number is [BANK_1]"),
    ])
  func bank(text: String, expected: String) { #expect(Self.redacted(text) == expected) }

  @Test(
    "identity numbers",
    arguments: [
      ("SSN 123-45-6789 on file", "SSN [ID_1] on file"),
      ("it says 123-45-6789 there", "it says [ID_1] there"),
      ("my social security number is 123 45 6789", "my social security number is [ID_1]"),
      ("NI number AB 12 34 56 C", "NI number [ID_1]"),
      ("passport no. X1234567", "passport no. [ID_1]"),
      ("driving licence: MORGA657054SM9IJ", "driving licence: [ID_1]"),
      ("codice RSSMRA85T10A562S", "codice [ID_1]"),
    ])
  func identity(text: String, expected: String) { #expect(Self.redacted(text) == expected) }

  @Test(
    "networks",
    arguments: [
      ("blocked 203.0.113.7, why", "blocked [IP_1], why"),
      ("from 2001:db8::8a2e:370:7334 today", "from [IP_1] today"),
      ("MAC 00:1B:44:11:3A:B7.", "MAC [MAC_1]."),
    ])
  func network(text: String, expected: String) { #expect(Self.redacted(text) == expected) }

  @Test(
    "secrets",
    arguments: [
      (
        "https://shop.example/reset?user=7&token=Zx9-a_b&lang=en",
        "https://shop.example/reset?user=7&token=[SECRET_1]&lang=en"
      ),
      ("ftp://bob:s3cret@files.example/x", "ftp://[SECRET_1]@files.example/x"),
      ("https://x.example/?mail=jo%40y.example", "https://x.example/?mail=[EMAIL_1]"),
      ("my password is hunter2!", "my password is [SECRET_1]!"),
      ("Password: CorrectHorse", "Password: [SECRET_1]"),
      ("the PIN is 4821", "the PIN is [SECRET_1]"),
      ("cvv 123", "cvv [SECRET_1]"),
      ("verification code: 483-920", "verification code: [SECRET_1]"),
    ])
  func secret(text: String, expected: String) { #expect(Self.redacted(text) == expected) }

  @Test(
    "wallets",
    arguments: [
      ("to 1BoatSLRHtKNngkdXEeobR76b53LETtpyT now", "to [WALLET_1] now"),
      ("0x52908400098527886E0F7030069857D2E4169EE7", "[WALLET_1]"),
    ])
  func wallet(text: String, expected: String) { #expect(Self.redacted(text) == expected) }

  @Test(
    "addresses",
    arguments: [
      ("send it to 12 Oak Street, Springfield, IL 62701.", "send it to [ADDRESS_1]."),
      ("I live at 4 Elm Rd Apt 5B", "I live at [ADDRESS_1]"),
      ("Hauptstraße 5, 10115 Berlin", "[ADDRESS_1]"),
      ("12 rue de Rivoli, 75001 Paris", "[ADDRESS_1]"),
      ("P.O. Box 1234", "[ADDRESS_1]"),
      ("at 221b Baker Street London", "at [ADDRESS_1] London"),
      ("my postcode is SW1A 1AA", "my postcode is [POSTCODE_1]"),
      ("zip code 90210-1234", "zip code [POSTCODE_1]"),
      ("in Austin, TX 78701", "in Austin, TX [POSTCODE_1]"),
    ])
  func address(text: String, expected: String) { #expect(Self.redacted(text) == expected) }

  @Test(
    "names",
    arguments: [
      ("My name is Anna Kowalski and", "My name is [NAME_1] and"),
      ("my name is jo smith", "my name is [NAME_1]"),
      ("Hi, I'm Anna.", "Hi, I'm [NAME_1]."),
      ("this is Anna speaking", "this is [NAME_1] speaking"),
      ("I spoke with Mr. de la Cruz yesterday", "I spoke with Mr. [NAME_1] yesterday"),
      ("Dear Ms Okafor,", "Dear Ms [NAME_1],"),
      (
        "late again\n\nKind regards,\nÉlodie O’Brien-Łęcka", "late again\n\nKind regards,\n[NAME_1]"
      ),
      ("broken.\nthanks\njohn", "broken.\nthanks\n[NAME_1]"),
      ("agent named Priya was kind", "agent named [NAME_1] was kind"),
      ("Cardholder name: ANNA KOWALSKI", "Cardholder name: [NAME_1]"),
      ("my wife Anna's parcel", "my wife [NAME_1]'s parcel"),
      (
        "I'm Anna Kowalski. Is this Anna's order? Kowalski",
        "I'm [NAME_1]. Is this [NAME_1]'s order? [NAME_1]"
      ),
    ])
  func name(text: String, expected: String) { #expect(Self.redacted(text) == expected) }

  @Test(
    "dates of birth",
    arguments: [
      ("DOB: 12/03/1985", "DOB: [BIRTH_DATE_1]"),
      ("my date of birth is 3rd of March, 1985", "my date of birth is [BIRTH_DATE_1]"),
      ("born on March 3, 1985 in", "born on [BIRTH_DATE_1] in"),
    ])
  func birth(text: String, expected: String) { #expect(Self.redacted(text) == expected) }

  @Test(
    "orders and accounts, apart from names",
    arguments: [
      ("order #48213 never came", "order [ORDER_1] never came"),
      ("Order number: AB-12345", "Order number: [ORDER_1]"),
      ("INV-2024-001 is wrong", "[ORDER_1] is wrong"),
      ("112-1234567-1234567 is late", "[ORDER_1] is late"),
      ("booking reference QXKZPT", "booking reference [ORDER_1]"),
      ("customer number 99887766", "customer number [ACCOUNT_1]"),
      ("account 12345678", "account [ACCOUNT_1]"),
    ])
  func order(text: String, expected: String) { #expect(Self.redacted(text) == expected) }

  @Test("whole URLs and handles only when asked")
  func optional() {
    let text = "see https://shop.example/help and ask @anna_k"
    #expect(Self.redacted(text) == text)
    let all = Redactor(kinds: Set(Redaction.Kind.all))
    #expect(all.redacted(text).text == "see [URL_1] and ask [HANDLE_1]")
  }

  @Test("only the kinds that were named")
  func kinds() {
    let redactor = Redactor(kinds: [.email])
    #expect(
      redactor.redacted("a@b.example, 212-555-0123").text == "[EMAIL_1], 212-555-0123")
  }

  @Test(
    "what only looks personal stays",
    arguments: [
      "It costs $1,299.00 or 1 200 000 yen, not 12 000 000.",
      "since 2024-05-01, 01.02.2023 and 12/31/24 at 10:30:45",
      "version 10.0.19045.3803 and firmware 1.2.3.4",
      "flight BA 1234 and UA-567 at gate 12",
      "I am Happy with it. I am Premium member. I'm American.",
      "this is Ridiculous! This is Customer Service calling",
      "Dear Customer, Dear Support Team, Hello Kitty mug arrived",
      "Best regards\n\nRegards,\nThe Team",
      "my name is spelled wrong on the card",
      "my password is wrong and the password reset fails",
      "I waited 45 minutes for order 2 of 3",
      "in case 2024 is wrong",
      "room 1234567890123 1234567890123456",
      "5 minute walk down the road, 3 way calling, 2 day delivery",
      "std::vector, a::b, 10::20",
      "I will call you back in 15 minutes, phone battery 4000 mAh",
      "Size 10-12-14, score 3-2, ratio 16:9, 50% off",
      "the account is locked, my account was charged 3 times",
      "ISO 9001, COVID-19, iPhone 15, Windows 11, section 4.2.1",
      "It was 20 degrees on Main Street",
      "the city name is Springfield, my name appears twice, open it in ms outlook",
      "I am XXXX at XX/XX/2023, a rate of 4@12.99 %",
    ])
  func nearMiss(text: String) { #expect(Self.redacted(text) == text) }
}
