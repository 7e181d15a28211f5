import Foundation
import Testing

/// A taxonomy that can't be used is refused with the line of what is wrong.
@Suite struct TaxonomyTests {
  let folder = Folder()

  /// Areas `billing` and `delivery`, and topics as given.
  private static func yaml(_ topics: String) -> String {
    """
    version: 1
    areas:
      - {key: billing, title: Money, definition: What is charged.}
      - {key: delivery, title: Parcels, definition: Goods on their way.}
    topics:
    \(topics)

    """
  }

  private static func topic(_ key: String, without: String = "", also: String = "") -> String {
    let lines = [
      "title: T", "definition: D.", "examples: [\"one\"]", "bucket: root_cause",
      "owner: operations",
    ].filter { without.isEmpty || !$0.hasPrefix(without) }
    return (["  - key: \(key)"] + (lines + (also.isEmpty ? [] : [also])).map { "    \($0)" })
      .joined(separator: "\n")
  }

  private func errors(_ yaml: String) throws -> String {
    folder.write(yaml, to: "t.yaml")
    folder.write("text,topic\nlate parcel,delivery.late\nrefund,billing.refund\n", to: "l.csv")
    let got = try folder.run(
      "train", "l.csv", "--label-field", "topic", "--taxonomy", "t.yaml", "-o", "m.earshot",
      "--embedding", "none")
    #expect(got.status == 1 && !folder.names.contains("m.earshot"), "\(got)")
    return got.errors
  }

  @Test("a missing bucket, a topic without examples, an unknown area, each with its line")
  func missing() throws {
    let good = Self.topic("billing.refund")
    #expect(
      try errors(Self.yaml(good + "\n" + Self.topic("delivery.late", without: "bucket")))
        == "earshot: t.yaml:12: topic \"delivery.late\": `bucket` is one of agent_performance, process_issue, root_cause.\n"
    )
    #expect(
      try errors(Self.yaml(good + "\n" + Self.topic("delivery.late", without: "examples")))
        == "earshot: t.yaml:12: topic \"delivery.late\" has no examples. Give three, as a list.\n")
    #expect(
      try errors(Self.yaml(Self.topic("returns.late")))
        == "earshot: t.yaml:6: topic \"returns.late\": there is no area \"returns\" under `areas`.\n"
    )
  }

  @Test("a topic that is there twice, with both lines")
  func duplicate() throws {
    let topic = Self.topic("billing.refund")
    #expect(
      try errors(Self.yaml(topic + "\n" + topic))
        == "earshot: t.yaml:12: there are two topics \"billing.refund\"; the first is in line 6.\n"
    )
  }

  @Test("retired topics that replace each other in a loop")
  func loop() throws {
    let yaml = Self.yaml(
      Self.topic("delivery.late") + "\n  - {key: billing.a, replaced_by: billing.b}\n"
        + "  - {key: billing.b, replaced_by: billing.a}")
    #expect(
      try errors(yaml)
        == "earshot: t.yaml:12: replaced_by goes round in a loop from \"billing.a\".\n")
  }

  @Test("a label that is no topic, with the nearest one")
  func unknownLabel() throws {
    #expect(
      try errors(Self.yaml(Self.topic("delivery.late") + "\n" + Self.topic("billing.refunds")))
        == "earshot: l.csv:3: the label \"billing.refund\" is no topic of t.yaml. Did you mean \"billing.refunds\"?\n"
    )
  }

  @Test("no YAML at all, and YAML of something else")
  func nonsense() throws {
    // libyaml notices it behind the last line.
    #expect(
      try errors("a: [1, 2")
        == "earshot: t.yaml:2: cannot read it as YAML: did not find expected ',' or ']'.\n")
    #expect(
      try errors("- 1\n")
        == "earshot: t.yaml:1: a taxonomy has the keys version, areas and topics.\n")
  }

  @Test(
    "a key that stands twice is named with its own line, in a block, in braces, in quotation marks")
  func duplicateKey() throws {
    let twice = Self.topic("delivery.late", also: "owner: engineering")
    #expect(
      try errors(Self.yaml(Self.topic("billing.refund") + "\n" + twice))
        == "earshot: t.yaml:18: the key \"owner\" is there twice; the first is in line 17.\n")
    #expect(
      try errors(
        Self.yaml("  - {key: billing.a,\n     replaced_by: billing.b,\n     \"key\": billing.c}"))
        == "earshot: t.yaml:8: the key \"key\" is there twice; the first is in line 6.\n")
    #expect(
      try errors(Self.yaml(Self.topic("delivery.late")) + "version: 2\ntopics: []\n")
        == "earshot: t.yaml:12: the key \"version\" is there twice; the first is in line 1.\n")
  }

  @Test("an anchor that holds itself, and one that is not there")
  func anchors() throws {
    let sentence =
      "cannot read it as YAML: this alias names an anchor that is not complete before it. An anchor can't hold itself.\n"
    #expect(
      try errors(Self.yaml("  &all\n  - key: billing.refund\n    examples: *all"))
        == "earshot: t.yaml:8: " + sentence)
    #expect(
      try errors(Self.yaml(Self.topic("delivery.late", without: "owner", also: "owner: *nobody")))
        == "earshot: t.yaml:11: " + sentence)
  }

  @Test("examples of blanks are none")
  func blankExamples() throws {
    let topic = Self.topic(
      "delivery.late", without: "examples", also: "examples: [\"\", \" \"]")
    #expect(
      try errors(Self.yaml(topic))
        == "earshot: t.yaml:11: topic \"delivery.late\" has no examples. Give three, as a list.\n")
  }

  @Test("a key that a taxonomy does not have, with the nearest one")
  func unknownKey() throws {
    #expect(
      try errors(Self.yaml(Self.topic("delivery.late")) + "topic: []\n")
        == "earshot: t.yaml:12: there is no key \"topic\" in a taxonomy. Did you mean \"topics\"?\n"
    )
  }

  @Test("a file that is not UTF-8, one that is not there, one with signs that YAML does not know")
  func otherBytes() throws {
    let good = Self.yaml(Self.topic("delivery.late"))
    folder.write(Data(good.utf8) + [0xE9, 0x0A], to: "latin.yaml")
    folder.write(good + "\u{0}\n", to: "nul.yaml")
    folder.write("text,topic\nlate parcel,delivery.late\n", to: "l.csv")
    func errors(_ name: String) throws -> String {
      let got = try folder.run(
        "train", "l.csv", "--label-field", "topic", "--taxonomy", name, "-o", "m.earshot")
      #expect(got.status == 1, "\(got)")
      return got.errors
    }
    #expect(
      try errors("latin.yaml") == "earshot: latin.yaml:12: this is not UTF-8. Save it so.\n")
    #expect(try errors("nope.yaml") == "earshot: nope.yaml: cannot open the taxonomy.\n")
    #expect(
      try errors("nul.yaml")
        == "earshot: nul.yaml:12: cannot read it as YAML: control characters are not allowed.\n")
  }
}
