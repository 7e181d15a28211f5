import EarshotInsights
import TestSupport
import Testing

@testable import EarshotStore

@Suite("Decisions about themes")
struct ThemeDecisionTests {
  @Test("a theme is renamed, without the blanks around the name")
  func rename() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.themed(folder)
      try workspace.renameTheme("T2", to: "  Parcels \t that are late ")
      let stored = try #require(try workspace.theme(2))
      #expect(stored.theme.name == "Parcels that are late" && stored.isNamedByUser)
      let event = try #require(try workspace.themeEvents(limit: 1).first)
      #expect(event.isByUser && event.run == 1)
      #expect(event.event == ThemeEvent(.renamed, theme: "T2", name: "Parcels that are late"))
    }
  }

  @Test("two themes cannot have one name, in any case of letters; a theme may keep its own")
  func nameTaken() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.themed(folder)
      #expect(throws: WorkspaceError.themeNameTaken(name: "THEME 2", theme: "T2")) {
        try workspace.renameTheme("T1", to: "THEME 2")
      }
      try workspace.renameTheme("T2", to: "THEME 2")
      try workspace.mergeTheme("T2", into: "T3")
      try workspace.renameTheme("T1", to: "Theme 2")
    }
  }

  @Test("a name of 120 characters fits, emoji and Persian too")
  func goodNames() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.themed(folder)
      for name in [String(repeating: "ü", count: 120), "👩‍🚀 می‌خواهم"] {
        try workspace.renameTheme("T1", to: name)
        #expect(try workspace.theme(1)?.theme.name == name)
      }
    }
  }

  @Test(
    "other names are refused",
    arguments: [
      (" \n ", "it is empty"), (String(repeating: "x", count: 121), "it is too long"),
      ("a\u{7}b", "it holds control characters"), ("a\u{202E}b", "it holds control characters"),
    ])
  func badNames(name: String, what: String) throws {
    try inNewFolder { folder in
      let workspace = try Workspace.themed(folder)
      #expect(throws: WorkspaceError.badThemeName(what: what)) {
        try workspace.renameTheme("T1", to: name)
      }
    }
  }

  @Test("a merged theme's numbers are added to the other, and its row stays")
  func merge() throws {
    try inNewFolder { folder in
      let workspace = try Workspace(path: "\(folder)/w.sqlite", create: true)
      var run = smallRun(2)
      run.themes[0].theme = fullTheme(1, size: 120)
      run.themes[0].theme.repeated = 0.25
      run.themes[1].theme.cohesion = 0.35
      run.themes[1].theme.trend = [
        Theme.Count(from: "2026-11-02", count: 1), Theme.Count(from: "2026-11-16", count: 2),
      ]
      run.themes[1].theme.tags = Theme.Tags(
        count: 60, negative: 0.1, frustrated: 0.05, topic: "delivery.lost", topicShare: 0.9)
      try workspace.saveThemes(run, after: nil)
      try workspace.mergeTheme("T2", into: "T1")
      let sum = try #require(try workspace.theme(1)).theme
      #expect((sum.size, sum.share, sum.distinct) == (160, 0.5, 80))
      // 30 copies of one text and 20 of another: 30 of 160.
      #expect(sum.repeated == 0.1875)
      // (0.75 · 120 + 0.35 · 40) / 160
      #expect(abs(sum.cohesion - 0.65) < 1e-12)
      #expect(sum.trend.map(\.from) == ["2026-11-02", "2026-11-09", "2026-11-16"])
      #expect(sum.trend.map(\.count) == [1, 15, 27])
      let tags = try #require(sum.tags)
      // (20 · 0.5 + 60 · 0.1) / 80 and (20 · 0.25 + 60 · 0.05) / 80; 54 of 80 are lost parcels.
      #expect(tags.count == 80 && tags.topic == "delivery.lost")
      let (negative, frustrated) = (try #require(tags.negative), try #require(tags.frustrated))
      #expect(abs(negative - 0.2) < 1e-12 && abs(frustrated - 0.1) < 1e-12)
      #expect(abs(tags.topicShare - 0.675) < 1e-12)
      var part = run.themes[1]
      part.mergedInto = "T1"
      #expect(try workspace.theme(2) == part)
      let event = try workspace.themeEvents(limit: 1).first?.event
      #expect(event == ThemeEvent(.merged, theme: "T2", other: "T1", name: "theme 2"))
    }
  }

  @Test("what only one of two merged themes says stays; what neither says stays unsaid")
  func mergedMoods() throws {
    try inNewFolder { folder in
      let workspace = try Workspace(path: "\(folder)/w.sqlite", create: true)
      var run = smallRun(2)
      run.themes[0].theme.tags?.negative = nil
      for i in 0..<2 { run.themes[i].theme.tags?.frustrated = nil }
      try workspace.saveThemes(run, after: nil)
      #expect(try workspace.theme(1) == run.themes[0])
      try workspace.mergeTheme("T2", into: "T1")
      let tags = try #require(try workspace.theme(1)?.theme.tags)
      #expect(tags.count == 40 && tags.negative == 0.5 && tags.frustrated == nil)
    }
  }

  @Test("a topic that half of the records need not have is dropped")
  func mergedTopics() throws {
    try inNewFolder { folder in
      let workspace = try Workspace(path: "\(folder)/w.sqlite", create: true)
      var run = smallRun(2)
      run.themes[1].theme.tags?.topic = "delivery.lost"
      try workspace.saveThemes(run, after: nil)
      try workspace.mergeTheme("T2", into: "T1")
      // 15 of 40 each.
      let tags = try workspace.theme(1)?.theme.tags
      #expect(tags?.topic == nil && tags?.topicShare == 0)
    }
  }

  @Test("merging into a merged theme means the one at the end, and parts go along")
  func chains() throws {
    try inNewFolder { folder in
      let workspace = try Workspace(path: "\(folder)/w.sqlite", create: true)
      try workspace.saveThemes(smallRun(4), after: nil)
      try workspace.mergeTheme("T2", into: "T3")
      try workspace.mergeTheme("T1", into: "T2")
      try workspace.mergeTheme("T3", into: "T4")
      let themes = try #require(try workspace.latestThemes()).themes
      #expect(themes.map(\.mergedInto) == ["T4", "T4", "T4", nil])
      #expect(themes.map(\.theme.size) == [40, 40, 120, 160])
    }
  }

  @Test("a theme is not merged into itself or its part", arguments: ["T1", "T2"])
  func itself(other: String) throws {
    try inNewFolder { folder in
      let workspace = try Workspace.themed(folder)
      try workspace.mergeTheme("T2", into: "T1")
      #expect(throws: WorkspaceError.mergedIntoItself(id: "T1")) {
        try workspace.mergeTheme("T1", into: other)
      }
    }
  }

  @Test("of a merged theme nothing is decided any more")
  func merged() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.themed(folder)
      try workspace.mergeTheme("T2", into: "T1")
      let expected = WorkspaceError.themeIsMerged(id: "T2", into: "T1")
      #expect(throws: expected) { try workspace.renameTheme("T2", to: "new") }
      #expect(throws: expected) { try workspace.mergeTheme("T2", into: "T3") }
      #expect(throws: expected) { try workspace.pinTheme("T2", true) }
      #expect(throws: expected) { try workspace.adoptTheme("T2", topic: "a.b") }
    }
  }

  @Test("pinning twice is one event")
  func pin() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.themed(folder)
      for isPinned in [true, true, false, false] { try workspace.pinTheme("T1", isPinned) }
      let events = try workspace.themeEvents(limit: 9).map(\.event.kind)
      #expect(events == [.unpinned, .pinned, .born])
      #expect(try workspace.theme(1)?.isPinned == false)
    }
  }

  @Test("a theme is adopted as a topic")
  func adopt() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.themed(folder)
      try workspace.adoptTheme("T3", topic: "billing.refund")
      #expect(try workspace.theme(3)?.adoptedTopic == "billing.refund")
      let event = try workspace.themeEvents(limit: 1).first?.event
      #expect(event == ThemeEvent(.adopted, theme: "T3", other: "billing.refund", name: "theme 3"))
    }
  }

  @Test("a theme that is not in the last run is not known")
  func unknown() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.themed(folder)
      try workspace.mergeTheme("T2", into: "T1")
      let expected = WorkspaceError.unknownTheme(id: "T9", known: ["T1", "T3"])
      #expect(throws: expected) { try workspace.pinTheme("T9", true) }
      #expect(throws: expected) { try workspace.mergeTheme("T1", into: "T9") }
    }
  }

  @Test("without a run there is nothing to decide")
  func noThemes() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.small(folder)
      #expect(throws: WorkspaceError.noThemes(path: workspace.path)) {
        try workspace.pinTheme("T1", true)
      }
    }
  }

  @Test(
    "messages say what to do",
    arguments: [
      (
        WorkspaceError.noThemes(path: "w.sqlite"),
        "w.sqlite: the workspace holds no themes yet. `earshot themes INPUT --workspace w.sqlite` finds them."
      ),
      (
        .unknownTheme(id: "T9", known: ["T1", "T3"]),
        "There is no theme \"T9\" in the last run. It has T1, T3."
      ),
      (
        .unknownTheme(id: "T0", known: (1...22).map { "T\($0)" }),
        "There is no theme \"T0\" in the last run. It has T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14, T15, T16, T17, T18, T19, T20 and 2 more."
      ),
      (
        .unknownTheme(id: "T1", known: []),
        "There is no theme \"T1\" in the last run. It has none."
      ),
      (
        .themesChanged(path: "w.sqlite"),
        "w.sqlite: somebody else changed the workspace's themes meanwhile. Nothing was changed; run it again."
      ),
      (
        .themeNameTaken(name: "Refunds", theme: "T2"),
        "The theme T2 is called \"Refunds\" already. Choose another name, or merge the two."
      ),
      (
        .badThemeName(what: "it is empty"),
        "A theme's name is 1 to 120 characters without line breaks (it is empty)."
      ),
      (
        .themeIsMerged(id: "T2", into: "T1"),
        "The theme T2 was merged into T1. Name T1 instead."
      ),
      (
        .mergedIntoItself(id: "T1"),
        "The theme T1 cannot be merged into itself or a part of it. Name another one."
      ),
    ])
  func messages(error: WorkspaceError, message: String) {
    #expect(error.message == message)
  }
}
