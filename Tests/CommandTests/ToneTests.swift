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
        "valense:\n  -2: [awful]\n",
        "own.yaml:1: there is no key \"valense\". Did you mean \"valence\"?"
      ),
    ])
  func errors(_ yaml: String, _ start: String) throws {
    let got = try tag("hello", yaml)
    #expect(got.status == 1 && got.errors.hasPrefix("earshot: " + start), "\(got)")
  }
}
