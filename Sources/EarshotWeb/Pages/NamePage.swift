import EarshotStore

/// Who is reviewing: asked once, remembered by the browser.
struct NamePage {
  let site: Site
  let request: PageRequest

  init(_ site: Site, _ request: PageRequest) {
    (self.site, self.request) = (site, request)
  }

  func show(problem: String? = nil) -> PageResponse {
    var values: [String: Any] = ["to": Self.inside(request.query["to"])]
    values["name"] = site.reviewer(request)
    values["problem"] = problem
    return site.page(
      request, "name", title: "Who are you?", status: problem == nil ? 200 : 400, values)
  }

  func store(_ form: Form) -> PageResponse {
    do throws(WorkspaceError) {
      let name = try ReviewerName.checked(form["name"] ?? "")
      var response = PageResponse.redirect(to: Self.inside(form["to"]))
      // Half a year: from one audit to the next.
      response.setCookie(Access.cookieName("name", request), name, seconds: 180 * 86_400)
      return response
    } catch {
      return show(problem: error.message)
    }
  }

  /// A way on, only within these pages: `//elsewhere` would lead out.
  private static func inside(_ path: String?) -> String {
    guard let path, path.hasPrefix("/"), !path.hasPrefix("//"),
      path.utf8.allSatisfy({ 0x21...0x7E ~= $0 && $0 != UInt8(ascii: "\\") })
    else { return "/" }
    return path
  }

  static let template = """
    <section class="message" data-title="{{title}}">
    <h1>Who is reviewing?</h1>
    <p>Your name stands beside your answers, so that opinions can be compared. This browser remembers it. Other reviewers do not see what you answer.</p>
    {{#problem}}<p class="problem" role="alert">{{problem}}</p>{{/problem}}
    <form class="name" method="post" action="/name">
    <input type="hidden" name="form" value="{{form}}">
    <input type="hidden" name="to" value="{{to}}">
    <label for="name">Name</label>
    <input id="name" name="name" value="{{name}}" maxlength="60" autocomplete="name" required autofocus>
    <button type="submit" class="primary">Go on</button>
    </form>
    </section>
    """
}
