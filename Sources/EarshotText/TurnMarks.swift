/// Marks what others say in a chat transcript: turns of agents and bots, and every speaker's label.
///
/// A text is a transcript where at least two lines begin with a speaker's label, one of them a known
/// role, and the lines are no form (`Customer: …`, `Order: …`). Unlike earlier mails, turns are marked
/// even where nothing of the customer's is left.
struct TurnMarks {
  private var labels: [SpeakerLabel]

  /// Flags the tokens of a text with at least two lines. Returns whether it is a transcript.
  ///
  /// - Complexity: O(bytes)
  static func apply(_ text: Span<UInt8>, to buffer: inout TokenBuffer) -> Bool {
    var turns = TurnMarks(labels: [])
    swap(&turns.labels, &buffer.scratch.labels)
    turns.findLabels(text, buffer.scratch.lineStarts)
    let isTranscript = turns.isTranscript()
    if isTranscript {
      turns.flag(&buffer.tokens, text, buffer.scratch.lineStarts)
    }
    swap(&turns.labels, &buffer.scratch.labels)
    return isTranscript
  }

  private mutating func findLabels(_ text: Span<UInt8>, _ lineStarts: [Int]) {
    labels.removeAll(keepingCapacity: true)
    for line in 0...lineStarts.count {
      var low = line == 0 ? 0 : lineStarts[line - 1]
      var high = line < lineStarts.count ? lineStarts[line] : text.count
      while low < high, text[low] <= 0x20 { low += 1 }
      while high > low, text[high - 1] <= 0x20 { high -= 1 }
      guard low < high, var label = SpeakerLabel(text, low..<high) else { continue }
      label.line = line
      labels.append(label)
    }
  }

  // MARK: - Is it a transcript?

  /// Speakers that are told apart; a transcript with more is one nevertheless.
  private static let mostSpeakers = 16

  private struct Speaker {
    var hash: UInt64
    var role: SpeakerLabel.Role
    var lines = 0
    var hasTime = false
  }

  /// Decides, and leaves only labels of speakers.
  private mutating func isTranscript() -> Bool {
    guard labels.count >= 2 else { return false }
    var speakers: [Speaker] = []
    for label in labels {
      var k = 0
      while k < speakers.count, speakers[k].hash != label.hash || speakers[k].role != label.role {
        k += 1
      }
      if k == speakers.count {
        guard k < Self.mostSpeakers else { continue }
        speakers.append(Speaker(hash: label.hash, role: label.role))
      }
      speakers[k].lines += 1
      speakers[k].hasTime = speakers[k].hasTime || label.hasTime
    }
    // Names that come once and without a time are the fields of a form, unless it is only one.
    func isFleeting(_ speaker: Speaker) -> Bool {
      speaker.role == .name && speaker.lines == 1 && !speaker.hasTime
    }
    if speakers.count(where: isFleeting) > 1 {
      let fleeting = Set(speakers.filter(isFleeting).map(\.hash))
      labels.removeAll { $0.role == .name && fleeting.contains($0.hash) }
      speakers.removeAll(where: isFleeting)
    }
    guard labels.count >= 2 else { return false }
    let comeAgain = speakers.contains { $0.lines > 1 || $0.hasTime }
    // "Customer: Anna", "Agent: Ben" above a mail are a form as well.
    guard comeAgain || labels.contains(where: \.saysMuch) else { return false }
    func has(_ roles: SpeakerLabel.Role...) -> Bool {
      speakers.contains { roles.contains($0.role) }
    }
    if has(.agent, .helper), has(.customer, .me, .you) { return true }
    if has(.me), has(.you) { return true }
    if has(.customer), has(.me, .you) { return true }
    if comeAgain {
      return has(.agent, .customer, .me, .you)
        || speakers.contains { $0.role == .helper && ($0.lines > 1 || $0.hasTime) }
    }
    return has(.agent, .customer) && has(.name)
  }

  // MARK: - Whose turn?

  /// Flags what is not the customer's; the first of their own words begins a sentence.
  private func flag(_ tokens: inout [Token], _ text: Span<UInt8>, _ lineStarts: [Int]) {
    let roles = Roles(labels)
    var next = 0
    var isOthers = false
    var opens = false
    for t in tokens.indices {
      let offset = Int(tokens[t].start)
      while next < labels.count,
        offset >= (labels[next].line == 0 ? 0 : lineStarts[labels[next].line - 1])
      {
        isOthers = !roles.isCustomer(labels[next].role)
        opens = true
        next += 1
      }
      let isLabel = next > 0 && offset < labels[next - 1].end
      if isLabel || isOthers {
        tokens[t].flags.formUnion(.quoted)
      } else if opens {
        tokens[t].flags.formUnion(.sentenceStart)
        opens = false
      }
    }
  }

  /// Which roles are the customer's in this transcript.
  private struct Roles {
    var hasCustomer = false
    var hasMe = false

    init(_ labels: [SpeakerLabel]) {
      for label in labels {
        hasCustomer = hasCustomer || label.role == .customer
        hasMe = hasMe || label.role == .me
      }
    }

    func isCustomer(_ role: SpeakerLabel.Role) -> Bool {
      switch role {
      case .customer: true
      case .agent, .helper: false
      case .me: !hasCustomer
      case .you: !hasCustomer && !hasMe
      // Whoever is left: the other side of the role that is known.
      case .name: !hasCustomer && !hasMe
      }
    }
  }
}
