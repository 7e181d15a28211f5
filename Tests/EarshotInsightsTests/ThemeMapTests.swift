import EarshotNumerics
import Testing

@testable import EarshotInsights

/// The places of themes on a map: near what is near, apart, and the same every time.
@Suite struct ThemeMapTests {
  /// `k` themes about `groups` far apart directions, each a little off its group's.
  private static func themes(
    _ k: Int, groups: Int, off: Float = 0.25, seed: UInt64
  ) -> (centroids: DenseMatrix, sizes: [Int]) {
    var generator = SplitMix64(seed: seed)
    let d = max(12, groups)
    var centroids = DenseMatrix(columnCount: d)
    for i in 0..<k {
      var row = (0..<d).map { _ in off * (Float(generator.unit()) - 0.5) }
      row[i % groups] += 1
      centroids.appendRow(row)
    }
    // Sizes as they are found: few large, many small.
    return (centroids, (0..<k).map { _ in Int(10 / (0.01 + generator.unit())) })
  }

  private static func distance(_ a: (x: Double, y: Double), _ b: (x: Double, y: Double)) -> Double {
    ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).squareRoot()
  }

  /// The largest overlap of two circles, as a part of the smaller one's radius; infinite where a
  /// circle leaves the map.
  private static func overlap(_ places: [(x: Double, y: Double)], _ sizes: [Int]) -> Double {
    let radii = ThemeMap.radii(sizes: sizes)
    var most = 0.0
    for i in places.indices {
      let (r, p) = (radii[i] - 1e-9, places[i])
      guard p.x >= r, p.x <= 1 - r, p.y >= r, p.y <= 1 - r else { return .infinity }
      for j in 0..<i {
        let lack = radii[i] + radii[j] - distance(places[i], places[j])
        most = max(most, lack / min(radii[i], radii[j]))
      }
    }
    return most
  }

  @Test("themes in another order have the same places", arguments: 1...5 as ClosedRange<UInt64>)
  func permutation(seed: UInt64) {
    let (centroids, sizes) = Self.themes(40, groups: 5, seed: seed)
    var generator = SplitMix64(seed: seed + 100)
    let order = generator.permutation(of: 40)
    let places = ThemeMap.layout(centroids: centroids, sizes: sizes)
    let others = ThemeMap.layout(
      centroids: centroids.gathered(order), sizes: order.map { sizes[$0] })
    for (at, i) in order.enumerated() {
      #expect(Self.distance(others[at], places[i]) < 1e-6, "seed \(seed), theme \(i)")
    }
  }

  @Test("the same themes have the same places, bit by bit")
  func repeats() {
    let (centroids, sizes) = Self.themes(60, groups: 6, seed: 3)
    let a = ThemeMap.layout(centroids: centroids, sizes: sizes)
    let b = ThemeMap.layout(centroids: centroids, sizes: sizes)
    #expect(a.map(\.x) == b.map(\.x) && a.map(\.y) == b.map(\.y))
  }

  @Test("themes of one group are nearer to each other than those of two", arguments: [2, 3, 4, 6])
  func groups(groups: Int) {
    let (centroids, _) = Self.themes(groups * 6, groups: groups, seed: 7)
    let sizes = [Int](repeating: 10, count: groups * 6)
    let places = ThemeMap.layout(centroids: centroids, sizes: sizes)
    for i in places.indices {
      let near = places.indices.filter { $0 != i }.sorted {
        Self.distance(places[i], places[$0]) < Self.distance(places[i], places[$1])
      }
      #expect(near.prefix(3).allSatisfy { $0 % groups == i % groups }, "theme \(i)")
    }
  }

  @Test("a theme between two others stands between them")
  func between() {
    // Cosines by hand: 0.8 and 0.6 to its neighbours, 0 between those.
    let centroids = DenseMatrix(values: [1, 0, 0.8, 0.6, 0, 1], columnCount: 2)
    let places = ThemeMap.layout(centroids: centroids, sizes: [1, 1, 1])
    let (a, b) = (Self.distance(places[0], places[1]), Self.distance(places[1], places[2]))
    #expect(a <= b && b < Self.distance(places[0], places[2]))
  }

  @Test("stress never rises")
  func stress() {
    var places = ThemeMap.Places(x: [0, 1, 0.2, 3], y: [0, 0.1, 2, 1])
    let distances: [Double] = [0, 1, 1, 0.2, 1, 0, 0.3, 1, 1, 0.3, 0, 1, 0.2, 1, 1, 0]
    func stress() -> Double {
      var sum = 0.0
      for i in 0..<4 {
        for j in 0..<i {
          let delta = distances[i * 4 + j]
          let off = places.distance(i, j) - delta
          sum += off * off / (delta * delta)
        }
      }
      return sum
    }
    let before = stress()
    ThemeMap.relax(&places, distances: distances)
    let after = stress()
    ThemeMap.relax(&places, distances: distances)
    #expect(after < before && stress() <= after + 1e-9)
  }

  @Test("no theme, one, two, and equal ones have finite places of their own")
  func few() {
    #expect(ThemeMap.layout(centroids: DenseMatrix(columnCount: 3), sizes: []).isEmpty)
    for (k, value) in [(1, Float(1)), (2, 1), (9, 1), (30, 0), (200, 1)] {
      let centroids = DenseMatrix(values: Array(repeating: value, count: 3 * k), columnCount: 3)
      let sizes = Array(repeating: 5, count: k)
      let places = ThemeMap.layout(centroids: centroids, sizes: sizes)
      #expect(places.count == k && places.allSatisfy { $0.x.isFinite && $0.y.isFinite })
      #expect(
        Self.overlap(places, sizes) < 0.05, "\(k) equal themes: \(Self.overlap(places, sizes))")
    }
    let two = ThemeMap.layout(
      centroids: DenseMatrix(values: [1, 0, 0, 1], columnCount: 2), sizes: [3, 0])
    #expect(Self.overlap(two, [3, 0]) < 0.05)
  }

  @Test(
    "no two circles overlap by a twentieth of the smaller radius",
    arguments: [(2, 1), (7, 3), (20, 4), (77, 8), (150, 10), (300, 12)])
  func apart(k: Int, groups: Int) {
    for seed in 1...(k < 100 ? 5 : 1) as ClosedRange<UInt64> {
      let (centroids, sizes) = Self.themes(k, groups: groups, seed: seed)
      let places = ThemeMap.layout(centroids: centroids, sizes: sizes)
      #expect(Self.overlap(places, sizes) < 0.05, "seed \(seed)")
    }
  }

  @Test("one theme with nearly all records leaves the others room", arguments: [2, 10, 100])
  func oneLarge(k: Int) {
    let (centroids, _) = Self.themes(k, groups: 4, seed: 5)
    let sizes = [100_000] + (1..<k).map { 1 + $0 % 7 }
    let places = ThemeMap.layout(centroids: centroids, sizes: sizes)
    #expect(Self.overlap(places, sizes) < 0.05)
  }

  @Test("areas are as sizes; 0.2 of the map in all")
  func radii() {
    // √(0.2 · ¼ / π) and √(0.2 · ¾ / π), by hand.
    let radii = ThemeMap.radii(sizes: [1, 3])
    #expect(abs(radii[0] - 0.126156626) < 1e-8 && abs(radii[1] - 0.218509686) < 1e-8)
    #expect(ThemeMap.radii(sizes: [0, 1_000_000])[0] == 0.006)
    #expect(ThemeMap.radii(sizes: [0]) == [0.006])
  }
}
