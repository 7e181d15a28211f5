/// The few words that the tokenizer itself must know.
///
/// Lists stay short on purpose: what a word *means* is for the modules above; here is only what
/// changes where a token ends or how far a negation reaches.
/// A class, so that a scan holds one reference and not ten.
final class WordLists: Sendable {
  // Roles of a word.
  static let negator: UInt8 = 1
  static let negatorNo: UInt8 = 2
  static let negatorNot: UInt8 = 3
  static let negatorCan: UInt8 = 4
  static let contrast: UInt8 = 5

  // Kinds of currency.
  static let currencyCode: UInt8 = 1
  /// `rs`, which may have a full stop after it.
  static let rupees: UInt8 = 2

  let roles = ShortWordTable([
    (
      negator,
      """
      never without neither nor none nothing nobody nowhere hardly barely scarcely \
      dont doesnt didnt isnt arent wasnt werent wont wouldnt shouldnt couldnt havent hasnt hadnt aint
      """
    ),
    (negatorNo, "no"),
    (negatorNot, "not"),
    (negatorCan, "cannot cant can't"),
    (contrast, "but however although though yet except"),
  ])

  /// Asked only where digits are near.
  let currencies = ShortWordTable([
    (currencyCode, "usd eur gbp cad aud nzd chf inr jpy sek nok dkk pln brl mxn zar sgd hkd aed"),
    (rupees, "rs"),
  ])

  /// Words that undo the negator before them: the bits say which (`1 << role`).
  let undoing = ShortWordTable([
    (1 << negatorNo, "problem problems prob worries doubt wonder matter"),
    (1 << negatorNot, "only just"),
    (1 << negatorCan, "wait thank"),
  ])

  /// Endings of bare domains. Those that are also words which follow a full stop without a blank
  /// ("help.me", "arrived.it", "so.is") are left out.
  let domains = ShortWordTable([
    (
      1,
      """
      com net org edu gov mil info biz io co app dev ai tv shop store online site cloud tech xyz \
      uk us de fr es nl eu ca au jp cn br ru pl se dk fi ch be ie nz za mx pt gr cz hu ro tr kr \
      sg hk ae il ly gl
      """
    )
  ])

  /// HTML elements: 1 text goes on, 2 a new line begins, 3 the same, but known by name only in a
  /// text that has shown markup already, 4 to 6 its content is no text, 7 a quotation.
  let elements = ShortWordTable([
    (1, "a b i u s em strong span font tt sub sup strike abbr cite img wbr o:p"),
    (
      2,
      """
      html br p div table thead tbody tfoot tr td th ul ol li dl dt dd h1 h2 h3 h4 h5 h6 hr pre
      """
    ),
    (
      3,
      """
      head body meta link base center small big code label form input button select option \
      section article aside header footer nav main address time figure picture source video \
      audio iframe object map area data del ins mark details summary
      """
    ),
    (4, "script"), (5, "style"), (6, "title"),
    (7, "blockquote"),
  ])
}
