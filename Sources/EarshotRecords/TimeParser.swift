/// Reads times from bytes: a cursor that moves over digits, names and offsets.
struct TimeParser {
  private let bytes: [UInt8]
  private var p = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  // MARK: - RFC 3339 and epoch

  /// `2026-02-28`, `2026-02-28T09:15`, `2026-02-28 09:15:00.123456+01:00` … Without an offset: UTC.
  static func rfc3339(_ bytes: [UInt8]) -> Timestamp? {
    var parser = TimeParser(bytes)
    guard let year = parser.digits(4...4), parser.take("-"), let month = parser.digits(2...2),
      parser.take("-"), let day = parser.digits(2...2)
    else { return nil }
    if parser.isAtEnd { return Timestamp(year: year, month: month, day: day) }
    guard parser.take("T") || parser.take("t") || parser.take(" "),
      let hour = parser.digits(2...2), parser.take(":"), let minute = parser.digits(2...2)
    else { return nil }
    var second = 0
    var microsecond = 0
    if parser.take(":") {
      guard let value = parser.digits(2...2) else { return nil }
      second = value
      if parser.take(".") || parser.take(",") {
        guard let fraction = parser.fraction() else { return nil }
        microsecond = fraction
      }
    }
    var offset = 0
    if !parser.isAtEnd {
      _ = parser.take(" ")
      guard let minutes = parser.offsetMinutes() else { return nil }
      offset = minutes
    }
    guard parser.isAtEnd else { return nil }
    return Timestamp(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second,
      microsecond: microsecond, offsetMinutes: offset)
  }

  /// A count of units since 1970, with a sign and a fraction if it likes.
  static func epoch(_ bytes: [UInt8], unitsPerSecond: Int64) -> Timestamp? {
    var parser = TimeParser(bytes)
    let isNegative = parser.take("-")
    guard let whole = parser.digits(1...15) else { return nil }
    var microsecondsOfUnit = 0
    if parser.take(".") {
      guard let fraction = parser.fraction() else { return nil }
      microsecondsOfUnit = fraction
    }
    guard parser.isAtEnd else { return nil }
    // 9999-12-31 is 253,402,300,799 seconds; what lies past it has no RFC 3339 form.
    guard Int64(whole) / unitsPerSecond <= 253_402_300_799 else { return nil }
    let total =
      Int64(whole) * (1_000_000 / unitsPerSecond) + Int64(microsecondsOfUnit) / unitsPerSecond
    guard !isNegative || total <= 62_135_596_800_000_000 else { return nil }
    return Timestamp(microseconds: isNegative ? -total : total)
  }

  // MARK: - Patterns

  /// What a pattern has filled in so far.
  private struct Fields {
    var year = 1970
    var month = 1
    var day = 1
    var dayOfYear: Int?
    var hour = 0
    var hour12: Int?
    var isAfternoon: Bool?
    var minute = 0
    var second = 0
    var microsecond = 0
    var offsetMinutes = 0
    var epoch: Int?
  }

  /// Reads all of `bytes` by a strptime-like pattern.
  static func parse(_ bytes: [UInt8], pattern: [UInt8]) -> Timestamp? {
    var parser = TimeParser(bytes)
    var fields = Fields()
    guard parser.match(pattern, &fields), parser.isAtEnd else { return nil }
    if let epoch = fields.epoch { return Timestamp(microseconds: Int64(epoch) * 1_000_000) }
    if let hour12 = fields.hour12 {
      guard 1...12 ~= hour12 else { return nil }
      fields.hour = hour12 % 12 + (fields.isAfternoon == true ? 12 : 0)
    }
    if let dayOfYear = fields.dayOfYear {
      let last = Timestamp.days(in: 2, of: fields.year) == 29 ? 366 : 365
      guard 1...last ~= dayOfYear, 1...9999 ~= fields.year else { return nil }
      let first = Timestamp.daysSince1970(year: fields.year, month: 1, day: 1)
      (_, fields.month, fields.day) = Timestamp.civil(daysSince1970: first + dayOfYear - 1)
    }
    return Timestamp(
      year: fields.year, month: fields.month, day: fields.day, hour: fields.hour,
      minute: fields.minute, second: fields.second, microsecond: fields.microsecond,
      offsetMinutes: fields.offsetMinutes)
  }

  private mutating func match(_ pattern: [UInt8], _ fields: inout Fields) -> Bool {
    var i = 0
    while i < pattern.count {
      let byte = pattern[i]
      i += 1
      if byte == UInt8(ascii: " ") {
        while !isAtEnd, bytes[p] == UInt8(ascii: " ") { p += 1 }
      } else if byte == UInt8(ascii: "%"), i < pattern.count {
        guard directive(pattern[i], &fields) else { return false }
        i += 1
      } else {
        guard !isAtEnd, bytes[p] == byte else { return false }
        p += 1
      }
    }
    return true
  }

  private mutating func directive(_ letter: UInt8, _ fields: inout Fields) -> Bool {
    switch letter {
    case UInt8(ascii: "Y"): return read(4...4, into: &fields.year)
    case UInt8(ascii: "m"): return read(1...2, into: &fields.month)
    case UInt8(ascii: "d"), UInt8(ascii: "e"):
      _ = take(" ")
      return read(1...2, into: &fields.day)
    case UInt8(ascii: "H"): return read(1...2, into: &fields.hour)
    case UInt8(ascii: "M"): return read(1...2, into: &fields.minute)
    case UInt8(ascii: "S"): return read(1...2, into: &fields.second)
    case UInt8(ascii: "I"):
      fields.hour12 = digits(1...2)
      return fields.hour12 != nil
    case UInt8(ascii: "j"):
      fields.dayOfYear = digits(1...3)
      return fields.dayOfYear != nil
    case UInt8(ascii: "s"):
      fields.epoch = digits(1...12)
      return fields.epoch != nil
    case UInt8(ascii: "y"):
      // POSIX: 69–99 are the 1900s, 00–68 the 2000s.
      guard let value = digits(2...2) else { return false }
      fields.year = value + (value >= 69 ? 1900 : 2000)
      return true
    case UInt8(ascii: "f"):
      guard let value = fraction() else { return false }
      fields.microsecond = value
      return true
    case UInt8(ascii: "z"):
      guard let value = offsetMinutes() else { return false }
      fields.offsetMinutes = value
      return true
    case UInt8(ascii: "p"):
      if word("AM") || word("A.M.") {
        fields.isAfternoon = false
      } else if word("PM") || word("P.M.") {
        fields.isAfternoon = true
      } else {
        return false
      }
      return true
    case UInt8(ascii: "b"), UInt8(ascii: "B"), UInt8(ascii: "h"):
      for (i, name) in Self.monthNames.enumerated()
      where word(name) || word(String(name.prefix(3))) {
        fields.month = i + 1
        return true
      }
      return false
    case UInt8(ascii: "T"): return match(Array("%H:%M:%S".utf8), &fields)
    case UInt8(ascii: "R"): return match(Array("%H:%M".utf8), &fields)
    case UInt8(ascii: "D"): return match(Array("%m/%d/%y".utf8), &fields)
    case UInt8(ascii: "F"): return match(Array("%Y-%m-%d".utf8), &fields)
    case UInt8(ascii: "%"): return take("%")
    default: return false
    }
  }

  private static let monthNames = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  // MARK: - The cursor

  private var isAtEnd: Bool { p == bytes.count }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard p < bytes.count, bytes[p] == UInt8(ascii: character) else { return false }
    p += 1
    return true
  }

  private mutating func read(_ width: ClosedRange<Int>, into field: inout Int) -> Bool {
    guard let value = digits(width) else { return false }
    field = value
    return true
  }

  /// A number of so many digits; it stops at the greatest width.
  private mutating func digits(_ width: ClosedRange<Int>) -> Int? {
    var value = 0
    let start = p
    while p < bytes.count, p - start < width.upperBound, bytes[p].isASCIIDigit {
      value = value * 10 + Int(bytes[p] - UInt8(ascii: "0"))
      p += 1
    }
    if p - start < width.lowerBound {
      p = start
      return nil
    }
    return value
  }

  /// The digits after a point, as microseconds; digits past the sixth are dropped.
  private mutating func fraction() -> Int? {
    var value = 0
    var width = 0
    while p < bytes.count, bytes[p].isASCIIDigit {
      if width < 6 { value = value * 10 + Int(bytes[p] - UInt8(ascii: "0")) }
      width += 1
      p += 1
    }
    if width == 0 { return nil }
    while width < 6 {
      value *= 10
      width += 1
    }
    return value
  }

  /// `Z`, `UTC`, `GMT`, `+01:00`, `+0100` or `+01`, in minutes east of UTC.
  private mutating func offsetMinutes() -> Int? {
    if take("Z") || take("z") || word("UTC") || word("GMT") { return 0 }
    let isWest = take("-")
    guard isWest || take("+"), let hours = digits(2...2) else { return nil }
    _ = take(":")
    let minutes = digits(2...2) ?? 0
    guard hours <= 23, minutes <= 59 else { return nil }
    return (hours * 60 + minutes) * (isWest ? -1 : 1)
  }

  /// A word, without regard to case.
  private mutating func word(_ word: String) -> Bool {
    let letters = Array(word.utf8)
    guard p + letters.count <= bytes.count,
      Array(bytes[p..<p + letters.count]).equalsIgnoringCase(letters)
    else { return false }
    p += letters.count
    return true
  }
}
