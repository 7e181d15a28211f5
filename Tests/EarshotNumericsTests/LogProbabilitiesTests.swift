import Foundation
import Testing

@testable import EarshotNumerics

@Suite("LogProbabilities")
struct LogProbabilitiesTests {
  @Test("the log-sum-exp of k equal scores s is s + ln k", arguments: [1, 2, 15, 16, 17, 33, 100])
  func equalScores(count: Int) {
    for score in [Float(0), -3, 1000, -1000] {
      let sum = LogProbabilities.logSumExp([Float](repeating: score, count: count), count: count)
      // One last place of 1000 is 6e-5.
      #expect(abs(Double(sum) - Double(score) - log(Double(count))) < 1.3e-4)
    }
  }

  @Test("scores of plus and minus a thousand overflow nothing")
  func noOverflow() {
    let scores: [Float] = [1000, -1000, 0]
    var p = [Float](repeating: 9, count: 3)
    LogProbabilities.softmax(scores, count: 3, temperature: 1, into: &p)
    #expect(p[0] == 1)
    #expect(p[1] >= 0 && p[1] < 1e-30 && p[2] >= 0 && p[2] < 1e-30)
    #expect(LogProbabilities.logSumExp(scores, count: 3) == 1000)
    #expect(abs(LogProbabilities.softplusSum(scores, count: 3) - 1000.6931) < 1e-3)
    #expect(LogProbabilities.sigmoid(1000) == 1)
    #expect(LogProbabilities.sigmoid(-1000) >= 0 && LogProbabilities.sigmoid(-1000) < 1e-30)
  }

  @Test("softmax of (0, ln 2, ln 5) is (1/8, 2/8, 5/8)")
  func softmaxByHand() {
    var p = [Float](repeating: 0, count: 3)
    LogProbabilities.softmax(
      [0, 0.693_147_2, 1.609_437_9], count: 3, temperature: 1, into: &p)
    for (found, expected) in zip(p, [Float(0.125), 0.25, 0.625]) {
      #expect(abs(found - expected) < 1e-6)
    }
  }

  @Test("a temperature of two halves the scores")
  func temperature() {
    let scores: [Float] = [2, -1, 0.5, 7]
    var hot = scores
    var halved = scores
    LogProbabilities.softmax(scores, count: 4, temperature: 2, into: &hot)
    LogProbabilities.softmax(scores.map { $0 / 2 }, count: 4, temperature: 1, into: &halved)
    for (a, b) in zip(hot, halved) { #expect(abs(a - b) < 1e-6) }
  }

  @Test("probabilities sum to one and padding is left alone", arguments: 1...40)
  func sumsToOne(count: Int) {
    let scores = randomNumbers(count + 3, seed: UInt64(count)).map { $0 * 20 }
    var p = [Float](repeating: -7, count: count + 3)
    LogProbabilities.softmax(scores, count: count, temperature: 1, into: &p)
    #expect(abs(p[..<count].reduce(0, +) - 1) < 1e-5)
    #expect(p[count...].allSatisfy { $0 == -7 })
  }

  @Test("log-sum-exp and softplus agree with doubles, for any number of labels", arguments: 1...40)
  func agreesWithDoubles(count: Int) {
    let scores = randomNumbers(count, seed: UInt64(count) + 50).map { $0 * 10 }
    let sum = log(scores.reduce(0.0) { $0 + exp(Double($1)) })
    let soft = scores.reduce(0.0) { $0 + log1p(exp(Double($1))) }
    #expect(abs(Double(LogProbabilities.logSumExp(scores, count: count)) - sum) < 1e-5)
    // A sum of up to 40 floats below 10.
    #expect(abs(Double(LogProbabilities.softplusSum(scores, count: count)) - soft) < 1e-4)
  }
}
