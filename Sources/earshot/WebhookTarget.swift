/// Where a webhook's messages go: an address that was checked, and what of it may be shown.
///
/// The path and query of such an address are often a secret, so no message repeats them.
struct WebhookTarget: Equatable {
  /// The address as it is handed to curl.
  let url: String
  /// Scheme and host: `https://hooks.example.org`.
  let shown: String
  /// http to this machine, which needs no encryption.
  let isPlain: Bool

  /// - Parameters:
  ///   - text: as it stands in the settings file.
  ///   - path: of that file, for messages.
  /// - Throws: where it is no address of https, or of http on this machine, or holds a user's name.
  init(_ text: String, from path: String) throws(Failure) {
    func refused(_ why: String) -> Failure { Failure("\(path): webhook: \(why)") }
    let form = "Expected an address like https://hooks.example.org/…"
    guard let (scheme, rest) = Self.split(text) else {
      throw refused("this is no address. \(form)")
    }
    guard ["https", "http"].contains(scheme) else {
      throw refused("addresses of \(scheme) are not supported. \(form)")
    }
    // Anything else than these is percent-encoded in an address, or read in two ways by two readers.
    let isClean = text.utf8.allSatisfy { byte in
      0x21...0x7E ~= byte && !#""<>\^`{|}"#.utf8.contains(byte)
    }
    guard isClean else {
      throw refused(
        "the address holds a blank, a control character or a sign that must be percent-encoded. \(form)"
      )
    }
    let authority = rest.prefix { !"/?#".contains($0) }
    let address = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
    guard let host = Self.host(address) else {
      throw refused("the address names no valid host and port. \(form)")
    }
    let shown = "\(scheme)://\(host)"
    guard !authority.contains("@") else {
      throw refused(
        "\(shown): a user's name or password in the address is not supported. Use an address whose path is the secret."
      )
    }
    isPlain = scheme == "http"
    guard !isPlain || Self.isLoopback(host) else {
      throw refused(
        "\(shown): http is not encrypted and is accepted only for this machine. Use https.")
    }
    (url, self.shown) = (text, shown)
  }

  /// `https` and what follows `://`.
  private static func split(_ text: String) -> (scheme: String, rest: Substring)? {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let scheme = text[..<colon].lowercased()
    let rest = text[colon...]
    guard (1...20).contains(scheme.utf8.count), rest.hasPrefix("://"),
      scheme.utf8.allSatisfy({ UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 })
    else { return nil }
    return (scheme, rest.dropFirst(3))
  }

  /// The host of `host`, `host:port` or `[address]:port`; nil where one of them is not well formed.
  private static func host(_ address: Substring) -> String? {
    let host: Substring
    let port: Substring
    if address.hasPrefix("[") {
      guard let end = address.firstIndex(of: "]") else { return nil }
      host = address[...end]
      port = address[address.index(after: end)...]
      let inside = host.dropFirst().dropLast()
      guard !inside.isEmpty, inside.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." })
      else { return nil }
    } else {
      host = address.prefix { $0 != ":" }
      port = address.dropFirst(host.count)
      guard !host.isEmpty, host.count <= 253,
        host.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == ".") }),
        !host.hasPrefix("."), !host.hasPrefix("-"), !host.contains("..")
      else { return nil }
    }
    if !port.isEmpty {
      let digits = port.dropFirst()
      guard port.first == ":", (1...5).contains(digits.count),
        digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let number = Int(digits),
        1...65_535 ~= number
      else { return nil }
    }
    return host.lowercased()
  }

  /// Only names and addresses that no name server decides on.
  private static func isLoopback(_ host: String) -> Bool {
    if host == "localhost" || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    // Leading zeros mean octal to some readers.
    return parts.count == 4 && parts[0] == "127"
      && parts.allSatisfy { part in UInt8(part).map { String($0) == part } ?? false }
  }
}
