import Foundation

/// A stream of 30 days × 40 records, made up for these tests, and a new issue on its 27th day.
///
/// Everything follows from the number of a record: no clock, no chance.
enum WatchTickets {
  struct Record {
    var id: String
    /// Seconds since 2025-03-01.
    var time: Int
    var text: String
    var label: String

    var at: String {
      let (day, second) = (time / 86_400, time % 86_400)
      func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
      return
        "2025-03-\(two(day + 1))T\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))Z"
    }

    var line: String {
      "{\"id\":\"\(id)\",\"created_at\":\"\(at)\",\"label\":\"\(label)\",\"text\":\"\(text)\"}\n"
    }
  }

  static let days = 30
  static let perDay = 40
  /// The day on which the new issue comes, the first being 0.
  static let issueDay = 26

  private static let what: [(label: String, subjects: [String], problems: [String])] = [
    (
      "refund", ["my refund", "the money back", "the repayment", "a refund for a cancelled order"],
      ["has not reached my bank", "is still missing", "was promised weeks ago", "is too small"]
    ),
    (
      "delivery", ["my parcel", "the delivery", "the courier", "the shipment from your warehouse"],
      ["is three days late", "went to the wrong door", "got lost at the depot", "has no tracking"]
    ),
    (
      "login", ["my password", "the login page", "the sign in code", "the reset email"],
      ["is rejected every time", "says I am locked out", "never arrives", "expired too early"]
    ),
    (
      "invoice", ["the invoice", "my monthly bill", "the receipt", "the charge on my card"],
      ["shows the wrong amount", "lists the wrong company name", "came twice", "has no tax number"]
    ),
    (
      "machine", ["the coffee machine", "the grinder", "the milk steamer", "the water tank"],
      ["leaks on the counter", "makes a loud noise", "does not heat up", "stops halfway"]
    ),
    (
      "subscription", ["my subscription", "the yearly plan", "the trial", "our team membership"],
      ["was renewed without notice", "should be cancelled", "needs an upgrade", "ended too soon"]
    ),
  ]
  private static let starts = [
    "Hello,", "Hi there,", "Good morning,", "Dear team,", "Sorry to write again but", "Once more:",
    "I am a bit confused,", "To whom it may concern,", "Quick question,", "As told on the phone,",
  ]
  private static let middles = [
    "since last Tuesday", "after I moved house", "although my neighbour has no trouble",
    "and my wife is getting impatient", "for the second time this year", "before our holiday",
    "even though I followed the manual", "and the chat told me to write", "while I was abroad",
    "as I can see in my papers", "and nobody answers at the shop", "since the weekend",
  ]
  private static let ends = [
    "Can somebody check that?", "What should I do now?", "Please call me back in the evening.",
    "I would like an answer this week.", "Thanks for looking into it.", "Who is in charge of this?",
    "I have been a customer for years.", "It was never like that before.", "Kind regards.",
    "Otherwise I will go elsewhere.", "I can send you a photo.", "Is there a form to fill in?",
  ]
  /// Wordings of what nobody wrote about before.
  static let wordings = [
    "The new app version crashes as soon as I open the camera.",
    "Your app crashes whenever I tap on the camera since the new version.",
    "After updating, the app closes itself when the camera opens.",
    "Opening the camera in the app makes it crash, this started with the new version.",
    "The camera in your app crashes it every single time on my Android phone.",
    "I installed the new app version and now the camera crashes right away.",
    "App crash! I press the camera button and the whole app is gone.",
    "Scanning with the app camera is impossible, the new version crashes at once.",
    "With the latest app version the camera only shows black and then the app crashes.",
    "My iPhone throws me out of the app when I open the camera, crash after crash.",
    "The update of the app broke the camera, it crashes when I open it.",
    "Why does the app crash if I want to use the camera in the new version?",
    "Every time the camera opens the app crashes, I reinstalled the new version twice.",
    "Camera crash in the new app version, opening it ends the app.",
  ]

  /// A number below `n` that follows from `i` and `salt` (SplitMix64).
  private static func pick(_ n: Int, _ i: Int, _ salt: Int) -> Int {
    var z = UInt64(i &* 31 &+ salt) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(n))
  }

  /// Between 6 and 22 o'clock, most of them around 14.
  private static func background(_ i: Int) -> Record {
    let topic = what[pick(what.count, i, 1)]
    func from(_ list: [String], _ salt: Int) -> String { list[pick(list.count, i, salt)] }
    let second = 6 * 3600 + pick(8 * 3600, i, 7) + pick(8 * 3600, i, 8)
    return Record(
      id: "b\(i)", time: i / perDay * 86_400 + second,
      text: "\(from(starts, 2)) \(from(topic.subjects, 3)) \(from(topic.problems, 4))"
        + " \(from(middles, 5)). \(from(ends, 6)) Mail me at ann\(i)@example.com.",
      label: topic.label)
  }

  /// One every 55 minutes from 8 o'clock on.
  private static func issue(_ i: Int) -> Record {
    Record(
      id: "n\(i)", time: issueDay * 86_400 + 8 * 3600 + i * 3300,
      text: "\(wordings[i]) Mail me at bea\(i)@example.com.", label: "camera")
  }

  /// In the order of time.
  static let background = (0..<days * perDay).map { background($0) }.sorted { $0.time < $1.time }
  static let all = (background + wordings.indices.map { issue($0) }).sorted { $0.time < $1.time }

  static func lines(_ records: some Sequence<Record>) -> String { records.map(\.line).joined() }
}

/// What `earshot watch` did with those records, once for all tests.
struct WatchFixture: Sendable {
  /// `watch all.jsonl --exit-code`.
  let outcome: Outcome
  /// The workspace after it.
  let workspace: Data

  private static let made: Result<WatchFixture, any Error> = Result {
    let folder = Folder()
    folder.write(WatchTickets.lines(WatchTickets.all), to: "all.jsonl")
    let outcome = try folder.watch("all.jsonl --exit-code")
    return WatchFixture(
      outcome: outcome,
      workspace: try Data(contentsOf: URL(fileURLWithPath: folder.path("w.sqlite"))))
  }

  static func get() throws -> WatchFixture { try made.get() }
}

extension Folder {
  /// `earshot watch`, without a topic model and with `w.sqlite`, unless the line says otherwise.
  func watch(_ line: String, workspace: String = "w.sqlite") throws -> Outcome {
    try watchRaw("\(line) --model none --workspace \(workspace)")
  }

  func watchRaw(_ line: String) throws -> Outcome {
    try launch(
      Program.path, ["watch"] + line.split(separator: " ").map(String.init), stdin: Data(),
      environment: Self.models, seconds: 60)
  }

  /// The same with a file's lines coming through a pipe.
  func watchPiped(_ name: String, _ line: String) throws -> Outcome {
    try launch(
      "/bin/sh", ["-c", "cat \(name) | \"$0\" watch - \(line)", Program.path], stdin: Data(),
      environment: Self.models, seconds: 60)
  }

  private static var models: [String: String] {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().path
    return ["EARSHOT_MODELS": "\(package)/models"]
  }
}
