import EarshotLearning
import EarshotNumerics
import TestSupport
import Testing

@testable import EarshotTagging

@Suite("Trainer")
struct TrainerTests {
  private func failure(_ set: TrainingSet, _ options: Trainer.Options = Training.quick) -> String? {
    do throws(TrainingError) {
      _ = try Trainer(options).fit(set)
      return nil
    } catch { return error.message }
  }

  @Test("one thread and four make the same bytes")
  func threads() throws {
    var options = Training.quick
    options.threads = 4
    options.strengths = [1, 10]
    let four = try Trainer(options).fit(try Training.sentenceSet()).bytes
    options.threads = 1
    #expect(try Trainer(options).fit(try Training.sentenceSet()).bytes == four)
  }

  @Test("a model knows the sentences it was trained on")
  func learns() throws {
    let tagger = try Tagger(bytes: Training.model)
    let records = try Training.sentences()
    let right = records.count {
      tagger.fields[0].labels[tagger.tags($0.text).fields[0].choices[0].label] == $0.label
    }
    #expect(right == records.count)
  }

  @Test("no records: the sentence says where to look")
  func noRecords() {
    #expect(
      failure(TrainingSet())
        == "There is no labelled record to learn from. Check --label-field and --where with `earshot inspect`."
    )
  }

  @Test("one label only: the sentence names it")
  func oneLabel() {
    let set = Training.set((0..<10).map { (["billing"], "text \($0)") })
    #expect(
      failure(set)
        == "All records have the label \"billing\". Learning needs at least two labels.")
  }

  @Test("every record its own label: the sentence asks for another column")
  func everyRecordItsOwn() {
    let set = Training.set((0..<100).map { (["id \($0)"], "text \($0)") })
    #expect(
      failure(set)
        == "100 different labels in 100 records: nearly every record has its own. Is --label-field an identifier or free text? Choose a column with few values."
    )
  }

  @Test("a label seen once is trained, and reported")
  func seenOnce() throws {
    var set = try Training.sentenceSet()
    set.append(text: "praise for the kind agent".utf8, labels: ["praise"])
    let result = try Trainer(Training.quick).fit(set)
    #expect(result.labelsSeenOnce == ["praise"])
    #expect(result.card.fields[0].labels == ["billing", "crash", "delivery", "login", "praise"])
    let tag = try Tagger(bytes: result.bytes).tags("praise for the kind agent").fields[0]
    #expect(tag.choices[0].label == 4)
  }

  @Test("labels that differ by case, blanks or dashes are reported")
  func similarLabels() throws {
    let labels = ["Login", "login", "log_in", "billing", "Bill ing", "crash"]
    let set = Training.set((0..<24).map { ([labels[$0 % 6]], "word\($0 % 6) text") })
    let similar = try Trainer(Training.quick).fit(set).similarLabels
    #expect(similar == [["Bill ing", "billing"], ["Login", "log_in", "login"]])
  }

  @Test("many labels of two records each are trained")
  func manyLabels() throws {
    // 5,000 labels take minutes in a debug build; 100 pass through the same steps.
    let set = Training.set((0..<200).map { (["label \($0 / 2)"], "word\($0 / 2) and \($0 % 2)") })
    var options = Training.quick
    options.folds = 2
    let result = try Trainer(options).fit(set)
    #expect(result.card.fields[0].labels.count == 100)
    #expect(try Tagger(bytes: result.bytes).fields[0].labels.count == 100)
  }

  @Test("texts that are all equal train and give no threshold")
  func equalTexts() throws {
    let set = Training.set((0..<20).map { ([$0 % 2 == 0 ? "a" : "b"], "the same text") })
    let result = try Trainer(Training.quick).fit(set)
    #expect(result.card.fields[0].auto.threshold == nil)
    let tag = try Tagger(bytes: result.bytes).tags("the same text").fields[0]
    #expect(abs(tag.choices[0].confidence - 0.5) < 0.05)
  }

  @Test("texts without any word train")
  func emptyTexts() throws {
    let set = Training.set((0..<10).map { ([$0 % 2 == 0 ? "a" : "b"], "") })
    let result = try Trainer(Training.quick).fit(set)
    #expect(result.card.features.terms == 0)
    #expect(try Tagger(bytes: result.bytes).tags("something").fields[0].choices.count == 1)
  }

  @Test("fewer records than folds train")
  func fewRecords() throws {
    let set = Training.set([(["a"], "one"), (["b"], "two")])
    #expect(try Trainer(Training.quick).fit(set).card.fields[0].out_of_fold.n == 2)
  }

  @Test("a very large strength trains and its report holds finite numbers")
  func largeStrength() throws {
    var options = Training.quick
    options.strengths = [1e6]
    let result = try Trainer(options).fit(try Training.sentenceSet())
    #expect(result.card.fields[0].temperature.isFinite)
  }

  @Test("balanced labels raise what a rare label gets")
  func balanced() throws {
    let records = (0..<60).map { i -> (labels: [String], text: String) in
      i % 10 == 0 ? (["rare"], "shared rareword\(i % 3)") : (["common"], "shared word\(i % 3)")
    }
    func rare(_ isBalanced: Bool) throws -> Float {
      var options = Training.quick
      options.balancesLabels = isBalanced
      options.strengths = [1]
      let bytes = try Trainer(options).fit(Training.set(records)).bytes
      let tagger = try Tagger(bytes: bytes)
      var scratch = tagger.makeScratch()
      let text = Array("shared".utf8)
      #expect(tagger.read(text.span, &scratch))
      tagger.score(0, of: text.span, &scratch)
      return scratch.scores[1] - scratch.scores[0]
    }
    #expect(try rare(true) > rare(false) + 0.5)
  }

  @Test("more than one label in a record makes the field multi-label")
  func multiLabel() throws {
    let tagger = try Tagger(bytes: Training.multiLabelModel)
    #expect(tagger.fields[0].isMultiLabel)
    #expect(tagger.card.fields[0].out_of_fold.micro_f1 != nil)
    let tag = tagger.tags(
      "i was charged twice for the same order please refund one payment and my parcel has not arrived and the tracking page is empty"
    ).fields[0]
    let labels = Set(tag.choices.map { tagger.fields[0].labels[$0.label] })
    #expect(labels.isSuperset(of: ["billing", "delivery"]))
    #expect(tag.choices == tag.choices.sorted { $0.confidence > $1.confidence })
  }

  @Test("records without any label are examples of nothing for a multi-label field")
  func multiLabelWithout() throws {
    let records: [(labels: [String], text: String)] = (0..<30).map { i in
      (i % 3 == 0 ? [] : i % 3 == 1 ? ["a"] : ["a", "b"], "word\(i % 3) other\(i)")
    }
    let tagger = try Tagger(bytes: Trainer(Training.quick).fit(Training.set(records)).bytes)
    #expect(tagger.tags("word0").fields[0].choices.isEmpty)
    #expect(tagger.tags("word2").fields[0].choices.count == 2)
  }

  @Test("the card says what was asked for")
  func card() throws {
    var options = Training.quick
    options.name = "tickets"
    options.version = "2.3.4"
    options.description = "a test"
    options.source = "sentences.tsv"
    options.field = "bucket"
    options.seed = 7
    let result = try Trainer(options).fit(try Training.sentenceSet())
    let tagger = try Tagger(bytes: result.bytes)
    #expect(tagger.card.name == "tickets" && tagger.card.version == "2.3.4")
    #expect(tagger.card.description == "a test" && tagger.card.seed == 7)
    #expect(tagger.card.fields[0].field == "bucket")
    #expect(tagger.card.fields[0].auto.calibrated_on.source == "sentences.tsv")
    #expect(tagger.identity.hasPrefix("tickets@2.3.4+"))
    #expect(tagger.identity.count == "tickets@2.3.4+".count + 8)
  }
}
