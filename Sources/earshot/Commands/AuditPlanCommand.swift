import ArgumentParser
import EarshotInsights

struct AuditPlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "How many records must be reviewed, and how many may be wrong.",
    discussion: """
      EXAMPLES
        earshot audit plan
        earshot audit plan --target 0.95 --assume 0.98 --power 0.9 --json
        earshot audit plan --population 2500 --double 0.2 --seconds 45

      The smallest number of reviews that shows, with the confidence asked for, that \
      more tags than the target are right, and does so with the power asked for if \
      the assumption is true. Exact: binomial, or hypergeometric with --population.
      """)

  @Option(help: ArgumentHelp("Share of right tags that must be exceeded.", valueName: "share"))
  var target = 0.95

  @Option(
    help: ArgumentHelp(
      "One less the risk of PASS for tags that only just miss the target.", valueName: "share"))
  var confidence = 0.95

  @Option(help: ArgumentHelp("Share of right tags believed to be true.", valueName: "share"))
  var assume = 0.98

  @Option(
    help: ArgumentHelp("How likely PASS must be if that is so.", valueName: "share"))
  var power = 0.9

  @Option(
    help: ArgumentHelp(
      "Records that the tags are drawn from; without it very many.", valueName: "n"))
  var population: Int?

  @Option(help: ArgumentHelp("Share of the records that two people judge.", valueName: "share"))
  var double = 0.0

  @Option(help: ArgumentHelp("Seconds that a review takes.", valueName: "s"))
  var seconds = 30.0

  @Flag(help: "Print the plan as one JSON object.")
  var json = false

  func validate() throws {
    for (name, value) in [("target", target), ("confidence", confidence), ("power", power)]
    where !(value > 0 && value < 1) {
      throw ValidationError("--\(name): \(value) is not between 0 and 1, as 0.95.")
    }
    if !(assume > 0 && assume <= 1) {
      throw ValidationError("--assume: \(assume) is not between 0 and 1, as 0.98.")
    }
    if assume <= target {
      throw ValidationError(
        "--assume: \(assume) is not above the target \(target). Tags that are no better than the target can't be shown to be; assume more, or set a lower --target."
      )
    }
    if let population, population < 1 {
      throw ValidationError("--population: \(population) is not a number of records above 0.")
    }
    if !(0...1).contains(double) {
      throw ValidationError("--double: \(double) is not between 0 and 1.")
    }
    if !(seconds > 0 && seconds <= 86_400) {
      throw ValidationError("--seconds: \(seconds) is not between 0 and 86400.")
    }
  }

  func run() throws {
    let plan: AuditPlan
    do throws(AuditPlanError) {
      plan = try AuditPlan(
        AuditPlan.Wish(
          target: target, confidence: confidence, assumedTruth: assume, power: power,
          population: population))
    } catch {
      throw Failure("No plan: \(error.description)")
    }
    let figures = AuditPlanFigures(plan, double: double, seconds: seconds)
    try Console.out(json ? ReportText.json(figures) : AuditPlanText.table(plan, figures))
  }
}

/// A plan with the names of the contract.
struct AuditPlanFigures: Encodable {
  let n: Int
  let max_errors: Int
  /// FAIL from so many errors on; null where no number of errors shows it.
  let fail_errors: Nullable<Int>
  let power: Double
  let target: Double
  let confidence: Double
  let assume: Double
  let population: Nullable<Int>
  /// Judgements, those of double review among them, and the hours they take.
  let judgements: Int
  let hours: Double
  let seconds_per_review: Double
  let oc: [Point]

  struct Point: Encodable {
    let true_accuracy: Double
    let pass: Double
    let not_proven: Double
    let fail: Double
  }

  init(_ plan: AuditPlan, double: Double, seconds: Double) {
    n = plan.n
    max_errors = plan.maxErrors
    fail_errors = Nullable(plan.failErrors)
    power = plan.power
    (target, confidence) = (plan.wish.target, plan.wish.confidence)
    assume = plan.wish.assumedTruth
    population = Nullable(plan.wish.population)
    judgements = plan.n + Int((Double(plan.n) * double).rounded())
    hours = AuditPlan.reviewHours(reviews: judgements, secondsPerReview: seconds)
    seconds_per_review = seconds
    oc = plan.operatingCharacteristic.map {
      Point(
        true_accuracy: $0.trueAccuracy, pass: $0.pass, not_proven: $0.notProven, fail: $0.fail)
    }
  }
}

/// A plan for people.
enum AuditPlanText {
  /// Cells of the picture of one row.
  private static let width = 40

  static func table(_ plan: AuditPlan, _ figures: AuditPlanFigures) -> String {
    let wish = plan.wish
    let percent = ReportText.percent
    let of = wish.population.map { " of \(grouped($0))" } ?? ""
    let risk = ReportText.decimal((1 - wish.confidence) * 100, 1)
    var lines = [
      "Review \(counted(plan.n, "record"))\(of), drawn at random. PASS with at most \(counted(plan.maxErrors, "error"))."
    ]
    if let fail = plan.failErrors { lines[0] += " FAIL from \(counted(fail, "error")) on." }
    lines += [
      "  If \(percent(wish.assumedTruth)) of the tags are right, PASS comes with a chance of \(percent(plan.power)).",
      "  If no more than \(percent(wish.target)) are, it comes with one of \(risk) % at most.",
      "  Cost: \(counted(figures.judgements, "judgement")) at \(ReportText.decimal(figures.seconds_per_review, 0)) s, \(hours(figures.hours)).",
      "",
      "  true accuracy     PASS   NOT PROVEN     FAIL   █ PASS  ░ NOT PROVEN  ▒ FAIL",
    ]
    for point in plan.operatingCharacteristic {
      let mark =
        abs(point.trueAccuracy - wish.target) < 1e-9
        ? "  ← target" : abs(point.trueAccuracy - wish.assumedTruth) < 1e-9 ? "  ← assumed" : ""
      lines.append(
        "  " + accuracy(point.trueAccuracy).leftPadded(13) + percent(point.pass).leftPadded(9)
          + percent(point.notProven).leftPadded(13) + percent(point.fail).leftPadded(9) + "   "
          + bar(point) + mark)
    }
    lines += ["", "Next: earshot audit draw TAGGED --field topic --size \(plan.n) -o sheet.csv"]
    return lines.joined(separator: "\n")
  }

  private static func bar(_ point: AuditPlan.Characteristic) -> String {
    let pass = Int((point.pass * Double(width)).rounded())
    let fail = min(width - pass, Int((point.fail * Double(width)).rounded()))
    return String(repeating: "█", count: pass)
      + String(repeating: "░", count: width - pass - fail) + String(repeating: "▒", count: fail)
  }

  /// Two decimals where one would hide a difference.
  private static func accuracy(_ share: Double) -> String {
    ReportText.decimal(share * 100, 2) + " %"
  }

  static func hours(_ hours: Double) -> String {
    hours < 1
      ? "\(max(1, Int((hours * 60).rounded()))) min" : "\(ReportText.decimal(hours, 1)) h"
  }
}
