import EarshotInsights
import EarshotStore

/// What a person can decide about a record: the buttons, and what they send.
///
/// A button sends `answer:label`, as `yes:`, `no:`, `no:billing.refund`, `:billing.refund` (blind) or
/// `cannot_tell:`.
enum Choices {
  /// The values of the templates below.
  ///
  /// - Parameter label: the tag; nil in a blind audit.
  static func values(field: String, label: String?, labels: [String]) -> [String: Any] {
    // The tag itself cannot be the right one instead of the tag.
    let choices = labels.filter { $0 != label }
    var values: [String: Any] = [
      "field": field, "blind": label == nil, "count": choices.count,
      "labels": choices.enumerated().map { index, choice -> [String: Any] in
        var values: [String: Any] = [
          "text": choice, "value": (label == nil ? ":" : "no:") + choice,
        ]
        if index < 9 { values["digit"] = index + 1 }
        return values
      },
    ]
    values["label"] = label
    return values
  }

  /// Reads what a button sent; an unknown answer decides nothing, which the workspace refuses.
  static func decision(_ form: Form) -> Decision {
    let sent = form["decision"] ?? ""
    let halves = sent.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let label = halves.count > 1 ? String(halves[1]) : ""
    return Decision(
      correct: AuditJudgement.Answer(rawValue: String(halves.first ?? "")),
      label: label.isEmpty ? nil : label, note: form["note"],
      seconds: form["seconds"].flatMap { Double($0) })
  }

  /// A judgement in words.
  static func words(_ judgement: AuditJudgement) -> String {
    switch (judgement.correct, judgement.reviewerLabel) {
    case (.yes, nil): "right"
    case (.no, nil): "wrong"
    case (.cannotTell, nil): "cannot tell"
    case (.no, let label?): "wrong, it is \(label)"
    case (.yes, let label?): "right, and also \(label)"
    case (.cannotTell, let label?): "cannot tell, and also \(label)"
    case (nil, let label): label ?? "nothing"
    }
  }

  static let template = """
    {{^blind}}
    <h2 class="question">Tagged <strong class="tag">{{label}}</strong>. Is that the right {{field}}?</h2>
    <div class="choices">
    <button type="submit" name="decision" value="yes:" data-key="y" aria-keyshortcuts="y"><kbd>y</kbd> Right</button>
    <button type="submit" name="decision" value="no:" data-key="n" aria-keyshortcuts="n"><kbd>n</kbd> Wrong</button>
    <button type="submit" name="decision" value="cannot_tell:" data-key="?" aria-keyshortcuts="?"><kbd>?</kbd> Cannot tell</button>
    </div>
    <details class="more" id="better"><summary data-key="l"><kbd>l</kbd> Wrong, and I know the right one</summary>
    {{> labels}}
    </details>
    {{/blind}}
    {{#blind}}
    <h2 class="question">Which {{field}} is right?</h2>
    {{> labels}}
    <div class="choices">
    <button type="submit" name="decision" value="cannot_tell:" data-key="?" aria-keyshortcuts="?"><kbd>?</kbd> Cannot tell</button>
    </div>
    {{/blind}}
    <details class="more" id="note-box"{{#note}} open{{/note}}><summary data-key="/"><kbd>/</kbd> Note</summary>
    <label for="note">A note for the lead, if you like</label>
    <textarea id="note" name="note" rows="2" maxlength="1000">{{note}}</textarea>
    </details>
    """

  static let labelsTemplate = """
    <div class="labels">
    <p class="search" hidden><label class="hidden" for="search">Search the labels</label>
    <input id="search" type="search" autocapitalize="none" spellcheck="false" aria-controls="labels" placeholder="Type to search {{count}} labels"></p>
    <ul id="labels" aria-label="Labels">
    {{#labels}}<li><button type="submit" name="decision" value="{{value}}"><kbd>{{digit}}</kbd> <span>{{text}}</span></button></li>
    {{/labels}}</ul>
    </div>
    """
}
