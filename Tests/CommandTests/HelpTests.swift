import Foundation
import Testing

/// What the program says about itself, and about arguments that are wrong.
@Suite struct HelpTests {
  let folder = Folder()

  @Test(
    "help begins with what a command does and examples, and fits 80 columns",
    arguments: [
      "", "tag", "filter", "train", "evaluate", "model", "model show", "model verify", "inspect",
      "audit", "audit plan", "audit draw", "audit score", "audit import", "audit review",
      "audit suspects", "audit recalibrate", "audit report", "audit export", "audit close", "serve",
      "redact",
    ])
  func help(command: String) throws {
    let got = try folder.shell("$earshot \(command) --help")
    #expect(got.status == 0 && got.errors == "", "\(got)")
    let overview = try #require(got.text.range(of: "OVERVIEW: "))
    let examples = try #require(
      got.text.range(of: "\nEXAMPLES\n  earshot ") ?? got.text.range(of: "\nEXAMPLES\n  tail "),
      "\(got)")
    let usage = try #require(got.text.range(of: "\nUSAGE: "))
    #expect(overview.lowerBound == got.text.startIndex)
    #expect(examples.lowerBound < usage.lowerBound)
    let help = got.text[..<usage.lowerBound]
    #expect(help.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(got)")
    // Prose that was broken by hand and again by the width leaves stumps.
    let prose = help[examples.upperBound...].components(separatedBy: "\n\n").dropFirst()
    for paragraph in prose {
      let lines = paragraph.trimmingCharacters(in: .newlines).components(separatedBy: "\n")
      #expect(lines.dropLast().allSatisfy { $0.count > 55 }, "\(got)")
    }
  }

  @Test("without arguments the program shows its help")
  func noArguments() throws {
    let got = try folder.run()
    #expect(got.status == 0 && got.text.hasPrefix("OVERVIEW: "), "\(got)")
  }

  @Test(
    "commands that are planned are absent",
    arguments: ["report"])
  func planned(command: String) throws {
    let got = try folder.run(command)
    #expect(got.status == 64 && got.out.isEmpty, "\(got)")
    #expect(got.errors.hasPrefix("earshot: There is no command \"\(command)\"."), "\(got)")
    #expect(!(try folder.run("--help").text.contains("\n  \(command) ")))
  }

  @Test("a slip in a command is answered with the nearest one")
  func slip() throws {
    let got = try folder.run("trian", "x.csv")
    #expect(
      got.errors
        == "earshot: There is no command \"trian\". Did you mean \"train\"? The commands are tag, filter, train, evaluate, model, themes, watch, audit, serve, redact, inspect; see `earshot --help`.\n"
    )
    #expect(got.status == 64)
  }

  @Test("a slip in an option is answered with the nearest one")
  func option() throws {
    let got = try folder.run("tag", "x.csv", "--modle", "y")
    #expect(got.status == 64)
    #expect(
      got.errors.hasPrefix("Error: Unknown option '--modle'. Did you mean '--model'?\n"), "\(got)")
  }

  @Test(
    "values that make no sense are usage errors",
    arguments: [
      "tag", "tag - -", "tag x --threads 0", "tag x --batch 0", "tag x --on-error maybe",
      "tag x --from xml", "tag x --where lang", "tag x --encoding ebcdic", "tag x --to xlsx",
      "train x.csv -o m", "train x.csv --label-field l",
      "train x.csv --label-field l -o m --auto-target 95",
      "train x.csv --label-field l -o m --characters 5-2",
      "train x.csv --label-field l -o m --words 9",
      "train x.csv --label-field l -o m --words -1",
      "train x.csv --label-field l -o m --strength 0",
      "train x.csv --label-field l -o m --field model",
      "train x.csv --label-field l -o m --field=", "tag x.csv -o - --resume",
      "filter --max-output-line 0",
      "audit plan --target 95", "audit plan --assume 0.95", "audit plan --population 0",
      "audit plan --power 1", "audit plan --double 2", "audit plan --seconds 0",
      "audit draw x.jsonl --size 9 -o s.csv", "audit draw --field topic --size 9 -o s.csv",
      "audit draw x.jsonl --field topic --label-field l --size 9 -o s.csv",
      "audit draw x.jsonl --field topic --size 0 -o s.csv", "audit draw x.jsonl --field topic -o s",
      "audit draw x.jsonl --field topic --size 9", "audit draw x --field f --size 9 -o s.tsv",
      "audit draw x.jsonl --field topic --size 9 -o -",
      "audit draw x.jsonl --field topic --size 9 -o s.csv --double 1.5",
      "audit draw x.jsonl --field topic --size 9 -o s.csv --floor 3",
      "audit draw x.jsonl --field topic --size 9 -o s.csv --allocation neyman",
      "audit draw x.jsonl --field topic --size 9 -o s.csv --confidence-field c",
      "audit draw x.jsonl --field topic --size 9 -o s.csv --stratify topic --allocation best",
      "audit draw x.jsonl --field topic --size 9 -o s.csv --name=", "audit score",
      "audit score s.csv --target 1", "audit score s.csv --confidence 95", "audit score -",
      "audit score s.csv s.csv", "audit scroe s.csv",
      "evaluate x.csv", "evaluate x.csv --label-field l --minimum-accuracy 90",
      "evaluate x.csv --label-field l --confidence-field c", "inspect", "filter extra", "model",
      "redact", "redact - -", "redact x --kinds NOSE", "redact x --places -o y.csv",
      "model shwo x",
    ])
  func usage(arguments: String) throws {
    let got = try folder.shell("$earshot \(arguments)")
    // `model` alone shows its help, as the program alone does.
    #expect(got.status == (arguments == "model" ? 0 : 64), "\(got)")
  }

  @Test("the version is one line")
  func version() throws {
    let got = try folder.run("--version")
    #expect(got.status == 0 && got.text.hasPrefix("earshot ") && got.lines.count == 1, "\(got)")
  }

  @Test(
    "completion scripts are written for bash, zsh and fish", arguments: ["bash", "zsh", "fish"])
  func completion(shell: String) throws {
    let got = try folder.run("--generate-completion-script", shell)
    #expect(got.status == 0 && got.text.contains("label-field"), "\(got)")
  }

  @Test("the completion script for bash is bash")
  func completionRuns() throws {
    let got = try folder.shell(
      "$earshot --generate-completion-script bash > c && bash -n c && source ./c && complete -p earshot"
    )
    #expect(got.status == 0 && got.text.contains("_earshot"), "\(got)")
  }
}
