import EarshotNumerics

/// Texts made of a seed: the same on every machine, and nobody's.
enum Texts: String, CaseIterable {
  case short, long, mixed, adversarial

  func made(seed: UInt64 = 8) -> [[UInt8]] {
    var generator = SplitMix64(seed: seed)
    switch self {
    case .short:
      return (0..<2000).map { _ in Self.sentence(of: 12, from: Self.english, &generator) }
    case .long:
      return (0..<60).map { _ in
        (0..<40).flatMap { _ in Self.sentence(of: 15, from: Self.english, &generator) + [0x0A] }
      }
    case .mixed:
      return (0..<1000).map { _ in Self.sentence(of: 20, from: Self.world, &generator) }
    case .adversarial:
      return Self.hostile
    }
  }

  /// The label of text `i` for a trial fit: a word that stands in it, more or less.
  static func label(_ i: Int, of text: [UInt8]) -> Int { Int(text.first ?? 0) % 4 + i % 2 }

  private static func sentence(
    of words: Int, from list: [String], _ generator: inout SplitMix64
  ) -> [UInt8] {
    var text: [UInt8] = []
    for i in 0..<words {
      if i > 0 { text.append(0x20) }
      // The square makes early words frequent and late ones rare, as in any language.
      let u = generator.unit()
      text += list[Int(u * u * Double(list.count))].utf8
      if generator.index(below: 9) == 0 { text += ",.!?".utf8.dropFirst(generator.index(below: 4)) }
    }
    return text
  }

  private static let english =
    """
    I the my to a is it card and not was for payment of can you have this money in why account what \
    transfer top up do don't be still been with on but when app charged pending exchange rate from an \
    get cash refund new how order that has did if me pin don't bank declined statement twice support \
    waiting please help 24 hours $12.50 never received broken Great service thanks again terrible delivery \
    parcel address changed password reset won't work login code error 404 since Monday 3rd subscription \
    cancel cancelled invoice number INV-20931 mail me at somebody@example.com or see \
    https://example.com/help/7 #help @support unbelievable soooo annoyed :( :) disappointed fraudulent \
    verification identity documents uploaded yesterday evening unexpectedly
    """.split(separator: " ").map(String.init)

  private static let world =
    """
    the карта платёж не работает 我的 卡 在哪里 日本語 カタカナ ひらがな 한국어 결제 مرحبا الدفع שלום \
    naïve café Ａｆｕｌｌ ﬁne Straße İstanbul ΣΊΣΥΦΟΣ e\u{301}te\u{301} 👍 👩‍👩‍👧 🇨🇭 हिन्दी ไทยไม่มีช่องว่าง \
    don’t “quoted” – dash\u{2009}thin \u{200B}zero\u{200D}width ٣٤٥ ⅷ x² card money help
    """.split(separator: " ").map(String.init)

  private static let hostile: [[UInt8]] = [
    [UInt8](repeating: UInt8(ascii: "a"), count: 20_000),
    repeated("a ", 10_000),
    repeated("e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}", 1000),
    repeated("> ", 5000),
    repeated("((((:-)", 2000),
    repeated("a@b.c/", 2000),
    repeated("http://", 2000),
    repeated("1,2.3-", 2000),
    repeated("x: y\n", 2000),
    repeated("👩‍", 2000),
    repeated("not'", 2000),
    repeated("\u{AC00}\u{4E00}\u{E01}", 2000),
    // No UTF-8 at all.
    (0..<20_000).map { UInt8(truncatingIfNeeded: 0x80 + $0 * 37) },
    [UInt8](repeating: 0, count: 10_000),
  ]

  private static func repeated(_ text: String, _ count: Int) -> [UInt8] {
    (0..<count).flatMap { _ in Array(text.utf8) }
  }
}
