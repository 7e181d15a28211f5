import EarshotInsights
import EarshotStore
import Foundation
import Testing

@testable import earshot

/// What a webhook sends, and that nothing it meets holds up a watch or loses an alarm unsaid.
@Suite(.serialized) struct WebhookTests {
  private static func event(_ number: Int) -> AlarmEvent {
    var alarm = Alarm(
      id: "A0\(number)", kind: .newTheme, name: "card \"reader\" \\ frozen",
      raisedAt: 1_767_225_600_000_000, firstRecordAt: 1_767_222_000_000_000,
      lastRecordAt: 1_767_225_600_000_000, count: 5, expected: 0.5, pValue: 1e-6)
    alarm.recordIDs = ["r1", "@/etc/passwd"]
    alarm.quotes = [.init(id: "r1", text: "line\nbreak\tand \u{1} 日本 {a,b} [1-9]")]
    return AlarmEvent(.raised, alarm)
  }

  private static func line(_ event: AlarmEvent) -> String {
    String(decoding: AlarmEncoder.line(event), as: UTF8.self)
  }

  private func webhook(_ port: UInt16, path: String = "/hook") throws -> Webhook {
    Webhook(target: try WebhookTarget("http://127.0.0.1:\(port)\(path)", from: "earshot.yaml"))
  }

  /// Delivers `count` events; returns what came of it, and the notes that were made.
  private func deliver(
    _ webhook: Webhook, count: Int, givesUp: Bool = false
  ) -> (Webhook.Delivery, [String]) {
    var notes: [String] = []
    let delivery = webhook.deliver(
      events: { () throws(WorkspaceError) in
        (0..<count).map { (seq: $0, event: Self.event($0)) }
      },
      note: { seq, succeeded throws(WorkspaceError) in
        notes.append("\(seq) \(succeeded)")
        return !succeeded && givesUp
      })
    return (delivery, notes)
  }

  @Test("each event is a POST of its line as JSON, in order")
  func delivers() throws {
    let server = try LocalServer { _ in LocalServer.answer("204 No Content") }
    let (delivery, notes) = deliver(
      try webhook(server.port, path: "/a?token=s%22"), count: 2)
    #expect(delivery == .init(sent: 2) && notes == ["0 true", "1 true"])
    #expect(delivery.message("http://127.0.0.1") == nil)
    #expect(server.requests.map(\.body) == [Self.line(Self.event(0)), Self.line(Self.event(1))])
    let request = try #require(server.requests.first)
    #expect(request.headers["content-type"] == "application/json")
    #expect(request.headers["user-agent"]?.hasPrefix("earshot/") == true)
    #expect(request.headers["expect"] == nil)
  }

  @Test("brackets of an address stand for themselves")
  func globbing() throws {
    let server = try LocalServer { _ in LocalServer.answer("200 OK") }
    let (delivery, _) = deliver(try webhook(server.port, path: "/a[1-3]?x=[ab]"), count: 1)
    #expect(delivery.sent == 1)
    #expect(server.requests.map(\.line) == ["POST /a[1-3]?x=[ab] HTTP/1.1"])
  }

  @Test("a redirect is not followed")
  func redirect() throws {
    let other = try LocalServer { _ in LocalServer.answer("200 OK") }
    let place = "Location: http://127.0.0.1:\(other.port)/\r\n"
    for status in ["302 Found", "307 Temporary Redirect", "308 Permanent Redirect"] {
      let server = try LocalServer { _ in LocalServer.answer(status, headers: place) }
      let (delivery, notes) = deliver(try webhook(server.port), count: 3)
      #expect(delivery.problem == "it answered with a redirect, which is not followed")
      #expect(delivery.pending == 3 && notes == ["0 false"] && server.requests.count == 1)
    }
    #expect(other.requests.isEmpty)
  }

  @Test("the first failure ends it, the rest waits for the next run")
  func firstFailure() throws {
    let server = try LocalServer { n in
      LocalServer.answer(n == 0 ? "200 OK" : "503 Service Unavailable")
    }
    let (delivery, notes) = deliver(try webhook(server.port), count: 4)
    #expect(delivery.sent == 1 && delivery.pending == 3 && delivery.givenUp == 0)
    #expect(notes == ["0 true", "1 false"] && server.requests.count == 2)
    #expect(
      delivery.message("https://hooks.example.org")
        == "3 alarm events could not be delivered to https://hooks.example.org (it answered with status 503); they are tried again at the next run."
    )
  }

  @Test("a pipe's run tries again a quarter of an hour after a failure, and rests when all is told")
  func pace() {
    let start = ContinuousClock.now
    var pace = Webhook.Pace()
    #expect(pace.isDue(at: start), "an earlier run may have left something")
    pace.note(.init(pending: 1, problem: "no answer"), at: start)
    pace.raise()
    #expect(!pace.isDue(at: start + .seconds(899)) && pace.isDue(at: start + .seconds(900)))
    pace.note(.init(sent: 50, pending: 2), at: start)
    #expect(pace.isDue(at: start))
    pace.note(.init(sent: 2), at: start)
    #expect(!pace.isDue(at: start + .seconds(5000)))
    pace.raise()
    #expect(pace.isDue(at: start))
  }

  @Test("an event that was tried too often is said to be given up")
  func givenUp() throws {
    let server = try LocalServer { _ in LocalServer.answer("400 Bad Request") }
    let (delivery, _) = deliver(try webhook(server.port), count: 1, givesUp: true)
    #expect(delivery.givenUp == 1 && delivery.pending == 0)
    #expect(
      delivery.message("https://h")
        == "1 alarm event could not be delivered to https://h (it answered with status 400) in 20 runs and is not tried again; it stays in the workspace, see `earshot watch list`."
    )
  }

  @Test("a server that never answers is waited for as long as was said")
  func silent() throws {
    let server = try LocalServer { _ in nil }
    var hook = try webhook(server.port)
    hook.answerSeconds = 1
    let start = ContinuousClock.now
    let (delivery, notes) = deliver(hook, count: 5)
    #expect(ContinuousClock.now - start < .seconds(8))
    #expect(delivery.problem == "no answer in time" && delivery.pending == 5)
    #expect(notes == ["0 false"])
  }

  @Test("a port that nobody listens on is no connection")
  func refused() throws {
    var port: UInt16 = 0
    do {
      let server = try LocalServer { _ in nil }
      port = server.port
    }
    let (delivery, notes) = deliver(try webhook(port), count: 1)
    #expect(delivery.problem == "no connection" && notes == ["0 false"])
    #expect(
      delivery.message("http://127.0.0.1")
        == "1 alarm event could not be delivered to http://127.0.0.1 (no connection); it is tried again at the next run."
    )
  }

  @Test("a machine without curl is told what to install")
  func noCurl() throws {
    var hook = try webhook(9)
    hook.curl.program = "/nonexistent/curl"
    #expect(
      deliver(hook, count: 1).0.problem
        == "the program curl was not found; install it, with Debian by `apt install curl`")
  }

  @Test("a curl that does not end is stopped")
  func stuck() throws {
    let folder = Folder()
    folder.write("#!/bin/sh\nexec sleep 100\n", to: "curl")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: folder.path("curl"))
    var hook = try webhook(9)
    hook.curl.program = folder.path("curl")
    hook.patienceSeconds = 0.5
    let start = ContinuousClock.now
    #expect(deliver(hook, count: 1).0.problem == "curl did not end and was stopped")
    #expect(ContinuousClock.now - start < .seconds(8))
  }

  @Test("the address is in no argument: curl gets it on its standard input")
  func arguments() throws {
    let folder = Folder()
    let seen = folder.path("seen")
    folder.write("#!/bin/sh\necho \"$@\" > \(seen)\ncat >> \(seen)\nprintf 204\n", to: "curl")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: folder.path("curl"))
    var hook = Webhook(target: try WebhookTarget("https://h.example/secret", from: "f"))
    hook.curl.program = folder.path("curl")
    #expect(deliver(hook, count: 1).0.sent == 1)
    let lines = try folder.read("seen").components(separatedBy: "\n")
    #expect(lines[0] == "-q --config -")
    #expect(lines.contains("url = \"https://h.example/secret\""))
    for option in [
      "proto = \"=https\"", "max-redirs = \"0\"", "max-time = \"10\"", "connect-timeout = \"5\"",
      "silent", "fail", "globoff",
    ] {
      #expect(lines.contains(option), "\(option)")
    }
    #expect(!lines.contains { $0.hasPrefix("insecure") || $0.hasPrefix("location") })
  }

  @Test("in curl's configuration quotes, backslashes and line breaks stay within a value")
  func escapes() {
    #expect(
      Curl.option("data-raw", "a\"\\\n\r\t\u{B}b") == "data-raw = \"a\\\"\\\\\\n\\r\\t\\vb\"\n")
  }

  @Test("an alarm too long for curl's configuration is sent short")
  func long() throws {
    let server = try LocalServer { _ in LocalServer.answer("200 OK") }
    var event = Self.event(1)
    event.alarm.recordIDs = (0..<200).map { "\($0)" + String(repeating: "\"", count: 2000) }
    event.alarm.quotes = [.init(id: "r1", text: String(repeating: "\\", count: 100_000))]
    let hook = try webhook(server.port)
    let delivery = hook.deliver(
      events: { () throws(WorkspaceError) in [(seq: 1, event: event)] },
      note: { _, _ throws(WorkspaceError) in false })
    #expect(delivery == .init(sent: 1))
    let body = try #require(server.requests.first?.body)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any])
    #expect(object["alarm"] as? String == "A01" && body.utf8.count < 90_000)
  }

  @Test("no more than fifty events in one call; what is left is said to wait")
  func many() throws {
    let folder = Folder()
    folder.write("#!/bin/sh\ncat > /dev/null\nprintf 200\n", to: "curl")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: folder.path("curl"))
    var hook = try webhook(9)
    hook.curl.program = folder.path("curl")
    let (delivery, _) = deliver(hook, count: 53)
    #expect(delivery == .init(sent: 50, pending: 3))
    #expect(
      delivery.message("https://h")
        == "3 alarm events still wait for https://h; they are sent at the next run.")
  }

  @Test("a workspace that cannot be written ends it with its sentence")
  func busy() throws {
    let server = try LocalServer { _ in LocalServer.answer("200 OK") }
    let delivery = try webhook(server.port).deliver(
      events: { () throws(WorkspaceError) in [(seq: 1, event: Self.event(1))] },
      note: { _, _ throws(WorkspaceError) in throw .busy(path: "w.sqlite") })
    #expect(delivery.pending == 1 && delivery.sent == 0)
    #expect(delivery.problem == WorkspaceError.busy(path: "w.sqlite").message)
  }

  @Test("from a workspace: what was taken is not sent again, what failed is")
  func workspace() throws {
    let folder = Folder()
    let workspace = try Workspace(path: folder.path("w.sqlite"), create: true)
    try workspace.saveWatch(
      after: 0, state: [1], seen: [1], events: [Self.event(1), Self.event(2)], keepText: false,
      now: 1_767_225_600_000_000)
    let broken = try LocalServer { n in
      LocalServer.answer(n == 0 ? "200 OK" : "500 Internal Server Error")
    }
    let first = try webhook(broken.port).deliver(from: workspace)
    #expect(first.sent == 1 && first.pending == 1)
    let server = try LocalServer { _ in LocalServer.answer("200 OK") }
    #expect(try webhook(server.port).deliver(from: workspace) == .init(sent: 1))
    #expect(try webhook(server.port).deliver(from: workspace) == .init())
    #expect(server.requests.map(\.body) == [Self.line(Self.event(2))])
  }
}

/// Which addresses a webhook may have, and what is said of others: never their path.
@Suite struct WebhookTargetTests {
  @Test(
    "https to any host, http to this machine",
    arguments: [
      ("https://hooks.example.org/services/T0/B0/x?y=1", "https://hooks.example.org"),
      ("HTTPS://Hooks.Example.Org:8443", "https://hooks.example.org"),
      ("https://[2001:db8::1]:443/x", "https://[2001:db8::1]"),
      ("http://localhost:8080/x", "http://localhost"), ("http://127.0.0.1/x", "http://127.0.0.1"),
      ("http://127.9.9.9:1", "http://127.9.9.9"), ("http://[::1]:8080/", "http://[::1]"),
    ])
  func accepted(_ url: String, _ shown: String) throws {
    let target = try WebhookTarget(url, from: "earshot.yaml")
    #expect(target.url == url && target.shown == shown)
    #expect(target.isPlain == shown.hasPrefix("http:"))
  }

  @Test(
    "others are refused in a sentence without path, query or password",
    arguments: [
      ("http://hooks.example.org/SECRET", "http://hooks.example.org: http is not encrypted"),
      ("http://127.0.0.1.example.org/SECRET", "http://127.0.0.1.example.org: http is not"),
      ("http://127.0.0.01/SECRET", "http://127.0.0.01: http is not encrypted"),
      ("http://2130706433/SECRET", "http://2130706433: http is not encrypted"),
      ("http://localhost.example.org/SECRET", "http://localhost.example.org: http is not"),
      ("https://me:SECRET@example.org/", "https://example.org: a user's name or password"),
      ("http://SECRET@127.0.0.1/", "http://127.0.0.1: a user's name or password"),
      ("https://SECRET@a@example.org/", "https://example.org: a user's name or password"),
      ("https://example.org\\@evil.example/SECRET", "the address holds a blank"),
      ("https://example.org/SECRET\n", "the address holds a blank"),
      ("https://example.org/\u{1}SECRET", "the address holds a blank"),
      ("https://exämple.org/SECRET", "the address holds a blank"),
      ("https://example.org/\"SECRET", "the address holds a blank"),
      ("https://:443/SECRET", "the address names no valid host and port."),
      ("https:///SECRET", "the address names no valid host and port."),
      ("https://example.org:/SECRET", "the address names no valid host and port."),
      ("https://example.org:99999/SECRET", "the address names no valid host and port."),
      ("https://a.example,https://SECRET", "the address names no valid host and port."),
      ("https://[::1/SECRET", "the address names no valid host and port."),
      ("https://-SECRET/", "the address names no valid host and port."),
      ("ftp://example.org/SECRET", "addresses of ftp are not supported."),
      ("file:///SECRET", "addresses of file are not supported."),
      ("example.org/SECRET", "this is no address."), ("SECRET", "this is no address."),
      ("", "this is no address."), ("https:example.org/SECRET", "this is no address."),
    ])
  func refused(_ url: String, _ begins: String) {
    let failure = #expect(throws: Failure.self) { try WebhookTarget(url, from: "earshot.yaml") }
    let message = failure?.message ?? ""
    #expect(message.hasPrefix("earshot.yaml: webhook: \(begins)"), "\(message)")
    #expect(!message.contains("SECRET"))
  }

  @Test("only a settings file names it, that in the folder before the user's own")
  func settings() throws {
    let folder = Folder()
    folder.write("webhook: https://home.example/x\n", to: "config/earshot/earshot.yaml")
    let environment = [
      "XDG_CONFIG_HOME": folder.path("config"), "EARSHOT_WEBHOOK": "https://evil.example/",
    ]
    let found = try #require(try Settings.webhook(environment: environment))
    #expect(found.url == "https://home.example/x")
    #expect(found.path == folder.path("config/earshot/earshot.yaml"))
    #expect(try Settings.webhook(environment: ["EARSHOT_WEBHOOK": "https://evil.example/"]) == nil)
  }

  @Test("the setting keeps no command from working, and is no option of one")
  func noOption() throws {
    let folder = Folder()
    folder.write("webhook: https://home.example/x\n", to: "earshot.yaml")
    folder.write("text\nlate parcel\n", to: "in.csv")
    #expect(try folder.run("inspect", "in.csv").status == 0)
    #expect(
      try folder.run("inspect", "in.csv", "--webhook", "https://evil.example/").status == 64)
  }
}
