import Mustache

/// The pages' templates, parsed once.
struct Templates: Sendable {
  private let library: MustacheLibrary

  /// - Precondition: all templates parse; they are part of the program, and a test renders each.
  init() {
    MustacheContentTypes.register(HTMLText(), named: HTMLText.name)
    var library = MustacheLibrary()
    for (name, text) in Self.all {
      do {
        try library.register("{{% CONTENT_TYPE:\(HTMLText.name)}}" + text, named: name)
      } catch { preconditionFailure("the template \(name) does not parse: \(error)") }
    }
    self.library = library
  }

  func render(_ name: String, _ values: [String: Any]) -> String {
    guard let text = library.render(values, withTemplate: name) else {
      preconditionFailure("there is no template \(name)")
    }
    return text
  }

  static let all: [String: String] = [
    "layout": layout, "list": ListPage.template, "name": NamePage.template,
    "review": ReviewPage.template, "nothing": ReviewPage.nothingTemplate,
    "choices": Choices.template, "labels": Choices.labelsTemplate, "settle": SettlePage.template,
    "settled": SettlePage.settledTemplate, "lead": SettlePage.leadTemplate,
    "verdict": VerdictPage.template, "unfinished": VerdictPage.unfinishedTemplate,
    "themes": ThemesPage.template, "no-themes": ThemesPage.emptyTemplate,
    "theme-events": ThemesPage.eventsTemplate, "theme": ThemePage.template,
    "alarms": AlarmsPage.template, "no-alarms": AlarmsPage.emptyTemplate,
    "alarm": AlarmPage.template, "message": messageTemplate,
  ]

  /// The frame of every page; `main` is ready HTML.
  private static let layout = """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>{{title}} – Earshot</title>
    <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/assets/page.css">
    <script src="/assets/page.js" defer></script>
    </head>
    <body>
    <a class="skip" href="#main">Skip to the content</a>
    <header class="top">
    <a class="brand" href="/" aria-label="Earshot, all audits"><svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true"><path d="M4 12a8 8 0 0 1 16 0c0 4-4 4.6-4 7a3 3 0 0 1-5.4 1.8M8 12a4 4 0 0 1 8 0c0 2-2 2.4-2 4" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"/></svg>Earshot</a>
    {{#reviewer}}<p class="who">{{reviewer}} <a href="/name?to={{here}}">Change name</a></p>{{/reviewer}}
    <p id="said" class="hidden" role="status"></p>
    </header>
    <main id="main" tabindex="-1">{{{main}}}</main>
    </body>
    </html>
    """

  private static let messageTemplate = """
    <section class="message" data-title="{{title}}">
    <h1>{{title}}</h1>
    <p>{{text}}</p>
    {{#back}}<p><a class="button" href="{{back}}">{{backText}}</a></p>{{/back}}
    </section>
    """
}
