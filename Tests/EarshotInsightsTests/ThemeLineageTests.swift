import EarshotNumerics
import Testing

@testable import EarshotInsights

/// Themes `T1`, `T2`, … of a last run, called `one`, `two`, …
private func past(_ count: Int) -> [ThemeLineage.Past] {
  ["one", "two", "three", "four", "five"].prefix(count).enumerated().map {
    ThemeLineage.Past(
      id: "T\($0 + 1)", name: $1, size: 100 * ($0 + 1), share: 0.125 * Double($0 + 1))
  }
}

/// A run whose themes are called `a`, `b`, …; rows are new themes, the last row and column `no_theme`.
private func lineage(
  _ last: [ThemeLineage.Past], _ overlap: [[Int]], names: [String]? = nil
) -> ThemeLineage {
  let names = names ?? Array(["a", "b", "c", "d", "e"].prefix(overlap.count - 1))
  return ThemeLineage(last: last, names: names, overlap: overlap, nextNumber: last.count + 1)
}

extension ThemeLineage {
  fileprivate var ids: [String] { themes.map(\.id) }
  fileprivate var changes: [Theme.Change?] { themes.map(\.previous?.change) }
  /// As `split T3 of T1`.
  fileprivate var lines: [String] {
    events.map { "\($0.kind.rawValue) \($0.theme)" + ($0.other.map { " \($0)" } ?? "") }
  }
}

@Suite("Lineage of themes")
struct ThemeLineageTests {
  @Test("in a first run all themes are born")
  func firstRun() {
    let run = lineage([], [[5], [3], [1]])
    #expect(run.ids == ["T1", "T2"])
    #expect(run.themes.allSatisfy { $0.previous == nil })
    #expect(run.lines == ["born T1", "born T2"])
    #expect(run.nextNumber == 3)
  }

  @Test("the same themes in another order keep their ids")
  func sameThemes() {
    let run = lineage(past(3), [[0, 0, 9, 0], [7, 0, 0, 0], [0, 8, 0, 0], [0, 0, 0, 4]])
    #expect(run.ids == ["T3", "T1", "T2"])
    #expect(run.moved == 0)
    #expect(run.nextNumber == 4)
  }

  @Test("what a theme was is told as the last run stored it")
  func previous() {
    let run = lineage(past(2), [[0, 9, 0], [7, 0, 0], [0, 0, 0]], names: ["two", "other"])
    #expect(
      run.themes.map(\.previous) == [
        Theme.Previous(theme: "T2", name: "two", size: 200, share: 0.25, change: .kept),
        Theme.Previous(theme: "T1", name: "one", size: 100, share: 0.125, change: .renamed),
      ])
    #expect(run.lines == ["kept T2", "kept T1", "renamed T1"])
  }

  @Test("a name given by a user stays, a run's does not")
  func names() {
    var last = past(2)
    last[0].isNamedByUser = true
    let run = lineage(last, [[9, 0, 0], [0, 9, 0], [0, 0, 0]])
    #expect(run.themes.map(\.name) == ["one", "b"])
    #expect(run.themes.map(\.isNamedByUser) == [true, false])
    #expect(run.changes == [.kept, .renamed])
  }

  @Test("the larger part of a theme in two keeps the id, the other is split from it")
  func split() {
    let run = lineage(past(1), [[40, 0], [60, 0], [0, 0]])
    #expect(run.ids == ["T2", "T1"])
    #expect(run.changes == [.split, .renamed])
    #expect(run.themes[0].previous?.theme == "T1")
    #expect(run.lines == ["split T2 T1", "kept T1", "renamed T1"])
    #expect(run.moved == 40)
  }

  @Test("one of three equal parts keeps the id; of four none does, and the theme died")
  func equalParts() {
    #expect(lineage(past(1), [[5, 0], [5, 0], [5, 0], [0, 0]]).ids == ["T1", "T2", "T3"])
    let run = lineage(past(1), [[5, 0], [5, 0], [5, 0], [5, 0], [0, 0]])
    #expect(run.ids == ["T2", "T3", "T4", "T5"])
    #expect(run.lines.last == "died T1")
  }

  @Test("of two themes that become one the larger keeps its id, the other is merged into it")
  func merge() {
    let run = lineage(past(2), [[30, 60, 0], [0, 0, 0]])
    #expect(run.ids == ["T2"])
    #expect(run.changes == [.merged])
    #expect(run.themes[0].previous?.theme == "T2")
    #expect(run.lines == ["kept T2", "renamed T2", "merged T1 T2"])
    #expect(run.moved == 30)
  }

  @Test("four equal themes that become one are merged into a new one")
  func mergeIntoNew() {
    let run = lineage(past(4), [[5, 5, 5, 5, 0], [0, 0, 0, 0, 0]])
    #expect(run.ids == ["T5"])
    #expect(run.changes == [.merged])
    #expect(
      run.lines == ["born T5", "merged T1 T5", "merged T2 T5", "merged T3 T5", "merged T4 T5"])
  }

  @Test("a theme of records that had none is born, one whose records have none died")
  func bornAndDied() {
    let run = lineage(past(1), [[0, 20], [30, 0]])
    #expect(run.ids == ["T2"])
    #expect(run.lines == ["born T2", "died T1"])
    #expect(run.moved == 50)
  }

  @Test("a theme none of whose records came again died")
  func noRecords() {
    #expect(lineage(past(1), [[0, 0], [0, 9]]).lines == ["born T2", "died T1"])
  }

  @Test("the best pairs are those of all themes together, not the best of each")
  func together() {
    // J: a–T1 20/44, a–T2 15/35, b–T1 9/29. By itself a is T1, and b is left without an id.
    let run = lineage(past(2), [[20, 15, 0], [9, 0, 0], [0, 0, 0]])
    #expect(run.ids == ["T2", "T1"])
  }

  @Test("a pinned or named theme lives on in less than others need", arguments: [0, 1, 2])
  func dear(decision: Int) {
    var last = past(1)
    last[0].isPinned = decision == 1
    last[0].isNamedByUser = decision == 2
    // J = 20 / 100, and all of the new theme comes from the old one.
    let run = lineage(last, [[20, 0], [80, 80]])
    #expect(run.ids == [decision == 0 ? "T2" : "T1"])
    #expect(run.themes[0].isPinned == (decision == 1))
  }

  @Test("a topic that a theme was adopted as stays with it")
  func topic() {
    var last = past(1)
    last[0].adoptedTopic = "billing.refund"
    #expect(lineage(last, [[9, 0], [0, 0]]).themes[0].adoptedTopic == "billing.refund")
  }

  @Test("themes that a user merged stay merged when a run finds them apart")
  func mergedByUser() {
    var last = past(3)
    (last[2].mergedInto, last[1].mergedInto) = ("T2", "T1")
    let run = lineage(last, [[9, 0, 0, 0], [0, 9, 0, 0], [0, 0, 9, 0], [0, 0, 0, 0]])
    #expect(run.ids == ["T1", "T2", "T3"])
    #expect(run.themes.map(\.mergedInto) == [nil, "T1", "T1"])
    // Of the parts nothing is told.
    #expect(run.lines == ["kept T1", "renamed T1"])
  }

  @Test("the theme that a user merged others into lives on when a run finds them as one")
  func mergedForGood() {
    var last = past(2)
    (last[1].mergedInto, last[0].isNamedByUser) = ("T1", true)
    let run = lineage(last, [[10, 90, 0], [0, 0, 0]])
    #expect(run.ids == ["T1"])
    #expect(run.themes[0].name == "one" && run.themes[0].mergedInto == nil)
    #expect(run.lines == ["kept T1", "merged T2 T1"])
  }

  @Test("a chain of merges that ends nowhere merges nothing")
  func circle() {
    var last = past(3)
    (last[0].mergedInto, last[1].mergedInto, last[2].mergedInto) = ("T2", "T1", "T9")
    let run = lineage(last, [[9, 0, 0, 0], [0, 9, 0, 0], [0, 0, 9, 0], [0, 0, 0, 0]])
    #expect(run.themes.map(\.mergedInto) == [nil, nil, nil])
  }

  @Test(
    "ids differ, none is used again and every theme but a merged part has its event",
    arguments: 0..<60)
  func anything(seed: Int) {
    var generator = SplitMix64(seed: UInt64(seed))
    let (n, m) = (generator.index(below: 6), generator.index(below: 6))
    let overlap = (0...n).map { _ in
      (0...m).map { _ in max(0, generator.index(below: 30) - 15) }
    }
    var last = past(m)
    for j in last.indices {
      last[j].isPinned = generator.index(below: 3) == 0
      if generator.index(below: 3) == 0 { last[j].mergedInto = "T\(1 + generator.index(below: 5))" }
    }
    let run = lineage(last, overlap)
    let old = Set(last.map(\.id))
    #expect(Set(run.ids).count == n, "seed \(seed)")
    #expect(run.nextNumber == m + 1 + run.ids.filter { !old.contains($0) }.count, "seed \(seed)")
    let told = run.events.filter { $0.kind != .renamed }.map(\.theme)
    #expect(told.count == Set(told).count, "seed \(seed)")
    let parts = run.themes.filter { $0.mergedInto != nil }.map(\.id)
    #expect(Set(told) == old.union(run.ids).subtracting(parts), "seed \(seed)")
    #expect(run.themes.allSatisfy { $0.mergedInto.map(run.ids.contains) ?? true }, "seed \(seed)")
  }
}
