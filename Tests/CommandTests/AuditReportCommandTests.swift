import Foundation
import Testing

/// `audit report`: from sheets, keys, earlier audits and actions to one page.
@Suite struct AuditReportCommandTests {
  let folder = Folder()

  private func sheet(_ name: String, _ n: Int, wrong: Int = 0) {
    let rows = (0..<n).map { "\(name)-\($0),topic,a,Ana,\($0 < wrong ? "no,b" : "yes,")\n" }
      .joined()
    folder.write("record_id,field,label,reviewer,correct,reviewer_label\n" + rows, to: name)
  }

  @Test("a sheet alone becomes NAME.report.html beside it, whatever the verdict with status 0")
  func plain() throws {
    sheet("s.csv", 100, wrong: 30)
    let got = try folder.shell("$earshot audit report s.csv")
    #expect(got.status == 0 && got.out.isEmpty, "\(got)")
    #expect(got.errors == "Wrote s.report.html: FAIL.\n")
    #expect(
      try folder.read("s.report.html").contains(
        "<h1>Fewer than 95\u{A0}% of the topic tags are right.</h1>"))
  }

  @Test("with key, earlier audits, actions, JSON and CSV; run twice, elsewhere, the same bytes")
  func whole() throws {
    folder.write(AuditTests.frame, to: "in.csv")
    _ = try folder.shell(
      "$earshot audit draw in.csv --label-field intent --size 80 --seed 4 --double 0.2 -o s.csv")
    let rows = AuditTests.cells(try folder.read("s.csv"))
    let text = rows.enumerated().map { i, cells in
      i == 0
        ? "audit,row,reviewer,correct" : "\(cells[0]),\(cells[1]),\(i <= 80 ? "Ana" : "Ben"),yes"
    }
    folder.write(text.joined(separator: "\n") + "\n", to: "back.csv")
    sheet("old.csv", 60, wrong: 2)
    _ = try folder.shell("$earshot audit score old.csv --json > old.json; true")
    folder.write(
      "actions:\n- action: Mend\n  owner: Lea\n  due: 2026-12-01\n- action: Think\n", to: "a.yaml")
    let command =
      "$earshot audit report back.csv --previous old.json --previous old.csv --actions a.yaml -o r.html --json r.json --csv r.csv"
    let first = try folder.shell(command)
    #expect(first.status == 0, "\(first)")
    let bytes = try ["r.html", "r.json", "r.csv"].map(folder.read)
    _ = try folder.shell("mkdir elsewhere; mv *.* elsewhere/; cd elsewhere; \(command)")
    #expect(try ["r.html", "r.json", "r.csv"].map { try folder.read("elsewhere/" + $0) } == bytes)
    #expect(bytes[0].contains("Incomplete") && bytes[0].contains("1 action of 2 is incomplete"))
    #expect(
      bytes[0].contains(
        "earshot audit report back.csv --previous old.json --previous old.csv --actions a.yaml"))
    #expect(!bytes[0].contains("ticket "), "no customer's text")
    let sums = try folder.shell(
      "cd elsewhere; sha256sum back.csv s.audit.json old.json a.yaml | cut -c1-64")
    for sum in sums.lines { #expect(bytes[0].contains(sum)) }
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(bytes[1].utf8)) as? [String: Any])
    let audits = try #require(object["audits"] as? [[String: Any]])
    #expect((audits[0]["score"] as? [String: Any])?["verdict"] as? String == "PASS")
    #expect(bytes[2].hasPrefix("audit,field,part,name,n,correct,errors,undecided,accuracy,"))
  }

  @Test("actions come from a table as well")
  func table() throws {
    sheet("s.csv", 60)
    folder.write("owner;action;due\nLea;\"Mend; then draw\";2026-12-01\n;Think;\n", to: "a.csv")
    let got = try folder.shell("$earshot audit report s.csv --actions a.csv -o -")
    #expect(got.status == 0 && got.text.contains("<bdi>Mend; then draw</bdi>"), "\(got)")
    #expect(got.text.contains("1 action of 2 is incomplete"))
  }

  @Test(
    "what can't be read is named",
    arguments: [
      ("--previous no.json", "earshot: no.json: cannot open the earlier audit.\n"),
      (
        "--previous x.json",
        "earshot: x.json: there is no score in it. Expected what `earshot audit score --json` or `earshot audit report --json` wrote, or a filled sheet.\n"
      ),
      (
        "--actions bad.yaml",
        "earshot: bad.yaml:1: an action has no key \"onwer\". Did you mean \"owner\"?\n"
      ),
      (
        "--actions x.json",
        "earshot: x.json: it holds no list of actions. Expected a list of lines like `- {action: …, owner: …, due: 2026-12-31}`.\n"
      ),
    ])
  func errors(arguments: String, message: String) throws {
    sheet("s.csv", 60)
    folder.write("{\"x\": 1}", to: "x.json")
    folder.write("- {action: Mend, onwer: Lea}\n", to: "bad.yaml")
    let got = try folder.shell("$earshot audit report s.csv \(arguments)")
    #expect(got.status == 1 && got.errors == message, "\(got)")
    #expect(!folder.names.contains("s.report.html"))
  }

  @Test("a file that is read is never written to")
  func clobber() throws {
    sheet("s.csv", 60)
    #expect(try folder.shell("$earshot audit report s.csv --csv s.csv").status == 64)
    #expect(try folder.shell("$earshot audit report s.csv -o r --json r").status == 64)
  }
}
