import Foundation
import Testing

/// No message, on standard error or in an error record, carries a customer's text.
@Suite struct PrivacyTests {
  static let secret = "zanzibar"

  /// Bad inputs of every kind, all with the secret in them.
  static let inputs: [(name: String, bytes: Data)] = {
    let deep = String(repeating: "[", count: 2000)
    let texts = [
      ("headerless.csv", "zanzibar refund please,1042\nzanzibar again,1043\n"),
      ("sentence.csv", "my zanzibar parcel is late,and zanzibar again\n"),
      ("quote.csv", "id,text\n1,\"zanzibar\n2,b\n"),
      ("header-quote.csv", "id,\"zanzibar\n1,b\n"),
      ("rows.csv", "id,text\n1,zanzibar,zanzibar\nzanzibar\n"),
      ("nul.csv", "id,text\nzanzibar\u{0}\n"),
      ("cut.jsonl", #"{"text":"zanzibar"#),
      ("cut.json", #"[{"text":"a"},{"text":"zanzibar"#),
      ("words.jsonl", "{}\nzanzibar\n\"zanzibar\"\n[\"zanzibar\"]\n"),
      ("token.jsonl", #"{"text":zanzibar}"# + "\n"),
      ("escape.jsonl", #"{"text":"zanzibar\q"}"# + "\n"),
      ("deep.jsonl", #"{"text":"zanzibar","d":\#(deep)"# + "\n"),
      ("number.jsonl", #"{"text":7,"other":"zanzibar"}"# + "\n"),
      ("list.jsonl", #"{"text":["zanzibar"]}"# + "\n"),
      ("notes.jsonl", #"{"id":1,"secret notes":"zanzibar"}"# + "\n"),
    ]
    return texts.map { ($0.0, Data($0.1.utf8)) } + [
      ("latin.csv", Data("id,text\n1,zanzibar".utf8) + [0xE9, 0x0A]),
      ("latin.jsonl", Data(#"{"text":"zanzibar"#.utf8) + [0xE9] + Data("\"}\n".utf8)),
    ]
  }()

  @Test("of bad input", arguments: inputs.map(\.name))
  func badInput(name: String) throws {
    let folder = Folder()
    folder.write(Self.inputs.first { $0.name == name }!.bytes, to: name)
    var commands = [
      "tag \(name) --model $model", "tag \(name) --model $model --on-error fail",
      "train \(name) --label-field text -o out.earshot --embedding none",
    ]
    if name.hasSuffix(".jsonl") { commands.append("filter --model $model < \(name)") }
    if name.hasSuffix(".csv") {
      commands.append("evaluate \(name) --predictions id --label-field text")
    }
    for command in commands {
      let got = try folder.shell("$earshot " + command)
      #expect(!got.errors.contains(Self.secret), "\(command): \(got)")
      #expect([0, 1, 3].contains(got.status), "\(command): \(got)")
      guard command.hasPrefix("tag") || command.hasPrefix("filter") else { continue }
      for object in try got.objects() {
        let error = (object["earshot"] as? [String: Any])?["error"] as? [String: Any]
        let message = error?["message"] as? String ?? ""
        #expect(!message.contains(Self.secret), "\(command): \(got)")
      }
    }
  }

  @Test("of labels that are texts by mistake")
  func labels() throws {
    let folder = Folder()
    let text = "zanzibar is where my parcel went and I want all my money back"
    folder.write("id,text\n" + (1...9).map { "\($0 % 2),\(text) \($0)\n" }.joined(), to: "once.csv")
    let once = try folder.run(
      "train", "once.csv", "--label-field", "text", "-o", "m.earshot", "--embedding", "none")
    #expect(!once.errors.contains(Self.secret), "\(once)")
    folder.write("id,text\n1,\(text)\n2,\(text)\n", to: "one.csv")
    let one = try folder.run(
      "train", "one.csv", "--label-field", "text", "-o", "m.earshot", "--embedding", "none")
    #expect(one.status == 1 && !one.errors.contains(Self.secret), "\(one)")
  }
}
