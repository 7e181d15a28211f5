import EarshotLearning
import EarshotNumerics

/// Labelled rows read from svmlight text: `label column:value column:value …`, one row a line.
///
/// Columns count from 0. Read by bytes, because the files have millions of entries.
struct SvmlightRows {
  let rows: FeatureRows
  /// The label number of each row.
  let labels: [Int]

  var labelCount: Int { (labels.max() ?? -1) + 1 }

  /// - Precondition: the text is well-formed; it is written by the script that runs this program.
  init(_ text: [UInt8], columnCount: Int) {
    var sparse = SparseMatrix(columnCount: columnCount)
    var labels: [Int] = []
    for line in text.split(separator: UInt8(ascii: "\n")) {
      let words = line.split(separator: UInt8(ascii: " "))
      labels.append(Int(Self.number(words[0])))
      var columns: [UInt32] = []
      var values: [Float] = []
      for entry in words.dropFirst() {
        let colon = entry.firstIndex(of: UInt8(ascii: ":"))!
        columns.append(UInt32(Self.number(entry[..<colon])))
        values.append(Float(Self.number(entry[(colon + 1)...])))
      }
      sparse.appendRow(columns: columns, values: values)
    }
    rows = FeatureRows(sparse)
    self.labels = labels
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Double {
    guard let number = Double(String(decoding: digits, as: UTF8.self)) else {
      preconditionFailure("an entry of the svmlight file is not a number")
    }
    return number
  }
}
