import Testing

@testable import EarshotText

/// Places are made by hand; the gap is 100 bytes.
@Suite("Joining markers") struct JoinedMarkersTests {
  private func joined(_ markers: [FrustrationMarker]) -> [FrustrationMarker] {
    var markers = markers
    FrustrationMarker.join(&markers)
    return markers
  }

  @Test("matches of one kind less than 100 bytes apart are one marker, as strong as the strongest")
  func close() {
    #expect(
      joined([
        .init(kind: .shouting, start: 0, end: 10, strength: 0.4),
        .init(kind: .shouting, start: 109, end: 120, strength: 0.6),
        .init(kind: .shouting, start: 219, end: 230, strength: 0.5),
      ]) == [.init(kind: .shouting, start: 0, end: 230, strength: 0.6)])
  }

  @Test("from 100 bytes on they are two")
  func apart() {
    let markers = [
      FrustrationMarker(kind: .blame, start: 0, end: 10, strength: 0.4),
      FrustrationMarker(kind: .blame, start: 110, end: 120, strength: 0.6),
    ]
    #expect(joined(markers) == markers)
  }

  @Test("other kinds between them do not matter, and keep their places in the order")
  func kinds() {
    #expect(
      joined([
        .init(kind: .insult, start: 0, end: 40, strength: 0.9),
        .init(kind: .blame, start: 5, end: 8, strength: 0.3),
        .init(kind: .insult, start: 50, end: 60, strength: 0.2),
        .init(kind: .blame, start: 300, end: 310, strength: 0.3),
      ]) == [
        .init(kind: .insult, start: 0, end: 60, strength: 0.9),
        .init(kind: .blame, start: 5, end: 8, strength: 0.3),
        .init(kind: .blame, start: 300, end: 310, strength: 0.3),
      ])
  }

  @Test("none and one stay as they are")
  func few() {
    #expect(joined([]) == [])
    let one = [FrustrationMarker(kind: .loss, start: 3, end: 9, strength: 0.5)]
    #expect(joined(one) == one)
  }
}
