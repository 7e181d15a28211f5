/// The columns of a table and how a path finds one.
struct TableHeader: Sendable {
  /// Column names, unquoted, without blanks around them.
  let names: [[UInt8]]

  init(cells: [[UInt8]]) {
    names = cells.map { TableCell.value(of: $0).trimmingBlanks() }
  }

  /// The column of a path: the one of exactly that name, else that of its first alternative.
  /// Of columns that stand twice the first wins.
  func column(of path: FieldPath) -> Int? {
    if let column = column(named: path.nameBytes, path) { return column }
    for name in path.alternativeNames {
      if let column = column(named: name, path) { return column }
    }
    return nil
  }

  private func column(named name: [UInt8], _ path: FieldPath) -> Int? {
    names.firstIndex { path.matches($0, alternative: name) }
  }
}
