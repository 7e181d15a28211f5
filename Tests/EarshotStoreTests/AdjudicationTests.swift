import EarshotInsights
import TestSupport
import Testing

@testable import EarshotStore

@Suite("Adjudication, sheets and what lasts")
struct AdjudicationTests {
  let audit = "topic-test"

  /// Both rows of four records, judged by two people.
  private func judged(
    _ folder: String, blind: Bool = false, _ answers: [(Decision, Decision)]
  ) throws -> Workspace {
    let workspace = try Workspace.small(
      folder, smallKey(answers.count, doubled: answers.count, blind: blind))
    for (i, (ann, bob)) in answers.enumerated() {
      try workspace.judge(audit, row: i + 1, reviewer: "Ann", ann)
      try workspace.judge(audit, row: i + 1 + answers.count, reviewer: "Bob", bob)
    }
    return workspace
  }

  @Test("the lead is asked where reviewers differ or nobody could tell")
  func questions() throws {
    try inNewFolder { folder in
      let unsure = Decision(correct: .cannotTell)
      let workspace = try judged(
        folder, [(right, right), (right, wrong), (unsure, unsure), (unsure, wrong)])
      let questions = try workspace.questions(audit)
      #expect(questions.map(\.record) == [1, 2])
      #expect(questions.map(\.kind) == [.disagreement, .cannotTell])
    }
  }

  @Test("wrong for different reasons is agreement; blind, different labels are not")
  func labels() throws {
    try inNewFolder { folder in
      let open = try judged(
        folder,
        [(Decision(correct: .no, label: "login"), Decision(correct: .no, label: "delivery"))])
      #expect(try open.questions(audit).isEmpty)
    }
    try inNewFolder { folder in
      let blind = try judged(
        folder, blind: true, [(Decision(label: "login"), Decision(label: "delivery"))])
      #expect(try blind.questions(audit).map(\.kind) == [.disagreement])
    }
  }

  @Test("the lead's decision stands over the reviewers', who keep theirs")
  func decision() throws {
    try inNewFolder { folder in
      let workspace = try judged(folder, [(right, wrong)])
      try workspace.adjudicate(audit, record: 0, lead: "Lea", wrong)
      #expect(try workspace.questions(audit).map(\.decision?.correct) == [.no])
      #expect(try workspace.progress(audit).unsettled == 0)
      #expect(try workspace.judgements(audit).map(\.isAdjudication) == [false, false, true])
      #expect(try workspace.undoAdjudication(audit, lead: "Lea") == 0)
      #expect(try workspace.progress(audit).unsettled == 1)
    }
  }

  @Test("who decides first is the lead; another has to take over")
  func lead() throws {
    try inNewFolder { folder in
      let workspace = try judged(folder, [(right, wrong), (wrong, right)])
      try workspace.adjudicate(audit, record: 0, lead: "Lea", wrong)
      #expect(throws: WorkspaceError.notLead(audit: audit, lead: "Lea")) {
        try workspace.adjudicate(audit, record: 1, lead: "Max", right)
      }
      try workspace.setLead(audit, "Max", takeOver: true)
      try workspace.adjudicate(audit, record: 0, lead: "Max", right)
      let decisions = try workspace.judgements(audit).filter(\.isAdjudication)
      #expect(decisions.map(\.reviewer) == ["Max"])
    }
  }

  @Test("a sheet may come as often as one likes, changed or not")
  func sheets() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.small(folder)
      try workspace.judge(audit, row: 1, reviewer: "Ann", right)
      var rows = [
        AuditJudgement(row: 1, reviewer: "Ann", correct: .yes),
        AuditJudgement(row: 2, reviewer: "Ann", correct: .no, note: "n"),
        AuditJudgement(row: 3, reviewer: "Ann"),
        AuditJudgement(row: 9, reviewer: "Ann", correct: .no),
      ]
      #expect(
        try workspace.addJudgements(audit, rows)
          == SheetImport(added: 1, unchanged: 1, unknownRows: [9]))
      rows[1].correct = .yes
      #expect(
        try workspace.addJudgements(audit, rows)
          == SheetImport(changed: 1, unchanged: 1, unknownRows: [9]))
      #expect(try workspace.judgements(audit).count == 2)
    }
  }

  @Test("a second opinion of the same person is not taken from a sheet")
  func oneOpinion() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.small(folder, smallKey(1, doubled: 1))
      let rows = (1...2).map { AuditJudgement(row: $0, reviewer: "Ann", correct: .yes) }
      #expect(
        try workspace.addJudgements(audit, rows) == SheetImport(added: 1, secondOpinionsOfOne: [2]))
    }
  }

  @Test("actions keep their owner, date and state")
  func actions() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.small(folder)
      try workspace.addAction(audit, "Merge two topics", owner: "Ann")
      var action = try #require(try workspace.actions(audit).first)
      #expect(action.isIncomplete)
      (action.due, action.state) = ("2026-12-24", .done)
      try workspace.update(action)
      #expect(try workspace.actions(audit) == [action] && !action.isIncomplete)
    }
  }

  @Test("a verdict that did not change is kept once")
  func results() throws {
    try inNewFolder { folder in
      let workspace = try Workspace.small(folder)
      for json in ["{}", "{}", #"{"n":1}"#] { try workspace.addResult(audit, json: json) }
      #expect(try workspace.results().map(\.json) == ["{}", #"{"n":1}"#])
      #expect(try workspace.results("other").isEmpty)
    }
  }
}
