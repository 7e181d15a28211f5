/// Who may ask: only pages of this server, in a browser that knows where it is.
///
/// - Host: a page elsewhere may make its own name point to this machine (DNS rebinding); its requests
///   then carry that name, which is none of ours.
/// - Origin, and a secret that only our own forms hold: another site cannot post in a reviewer's name.
/// - Token: whoever is to read customers' texts over a network needs the link that was printed.
struct Access: Sendable {
  /// The address that is served.
  let host: String
  /// What the link holds; nil when everybody on this machine may look.
  let token: String?

  static let loopback: Set<String> = ["127.0.0.1", "localhost", "::1"]

  static func isLoopback(_ host: String) -> Bool { loopback.contains(host) }

  /// Whether all addresses of the machine are served, under names that we cannot know.
  private var isWildcard: Bool { host == "0.0.0.0" || host == "::" }

  /// Whether the request names a host that is ours.
  ///
  /// Its port does not matter: through a tunnel it is another one.
  func knowsHost(_ request: PageRequest) -> Bool {
    guard let name = Self.name(ofHost: request.headers["host"] ?? "") else { return false }
    if isWildcard { return true }
    return name == host || (Self.isLoopback(host) && Self.isLoopback(name))
  }

  /// The name in `name:port` or `[address]:port`, in lower case; nil when it is no such thing.
  static func name(ofHost text: String) -> String? {
    let bytes = Array(text.lowercased().utf8)
    var end = bytes.count
    if bytes.first == UInt8(ascii: "[") {
      guard let close = bytes.firstIndex(of: UInt8(ascii: "]")) else { return nil }
      guard isPort(bytes[(close + 1)...]) else { return nil }
      return String(decoding: bytes[1..<close], as: UTF8.self)
    }
    if let colon = bytes.firstIndex(of: UInt8(ascii: ":")) {
      guard isPort(bytes[colon...]) else { return nil }
      end = colon
    }
    let isName = bytes[..<end].allSatisfy {
      switch $0 {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    return isName && end > 0 ? String(decoding: bytes[..<end], as: UTF8.self) : nil
  }

  private static func isPort(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.isEmpty
      || (bytes.count <= 6 && bytes.first == UInt8(ascii: ":")
        && bytes.dropFirst().allSatisfy { 0x30...0x39 ~= $0 })
  }

  /// Whether a request that changes something comes from a page of this server.
  func isFromHere(_ request: PageRequest) -> Bool {
    guard let origin = request.headers["origin"] else {
      // Browsers send one of the two with every post.
      return request.headers["sec-fetch-site"] == "same-origin"
    }
    return origin.lowercased() == "http://" + (request.headers["host"] ?? "").lowercased()
  }

  /// Whether the browser has shown the token before, or none is wanted.
  func isAdmitted(_ request: PageRequest) -> Bool {
    guard let token else { return true }
    return Self.isSame(request.cookie(Self.cookieName("token", request)) ?? "", token)
  }

  /// Cookies do not know ports: another server on this machine must not overwrite ours.
  static func cookieName(_ what: String, _ request: PageRequest) -> String {
    let port = (request.headers["host"] ?? "").split(separator: ":").last.flatMap { Int($0) } ?? 80
    return "earshot_\(what)_\(port)"
  }

  /// Compares secrets in a time that does not tell how much of one is right.
  static func isSame(_ a: String, _ b: String) -> Bool {
    guard a.utf8.count == b.utf8.count else { return false }
    return zip(a.utf8, b.utf8).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  /// 128 random bits of the system's generator, in 32 hexadecimal digits.
  static func randomSecret() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<2).map { _ in
      let digits = String(generator.next() as UInt64, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}
