import EarshotRecords
import FoundationEssentials

extension AuditReport {
  /// All figures as one JSON object on one line, keys in alphabetical order.
  public func json() -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(AuditReportFigures(self)) else {
      preconditionFailure("a report holds only finite numbers")
    }
    return Array(data) + [0x0A]
  }

  /// A row for each audit as a whole and for each of its labels, strata, bands, decisions, channels.
  /// Cells that a spreadsheet would run as formulas begin with `'`.
  public func csv() -> [UInt8] {
    var out = Array(
      "audit,field,part,name,n,correct,errors,undecided,accuracy,interval_95_low,interval_95_high,lower_95,upper_95,verdict,too_few_to_say\n"
        .utf8)
    for audit in audits {
      let score = audit.score
      func row(_ part: String, _ name: String, _ figures: [String]) {
        let cells = [score.audit ?? "", score.field ?? "", part, name] + figures
        for (i, cell) in cells.enumerated() {
          if i > 0 { out.append(UInt8(ascii: ",")) }
          // Figures are ours; a name may be anybody's.
          TableCell.append(
            i < 4 ? TableCell.formulaSafe(Array(cell.utf8)) : Array(cell.utf8),
            delimiter: UInt8(ascii: ","), to: &out)
        }
        out.append(0x0A)
      }
      row(
        "all", "",
        [
          "\(score.n)", "\(score.correct)", "\(score.errors)", "\(score.undecided.total)",
          score.accuracy.value.map { "\($0)" } ?? "", "\(score.interval_95[0])",
          "\(score.interval_95[1])", "\(score.lower_95)", "\(score.upper_95)", score.verdict, "",
        ])
      for part in audit.parts {
        for group in part.groups {
          row(
            part.name, group.name,
            [
              "\(group.n)", "\(group.correct)", "\(group.errors)", "\(group.undecided)",
              group.accuracy.value.map { "\($0)" } ?? "", "\(group.interval_95[0])",
              "\(group.interval_95[1])", "\(group.lower_95)", "\(group.upper_95)", group.verdict,
              group.too_few_to_say ? "yes" : "no",
            ])
        }
      }
    }
    return out
  }
}

extension AuditReportPart {
  /// Labels, strata, then the other properties by which records are told apart.
  var parts: [Breakdown] {
    [
      Breakdown(name: "label", groups: score.by_label),
      Breakdown(name: "stratum", groups: score.by_stratum),
    ].filter { !$0.groups.isEmpty } + breakdowns
  }
}

/// The JSON of a report, with its names.
private struct AuditReportFigures: Encodable {
  let format = "earshot-audit-report"
  let version = 1
  let earshot: String
  let command: String
  let hash: String
  let files: [AuditReport.File]
  let verdict: String
  let audits: [Part]
  let actions: [Action]

  struct Part: Encodable {
    let score: AuditScore
    let drawn: Drawn?
    let by: [String: [AuditScore.Group]]
    let confusion: [Pair]
    let reliability: AuditReliability.Report?
    let taxonomy: Taxonomy
    let operating_characteristic: Curve
    let trend: [AuditTrendPoint]
    let seconds_by_reviewer: [String: Double]
  }

  struct Drawn: Encodable {
    let created_at: String
    let earshot: String
    let source: AuditKey.Source
    let frame: AuditKey.Frame
    let seed: UInt64
    let blind: Bool
    let double: Double
    let redacted: Bool
    let design: AuditKey.Design
    let allocation: AuditKey.Allocation?
    let stratify: [String]
    let strata: [AuditKey.Stratum]
  }

  struct Pair: Encodable {
    let label: String
    let reviewer_label: String
    let count: Int
    let reverse: Int
    let examples: [AuditReportPair.Example]
  }

  struct Taxonomy: Encodable {
    let overlaps: [AuditReportTaxonomy.Overlap]
    let rare: [AuditReportTaxonomy.Count]
    let unseen: [String]
    let unknown: [AuditReportTaxonomy.Count]
    let none_tagged: Int
    let none_right: Int
    let label_known: Int
    let cannot_tell: Int
    let judgements: Int
  }

  struct Curve: Encodable {
    let n: Int
    let max_errors: Nullable<Int>
    let fail_errors: Nullable<Int>
    let points: [AuditOperatingCurve.Point]
  }

  struct Action: Encodable {
    let action: String
    let owner: String
    let due: String
    let state: String
    let missing: [String]
  }

  init(_ report: AuditReport) {
    (earshot, command) = (report.origin.version, report.origin.command)
    (hash, files) = (report.hash, report.origin.files)
    verdict = report.verdict.rawValue
    audits = report.audits.map(Part.init)
    actions = report.actions.map {
      Action(
        action: $0.text, owner: $0.owner, due: $0.due, state: $0.state,
        missing: $0.gaps.map(\.rawValue))
    }
  }
}

extension AuditReportFigures.Part {
  init(_ part: AuditReportPart) {
    score = part.score
    drawn = part.key.map {
      AuditReportFigures.Drawn(
        created_at: $0.created_at, earshot: $0.earshot, source: $0.source, frame: $0.frame,
        seed: $0.seed, blind: $0.blind, double: $0.double, redacted: $0.redacted,
        design: $0.design, allocation: $0.allocation, stratify: $0.stratify, strata: $0.strata)
    }
    by = Dictionary(uniqueKeysWithValues: part.breakdowns.map { ($0.name, $0.groups) })
    confusion = part.pairs.map {
      AuditReportFigures.Pair(
        label: $0.label, reviewer_label: $0.reviewerLabel, count: $0.count, reverse: $0.reverse,
        examples: $0.examples)
    }
    reliability = part.reliability?.report
    let found = part.taxonomy
    taxonomy = AuditReportFigures.Taxonomy(
      overlaps: found.overlaps, rare: found.rare, unseen: found.unseen, unknown: found.unknown,
      none_tagged: found.noneTagged, none_right: found.noneRight, label_known: found.labelKnown,
      cannot_tell: found.cannotTell, judgements: found.judgements)
    operating_characteristic = AuditReportFigures.Curve(
      n: part.curve.n, max_errors: Nullable(part.curve.maxErrors),
      fail_errors: Nullable(part.curve.failErrors), points: part.curve.points)
    trend = part.trend
    seconds_by_reviewer = part.seconds
  }
}
