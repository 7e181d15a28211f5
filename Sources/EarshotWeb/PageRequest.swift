/// A request as the pages see it: free of the server's own types.
struct PageRequest: Sendable {
  var method: String
  /// The path, percent-decoded piece by piece: `/audits/a%2Fb/review` is `["audits", "a/b", "review"]`.
  var path: [String]
  var query: Form
  /// Header values by their names in lower case.
  var headers: [String: String]
  var body: [UInt8]
  /// For a browser that has no secret yet, to be set with the answer.
  let freshSecret = Access.randomSecret()

  /// - Parameter target: path and query as they stand in the request.
  /// - Returns: nil when the target is not a path, or is no UTF-8 after decoding.
  init?(method: String, target: String, headers: [String: String] = [:], body: [UInt8] = []) {
    guard target.hasPrefix("/") else { return nil }
    let halves = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var path: [String] = []
    for piece in halves[0].split(separator: "/") {
      guard let text = Form.decoded(piece.utf8, plusIsBlank: false) else { return nil }
      path.append(text)
    }
    guard let query = Form(Array((halves.count > 1 ? halves[1] : "").utf8)) else { return nil }
    (self.method, self.path, self.query) = (method, path, query)
    (self.headers, self.body) = (headers, body)
  }

  /// Whether the page's own script asks, which needs only the middle of the page.
  var wantsPart: Bool { headers["x-earshot-part"] != nil }

  /// The value of a cookie.
  func cookie(_ name: String) -> String? {
    for pair in (headers["cookie"] ?? "").split(separator: ";") {
      let halves = pair.split(separator: "=", maxSplits: 1)
      guard halves.count == 2, halves[0].drop(while: { $0 == " " }) == name else { continue }
      return Form.decoded(halves[1].utf8, plusIsBlank: false)
    }
    return nil
  }
}

extension PageRequest {
  /// What forms of this browser must carry; nil when it has none that is any good.
  var formCookie: String? {
    cookie(Access.cookieName("form", self)).flatMap { $0.utf8.count == 32 ? $0 : nil }
  }
}

/// The fields of a form or of a query, `application/x-www-form-urlencoded`.
struct Form: Sendable {
  private let fields: [String: String]

  /// - Returns: nil when it is no UTF-8 after decoding, or an escape is broken.
  init?(_ bytes: [UInt8]) {
    var fields: [String: String] = [:]
    for pair in bytes.split(separator: UInt8(ascii: "&")) {
      let halves = pair.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decoded(halves[0], plusIsBlank: true),
        let value = Self.decoded(halves.count > 1 ? halves[1] : [], plusIsBlank: true)
      else { return nil }
      if fields[name] == nil { fields[name] = value }
    }
    self.fields = fields
  }

  /// The first value of that name.
  subscript(name: String) -> String? { fields[name] }

  static func decoded(_ bytes: some Collection<UInt8>, plusIsBlank: Bool) -> String? {
    var out: [UInt8] = []
    var rest = bytes.makeIterator()
    while let byte = rest.next() {
      switch byte {
      case UInt8(ascii: "+") where plusIsBlank: out.append(0x20)
      case UInt8(ascii: "%"):
        guard let high = rest.next().flatMap(hexValue), let low = rest.next().flatMap(hexValue)
        else { return nil }
        out.append(high << 4 | low)
      default: out.append(byte)
      }
    }
    return String(validating: out, as: UTF8.self)
  }

  private static func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  /// A text as a piece of a path, of a query or of a cookie.
  static func encoded(_ text: String) -> String {
    var out = ""
    for byte in text.utf8 {
      let scalar = Unicode.Scalar(byte)
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~": out.unicodeScalars.append(scalar)
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        out += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return out
  }
}
