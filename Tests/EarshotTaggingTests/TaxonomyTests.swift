import Foundation
import TestSupport
import Testing

@testable import EarshotTagging

@Suite("Taxonomy")
struct TaxonomyTests {
  private static func topic(_ key: String, owner: String) -> Taxonomy.Topic {
    .init(
      key: key, title: key.uppercased(), definition: "what \(key) is", not: nil, examples: ["e"],
      bucket: "root_cause", owner: owner, avoidable: false, how_to: true)
  }

  static let taxonomy = Taxonomy(
    version: 3,
    areas: [
      .init(key: "app", title: "App", definition: "the app"),
      .init(key: "billing", title: "Billing", definition: "money"),
    ],
    topics: [
      topic("billing.charged_twice", owner: "operations"), topic("app.crash", owner: "engineering"),
      topic("app.login", owner: "support_enablement"), topic("app.delivery", owner: "operations"),
    ], replaced: ["app.freeze": "app.crash", "app.lost": "app.gone"])

  @Test("a topic is found by its key, and by the key of one whose place it took")
  func lookUp() {
    #expect(Self.taxonomy.topic("app.login")?.owner == "support_enablement")
    #expect(Self.taxonomy.topic("app.freeze")?.key == "app.crash")
  }

  @Test("no topic is found by another key, by an area, or where the place was taken by none")
  func notFound() {
    for label in ["app", "app.", "APP.LOGIN", "", "app.lost", "app.gone"] {
      #expect(Self.taxonomy.topic(label) == nil, "\(label)")
    }
  }

  @Test("as JSON it has the keys of its file, and reading gives back what was written")
  func json() throws {
    let data = try JSONEncoder().encode(Self.taxonomy)
    #expect(try JSONDecoder().decode(Taxonomy.self, from: data) == Self.taxonomy)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(Set(object.keys) == ["version", "areas", "topics", "replaced"])
    let topic = try #require((object["topics"] as? [[String: Any]])?.first)
    #expect(
      Set(topic.keys) == [
        "key", "title", "definition", "examples", "bucket", "owner", "avoidable", "how_to",
      ])
  }

  /// A model of the four topics.
  private static let result: Trainer.Result = {
    do {
      let keys = [
        "billing": "billing.charged_twice", "crash": "app.crash", "delivery": "app.delivery",
        "login": "app.login",
      ]
      var options = Training.quick
      options.taxonomy = taxonomy
      return try Trainer(options).fit(
        Training.set(try Training.sentences().map { ([keys[$0.label]!], $0.text) }))
    } catch { fatalError("\(error)") }
  }()

  @Test("a model learned with one has each label's owner in its card, and the whole in its file")
  func inModel() throws {
    let field = Self.result.card.fields[0]
    #expect(field.labels == ["app.crash", "app.delivery", "app.login", "billing.charged_twice"])
    #expect(field.owners == ["engineering", "operations", "support_enablement", "operations"])
    let patched = PatchedModel(Self.result.bytes)
    let section = Data(patched.bytes[patched.range(11)])
    #expect(try JSONDecoder().decode(Taxonomy.self, from: section) == Self.taxonomy)
    let tag = try Tagger(bytes: Self.result.bytes).json("the app crashes")
    #expect(tag.contains(#""label":"app.crash""#) && tag.contains(#""owner":"engineering""#))
  }

  @Test("a second taxonomy is refused while another field of the base has the first")
  func second() throws {
    let base = try inNewFolder { folder in
      try Data(Self.result.bytes).write(to: URL(fileURLWithPath: folder + "/base.earshot"))
      return try BaseModel(contentsOf: folder + "/base.earshot")
    }
    func train(_ field: String, _ taxonomy: Taxonomy) throws -> [UInt8] {
      var options = Training.quick
      options.field = field
      options.taxonomy = taxonomy
      options.base = base
      let set = Training.set(
        (0..<40).map { (["app.\($0 % 2 == 0 ? "crash" : "login")"], "word\($0 % 2) \($0) i was") })
      return try Trainer(options).fit(set).bytes
    }
    var other = Self.taxonomy
    other.version = 4
    let failure = #expect(throws: TrainingError.self) { _ = try train("reason", other) }
    #expect(
      failure?.message
        == "The base has another taxonomy, that of its field \"topic\", and a model has one. Say --field topic to put yours in its place, or leave --taxonomy out."
    )
    func version(_ bytes: [UInt8]) throws -> Int {
      let patched = PatchedModel(bytes)
      return try JSONDecoder().decode(
        Taxonomy.self, from: Data(patched.bytes[patched.range(11)])
      ).version
    }
    #expect(try version(train("topic", other)) == 4)
    #expect(try version(train("reason", Self.taxonomy)) == 3)
  }

  @Test("owners that are too few or too many for the labels are refused")
  func owners() {
    for owners in [#""owners":[]"#, #""owners":["a","b","c","d","e"]"#] {
      var patched = PatchedModel(Self.result.bytes)
      patched.editCard(
        #""owners":["engineering","operations","support_enablement","operations"]"#, owners)
      #expect(refusal(patched.sealed())?.message == Sentence.inconsistent("card"))
    }
  }

  @Test("any byte of the taxonomy changed, or the end of it cut off, is never a trap")
  func damage() {
    let model = PatchedModel(Self.result.bytes)
    let range = model.range(11)
    for place in stride(from: range.lowerBound, to: range.upperBound, by: 5) {
      var patched = model
      patched.bytes[place] ^= 0xff
      _ = refusal(patched.sealed())
      patched = model
      patched.set(UInt64(place - range.lowerBound), at: patched.entry(11) + 16)
      _ = refusal(patched.sealed())
    }
  }
}
