import EarshotLearning
import EarshotNumerics
import EarshotText

/// How alarms are raised and told of.
extension EmergenceDetector {
  /// An alarm of a group; nil where the group is part of one that was raised before.
  mutating func raise(
    _ finding: NoveltyTest.Finding, _ members: [Int], group: Int, _ redactor: Redactor
  ) -> AlarmEvent? {
    if let (before, count) = majority(members), 2 * count >= members.count - 1,
      themes.alarms[before - 1].isOpen
    {
      themes.groups[group]?.isTrue = true
      for m in members where pool.entries[m].alarm == 0 { add(m, to: before - 1) }
      return update(before - 1, redactor)
    }
    let (number, id) = (themes.alarms.count + 1, themes.nextID)
    let ordered = members.sorted { (pool.entries[$0].time, $0) < (pool.entries[$1].time, $1) }
    let times = ordered.map { pool.entries[$0].time }
    let alarm = Alarm(
      id: id, kind: .newTheme, name: "", topic: nil, raisedAt: now!,
      firstRecordAt: times.first!, lastRecordAt: times.last!, count: 0,
      expected: finding.expected, pValue: min(1, finding.pValue))
    themes.alarms.append(ThemeAlarms.Own(alarm: alarm, toldCount: 0))
    themes.groups[group]?.isTrue = true
    for m in ordered { add(m, to: number - 1) }
    themes.alarms[number - 1].toldCount = members.count
    describe(number - 1, redactor)
    themes.alarms[number - 1].alarm.related = themes.alarms[number - 1].alarm.topic
      .flatMap { surging[$0] }.flatMap {
        themes.alarms[$0].isOpen ? themes.alarms[$0].alarm.id : nil
      }
    return AlarmEvent(.raised, themes.alarms[number - 1].alarm)
  }

  /// Counts an entry as a part of an alarm.
  mutating func add(_ entry: Int, to place: Int) {
    pool.change(entry) { $0.alarm = place + 1 }
    let own = pool.entries[entry]
    themes.alarms[place].add(id: own.id, time: own.time, author: own.author)
  }

  /// Tells of an alarm once it has grown to twice the size it was told of with.
  ///
  /// - Parameter redactor: nil for a surge, which is named after its topic.
  mutating func update(_ place: Int, _ redactor: Redactor?) -> AlarmEvent? {
    guard themes.alarms[place].isOpen,
      themes.alarms[place].alarm.count >= 2 * themes.alarms[place].toldCount
    else { return nil }
    themes.alarms[place].toldCount = themes.alarms[place].alarm.count
    if let redactor { describe(place, redactor) }
    return AlarmEvent(.updated, themes.alarms[place].alarm)
  }

  /// So many records at most say what an alarm is about: the newest.
  private static let mostDescribed = 200

  /// Names an alarm after what sets its records apart from the recent ones, and chooses quotes.
  private mutating func describe(_ place: Int, _ redactor: Redactor) {
    let recent = pool.entries.indices.prefix(visible).filter { !pool.entries[$0].text.isEmpty }
    let members = recent.filter { pool.entries[$0].alarm == place + 1 }.suffix(Self.mostDescribed)
    guard !members.isEmpty else { return }
    // Others to compare the words with, evenly over the week.
    let others = recent.filter { pool.entries[$0].alarm != place + 1 }
    let step = max(1, others.count / 500)
    let chosen = stride(from: 0, to: others.count, by: step).map { others[$0] }
    let texts = (members + chosen).map { pool.entries[$0].text }
    let name = ThemeNames.of(
      texts, themes: members.map { _ in 0 } + chosen.map { _ in -1 }, count: 1, threads: 1)[0]
    themes.alarms[place].alarm.name = redactor.redacted(name.name).text
    themes.alarms[place].alarm.terms = name.terms.map { redactor.redacted($0).text }
    var votes: [Int: Int] = [:]
    for m in members where pool.entries[m].topic >= 0 {
      votes[pool.entries[m].topic, default: 0] += 1
    }
    let topic = votes.max { ($0.value, $1.key) < ($1.value, $0.key) }
    themes.alarms[place].alarm.topic = topic.flatMap {
      2 * $0.value >= members.count ? topics[$0.key] : nil
    }
    // Those in the middle first.
    let central = members.map { m in
      (m, members.reduce(Float(0)) { $0 + pool.similarity(m, $1) })
    }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    themes.alarms[place].alarm.quotes = central.prefix(ThemeAlarms.mostQuotes).map { m, _ in
      Alarm.Quote(
        id: pool.entries[m].id, text: ThemeDescription.quote(pool.entries[m].text[...], redactor))
    }
  }

  /// What a record's topic has to say.
  mutating func surge(
    _ record: StreamRecord, isQuiet: Bool, _ redactor: Redactor
  ) -> AlarmEvent? {
    guard let topic = record.topic, let now else { return nil }
    let finding = surges.observe(
      topic: topic, time: record.time, author: record.author, now: now, quiet: isQuiet)
    guard let finding else {
      // Over: what comes later is another surge.
      if let place = surging[topic], now - themes.alarms[place].alarm.lastRecordAt > Span64.day {
        surging[topic] = nil
      }
      return nil
    }
    if let place = surging[topic] {
      themes.alarms[place].add(id: record.id, time: record.time, author: record.author ?? 0)
      // Those of a day, an author counted once.
      themes.alarms[place].alarm.count = max(themes.alarms[place].alarm.count - 1, finding.count)
      return update(place, nil)
    }
    guard !isQuiet else { return nil }
    let (number, id) = (themes.alarms.count + 1, themes.nextID)
    let alarm = Alarm(
      id: id, kind: .surge, name: topic, topic: topic, raisedAt: now,
      firstRecordAt: finding.start, lastRecordAt: record.time, count: finding.count,
      expected: finding.expected, pValue: finding.pValue)
    themes.alarms.append(ThemeAlarms.Own(alarm: alarm, toldCount: finding.count))
    surging[topic] = number - 1
    addMembers(ofTopic: topic, since: finding.start, to: number - 1, redactor)
    return AlarmEvent(.raised, themes.alarms[number - 1].alarm)
  }

  /// The records of a surge that the pool holds.
  private mutating func addMembers(
    ofTopic topic: String, since start: Int64, to place: Int, _ redactor: Redactor
  ) {
    guard let number = topics.firstIndex(of: topic) else { return }
    let members = pool.entries[..<visible].filter { $0.topic == number && $0.time >= start }
    themes.alarms[place].alarm.recordIDs = members.prefix(ThemeAlarms.mostIDs).map(\.id)
    // A new theme whose records were taken for this topic: one issue, told twice.
    var votes: [Int: Int] = [:]
    for member in members where member.alarm != 0 && themes.alarms[member.alarm - 1].isOpen {
      votes[member.alarm, default: 0] += 1
    }
    let best = votes.max { ($0.value, $1.key) < ($1.value, $0.key) }
    if let best, 4 * best.value >= members.count {
      themes.alarms[place].alarm.related = themes.alarms[best.key - 1].alarm.id
    }
    for member in members { themes.alarms[place].count(time: member.time, author: member.author) }
    themes.alarms[place].alarm.quotes = members.suffix(ThemeAlarms.mostQuotes).map {
      Alarm.Quote(id: $0.id, text: ThemeDescription.quote($0.text[...], redactor))
    }
  }
}

extension ThemeAlarms.Own {
  /// Counts a record.
  mutating func add(id: String, time: Int64, author: UInt64) {
    alarm.count += 1
    alarm.firstRecordAt = min(alarm.firstRecordAt, time)
    alarm.lastRecordAt = max(alarm.lastRecordAt, time)
    if alarm.recordIDs.count < ThemeAlarms.mostIDs { alarm.recordIDs.append(id) }
    count(time: time, author: author)
  }

  /// Its day and its author.
  mutating func count(time: Int64, author: UInt64) {
    if author != 0 {
      authors.insert(author)
      alarm.distinctAuthors = authors.count
    }
    let day = Span64.number(time, Span64.day)
    let at = alarm.days.firstIndex { $0.day >= day } ?? alarm.days.count
    if at < alarm.days.count, alarm.days[at].day == day {
      alarm.days[at].count += 1
    } else {
      alarm.days.insert(Alarm.DayCount(day: day, count: 1), at: at)
    }
  }
}
