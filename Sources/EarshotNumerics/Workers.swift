import Dispatch
import Synchronization

/// Runs independent pieces of work on a few threads.
///
/// What a piece computes must not depend on the others: then the number of threads cannot change a
/// result. Pieces are handed out in order, one at a time, so uneven ones balance out.
public enum Workers {
  /// Calls `body(i, &state)` for every `i` in `0..<count` on at most `threads` threads, and returns the
  /// results in order. Each thread makes one `state` and keeps it. One thread calls `meanwhile` before
  /// it takes pieces, while the others begin; of a single thread or piece it comes first.
  public static func map<State: ~Copyable, Result: Sendable>(
    _ count: Int, threads: Int, meanwhile: () -> Void = {}, state: @Sendable () -> State,
    body: @Sendable (Int, inout State) -> Result
  ) -> [Result] {
    if threads <= 1 || count <= 1 {
      meanwhile()
      var own = state()
      return (0..<count).map { body($0, &own) }
    }
    let board = Board<Result>(count: count)
    withoutActuallyEscaping(meanwhile) { meanwhile in
      // SAFETY: iteration 0 alone calls it, while the caller waits for all of them.
      nonisolated(unsafe) let meanwhile = meanwhile
      DispatchQueue.concurrentPerform(iterations: min(threads, count)) { thread in
        if thread == 0 { meanwhile() }
        var own = state()
        while let i = board.take() { board.put(body(i, &own), at: i) }
      }
    }
    return board.results()
  }

  /// As above, without state.
  public static func map<Result: Sendable>(
    _ count: Int, threads: Int, _ body: @Sendable (Int) -> Result
  ) -> [Result] {
    map(count, threads: threads, state: {}, body: { i, _ in body(i) })
  }
}

/// Hands out the numbers below `count` once each and collects a result for each.
private final class Board<Result: Sendable>: Sendable {
  private let count: Int
  private let next = Atomic<Int>(0)
  private let slots: Mutex<[Result?]>

  init(count: Int) {
    self.count = count
    slots = Mutex(Array(repeating: nil, count: count))
  }

  func take() -> Int? {
    let i = next.wrappingAdd(1, ordering: .relaxed).oldValue
    return i < count ? i : nil
  }

  func put(_ result: Result, at i: Int) { slots.withLock { $0[i] = result } }

  func results() -> [Result] { slots.withLock { $0.map { $0! } } }
}
