import ArgumentParser
import EarshotLearning
import EarshotTagging

/// What a text is turned into: which numbers, and how much each kind of them weighs.
struct SpaceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Longest run of words as a feature, 1 to 3; 0 leaves words out.", valueName: "n"))
  var words = 2

  @Option(
    help: ArgumentHelp(
      "Pieces of words as features: shortest-longest, or none.",
      discussion: "Without it none beside an embedding, 2-5 without one.", valueName: "range"))
  var characters: String?

  @Option(
    help: ArgumentHelp(
      "Table of word meanings beside the words: default, none, or a path.", valueName: "table"))
  var embedding = "default"

  @Option(
    help: ArgumentHelp(
      "Length of a text's meaning beside that of its words, 1; of several the best out of fold is taken.",
      discussion: "Without it 1 or 2.", valueName: "scale,…"))
  var embeddingScale: String?

  @Option(
    help: ArgumentHelp("Factor of the features of tone, 1 without it.", valueName: "scale"))
  var toneScale: Float?

  func validate() throws {
    if !(0...3).contains(words) {
      throw ValidationError("--words: \(words) is not between 0 and 3.")
    }
    if let characters, characters != "none", Self.lengths(characters) == nil {
      throw ValidationError("--characters: \"\(characters)\" is not like 2-5 (1 to 8), or none.")
    }
    if let embeddingScale {
      if embedding == "none" {
        throw ValidationError("--embedding-scale doesn't go with --embedding none.")
      }
      if Self.scales(embeddingScale) == nil {
        throw ValidationError(
          "--embedding-scale: \"\(embeddingScale)\" is not a number above 0 and up to 1000, or several split by commas."
        )
      }
    }
    if let toneScale, !(toneScale > 0 && toneScale <= 1000) {
      throw ValidationError("--tone-scale: \(toneScale) is not above 0 and up to 1000.")
    }
  }

  /// Checks what only makes sense together with other options.
  ///
  /// - Parameters:
  ///   - hasTone: `--tone` was given.
  ///   - sharesSpace: the features are those of another field.
  func validate(hasTone: Bool, sharesSpace: Bool) throws {
    if sharesSpace {
      if toneScale != nil || embeddingScale != nil {
        throw ValidationError(
          "--\(toneScale != nil ? "tone" : "embedding")-scale doesn't go with --share-space: the scales are those of the base's field."
        )
      }
      return
    }
    if toneScale != nil && !hasTone { throw ValidationError("--tone-scale goes with --tone.") }
    if words == 0 && characters == "none" && embedding == "none" && !hasTone {
      throw ValidationError(
        "--words 0, --characters none and --embedding none leave nothing to learn from but --tone.")
    }
  }

  /// Sets what does not ask for the embedding itself.
  ///
  /// - Precondition: `options.embedding` is set.
  func apply(to options: inout Trainer.Options) {
    let characters = characters ?? (options.embedding == nil ? "2-5" : "none")
    options.features.characterLengths = Self.lengths(characters)
    options.features.wordLength = words
    if let toneScale { options.features.toneScale = toneScale }
    if let scales = embeddingScale.flatMap(Self.scales) { options.embeddingScales = scales }
  }

  /// `2-5` as a range; nil when it is not one.
  private static func lengths(_ text: String) -> ClosedRange<Int>? {
    let ends = text.split(separator: "-").map { Int($0) ?? 0 }
    guard ends.count == 2, 1 <= ends[0], ends[0] <= ends[1], ends[1] <= 8 else { return nil }
    return ends[0]...ends[1]
  }

  /// `0.4` or `1,2` as numbers; nil when one of them is none above 0 and up to 1000.
  private static func scales(_ text: String) -> [Float]? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let scales = parts.compactMap { Float($0) }.filter { $0 > 0 && $0 <= 1000 }
    return scales.count == parts.count ? scales : nil
  }
}
