import ArgumentParser
import EarshotText

/// Which personal data is looked for.
struct RedactionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Kinds to hide, with commas: EMAIL,PHONE,…; all adds URL and HANDLE to the usual ones.",
      valueName: "names"))
  var kinds: String?

  @Option(
    help: ArgumentHelp("YAML file with kinds of your own: name, cues, shapes.", valueName: "file"))
  var patterns: String?

  func validate() throws {
    for name in names where name.lowercased() != "all" && Redaction.Kind(named: name) == nil {
      let known = Redaction.Kind.all.map(\.name).joined(separator: ", ")
      throw ValidationError("--kinds: there is no kind \"\(name)\". Known: all, \(known).")
    }
  }

  private var names: [String] {
    (kinds ?? "").split { $0 == "," || $0 == " " }.map(String.init)
  }

  /// What the options ask for.
  func redactor() throws(Failure) -> Redactor {
    var wanted = Set(names.compactMap { Redaction.Kind(named: $0) })
    if names.contains(where: { $0.lowercased() == "all" }) {
      wanted = Set(Redaction.Kind.all)
    } else if wanted.isEmpty {
      wanted = Redaction.Kind.standard
    }
    let own = try patterns.map { path throws(Failure) in try PatternFile.read(path) } ?? []
    return Redactor(kinds: wanted, patterns: own)
  }
}
