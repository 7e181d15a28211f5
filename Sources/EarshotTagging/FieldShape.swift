/// What a field says beside its label, by its name and labels.
enum FieldShape: Sendable {
  /// A label and no more.
  case plain
  /// Topics of a taxonomy: the area too, where it is surer, and who sees to it.
  case topic([Area])
  /// Other kinds of cause that are there beside the main one.
  case bucket
  /// A score that is the mean of values for the labels, in their order: −1…1 or 0…1.
  case scored([Float])
  /// Any number of flags.
  case flags

  /// Topics `area.…`, which lie side by side as labels are in alphabetical order.
  struct Area: Sendable {
    let name: String
    let labels: Range<Int>
  }

  init(name: String, labels: [String], isMultiLabel: Bool, hasTaxonomy: Bool) {
    switch name {
    case _ where hasTaxonomy && !isMultiLabel: self = .topic(Self.areas(of: labels))
    case "bucket" where !isMultiLabel: self = .bucket
    case "sentiment" where labels == ["negative", "neutral", "positive"]:
      self = .scored([-1, 0, 1])
    case "frustration" where labels == ["high", "low", "medium", "none"]:
      self = .scored([1, 1 / 3, 2 / 3, 0])
    case "flags" where isMultiLabel: self = .flags
    default: self = .plain
    }
  }

  private static func areas(of labels: [String]) -> [Area] {
    var areas: [Area] = []
    for (k, label) in labels.enumerated() {
      let name = String(label.prefix { $0 != "." })
      if let last = areas.last, last.name == name {
        areas[areas.count - 1] = Area(name: name, labels: last.labels.lowerBound..<k + 1)
      } else {
        areas.append(Area(name: name, labels: k..<k + 1))
      }
    }
    return areas
  }
}
