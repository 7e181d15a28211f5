import CZlib

/// Inflates a gzip stream of one member or many (RFC 1952), piece by piece.
final class GzipInflater {
  /// Why inflating stopped short.
  enum Failure: Error {
    /// The data are not what a gzip file holds.
    case damaged(atByte: Int)
  }

  /// Where one call of `inflate` stops, at the next end of the buffer: 256 KiB of gzip can stand for
  /// 256 MiB, which must never be in memory at once.
  static let pieceBytes = 1 << 20

  // zlib keeps a pointer to its own stream, so the stream must never move: it lives on the heap.
  private let stream: UnsafeMutablePointer<z_stream>
  /// Compressed bytes consumed so far.
  private(set) var consumedBytes = 0
  private var isBetweenMembers = true
  /// What one call of zlib fills.
  private var buffer = [UInt8](repeating: 0, count: 128 << 10)

  init() {
    // SAFETY: one z_stream, zeroed as zlib asks, owned by this object until `deinit`.
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // 15 bits of window, + 16: a gzip header is required.
    let code = unsafe inflateInit2_(
      stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(code == Z_OK, "zlib cannot start: \(code)")
  }

  deinit {
    // SAFETY: `stream` was initialised in `init` and nothing else holds it.
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Whether the compressed bytes seen so far end where a member ends.
  var endsCleanly: Bool { isBetweenMembers }

  /// Appends what `input` inflates to, about `pieceBytes` at most, and says whether all of it came.
  ///
  /// `position` is how much of `input` is consumed: 0 for new input, left alone between calls.
  /// While the answer is false, the next call must bring the same input. What was inflated before
  /// damage was met is in `out` when this throws.
  func inflate(
    _ input: [UInt8], from position: inout Int, to out: inout [UInt8]
  ) throws(Failure) -> Bool {
    let limit = out.count + Self.pieceBytes
    while position < input.count {
      if out.count >= limit { return false }
      // Files padded with zeros (tapes, some uploads) end at the padding.
      if isBetweenMembers, input[position] == 0 {
        position += 1
        consumedBytes += 1
        continue
      }
      isBetweenMembers = false
      let (code, read, written) = step(input, from: position, to: &out)
      position += read
      consumedBytes += read
      switch code {
      case Z_STREAM_END: endMember()
      case Z_OK: break
      case Z_BUF_ERROR where read > 0 || written > 0: break
      default: throw .damaged(atByte: consumedBytes)
      }
    }
    // The last output may have filled the buffer with more still inside zlib.
    while !isBetweenMembers {
      if out.count >= limit { return false }
      let (code, _, written) = step([], from: 0, to: &out)
      if code == Z_STREAM_END { endMember() }
      if written == 0 { break }
    }
    return true
  }

  private func endMember() {
    // SAFETY: `stream` is initialised; resetting it keeps it so.
    unsafe inflateReset(stream)
    isBetweenMembers = true
  }

  /// One call of zlib, whose output is appended: its code, the bytes it read and those it wrote.
  private func step(
    _ input: [UInt8], from start: Int, to out: inout [UInt8]
  ) -> (code: Int32, read: Int, written: Int) {
    let available = input.count - start
    let room = buffer.count
    // SAFETY: zlib reads at most `available` bytes from `start` and writes at most `room` bytes;
    // both pointers are valid for those counts during the call and cleared after it. `next_in` is
    // mutable only because zlib is built without ZLIB_CONST: it never writes there.
    let result = unsafe input.withUnsafeBufferPointer { source in
      unsafe buffer.withUnsafeMutableBufferPointer { target in
        unsafe stream.pointee.next_in = source.baseAddress.map {
          unsafe UnsafeMutablePointer(mutating: $0 + start)
        }
        unsafe stream.pointee.avail_in = UInt32(available)
        unsafe stream.pointee.next_out = target.baseAddress
        unsafe stream.pointee.avail_out = UInt32(room)
        let code = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
        let read = unsafe available - Int(stream.pointee.avail_in)
        let written = unsafe room - Int(stream.pointee.avail_out)
        unsafe stream.pointee.next_in = nil
        unsafe stream.pointee.next_out = nil
        return (code, read, written)
      }
    }
    out.append(contentsOf: buffer[..<result.2])
    return result
  }
}
