import EarshotLearning
import EarshotTagging
import FoundationEssentials

/// Tables for people, from reports.
enum ReportText {
  /// One object on one line, keys in alphabetical order.
  static func json(_ report: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(report) else {
      preconditionFailure("a report holds only finite numbers")
    }
    return String(decoding: data, as: UTF8.self)
  }

  /// The figures of a report, then the labels that need a look.
  static func table(_ report: EvaluationReport) -> String {
    var lines: [String] = []
    func line(_ name: String, _ value: String) { lines.append("  " + name.padded(26) + value) }
    line("records", grouped(report.n))
    line("accuracy", percent(report.accuracy))
    line("macro F1", percent(report.macro_f1))
    if let micro = report.micro_f1 { line("micro F1", percent(micro)) }
    if let ece = report.ece { line("calibration error (ECE)", points(ece)) }
    if let coverage = report.coverage_at_95 {
      line("95 % right for the surest", percent(coverage) + " of records")
    }
    if let auto = report.auto {
      let accuracy = auto.accuracy.map { ", of which \(percent($0)) right" } ?? ""
      line("auto", percent(auto.coverage) + " of records" + accuracy)
    }
    for (reason, share) in report.abstained.sorted(by: { $0.key < $1.key }) {
      line("no label: \(reason)", percent(share))
    }
    if let domain = report.domain {
      line("foreign records", grouped(domain.foreign))
      line(
        "told from the others",
        "AUROC \(points(domain.auroc)), turned away "
          + "\(percent(domain.foreign_turned_away)) of them and \(percent(domain.turned_away)) of the others"
      )
    }
    let weak = report.labels.filter { $0.support > 0 && $0.f1 < 1 }.sorted {
      ($0.f1, $0.label) < ($1.f1, $1.label)
    }
    if !weak.isEmpty {
      let width = max(weak.prefix(8).map(\.label.count).max() ?? 0, 14)
      lines += [
        "", "  " + "weakest labels".padded(width) + "  records  precision   recall       F1",
      ]
      for label in weak.prefix(8) {
        lines.append(
          "  " + label.label.padded(width) + "  "
            + String(label.support).leftPadded(7) + percent(label.precision).leftPadded(11)
            + percent(label.recall).leftPadded(9) + percent(label.f1).leftPadded(9))
      }
    }
    if !report.confusion.isEmpty {
      lines += ["", "  most often confused (truth → tagged)"]
      for cell in report.confusion.prefix(8) {
        lines.append("  \(String(cell.count).leftPadded(5))  \(cell.truth) → \(cell.predicted)")
      }
    }
    return lines.joined(separator: "\n")
  }

  /// What a text is turned into: a line, or one for each space where fields have their own.
  static func features(_ card: ModelCard) -> [String] {
    let spaces = [card.features] + (card.further_features ?? [])
    return spaces.enumerated().map { number, space in
      let readers = card.fields.filter { ($0.space ?? 0) == number }.map(\.field)
      let words = space.word_length == 0 ? [] : ["words up to \(space.word_length)"]
      let pieces = space.character_lengths.map { ["word pieces of \($0[0])–\($0[1])"] } ?? []
      let meaning = space.embedding == nil ? [] : ["meanings"]
      let tone = space.tone_scale == nil ? [] : ["tone"]
      return
        "Features\(spaces.count == 1 ? "" : " of \(readers.joined(separator: ", "))"): \((words + pieces + meaning + tone).joined(separator: ", ")); \(grouped(space.terms)) terms"
    }
  }

  /// What a model does with texts about something else.
  static func domain(_ card: ModelCard) -> String {
    guard let domain = card.domain else {
      return card.fields.contains { $0.null_share != nil }
        ? "Foreign texts are turned away: the model learned from texts that have none of its labels."
        : "Foreign texts: not told from others."
    }
    return
      "Foreign texts are turned away: \(percent(domain.background_turned_away)) of the \(grouped(domain.background_texts)) that the threshold was chosen with, and \(percent(domain.turned_away)) of the records learned from (out of fold)."
  }

  static func percent(_ share: Double) -> String { decimal(share * 100, 1) + " %" }

  /// Of a file: kB below a megabyte.
  static func size(_ bytes: Int) -> String {
    bytes < 1_000_000
      ? "\(decimal(Double(bytes) / 1e3, 0)) kB" : "\(decimal(Double(bytes) / 1e6, 1)) MB"
  }

  static func points(_ share: Double) -> String { decimal(share, 3) }

  /// With `places` decimals.
  static func decimal(_ x: Double, _ places: Int) -> String {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let units = Int(min((abs(x) * scale).rounded(), 1e15))
    let sign = x < 0 && units > 0 ? "-" : ""
    guard places > 0 else { return "\(sign)\(units)" }
    let digits = String(units % Int(scale))
    return "\(sign)\(units / Int(scale))."
      + String(repeating: "0", count: places - digits.count) + digits
  }
}

extension String {
  func padded(_ width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }

  func leftPadded(_ width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }
}

/// What `train` prints.
enum TrainingReportText {
  /// The out-of-fold report, and how the model was made.
  private struct Report: Encodable {
    let evaluation: EvaluationReport
    let training: Training

    struct Training: Encodable {
      let model: String
      let field: String
      let label_count: Int
      let terms: Int
      let strength: Double
      let strengths_tried: [Trial]
      let temperature: Float
      let label_threshold: Float?
      let auto: ModelCard.Auto
      let fit: Fit
      let seed: UInt64
      let unreadable_records: Int
      let unlabelled_records: Int
      let labels_seen_once: [String]
      let similar_labels: [[String]]
    }

    struct Trial: Encodable {
      let strength: Double
      let accuracy: Double
      let nll: Double
    }

    struct Fit: Encodable {
      let epochs: Int
      let objective: Double
      let relative_gap: Double
      let converged: Bool
    }

    enum Keys: String, CodingKey { case training }

    func encode(to encoder: any Encoder) throws {
      try evaluation.encode(to: encoder)
      var container = encoder.container(keyedBy: Keys.self)
      try container.encode(training, forKey: .training)
    }
  }

  static func json(
    _ result: Trainer.Result, identity: String, _ counts: LabelledRecords.Counts
  ) -> String {
    let field = result.card.fields[0]
    return ReportText.json(
      Report(
        evaluation: field.out_of_fold,
        training: .init(
          model: identity, field: field.field, label_count: field.labels.count,
          terms: result.card.features.terms, strength: field.strength,
          strengths_tried: result.trials.map {
            .init(strength: $0.strength, accuracy: $0.accuracy, nll: $0.loss)
          },
          temperature: field.temperature, label_threshold: field.label_threshold,
          auto: field.auto,
          fit: .init(
            epochs: result.fit.epochs, objective: result.fit.primal,
            relative_gap: result.fit.relativeGap, converged: result.fit.isConverged),
          seed: result.card.seed, unreadable_records: counts.problems,
          unlabelled_records: counts.unlabelled, labels_seen_once: result.labelsSeenOnce,
          similar_labels: result.similarLabels)))
  }

  static func table(_ result: Trainer.Result, path: String, identity: String) -> String {
    let field = result.card.fields[0]
    let auto = field.auto
    let promise =
      auto.threshold.map {
        """
        Tags with a confidence of \(ReportText.points(Double($0))) or more are marked auto: \(ReportText.percent(auto.coverage)) of records, at least \(ReportText.percent(auto.accuracy_lower_95)) right
        (one-sided 95 % bound on \(grouped(auto.calibrated_on.records)) records; it holds for records drawn like these).
        """
      }
      ?? "No threshold can promise that more than \(ReportText.percent(auto.target)) of the tags above it are right: every tag is marked review."
      + (auto.calibrated_on.records < AutoThreshold.fewestRecords
        ? "\nTesting one takes \(AutoThreshold.fewestRecords) records in the folds kept for it; there were \(auto.calibrated_on.records)."
        : "")
    return """
      Out of fold (each record judged by a model that did not learn from it)
      \(ReportText.table(field.out_of_fold))

      \(promise)
      \(ReportText.domain(result.card))

      \(path): \(identity), \(field.labels.count) labels, \(grouped(result.card.features.terms)) terms, \(ReportText.size(result.bytes.count)). Seed \(result.card.seed).
      Next: earshot tag FILE --model \(path)
      """
  }
}
