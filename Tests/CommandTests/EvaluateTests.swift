import Foundation
import Testing

/// `evaluate`: of a model, of tags that Earshot gave, of tags that any tool gave.
@Suite struct EvaluateTests {
  let folder = Folder()

  private static let check = """
    text,truth
    the refund is missing,billing.refund
    refund refund,billing.refund
    no parcel yet,delivery.late
    the parcel is lost with my money,billing.refund
    password rejected,account.login
    it is all wrong,delivery.late
    ,account.login

    """

  private func report(_ outcome: Outcome) throws -> [String: Any] {
    try #require(try outcome.objects().first, "\(outcome)")
  }

  @Test("tags scored with --predictions are as accurate as the model that gave them")
  func predictions() throws {
    folder.write(Self.check, to: "check.csv")
    let direct = try report(
      folder.shell("$earshot evaluate check.csv --model $model --label-field truth --json"))
    _ = try folder.shell("$earshot tag check.csv --model $model -o t.jsonl")
    let lines = try report(
      folder.shell(
        "$earshot evaluate t.jsonl --predictions earshot.topic.label --label-field truth --json"))
    #expect(direct["n"] as? Int == 7)
    for key in ["n", "accuracy", "macro_f1"] {
      #expect(direct[key] as? Double == lines[key] as? Double, "\(key)")
    }
    #expect((lines["abstained"] as? [String: Double])?["empty_text"] == 1.0 / 7)
    // A table has no column for alternatives; only what was turned away could differ.
    _ = try folder.shell("$earshot tag check.csv --model $model -o t.csv")
    let table = try report(
      folder.shell("$earshot evaluate t.csv --predictions earshot_topic --label-field truth --json")
    )
    for key in ["n", "accuracy", "macro_f1"] {
      #expect(direct[key] as? Double == table[key] as? Double, "\(key)")
    }
  }

  @Test("tags of another tool: figures by hand")
  func otherTool() throws {
    // Right: 3 of 5. a: 2 of 3 guesses right, 2 of 3 found; b: 1 of 2 and 1 of 2.
    folder.write("guess,truth\na,a\na,a\nb,a\nb,b\na,b\n", to: "in.csv")
    let got = try report(
      folder.shell("$earshot evaluate in.csv --predictions guess --label-field truth --json"))
    #expect(got["n"] as? Int == 5)
    #expect(got["accuracy"] as? Double == 0.6)
    let f1 = (2.0 / 3 + 0.5) / 2
    #expect(abs((got["macro_f1"] as? Double ?? 0) - f1) < 1e-12)
    #expect(got["ece"] == nil, "no confidence was given")
  }

  @Test("--minimum-accuracy ends with 2 below it, with 0 at it")
  func gate() throws {
    folder.write("guess,truth\na,a\na,a\nb,a\nb,b\na,b\n", to: "in.csv")
    let evaluate = "$earshot evaluate in.csv --predictions guess --label-field truth "
    let below = try folder.shell(evaluate + "--minimum-accuracy 0.61")
    #expect(below.status == 2, "\(below)")
    #expect(below.errors == "earshot: Accuracy 0.600 is below the minimum of 0.61.\n")
    #expect(try folder.shell(evaluate + "--minimum-accuracy 0.6").status == 0)
  }

  @Test("where a gate and unreadable records coincide the gate's status goes first")
  func precedence() throws {
    folder.write("guess,truth\na,b\na,a\nx\n", to: "in.csv")
    let evaluate = "$earshot evaluate in.csv --predictions guess --label-field truth "
    #expect(try folder.shell(evaluate).status == 3)
    #expect(try folder.shell(evaluate + "--minimum-accuracy 0.9").status == 2)
    #expect(try folder.shell(evaluate + "--minimum-accuracy 0.9 --on-error fail").status == 1)
    #expect(try folder.shell(evaluate + "--minimum-accuracy 9").status == 64)
  }

  @Test("records that can't be read are left out and counted")
  func leftOut() throws {
    folder.write("guess,truth\na,b\na,a\nx\n", to: "in.csv")
    let got = try folder.shell("$earshot evaluate in.csv --predictions guess --label-field truth")
    #expect(
      got.errors
        == "earshot: 1 record could not be read and was left out; see `earshot inspect`.\n")
    #expect(got.lines.contains("  records                   2"), "\(got)")
  }

  @Test("a field that the model does not have, and records without labels")
  func nothingToCompare() throws {
    folder.write("text,truth\na,\n", to: "in.csv")
    let field = try folder.shell(
      "$earshot evaluate in.csv --model $model --label-field truth --field mood")
    #expect(field.errors.hasPrefix("earshot: tiny@1.0.0+"))
    #expect(field.errors.hasSuffix(" has no field \"mood\". Its fields: topic.\n"), "\(field)")
    let labels = try folder.shell("$earshot evaluate in.csv --model $model --label-field truth")
    #expect(
      labels.errors
        == "earshot: There is no record with a label in truth to compare with (1 record read). Check --label-field and --where with `earshot inspect`.\n"
    )
    for got in [field, labels] { #expect(got.status == 1) }
  }

  @Test("a confidence that is none is named with its line")
  func confidence() throws {
    folder.write("guess,truth,p\na,b,0.5\na,a,95\n", to: "in.csv")
    let got = try folder.shell(
      "$earshot evaluate in.csv --predictions guess --label-field truth --confidence-field p")
    #expect(
      got.errors == "earshot: in.csv:3: the confidence in p is not a number from 0 to 1.\n")
    #expect(got.status == 1)
  }

  @Test("a model measured on the records it learned from is pointed out")
  func ownRecords() throws {
    folder.write(TinyModel.table, to: "labelled.csv")
    let got = try folder.shell("$earshot evaluate labelled.csv --model $model --label-field topic")
    #expect(
      got.errors
        == "Note: the model learned from records of the same name (labelled.csv). How good it is on new records is in `earshot model show`.\n"
    )
    #expect(got.status == 0)
  }

  @Test("labels that are JSON lists are read; a record without one is unlabelled, not unreadable")
  func lists() throws {
    folder.write(
      #"{"truth":["a","b"],"guess":["b","a"]}"# + "\n" + #"{"guess":["a"]}"# + "\n"
        + #"{"truth":["a"],"guess":["b"]}"# + "\n", to: "in.jsonl")
    let got = try folder.shell(
      "$earshot evaluate in.jsonl --predictions guess --label-field truth --on-error fail")
    #expect(got.status == 0, "\(got)")
    #expect(got.errors == "Left out: 1 record without a label.\n")
    #expect(got.lines.contains("  records                   2"), "\(got)")
    #expect(got.lines.contains("  accuracy                  50.0 %"), "\(got)")
  }

  @Test("a set of labels is as sure as its least sure one, and auto only if all are")
  func sets() throws {
    func record(_ first: String, _ second: String) -> String {
      #"{"truth":"a|b","earshot":{"tags":{"labels":[{"label":"a",\#(first)},{"label":"b",\#(second)}]}}}"#
        + "\n"
    }
    folder.write(
      record(
        #""confidence":0.9,"decision":"auto""#, #""confidence":0.8,"decision":"auto""#)
        + record(
          #""confidence":0.95,"decision":"auto""#, #""confidence":0.8,"decision":"review""#),
      to: "in.jsonl")
    let got = try report(
      folder.shell(
        "$earshot evaluate in.jsonl --predictions 'earshot.tags.labels[].label' --label-field truth --json"
      ))
    #expect(got["accuracy"] as? Double == 1)
    #expect(abs((got["ece"] as? Double ?? 0) - 0.2) < 1e-12, "\(got)")
    #expect((got["auto"] as? [String: Any])?["coverage"] as? Double == 0.5, "\(got)")
  }

  @Test("a set that Earshot left empty keeps its reason")
  func emptySet() throws {
    folder.write(
      #"{"truth":"a","earshot":{"tags":{"labels":[{"label":"a","confidence":0.9,"decision":"auto"}]}}}"#
        + "\n" + #"{"truth":"a","earshot":{"tags":{"labels":[],"reason":"empty_text"}}}"# + "\n",
      to: "in.jsonl")
    let got = try report(
      folder.shell(
        "$earshot evaluate in.jsonl --predictions 'earshot.tags.labels[].label' --label-field truth --json"
      ))
    #expect((got["abstained"] as? [String: Double])?["empty_text"] == 0.5, "\(got)")
  }

  @Test("levels of frustration and flags are measured as Earshot writes them")
  func levelsAndFlags() throws {
    func record(_ level: String, _ right: String, _ confidence: Double) -> String {
      #"{"truth":"\#(right)","flagged":["praise","how_to"],"earshot":{"frustration":{"level":\#(level),"confidence":\#(confidence),"decision":"auto","alternatives":[{"label":"low","confidence":0.3}]},"flags":[{"flag":"praise","confidence":0.7},{"flag":"how_to","confidence":\#(confidence)}]}}"#
        + "\n"
    }
    folder.write(record(#""high""#, "high", 0.5) + record(#""none""#, "low", 0.9), to: "in.jsonl")
    let levels = try report(
      folder.shell(
        "$earshot evaluate in.jsonl --predictions earshot.frustration.level --label-field truth --json"
      ))
    #expect(levels["accuracy"] as? Double == 0.5)
    // Two bins of one record: (|1 − 0.5| + |0 − 0.9|) / 2.
    #expect(abs((levels["ece"] as? Double ?? 0) - 0.7) < 1e-12, "\(levels)")
    #expect((levels["auto"] as? [String: Any])?["coverage"] as? Double == 1, "\(levels)")
    let flags = try report(
      folder.shell(
        "$earshot evaluate in.jsonl --predictions 'earshot.flags[].flag' --label-field flagged --json"
      ))
    // As sure as the least sure flag, 0.5 and 0.7: (|1 − 0.5| + |1 − 0.7|) / 2.
    #expect(flags["accuracy"] as? Double == 1)
    #expect(abs((flags["ece"] as? Double ?? 0) - 0.4) < 1e-12, "\(flags)")
  }

  @Test("standard input has its name in messages")
  func standardInput() throws {
    let got = try folder.shell(
      "printf 'guess,truth,p\\na,b,7\\n' | $earshot evaluate - --predictions guess --label-field truth --confidence-field p"
    )
    #expect(
      got.errors
        == "earshot: standard input:2: the confidence in p is not a number from 0 to 1.\n")
  }

  @Test("the shipped model turns away what is about something else, and evaluate counts it")
  func foreignRecords() throws {
    folder.write(
      """
      {"text":"my order still has not arrived, it was due on Monday","topic":"delivery.late"}
      {"text":"who won the football match last night lol","topic":"none of these"}

      """, to: "in.jsonl")
    let report = try folder.shell(
      "$earshot evaluate in.jsonl --label-field topic --json"
    )
    let object = try #require(try report.objects().first, "\(report)")
    let domain = try #require(object["domain"] as? [String: Any])
    #expect(domain["foreign"] as? Int == 1 && domain["auroc"] as? Double == 1)
    #expect((object["abstained"] as? [String: Double]) == ["out_of_domain": 0.5])

    // A table keeps the guess of a record that was turned away, and so does JSON.
    let table = try folder.shell(
      "$earshot tag in.jsonl -o out.csv; $earshot tag in.jsonl -o out.jsonl; for f in out.csv out.jsonl; do case $f in *.csv) p=earshot_topic;; *) p=earshot.topic.label;; esac; $earshot evaluate $f --predictions $p --label-field topic --json; done"
    )
    let both = try table.objects()
    try #require(both.count == 2, "\(table)")
    for report in both {
      #expect((report["abstained"] as? [String: Double]) == ["out_of_domain": 0.5], "\(table)")
      #expect(report["accuracy"] as? Double == 0.5)
      let labels = try #require(report["labels"] as? [[String: Any]])
      #expect(labels.count == 3, "the right one, the foreign one, and the guess instead of it")
    }
    #expect(both[1]["ece"] != nil, "the guess's confidence is in the record")
  }
}
