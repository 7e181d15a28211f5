import EarshotInsights
import EarshotStore
import Foundation
import TestSupport

@testable import EarshotWeb

/// A drawn audit of a few records, tags in turn, the first `doubled` of them for two reviewers.
func drawnKey(
  _ count: Int, doubled: Int = 0, blind: Bool = false,
  labels: [String] = ["billing", "delivery", "login"]
) -> AuditKey {
  AuditKey(
    audit: "topic-test", field: "topic", createdAt: "2026-11-02T08:00:00Z", earshot: "test",
    source: .init(files: ["tagged.jsonl"], records: 100, model: nil),
    frame: .init(
      size: 1000, duplicates: 0, automaticReplies: 0, withoutTag: 0, unreadable: 0,
      skipsDuplicates: false, hash: "0", from: nil, to: nil),
    seed: 7, blind: blind, double: Double(doubled) / Double(count), redacted: false,
    design: .simple, allocation: nil, stratify: [],
    strata: [.init(name: "all", size: 1000, drawn: count)], labels: labels.sorted(),
    records: (0..<count).map {
      .init(
        recordID: "r\($0)", stratum: 0, label: labels[$0 % labels.count], hash: "\($0)")
    },
    rows: Array(0..<count) + Array(0..<doubled))
}

/// A browser on the pages of a workspace, without the network between them.
final class Visit {
  let site: Site
  var cookies: [String: String] = [:]
  var host = "127.0.0.1:8717"

  init(_ workspace: Workspace, access: Access = Access(host: "127.0.0.1", token: nil)) {
    site = Site(workspace: workspace, access: access)
  }

  func send(
    _ method: String, _ target: String, headers: [String: String] = [:], body: String = ""
  ) -> PageResponse {
    var all = ["host": host]
    if !cookies.isEmpty {
      all["cookie"] = cookies.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }
        .joined(separator: "; ")
    }
    all.merge(headers) { $1 }
    guard
      let request = PageRequest(
        method: method, target: target, headers: all, body: Array(body.utf8))
    else { return PageResponse(status: 400, type: "text/plain", "") }
    let response = site.respond(to: request)
    for (name, value) in response.headers where name == "set-cookie" {
      let pair = value.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
      cookies[String(pair[0])] = pair.count > 1 ? String(pair[1]) : ""
    }
    return response
  }

  func get(_ target: String) -> PageResponse { send("GET", target) }

  /// Sends a form as a browser does that has seen a page before.
  func post(
    _ target: String, _ fields: [String: String], headers: [String: String] = [:]
  ) -> PageResponse {
    if cookies["earshot_form_8717"] == nil { _ = get("/") }
    var fields = fields
    if fields["form"] == nil { fields["form"] = cookies["earshot_form_8717"] ?? "" }
    let body = fields.map { "\(Form.encoded($0))=\(Form.encoded($1))" }.joined(separator: "&")
    return send(
      "POST", target,
      headers: [
        "content-type": "application/x-www-form-urlencoded", "origin": "http://\(host)",
      ].merging(headers) { $1 }, body: body)
  }

  /// A visit by somebody whose name the browser knows.
  static func by(_ name: String, _ workspace: Workspace) -> Visit {
    let visit = Visit(workspace)
    _ = visit.post("/name", ["name": name])
    return visit
  }
}

extension PageResponse {
  var text: String { String(decoding: body, as: UTF8.self) }

  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

/// Calls `body` with a workspace that holds one audit.
func withAudit<Result>(
  _ key: AuditKey = drawnKey(4), texts: [String]? = nil,
  _ body: (Workspace) throws -> Result
) throws -> Result {
  try inNewFolder { folder in
    let workspace = try Workspace(path: "\(folder)/w.sqlite", create: true)
    try workspace.createAudit(
      key, texts: texts ?? key.records.map { "The text of \($0.record_id)." })
    return try body(workspace)
  }
}
