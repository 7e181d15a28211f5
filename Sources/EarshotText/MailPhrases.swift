/// What mail programs and their users write around a message, in small letters.
///
/// Made into bytes when the first text with two lines comes, in a few microseconds.
enum MailPhrases {
  /// Behind dashes: the beginning of a forwarded or quoted message.
  static let separators = bytes([
    "original message", "forwarded message", "original appointment", "reply message",
    "ursprüngliche nachricht", "originalnachricht", "weitergeleitete nachricht",
    "message d'origine", "message transféré", "mensaje original", "messaggio originale",
  ])

  /// How a line that introduces a quotation begins, and the verb before its colon.
  static let attributions: [(opening: [UInt8], verb: [UInt8])] = [
    ("on ", "wrote:"), ("am ", "schrieb"), ("le ", "crit"), ("el ", "escribi"), ("il ", "scritto"),
  ].map { (Array($0.0.utf8), Array($0.1.utf8)) }

  /// Header names by what they say; the first is who sent it.
  static let headers: [[[UInt8]]] = [
    ["from:", "von:"], ["sent:", "gesendet:", "date:", "datum:"], ["to:", "an:"],
    ["subject:", "betreff:"], ["cc:"],
  ].map(bytes)

  static let sentFrom = bytes([
    "sent from my ", "sent from mail for ", "sent from yahoo", "sent from outlook",
    "sent from samsung", "sent via ", "sent using ", "get outlook for ", "von meinem ",
    "gesendet von ", "envoyé de mon ", "enviado desde mi ", "inviato da ",
  ])

  static let formalClosings = bytes([
    "regards", "best regards", "kind regards", "kindest regards", "warm regards", "warmest regards",
    "best", "best wishes", "all the best", "with best regards", "with kind regards", "sincerely",
    "sincerely yours", "yours sincerely", "yours truly", "yours faithfully", "respectfully",
    "cordially", "thanks and regards", "thanks & regards", "thanks and best regards", "br", "rgds",
    "mit freundlichen grüßen", "mit freundlichen grüssen", "freundliche grüße", "viele grüße",
    "beste grüße", "liebe grüße", "mfg", "lg", "vg", "cordialement", "saludos", "un saludo",
    "atentamente", "cordiali saluti",
  ])

  static let thanks = bytes([
    "thanks", "thank you", "thank you very much", "many thanks", "thanks so much", "thanks a lot",
    "thanks in advance", "thank you in advance", "thanks again", "thx", "ty", "cheers", "danke",
    "vielen dank", "merci", "gracias", "love", "take care",
  ])

  private static func bytes(_ phrases: [String]) -> [[UInt8]] { phrases.map { Array($0.utf8) } }
}
