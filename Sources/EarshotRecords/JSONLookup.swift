/// Finding the values of a field path in a checked JSON object.
///
/// Given the members of the record, it walks the steps and hands over the ranges that it reaches.
enum JSONLookup {
  /// A value that a path reached and the object that directly holds it.
  struct Hit {
    var value: Range<Int>
    var holder: Range<Int>
  }

  /// Every value the path reaches, in document order; empty when the record has none of it.
  /// Of keys that stand twice the last wins.
  static func find(
    _ path: FieldPath, _ bytes: Span<UInt8>, object: Range<Int>, members: ArraySlice<Slot>
  ) -> [Hit] {
    if let slot = last(path.nameBytes, path.ignoresCase, bytes, members) {
      return [Hit(value: slot.value, holder: object)]
    }
    for (steps, name) in zip(path.alternatives, path.alternativeNames) {
      if let slot = last(name, path.ignoresCase, bytes, members) {
        return [Hit(value: slot.value, holder: object)]
      }
      guard steps.count > 1, case .key(let first) = steps[0],
        let slot = last(first, path.ignoresCase, bytes, members)
      else { continue }
      var hits: [Hit] = []
      walk(
        steps.dropFirst(), path.ignoresCase, bytes, Hit(value: slot.value, holder: object), &hits)
      if !hits.isEmpty { return hits }
    }
    return []
  }

  /// The same inside an object that is not the record itself.
  static func find(_ path: FieldPath, _ bytes: Span<UInt8>, in object: Range<Int>) -> [Hit] {
    guard bytes[object.lowerBound] == UInt8(ascii: "{") else { return [] }
    let members = JSONValue.members(bytes, of: object)
    return find(path, bytes, object: object, members: members[...])
  }

  private static func last(
    _ name: [UInt8], _ ignoresCase: Bool, _ bytes: Span<UInt8>, _ members: ArraySlice<Slot>
  ) -> Slot? {
    var i = members.endIndex
    while i > members.startIndex {
      i -= 1
      if JSONValue.string(bytes, members[i].key, equals: name, ignoringCase: ignoresCase) {
        return members[i]
      }
    }
    return nil
  }

  private static func walk(
    _ steps: ArraySlice<FieldPath.Step>, _ ignoresCase: Bool, _ bytes: Span<UInt8>, _ hit: Hit,
    _ hits: inout [Hit]
  ) {
    guard let step = steps.first else {
      hits.append(hit)
      return
    }
    let rest = steps.dropFirst()
    let opening = bytes[hit.value.lowerBound]
    switch (step, opening) {
    case (.everyElement, UInt8(ascii: "[")):
      for element in JSONValue.elements(bytes, of: hit.value) {
        walk(rest, ignoresCase, bytes, Hit(value: element, holder: hit.holder), &hits)
      }
    case (.key(let name), UInt8(ascii: "{")):
      let members = JSONValue.members(bytes, of: hit.value)
      if let slot = last(name, ignoresCase, bytes, members[...]) {
        walk(rest, ignoresCase, bytes, Hit(value: slot.value, holder: hit.value), &hits)
      }
    case (.key(let name), UInt8(ascii: "[")):
      let elements = JSONValue.elements(bytes, of: hit.value)
      if let value = pairValue(name, bytes, elements) {
        walk(rest, ignoresCase, bytes, Hit(value: value, holder: hit.holder), &hits)
      } else if let index = index(name), index < elements.count {
        walk(rest, ignoresCase, bytes, Hit(value: elements[index], holder: hit.holder), &hits)
      }
    default:
      break
    }
  }

  /// `[{"id": 360001, "value": "gold"}]` under the name `360001`: the range of `"gold"`.
  private static func pairValue(
    _ id: [UInt8], _ bytes: Span<UInt8>, _ elements: [Range<Int>]
  ) -> Range<Int>? {
    for element in elements where bytes[element.lowerBound] == UInt8(ascii: "{") {
      let members = JSONValue.members(bytes, of: element)
      guard let key = last(Array("id".utf8), false, bytes, members[...]),
        let value = last(Array("value".utf8), false, bytes, members[...])
      else { continue }
      var text: [UInt8] = []
      if JSONValue.appendScalarText(bytes, key.value, to: &text), text == id { return value.value }
    }
    return nil
  }

  private static func index(_ name: [UInt8]) -> Int? {
    guard !name.isEmpty, name.count < 10, name.allSatisfy(\.isASCIIDigit) else { return nil }
    return name.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }
}
