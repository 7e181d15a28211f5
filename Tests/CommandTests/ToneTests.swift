import Foundation
import Testing

/// A user's own words and patterns: found as markers, and refused with their line when wrong.
@Suite struct ToneTests {
  let folder = Folder()
  private static let models = ["EARSHOT_MODELS": "\(package)/models"]
  private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  private func tag(_ text: String, _ yaml: String) throws -> Outcome {
    folder.write(yaml, to: "own.yaml")
    return try folder.run(
      "tag", "-", "--from", "jsonl", "--tone", "own.yaml", stdin: #"{"text":"\#(text)"}"# + "\n",
      environment: Self.models)
  }

  @Test("a pattern of one's own is found, and the model's name says so")
  func ownPattern() throws {
    let text = "I am livid, the zorble is broken again and I want my money back"
    let got = try tag(text, "markers:\n  insult:\n    patterns: |\n      0.9 the zorble\n")
    let earshot = try #require(try got.objects()[0]["earshot"] as? [String: Any])
    let frustration = try #require(earshot["frustration"] as? [String: Any])
    let markers = try #require(frustration["markers"] as? [[String: Any]])
    let own = try #require(markers.first { $0["kind"] as? String == "insult" })
    #expect(own["start"] as? Int == 12 && own["end"] as? Int == 22, "\(got)")
    #expect((earshot["model"] as? String)?.split(separator: "+").count == 3)
  }

  @Test("a pattern may use the model's lists of words")
  func modelLists() throws {
    let got = try tag("hello", "markers:\n  insult:\n    patterns: |\n      0.9 zorble <contact>\n")
    #expect(got.status == 0, "\(got)")
  }

  @Test(
    "what is wrong is named with its line",
    arguments: [
      ("markers:\n  insult:\n    patterns: |\n      0.9 ok\n      0.9 (open\n", "own.yaml:5: "),
      ("markers:\n  grumble:\n    patterns: |\n      0.9 ok\n", "own.yaml:2: "),
      ("valence:\n  -9: [awful]\n", "own.yaml:2: "),
      (
        "markers:\n  churn_threat:\n    patterns: |\n      0.9 ok\n    keeps: nope\n",
        "own.yaml:5: \"nope\" under keeps. Expected hypothetical, negated or quoted."
      ),
      (
        "words:\n  mine: <contact>\n  contact: <mine>\n",
        "own.yaml:3: word lists contain each other: "
      ),
      (
        "valense:\n  -2: [awful]\n",
        "own.yaml:1: there is no key \"valense\". Did you mean \"valence\"?"
      ),
    ])
  func errors(_ yaml: String, _ start: String) throws {
    let got = try tag("hello", yaml)
    #expect(got.status == 1 && got.errors.hasPrefix("earshot: " + start), "\(got)")
  }

  @Test(
    "a key that stands twice, lines that YAML joins, bytes that are no text: each with its line")
  func yaml() throws {
    #expect(
      try tag("hello", "valence:\n  -2: [awful]\n  -2: [dire]\n").errors
        == "earshot: own.yaml:3: the key \"-2\" is there twice; the first is in line 2.\n")
    #expect(
      try tag(
        "hello",
        "markers:\n  loss:\n    patterns: |\n      0.9 a\n  loss:\n    patterns: |\n      0.9 b\n"
      )
      .errors == "earshot: own.yaml:5: the key \"loss\" is there twice; the first is in line 2.\n")
    for sign in [" >", " >-", "", " &a"] {
      #expect(
        try tag(
          "hello", "markers:\n  loss:\n    patterns:\(sign)\n      0.9 lost it\n      0.9 no more\n"
        )
        .errors
          == "earshot: own.yaml:\(sign.contains(">") || sign == " &a" ? 3 : 4): YAML joins these lines into one. Write `patterns: |`, which keeps them apart.\n"
      )
    }
    folder.write(Data([0x1F, 0x8B, 0x08, 0x0A]), to: "own.gz")
    let got = try folder.run(
      "tag", "-", "--tone", "own.gz", stdin: "{\"text\":\"a\"}\n", environment: Self.models)
    #expect(got.errors == "earshot: own.gz:1: this is not UTF-8. Save it so.\n" && got.status == 1)
  }

  @Test("a word of one's own replaces the model's in another spelling")
  func otherSpelling() throws {
    // The model has "well made", above zero.
    let got = try tag("a well made app", "valence:\n  -3: [well-made]\nboosters:\n  1.1: [VERY]\n")
    #expect(got.status == 0 && got.errors.isEmpty, "\(got)")
  }

  @Test("one pattern needs no sign before it")
  func onePattern() throws {
    let got = try tag("hello", "markers:\n  loss:\n    patterns: &a 0.9 lost it   # one\n")
    #expect(got.status == 0, "\(got)")
  }

  @Test("more than 5,000 patterns are refused at the first that is too many")
  func tooMany() throws {
    let patterns = (0..<5_000).map { "      0.9 zorble\($0)\n" }.joined()
    // With the model's they are too many; without them just not.
    let got = try tag("hello", "markers:\n  insult:\n    patterns: |\n" + patterns)
    let line = try #require(got.errors.split(separator: ":").dropFirst(2).first.flatMap { Int($0) })
    #expect(4..<5_004 ~= line)
    #expect(
      got.errors
        == "earshot: own.yaml:\(line): more than 5000 patterns, with those of the model. Leave some out, or make one of several: (a|b) or a word list.\n"
    )
    folder.write(
      "text,mood\n" + (0..<60).map { "word\($0 % 2) a,m\($0 % 2)\n" }.joined(), to: "l.csv")
    folder.write(
      "markers:\n  insult:\n    patterns: |\n" + patterns + "\n      0.9 one more\n", to: "own.yaml"
    )
    let train = try folder.run(
      "train", "l.csv", "--label-field", "mood", "--tone", "own.yaml", "--embedding", "none", "-o",
      "m.earshot")
    #expect(train.errors.hasPrefix("earshot: own.yaml:5005: more than 5000 patterns"), "\(train)")
  }
}
