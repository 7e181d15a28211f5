import EarshotInsights
import EarshotRecords
import FoundationEssentials
import Yams

/// What is to be done after an audit, from YAML (a list, or a list under `actions`) or a table.
enum AuditActionsFile {
  private static let keys = ["action", "owner", "due", "state"]

  static func read(_ path: String) throws -> [AuditAction] {
    let name = path.lowercased()
    let actions =
      [".csv", ".tsv", ".tab"].contains(where: name.hasSuffix)
      ? try table(path) : try yaml(path)
    return actions.filter { !($0.text.isEmpty && $0.owner.isEmpty && $0.due.isEmpty) }
  }

  private static func table(_ path: String) throws -> [AuditAction] {
    var options = ReadOptions()
    options.textFields = ["action"]
    var reader = try RecordReader(path: path, options: options)
    var actions: [AuditAction] = []
    var batch = RecordBatch()
    while try reader.read(into: &batch, limit: 256) {
      for i in batch.records.indices {
        if let problem = batch.records[i].problem, problem.code != .missingText {
          throw Failure(problem, in: path)
        }
        func cell(_ field: FieldPath) -> String { batch.value(field, of: i) ?? "" }
        actions.append(
          AuditAction(
            text: cell("action"), owner: cell("owner"), due: cell("due"), state: cell("state")))
      }
    }
    return actions
  }

  private static func yaml(_ path: String) throws(Failure) -> [AuditAction] {
    let expected = "Expected a list of lines like `- {action: …, owner: …, due: 2026-12-31}`."
    let root = try YAMLFile(path, "the actions", hint: expected).root
    // An empty file, or `actions:` with nothing after it, has none.
    guard let root else { return [] }
    guard let items = root.sequence ?? root.mapping?["actions"]?.sequence else {
      if let none = root.mapping?["actions"]?.scalar, none.string.isEmpty { return [] }
      throw Failure("\(path): it holds no list of actions. \(expected)")
    }
    var actions: [AuditAction] = []
    for item in items {
      guard let mapping = item.mapping else {
        guard let text = item.scalar?.string else {
          throw Failure("\(path):\(YAMLFile.line(item)): this is no action. \(expected)")
        }
        actions.append(AuditAction(text: text))
        continue
      }
      for (key, _) in mapping where !keys.contains(key.string ?? "") {
        let near = NameSuggestion.nearest(to: key.string ?? "", among: keys)
          .map { " Did you mean \"\($0)\"?" }
        throw Failure(
          "\(path):\(YAMLFile.line(key)): an action has no key \"\(key.string ?? "")\".\(near ?? "")"
        )
      }
      func value(_ key: String) -> String {
        guard let scalar = mapping[key]?.scalar?.string, scalar != "null", scalar != "~" else {
          return ""
        }
        return scalar
      }
      actions.append(
        AuditAction(
          text: value("action"), owner: value("owner"), due: value("due"), state: value("state")))
    }
    return actions
  }
}
