import Testing

@testable import EarshotTagging

@Suite("What records count for")
struct TrainingSetTests {
  @Test("a record has its text, labels, weight, group and whether it calibrates")
  func record() {
    var set = TrainingSet()
    set.append(text: "äb".utf8, labels: ["a"])
    set.append(text: "".utf8, labels: [], weight: 2.5, group: "forum", calibrates: false)
    set.append(text: "c".utf8, labels: ["a", "b"])
    #expect(set.count == 3)
    #expect((0..<3).map { set.withText($0) { $0.count } } == [3, 0, 1])
    #expect(set.labels == [["a"], [], ["a", "b"]])
    #expect(set.weights == [1, 2.5, 1] && set.groups == ["", "forum", ""])
    #expect(set.calibrates == [true, false, true])
  }

  @Test("of records that contradict each other the heavier ones decide", arguments: [true, false])
  func weights(firstIsHeavy: Bool) throws {
    var set = TrainingSet()
    for i in 0..<60 {
      let isFirst = i % 2 == 0
      set.append(
        text: "refund word\(i)".utf8, labels: [isFirst ? "a" : "b"],
        weight: isFirst == firstIsHeavy ? 3 : 1)
    }
    let tag = try Tagger(bytes: Trainer(Training.quick).fit(set).bytes).tags("refund").fields[0]
    #expect(tag.choices[0].label == (firstIsHeavy ? 0 : 1))
  }

  /// Two sources that name two things by words of their own.
  private func sources(_ group: (Int) -> String, calibrates: (Int) -> Bool = { _ in true })
    -> TrainingSet
  {
    var set = TrainingSet()
    for i in 0..<80 {
      let (source, label) = (i / 40, i % 2)
      set.append(
        text: "key\(source)\(label) one\(i) two\(i) three\(i)".utf8, labels: ["kind \(label)"],
        group: group(source), calibrates: calibrates(source))
    }
    return set
  }

  @Test("a source is judged by what was learned elsewhere: its own words are of no help")
  func groups() throws {
    let mixed = try Trainer(Training.quick).fit(sources { _ in "" }).card.fields[0].out_of_fold
    #expect(mixed.accuracy == 1)
    let apart = try Trainer(Training.quick).fit(sources { "\($0)" }).card.fields[0].out_of_fold
    // No word is known, so one label is guessed for all.
    #expect(apart.n == 80 && apart.accuracy == 0.5)
  }

  @Test("records that don't calibrate are learned from and in no report")
  func calibrates() throws {
    let result = try Trainer(Training.quick).fit(sources({ _ in "" }, calibrates: { $0 == 0 }))
    let field = result.card.fields[0]
    #expect(field.out_of_fold.n == 40)
    #expect(field.auto.calibrated_on.records < 40)
    let tagger = try Tagger(bytes: result.bytes)
    #expect(tagger.tags("key10").fields[0].choices.map(\.label) == [0])
    #expect(tagger.tags("key11").fields[0].choices.map(\.label) == [1])
  }

  @Test("records of which none calibrates can't be learned: the sentence says where to look")
  func noCalibration() {
    let failure = #expect(throws: TrainingError.self) {
      try Trainer(Training.quick).fit(sources({ _ in "" }, calibrates: { _ in false }))
    }
    #expect(
      failure?.message
        == "No labelled record fits --calibrate-where, so confidence can't be measured. Check its field and value with `earshot inspect`."
    )
  }

  @Test("one source and no source are the same")
  func oneSource() throws {
    let named = try Trainer(Training.quick).fit(sources { _ in "mail" }).bytes
    #expect(try Trainer(Training.quick).fit(sources { _ in "" }).bytes == named)
  }
}
