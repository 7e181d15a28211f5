@testable import EarshotText

/// The lexicon of these tests.
enum ToneFixture {
  static let entries: [LexiconSource.Entry] = [
    .init("good", valence: 2.0),
    .init("great", valence: 2.4),
    .init("love", valence: 3.0),
    .init("works", valence: 0.7),
    .init("helpful", valence: 2.0),
    .init("thanks", valence: 0.7, roles: [.thanks]),
    .init("thank you", valence: 0.8, roles: [.thanks]),
    .init("thanks in advance", roles: [.thanksInAdvance]),
    .init("bad", valence: -2.2),
    .init("awful", valence: -3.2),
    .init("slow", valence: -1.4),
    .init("broken", valence: -2.2),
    .init("problem", valence: -1.2),
    .init("no problems", valence: 2.0),
    .init("no longer works", valence: -2.0),
    .init("not bad", valence: 1.5),
    .init("waste of time", valence: -2.8),
    .init("well made", valence: 1.5),
    .init("so", valence: 0.0, factor: 1.25),
    .init("very", factor: 1.25),
    .init("extremely", factor: 1.4),
    .init("terribly", valence: -3.2, factor: 1.4),
    .init("slightly", factor: 0.6),
    .init("but", roles: [.contrast]),
    .init("unfortunately", valence: -1.4, roles: [.contrast]),
    .init("how do", roles: [.question]),
    .init("please", valence: 0.0, roles: [.request]),
    .init("please add", roles: [.wish]),
    .init("if", roles: [.hypothetical]),
    .init("would be great if", roles: [.wish, .hypothetical]),
    .init("😡", valence: -2.8),
    .init("👍", valence: 2.4),
    .init(":-)", valence: 1.8),
  ]

  /// A text and its features that are not 0, from the study's own Python reading of the tokens
  /// in double precision. The texts were written for this file.
  struct Vector: Sendable {
    var text: String
    var features: String

    init(_ text: String, _ features: String) {
      self.text = text
      self.features = features
    }
  }

  static let vectors: [Vector] = [
    Vector(
      "",
      """
      no_valence=1.000000
      """),
    Vector(
      "The quick brown fox",
      """
      no_valence=1.000000 log_words=0.281250
      """),
    Vector(
      "Good",
      """
      positive=0.500000 compound=0.500000 last_sentence=0.500000 first_sentence=0.500000
      positive_share=1.000000 strongest_positive=0.500000 positive_sentences=1.000000
      log_words=0.125000
      """),
    Vector(
      "It is good, and it works",
      """
      positive=0.614749 compound=0.614749 last_sentence=0.614749 first_sentence=0.614749
      positive_share=0.333333 strongest_positive=0.500000 positive_sentences=1.000000
      log_words=0.343750
      """),
    Vector(
      "This is not good",
      """
      negative=0.374701 compound=-0.374701 last_sentence=-0.374701 first_sentence=-0.374701
      negative_share=0.250000 strongest_negative=0.350000 negative_sentences=1.000000
      negated_positive=0.500000 negators=0.333333 log_words=0.281250
      """),
    Vector(
      "It never works and the app is slow",
      """
      negative=0.478948 compound=-0.478948 last_sentence=-0.478948 first_sentence=-0.478948
      negative_share=0.250000 strongest_negative=0.350000 negative_sentences=1.000000
      negated_positive=0.500000 negators=0.333333 log_words=0.390625
      """),
    Vector(
      "Not bad at all",
      """
      positive=0.397360 compound=0.397360 last_sentence=0.397360 first_sentence=0.397360
      positive_share=0.250000 strongest_positive=0.375000 positive_sentences=1.000000
      negators=0.333333 log_words=0.281250
      """),
    Vector(
      "The delay was no problem",
      """
      negative=0.327327 compound=-0.327327 last_sentence=-0.327327 first_sentence=-0.327327
      negative_share=0.200000 strongest_negative=0.300000 negative_sentences=1.000000
      log_words=0.312500
      """),
    Vector(
      "There were no problems with it",
      """
      positive=0.500000 compound=0.500000 last_sentence=0.500000 first_sentence=0.500000
      positive_share=0.166667 strongest_positive=0.500000 positive_sentences=1.000000
      log_words=0.343750
      """),
    Vector(
      "Very good",
      """
      positive=0.585206 compound=0.585206 last_sentence=0.585206 first_sentence=0.585206
      positive_share=0.500000 strongest_positive=0.625000 positive_sentences=1.000000
      boosters=0.333333 log_words=0.187500
      """),
    Vector(
      "An extremely slow and awful line",
      """
      negative=0.830256 compound=-0.830256 last_sentence=-0.830256 first_sentence=-0.830256
      negative_share=0.333333 strongest_negative=0.800000 negative_sentences=1.000000
      boosters=0.333333 log_words=0.343750
      """),
    Vector(
      "Terribly good coffee",
      """
      positive=0.628619 compound=0.628619 last_sentence=0.628619 first_sentence=0.628619
      positive_share=0.333333 strongest_positive=0.700000 positive_sentences=1.000000
      boosters=0.333333 log_words=0.250000
      """),
    Vector(
      "You treated us terribly",
      """
      negative=0.678551 compound=-0.678551 last_sentence=-0.678551 first_sentence=-0.678551
      negative_share=0.250000 strongest_negative=0.800000 negative_sentences=1.000000
      boosters=0.333333 log_words=0.281250
      """),
    Vector(
      "The app is slightly slow",
      """
      negative=0.235658 compound=-0.235658 last_sentence=-0.235658 first_sentence=-0.235658
      negative_share=0.200000 strongest_negative=0.210000 negative_sentences=1.000000
      dampeners=0.333333 log_words=0.312500
      """),
    Vector(
      "Love the chairs. The delivery was awful!",
      """
      positive=0.654654 negative=0.678551 compound=-0.057639 last_sentence=-0.678551
      first_sentence=0.654654 positive_share=0.142857 negative_share=0.142857
      strongest_positive=0.750000 strongest_negative=0.800000 positive_sentences=0.500000
      negative_sentences=0.500000 exclamation=0.333333 exclamation_negative=0.019213
      log_words=0.375000
      """),
    Vector(
      "Great staff, but the tram was broken and slow",
      """
      positive=0.569495 negative=0.720577 compound=-0.327327 last_sentence=-0.327327
      first_sentence=-0.327327 after_contrast=-0.720577 before_contrast=0.569495
      positive_share=0.111111 negative_share=0.222222 strongest_positive=0.600000
      strongest_negative=0.550000 negative_sentences=1.000000 contrast=0.500000
      log_words=0.406250
      """),
    Vector(
      "Unfortunately the lamp no longer works",
      """
      negative=0.700473 compound=-0.700473 last_sentence=-0.700473 first_sentence=-0.700473
      after_contrast=-0.700473 negative_share=0.333333 strongest_negative=0.500000
      negative_sentences=1.000000 negators=0.333333 contrast=0.500000 log_words=0.343750
      """),
    Vector(
      "AWFUL service",
      """
      negative=0.755929 compound=-0.755929 last_sentence=-0.755929 first_sentence=-0.755929
      negative_share=0.500000 strongest_negative=1.000000 negative_sentences=1.000000
      emphasis_negative=0.500000 log_words=0.187500
      """),
    Vector(
      "AWFUL SERVICE ALL DAY",
      """
      negative=0.678551 compound=-0.678551 last_sentence=-0.678551 first_sentence=-0.678551
      negative_share=0.250000 strongest_negative=0.800000 negative_sentences=1.000000
      log_words=0.281250
      """),
    Vector(
      "This is soooo goooood!!!",
      """
      positive=0.654654 compound=0.654654 last_sentence=0.654654 first_sentence=0.654654
      positive_share=0.250000 strongest_positive=0.750000 positive_sentences=1.000000
      exclamation=0.600000 exclamation_positive=0.392792 insistence=0.500000
      emphasis_positive=0.500000 boosters=0.333333 log_words=0.281250
      """),
    Vector(
      "How do I change my PIN?",
      """
      question_mark=0.500000 question=0.500000 opens_with_question=1.000000 no_valence=1.000000
      log_words=0.343750
      """),
    Vector(
      "Please add a dark theme, it would be great if it worked",
      """
      wish=0.666667 hypothetical=0.333333 no_valence=1.000000 log_words=0.453125
      """),
    Vector(
      "Thanks for the lovely flowers 👍",
      """
      positive=0.666859 compound=0.666859 last_sentence=0.666859 first_sentence=0.666859
      positive_share=0.400000 strongest_positive=0.600000 positive_sentences=1.000000
      emoji_positive=0.569495 thanks=0.500000 log_words=0.312500
      """),
    Vector(
      "Thanks in advance, thanks",
      """
      positive=0.198069 compound=0.198069 last_sentence=0.198069 first_sentence=0.198069
      positive_share=0.250000 strongest_positive=0.175000 positive_sentences=1.000000
      thanks_in_advance=0.500000 log_words=0.281250
      """),
    Vector(
      "😡😡 still broken :-)",
      """
      positive=0.461084 negative=0.913923 compound=-0.866025 last_sentence=-0.866025
      first_sentence=-0.866025 positive_share=0.500000 negative_share=1.500000
      strongest_positive=0.450000 strongest_negative=0.700000 negative_sentences=1.000000
      emoji_positive=0.461084 emoji_negative=0.850439 log_words=0.187500
      """),
    Vector(
      "A waste of time. Well-made box though? No.",
      """
      positive=0.397360 negative=0.628619 compound=-0.351351 first_sentence=-0.628619
      positive_share=0.111111 negative_share=0.111111 strongest_positive=0.375000
      strongest_negative=0.700000 positive_sentences=0.333333 negative_sentences=0.333333
      question_mark=0.500000 negators=0.333333 log_words=0.406250
      """),
    Vector(
      "It came late.\n> I love it, great\n> good",
      """
      no_valence=1.000000 log_words=0.250000
      """),
    Vector(
      "Good\n-- \nBad Company Ltd",
      """
      positive=0.500000 compound=0.500000 last_sentence=0.500000 first_sentence=0.500000
      positive_share=1.000000 strongest_positive=0.500000 positive_sentences=1.000000
      log_words=0.125000
      """),
    Vector(
      "No good, waste of\n\ntime",
      """
      negative=0.374701 compound=-0.374701 first_sentence=-0.374701 negative_share=0.200000
      strongest_negative=0.350000 negative_sentences=0.500000 negated_positive=0.500000
      negators=0.333333 log_words=0.312500
      """),
    Vector(
      "If it breaks I would call it a problem!?",
      """
      negative=0.327327 compound=-0.327327 last_sentence=-0.327327 first_sentence=-0.327327
      negative_share=0.111111 strongest_negative=0.300000 negative_sentences=1.000000
      exclamation=0.333333 exclamation_negative=0.109109 insistence=0.500000
      question_mark=0.500000 hypothetical=0.333333 log_words=0.406250
      """),
    Vector(
      "very very extremely good",
      """
      positive=0.755929 compound=0.755929 last_sentence=0.755929 first_sentence=0.755929
      positive_share=0.250000 strongest_positive=1.000000 positive_sentences=1.000000
      boosters=0.600000 log_words=0.281250
      """),
    Vector(
      "so it is, as far as I know, good",
      """
      positive=0.500000 compound=0.500000 last_sentence=0.500000 first_sentence=0.500000
      positive_share=0.111111 strongest_positive=0.500000 positive_sentences=1.000000
      boosters=0.333333 log_words=0.406250
      """),
    Vector(
      "the best of the bad and the ugly ... BROKEN",
      """
      negative=0.819302 compound=-0.819302 last_sentence=-0.621757 first_sentence=-0.536107
      negative_share=0.222222 strongest_negative=0.687500 negative_sentences=1.000000
      emphasis_negative=0.500000 log_words=0.406250
      """),
  ]
}
