/// Why nothing can be learned from the records given. Holds facts; `message` is the sentence.
public enum TrainingError: Error, Sendable, Equatable {
  case noRecords
  case oneLabel(String)
  /// Nearly every record has a label of its own.
  case tooManyLabels(labels: Int, records: Int)
  /// The fit would not fit into memory.
  case tooLarge(labels: Int, terms: Int, gigabytes: Int)

  public var message: String {
    switch self {
    case .noRecords:
      "There is no labelled record to learn from. Check --label-field and --where with `earshot inspect`."
    case .oneLabel(let label):
      // A long label may be a customer's text by mistake, which no message carries.
      "All records have the \(label.utf8.count <= 40 ? "label \"\(label)\"" : "same label"). Learning needs at least two labels."
    case .tooManyLabels(let labels, let records):
      "\(labels) different labels in \(records) records: nearly every record has its own. Is --label-field an identifier or free text? Choose a column with few values."
    case .tooLarge(let labels, let terms, let gigabytes):
      "\(labels) labels and \(terms) terms need about \(gigabytes) GB of memory; at most \(Trainer.mostGigabytes) are used. Merge rare labels, or train on fewer records."
    }
  }
}
