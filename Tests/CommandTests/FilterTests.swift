import Foundation
import Testing

/// `filter` in a pipeline.
@Suite struct FilterTests {
  let folder = Folder()

  @Test("a line out for each line in: records, blank lines and what is no JSON, in order")
  func lineForLine() throws {
    let got = try folder.run(
      "filter", "--model", TinyModel.path(),
      stdin: #"{"id":1,"text":"where is my parcel","n":1.0e0}"# + "\n\nnot json\n")
    let lines = got.lines
    try #require(lines.count == 3, "\(got)")
    #expect(
      lines[0].hasPrefix(
        #"{"id":1,"text":"where is my parcel","n":1.0e0,"earshot":{"schema":1,"#))
    #expect(lines[1] == "")
    #expect(
      lines[2]
        == #"{"earshot":{"error":{"line":3,"code":"invalid_json","message":"Not valid JSON at byte 2: expected a value."},"input":"not json"}}"#
    )
    #expect(got.status == 3, "some records were reported as errors")
    #expect(got.errors == "", "standard error stays empty")
  }

  @Test("a last line without a line break is answered too")
  func lastLine() throws {
    let got = try folder.run("filter", "--model", TinyModel.path(), stdin: #"{"text":"late"}"#)
    #expect(got.lines.count == 1 && got.status == 0, "\(got)")
  }

  @Test("no input is no output")
  func nothing() throws {
    let got = try folder.run("filter", "--model", TinyModel.path())
    #expect(got.out.isEmpty && got.errors == "" && got.status == 0, "\(got)")
  }

  @Test("--on-error skip leaves bad lines out and still ends with 3")
  func skip() throws {
    let got = try folder.run(
      "filter", "--model", TinyModel.path(), "--on-error", "skip",
      stdin: "not json\n" + #"{"text":"late"}"# + "\n")
    #expect(got.lines.count == 1 && got.status == 3 && got.errors == "", "\(got)")
  }

  @Test("--on-error fail answers what comes before and names the line")
  func fail() throws {
    let got = try folder.run(
      "filter", "--model", TinyModel.path(), "--on-error", "fail",
      stdin: #"{"text":"late"}"# + "\nnot json\n" + #"{"text":"late"}"# + "\n")
    #expect(got.lines.count == 1 && got.status == 1, "\(got)")
    #expect(
      got.errors == "earshot: standard input:2: Not valid JSON at byte 2: expected a value.\n")
  }

  @Test("--max-output-line drops alternatives and evidence first")
  func longLines() throws {
    let line = #"{"text":"refund parcel password"}"# + "\n"
    let whole = try folder.run("filter", "--model", TinyModel.path(), "--evidence", stdin: line)
    let brief = try folder.run(
      "filter", "--model", TinyModel.path(), "--evidence", "--max-output-line", "100", stdin: line)
    #expect(whole.text.contains(#""evidence":[{"#), "\(whole)")
    #expect(
      !brief.text.contains("evidence") && brief.text.contains(#""alternatives":[]"#), "\(brief)")
  }

  @Test("the answer to a line comes before the next line is asked for, fifty times")
  func flushes() throws {
    let process = Process()
    let (input, output) = (Pipe(), Pipe())
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = ["filter", "--model", try TinyModel.path()]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    // A program that holds an answer back would hang here.
    let killer = DispatchWorkItem { [pid = process.processIdentifier] in kill(pid, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + 60, execute: killer)
    for i in 0..<50 {
      input.fileHandleForWriting.write(Data((#"{"id":\#(i),"text":"late"}"# + "\n").utf8))
      var answer = Data()
      while answer.last != 0x0A {
        let more = output.fileHandleForReading.availableData
        try #require(!more.isEmpty, "the program ended after \(i) answers")
        answer.append(more)
      }
      #expect(
        String(decoding: answer, as: UTF8.self).hasPrefix(#"{"id":\#(i),"text":"late","earshot":"#))
    }
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    killer.cancel()
    #expect(process.terminationStatus == 0)
  }

  @Test("formats that are no lines are refused")
  func onlyLines() throws {
    let got = try folder.run("filter", "--from", "csv", "--model", TinyModel.path())
    #expect(got.status == 64)
    #expect(got.errors.hasPrefix("Error: filter reads JSON lines. For csv use `earshot tag`.\n"))
  }
}
