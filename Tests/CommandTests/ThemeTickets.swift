import Foundation
import Testing

/// Texts on four topics, made up for these tests, each with an address and a number that no output may show.
enum Tickets {
  private static let topics: [(what: [String], how: [String])] = [
    (
      ["My refund", "The money back", "The repayment", "A refund for the order"],
      [
        "has not reached my bank", "is still missing from my card", "was promised weeks ago",
        "never came to my account", "is smaller than the amount I paid",
      ]
    ),
    (
      ["My parcel", "The delivery", "The courier with my package", "The shipment"],
      [
        "is three days late", "was left at the wrong door", "got lost at the depot",
        "came with a broken box", "has no tracking update",
      ]
    ),
    (
      ["My password", "The login page", "The sign in code", "The reset email"],
      [
        "is rejected every time", "says my account is locked", "does not arrive on my phone",
        "shows an error after login", "expired before I could log in",
      ]
    ),
    (
      ["The coffee machine", "The grinder", "The milk steamer", "The espresso tank"],
      [
        "leaks on the kitchen counter", "makes a loud noise when brewing",
        "does not heat the water", "needs descaling after one week",
        "stops in the middle of an espresso",
      ]
    ),
  ]
  private static let ends = [
    "please help", "what can I do", "this is the second time", "I wrote about it on Monday",
    "thank you", "since the last update", "can somebody look at it", "it was fine before",
  ]

  /// Topic `i % 4`.
  static func text(_ i: Int) -> String {
    let (topic, j) = (topics[i % 4], i / 4)
    let number = String("000\(i % 1000)".suffix(3))
    return
      "\(topic.what[j % 4]) \(topic.how[(j * 3 + j / 4) % 5]), \(ends[(j * 5 + j / 7) % 8])."
      + " Mail ann\(i)@example.com or call +44 20 7946 0\(number)."
  }

  static func line(_ i: Int, _ text: String? = nil) -> String {
    "{\"id\":\"r\(i)\",\"text\":\"\(text ?? self.text(i))\"}\n"
  }

  static func lines(_ range: Range<Int>) -> String { range.map { line($0) }.joined() }

  /// Whether personal data of any text is in there.
  static func areShown(in text: String) -> Bool {
    text.contains("@example.com") || text.contains("7946")
  }
}

/// What the program leaves behind, read from here.
extension Folder {
  func themes(_ line: String, stdin: String = "") throws -> Outcome {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().path
    return try launch(
      Program.path, ["themes"] + line.split(separator: " ").map(String.init),
      stdin: Data(stdin.utf8), environment: ["EARSHOT_MODELS": "\(package)/models"], seconds: 60)
  }

  /// A run without tags that must succeed.
  @discardableResult
  func found(_ line: String, status: Int32 = 0) throws -> Outcome {
    let got = try themes(line + " --model none")
    try #require(got.status == status, "\(got)")
    return got
  }

  /// The JSON lines of a file.
  func objects(_ name: String) throws -> [[String: Any]] {
    try read(name).split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  /// `earshot.theme` of each record of a file.
  func assigned(_ name: String) throws -> [[String: Any]] {
    try objects(name).map { record in
      let earshot = try #require(record["earshot"] as? [String: Any])
      return try #require(earshot["theme"] as? [String: Any])
    }
  }
}

func ids(_ themes: [[String: Any]]) -> [String] {
  themes.compactMap { $0["theme"] as? String }.sorted()
}

func sizes(_ themes: [[String: Any]]) -> Int {
  themes.reduce(0) { $0 + ($1["size"] as? Int ?? 0) }
}
