/// E-mail addresses, URLs, network addresses, keys.
extension RedactionScan {
  // MARK: - E-mail

  /// An address or a handle around the `@` at piece `i`.
  mutating func email(at i: Int) {
    guard i != userInfoAt else { return }
    guard i + 1 < pieces.count, pieces[i + 1].gap == .none, pieces[i + 1].isAlphanumeric else {
      return
    }
    // A local part ends at the `@` before it, so no stretch is looked at more than twice.
    var start = i
    while start > 0, pieces[start].gap == .none,
      pieces[start - 1].isAlphanumeric || isMark(start - 1, in: "._%+-&'", gap: .paragraph)
    {
      start -= 1
    }
    while start < i, pieces[start].kind == .mark, pieces[start].byte != UInt8(ascii: "_") {
      start += 1
    }
    let end = domainEnd(i + 1)
    if start < i, let end {
      add(.email, start, end, rank: 0)
    } else if start == i {
      handle(at: i)
    }
  }

  /// One past the last piece of a domain with a dot that begins at piece `start`.
  private func domainEnd(_ start: Int) -> Int? {
    var end: Int?
    var i = start
    while i < pieces.count, i == start || pieces[i].gap == .none {
      if pieces[i].isAlphanumeric {
        // "4@12.99 %" is a rate.
        if isMark(i - 1, "."), i - 1 > start, pieces[i].kind == .letters {
          end = Int(pieces[i].runEnd)
        }
        i = Int(pieces[i].runEnd)
      } else if isMark(i, in: ".-_"), i + 1 < pieces.count, pieces[i + 1].gap == .none,
        pieces[i + 1].isAlphanumeric || isMark(i + 1, "-")
      {
        // A dash after the last dot belongs to the label.
        if end == i, !isMark(i, "."), pieces[i + 1].isAlphanumeric {
          end = Int(pieces[i + 1].runEnd)
        }
        i += 1
      } else {
        break
      }
    }
    return end
  }

  private mutating func handle(at i: Int) {
    guard i == 0 || pieces[i].gap > .none || pieces[i - 1].kind == .mark else { return }
    var end = Int(pieces[i + 1].runEnd)
    while isMark(end, "_"), end < i + 16 { end += 1 }
    if end < pieces.count, pieces[end].gap == .none, pieces[end].isAlphanumeric, end > i + 2 {
      end = Int(pieces[end].runEnd)
    }
    add(.handle, i, end)
  }

  /// `name [at] example [dot] com`, `name at example dot com`, from the "at" at piece `i`.
  mutating func spelledEmail(at i: Int) {
    guard pieces[i].count == 2, lowercased(i) == Array("at".utf8), i > 0 else { return }
    let isBracketed = isMark(i - 1, in: "([", gap: .blank) && isMark(i + 1, in: ")]")
    let local = isBracketed ? i - 2 : i - 1
    let domain = isBracketed ? i + 2 : i + 1
    guard local >= 0, pieces[local].isAlphanumeric, domain < pieces.count,
      pieces[domain].isAlphanumeric, pieces[domain].gap <= .blank
    else { return }
    var end = Int(pieces[domain].runEnd)
    var labels = 0
    while labels < 3, let next = labelAfterDot(end, mayBeMark: isBracketed || labels > 0) {
      end = next
      labels += 1
    }
    guard labels > 0 else { return }
    var start = local
    while start > max(0, local - 8), pieces[start].gap == .none,
      pieces[start - 1].isAlphanumeric || isMark(start - 1, in: "._+-", gap: .paragraph)
    {
      start -= 1
    }
    while start < local, !pieces[start].isAlphanumeric { start += 1 }
    add(.email, start, end, rank: 0)
  }

  /// The end of the label after a spelled or bracketed dot.
  private func labelAfterDot(_ i: Int, mayBeMark: Bool) -> Int? {
    var at = i
    let isBracketed = isMark(at, in: "([", gap: .blank)
    if isBracketed { at += 1 }
    guard at < pieces.count, pieces[at].gap <= .blank else { return nil }
    let isWord = pieces[at].count == 3 && lowercased(at) == Array("dot".utf8)
    guard isWord || mayBeMark && isMark(at, ".") else { return nil }
    at += 1
    if isBracketed { guard isMark(at, in: ")]") else { return nil } }
    if isBracketed { at += 1 }
    guard isLetters(at, gap: .blank), pieces[at].count <= 12 else { return nil }
    return at + 1
  }

  // MARK: - URL

  /// The URL whose scheme or `www` is piece `i`: its secrets, and itself where that is asked for.
  mutating func url(at i: Int) {
    guard i >= urlEnd else { return }
    var authority = i
    if isMark(i + 1, ":"), isMark(i + 2, "/"), isMark(i + 3, "/") {
      authority = i + 4
    } else if !(pieces[i].count == 3 && lowercased(i) == Array("www".utf8) && isMark(i + 1, "."))
      || goesOn(before: i)
    {
      return
    }
    var end = authority
    while end < pieces.count, pieces[end].gap == .none || end == i,
      !isMark(end, in: "<>\"`|\\")
    {
      end += 1
    }
    while end > authority, isMark(end - 1, in: ".,;:!?)'*]") { end -= 1 }
    guard end > authority else { return }
    urlEnd = end
    add(.url, i, end)

    var at = authority
    while at < end, !isMark(at, in: "/?#") {
      if isMark(at, "@") {
        userInfoAt = at
        add(.secret, authority, at, rank: 0)
      }
      at += 1
    }
    while at < end {
      if isMark(at, in: "?&#;") { at = parameter(at + 1, end) } else { at += 1 }
    }
  }

  /// `key=value` from piece `start` on; returns where the next one may begin.
  private mutating func parameter(_ start: Int, _ end: Int) -> Int {
    var at = start
    var key: [UInt8] = []
    while at < end, pieces[at].isAlphanumeric || isMark(at, in: "_-.") {
      if key.count <= 40, pieces[at].isAlphanumeric { key += lowercased(at) }
      at += 1
    }
    guard isMark(at, "="), at < end else { return max(at, start) }
    let first = at + 1
    at = first
    var hasAt = false
    while at < end, !isMark(at, in: "&#;") {
      if isMark(at, "%"), isDigits(at + 1), text[pieces[at + 1].range].starts(with: "40".utf8) {
        hasAt = true
      }
      at += 1
    }
    if Self.secretKeys.contains(key) {
      add(.secret, first, at, rank: 0)
    } else if hasAt {
      add(.email, first, at, rank: 0)
    }
    return at
  }

  /// Parameters whose value opens a door, without `_` and `-`, in small letters.
  private static let secretKeys = Set(
    """
    token accesstoken idtoken refreshtoken authtoken resettoken csrftoken apikey key secret \
    clientsecret password passwd pwd pass auth authorization session sessionid sid phpsessid \
    jsessionid signature sig code otp jwt ticket credential credentials xamzsignature \
    xamzcredential xamzsecuritytoken accesskey awsaccesskeyid magic invite state nonce samlresponse
    """.split(whereSeparator: { $0 == " " || $0 == "\n" }).map { Array($0.utf8) })

  // MARK: - Network

  /// An IPv4 address whose first number is piece `i`; not after a word such as "version".
  mutating func networkAddress(at i: Int) -> Bool {
    guard isMark(i + 1, "."), isMark(i + 3, "."), isMark(i + 5, "."), !goesOn(before: i) else {
      return false
    }
    for k in [i, i + 2, i + 4, i + 6] {
      guard isDigits(k, gap: k == i ? .paragraph : .none), pieces[k].count <= 3, value(k) <= 255
      else { return false }
    }
    guard !goesOn(after: i + 6), !(isMark(i + 7, ".") && isDigits(i + 8)),
      !(isMark(i - 1, ".", gap: .paragraph) && pieces[i].gap == .none
        && isDigits(i - 2, gap: .paragraph))
    else { return false }
    for k in max(0, i - 3)..<i where roles(k).contains(.version) { return false }
    add(.ip, i, i + 7, rank: 0)
    numbersEnd = max(numbersEnd, i + 7)
    return true
  }

  /// A MAC address, an IPv6 address, a wallet or a key that begins with piece `i`.
  mutating func hardwareAddress(at i: Int) {
    guard !goesOn(before: i), pieces[i].gap > .none || !isMark(i - 1, in: ":.", gap: .paragraph)
    else { return }
    let start = Int(pieces[i].start)
    if let end = macEnd(start) {
      add(.mac, bytes: start..<end, rank: 0)
    } else if let end = ipv6End(start) {
      add(.ip, bytes: start..<end, rank: 0)
    }
    guard pieces[i].isAlphanumeric else { return }
    wallet(at: i)
    key(at: i)
  }

  private func byte(_ i: Int) -> UInt8 { i < text.count ? text[i] : 0 }

  private func isHex(_ byte: UInt8) -> Bool {
    ByteClass.isDigit(byte) || (0x61...0x66).contains(ByteClass.lowercased(byte))
  }

  /// `00:1b:44:11:3a:b7`, with dashes, or `001b.4411.3ab7`.
  private func macEnd(_ start: Int) -> Int? {
    for (size, count, marks) in [(2, 6, [0x3A, 0x2D] as [UInt8]), (4, 3, [0x2E])] {
      let mark = byte(start + size)
      guard marks.contains(mark) else { continue }
      var i = start
      var hasLetter = false
      var fits = true
      for group in 0..<count where fits {
        if group > 0 {
          fits = byte(i) == mark
          i += 1
        }
        for _ in 0..<size {
          fits = fits && isHex(byte(i))
          hasLetter = hasLetter || ByteClass.isLetter(byte(i))
          i += 1
        }
      }
      // "12.34.56…" of digits alone is a date or a version, unless it has the colons.
      guard fits, !ByteClass.isAlphanumeric(byte(i)), byte(i) != mark, hasLetter || mark == 0x3A
      else { continue }
      return i
    }
    return nil
  }

  /// Eight groups of hexadecimal digits, or fewer around one `::` (RFC 4291, 2.2).
  private func ipv6End(_ start: Int) -> Int? {
    var i = start
    var groups = 0
    var length = 0
    var isShortened = false
    var hasLetter = false
    var end = start
    while i < start + 46 {
      let next = byte(i)
      if isHex(next) {
        length += 1
        guard length <= 4 else { return nil }
        hasLetter = hasLetter || ByteClass.isLetter(next)
        i += 1
        end = i
      } else if next == 0x3A {
        if length > 0 { groups += 1 }
        length = 0
        if byte(i + 1) == 0x3A {
          guard !isShortened else { return nil }
          isShortened = true
          i += 1
        } else if i == start {
          return nil
        }
        i += 1
      } else {
        break
      }
    }
    if length > 0 { groups += 1 }
    guard !ByteClass.isAlphanumeric(byte(i)), end > start else { return nil }
    guard isShortened ? groups <= 7 && (groups >= 3 || groups == 2 && hasLetter) : groups == 8
    else { return nil }
    // "dead::beef" may be, "face::add" is more likely code: a digit makes it an address.
    guard text[start..<end].contains(where: { ByteClass.isDigit($0) }) else { return nil }
    return end
  }

  // MARK: - Wallets and keys

  private mutating func wallet(at i: Int) {
    let end = Int(pieces[i].runEnd)
    let range = Int(pieces[i].start)..<Int(pieces[end - 1].end)
    guard (26...62).contains(range.count) else { return }
    let run = text[range]
    if run.starts(with: "0x".utf8), run.count == 42, run.dropFirst(2).allSatisfy({ isHex($0) }) {
      add(.wallet, bytes: range, rank: 0)
    } else if run.starts(with: "bc1".utf8), run.count >= 42,
      run.allSatisfy({ ByteClass.isDigit($0) || (0x61...0x7A).contains($0) })
    {
      add(.wallet, bytes: range, rank: 0)
    } else if run.count <= 35, run.first == 0x31 || run.first == 0x33,
      // Base58: no 0, O, I, l.
      run.allSatisfy({ ByteClass.isAlphanumeric($0) && ![0x30, 0x4F, 0x49, 0x6C].contains($0) }),
      run.contains(where: { (0x61...0x7A).contains($0) }),
      run.contains(where: { (0x41...0x5A).contains($0) })
    {
      add(.wallet, bytes: range, rank: 0)
    }
  }

  /// A key of a well-known service, or a JSON web token.
  private mutating func key(at i: Int) {
    guard i >= secretEnd, pieces[i].kind == .letters else { return }
    let start = Int(pieces[i].start)
    let prefixes = [
      "sk_live_", "sk_test_", "pk_live_", "rk_live_", "ghp_", "gho_", "github_pat_", "xoxb-",
      "xoxp-", "glpat-", "AKIA", "eyJ", "sk-", "AIza",
    ]
    guard prefixes.contains(where: { text[start...].starts(with: $0.utf8) }) else { return }
    var end = i
    while end < pieces.count, end == i || pieces[end].gap == .none,
      pieces[end].isAlphanumeric || isMark(end, in: "-_.")
    {
      end += 1
    }
    secretEnd = end
    while end > i, pieces[end - 1].kind == .mark { end -= 1 }
    let bytes = Int(pieces[end - 1].end) - start
    let hasDigit = pieces[i..<end].contains { $0.kind == .digits }
    if bytes >= 20, hasDigit { add(.secret, i, end, rank: 0) }
  }
}
