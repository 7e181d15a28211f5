import Synchronization
import Testing

@testable import EarshotNumerics

@Suite("Workers")
struct WorkersTests {
  @Test("results come in order and do not depend on the threads", arguments: [1, 2, 3, 8])
  func orderIsKept(threads: Int) {
    let squares = Workers.map(500, threads: threads) { $0 * $0 }
    #expect(squares == (0..<500).map { $0 * $0 })
  }

  @Test("no pieces give no results")
  func nothing() {
    #expect(Workers.map(0, threads: 4) { $0 }.isEmpty)
  }

  @Test("what is done meanwhile is done once, whatever the pieces and the threads")
  func meanwhile() {
    for (count, threads) in [(0, 2), (1, 2), (100, 1), (100, 3)] {
      var calls = 0
      let results = Workers.map(count, threads: threads, meanwhile: { calls += 1 }, state: {}) {
        i, _ in i
      }
      #expect(calls == 1 && results == Array(0..<count))
    }
  }

  @Test("no more states are made than threads or pieces")
  func statesAreKept() {
    for (count, threads) in [(100, 3), (2, 8), (1, 8)] {
      let made = Atomic<Int>(0)
      let results = Workers.map(count, threads: threads) {
        _ = made.add(1, ordering: .relaxed)
        return 0
      } body: { i, state in
        state += 1
        return i
      }
      #expect(results.count == count)
      #expect(made.load(ordering: .relaxed) <= min(count, threads))
    }
  }
}
