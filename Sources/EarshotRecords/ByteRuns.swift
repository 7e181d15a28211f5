extension [UInt8] {
  /// Appends a run of bytes at once.
  ///
  /// Appending byte by byte checks ownership and room for each, which was half the time of reading.
  @inline(__always)
  mutating func append(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    let run = bytes.extracting(range)
    append(addingCapacity: run.count) { (free: inout OutputSpan<UInt8>) in
      for i in run.indices { free.append(run[i]) }
    }
  }
}
