import ArgumentParser
import EarshotTagging

struct ModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model",
    abstract: "Shows and checks model files.",
    discussion: """
      EXAMPLES
        earshot model show topics.earshot
        earshot model verify care-en
      """,
    subcommands: [Show.self, Verify.self])

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows what is in a model: labels, quality, what auto promises.",
      discussion: """
        EXAMPLES
          earshot model show topics.earshot
          earshot model show topics.earshot --json
          earshot model show care-en --taxonomy
        """)

    @Argument(help: "Name or path of a model.") var model: String
    @Flag(help: "Print the card, or the taxonomy, as one JSON object.") var json = false
    @Flag(help: "Show what each topic means, who sees to it, and examples.") var taxonomy = false

    func run() throws {
      let path = try ModelFinder.path(of: model)
      if taxonomy { return try showTaxonomy(path) }
      let tagger = try Tagger(contentsOf: path)
      let card = tagger.card
      if json {
        try Console.out(ReportText.json(card))
        return
      }
      var lines = [
        "\(tagger.identity)  (\(ReportText.size(tagger.byteCount)), made by \(card.made_by), seed \(card.seed))"
      ]
      if let description = card.description { lines.append(description) }
      lines += ReportText.features(card)
      lines.append(ReportText.domain(card))
      for field in card.fields {
        let auto = field.auto
        lines += [
          "",
          "Field \(field.field)\(field.is_multi_label ? ", several labels a record" : ""), out of fold (each record judged by a model that did not learn from it)",
          ReportText.table(field.out_of_fold), "",
          "  " + promise(auto),
          "", "  \(counted(field.labels.count, "label"))",
        ]
        lines += field.labels.map { "    \($0)" }
      }
      try Console.out(lines.joined(separator: "\n"))
    }

    private func showTaxonomy(_ path: String) throws {
      guard let taxonomy = try Taxonomy(ofModel: path) else {
        throw Failure(
          "\(path): the model has no taxonomy. `earshot train --taxonomy FILE` gives it one.")
      }
      if json { return try Console.out(ReportText.json(taxonomy)) }
      var lines = [
        "Taxonomy version \(taxonomy.version): \(counted(taxonomy.topics.count, "topic"))"
      ]
      for area in taxonomy.areas {
        lines += ["", "\(area.key)  \(area.title)", "  \(area.definition)"]
        for topic in taxonomy.topics where topic.key.hasPrefix("\(area.key).") {
          lines += [
            "", "  \(topic.key)  (\(topic.bucket), \(topic.owner))", "    \(topic.definition)",
          ]
          if let not = topic.not { lines.append("    Not: \(not)") }
          lines += topic.examples.map { "    · \($0)" }
        }
      }
      try Console.out(lines.joined(separator: "\n"))
    }

    private func promise(_ auto: ModelCard.Auto) -> String {
      let base =
        "\(counted(auto.calibrated_on.records, "record")) of \(auto.calibrated_on.source)"
      guard let threshold = auto.threshold else {
        return
          "Auto: never; on \(base) no threshold can promise \(ReportText.percent(auto.target))."
      }
      return
        "Auto from a confidence of \(ReportText.points(Double(threshold))): \(ReportText.percent(auto.coverage)) of records, at least \(ReportText.percent(auto.accuracy_lower_95)) right; tested on \(base)."
    }
  }

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Checks a model file whole: checksum and structure.",
      discussion: """
        EXAMPLES
          earshot model verify topics.earshot
        """)

    @Argument(help: "Name or path of a model.") var model: String

    func run() throws {
      let path = try ModelFinder.path(of: model)
      let tagger = try Tagger(contentsOf: path)
      try Console.out(
        "\(path): \(tagger.identity) is whole, \(grouped(tagger.byteCount)) bytes.")
    }
  }
}
