/// Turns a stream of bytes in some encoding into UTF-8, piece by piece.
///
/// UTF-8 passes unchanged, checked later record by record. What has no meaning in UTF-16 (a lone
/// surrogate, half a unit at the end) becomes bytes that are not UTF-8, so the record that holds
/// it is reported and not quietly repaired.
struct TextDecoder {
  let encoding: TextEncoding
  /// The first byte of a UTF-16 unit whose second has not come yet.
  private var pendingByte: UInt8?
  /// A high surrogate whose low one has not come yet.
  private var pendingHigh: UInt32?

  init(_ encoding: TextEncoding) {
    self.encoding = encoding
  }

  /// Appends what `bytes` stand for.
  mutating func decode(_ bytes: ArraySlice<UInt8>, to out: inout [UInt8]) {
    switch encoding {
    case .utf8:
      out.append(contentsOf: bytes)
    case .latin1:
      for byte in bytes { JSONText.appendScalar(UInt32(byte), to: &out) }
    case .windows1252:
      for byte in bytes {
        let isSpecial = 0x80...0x9F ~= byte
        let scalar = isSpecial ? Self.windows1252[Int(byte) - 0x80] : UInt32(byte)
        JSONText.appendScalar(scalar, to: &out)
      }
    case .utf16LittleEndian:
      for byte in bytes {
        guard let low = pendingByte else {
          pendingByte = byte
          continue
        }
        pendingByte = nil
        take(UInt32(byte) << 8 | UInt32(low), to: &out)
      }
    case .utf16BigEndian:
      for byte in bytes {
        guard let high = pendingByte else {
          pendingByte = byte
          continue
        }
        pendingByte = nil
        take(UInt32(high) << 8 | UInt32(byte), to: &out)
      }
    }
  }

  /// Appends what is left at the end of the input.
  mutating func finish(to out: inout [UInt8]) {
    if let high = pendingHigh { JSONText.appendScalar(high, to: &out) }
    if pendingByte != nil { out.append(0xFF) }
    pendingHigh = nil
    pendingByte = nil
  }

  private mutating func take(_ unit: UInt32, to out: inout [UInt8]) {
    if let high = pendingHigh {
      pendingHigh = nil
      if 0xDC00...0xDFFF ~= unit {
        JSONText.appendScalar(0x10000 + (high - 0xD800) << 10 + (unit - 0xDC00), to: &out)
        return
      }
      JSONText.appendScalar(high, to: &out)
    }
    if 0xD800...0xDBFF ~= unit {
      pendingHigh = unit
    } else {
      JSONText.appendScalar(unit, to: &out)
    }
  }

  /// 0x80…0x9F of windows-1252, from the WHATWG encoding standard; the five bytes without a
  /// character stay control characters.
  private static let windows1252: [UInt32] = [
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
    0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
  ]
}
