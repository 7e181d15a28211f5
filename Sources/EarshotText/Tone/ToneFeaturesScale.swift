extension ToneReading {
  /// Appends the features in the order of `ToneFeatures.names`.
  ///
  /// Sums go through x / √(x² + 12), which is linear up to about one strong word and nears 1 with
  /// four; counts through n / (n + h), where h is the count that weighs one half.
  func append(to features: inout [Float]) {
    let compound = Self.compound(whole)
    let exclamation = Self.saturated(exclamations, 2)
    let words = Float(max(words, 1))
    let sentences = Float(max(sentences, 1))

    features.append(Self.squashed(whole.positive))
    features.append(Self.squashed(whole.negative))
    features.append(compound)
    features.append(Self.compound(lastSentence))
    features.append(Self.compound(firstSentence))
    features.append(contrasts > 0 ? Self.compound(sinceContrast) : 0)
    features.append(contrasts > 0 ? Self.compound(beforeContrast) : 0)
    features.append(Float(positiveCount) / words)
    features.append(Float(negativeCount) / words)
    features.append(strongestPositive / 4)
    features.append(strongestNegative / 4)
    features.append(Float(positiveSentences) / sentences)
    features.append(Float(negativeSentences) / sentences)
    features.append(exclamation)
    features.append(exclamation * max(compound, 0))
    features.append(exclamation * max(-compound, 0))
    features.append(Self.saturated(insistences, 1))
    features.append(Self.saturated(questionMarks, 1))
    features.append(Self.saturated(emphasesPositive, 1))
    features.append(Self.saturated(emphasesNegative, 1))
    features.append(Self.squashed(emoji.positive))
    features.append(Self.squashed(emoji.negative))
    // "Thanks, and thanks in advance" thanks for nothing done yet.
    features.append(thanksInAdvance > 0 ? 0 : Self.saturated(thanks, 1))
    features.append(Self.saturated(thanksInAdvance, 1))
    features.append(Self.saturated(questions, 1))
    features.append(openingQuestions > 0 ? 1 : 0)
    features.append(Self.saturated(wishes, 1))
    features.append(Self.saturated(hypotheticals, 2))
    features.append(Self.saturated(requests, 1))
    features.append(Self.saturated(negatedPositive, 1))
    features.append(Self.saturated(negatedNegative, 1))
    features.append(Self.saturated(negators, 2))
    features.append(Self.saturated(boosters, 2))
    features.append(Self.saturated(dampeners, 2))
    features.append(Self.saturated(contrasts, 1))
    features.append(positiveCount + negativeCount == 0 ? 1 : 0)
    features.append(Self.logarithm(self.words + 1) / 8)
  }

  private static func squashed(_ x: Float) -> Float {
    x / (x * x + 12).squareRoot()
  }

  private static func compound(_ sums: Sums) -> Float {
    squashed(sums.positive - sums.negative)
  }

  private static func saturated(_ count: Int, _ half: Int) -> Float {
    Float(count) / Float(count + half)
  }

  /// log₂ n, exact at powers of two and straight between them: `log2` may differ in its last bit
  /// from one C library to the next.
  private static func logarithm(_ n: Int) -> Float {
    let exponent = Int.bitWidth - 1 - n.leadingZeroBitCount
    return Float(exponent) + Float(n - (1 << exponent)) / Float(1 << exponent)
  }
}
