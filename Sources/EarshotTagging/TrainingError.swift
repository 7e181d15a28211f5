/// Why nothing can be learned from the records given. Holds facts; `message` is the sentence.
public enum TrainingError: Error, Sendable, Equatable {
  case noRecords
  /// None of the records may be calibrated on.
  case noCalibration
  case oneLabel(String)
  /// Nearly every record has a label of its own.
  case tooManyLabels(labels: Int, records: Int)
  /// The fit would not fit into memory.
  case tooLarge(labels: Int, terms: Int, gigabytes: Int)
  /// Words or patterns of tone that can't be understood.
  case tone(reason: String)
  /// The base has another table of word meanings, or other words of tone, than the field would learn with.
  case otherEmbedding(base: String, own: String)
  case otherTone
  /// Another field of the base has a taxonomy that is not the field's own, and keeps it.
  case otherTaxonomy(field: String)

  /// What was found and what to do, as a sentence for the user.
  public var message: String {
    switch self {
    case .noRecords:
      "There is no labelled record to learn from. Check --label-field and --where with `earshot inspect`."
    case .noCalibration:
      "No labelled record fits --calibrate-where, so confidence can't be measured. Check its field and value with `earshot inspect`."
    case .oneLabel(let label):
      // A long label may be a customer's text by mistake, which no message carries.
      "All records have the \(label.utf8.count <= 40 ? "label \"\(label)\"" : "same label"). Learning needs at least two labels."
    case .tooManyLabels(let labels, let records):
      "\(labels) different labels in \(records) records: nearly every record has its own. Is --label-field an identifier or free text? Choose a column with few values."
    case .tooLarge(let labels, let terms, let gigabytes):
      "\(labels) labels and \(terms) terms need about \(gigabytes) GB of memory; at most \(Trainer.mostGigabytes) are used. Merge rare labels, or train on fewer records."
    case .tone(let reason):
      "The words and patterns of tone can't be learned with: \(reason)."
    case .otherEmbedding(let base, let own):
      "The base has the embedding \(base), and a model has one; this is \(own). Leave --embedding out, or say none."
    case .otherTone:
      "The base has words and patterns of tone of its own, and a model has one set. Say --tone base, or leave it out."
    case .otherTaxonomy(let field):
      "The base has another taxonomy, that of its field \"\(field)\", and a model has one. Say --field \(field) to put yours in its place, or leave --taxonomy out."
    }
  }
}
