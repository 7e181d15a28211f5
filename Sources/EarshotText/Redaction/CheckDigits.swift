/// Arithmetic that tells a real number from one that only looks like it.
enum CheckDigits {
  /// Luhn's check (ISO/IEC 7812-1, annex B): from the right, every second digit doubled, digits of
  /// the products added; the sum ends in 0.
  ///
  /// - Parameter digits: values 0…9.
  static func luhn(_ digits: some BidirectionalCollection<UInt8>) -> Bool {
    var sum = 0
    var doubles = false
    for digit in digits.reversed() {
      let value = Int(digit) * (doubles ? 2 : 1)
      sum += value > 9 ? value - 9 : value
      doubles.toggle()
    }
    return sum % 10 == 0
  }

  /// The check of an IBAN (ISO 13616-1): the first four signs moved to the end, letters as 10…35,
  /// the whole number leaves 1 when divided by 97.
  ///
  /// - Parameter signs: ASCII letters and digits.
  static func iban(_ signs: [UInt8]) -> Bool {
    guard signs.count > 4 else { return false }
    var rest = 0
    for sign in signs[4...] + signs[..<4] {
      if ByteClass.isDigit(sign) {
        rest = (rest * 10 + Int(sign - 0x30)) % 97
      } else {
        rest = (rest * 100 + Int(ByteClass.lowercased(sign) - 0x61) + 10) % 97
      }
    }
    return rest == 1
  }

  /// The length of an IBAN of a country (SWIFT IBAN registry, release 99), nil where there is none.
  static func ibanLength(_ first: UInt8, _ second: UInt8) -> Int? {
    let letters = [first, second].map { $0 & ~0x20 }
    return ibanLengths[String(decoding: letters, as: UTF8.self)]
  }

  private static let ibanLengths: [String: Int] = [
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22,
    "BI": 27, "BR": 29, "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27,
    "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FK": 18, "FO": 18, "FR": 27,
    "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22,
    "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32,
    "LI": 21, "LT": 20, "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19,
    "MN": 20, "MR": 27, "MT": 31, "MU": 30, "NI": 28, "NL": 18, "NO": 15, "OM": 23, "PK": 24,
    "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "RU": 33, "SA": 24, "SC": 31,
    "SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "SO": 23, "ST": 25, "SV": 28, "TL": 23,
    "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20, "YE": 30,
  ]

  /// Whether a number of this length begins as one of an issuer of cards does.
  ///
  /// - Parameters:
  ///   - head: the first six digits as a number.
  ///   - count: digits in all.
  static func isCard(head: Int, count: Int) -> Bool {
    let (two, three, four) = (head / 10_000, head / 1_000, head / 100)
    switch two {
    case 34, 37: return count == 15
    case 30, 36, 38, 39:
      return two != 30 || three <= 305 || three == 309 ? (14...19).contains(count) : false
    case 35: return (3528...3589).contains(four) && (16...19).contains(count)
    case 40...49: return count == 13 || count == 16 || count == 19
    case 51...55: return count == 16
    case 22...27:
      return (2200...2204).contains(four) || (2221...2720).contains(four)
        ? (16...19).contains(count) : false
    case 50, 56...59, 61, 63, 66...69: return (12...19).contains(count)
    case 60, 62, 64, 65: return (16...19).contains(count) || two == 60 && count >= 12
    case 18, 21: return (four == 1800 || four == 2131) && count == 15
    case 81, 82: return count == 16
    default: return false
    }
  }
}
