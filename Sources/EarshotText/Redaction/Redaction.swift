/// A stretch of a text that shows something personal, and what it is.
public struct Redaction: Sendable, Hashable {
  /// What kind of personal data; its name stands in the placeholder: `[EMAIL_1]`.
  ///
  /// Built-in kinds are the static members; a user's pattern brings its own name.
  public struct Kind: Sendable, Hashable {
    /// Capital letters, digits and underscores, as `EMAIL`.
    public let name: String

    init(_ name: String) { self.name = name }
  }

  /// Bytes of the text that was looked at.
  public var range: Range<Int>
  public var kind: Kind

  public init(range: Range<Int>, kind: Kind) {
    self.range = range
    self.kind = kind
  }
}

extension Redaction.Kind {
  /// A number of a payment card: 12 to 19 digits, checked by Luhn unless the text calls it a card.
  public static let card = Self("CARD")
  public static let iban = Self("IBAN")
  /// A bank account, routing number, sort code or BIC, after a word that says so.
  public static let bank = Self("BANK")
  /// A number of a passport, driving licence, social or national insurance, or tax.
  public static let id = Self("ID")
  /// A password, PIN, one-time code, card verification code, key, or the secret part of a URL.
  public static let secret = Self("SECRET")
  public static let email = Self("EMAIL")
  public static let birthDate = Self("BIRTH_DATE")
  public static let phone = Self("PHONE")
  /// An IPv4 or IPv6 address.
  public static let ip = Self("IP")
  /// The hardware address of a network card.
  public static let mac = Self("MAC")
  /// An address of Bitcoin or Ethereum.
  public static let wallet = Self("WALLET")
  public static let address = Self("ADDRESS")
  public static let postcode = Self("POSTCODE")
  public static let name = Self("NAME")
  /// A number of an order, ticket, case, booking, parcel or invoice.
  public static let order = Self("ORDER")
  /// A number of an account, customer, contract, policy or membership.
  public static let account = Self("ACCOUNT")
  /// A whole URL; only looked for when asked.
  public static let url = Self("URL")
  /// `@name`; only looked for when asked.
  public static let handle = Self("HANDLE")

  /// All built-in kinds, the one that keeps the bytes two of them share first.
  public static let all: [Self] = [
    .card, .iban, .bank, .id, .secret, .email, .birthDate, .phone, .ip, .mac, .wallet, .address,
    .postcode, .name, .order, .account, .url, .handle,
  ]

  /// The kinds that are looked for unless others are named: all but `url` and `handle`.
  public static let standard = Set(all).subtracting([.url, .handle])

  /// The built-in kind of this name, in any case.
  public init?(named name: String) {
    guard let kind = Self.all.first(where: { $0.name == name.uppercased() }) else { return nil }
    self = kind
  }
}
