import Foundation
import Testing

/// What `train` says of labels that are odd, and of how good the model is.
@Suite struct TrainTests {
  let folder = Folder()

  private func train(_ table: String, _ more: String = "") throws -> Outcome {
    folder.write(table, to: "in.csv")
    return try folder.shell(
      "$earshot train in.csv --label-field topic -o m.earshot --strength 10 --characters none --embedding none \(more)"
    )
  }

  @Test("the report for people names what was measured, the promise, the model and the next step")
  func report() throws {
    let got = try train(TinyModel.table)
    #expect(got.status == 0 && got.errors == "", "\(got)")
    let lines = got.lines
    #expect(lines.first == "Out of fold (each record judged by a model that did not learn from it)")
    #expect(lines.contains("  records                   24"))
    #expect(
      lines.contains { $0.hasPrefix("No threshold can promise that more than 95.0 %") }, "\(got)")
    #expect(lines.last == "Next: earshot tag FILE --model m.earshot")
    #expect(folder.names == ["in.csv", "m.earshot"])
  }

  @Test("--json is one object with the figures of the contract")
  func json() throws {
    let got = try train(TinyModel.table, "--json")
    #expect(got.lines.count == 1 && got.status == 0)
    let report = try #require(try got.objects().first)
    for key in [
      "n", "accuracy", "macro_f1", "nll", "brier", "ece", "coverage_at_95",
      "accuracy_at_80_coverage", "auto", "labels",
      "confusion", "abstained", "training",
    ] { #expect(report[key] != nil, "\(key)") }
    #expect(report["n"] as? Int == 24)
    let label = try #require((report["labels"] as? [[String: Any]])?.first)
    #expect(Set(label.keys) == ["label", "support", "precision", "recall", "f1"])
  }

  @Test("the same model for any number of threads")
  func threads() throws {
    _ = try train(TinyModel.table, "--threads 1")
    let one = try Data(contentsOf: URL(fileURLWithPath: folder.path("m.earshot")))
    _ = try train(TinyModel.table, "--threads 4")
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path("m.earshot"))) == one)
  }

  @Test("a reader that leaves the report half read still gets the model")
  func closedPipe() throws {
    folder.write(TinyModel.table, to: "in.csv")
    let got = try folder.shell(
      """
      ($earshot train in.csv --label-field topic -o m.earshot --strength 10 --embedding none; echo status $? >&2) | true
      $earshot model verify m.earshot > /dev/null && echo whole
      """)
    #expect(got.text == "whole\n" && got.errors == "status 0\n", "\(got)")
  }

  @Test("one label only")
  func oneLabel() throws {
    let got = try train("text,topic\na,x\nb,x\n")
    #expect(
      got.errors
        == "earshot: All records have the label \"x\". Learning needs at least two labels.\n")
    #expect(got.status == 1 && folder.names == ["in.csv"])
  }

  @Test("nothing to learn from", arguments: ["", "text,topic\n", "text,topic\na,\n"])
  func noRecords(table: String) throws {
    let got = try train(table)
    #expect(
      got.errors.hasSuffix(
        "earshot: There is no labelled record to learn from. Check --label-field and --where with `earshot inspect`.\n"
      ), "\(got)")
    #expect(got.status == 1 && folder.names == ["in.csv"])
  }

  @Test("a label for nearly every record is taken for an identifier")
  func identifiers() throws {
    let got = try train("text,topic\n" + (1...60).map { "word\($0),l\($0)\n" }.joined())
    #expect(
      got.errors
        == "earshot: 60 different labels in 60 records: nearly every record has its own. Is --label-field an identifier or free text? Choose a column with few values.\n"
    )
    #expect(got.status == 1)
  }

  @Test("a label seen once is learned, and named")
  func seenOnce() throws {
    let got = try train(TinyModel.table + "hello there,greeting\n")
    #expect(
      got.errors == "Note: 1 label with only one record, too few to test: \"greeting\".\n")
    #expect(got.status == 0)
  }

  @Test("labels that differ by case or blanks are kept apart, and pointed out")
  func similar() throws {
    let got = try train(
      TinyModel.table + "parcel late,Delivery.Late\nlate late,Delivery.Late\n")
    #expect(
      got.errors
        == "Note: these labels differ only by case, blanks or dashes; are they one? \"Delivery.Late\", \"delivery.late\".\n"
    )
    #expect(got.status == 0)
  }

  @Test("records without a label, or that can't be read, are left out and counted")
  func leftOut() throws {
    let got = try train(TinyModel.table + "no label,\na,b,c\n")
    #expect(
      got.errors
        == "Left out: 1 record that could not be read; see `earshot inspect`.\nLeft out: 1 record without a label.\n"
    )
    #expect(got.status == 3, "done, but a record was reported: \(got)")
    #expect(folder.names == ["in.csv", "m.earshot"])
    let fail = try train(TinyModel.table + "a,b,c\n", "--on-error fail")
    #expect(
      fail.errors
        == "earshot: in.csv:26: The row has 3 cells, the header has 2. A cell with the separator in it needs quotes.\n"
    )
    #expect(fail.status == 1)
  }

  @Test("several labels a cell make a multi-label field")
  func multiLabel() throws {
    let got = try train(
      TinyModel.table + "refund me and reset my password,billing.refund|account.login\n", "--json")
    let report = try #require(try got.objects().first, "\(got)")
    #expect(report["micro_f1"] != nil && (report["confusion"] as? [Any])?.isEmpty == true)
    folder.write("text\nrefund my money and my password fails\n", to: "new.csv")
    let tagged = try folder.shell("$earshot tag new.csv --model m.earshot")
    let topic = try #require(
      (try tagged.objects().first?["earshot"] as? [String: Any])?["topic"] as? [String: Any])
    let labels = try #require(topic["labels"] as? [[String: Any]], "\(tagged)")
    #expect(labels.allSatisfy { Set($0.keys) == ["label", "confidence", "decision"] })
    #expect(topic["label"] == nil)
  }

  @Test("a table of word meanings that is missing, none, or cut off")
  func embedding() throws {
    folder.write(TinyModel.table, to: "in.csv")
    let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let table = try Data(contentsOf: project.appendingPathComponent("models/embedding-en.table"))
    folder.write(table.prefix(100_000), to: "cut.table")
    let expected = [
      "nope.table":
        "cannot open the embedding table: No such file or directory. Train without it by --embedding none.",
      "in.csv":
        "not an embedding table. Expected a file made by tools/embedding/make, as models/embedding-en.table.",
      "cut.table":
        "the embedding table is damaged or cut off. Copy it again, or make it with tools/embedding/make.",
    ]
    for (name, sentence) in expected {
      let got = try folder.run(
        "train", "in.csv", "--label-field", "topic", "-o", "m.earshot", "--embedding", name)
      #expect(got.errors == "earshot: \(name): \(sentence)\n")
      #expect(got.status == 1 && folder.names == ["cut.table", "in.csv"])
    }
  }

  @Test(
    "scales and conditions that make no sense are named, with what is wrong",
    arguments: [
      ("--tone-scale 0 --tone t", "--tone-scale: 0.0 is not above 0 and up to 1000."),
      ("--tone-scale 1e9 --tone t", "--tone-scale: 1e+09 is not above 0 and up to 1000."),
      ("--tone-scale nan --tone t", "--tone-scale: nan is not above 0 and up to 1000."),
      ("--tone-scale 3", "--tone-scale goes with --tone."),
      (
        "--tone-scale 3 --share-space topic",
        "--tone-scale doesn't go with --share-space: the scales are those of the base's field."
      ),
      (
        "--embedding-scale 2 --share-space topic",
        "--embedding-scale doesn't go with --share-space: the scales are those of the base's field."
      ),
      (
        "--embedding-scale 1,,2",
        "--embedding-scale: \"1,,2\" is not a number above 0 and up to 1000, or several split by commas."
      ),
      (
        "--embedding-scale inf",
        "--embedding-scale: \"inf\" is not a number above 0 and up to 1000, or several split by commas."
      ),
      (
        "--embedding-scale 1 --embedding none",
        "--embedding-scale doesn't go with --embedding none."
      ),
      (
        "--words 0 --characters none --embedding none",
        "--words 0, --characters none and --embedding none leave nothing to learn from but --tone."
      ),
      ("--words 4", "--words: 4 is not between 0 and 3."),
      ("--no-tone-where kind=entry", "--no-tone-where goes with --tone."),
      (
        "--no-tone-where kind --tone t",
        "--no-tone-where: \"kind\" has no \"=\". Expected FIELD=VALUE."
      ),
    ])
  func badFeatures(options: String, sentence: String) throws {
    let got = try folder.shell("$earshot train x.csv --label-field l -o m \(options)")
    #expect(got.status == 64 && got.errors.hasPrefix("Error: \(sentence)\n"), "\(got)")
  }

  @Test("words left out: a model of meaning and tone alone tags, and says what it reads")
  func withoutWords() throws {
    folder.write(
      TinyModel.table.replacingOccurrences(of: "text,topic", with: "text,topic,kind")
        .replacingOccurrences(of: "\n", with: ",letter\n")
        .replacingOccurrences(of: "kind,letter", with: "kind") + "parcel,delivery.late,entry\n",
      to: "in.csv")
    folder.write("valence:\n  -2: [late, locked out]\n", to: "tone.yaml")
    let got = try folder.run(
      "train", "in.csv", "--label-field", "topic", "-o", "m.earshot", "--strength", "10",
      "--words", "0", "--characters", "none", "--embedding-scale", "0.5", "--tone", "tone.yaml",
      "--tone-scale", "3", "--no-tone-where", "kind=entry")
    #expect(got.status == 0 && got.text.contains(", 3 labels, 0 terms, "), "\(got)")
    let shown = try folder.shell("$earshot model show m.earshot")
    #expect(shown.lines.contains("Features: meanings, tone; 0 terms"), "\(shown)")
    let card = try #require(
      try folder.shell("$earshot model show m.earshot --json").objects().first?["features"]
        as? [String: Any])
    #expect(card["tone_scale"] as? Double == 3 && card["word_length"] as? Int == 0, "\(card)")
    #expect((card["embedding"] as? [String: Any])?["scale"] as? Double == 0.5, "\(card)")
    let tagged = try folder.shell("$earshot tag in.csv --model m.earshot --evidence")
    let first = try #require(
      (try tagged.objects().first?["earshot"] as? [String: Any])?["topic"] as? [String: Any])
    #expect(first["label"] as? String == "billing.refund", "\(tagged)")
    #expect((first["evidence"] as? [Any])?.isEmpty == false, "\(tagged)")
  }

  @Test("a model holds the meanings it learned with: it tags without the table")
  func withEmbedding() throws {
    folder.write(TinyModel.table, to: "in.csv")
    let got = try folder.run(
      "train", "in.csv", "--label-field", "topic", "-o", "m.earshot", "--strength", "10")
    #expect(got.status == 0, "\(got)")
    // A copy of the program elsewhere finds no table.
    let tagged = try folder.shell(
      "cp $earshot program; ./program tag in.csv --model m.earshot | wc -l; ./program train in.csv --label-field topic -o n.earshot"
    )
    #expect(tagged.text == "24\n" && tagged.status == 1, "\(tagged)")
    #expect(
      tagged.errors
        == "earshot: The table of word meanings, embedding-en.table, is missing. Looked in: \(folder.path). Set EARSHOT_MODELS to the folder it is in, or train without it by --embedding none.\n"
    )
  }

  @Test("model show tells labels, quality and promise of a model")
  func show() throws {
    let text = try folder.shell("$earshot model show $model")
    #expect(text.status == 0 && text.errors == "", "\(text)")
    #expect(text.text.hasPrefix("tiny@1.0.0+"))
    for line in [
      "    account.login", "    billing.refund", "    delivery.late",
      "Foreign texts: not told from others.",
    ] {
      #expect(text.lines.contains(line), "\(text)")
    }
    let json = try folder.shell("$earshot model show $model --json")
    let card = try #require(try json.objects().first)
    #expect(card["name"] as? String == "tiny" && card["fields"] != nil, "\(json)")
  }
}
