/// The exports of well-known products, each read without a mapping file.
public enum Preset: String, Sendable, CaseIterable {
  case zendesk, intercom, freshdesk, salesforce, nps

  /// The fields of that product's records.
  public var mapping: FieldMapping {
    switch self {
    case .zendesk: Self.zendeskMapping
    case .intercom: Self.intercomMapping
    case .freshdesk: Self.freshdeskMapping
    case .salesforce: Self.salesforceMapping
    case .nps: Self.npsMapping
    }
  }

  private static func base(_ name: String, text: [String]) -> FieldMapping {
    var mapping = FieldMapping(name: name, text: text.map(path))
    mapping.isStrict = false
    return mapping
  }

  private static func path(_ dotted: String) -> FieldPath {
    FieldPath(dotted, ignoresCase: true)
  }

  /// One object a ticket; `description` is the first comment.
  private static var zendeskMapping: FieldMapping {
    var mapping = base("zendesk", text: ["subject|raw_subject", "description"])
    mapping.id = path("id")
    mapping.time = path("created_at")
    mapping.author = path("requester_id")
    mapping.channel = path("via.channel")
    mapping.account = path("organization_id")
    mapping.agent = path("assignee_id")
    mapping.score = path("satisfaction_rating.score")
    mapping.tags = path("tags")
    return mapping
  }

  /// One object a conversation: an opening message and its parts, HTML, times in epoch seconds.
  private static var intercomMapping: FieldMapping {
    var mapping = base(
      "intercom",
      text: [
        "source.subject", "source.body",
        "conversation_parts.conversation_parts[].body|conversation_parts[].body",
      ])
    mapping.id = path("id")
    mapping.time = path("created_at")
    mapping.timeFormat = .dateOrEpochSeconds
    mapping.author = path("source.author.id")
    mapping.authorRole = path("author.type")
    mapping.customerRoles = ["user", "lead", "contact"]
    mapping.channel = path("source.type")
    mapping.agent = path("admin_assignee_id")
    mapping.score = path("conversation_rating.rating")
    mapping.scoreScale = ScoreScale(lowest: 1, highest: 5)
    mapping.tags = path("tags.tags[].name")
    mapping.textIsHTML = true
    // Intercom may not hand on what was written on Twitter; the body is a sentence that says so.
    mapping.placeholderWhere = [FieldCondition(path("source.type"), equals: "twitter")]
    return mapping
  }

  /// One object a ticket; `description` is HTML, `description_text` the same as plain text.
  private static var freshdeskMapping: FieldMapping {
    var mapping = base("freshdesk", text: ["subject", "description_text|description"])
    mapping.id = path("id")
    mapping.time = path("created_at")
    mapping.author = path("requester_id")
    mapping.channel = path("source")
    mapping.account = path("company_id")
    mapping.agent = path("responder_id")
    mapping.tags = path("tags")
    mapping.textIsHTML = true
    return mapping
  }

  /// Cases, as a report's CSV names the columns and as the API does.
  private static var salesforceMapping: FieldMapping {
    var mapping = base("salesforce", text: ["Subject", "Description"])
    mapping.id = path("CaseNumber|Case Number|Id|Case ID")
    mapping.time = path("CreatedDate|Created Date|Date/Time Opened|Opened Date")
    mapping.author = path("ContactId|Contact ID|Contact Name")
    mapping.channel = path("Origin|Case Origin")
    mapping.account = path("AccountId|Account ID|Account Name")
    mapping.agent = path("OwnerId|Case Owner|Case Owner Alias")
    return mapping
  }

  /// Survey answers: a score from 0 to 10 and a comment.
  private static var npsMapping: FieldMapping {
    var mapping = base(
      "nps", text: ["comment|text|feedback|verbatim|comments|answer|response_text"])
    mapping.id = path("id|response_id|survey_response_id")
    mapping.time = path("created_at|timestamp|responded_at|date")
    mapping.timeFormat = .dateOrEpochSeconds
    mapping.author = path("end_user_id|person|customer_id|email")
    mapping.channel = path("channel|survey_type|source")
    mapping.account = path("account|company")
    mapping.score = path("score|nps_score|nps|rating")
    mapping.scoreScale = ScoreScale(lowest: 0, highest: 10)
    mapping.tags = path("tags")
    return mapping
  }
}
