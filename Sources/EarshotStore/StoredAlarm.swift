import EarshotInsights

/// Where the last run of `earshot watch` stopped.
public struct WatchCheckpoint: Sendable, Equatable {
  /// How often the state was written; what the next `saveWatch` is `after`.
  public var generation: Int
  /// The bytes that were saved; what they mean is the watcher's to check.
  public var state: [UInt8]

  public init(generation: Int, state: [UInt8]) {
    (self.generation, self.state) = (generation, state)
  }
}

/// An alarm as the last run left it, with what users decided about it.
public struct StoredAlarm: Sendable, Equatable {
  /// Quotes are without their texts (`""`) once those were deleted.
  public var alarm: Alarm
  public var state: Alarm.State
  /// What a user wrote with a decision.
  public var note: String?
  /// When a user last decided something; RFC 3339 in UTC.
  public var actedAt: String?
  /// The oldest first.
  public var events: [StoredAlarmEvent]
}

/// Something that a run or a user did to an alarm.
public struct StoredAlarmEvent: Sendable, Equatable {
  public enum Kind: String, Sendable {
    case raised, updated, resolved, acknowledged, dismissed, reopened
  }

  public let seq: Int
  public let kind: Kind
  /// When it was stored; RFC 3339 in UTC.
  public let madeAt: String
  public let isByUser: Bool
  /// The alarm's records at that time.
  public let count: Int
  /// The alarm's newest record at that time, in microseconds since 1970 UTC.
  public let lastRecordAt: Int64
  /// What the user wrote.
  public let note: String?
  /// What became of its call of the webhook; of a user's decision there is none.
  public let delivery: AlarmDelivery
}

/// What became of an event that a webhook is to be told.
public enum AlarmDelivery: Int, Sendable {
  case pending
  /// It was told, or there was no webhook to tell.
  case done
  case givenUp

  /// Given up after so many.
  public static let mostAttempts = 20
}
