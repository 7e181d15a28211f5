import EarshotInsights

/// A theme of the last run, with what users decided about it.
public struct StoredTheme: Sendable, Equatable {
  /// Quotes are without their texts (`""`) unless the run was saved with `keepText`.
  public var theme: Theme
  public var isNamedByUser: Bool
  public var isPinned: Bool
  /// The topic of a taxonomy that it was adopted as.
  public var adoptedTopic: String?
  /// The theme of the same run that a user merged it into; that one's numbers hold its own too.
  public var mergedInto: String?

  public init(
    _ theme: Theme, isNamedByUser: Bool = false, isPinned: Bool = false,
    adoptedTopic: String? = nil, mergedInto: String? = nil
  ) {
    (self.theme, self.isNamedByUser, self.isPinned) = (theme, isNamedByUser, isPinned)
    (self.adoptedTopic, self.mergedInto) = (adoptedTopic, mergedInto)
  }
}

/// The themes of a workspace as its last run found them and users changed them since.
public struct ThemeSnapshot: Sendable, Equatable {
  /// The run's number in the workspace.
  public let run: Int
  /// RFC 3339 in UTC.
  public let madeAt: String
  public let records: Int
  public let withoutTheme: Int
  public let seed: UInt64
  /// Version of the program that made it.
  public let program: String
  /// The bytes that were saved; what they mean is the model's to check.
  public let model: [UInt8]
  /// In the order they were saved, those that a user merged into others among them.
  public let themes: [StoredTheme]
  public let nextNumber: Int
  /// The number of the last event; grows with everything a run or a user does.
  public let lastEvent: Int

  /// What the next run's lineage starts from.
  public var past: [ThemeLineage.Past] {
    themes.map { stored in
      let theme = stored.theme
      var past = ThemeLineage.Past(
        id: theme.id, name: theme.name, size: theme.size, share: theme.share)
      (past.isPinned, past.isNamedByUser) = (stored.isPinned, stored.isNamedByUser)
      (past.adoptedTopic, past.mergedInto) = (stored.adoptedTopic, stored.mergedInto)
      return past
    }
  }
}

/// A run to be saved.
public struct ThemeRun: Sendable {
  public var records: Int
  public var withoutTheme: Int
  /// Records whose theme's id changed since the last run.
  public var moved = 0
  public var seed: UInt64
  /// Version of the program.
  public var program: String
  public var model: [UInt8]
  public var themes: [StoredTheme]
  public var events: [ThemeEvent] = []
  public var nextNumber: Int
  /// Keep the quotes' texts, without which only their records' ids are kept.
  public var keepText = false

  public init(
    records: Int, withoutTheme: Int, seed: UInt64, program: String, model: [UInt8],
    themes: [StoredTheme], nextNumber: Int
  ) {
    (self.records, self.withoutTheme, self.seed) = (records, withoutTheme, seed)
    (self.program, self.model) = (program, model)
    (self.themes, self.nextNumber) = (themes, nextNumber)
  }
}

/// A run in the list of all.
public struct StoredThemeRun: Sendable, Equatable {
  public let run: Int
  /// RFC 3339 in UTC.
  public let madeAt: String
  public let records: Int
  /// Without those that a user merged into others.
  public let themes: Int
  public let withoutTheme: Int
  public let moved: Int
}

/// Something that a run or a user did to a theme.
public struct StoredThemeEvent: Sendable, Equatable {
  public let seq: Int
  /// The run that did it, or that the user looked at.
  public let run: Int
  /// RFC 3339 in UTC.
  public let madeAt: String
  public let event: ThemeEvent
  public let isByUser: Bool
}
