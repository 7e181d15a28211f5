/// A cell between its bytes in a file and its value.
package enum TableCell {
  /// Appends what a cell stands for: the inside of its quotes, `""` as `"`, and what follows them.
  static func appendValue(_ bytes: Span<UInt8>, _ cell: Range<Int>, to out: inout [UInt8]) {
    var p = cell.lowerBound
    let end = cell.upperBound
    guard p < end, bytes[p] == UInt8(ascii: "\"") else {
      out.append(bytes, cell)
      return
    }
    p += 1
    while p < end {
      let runStart = p
      p = ByteSearch.first(UInt8(ascii: "\""), bytes, p, end)
      if p > runStart { out.append(bytes, runStart..<p) }
      guard p < end else { return }
      // At a quote: doubled it is one quote, alone it ends the quoted part.
      guard p + 1 < end, bytes[p + 1] == UInt8(ascii: "\"") else {
        out.append(bytes, p + 1..<end)
        return
      }
      out.append(UInt8(ascii: "\""))
      p += 2
    }
  }

  static func appendValue(_ bytes: [UInt8], _ cell: Range<Int>, to out: inout [UInt8]) {
    appendValue(bytes.span, cell, to: &out)
  }

  static func value(of cell: [UInt8]) -> [UInt8] {
    var value: [UInt8] = []
    appendValue(cell.span, 0..<cell.count, to: &value)
    return value
  }

  /// Appends a value as a cell, in quotes where it needs them.
  package static func append(_ value: [UInt8], delimiter: UInt8, to out: inout [UInt8]) {
    let needsQuotes = value.contains {
      $0 == delimiter || $0 == UInt8(ascii: "\"") || $0 == 0x0A || $0 == 0x0D
    }
    guard needsQuotes else {
      out.append(contentsOf: value)
      return
    }
    out.append(UInt8(ascii: "\""))
    for byte in value {
      if byte == UInt8(ascii: "\"") { out.append(byte) }
      out.append(byte)
    }
    out.append(UInt8(ascii: "\""))
  }

  /// The value with a leading `'` where a spreadsheet would take it for a formula.
  /// A plain number such as `-3.5` stays a number.
  package static func formulaSafe(_ value: [UInt8]) -> [UInt8] {
    guard let first = value.first else { return value }
    switch first {
    case UInt8(ascii: "="), UInt8(ascii: "@"), 0x09, 0x0D: break
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      if isPlainNumber(value.dropFirst()) { return value }
    default: return value
    }
    return [UInt8(ascii: "'")] + value
  }

  /// `12`, `.5`, `3.5`, `1e-3`.
  private static func isPlainNumber(_ text: ArraySlice<UInt8>) -> Bool {
    var rest = text
    let whole = rest.prefix { $0.isASCIIDigit }.count
    rest = rest.dropFirst(whole)
    var fraction = 0
    if rest.first == UInt8(ascii: ".") {
      fraction = rest.dropFirst().prefix { $0.isASCIIDigit }.count
      rest = rest.dropFirst(1 + fraction)
    }
    guard whole + fraction > 0 else { return false }
    if let e = rest.first, e | 0x20 == UInt8(ascii: "e") {
      rest = rest.dropFirst()
      if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
        rest = rest.dropFirst()
      }
      guard !rest.isEmpty else { return false }
      rest = rest.drop { $0.isASCIIDigit }
    }
    return rest.isEmpty
  }
}
