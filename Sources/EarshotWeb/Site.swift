import EarshotStore

/// The pages of a workspace: turns a request into a response, and keeps nothing in between.
///
/// All that is asked and answered lies in the workspace, so a server that is stopped and started again
/// goes on where it was.
public struct Site: Sendable {
  let workspace: Workspace
  let access: Access
  /// Of verdicts: the share of right tags to be exceeded, and one less the risk.
  let target: Double
  let confidence: Double
  let templates = Templates()

  /// A longer body is refused, in bytes.
  static let longestBody = 64 << 10

  init(workspace: Workspace, access: Access, target: Double = 0.95, confidence: Double = 0.95) {
    (self.workspace, self.access) = (workspace, access)
    (self.target, self.confidence) = (target, confidence)
  }

  func respond(to request: PageRequest) -> PageResponse {
    guard ["GET", "HEAD", "POST"].contains(request.method) else {
      return message(
        request, 405, "That is not possible here", "Pages are read and forms are sent.")
    }
    guard access.knowsHost(request) else {
      return message(
        request, 421, "Not under this name",
        "This server answers only under its own address. Use the link that `earshot serve` printed."
      )
    }
    if request.method != "POST", request.path.first == "assets" { return asset(request) }
    if let token = request.query["token"], access.token != nil, request.method != "POST" {
      return admission(request, token)
    }
    guard access.isAdmitted(request) else {
      return message(
        request, 403, "This needs the link",
        "Open the link with its token that `earshot serve` printed when it was started.")
    }
    if request.method == "POST" {
      if let refusal = refusal(ofPost: request) { return refusal }
    }
    var response = answer(request)
    if request.formCookie == nil {
      response.setCookie(Access.cookieName("form", request), formSecret(request))
    }
    return response
  }

  /// Takes the token out of the address and keeps it in the browser.
  private func admission(_ request: PageRequest, _ token: String) -> PageResponse {
    guard let expected = access.token, Access.isSame(token, expected) else {
      return message(
        request, 403, "That link is not valid",
        "The server was started again, or the link is incomplete. Use the one it printed last.")
    }
    var response = PageResponse.redirect(to: "/")
    response.setCookie(Access.cookieName("token", request), token)
    return response
  }

  private func refusal(ofPost request: PageRequest) -> PageResponse? {
    guard access.isFromHere(request) else {
      return message(request, 403, "Not from here", "This form was sent by a page of another site.")
    }
    let type = request.headers["content-type"]?.split(separator: ";").first ?? ""
    guard type.lowercased() == "application/x-www-form-urlencoded" else {
      return message(request, 415, "Not a form", "Only forms of these pages are read.")
    }
    guard let form = Form(request.body) else {
      return message(request, 400, "Not readable", "What was sent is no form in UTF-8.")
    }
    guard let secret = request.formCookie, Access.isSame(form["form"] ?? "", secret) else {
      return message(
        request, 403, "Please load the page again",
        "The page is older than this visit. Nothing was stored; load it again and decide once more.",
        back: "/", backText: "All audits")
    }
    return nil
  }

  // MARK: - Ways

  private func answer(_ request: PageRequest) -> PageResponse {
    do throws(WorkspaceError) {
      let isPost = request.method == "POST"
      let form = Form(isPost ? request.body : []) ?? request.query
      switch (isPost, request.path.count, request.path.first, request.path.dropFirst(2).first) {
      case (false, 0, nil, nil): return try ListPage(self, request).show()
      case (false, 1, "name", nil): return NamePage(self, request).show()
      case (true, 1, "name", nil): return NamePage(self, request).store(form)
      case (_, 3, "audits", let page?):
        let audit = request.path[1]
        switch (isPost, page) {
        case (false, "review"): return try ReviewPage(self, request, audit).show()
        case (true, "judge"): return try ReviewPage(self, request, audit).judge(form)
        case (true, "undo"): return try ReviewPage(self, request, audit).undo()
        case (false, "settle"): return try SettlePage(self, request, audit).show()
        case (true, "settle"): return try SettlePage(self, request, audit).decide(form)
        case (true, "settle-undo"): return try SettlePage(self, request, audit).undo()
        case (true, "lead"): return try SettlePage(self, request, audit).takeOver()
        case (false, "verdict"): return try VerdictPage(self, request, audit).show()
        case (true, "look"): return try VerdictPage(self, request, audit).look()
        default: break
        }
      case (false, 1, "alarms", nil): return try AlarmsPage(self, request).show()
      case (false, 2, "alarms", nil): return try AlarmPage(self, request, request.path[1]).show()
      case (true, 3, "alarms", "decide"):
        return try AlarmPage(self, request, request.path[1]).decide(form)
      case (false, 1, "themes", nil): return try ThemesPage(self, request).show()
      case (false, 2, "themes", nil): return try ThemePage(self, request, request.path[1]).show()
      case (true, 3, "themes", let change?):
        let page = ThemePage(self, request, request.path[1])
        switch change {
        case "rename": return try page.rename(form)
        case "merge": return try page.merge(form)
        case "pin": return try page.pin(form)
        default: break
        }
      default: break
      }
      return message(
        request, 404, "There is no such page", "Perhaps the address is incomplete.", back: "/",
        backText: "All audits")
    } catch {
      return failure(request, error)
    }
  }

  /// What the workspace could not do, as a page.
  func failure(_ request: PageRequest, _ error: WorkspaceError) -> PageResponse {
    let (status, title) = Self.words(error)
    let (back, backText) =
      switch request.path.first {
      case "themes": ("/themes", "All themes")
      case "alarms": ("/alarms", "All alarms")
      default: ("/", "All audits")
      }
    return message(request, status, title, error.message, back: back, backText: backText)
  }

  /// What kind of failure it is, in a number and in few words.
  static func words(_ error: WorkspaceError) -> (status: Int, title: String) {
    switch error {
    case .unknownAudit, .unknownRow, .unknownRecord, .unknownTheme, .noThemes, .unknownAlarm,
      .noAlarms:
      (404, "That is not here")
    case .auditClosed: (409, "This audit is closed")
    case .judgedInOtherRow: (409, "This one is for somebody else")
    case .notLead: (409, "Somebody else is the lead")
    case .noDecision: (400, "No decision")
    case .badName, .badThemeName: (400, "That name does not work")
    case .themeNameTaken: (409, "That name is taken")
    case .themeIsMerged: (409, "It is part of another theme")
    case .themesChanged: (409, "The themes changed meanwhile")
    case .mergedIntoItself: (400, "That is the same theme")
    case .alarmIsClosed: (409, "This alarm is closed")
    case .badNote: (400, "That note does not work")
    default: (500, "The workspace does not answer")
    }
  }

  // MARK: - What all pages share

  /// The secret that forms of this browser carry; made when it has none.
  func formSecret(_ request: PageRequest) -> String {
    request.formCookie ?? request.freshSecret
  }

  /// The reviewer's name, as this browser remembers it.
  func reviewer(_ request: PageRequest) -> String? {
    let name = request.cookie(Access.cookieName("name", request))
    return name.flatMap { name in try? ReviewerName.checked(name) }
  }

  /// A whole page, or only its middle where the page's script asked.
  ///
  /// - Parameter address: where the page can be seen again, for the browser's address line.
  func page(
    _ request: PageRequest, _ template: String, title: String, status: Int = 200,
    address: String? = nil, _ values: [String: Any]
  ) -> PageResponse {
    var values = values
    values["title"] = title
    values["form"] = formSecret(request)
    let main = templates.render(template, values)
    let here = address ?? "/" + request.path.map(Form.encoded).joined(separator: "/")
    var response: PageResponse
    if request.wantsPart {
      response = .page(main, status: status)
      response.headers.append(("x-earshot-address", here))
    } else {
      var frame: [String: Any] = ["title": title, "main": main, "here": Form.encoded(here)]
      frame["reviewer"] = reviewer(request)
      response = .page(templates.render("layout", frame), status: status)
    }
    return response
  }

  func message(
    _ request: PageRequest, _ status: Int, _ title: String, _ text: String,
    back: String? = nil, backText: String? = nil
  ) -> PageResponse {
    var values: [String: Any] = ["text": text]
    values["back"] = back
    values["backText"] = backText
    return page(request, "message", title: title, status: status, values)
  }

  private func asset(_ request: PageRequest) -> PageResponse {
    switch request.path {
    case ["assets", "page.css"]:
      PageResponse(
        status: 200, type: "text/css; charset=utf-8", Stylesheet.text, caching: "no-cache")
    case ["assets", "page.js"]:
      PageResponse(
        status: 200, type: "text/javascript; charset=utf-8", Script.text, caching: "no-cache")
    case ["assets", "icon.svg"]:
      PageResponse(status: 200, type: "image/svg+xml", Icon.text, caching: "no-cache")
    default:
      PageResponse(status: 404, type: "text/plain; charset=utf-8", "There is no such file.\n")
    }
  }
}
