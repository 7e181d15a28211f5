import Testing

@testable import EarshotText

@Suite struct CheckDigitsTests {
  @Test("Luhn: the examples of the card networks, and each with its last digit one higher")
  func luhn() {
    for number in ["4111111111111111", "378282246310005", "5555555555554444", "30569309025904"] {
      var digits = number.utf8.map { $0 - 0x30 }
      #expect(CheckDigits.luhn(digits))
      digits[digits.count - 1] = (digits.last! + 1) % 10
      #expect(!CheckDigits.luhn(digits))
    }
  }

  // Examples of the IBAN registry.
  @Test(
    "IBAN: examples of the registry, and each with two digits exchanged",
    arguments: [
      "GB29NWBK60161331926819", "DE89370400440532013000", "NO9386011117947",
      "MT84MALT011000012345MTLCAST001S", "FR1420041010050500013M02606",
    ])
  func iban(number: String) {
    let signs = Array(number.utf8)
    #expect(CheckDigits.iban(signs))
    #expect(CheckDigits.ibanLength(signs[0], signs[1]) == signs.count)
    var wrong = signs
    wrong.swapAt(2, 3)
    #expect(!CheckDigits.iban(wrong))
  }
}
