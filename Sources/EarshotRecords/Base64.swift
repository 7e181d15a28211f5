/// RFC 4648 base64, for input that no JSON string can hold.
enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The bytes in base64, padded with `=`.
  static func encoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity((bytes.count + 2) / 3 * 4)
    var i = bytes.startIndex
    while i < bytes.endIndex {
      let left = bytes.endIndex - i
      let second: UInt8 = left > 1 ? bytes[i + 1] : 0
      let third: UInt8 = left > 2 ? bytes[i + 2] : 0
      out.append(alphabet[Int(bytes[i] >> 2)])
      out.append(alphabet[Int(bytes[i] & 0x03) << 4 | Int(second >> 4)])
      out.append(left > 1 ? alphabet[Int(second & 0x0F) << 2 | Int(third >> 6)] : 0x3D)
      out.append(left > 2 ? alphabet[Int(third & 0x3F)] : 0x3D)
      i += 3
    }
    return out
  }
}
