/// The bytes of all pieces, borrowed from a mapped file or owned.
///
/// One of the places with unsafe code: a vocabulary in a file is read where it lies, because
/// copying 30,522 pieces would cost more than everything else at start-up. Readers go through
/// `Span`, which checks every index.
struct PieceStorage: @unchecked Sendable {
  // SAFETY: `owner` keeps both buffers alive and unchanged; all three are immutable, so threads may
  // share them. `init` has checked that the offsets ascend and end within `bytes`.
  let offsets: UnsafeBufferPointer<UInt32>
  let bytes: UnsafeBufferPointer<UInt8>
  private let owner: AnyObject

  /// - Returns: nil where the offsets descend or leave the bytes.
  init?(
    offsets: UnsafeBufferPointer<UInt32>, bytes: UnsafeBufferPointer<UInt8>, owner: AnyObject
  ) {
    guard let last = offsets.last, last <= bytes.count else { return nil }
    let ends = offsets.span
    var previous: UInt32 = 0
    for i in ends.indices {
      guard ends[i] >= previous else { return nil }
      previous = ends[i]
    }
    self.offsets = offsets
    self.bytes = bytes
    self.owner = owner
  }

  init(copying pieces: [[UInt8]]) {
    let copy = OwnedPieces(pieces)
    offsets = UnsafeBufferPointer(copy.offsets)
    bytes = UnsafeBufferPointer(copy.bytes)
    owner = copy
  }

  /// The number of pieces.
  var count: Int { offsets.count - 1 }

  /// Where in `bytes` a piece stands.
  @inline(__always)
  func range(of id: UInt32) -> Range<Int> {
    let ends = offsets.span
    return Int(ends[Int(id)])..<Int(ends[Int(id) + 1])
  }
}

/// Memory that lives as long as the vocabulary that was copied into it.
private final class OwnedPieces {
  // SAFETY: allocated with exactly the sizes filled below, written only in `init`, freed in `deinit`.
  let offsets: UnsafeMutableBufferPointer<UInt32>
  let bytes: UnsafeMutableBufferPointer<UInt8>

  init(_ pieces: [[UInt8]]) {
    let size = pieces.reduce(0) { $0 + $1.count }
    precondition(size <= UInt32.max, "\(size) bytes of pieces; at most 4 GiB")
    offsets = .allocate(capacity: pieces.count + 1)
    bytes = .allocate(capacity: size)
    var end = 0
    offsets.initializeElement(at: 0, to: 0)
    for (i, piece) in pieces.enumerated() {
      for byte in piece {
        bytes.initializeElement(at: end, to: byte)
        end += 1
      }
      offsets.initializeElement(at: i + 1, to: UInt32(end))
    }
  }

  deinit {
    offsets.deallocate()
    bytes.deallocate()
  }
}
