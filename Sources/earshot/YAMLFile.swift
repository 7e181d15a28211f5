import FoundationEssentials
import Yams

/// A YAML file of a user, read so that what is wrong with it is told with its line.
struct YAMLFile {
  let path: String
  /// What is in it; nil for an empty file.
  let root: Node?
  /// As it was read, for what the nodes don't say.
  private let text: String

  /// - Parameters:
  ///   - name: what the file is, for the sentence that it can't be opened: `the taxonomy`.
  ///   - hint: what is said behind an error of syntax: what was expected.
  /// - Throws: `Failure` with the line of the first thing that is no YAML.
  init(_ path: String, _ name: String, hint: String = "") throws(Failure) {
    guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: path)) else {
      throw Failure("\(path): cannot open \(name).")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure("\(path):\(Self.lineOutsideUTF8(Array(bytes))): this is not UTF-8. Save it so.")
    }
    (self.path, self.text) = (path, text)
    let expected = hint.isEmpty ? "" : " " + hint
    switch Result(catching: { try Yams.compose(yaml: text) }) {
    case .success(let node): root = node
    case .failure(let error as YamlError):
      if let twice = DuplicateKey(in: text, error) {
        throw Failure(
          "\(path):\(twice.line): the key \"\(twice.name)\" is there twice; the first is in line \(twice.firstLine)."
        )
      }
      let (line, problem) = Self.problem(error)
      throw Failure("\(path):\(line): cannot read it as YAML: \(problem).\(expected)")
    case .failure:
      throw Failure("\(path):1: cannot read it as YAML.\(expected)")
    }
  }

  /// The line of a node, from 1.
  static func line(_ node: Node) -> Int { node.mark?.line ?? 1 }

  /// Whether lines of a scalar were joined when it was read: behind `>`, or with no sign at all.
  ///
  /// - Complexity: O(file) for a scalar without a sign.
  func joinsLines(_ scalar: Node.Scalar) -> Bool {
    switch scalar.style {
    case .folded: return true
    case .plain:
      // In one line of the file it stands as it is, perhaps behind an anchor.
      guard let mark = scalar.mark, !scalar.string.isEmpty else { return false }
      let first = text.unicodeScalars.index(atLine: mark.line, column: mark.column)
      return !text[first...].prefix { !$0.isNewline }.contains(scalar.string)
    default: return false
    }
  }

  /// What libyaml says, in its words, which quote nothing; for some things better ones.
  private static func problem(_ error: YamlError) -> (line: Int, sentence: String) {
    switch error {
    case .composer(_, "found undefined alias", let mark, _):
      (
        mark.line,
        "this alias names an anchor that is not complete before it. An anchor can't hold itself"
      )
    case .composer(_, "but found another document", let mark, _):
      (mark.line, "a second document begins here. Put all into one")
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      (mark.line, problem)
    case .reader(let problem, let offset, _, let yaml):
      (1 + (offset.map { yaml.prefix($0).count(where: \.isNewline) } ?? 0), problem)
    case .duplicatedKeysInMapping(_, let context): (context.mark.line, "a key is there twice")
    case .memory: (1, "it is nested too deeply")
    default: (1, "it is damaged")
    }
  }

  /// The line of the first byte that is not UTF-8.
  private static func lineOutsideUTF8(_ bytes: [UInt8]) -> Int {
    do {
      _ = try UTF8Span(validating: bytes.span)
      return 1
    } catch {
      return 1 + bytes[..<error.byteOffsets.lowerBound].count { $0 == UInt8(ascii: "\n") }
    }
  }
}

/// A key that one mapping has twice, with both places.
///
/// Yams says which key it is and where it first stands. So the first one is renamed and the file is
/// composed again, until it has no such keys; then the nodes say where the others are.
private struct DuplicateKey {
  var name: String
  var line: Int
  var firstLine: Int

  /// A letter of the private use area: no key begins with it.
  private static let mask: Unicode.Scalar = "\u{F8D1}"
  /// Each of them costs a reading of the file.
  private static let mostRenamed = 100

  /// - Returns: the first in the file that repeats another; nil where the error is another one.
  init?(in text: String, _ error: YamlError) {
    var scalars = Array(text.unicodeScalars)
    var renamed: [(name: String, mark: Mark)] = []
    var failed: YamlError? = error
    var root: Node?
    while case .duplicatedKeysInMapping(let names, let context)? = failed,
      renamed.count < Self.mostRenamed
    {
      let mark = context.mark
      var place = scalars.index(atLine: mark.line, column: mark.column)
      // A quoted key keeps its quotation marks.
      if place < scalars.count, "\"'".unicodeScalars.contains(scalars[place]) { place += 1 }
      guard place < scalars.count, scalars[place] != Self.mask else { break }
      scalars[place] = Self.mask
      renamed.append((names[0], mark))
      var changed = String.UnicodeScalarView()
      changed.append(contentsOf: scalars)
      let yaml = String(changed)
      do {
        root = try Yams.compose(yaml: yaml)
        failed = nil
      } catch { failed = error as? YamlError }
    }
    guard let first = renamed.first else { return nil }
    // What can't be told apart is named by its first line.
    (name, line, firstLine) = (first.name, first.mark.line, first.mark.line)
    if failed == nil, let root, let found = Self.earliest(in: root, renamed) { self = found }
  }

  private init(name: String, line: Int, firstLine: Int) {
    (self.name, self.line, self.firstLine) = (name, line, firstLine)
  }

  private static func earliest(
    in root: Node, _ renamed: [(name: String, mark: Mark)]
  ) -> DuplicateKey? {
    let names = Dictionary(renamed.map { (Place($0.mark), $0.name) }) { first, _ in first }
    var found: [DuplicateKey] = []
    // Aliases may lead to one node on very many ways.
    var seen: Set<Place> = []
    var left = [root]
    while let node = left.popLast() {
      guard node.mark.map({ seen.insert(Place($0)).inserted }) ?? true else { continue }
      if let sequence = node.sequence { left.append(contentsOf: sequence) }
      guard let mapping = node.mapping else { continue }
      var lines: [String: [Int]] = [:]
      for (key, value) in mapping {
        left.append(value)
        guard let mark = key.mark else { continue }
        lines[names[Place(mark)] ?? key.scalar?.string ?? "", default: []].append(mark.line)
      }
      for (name, lines) in lines where lines.count > 1 {
        let sorted = lines.sorted()
        found.append(DuplicateKey(name: name, line: sorted[1], firstLine: sorted[0]))
      }
    }
    return found.min { ($0.line, $0.name) < ($1.line, $1.name) }
  }

  /// Where a node begins.
  private struct Place: Hashable {
    let line: Int
    let column: Int

    init(_ mark: Mark) { (line, column) = (mark.line, mark.column) }
  }
}

extension Collection<Unicode.Scalar> {
  /// The place of a line and a column, both from 1, as libyaml counts them; the end if there is none.
  fileprivate func index(atLine line: Int, column: Int) -> Index {
    var at = startIndex
    var current = 1
    while current < line, at < endIndex {
      let scalar = self[at]
      formIndex(after: &at)
      switch scalar {
      case "\r": if at == endIndex || self[at] != "\n" { current += 1 }
      case "\n", "\u{85}", "\u{2028}", "\u{2029}": current += 1
      default: break
      }
    }
    return index(at, offsetBy: column - 1, limitedBy: endIndex) ?? endIndex
  }
}
