import EarshotLearning
import Testing

@testable import EarshotTagging

@Suite struct OutOfFoldTests {
  @Test("each row of probabilities sums to 1, and labels are in alphabetical order")
  func rows() throws {
    let set = try Training.sentenceSet()
    let judged = try Trainer(Training.quick).outOfFold(set)
    #expect(judged.labels == judged.labels.sorted())
    #expect(judged.probabilities.rowCount == set.count)
    for i in 0..<set.count {
      #expect(abs(judged.probabilities[i].reduce(0, +) - 1) < 1e-5)
      #expect(judged.given[i].map { judged.labels[$0] } == set.labels[i])
    }
  }

  @Test("the best guesses are as often right as the report of a training on the same records says")
  func accuracy() throws {
    let set = try Training.sentenceSet()
    let judged = try Trainer(Training.quick).outOfFold(set)
    let report = try Trainer(Training.quick).fit(set).card.fields[0].out_of_fold
    let right = judged.given.indices.count { i in
      let row = Array(judged.probabilities[i])
      return row.indices.max { row[$0] < row[$1] }! == judged.given[i][0]
    }
    #expect(abs(Double(right) / Double(set.count) - report.accuracy) < 1e-12)
  }

  @Test("a label of its own for a record is judged by a model that never saw it")
  func unseen() throws {
    var set = try Training.sentenceSet()
    set.append(text: "the only one of its kind".utf8, labels: ["alone"])
    let judged = try Trainer(Training.quick).outOfFold(set)
    let k = try #require(judged.labels.firstIndex(of: "alone"))
    let own = judged.probabilities[set.count - 1]
    #expect(own[own.startIndex + k] < 0.5)
  }

  @Test("labels that may stand together have a probability each")
  func severalLabels() throws {
    let records = try Training.sentences()
    let pairs = zip(records, records.dropFirst(15)).map {
      (labels: [$0.label, $1.label], text: $0.text + " and " + $1.text)
    }
    let judged = try Trainer(Training.quick).outOfFold(Training.set(pairs))
    #expect(judged.isMultiLabel)
    #expect(judged.probabilities.values.allSatisfy { (0...1).contains($0) })
    #expect((0..<pairs.count).contains { judged.probabilities[$0].reduce(0, +) > 1.2 })
  }
}
