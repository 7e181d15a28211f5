import EarshotText

extension ThemePhrases {
  /// What a word may do in a name.
  struct Roles: OptionSet, Sendable {
    let rawValue: UInt16

    /// Neither begins nor ends a phrase: "the", "of", "is".
    static let function = Roles(rawValue: 1 << 0)
    /// A function word that may begin one: "get" in "get a refund".
    static let opener = Roles(rawValue: 1 << 1)
    /// A function word that may end one, after a word of content: "up" in "top up".
    static let particle = Roles(rawValue: 1 << 2)
    /// May end one after a verb of `entering` only: "in" of "log in".
    static let entry = Roles(rawValue: 1 << 3)
    static let entering = Roles(rawValue: 1 << 4)
    /// All of them count as the one word "not".
    static let negator = Roles(rawValue: 1 << 5)
    /// Says nothing inside a phrase: "lost the card", "lost my card" and "card was lost", "card lost" are counted as one.
    static let silent = Roles(rawValue: 1 << 6)
    /// Before a `subject` it makes a question, which is no name: "card did you".
    static let auxiliary = Roles(rawValue: 1 << 7)
    static let subject = Roles(rawValue: 1 << 8)
    /// A function word that names a theme only where nothing else does: "thanks".
    static let courtesy = Roles(rawValue: 1 << 9)
    static let number = Roles(rawValue: 1 << 10)
    /// Means something, but only before another word: "new card".
    static let leading = Roles(rawValue: 1 << 11)

    /// Whether the word means something by itself.
    var isContent: Bool { isDisjoint(with: [.function, .negator, .number]) }
  }

  /// The roles of English words, by the 64-bit hash of their folded form. Written by hand; of other languages nothing
  /// is known, and `Vocabulary` goes by how their words are used.
  static let roles: [UInt64: Roles] = {
    var roles: [UInt64: Roles] = [:]
    for (role, words) in lists {
      for word in words.split(separator: " ") {
        var hash = FNV1a()
        hash.combine(word.utf8)
        roles[hash.folded, default: []].formUnion(role)
      }
    }
    return roles
  }()

  private static let lists: [(Roles, String)] = [
    (
      [.function, .silent, .subject],
      """
      a an the my your our his her its their this that these those any some i it i'm it's i've
      """
    ),
    ([.function, .subject], "you he she we they u ya"),
    (
      [.function, .silent, .auxiliary],
      "is are was were be been being am has have had do does did im ive"
    ),
    ([.function, .auxiliary], "can could will would shall should may might must ought"),
    (
      [.function, .negator],
      """
      not no never without none can't cannot cant don't dont doesn't doesnt didn't didnt isn't isnt aren't arent \
      wasn't wasnt weren't werent won't wont wouldn't wouldnt couldn't couldnt haven't havent hasn't hasnt \
      hadn't hadnt shouldn't shouldnt unable
      """
    ),
    (
      .auxiliary,
      """
      can't cannot cant don't dont doesn't doesnt didn't didnt isn't isnt aren't arent wasn't wasnt weren't werent \
      won't wont wouldn't wouldnt couldn't couldnt haven't havent hasn't hasnt hadn't hadnt shouldn't shouldnt
      """
    ),
    (
      .function,
      """
      me him us them myself yourself itself mine yours who whom whose which what when where why how whats \
      of in on at by for with from to into onto about after before over under between through during against \
      within via per than as upon until till since around across along among toward towards near like \
      and or but nor so yet if because cause though although while whether unless there here then else \
      i'd i'll you're you've you'll you'd he's she's we're we've we'll they're they've they'll what's how's \
      where's when's who's there's here's let's that's that'll \
      very really just also too still even again always ever only quite much many more most less least lot lots \
      bit few several each every all both either neither other another such same own enough almost maybe perhaps \
      already actually currently recently possible possibly please anymore \
      now today tomorrow yesterday soon later ago tonight \
      tell know want need wanna wants wanted needs needed let think thought guess wondering wonder wish hope trying \
      try tried told ask asking asked explain say said says saying seem seems look looks looking happen happens \
      happened happening gonna gotta got supposed able appears appear assist show shows \
      goes went gone gives gave given come comes came coming done doing gotten \
      thing things something anything everything nothing someone anyone everyone somebody anybody nobody one ones \
      way ways stuff kind sort somehow good well better best bad great nice right due instead
      """
    ),
    (
      [.function, .opener],
      "get getting make making made take taking use using used go going give put keep"
    ),
    (.leading, "new next last first main whole"),
    ([.function, .particle], "up out off down away back"),
    ([.function, .entry], "in on"),
    (
      .entering,
      "log logs logged logging sign signed signing check checked checking carry turn turned switch"
    ),
    (
      [.function, .courtesy],
      """
      please pls plz hi hello hey dear thanks thank thx cheers sorry ok okay yes yeah yep sure kindly regards help \
      welcome sincerely greetings
      """
    ),
  ]
}
