/// The words that mean something to the search, by number, with what each can be.
///
/// Open addressing over FNV-1a of the bytes in small letters; built once, then only read.
struct RedactionWords: Sendable {
  /// What a word can be; one word can be several.
  struct Roles: OptionSet, Sendable {
    let rawValue: UInt32

    /// Begins or is no name, though it may have a capital: `Please`, `Monday`, `Team`.
    static let notName = Roles(rawValue: 1 << 0)
    /// `Mr`, `Dr`: a name follows.
    static let title = Roles(rawValue: 1 << 1)
    /// Small word inside a name: `van`, `de`.
    static let particle = Roles(rawValue: 1 << 2)
    /// May stand between a cue and its value: `is`, `number`.
    static let connector = Roles(rawValue: 1 << 3)
    /// Says that a number follows: `number`, `no`, `id`.
    static let numberWord = Roles(rawValue: 1 << 4)
    /// `street`, `road`: after number and name.
    static let street = Roles(rawValue: 1 << 5)
    /// `rue`, `via`: before the name.
    static let streetBefore = Roles(rawValue: 1 << 6)
    /// `apt`, `suite`: a unit's number follows.
    static let unit = Roles(rawValue: 1 << 7)
    static let state = Roles(rawValue: 1 << 8)
    static let month = Roles(rawValue: 1 << 9)
    /// What is counted or measured: no telephone number stands before it.
    static let measure = Roles(rawValue: 1 << 10)
    /// `version`, `firmware`: four numbers after it are no address.
    static let version = Roles(rawValue: 1 << 11)
    /// `north`, `nw`
    static let direction = Roles(rawValue: 1 << 12)
    /// After "this is NAME": `speaking`, `from`.
    static let afterSelf = Roles(rawValue: 1 << 13)
    static let country = Roles(rawValue: 1 << 14)
    /// Ends an address in running text: `because`, `please`.
    static let endsAddress = Roles(rawValue: 1 << 15)
    /// A street word that is one in small letters too: "5 minute walk" has none.
    static let plainStreet = Roles(rawValue: 1 << 16)
    /// Has a name that is nobody's: "city name".
    static let thing = Roles(rawValue: 1 << 17)
  }

  private var slots: [Int32]
  private var spelling: [[UInt8]] = []
  private(set) var roles: [Roles] = []

  init() {
    slots = Array(repeating: -1, count: 4096)
    for (role, list) in RedactionVocabulary.roles {
      for word in list.split(whereSeparator: { $0 == " " || $0 == "\n" }) { add(word, role) }
    }
  }

  /// Adds a word, or roles to one that is there; returns its number.
  @discardableResult
  mutating func add(_ word: Substring, _ role: Roles = []) -> Int32 {
    let bytes = Array(word.utf8).map(ByteClass.lowercased)
    let found = number(of: bytes.span, 0..<bytes.count)
    if found >= 0 {
      roles[Int(found)].formUnion(role)
      return found
    }
    let number = Int32(spelling.count)
    spelling.append(bytes)
    roles.append(role)
    if spelling.count * 2 > slots.count {
      slots = Array(repeating: -1, count: slots.count * 2)
      for i in spelling.indices { place(Int32(i)) }
    } else {
      place(number)
    }
    return number
  }

  private mutating func place(_ number: Int32) {
    let bytes = spelling[Int(number)]
    var slot = Int(truncatingIfNeeded: Self.hash(bytes.span, 0..<bytes.count)) & (slots.count - 1)
    while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = number
  }

  /// The number of the word that `range` holds, −1 for an unknown one.
  func number(of text: Span<UInt8>, _ range: Range<Int>) -> Int32 {
    guard range.count <= 24 else { return -1 }
    var slot = Int(truncatingIfNeeded: Self.hash(text, range)) & (slots.count - 1)
    while slots[slot] >= 0 {
      if isEqual(spelling[Int(slots[slot])], text, range) { return slots[slot] }
      slot = (slot + 1) & (slots.count - 1)
    }
    return -1
  }

  /// FNV-1a; ’ counts as '.
  private static func hash(_ text: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
    var hash = FNV1a()
    var i = range.lowerBound
    while i < range.upperBound {
      var byte = ByteClass.lowercased(text[i])
      if byte == 0xE2, i + 2 < range.upperBound, text[i + 1] == 0x80, text[i + 2] == 0x99 {
        byte = 0x27
        i += 2
      }
      hash.combine(byte)
      i += 1
    }
    return hash.folded
  }

  private func isEqual(_ word: [UInt8], _ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var i = range.lowerBound
    for letter in word {
      guard i < range.upperBound else { return false }
      if ByteClass.lowercased(text[i]) == letter {
        i += 1
      } else if letter == 0x27, i + 2 < range.upperBound, text[i] == 0xE2, text[i + 1] == 0x80,
        text[i + 2] == 0x99
      {
        i += 3
      } else {
        return false
      }
    }
    return i == range.upperBound
  }
}
