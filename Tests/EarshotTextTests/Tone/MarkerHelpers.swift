@testable import EarshotText

/// Patterns from lines, as a test writes them.
func source(
  words: [(String, String)] = [], hypothetical: [String] = [], kind: String = "insult",
  keeps: [String] = [], patterns: [String], except: [String] = []
) -> MarkerSource {
  func lines(_ texts: [String], from first: Int) -> [MarkerSource.Line] {
    texts.enumerated().map { MarkerSource.Line(number: first + $0.offset, text: $0.element) }
  }
  return MarkerSource(
    words: words.enumerated().map {
      MarkerSource.WordList(name: $0.element.0, words: $0.element.1, line: 1 + $0.offset)
    },
    hypothetical: lines(hypothetical, from: 11),
    kinds: [
      MarkerSource.Kind(
        name: kind, line: 20, keeps: keeps, patterns: lines(patterns, from: 21),
        except: lines(except, from: 41))
    ])
}

/// The markers of a text.
func markers(_ text: String, _ patterns: MarkerPatterns) -> [FrustrationMarker] {
  let reader = Reader(text)
  var scratch = MarkerPatterns.Scratch()
  var found: [FrustrationMarker] = []
  patterns.find(reader.buffer, text: reader.bytes.span, into: &found, using: &scratch)
  return found
}

/// The words of a text that the source's patterns report, without shouting and `!!`.
func found(_ text: String, _ source: MarkerSource) throws -> [String] {
  let bytes = Array(text.utf8)
  return markers(text, try MarkerPatterns(source)).filter {
    $0.kind != .shouting && $0.kind != .insistentPunctuation
  }.map { String(decoding: bytes[$0.byteRange], as: UTF8.self) }
}

/// What one pattern reports in a text.
func found(_ pattern: String, in text: String) throws -> [String] {
  try found(text, source(patterns: ["0.5 " + pattern]))
}

/// What shouting and insistent punctuation report in a text.
func insistence(_ text: String) throws -> [String] {
  let bytes = Array(text.utf8)
  return markers(text, try MarkerPatterns(MarkerSource())).map {
    "\($0.kind.name): " + String(decoding: bytes[$0.byteRange], as: UTF8.self)
  }
}

/// What is wrong with a source.
func error(_ source: MarkerSource) -> PatternError? {
  do {
    _ = try MarkerPatterns(source)
    return nil
  } catch {
    return error
  }
}
