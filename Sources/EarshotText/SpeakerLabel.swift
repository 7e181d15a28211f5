/// Who speaks, as a line of a chat transcript begins: `Agent (10:32):`, `[10:32] Maria:`, `Visitor 123:`.
struct SpeakerLabel {
  enum Role: UInt8 {
    case agent, customer
    /// An agent if this is a transcript; alone it may be a heading of a review (`Staff: rude`).
    case helper
    /// The one who exported the transcript: the customer, unless somebody else is.
    case me
    /// The other one, unless nobody is "me".
    case you
    /// A name without a role.
    case name
  }

  var role: Role
  /// First byte of what is said.
  var end: Int
  /// Of the letters before the colon, brackets and times left out: tells speakers apart.
  var hash: UInt64
  /// The line says when.
  var hasTime: Bool
  /// More than three words are said on the line.
  var saysMuch = false
  /// Set by whoever knows the line.
  var line = 0

  /// Reads the label that a line begins with.
  ///
  /// - Parameter line: without blanks around it.
  /// - Complexity: O(`longest`)
  init?(_ text: Span<UInt8>, _ line: Range<Int>) {
    let limit = min(line.upperBound, line.lowerBound + Self.longest)
    // Most lines have no colon near their beginning, and to look for one is cheap.
    var colon = line.lowerBound
    while colon < limit, text[colon] != 0x3A { colon += 1 }
    guard colon < limit else { return nil }
    var scan = Scan(i: line.lowerBound, limit: limit)
    while scan.i < limit, text[scan.i] == 0x2A { scan.i += 1 }  // **Agent:**
    scan.skipTime(text)
    guard scan.readName(text), scan.words > 0 else { return nil }
    end = scan.i
    while end < line.upperBound, text[end] == 0x2A { end += 1 }
    hash = scan.hash.value
    hasTime = scan.hasTime
    // "Customer support" is an agent, and "your agent" nobody.
    guard scan.seen & 1 << UInt(SpeakerWords.noLabel) == 0 else { return nil }
    let isCustomers = scan.seen & 1 << SpeakerWords.customer != 0
    let isHelper = scan.seen & 1 << SpeakerWords.helper != 0
    if scan.seen & 1 << SpeakerWords.agent != 0 || isHelper && isCustomers {
      role = .agent
    } else if isHelper {
      role = .helper
    } else if isCustomers {
      role = .customer
    } else if scan.words == 1, scan.seen & 1 << SpeakerWords.me != 0 {
      role = .me
    } else if scan.words == 1, scan.seen & 1 << SpeakerWords.you != 0 {
      role = .you
    } else if scan.hasTime || scan.isCapitalized {
      role = .name
    } else {
      return nil
    }
    saysMuch = Self.hasFourWords(text, end..<line.upperBound)
  }

  private static func hasFourWords(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var words = 0
    for i in range where text[i] > 0x20 && (i == range.lowerBound || text[i - 1] <= 0x20) {
      words += 1
      if words == 4 { return true }
    }
    return false
  }

  /// Bytes that a label has at most, its time and role included.
  private static let longest = 80
  /// Words that a name has at most, its role included.
  private static let mostWords = 4
}

extension SpeakerLabel {
  /// Where the reading of a label stands.
  private struct Scan {
    var i: Int
    let limit: Int
    var words = 0
    var hash = FNV1a()
    /// Bit k: a word of `SpeakerWords` number k.
    var seen: UInt = 0
    var hasTime = false
    /// Every word outside brackets has a capital or a letter that is not ASCII in front.
    var isCapitalized = true

    /// Passes a time, bracketed or bare: `[10:32]`, `(2024-05-03 10:32:11 AM)`, `10:32 -`.
    mutating func skipTime(_ text: Span<UInt8>) {
      var at = i
      let closing: UInt8? =
        switch text.byte(at: at) {
        case 0x5B: 0x5D
        case 0x28: 0x29
        default: nil
        }
      if closing != nil { at += 1 }
      var colons = 0
      var digits = 0
      // A bare time ends before the first letter that does not belong to it.
      while at < limit {
        let byte = text[at]
        if ByteClass.isDigit(byte) {
          digits += 1
        } else if byte == 0x3A {
          colons += 1
        } else if byte == closing {
          at += 1
          break
        } else if !isTimeMark(byte) {
          let end = timeLetters(text, at)
          guard end > at else { break }
          at = end
          continue
        }
        at += 1
      }
      guard colons > 0, digits >= 3, closing == nil || text[at - 1] == closing else { return }
      hasTime = true
      i = at
      while i < limit, text[i] <= 0x20 || text[i] == 0x2D || text[i] == 0x7C { i += 1 }
    }

    /// `-`, `.`, `/`, `,`, `|` and blanks.
    private func isTimeMark(_ byte: UInt8) -> Bool {
      byte <= 0x20 || byte == 0x2D || byte == 0x2E || byte == 0x2F || byte == 0x2C || byte == 0x7C
    }

    /// Behind `AM`, `PM`, `T` or `Z` in a time.
    private func timeLetters(_ text: Span<UInt8>, _ at: Int) -> Int {
      let first = ByteClass.lowercased(text[at])
      let next = at + 1 < limit ? text[at + 1] : 0x20
      if first == 0x61 || first == 0x70, ByteClass.lowercased(next) == 0x6D {
        return at + 2 < limit && ByteClass.isLetter(text[at + 2]) ? at : at + 2
      }
      return (first == 0x74 || first == 0x7A) && !ByteClass.isLetter(next) ? at + 1 : at
    }

    /// Reads name and role up to the colon, and passes it; false where there is none.
    mutating func readName(_ text: Span<UInt8>) -> Bool {
      var closing: UInt8?
      while i < limit {
        let byte = text[i]
        if byte == 0x3A, closing == nil {
          // http://
          guard text.byte(at: i + 1) != 0x2F else { return false }
          i += 1
          return true
        }
        if byte == closing {
          closing = nil
          i += 1
        } else if byte == 0x28 || byte == 0x5B {
          guard closing == nil else { return false }
          closing = byte == 0x28 ? 0x29 : 0x5D
          i += 1
        } else if ByteClass.isDigit(byte) {
          readDigits(text)
        } else if isNamePart(byte) {
          guard readWord(text, isRole: closing != nil) else { return false }
        } else if byte <= 0x20 || byte == 0x2D || byte == 0x23 || byte == 0x2C || byte == 0x2E
          || byte == 0x7C || byte == 0x26 || byte == 0x2F || byte == 0x2A || byte == 0x40
          || byte == 0x3A && closing != nil
        {
          i += 1
        } else {
          return false
        }
      }
      return false
    }

    /// A number in a name, or the time behind it.
    private mutating func readDigits(_ text: Span<UInt8>) {
      while i < limit {
        let byte = text[i]
        if byte == 0x3A {
          guard i + 1 < limit, ByteClass.isDigit(text[i + 1]) else { return }
          hasTime = true
        } else if ByteClass.isDigit(byte) {
          if !hasTime { mix(byte) }
        } else {
          return
        }
        i += 1
      }
    }

    private mutating func readWord(_ text: Span<UInt8>, isRole: Bool) -> Bool {
      let start = i
      while i < limit, isNamePart(text[i]) || ByteClass.isDigit(text[i]) { i += 1 }
      let value = SpeakerWords.table.value(of: text, start, i, ignoringCase: true)
      if value == SpeakerWords.passed { return true }
      words += 1
      guard words <= SpeakerLabel.mostWords else { return false }
      seen |= 1 << UInt(value)
      if !isRole {
        if ByteClass.of(text[start]) & (ByteClass.letter | ByteClass.uppercase) == ByteClass.letter
        {
          isCapitalized = false
        }
        for k in start..<i { mix(ByteClass.lowercased(text[k])) }
      }
      return true
    }

    /// Letters, apostrophes, underscores and whatever is not ASCII.
    private func isNamePart(_ byte: UInt8) -> Bool {
      byte >= 0x80 || ByteClass.isLetter(byte) || byte == 0x27 || byte == 0x5F
    }

    // Enough to tell a handful of names apart.
    private mutating func mix(_ byte: UInt8) { hash.combine(byte) }
  }
}

/// Words in speaker labels.
enum SpeakerWords {
  static let agent: UInt8 = 1
  static let customer: UInt8 = 2
  static let me: UInt8 = 3
  static let you: UInt8 = 4
  /// What forms, mails and prose have before a colon.
  static let noLabel: UInt8 = 5
  /// Says nothing about who it is.
  static let passed: UInt8 = 6
  static let helper: UInt8 = 7

  static let table = ShortWordTable([
    (
      agent,
      """
      agent agents rep reps representative advisor adviser operator bot chatbot csr helpdesk \
      moderator consultant concierge
      """
    ),
    (
      helper,
      """
      support assistant associate specialist staff service services system automated technician \
      tech manager supervisor employee team care ai desk
      """
    ),
    (
      customer,
      """
      customer client caller visitor user guest member subscriber buyer shopper patient passenger \
      tenant consumer requester cust policyholder
      """
    ),
    (me, "me"), (you, "you"),
    (
      noLabel,
      """
      error errors note notes subject order orders date issue issues problem ps re fw fwd from to cc \
      address name names email mail phone status update edit pros cons question questions answer \
      url http https time version model device product item items price total amount reason summary \
      description details steps expected actual result reference ref account number no id serial \
      invoice ticket case location city country company website browser platform warning message \
      title rating review comment comments feedback type category priority tldr fyi nb example option \
      options solution request required tel fax mobile quantity size color colour payment delivery \
      shipping tracking booking reservation flight room dear hi hello hey thanks verdict conclusion \
      first second third finally also then now today yesterday tomorrow because so and but or with \
      my your our the this that these a an is was are it if what why how when where i we they he she \
      told was were had have got very contact contacts language channel sent on \
      reported opened closed card bank loan loans credit debit balance
      """
    ),
    (passed, "says said writes wrote am pm at"),
  ])
}
