import EarshotLearning
import EarshotNumerics

/// The records that new ones are compared with: all of the last seven days that pass the gate, and a thinned
/// memory of the seven weeks before.
///
/// Memory and the time a record are bounded, however long the stream is watched.
struct StreamPool: Sendable, Equatable {
  /// Recent ones; more, and the gate closes further.
  static let mostRecent = 8000
  /// Older ones; more, and each stands for twice as many.
  static let mostOld = 6000
  static let recentDays: Int64 = 7
  static let mostTextBytes = StreamRecord.mostTextBytes

  struct Entry: Sendable, Equatable {
    var id: String
    /// When its text first came: what came before is nothing new when it comes again.
    var time: Int64
    /// When it came last.
    var lastTime: Int64
    /// 0 where nobody says.
    var author: UInt64
    var voice: UInt64
    /// Emptied once it is a week old.
    var text: [UInt8]
    var bin: Int
    var isLong: Bool
    /// How many records it stands for.
    var weight = 1
    /// The number of the alarm it is part of; 0 for none.
    var alarm = 0
    /// The number of the group it was last found in; 0 for none.
    var group = 0
    /// Part of a false alarm: counts as old, whatever its age.
    var isBackground = false
    /// In the pool's list of topics; -1 for none.
    var topic = -1
  }

  private(set) var entries: [Entry] = []
  /// `entries.count × ResemblanceRows.dimension`, whole numbers.
  private(set) var rows: [Float] = []
  /// Entries by voice.
  private var places: [UInt64: Int] = [:]
  /// Old ones are kept with chance 2^-level.
  private(set) var level = 0

  init() {}

  init?(entries: [Entry], rows: [Int8], level: Int) {
    guard rows.count == entries.count * ResemblanceRows.dimension, 0...30 ~= level else {
      return nil
    }
    (self.entries, self.level) = (entries, level)
    self.rows = rows.map { Float($0) }
    index()
  }

  /// Whether more came within a day than the gate of the day before lets one expect.
  var isOverfull: Bool { entries.count > 2 * (Self.mostRecent + Self.mostOld) }

  func place(of voice: UInt64) -> Int? { places[voice] }

  mutating func append(_ entry: Entry, row: [Int8]) {
    places[entry.voice] = entries.count
    entries.append(entry)
    for value in row { rows.append(Float(value)) }
  }

  mutating func change(_ i: Int, _ body: (inout Entry) -> Void) { body(&entries[i]) }

  /// Products of some entries' rows with all rows: `chosen.count × entries.count`, exact.
  func products(of chosen: [Int]) -> [Float] {
    let d = ResemblanceRows.dimension
    var block: [Float] = []
    block.reserveCapacity(chosen.count * d)
    for i in chosen { block += rows[i * d..<(i + 1) * d] }
    var products = [Float](repeating: 0, count: chosen.count * entries.count)
    MatrixProduct.timesTransposed(
      block, rows, into: &products, rows: chosen.count, columns: entries.count, depth: d)
    return products
  }

  /// How alike two entries are, 1 for the same direction.
  func similarity(_ i: Int, _ j: Int) -> Float {
    let d = ResemblanceRows.dimension
    var sum: Float = 0
    for c in 0..<d { sum += rows[i * d + c] * rows[j * d + c] }
    return sum / ResemblanceRows.one
  }

  /// Forgets texts older than a week, thins out what is older, and drops what is older than `StreamVolume.days`.
  ///
  /// - Parameter gate: recent ones that no longer pass it go as well.
  mutating func age(now: Int64, gate: StreamVolume.Gate) {
    let week = now - Self.recentDays * Span64.day
    let oldest = now - Int64(StreamVolume.days) * Span64.day
    var old = entries.count {
      $0.time < week && $0.lastTime >= oldest && Self.stays($0, level: level)
    }
    while old > Self.mostOld, level < 30 {
      level += 1
      old = entries.count {
        $0.time < week && $0.lastTime >= oldest && Self.stays($0, level: level)
      }
    }
    if old < Self.mostOld / 4, level > 0 { level -= 1 }
    let kept = level
    keep { entry in
      if entry.lastTime < oldest { return false }
      if entry.time >= week {
        return entry.alarm != 0 || gate.admits(entry.bin, hash: Self.mixed(entry.voice))
      }
      return Self.stays(entry, level: max(kept, entry.weight.trailingZeroBitCount))
    }
    for i in entries.indices where entries[i].time < week {
      entries[i].text = []
      // What was thinned further before stands for more.
      entries[i].weight = max(entries[i].weight, 1 << level)
    }
  }

  private static func stays(_ entry: Entry, level: Int) -> Bool {
    mixed(entry.voice ^ 0x5bd1_e995) & (1 << UInt64(level) - 1) == 0
  }

  private mutating func keep(_ condition: (Entry) -> Bool) {
    let d = ResemblanceRows.dimension
    var kept = 0
    for i in entries.indices where condition(entries[i]) {
      if kept != i {
        entries[kept] = entries[i]
        for c in 0..<d { rows[kept * d + c] = rows[i * d + c] }
      }
      kept += 1
    }
    entries.removeLast(entries.count - kept)
    rows.removeLast(rows.count - kept * d)
    index()
  }

  private mutating func index() {
    places.removeAll(keepingCapacity: true)
    for (i, entry) in entries.enumerated() { places[entry.voice] = i }
  }

  static func mixed(_ value: UInt64) -> UInt64 {
    var mixer = SplitMix64(seed: value)
    return mixer.next()
  }
}
