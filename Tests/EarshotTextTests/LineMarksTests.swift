import Testing

@testable import EarshotText

@Suite struct LineMarksTests {
  private func own(_ text: String) -> String {
    let reader = Reader(text)
    return zip(reader.tokens, reader.texts)
      .filter { $0.0.flags.isDisjoint(with: [.quoted, .signature]) }
      .map(\.1).joined(separator: " ")
  }

  @Test("lines behind > are quoted, the answer between them is not")
  func angleQuotes() {
    #expect(own("> when did you order\nlast week\n> which one\nthe red") == "last week the red")
  }

  @Test(
    "a line that introduces the earlier mail and all below it are quoted",
    arguments: [
      "On Mon, 3 May 2024 at 10:00, Support <s@example.com> wrote:\nDear customer",
      "On 3 May 2024, Support\n<s@example.com>\nwrote:\n\n> Dear customer",
      "-----Original Message-----\nDear customer", "---------- Forwarded message ---------\nx",
      "From: Support\nSent: Monday\nTo: Me\nSubject: Re\n\nDear customer",
      "*From:* Support\nDate: Monday\nSubject: Re\nDear",
      "Am 03.05.2024 um 10:00 schrieb Support:\n> Hallo",
      "Von: Support\nGesendet: Montag\nAn: Ich\nBetreff: Re\nHallo",
      "Le 3 mai 2024, Support a écrit :\n> Bonjour",
    ])
  func introductions(quotation: String) {
    #expect(own("still broken\n\n" + quotation) == "still broken")
  }

  @Test("the answer below a quotation with > is the writer's own")
  func bottomPosting() {
    #expect(own("On 3 May 2024, Support wrote:\n> Dear customer\n\nstill broken") == "still broken")
  }

  @Test(
    "a colon alone marks nothing",
    arguments: [
      "my problem:\nit does not work", "From: my old address\nplease move it",
      "On Monday the app said:\nerror 5",
      "Subject: refund\nplease refund me", "On the page:\n1 error", "To: whom it may concern\nhelp",
    ])
  func colons(text: String) { #expect(Reader(text).texts(.quoted).isEmpty) }

  @Test(
    "closings and what stands below them are a signature",
    arguments: [
      "-- \nAnna Smith\nExample Ltd\n+49 30 123456", "Best regards,\nAnna",
      "Kind regards\nAnna Smith\nHead of Sales\nExample Ltd",
      "Thanks,\nAnna Smith", "Thank you!\nanna", "Sent from my iPhone",
      "Mit freundlichen Grüßen\nAnna", "Thanks,\nAnna\n\nSent from my iPhone",
    ])
  func signatures(signature: String) {
    #expect(own("it is broken\n\n" + signature) == "it is broken")
  }

  @Test(
    "a message that goes on below thanks is no signature",
    arguments: [
      "hi all\nThanks\nwhere is my parcel", "it broke\nThanks for nothing\nAnna",
      "I wrote regards\nThanks,\nis it coming today",
      "it broke\nThanks", "ask\nBest regards,\nWhen will it come?",
    ])
  func noSignatures(text: String) { #expect(Reader(text).texts(.signature).isEmpty) }

  @Test("the signature above a quotation is found")
  func signatureThenQuotation() {
    #expect(own("it broke\nRegards,\nAnna\n\nOn 3 May 2024, Support wrote:\n> hello") == "it broke")
  }

  @Test(
    "where nothing would be left, nothing is marked",
    arguments: [
      "> all\n> quoted", "Best regards,\nAnna", "On 3 May 2024, A wrote:\nhello",
      "Thanks,\nAnna\n> quoted",
    ])
  func nothingLeft(text: String) {
    let reader = Reader(text)
    #expect(reader.texts(.quoted) + reader.texts(.signature) == [])
  }

  @Test("a text of one line has no quotation")
  func oneLine() { #expect(Reader("> 5 items are broken").texts(.quoted).isEmpty) }
}
