/// What is sent back.
struct PageResponse: Sendable {
  var status: Int
  var headers: [(name: String, value: String)]
  var body: [UInt8]

  /// What stands over everything we send: nothing is loaded from elsewhere, framed, guessed or kept.
  static let safety: [(name: String, value: String)] = [
    (
      "content-security-policy",
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    // Not no-referrer: with that browsers hide the Origin of a form, which we check.
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
  ]

  init(status: Int, type: String, _ text: String, caching: String = "no-store") {
    self.status = status
    headers = Self.safety + [("content-type", type), ("cache-control", caching)]
    body = Array(text.utf8)
  }

  static func page(_ text: String, status: Int = 200) -> PageResponse {
    PageResponse(status: status, type: "text/html; charset=utf-8", text)
  }

  /// Goes on with a GET of another page of ours.
  static func redirect(to path: String) -> PageResponse {
    var response = PageResponse(status: 303, type: "text/plain; charset=utf-8", "")
    response.headers.append(("location", path))
    return response
  }

  /// - Parameter seconds: how long the browser keeps it; nil until it is closed.
  mutating func setCookie(_ name: String, _ value: String, seconds: Int? = nil) {
    let age = seconds.map { "; Max-Age=\($0)" } ?? ""
    headers.append(
      (
        "set-cookie",
        "\(name)=\(Form.encoded(value)); Path=/; HttpOnly; SameSite=Strict\(age)"
      ))
  }
}
