import Foundation
import Testing

@Suite("earshot audit import, audit review and serve")
struct AuditReviewTests {
  /// A folder with a drawn sheet of three tagged tickets.
  private func drawn(_ more: String...) throws -> Folder {
    let folder = Folder()
    folder.write(
      """
      id,text,topic
      1,I was charged twice,billing
      2,The parcel never came,delivery
      3,I cannot log in,login

      """, to: "tagged.csv")
    let drawn = try folder.shell(
      "$earshot audit draw tagged.csv --label-field topic --text-field text --size 3 --seed 1 --name a -o sheet.csv "
        + more.joined(separator: " "))
    #expect(drawn.status == 0, "\(drawn)")
    return folder
  }

  @Test("a drawn sheet opens an audit that only its owner can read; again changes nothing")
  func imports() throws {
    let folder = try drawn()
    for _ in 0..<2 {
      let run = try folder.run("audit", "import", "sheet.csv", "--workspace", "w.sqlite")
      #expect(run.status == 0, "\(run)")
    }
    let mode = try FileManager.default.attributesOfItem(atPath: folder.path("w.sqlite"))
    #expect(mode[.posixPermissions] as? Int == 0o600)
  }

  @Test("each line of standard input is a decision, and the next run goes on")
  func lines() throws {
    let folder = try drawn()
    _ = try folder.run("audit", "import", "sheet.csv", "--workspace", "w.sqlite")
    let first = try folder.run(
      "audit", "review", "--workspace", "w.sqlite", "--reviewer", "Ann", stdin: "y\nmaybe\nn\nu\n")
    #expect(first.status == 0 && first.errors.contains("1 of 3 done"), "\(first)")
    #expect(first.errors.contains("That is no answer."))
    let second = try folder.run(
      "audit", "review", "--workspace", "w.sqlite", "--reviewer", "Ann", stdin: "n\n?\n")
    #expect(second.status == 0, "\(second)")
    #expect(second.errors == "3 of 3 done. Nothing is left for Ann now.\n")
  }

  @Test("in a blind audit a label that is clear from its beginning will do, and no tag shows")
  func blind() throws {
    let folder = try drawn("--blind")
    _ = try folder.run("audit", "import", "sheet.csv", "--workspace", "w.sqlite")
    let run = try folder.run(
      "audit", "review", "--workspace", "w.sqlite", "--reviewer", "Ann",
      stdin: "bill\nLOGIN\ndelivery\n")
    #expect(run.errors == "3 of 3 done. Nothing is left for Ann now.\n", "\(run)")
    #expect(!run.text.contains("Tagged"))
  }

  @Test("without the workspace, or without its audit, it is said how to make one")
  func missing() throws {
    let folder = Folder()
    let run = try folder.run("audit", "review", "--workspace", "w.sqlite", "--reviewer", "Ann")
    #expect(run.status == 1)
    #expect(
      run.errors
        == "earshot: w.sqlite: there is no such workspace. `earshot audit import SHEET --workspace FILE` or `earshot themes RECORDS --workspace FILE` makes one.\n"
    )
    #expect(folder.names == [])
  }

  @Test("a sheet whose key is nowhere says which file is missing")
  func noKey() throws {
    let folder = try drawn()
    try FileManager.default.removeItem(atPath: folder.path("sheet.audit.json"))
    let run = try folder.run("audit", "import", "sheet.csv", "--workspace", "w.sqlite")
    #expect(run.status == 1 && run.errors.contains("NAME.audit.json"), "\(run)")
  }

  @Test("an address that others can reach needs a token")
  func serveNeedsToken() throws {
    let folder = try drawn()
    _ = try folder.run("audit", "import", "sheet.csv", "--workspace", "w.sqlite")
    let run = try folder.run("serve", "--workspace", "w.sqlite", "--host", "0.0.0.0", "--port", "0")
    #expect(run.status == 1 && run.errors.contains("Add --token"), "\(run)")
  }

  @Test("serve says where it is and ends well when it is asked to")
  func serve() throws {
    let folder = try drawn()
    _ = try folder.run("audit", "import", "sheet.csv", "--workspace", "w.sqlite")
    let run = try folder.shell(
      "timeout -s TERM --preserve-status 3 $earshot serve --workspace w.sqlite --port 0",
      seconds: 20)
    #expect(run.status == 0, "\(run)")
    #expect(run.text.hasPrefix("Serving w.sqlite at http://127.0.0.1:"))
    #expect(!run.errors.contains("charged") && !run.text.contains("charged"))
  }
}
