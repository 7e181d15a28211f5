import EarshotRecords
import EarshotText
import Foundation
import Testing

@testable import EarshotTagging

@Suite("RecordTagger: segments and redaction")
struct RecordTaggerSegmentsTests {
  private static let model = HandMade.parts(
    [HandMade.sentiment, HandMade.frustration.with { $0.auto = 0.1 }, HandMade.flags],
    tone: HandMade.tone
  ).file()

  private static var reading: ReadOptions {
    var options = ReadOptions()
    options.format = .jsonl
    options.textFields = [FieldPath("text")]
    return options
  }

  private static let texts = [
    "The money was never there. My parcel is very late again.", "", "useless money",
    "Agent: the money is there\\nCustomer: my parcel is late\\nCustomer: useless parcel you lost",
    "É 😡 my useless parcel came; but the money is gone!!",
  ]

  private static let input =
    (0..<100).map { #"{"text":"\#(texts[$0 % texts.count])"}"# }.joined(separator: "\n") + "\n"

  @Test("threads and chunks do not change a byte")
  func sameBytes() throws {
    func run(threads: Int, chunk: Int) throws -> Run {
      try Run(Self.input, model: Self.model, read: Self.reading) {
        ($0.segments, $0.evidence) = (true, true)
        ($0.threads, $0.chunk) = (threads, chunk)
      }
    }
    let one = try run(threads: 1, chunk: 256)
    #expect(one.lines.count == 100)
    for threads in [2, 5] {
      let several = try run(threads: threads, chunk: 3)
      #expect(several.out == one.out && several.counts == one.counts)
    }
  }

  @Test("a combined tag is counted as review, one of a single segment may be auto")
  func counts() throws {
    // Of five texts the first, the fourth and the last have two segments, the second has no tag.
    let segments = try Run(Self.input, model: Self.model, read: Self.reading) {
      $0.segments = true
    }
    #expect(segments.counts.auto == [0, 20, 0])
    let whole = try Run(Self.input, model: Self.model, read: Self.reading)
    #expect(whole.counts.auto == [0, 80, 0])
  }

  @Test("places of segments, markers and evidence count in the text as it is written")
  func redacted() throws {
    let input =
      #"{"text":"É, write to anna.maria.lang@example.com about it. My useless money is very late again."}"#
      + "\n"
    let run = try Run(input, model: Self.model, read: Self.reading) {
      ($0.segments, $0.evidence) = (true, true)
      $0.redactor = Redactor()
    }
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [String: Any])
    let text = try #require(object["text"] as? String)
    #expect(!text.contains("anna"))
    let scalars = Array(text.unicodeScalars)
    func word(_ place: [String: Any]) throws -> String {
      let (start, end) = (
        try #require(place["start"] as? Int), try #require(place["end"] as? Int)
      )
      return String(String.UnicodeScalarView(scalars[start..<end]))
    }
    let tags = try #require(object["earshot"] as? [String: Any])
    let segments = try #require(tags["segments"] as? [[String: Any]])
    try #require(segments.count == 2)
    #expect(
      try word(segments[0]).hasPrefix("É, write to ") && word(segments[0]).hasSuffix("about it"))
    #expect(try word(segments[1]) == "My useless money is very late again")
    let frustration = try #require(tags["frustration"] as? [String: Any])
    let markers = try #require(frustration["markers"] as? [[String: Any]])
    #expect(try markers.map(word) == ["useless"])
    let sentiment = try #require(tags["sentiment"] as? [String: Any])
    let evidence = try #require(sentiment["evidence"] as? [[String: Any]])
    #expect(try evidence.map(word) == ["money"])
  }

  @Test("what is hidden across two segments is in the first, and places ascend")
  func hiddenBorder() throws {
    let input =
      #"{"text":"please do send it to my house at 12 St. James Street, London now as it is late again"}"#
      + "\n"
    let run = try Run(input, model: Self.model, read: Self.reading) {
      $0.segments = true
      $0.redactor = Redactor()
    }
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [String: Any])
    let tags = try #require(object["earshot"] as? [String: Any])
    let segments = try #require(tags["segments"] as? [[String: Any]])
    let places = segments.flatMap { [$0["start"] as? Int ?? -1, $0["end"] as? Int ?? -1] }
    #expect(places.count >= 4 && places == places.sorted())
  }
}
