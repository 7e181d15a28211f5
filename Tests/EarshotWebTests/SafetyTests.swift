import EarshotStore
import Foundation
import Testing

@testable import EarshotWeb

@Suite("What the pages refuse")
struct SafetyTests {
  let review = "/audits/topic-test/review"

  @Test(
    "other names than this machine's are refused, so that no page elsewhere can point its name here",
    arguments: ["evil.example", "127.0.0.1.evil.example:8717", "", "[::1", "localhost:x"])
  func hosts(host: String) throws {
    try withAudit { workspace in
      let visit = Visit(workspace)
      visit.host = host
      #expect(visit.get("/").status == 421)
    }
  }

  @Test(
    "this machine's own names are served, whatever the port of a tunnel",
    arguments: ["127.0.0.1:8717", "localhost:9000", "[::1]:8717", "LOCALHOST"])
  func ownHosts(host: String) throws {
    try withAudit { workspace in
      let visit = Visit(workspace)
      visit.host = host
      #expect(visit.get("/").status == 200)
    }
  }

  @Test(
    "a form from another site is refused",
    arguments: ["http://evil.example", "http://127.0.0.1:3000", "null", "https://127.0.0.1:8717"])
  func origins(origin: String) throws {
    try withAudit { workspace in
      let visit = Visit.by("Ann", workspace)
      let answer = visit.post(
        "/audits/topic-test/judge", ["row": "1", "decision": "yes:"], headers: ["origin": origin])
      #expect(answer.status == 403)
      let stored = try workspace.judgements("topic-test")
      #expect(stored.isEmpty)
    }
  }

  @Test("a form without the secret of this browser is refused", arguments: ["", "0", nil])
  func secrets(secret: String?) throws {
    try withAudit { workspace in
      let visit = Visit.by("Ann", workspace)
      let wrong = secret ?? String(repeating: "0", count: 32)
      let answer = visit.post(
        "/audits/topic-test/judge", ["row": "1", "decision": "yes:", "form": wrong])
      #expect(answer.status == 403)
      let stored = try workspace.judgements("topic-test")
      #expect(stored.isEmpty)
    }
  }

  @Test("what is no form is refused")
  func types() throws {
    try withAudit { workspace in
      let visit = Visit.by("Ann", workspace)
      for type in ["text/plain", "application/json", ""] {
        #expect(visit.post("/name", ["name": "x"], headers: ["content-type": type]).status == 415)
      }
    }
  }

  @Test("everything is sent with headers that load nothing from elsewhere and keep nothing")
  func headers() throws {
    try withAudit { workspace in
      let visit = Visit.by("Ann", workspace)
      for path in ["/", "/name", review, "/audits/x/review", "/none", "/assets/page.js"] {
        let answer = visit.get(path)
        let policy = try #require(answer.header("content-security-policy"))
        #expect(policy.hasPrefix("default-src 'none'") && !policy.contains("unsafe"))
        #expect(answer.header("x-content-type-options") == "nosniff")
        if path != "/assets/page.js" { #expect(answer.header("cache-control") == "no-store") }
      }
    }
  }

  @Test("no page holds a script, a style or a handler of its own, or names another site")
  func inline() throws {
    try withAudit(drawnKey(2, doubled: 2)) { workspace in
      let visit = Visit.by("Ann", workspace)
      for path in ["/", "/name", review, "/audits/topic-test/settle", "/audits/topic-test/verdict"]
      {
        let html = visit.get(path).text
        #expect(html.components(separatedBy: "<script").count == 2, "\(path)")
        for sign in [" style=", "<style", " onclick", "javascript:", "http:", "https:", "\"//"] {
          #expect(!html.contains(sign), "\(path) \(sign)")
        }
      }
    }
  }

  @Test(
    "a ticket that is HTML or a script is shown as text",
    arguments: [
      "<script>alert(1)</script>", "</div><img src=x onerror=alert(1)>", "{{{form}}} {{form}}",
      // Marks that join with what stands beside them and so hide it from an escaping by characters.
      "\u{0600}<script>alert(1)</script>", "<\u{0301}b>", "\u{0600}\"\u{0600}'\u{0600}&amp;",
    ])
  func escaping(text: String) throws {
    try withAudit(drawnKey(1), texts: [text]) { workspace in
      let html = Visit.by("Ann", workspace).get(review).text
      let start = try #require(html.range(of: "What the customer wrote\">"))
      let end = try #require(html.range(of: "</div>", range: start.upperBound..<html.endIndex))
      let shown = html[start.upperBound..<end.lowerBound]
      #expect(!shown.unicodeScalars.contains("<") && !shown.unicodeScalars.contains("\""))
      // By bytes, since a mark may join with a letter beside it.
      var plain = Data(shown.utf8)
      for (name, sign) in [
        ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&"),
      ] {
        var from = plain.startIndex
        while let range = plain.range(of: Data(name.utf8), in: from..<plain.endIndex) {
          plain.replaceSubrange(range, with: Data(sign.utf8))
          from = range.lowerBound + 1
        }
      }
      #expect(Array(plain) == Array(text.utf8))
    }
  }

  @Test("a name that is HTML is shown as text")
  func names() throws {
    try withAudit { workspace in
      let html = Visit.by("<b>\"Ann\"", workspace).get(review).text
      #expect(html.contains("&lt;b&gt;&quot;Ann&quot;") && !html.contains("<b>"))
    }
  }

  @Test(
    "there are no files but the pages' own",
    arguments: [
      "/assets/../../etc/passwd", "/assets/%2e%2e/%2e%2e/etc/passwd", "/assets/",
      "/assets/page.js/x",
      "/audits/topic-test/review/x", "/assets/..%2fpage.js",
    ])
  func paths(path: String) throws {
    try withAudit { #expect(Visit($0).get(path).status == 404) }
  }

  @Test("what is no path is no request", arguments: ["*", "http://x/", "/%zz", "/%ff"])
  func targets(target: String) throws {
    try withAudit { #expect(Visit($0).get(target).status == 400) }
  }

  @Test(
    "after the name the way leads nowhere else",
    arguments: ["//evil.example", "http://evil.example", "/\\evil.example", "/\nx", ""])
  func redirects(to: String) throws {
    try withAudit { workspace in
      let answer = Visit(workspace).post("/name", ["name": "Ann", "to": to])
      #expect(answer.header("location") == "/")
    }
  }

  @Test("with a token only who has opened its link sees anything")
  func token() throws {
    try withAudit { workspace in
      let token = Access.randomSecret()
      let visit = Visit(workspace, access: Access(host: "0.0.0.0", token: token))
      visit.host = "10.0.0.5:8717"
      #expect(visit.get("/").status == 403 && visit.get(review).status == 403)
      #expect(visit.post("/name", ["name": "Ann"]).status == 403)
      #expect(visit.get("/?token=" + String(repeating: "0", count: 32)).status == 403)
      let answer = visit.get("/?token=\(token)")
      #expect(answer.status == 303 && answer.header("location") == "/")
      #expect(visit.get("/").status == 200)
    }
  }

  @Test("an address that others reach is refused without a token")
  func needsToken() throws {
    try withAudit { workspace in
      #expect(throws: WebServerError.needsToken(host: "0.0.0.0")) {
        _ = try WebServer(workspace: workspace, host: "0.0.0.0")
      }
      _ = try WebServer(workspace: workspace, host: "::1")
    }
  }

  @Test("secrets are 128 bits and never the same")
  func secretBits() {
    let secrets = (0..<100).map { _ in Access.randomSecret() }
    #expect(Set(secrets).count == 100 && secrets.allSatisfy { $0.utf8.count == 32 })
  }
}
