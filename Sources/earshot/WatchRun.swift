import EarshotInsights
import EarshotRecords
import EarshotStore
import EarshotTagging
import EarshotText
import Glibc

/// One run of `watch` over a workspace: what it knows, when that is written down, what it tells.
struct WatchRun {
  /// Records after which the state is written in any case.
  private static let commitAfter = 50_000

  let workspace: Workspace
  let embedding: String
  let redactor: Redactor
  let usesSystemClock: Bool
  let keepText: Bool
  private(set) var detector: EmergenceDetector
  private var generation = 0
  /// The last run is longer ago than texts are kept.
  private var isStale = false
  /// Events that were handed out as lines, and not yet noted as told.
  private var told: [Int] = []
  private var pending: [UInt64] = []
  private var pendingSet: Set<UInt64> = []
  private var events: [AlarmEvent] = []
  private var lastCommit = ContinuousClock.now
  private var commitTook = Duration.zero
  /// What was handed out as lines.
  private(set) var raised: [Alarm] = []
  private(set) var updated = 0
  private(set) var resolved = 0
  private(set) var watched = 0
  private(set) var known = 0

  init(
    _ workspace: Workspace, options: EmergenceDetector.Options, model: String, embedding: String,
    redactor: Redactor, usesSystemClock: Bool, keepText: Bool
  ) throws {
    (self.workspace, self.embedding, self.redactor) = (workspace, embedding, redactor)
    (self.usesSystemClock, self.keepText) = (usesSystemClock, keepText)
    if let checkpoint = try workspace.watchCheckpoint() {
      guard
        let detector = EmergenceDetector(
          checkpoint.state, embedding: embedding, options: options)
      else {
        throw Failure(
          "\(workspace.path): what `watch` knows was written by another version of earshot or with another table of word meanings than \(embedding). Use that version, or another workspace."
        )
      }
      self.detector = detector
      generation = checkpoint.generation
      isStale = try !keepText && workspace.hasOldWatchTexts()
      if isStale { self.detector.forgetTexts() }
    } else {
      detector = EmergenceDetector(options)
    }
    try learnDecisions()
    if let before = detector.use(model: model) {
      Console.note(
        "The topic model changed from \(before) to \(model): counts of topics begin anew, and no topic can surge for two weeks."
      )
    }
  }

  /// What users decided since the last look: alarms in the workspace know it, the detector learns it now.
  private mutating func learnDecisions() throws {
    for (seq, alarm, state) in try workspace.decisions(since: detector.decisionsUntil ?? 0) {
      detector.decide(alarm, state, number: seq)
    }
  }

  mutating func take(_ items: [WatchInput.Item], isPause: Bool) throws {
    try learnDecisions()
    let seen = try workspace.areSeen(items.map(\.key))
    var fresh: [StreamRecord] = []
    for (item, isSeen) in zip(items, seen) {
      guard !isSeen, pendingSet.insert(item.key).inserted else {
        known += 1
        continue
      }
      pending.append(item.key)
      fresh.append(item.record)
    }
    watched += fresh.count
    if usesSystemClock {
      events += detector.advance(to: Int64(time(nil)) * 1_000_000)
    }
    events += detector.observe(fresh, redactor: redactor)
    // Where records trickle in, writing must not take more than a tenth of the time.
    let isDue = isPause && ContinuousClock.now - lastCommit > commitTook * 10
    if !events.isEmpty || pending.count >= Self.commitAfter || isDue { try commit() }
  }

  /// Writes down all that is known; at the end also what the mere passing of time did.
  mutating func finish() throws {
    guard detector.now != nil || !pending.isEmpty else { return }
    if usesSystemClock { events += detector.advance(to: Int64(time(nil)) * 1_000_000) }
    try commit(always: usesSystemClock || isStale)
  }

  private mutating func commit(always: Bool = false) throws {
    guard always || !pending.isEmpty || !events.isEmpty else { return }
    let started = ContinuousClock.now
    defer { (lastCommit, commitTook) = (.now, ContinuousClock.now - started) }
    generation = try workspace.saveWatch(
      after: generation, state: detector.encoded(embedding: embedding), seen: pending,
      events: events, keepText: keepText, now: isStale && watched == 0 ? .max : detector.now ?? 0)
    (pending, events) = ([], [])
    pendingSet.removeAll(keepingCapacity: true)
  }

  /// A line for each stored event that was not told yet, those first that an earlier run did not live to tell.
  mutating func lines() throws -> [UInt8] {
    let events = try workspace.unemitted().filter { $0.seq > told.last ?? 0 }
    told += events.map(\.seq)
    for (_, event) in events {
      switch event.kind {
      case .raised: raised.append(event.alarm)
      case .updated: updated += 1
      case .resolved: resolved += 1
      }
    }
    return Array(events.map { AlarmEncoder.line($0.event) + [0x0A] }.joined())
  }

  /// The lines have arrived: no later run tells them again.
  mutating func markTold() throws {
    guard !told.isEmpty else { return }
    try workspace.markEmitted(told)
    told = []
  }
}
