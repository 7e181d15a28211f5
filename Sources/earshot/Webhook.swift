import EarshotInsights
import EarshotRecords
import EarshotStore
import EarshotTagging
import Glibc

/// Tells another program of alarms: a POST of one JSON object each, as `earshot watch` writes its lines.
///
/// What was not delivered waits in the workspace for the next run. An event may come twice, where a
/// run was killed between the answer and its note.
struct Webhook {
  /// Events of one call, and seconds that it may take; so much a watch can wait for.
  static let mostEvents = 50
  static let mostSeconds = 30.0
  /// curl refuses longer lines of its configuration (100 KiB in 7.88, more in later ones).
  static let longestBody = 90_000

  let target: WebhookTarget
  var curl = Curl()
  /// For an answer, as curl counts them.
  var answerSeconds = 10.0
  /// After so many curl is killed, whatever it waits for.
  var patienceSeconds = 15.0

  /// What became of the events that waited.
  struct Delivery: Equatable {
    var sent = 0
    /// Still to be delivered, at the next run.
    var pending = 0
    /// Tried as often as events are.
    var givenUp = 0
    /// Why the first that failed did.
    var problem: String?
  }

  /// When a run that may last for ever tries again: at any pause while something waits, but only so
  /// long after a failure. An event is given up after 20 tries, so a server may be down for hours.
  struct Pace {
    static let afterFailure = Duration.seconds(900)

    /// At first there may be what an earlier run left.
    private var waits = true
    private var notBefore: ContinuousClock.Instant?

    func isDue(at now: ContinuousClock.Instant = .now) -> Bool {
      waits && notBefore.map { now >= $0 } ?? true
    }

    /// There are new events.
    mutating func raise() { waits = true }

    mutating func note(_ delivery: Delivery, at now: ContinuousClock.Instant = .now) {
      waits = delivery.pending > 0
      notBefore = delivery.problem == nil ? nil : now + Self.afterFailure
    }
  }

  /// The webhook of the settings files; nil where they name none.
  ///
  /// - Throws: `Failure` where the address cannot be used.
  static func configured() throws(Failure) -> Webhook? {
    guard let (url, path) = try Settings.webhook() else { return nil }
    return Webhook(target: try WebhookTarget(url, from: path))
  }

  /// Delivers what waits, the oldest first; the first failure ends it. Never throws, takes half a
  /// minute at most (and what curl needs to be killed), and leaves what it could not deliver.
  func deliver(from workspace: Workspace) -> Delivery {
    deliver(
      events: { () throws(WorkspaceError) in try workspace.undelivered(limit: 1000) },
      note: { seq, succeeded throws(WorkspaceError) in
        try workspace.markDelivery(seq: seq, succeeded: succeeded) == .givenUp
      })
  }

  /// - Parameter note: stores how it ended; returns whether the event is given up.
  func deliver(
    events: () throws(WorkspaceError) -> [(seq: Int, event: AlarmEvent)],
    note: (_ seq: Int, _ succeeded: Bool) throws(WorkspaceError) -> Bool
  ) -> Delivery {
    var delivery = Delivery()
    let start = ContinuousClock.now
    do throws(WorkspaceError) {
      let waiting = try events()
      delivery.pending = waiting.count
      for (seq, event) in waiting.prefix(Self.mostEvents) {
        let left = Self.mostSeconds - Self.seconds(since: start)
        guard left >= 1 else { break }
        let problem = post(event, seconds: min(answerSeconds, left))
        // Before the note: where that fails, the reason of the call is the one to tell.
        delivery.problem = problem
        let isGivenUp = try note(seq, problem == nil)
        if problem == nil {
          delivery.sent += 1
          delivery.pending -= 1
        } else if isGivenUp {
          delivery.givenUp += 1
          delivery.pending -= 1
        }
        if problem != nil { break }
      }
    } catch {
      delivery.problem = delivery.problem ?? error.message
    }
    return delivery
  }

  private static func seconds(since start: ContinuousClock.Instant) -> Double {
    let passed = (ContinuousClock.now - start).components
    return Double(passed.seconds) + Double(passed.attoseconds) * 1e-18
  }

  // MARK: - One call

  /// Sends one event.
  ///
  /// - Returns: why it was not taken; nil where it was.
  private func post(_ event: AlarmEvent, seconds: Double) -> String? {
    switch curl.run(configuration(event, seconds: seconds), seconds: patienceSeconds) {
    case .status(200..<300): nil
    case .status(300..<400): "it answered with a redirect, which is not followed"
    case .status(let status): "it answered with status \(status)"
    case .killed: "curl did not end and was stopped"
    case .notStarted(ENOENT):
      "the program curl was not found; install it, with Debian by `apt install curl`"
    case .notStarted(let number): "curl could not be started: \(String(cString: strerror(number)))"
    case .failed(let code): Self.meaning(ofError: code)
    }
  }

  /// What curl is to do. curl(1) says what the options mean.
  func configuration(_ event: AlarmEvent, seconds: Double) -> String {
    var text = ""
    func set(_ name: String, _ value: String) { text += Curl.option(name, value) }
    set("url", target.url)
    // An address is one address, braces and brackets stand for themselves.
    text += "globoff\nsilent\nfail\n"
    set("request", "POST")
    set("proto", target.isPlain ? "=http" : "=https")
    set("proto-redir", "=https")
    set("max-redirs", "0")
    // A proxy would take what is meant for this machine elsewhere.
    if target.isPlain { set("noproxy", "*") }
    set("connect-timeout", "5")
    set("max-time", "\(max(1, Int(seconds)))")
    set("user-agent", "earshot/\(Earshot.version)")
    set("header", "Content-Type: application/json")
    set("header", "Expect:")
    set("output", "/dev/null")
    set("write-out", "%{http_code}")
    return text + Self.body(event)
  }

  /// The option that holds the message, short enough for curl.
  private static func body(_ event: AlarmEvent) -> String {
    func option(_ event: AlarmEvent) -> String {
      // Not `data`, which would read a file where the text begins with @.
      Curl.option("data-raw", String(decoding: AlarmEncoder.line(event), as: UTF8.self))
    }
    let whole = option(event)
    guard whole.utf8.count > longestBody else { return whole }
    var short = event
    short.alarm.recordIDs = event.alarm.recordIDs.prefix(20).filter { $0.utf8.count <= 200 }
    short.alarm.quotes = event.alarm.quotes.prefix(5).map {
      .init(id: String($0.id.prefix(200)), text: String($0.text.prefix(500)))
    }
    short.alarm.terms = event.alarm.terms.prefix(20).map { String($0.prefix(100)) }
    let cut = option(short)
    guard cut.utf8.count > longestBody else { return cut }
    (short.alarm.recordIDs, short.alarm.quotes, short.alarm.terms) = ([], [], [])
    short.alarm.name = String(event.alarm.name.prefix(200))
    short.alarm.topic = event.alarm.topic.map { String($0.prefix(200)) }
    return option(short)
  }

  /// curl(1), "EXIT CODES".
  private static func meaning(ofError code: Int32) -> String {
    switch code {
    case 2: "curl is too old or does not know an option (its error 2)"
    case 5, 97: "the proxy of the environment does not work (curl's error \(code))"
    case 6: "the host was not found"
    case 7: "no connection"
    case 28: "no answer in time"
    case 52, 56: "the connection ended without an answer"
    case 35, 51, 53, 54, 58, 59, 60, 64, 66, 77, 80, 82, 83, 90, 91:
      "no secure connection: TLS or its certificate failed (curl's error \(code))"
    default: "curl's error \(code)"
    }
  }
}

extension Webhook.Delivery {
  /// What a user must know; nil when all was delivered or nothing waited.
  ///
  /// - Parameter target: scheme and host.
  func message(_ target: String) -> String? {
    var sentences: [String] = []
    if pending > 0 {
      let noun = pending == 1 ? "alarm event" : "alarm events"
      let (they, are) = pending == 1 ? ("it", "is") : ("they", "are")
      sentences.append(
        problem.map {
          "\(grouped(pending)) \(noun) could not be delivered to \(target) (\($0)); \(they) \(are) tried again at the next run."
        }
          ?? "\(grouped(pending)) \(noun) still \(pending == 1 ? "waits" : "wait") for \(target); \(they) \(are) sent at the next run."
      )
    } else if let problem, givenUp == 0 {
      sentences.append("Alarms could not be delivered to \(target) (\(problem)).")
    }
    if givenUp > 0 {
      let (events, they, stay) =
        givenUp == 1
        ? ("1 alarm event", "it", "stays") : ("\(grouped(givenUp)) alarm events", "they", "stay")
      let why = pending == 0 ? problem.map { " (\($0))" } ?? "" : ""
      sentences.append(
        "\(events) could not be delivered to \(target)\(why) in \(AlarmDelivery.mostAttempts) runs and \(givenUp == 1 ? "is" : "are") not tried again; \(they) \(stay) in the workspace, see `earshot watch list`."
      )
    }
    return sentences.isEmpty ? nil : sentences.joined(separator: " ")
  }
}
