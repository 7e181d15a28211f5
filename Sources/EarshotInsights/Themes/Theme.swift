/// What a group of records is about: one line of `earshot themes`.
public struct Theme: Sendable, Equatable {
  /// Stable from run to run of a workspace: `T1`, `T2`, …; never given twice.
  public var id: String
  public var name: String
  /// Records in it.
  public var size: Int
  /// Their part of all records read, in 0…1.
  public var share: Double
  /// Different texts among them, near copies counted once.
  public var distinct: Int
  /// The part of its records that are near copies of one text, in 0…1: a campaign, an auto-reply.
  public var repeated: Double
  /// Mean cosine of its records to its centre.
  public var cohesion: Double
  /// Phrases that set it apart from the other themes, the most telling first.
  public var terms: [String]
  /// Records near its centre, different from each other.
  public var quotes: [Quote]
  /// The name of the area it belongs to; nil where there are too few themes for areas.
  public var parent: String?
  /// What it was in the workspace's last run; nil for a new theme and for a first run.
  public var previous: Previous?
  /// Records a day (UTC) or a week, oldest first; empty without times.
  public var trend: [Count]
  /// What its records were tagged as, when they were; parts of those tagged, in 0…1.
  public var tags: Tags?
  /// Place on the map, both in 0…1.
  public var x: Double
  public var y: Double

  public struct Quote: Sendable, Equatable {
    public var id: String
    /// Without personal data.
    public var text: String

    public init(id: String, text: String) {
      (self.id, self.text) = (id, text)
    }
  }

  public struct Count: Sendable, Equatable {
    /// The first day of the day or week, `2026-11-22`.
    public var from: String
    public var count: Int

    public init(from: String, count: Int) {
      (self.from, self.count) = (from, count)
    }
  }

  public struct Tags: Sendable, Equatable {
    /// How many records were tagged.
    public var count: Int
    /// Of those with a sentiment; nil where none has one.
    public var negative: Double?
    /// Frustration high or medium, of those with a level; nil where none has one.
    public var frustrated: Double?
    /// The commonest topic of a taxonomy, where at least half have it.
    public var topic: String?
    public var topicShare: Double

    public init(
      count: Int, negative: Double?, frustrated: Double?, topic: String?, topicShare: Double
    ) {
      (self.count, self.negative, self.frustrated) = (count, negative, frustrated)
      (self.topic, self.topicShare) = (topic, topicShare)
    }
  }

  /// What became of a theme since the last run, and what it was then.
  public struct Previous: Sendable, Equatable {
    /// The theme of the last run that most of its records were in; its own id, but for a theme that split off.
    public var theme: String
    public var name: String
    public var size: Int
    public var share: Double
    public var change: Change

    public init(theme: String, name: String, size: Int, share: Double, change: Change) {
      (self.theme, self.name, self.size) = (theme, name, size)
      (self.share, self.change) = (share, change)
    }
  }

  public enum Change: String, Sendable {
    case kept
    /// Kept, under another name.
    case renamed
    /// Part of the theme it comes from, which lives on.
    case split
    /// Took in most of at least one other theme.
    case merged
  }

  public init(id: String, name: String, size: Int, share: Double) {
    (self.id, self.name, self.size, self.share) = (id, name, size, share)
    (distinct, repeated, cohesion, x, y) = (0, 0, 0, 0.5, 0.5)
    (terms, quotes, trend) = ([], [], [])
  }
}
