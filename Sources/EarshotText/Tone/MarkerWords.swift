/// The words that decide whether a match counts: who speaks, what a negator really negates, which
/// capitals are no shouting.
///
/// A class, so that a search holds one reference.
final class MarkerWords: Sendable {
  // Roles around quotation marks.
  static let saying: UInt8 = 1
  /// `like`, which says something only behind a form of "to be".
  static let like: UInt8 = 2
  static let firstPerson: UInt8 = 3
  /// May stand between a person and a verb: `I have just told them`.
  static let helper: UInt8 = 4
  static let formOfBe: UInt8 = 5
  /// Begin with an apostrophe, which opens no quotation: `'em`.
  static let clipped: UInt8 = 6
  /// May stand between a saying verb and a quotation.
  static let object: UInt8 = 7

  let speech = ShortWordTable([
    (
      saying,
      """
      said say says saying told tell tells telling replied reply replies replying answer answers \
      answered answering wrote writes write writing claimed claims claim insisted insists stated \
      states response responses responded responds quote quoted quotes quoting unquote yelled \
      shouted screamed asked asks explained explains promised promises announced announces \
      advised goes reads read message verbatim words added adds snapped laughed muttered
      """
    ),
    (like, "like"),
    (firstPerson, "i we i've we've i'd we'd i'm we're i'll we'll my our ive im"),
    (
      helper,
      """
      have had has did do would already even then also literally specifically clearly \
      actually only always again never repeatedly politely told
      """
    ),
    (formOfBe, "was were is are be been being got get he's she's they're it's"),
    (clipped, "em til till cause cuz bout tis twas twill n round fraid nuff"),
    (object, "me us him her them that to it with off back simply just of"),
  ])

  // Behind a negator.
  /// `I can't believe that …`: what follows is so.
  static let believing: UInt8 = 1
  /// The same with a question word behind it: `I don't know why …`.
  static let knowing: UInt8 = 2
  static let questionWord: UInt8 = 3
  /// Behind `no`: it was an answer.
  static let subject: UInt8 = 4

  let negation = ShortWordTable([
    (believing, "believe fathom imagine comprehend"),
    (knowing, "know see get understand explain sure remember care"),
    (questionWord, "why how what when who where"),
    (subject, "i i've i'm i'd we we've you you've they they've he she it it's im ive"),
  ])

  // Words in capitals, and before `!!`.
  static let happy: UInt8 = 1
  /// Between a happy word and the marks: `thank you so much!!`.
  static let filling: UInt8 = 2
  static let acronym: UInt8 = 3
  /// Takes the joy out of a happy word.
  static let spoiling: UInt8 = 4

  let joy = ShortWordTable([
    (
      happy,
      """
      thank thanks thankyou thx ty cheers love loved loving lovely great amazing awesome best \
      excellent fantastic brilliant wonderful perfect happy yay wow woohoo hooray congrats \
      congratulations bravo kudos superb outstanding incredible beautiful delicious legend \
      legends star stars recommend recommended impressed appreciate appreciated grateful \
      delighted gorgeous stunning fabulous ace phenomenal magic chuffed
      """
    ),
    (
      filling,
      """
      you so much very a lot all guys everyone everybody team again for the help service this it \
      ever job work your to and
      """
    ),
    (
      acronym,
      """
      ok usa uk eu uae atm pin id ids tv vip faq app asap eta ios ipad usb sim imei iban vat \
      url ui pos rfid esim vpn lte ups usps fedex dhl am pm est pst gmt utc ceo cio cfo hr it \
      api sla aka nye xl xxl iou diy hdmi lcd led oled uhd voip isp nasa nato unicef gdpr ico fca \
      bbc cnn nhs irs ssn dob eur usd aud aed covid iou oem ram rom cad ac er icu gp mri
      """
    ),
    (spoiling, "nothing no not never joke worst none"),
  ])
}
