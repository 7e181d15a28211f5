import ArgumentParser

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Audits of tags: how many to review, the draw, and a verdict that holds.",
    discussion: """
      EXAMPLES
        earshot audit plan --target 0.95
        earshot audit draw tagged.jsonl --field topic --size 311 --blind -o sheet.csv
        earshot audit score sheet.csv
        earshot audit report sheet.csv -o report.html
        earshot audit import sheet.csv --workspace care.sqlite
        earshot audit review --workspace care.sqlite --reviewer Ann

      Plan how many reviews can show that more than 95 % of the tags are right; draw \
      that many at random into a sheet; have people fill it in any spreadsheet; score \
      it: PASS, FAIL, or NOT_PROVEN. The tags may be anybody's. Imported into a \
      workspace, an audit is reviewed in the browser too: see `earshot serve`.
      """,
    subcommands: [
      AuditPlanCommand.self, AuditDrawCommand.self, AuditScoreCommand.self,
      AuditReportCommand.self, AuditImportCommand.self, AuditReviewCommand.self,
      AuditExportCommand.self, AuditCloseCommand.self, AuditSuspectsCommand.self,
      AuditRecalibrateCommand.self,
    ])
}
