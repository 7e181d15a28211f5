import EarshotInsights
import EarshotStore
import Foundation
import Testing

@testable import EarshotWeb

@Suite("Pages of an audit")
struct PageTests {
  let path = "/audits/topic-test"

  @Test("who has no name yet is asked for one and comes back")
  func asksName() throws {
    try withAudit { workspace in
      let visit = Visit(workspace)
      let answer = visit.get("\(path)/review")
      #expect(answer.header("location") == "/name?to=%2Faudits%2Ftopic-test%2Freview")
      let named = visit.post("/name", ["name": " Zoë  Ø ", "to": "\(path)/review"])
      #expect(named.status == 303 && named.header("location") == "\(path)/review")
      #expect(visit.get("\(path)/review").text.contains("Zoë Ø"))
    }
  }

  @Test("a decision is stored and the next record comes in the same answer")
  func judging() throws {
    try withAudit { workspace in
      let visit = Visit.by("Ann", workspace)
      #expect(visit.get("\(path)/review").text.contains("The text of r0."))
      let next = visit.post(
        "\(path)/judge", ["row": "1", "decision": "no:login", "note": "n", "seconds": "3.5"],
        headers: ["x-earshot-part": "1"])
      #expect(next.status == 200 && next.text.contains("The text of r1."))
      #expect(!next.text.contains("<html"))
      let stored = try workspace.judgements("topic-test")
      #expect(
        stored == [
          AuditJudgement(
            row: 1, reviewer: "Ann", correct: .no, reviewerLabel: "login", note: "n")
        ])
      let pace = try workspace.progress("topic-test", reviewer: "Ann").medianSeconds
      #expect(pace == 3.5)
    }
  }

  @Test("without the script a form leads on to the next record")
  func plainForms() throws {
    try withAudit { workspace in
      let visit = Visit.by("Ann", workspace)
      let answer = visit.post("\(path)/judge", ["row": "1", "decision": "yes:"])
      #expect(answer.status == 303 && answer.header("location") == "\(path)/review")
    }
  }

  @Test("a blind page is the same whatever the tag is")
  func blind() throws {
    let pages = try [["billing", "login"], ["login", "billing"]].map { labels in
      try withAudit(drawnKey(2, blind: true, labels: labels)) { workspace in
        let visit = Visit.by("Ann", workspace)
        visit.cookies["earshot_form_8717"] = String(repeating: "a", count: 32)
        return visit.get("\(path)/review").text
      }
    }
    #expect(pages[0] == pages[1] && pages[0].contains("Which topic is right?"))
  }

  @Test("what another reviewer said shows nowhere on the page")
  func blindToOthers() throws {
    let pages = try [Decision(correct: .no, label: "login", note: "odd"), Decision(correct: .yes)]
      .map { decision in
        try withAudit(drawnKey(1, doubled: 1)) { workspace in
          try workspace.judge("topic-test", row: 1, reviewer: "Ann", decision)
          let visit = Visit.by("Bob", workspace)
          visit.cookies["earshot_form_8717"] = String(repeating: "a", count: 32)
          return visit.get("\(path)/review").text
        }
      }
    #expect(pages[0] == pages[1] && !pages[0].contains("Ann"))
  }

  @Test("undo shows the record again")
  func undo() throws {
    try withAudit { workspace in
      let visit = Visit.by("Ann", workspace)
      _ = visit.post("\(path)/judge", ["row": "1", "decision": "yes:"])
      let back = visit.post("\(path)/undo", [:], headers: ["x-earshot-part": "1"])
      #expect(back.text.contains("The text of r0."))
      let stored = try workspace.judgements("topic-test")
      #expect(stored.isEmpty)
    }
  }

  @Test("a record judged before can be looked at, those of others cannot")
  func earlier() throws {
    try withAudit { workspace in
      try workspace.judge("topic-test", row: 3, reviewer: "Bob", Decision(correct: .yes))
      let visit = Visit.by("Ann", workspace)
      _ = visit.post("\(path)/judge", ["row": "2", "decision": "no:"])
      #expect(visit.get("\(path)/review?row=2").text.contains("You said: wrong"))
      #expect(!visit.get("\(path)/review?row=3").text.contains("The text of r2."))
    }
  }

  @Test("a decision that says nothing is refused", arguments: ["", "maybe:", "yes:login", ":"])
  func noDecision(decision: String) throws {
    try withAudit { workspace in
      let answer = Visit.by("Ann", workspace)
        .post("\(path)/judge", ["row": "1", "decision": decision])
      #expect(answer.status == 400)
    }
  }

  @Test("the lead settles without seeing who said what")
  func settling() throws {
    try withAudit(drawnKey(1, doubled: 1)) { workspace in
      try workspace.judge("topic-test", row: 1, reviewer: "Ann", Decision(correct: .yes))
      try workspace.judge(
        "topic-test", row: 2, reviewer: "Bob", Decision(correct: .no, label: "login"))
      let visit = Visit.by("Lea", workspace)
      #expect(visit.get("\(path)/settle").text.contains("Who decides?"))
      _ = visit.post("\(path)/lead", [:])
      let page = visit.get("\(path)/settle").text
      #expect(page.contains("value=\"no:login\"") && page.contains("A: "))
      #expect(!page.contains("Ann") && !page.contains("Bob"))
      let done = visit.post(
        "\(path)/settle", ["record": "0", "decision": "no:login"], headers: ["x-earshot-part": "1"])
      #expect(done.text.contains("Nothing to settle"))
      #expect(try workspace.isFinished("topic-test"))
    }
  }

  @Test("a second lead is told who is the first")
  func twoLeads() throws {
    try withAudit { workspace in
      try workspace.setLead("topic-test", "Lea")
      let visit = Visit.by("Max", workspace)
      #expect(visit.get("\(path)/settle").text.contains("Lea is the lead"))
      #expect(visit.post("\(path)/settle", ["record": "0", "decision": "yes:"]).status == 409)
    }
  }

  @Test("an unfinished audit says what a look costs; a finished one its verdict")
  func verdict() throws {
    try withAudit(drawnKey(2)) { workspace in
      let visit = Visit.by("Ann", workspace)
      try workspace.judge("topic-test", row: 1, reviewer: "Ann", Decision(correct: .yes))
      #expect(visit.get("\(path)/verdict").text.contains("Not finished"))
      try workspace.judge("topic-test", row: 2, reviewer: "Ann", Decision(correct: .yes))
      let page = visit.get("\(path)/verdict").text
      #expect(page.contains("Not proven") && page.contains("for one look"))
    }
  }

  @Test("who looked early gets the bounds for many looks from then on")
  func early() throws {
    try withAudit(drawnKey(2)) { workspace in
      let visit = Visit.by("Ann", workspace)
      try workspace.judge("topic-test", row: 1, reviewer: "Ann", Decision(correct: .yes))
      #expect(visit.post("\(path)/look", [:]).text.contains("however often"))
      try workspace.judge("topic-test", row: 2, reviewer: "Ann", Decision(correct: .yes))
      #expect(visit.get("\(path)/verdict").text.contains("however often"))
    }
  }

  @Test("what is not there is said with a way back")
  func missing() throws {
    try withAudit { workspace in
      let visit = Visit.by("Ann", workspace)
      let answer = visit.get("/audits/none/review")
      #expect(answer.status == 404 && answer.text.contains("It holds topic-test."))
      try workspace.close("topic-test")
      #expect(visit.get("\(path)/review").status == 409)
    }
  }

  @Test("an audit may have any name")
  func oddNames() throws {
    var key = drawnKey(1)
    key.audit = "a/b ?\"ü"
    try withAudit(key) { workspace in
      let visit = Visit.by("Ann", workspace)
      #expect(visit.get("/").text.contains("/audits/a%2Fb%20%3F%22%C3%BC/review"))
      #expect(visit.get("/audits/a%2Fb%20%3F%22%C3%BC/review").text.contains("The text of r0."))
    }
  }

  @Test("numbers are written with so many digits")
  func decimals() {
    #expect(VerdictPage.decimal(0.0495, 2) == "0.05" && VerdictPage.percent(0.98765) == "98.8 %")
    #expect(VerdictPage.decimal(-0.25, 2) == "−0.25" && VerdictPage.percent(1) == "100.0 %")
  }
}
