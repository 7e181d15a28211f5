import Foundation
import Testing

/// The shipped model, on the sentences that the project began with, and on what is not for it.
@Suite struct CareModelTests {
  private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path
  let folder = Folder()

  private func tags(_ text: String, _ arguments: [String] = []) throws -> [String: Any] {
    let record = try JSONSerialization.data(withJSONObject: ["text": text])
    let got = try folder.launch(
      Program.path, ["tag", "-", "--from", "jsonl"] + arguments,
      stdin: record + Data([0x0A]), environment: ["EARSHOT_MODELS": "\(Self.package)/models"],
      seconds: 60)
    return try #require(try got.objects()[0]["earshot"] as? [String: Any])
  }

  private func label(_ tags: [String: Any], _ field: String, _ key: String = "label") -> String? {
    (tags[field] as? [String: Any])?[key] as? String
  }

  @Test(
    "the founding sentences have their bucket",
    arguments: [
      ("The rep didn't know the answer", "agent_performance"),
      ("The rep was amazing!", "agent_performance"),
      ("It took 4 transfers to get an answer", "process_issue"),
      ("The hold music is too loud", "process_issue"),
      ("I'm calling because the login page is broken", "root_cause"),
    ])
  func buckets(_ text: String, _ bucket: String) throws {
    #expect(label(try tags(text), "bucket") == bucket)
  }

  @Test(
    "what other tools take for the opposite",
    arguments: [
      ("can I get my money back?", "neutral"), ("I don't want a refund", "negative"),
      ("Kindly improve your performance", "negative"), ("no problems ever", "positive"),
      ("not bad", "positive"), ("great, another outage", "negative"),
    ])
  func sentiments(_ text: String, _ sentiment: String) throws {
    #expect(label(try tags(text), "sentiment") == sentiment)
  }

  @Test(
    "junk is out of domain",
    arguments: [
      "Home | Products | About us | Contact | Cookie settings | Accept all",
      #"function(){var a=document.getElementById("x");return a.value;}"#,
      "Sales 555-0101 Support 555-0102 Billing 555-0103 Fax 555-0104", "lol ok",
    ])
  func junk(_ text: String) throws {
    let tags = try tags(text)
    #expect(label(tags, "topic", "reason") == "out_of_domain")
    #expect(label(tags, "bucket", "reason") == "out_of_domain")
  }

  @Test("another language is said and left alone")
  func language() throws {
    let tags = try tags("Ich warte seit drei Wochen auf mein Paket und niemand antwortet mir.")
    #expect(tags["language"] as? String == "de")
    #expect(label(tags, "topic", "reason") == "unsupported_language")
    #expect(label(tags, "sentiment", "reason") == "unsupported_language")
  }

  @Test("a worn customer's markers have their places")
  func markers() throws {
    let text = "Third time I call about this, get me your manager!!!"
    let frustration = try #require(try tags(text)["frustration"] as? [String: Any])
    let markers = try #require(frustration["markers"] as? [[String: Any]])
    let kinds = Set(markers.compactMap { $0["kind"] as? String })
    #expect(kinds.isSuperset(of: ["repeat_contact", "escalation_request"]))
    let contact = try #require(markers.first { $0["kind"] as? String == "repeat_contact" })
    #expect(contact["start"] as? Int == 0)
  }

  @Test(
    "signs that are negated, supposed or somebody else's are none, however worn the text",
    arguments: [
      ("no problem at all, but this is still useless and broken!!", "still_unresolved"),
      ("I never had to wait, yet your useless app eats my data every day!!", "long_wait"),
      ("If nobody answers I will be sad. The app is useless and crashes.", "unanswered"),
      (
        "He told me \"get me your manager\" and I was confused. Your app is useless.",
        "escalation_request"
      ),
    ])
  func dropped(_ text: String, _ kind: String) throws {
    let frustration = try #require(try tags(text)["frustration"] as? [String: Any])
    let markers = try #require(frustration["markers"] as? [[String: Any]])
    #expect(!markers.contains { $0["kind"] as? String == kind })
  }

  @Test("in a chat only the customer is read, and one without a customer is empty")
  func chat() throws {
    let chat =
      "Agent: You people never pay, this is ridiculous!!!\nCustomer: How do I change my PIN?"
    #expect(label(try tags(chat), "frustration", "level") == "none")
    let alone = "Agent: Good morning.\nAgent: Is anybody there?\nAgent: I close the chat now."
    #expect(label(try tags(alone), "topic", "reason") == "empty_text")
  }

  @Test("segments have tags of their own")
  func segments() throws {
    let text =
      "The courier threw my parcel over the fence. Your agent Maria was wonderful on the phone."
    let tags = try tags(text, ["--segments"])
    let segments = try #require(tags["segments"] as? [[String: Any]])
    #expect(segments.map { label($0, "bucket") } == ["root_cause", "agent_performance"])
    #expect(label(tags, "topic", "decision") == "review")
  }

  @Test("topics of one's own stand beside the fields of care-en")
  func base() throws {
    folder.write(TinyModel.table, to: "mine.csv")
    let environment = ["EARSHOT_MODELS": "\(Self.package)/models"]
    let trained = try folder.run(
      "train", "mine.csv", "--label-field", "topic", "--base", "care-en", "-o", "mine.earshot",
      "--strength", "10", environment: environment, seconds: 300)
    #expect(trained.status == 0, "\(trained)")
    let text = "refund my payment now, this is the third time I ask"
    let mine = try tags(text, ["--model", folder.path("mine.earshot")])
    let care = try tags(text)
    #expect(label(mine, "topic") == "billing.refund")
    for field in ["sentiment", "frustration", "severity"] {
      let own = try #require(mine[field] as? NSDictionary)
      #expect(own == care[field] as? NSDictionary, "\(field)")
    }
  }
}
