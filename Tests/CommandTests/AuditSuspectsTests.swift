import Foundation
import Testing

/// `audit suspects`: what it finds, and what it shows of it.
@Suite struct AuditSuspectsTests {
  let folder = Folder()
  /// The tiny table with ids, and the record 7 (a refund) said to be about a login.
  private static let table: String = {
    var lines = TinyModel.table.split(separator: "\n").map(String.init)
    lines[7] = "refund my payment now,account.login"
    return "id,\(lines[0])\n"
      + lines.dropFirst().enumerated().map { "t\($0 + 1),\($1)\n" }.joined()
  }()

  private func suspects(_ table: String = Self.table, _ more: String = "") throws -> Outcome {
    folder.write(table, to: "in.csv")
    return try folder.shell(
      "$earshot audit suspects in.csv --label-field topic --embedding none \(more)")
  }

  @Test("a label that was clicked wrongly stands at the top, with the likely one beside it")
  func found() throws {
    let got = try suspects(Self.table, "--json --top 3")
    #expect(got.status == 0 && got.errors == "", "\(got)")
    let report = try #require(try got.objects().first)
    let first = try #require((report["suspects"] as? [[String: Any]])?.first)
    #expect(first["record_id"] as? String == "t7" && first["line"] as? Int == 8, "\(got)")
    #expect(first["given"] as? String == "account.login")
    #expect(first["likely"] as? String == "billing.refund")
    #expect(first["text"] == nil)
    #expect(report["records"] as? Int == 24)
    for key in ["estimated_wrong", "estimated_share", "estimated_pairs", "same_text", "seed"] {
      #expect(report[key] != nil, "\(key)")
    }
    #expect(report["accuracy"] == nil, "a list of suspects is no estimate of accuracy")
  }

  @Test("the report for people says that the list is no sample")
  func people() throws {
    let got = try suspects()
    #expect(
      got.lines.first
        == "24 records, 3 labels, each record judged by a model that did not learn from it.")
    #expect(
      got.lines.last
        == "A list to look through, not a sample: for how many labels are right, draw with `earshot audit draw`."
    )
    #expect(!got.text.contains("refund my payment now"), "no text is shown unless asked for")
  }

  @Test("the table holds texts only when asked, and no cell that runs as a formula")
  func table() throws {
    var table = Self.table
    table += "t25,=HYPERLINK(refund my payment),billing.refund\n"
    let got = try suspects(table, "--share 1 -o suspects.csv")
    #expect(got.status == 0, "\(got)")
    let plain = try folder.read("suspects.csv").split(separator: "\n")
    #expect(
      plain.first
        == "rank,record_id,line,given,likely,given_probability,likely_probability,score,same_text_as"
    )
    #expect(plain.count == 26)
    _ = try suspects(table, "--share 1 -o suspects.csv --with-text --excel")
    let full = try folder.read("suspects.csv")
    #expect(full.hasPrefix("\u{feff}rank,") && full.contains("\r\n"))
    #expect(full.contains(",'=HYPERLINK(refund my payment)"))
  }

  @Test("one text with two labels is a finding of its own, whatever its rank")
  func sameText() throws {
    let table = Self.table + "t25,\"Where  is my refund it has been two weeks\",delivery.late\n"
    let got = try suspects(table, "--json --top 1")
    let report = try #require(try got.objects().first)
    let groups = try #require(report["same_text"] as? [[String: Any]])
    let members = try #require(groups.first?["records"] as? [[String: Any]])
    #expect(groups.count == 1 && members.map { $0["record_id"] as? String } == ["t2", "t25"])
    let listed = try #require(report["suspects"] as? [[String: Any]])
    let pair = listed.filter { $0["same_text_as"] != nil }
    #expect(Set(pair.compactMap { $0["record_id"] as? String }) == ["t2", "t25"], "\(got)")
  }

  @Test(
    "the probabilities behind it are written for other tools: a row a record, each summing to 1")
  func probabilities() throws {
    let got = try suspects(Self.table, "--probabilities p.csv")
    #expect(got.status == 0, "\(got)")
    let rows = try folder.read("p.csv").split(separator: "\n").map { $0.split(separator: ",") }
    #expect(rows[0] == ["record_id", "given", "account.login", "billing.refund", "delivery.late"])
    #expect(rows.count == 25)
    for row in rows.dropFirst() {
      let sum = row[2...].reduce(0.0) { $0 + (Double($1) ?? .nan) }
      #expect(abs(sum - 1) < 1e-5)
    }
  }

  @Test("labels that may stand together are ranked without an estimate")
  func severalLabels() throws {
    let table =
      Self.table + "t25,late parcel and I want my money back,billing.refund|delivery.late\n"
    let got = try suspects(table, "--json")
    #expect(got.status == 0, "\(got)")
    let report = try #require(try got.objects().first)
    #expect(report["estimated_wrong"] == nil && report["suspects"] != nil)
  }

  @Test("the same list for any number of threads")
  func threads() throws {
    #expect(
      try suspects(Self.table, "--json --threads 1").out
        == suspects(Self.table, "--json --threads 4").out)
  }

  @Test("two lengths for one list are a mistake of usage")
  func usage() throws {
    let got = try suspects(Self.table, "--top 3 --share 0.1")
    #expect(got.status == 64 && got.errors.contains("--top and --share"), "\(got)")
  }

  @Test("one label alone can't be doubted")
  func oneLabel() throws {
    let got = try suspects("text,topic\na,x\nb,x\n")
    #expect(got.status == 1)
    #expect(
      got.errors
        == "earshot: All records have the label \"x\". Learning needs at least two labels.\n")
  }
}
