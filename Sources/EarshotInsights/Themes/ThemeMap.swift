import EarshotNumerics
import Foundation

/// Where themes stand on a map: near themes near each other, a circle for each, circles apart.
///
/// Nothing is drawn at random and nothing runs on threads: the same themes give the same map, and
/// themes in another order have the same places.
public enum ThemeMap {
  /// The part of the map that all circles fill together. At 0.3 a few large circles take so much
  /// room that it no longer shows which of them are near.
  static let fill = 0.2
  /// Rounds of each step, chosen by eye on maps of 20 and 300 themes.
  private static let axisRounds = 100
  private static let stressRounds = 150
  private static let apartRounds = 600

  /// Circles of an area ∝ size on a map of 1 × 1, the smallest large enough to be seen.
  ///
  ///     r_i = √(0.2 · n_i / (π Σ n))
  ///
  /// - Parameter sizes: records of each theme.
  public static func radii(sizes: [Int]) -> [Double] {
    let all = sizes.reduce(0.0) { $0 + Double(max(0, $1)) }
    // With many themes the smallest together take a tenth of the map at most.
    let least = min(0.006, (0.1 / (.pi * Double(max(1, sizes.count)))).squareRoot())
    return sizes.map { size in
      all > 0 ? max(least, (fill * Double(max(0, size)) / (all * .pi)).squareRoot()) : least
    }
  }

  /// The middles of the circles of `radii`, which all lie within 0…1 × 0…1.
  ///
  /// Classical scaling gives the start (Torgerson 1952), stress majorization brings distances on the
  /// map near to δ = 1 − cosine (Gansner, Koren & North 2005), then circles that overlap push each
  /// other apart: two overlap by less than a twentieth of the smaller one's radius.
  /// - Parameters:
  ///   - centroids: `k × d`, of any length; a row of zeros is as far from every other as can be.
  ///   - sizes: `k`, records of each theme.
  /// - Complexity: O(k² · (d + rounds)), rounds a thousand at most.
  public static func layout(
    centroids: DenseMatrix, sizes: [Int]
  ) -> [(x: Double, y: Double)] {
    precondition(centroids.rowCount == sizes.count)
    let k = sizes.count
    guard k > 1 else { return Array(repeating: (0.5, 0.5), count: k) }
    let cosines = cosines(centroids)
    var places = principalAxes(cosines, k)
    let distances = cosines.map { max(0, 1 - $0) }
    relax(&places, distances: distances)
    let radii = radii(sizes: sizes)
    spread(&places)
    fit(&places, radii)
    grow(&places, distances: distances, radii)
    fit(&places, radii)
    pushApart(&places, radii)
    return (0..<k).map { (places.x[$0], places.y[$0]) }
  }

  struct Places {
    var x: [Double]
    var y: [Double]

    func distance(_ i: Int, _ j: Int) -> Double {
      let (dx, dy) = (x[i] - x[j], y[i] - y[j])
      return (dx * dx + dy * dy).squareRoot()
    }
  }

  // MARK: - Start

  /// `k × k`; 0 beside a row of zeros, 1 on the diagonal.
  private static func cosines(_ centroids: DenseMatrix) -> [Double] {
    let k = centroids.rowCount
    let rows = (0..<k).map { i -> [Double] in
      let row = centroids.row(i).map(Double.init)
      let norm = length(row)
      return norm > 0 && norm.isFinite ? row.map { $0 / norm } : row.map { _ in 0 }
    }
    var cosines = [Double](repeating: 1, count: k * k)
    for i in 0..<k {
      for j in 0..<i {
        var dot = 0.0
        for c in rows[i].indices { dot += rows[i][c] * rows[j][c] }
        // Rows of equal themes have equal places, not ones a rounding apart.
        cosines[i * k + j] = dot > 1 - 1e-9 ? 1 : dot
        cosines[j * k + i] = cosines[i * k + j]
      }
    }
    return cosines
  }

  /// x = v₁ √λ₁, y = v₂ √λ₂ of B = J C J, J the centring: C's first two principal axes.
  ///
  /// By orthogonal iteration from the columns of B that stand out most: it needs two axes only, and
  /// not LAPACK, whose bits depend on the processor. The start need not be converged.
  private static func principalAxes(_ cosines: [Double], _ k: Int) -> Places {
    let means = (0..<k).map { i in cosines[i * k..<(i + 1) * k].reduce(0, +) / Double(k) }
    let mean = means.reduce(0, +) / Double(k)
    var b = cosines
    for i in 0..<k {
      for j in 0..<k { b[i * k + j] += mean - means[i] - means[j] }
    }
    var axes: [[Double]] = []
    for _ in 0..<2 {
      // The column with the most left at right angles to the axis found so far.
      let columns = (0..<k).map { i in
        perpendicular(Array(b[i * k..<(i + 1) * k]), to: axes)
      }
      let lengths = columns.map { length($0) }
      let most = lengths.max() ?? 0
      axes.append(unit(columns[lengths.firstIndex { $0 >= most - 1e-9 } ?? 0]))
    }
    var values = [0.0, 0.0]
    for _ in 0..<axisRounds {
      let products = axes.map { axis in
        (0..<k).map { i -> Double in
          var sum = 0.0
          for j in 0..<k { sum += b[i * k + j] * axis[j] }
          return sum
        }
      }
      for a in 0..<2 { values[a] = zip(products[a], axes[a]).reduce(0) { $0 + $1.0 * $1.1 } }
      axes[0] = unit(products[0])
      axes[1] = unit(perpendicular(products[1], to: [axes[0]]))
    }
    let scaled = (0..<2).map { a -> [Double] in
      // Signs are free: what is farthest from the middle is to the right and at the top.
      let most = axes[a].reduce(0) { max($0, abs($1)) }
      let sign = (axes[a].first { abs($0) >= most - 1e-9 } ?? 0) < 0 ? -1.0 : 1.0
      let scale = sign * max(0, values[a]).squareRoot()
      return axes[a].map { $0 * scale }
    }
    return Places(x: scaled[0], y: scaled[1].map { -$0 })
  }

  private static func length(_ vector: [Double]) -> Double {
    vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// What of a vector is at right angles to axes of length 1.
  private static func perpendicular(_ vector: [Double], to axes: [[Double]]) -> [Double] {
    var vector = vector
    for axis in axes {
      let dot = zip(vector, axis).reduce(0) { $0 + $1.0 * $1.1 }
      for i in vector.indices { vector[i] -= dot * axis[i] }
    }
    return vector
  }

  /// Zeros where there is no direction to speak of.
  private static func unit(_ vector: [Double]) -> [Double] {
    let length = length(vector)
    return length > 1e-9 ? vector.map { $0 / length } : vector.map { _ in 0 }
  }

  // MARK: - Stress

  /// Lowers Σ_{i<j} w_ij (d_ij − δ_ij)², w = δ⁻²: a distance may be wrong by a part of itself, so near
  /// themes stay near.
  ///
  ///     x_i ← ½ x_i + ½ Σ_j w_ij (x_j + δ_ij (x_i − x_j) / d_ij) / Σ_j w_ij
  ///
  /// All at once and half the way (the paper solves a system a round instead): with L ⪯ 2 diag(L) it
  /// majorizes as well, so the stress never rises.
  static func relax(_ places: inout Places, distances: [Double]) {
    let k = places.x.count
    // What is nearer than a twentieth of a right angle need not be told apart on a map.
    let least = 0.05
    var weights = distances
    for i in weights.indices { weights[i] = 1 / max(weights[i], least) / max(weights[i], least) }
    let factor = scale(of: places, distances, weights)
    places.x = places.x.map { $0 * factor }
    places.y = places.y.map { $0 * factor }
    for _ in 0..<stressRounds {
      var (x, y) = ([Double](repeating: 0, count: k), [Double](repeating: 0, count: k))
      var sums = [Double](repeating: 0, count: k)
      for i in 0..<k {
        for j in 0..<i {
          let (dx, dy) = (places.x[i] - places.x[j], places.y[i] - places.y[j])
          let d = (dx * dx + dy * dy).squareRoot()
          let (w, ratio) = (weights[i * k + j], d > 1e-12 ? distances[i * k + j] / d : 0)
          x[i] += w * (places.x[j] + ratio * dx)
          y[i] += w * (places.y[j] + ratio * dy)
          x[j] += w * (places.x[i] - ratio * dx)
          y[j] += w * (places.y[i] - ratio * dy)
          sums[i] += w
          sums[j] += w
        }
      }
      for i in 0..<k {
        places.x[i] = (places.x[i] + x[i] / sums[i]) / 2
        places.y[i] = (places.y[i] + y[i] / sums[i]) / 2
      }
    }
  }

  /// The factor for the places that makes the stress least: Σ w δ d / Σ w d².
  private static func scale(
    of places: Places, _ distances: [Double], _ weights: [Double]
  ) -> Double {
    let k = places.x.count
    var (above, below) = (0.0, 0.0)
    for i in 0..<k {
      for j in 0..<i {
        let (d, w) = (places.distance(i, j), weights[i * k + j])
        above += w * distances[i * k + j] * d
        below += w * d * d
      }
    }
    return above > 0 && below > 0 ? above / below : 1
  }

  /// Relaxes towards distances at which circles don't overlap: max(δ_ij / s, 1.06 (r_i + r_j)), s the
  /// places' own scale. A group of themes grows as a whole then, and others make way for it.
  private static func grow(_ places: inout Places, distances: [Double], _ radii: [Double]) {
    let k = radii.count
    let s = scale(of: places, distances, distances.map { 1 / max($0, 0.05) / max($0, 0.05) })
    var wanted = distances
    for i in 0..<k {
      for j in 0..<k {
        wanted[i * k + j] = i == j ? 0 : max(distances[i * k + j] / s, 1.06 * (radii[i] + radii[j]))
      }
    }
    relax(&places, distances: wanted)
  }

  // MARK: - Circles

  /// Themes at the very same place get places of their own, turned about it by the golden angle as the
  /// seeds of a sunflower (Vogel 1979). All others stay.
  private static func spread(_ places: inout Places) {
    let k = places.x.count
    let (x, y) = (places.x, places.y)
    let width = (x.max() ?? 0) - (x.min() ?? 0)
    let height = (y.max() ?? 0) - (y.min() ?? 0)
    let step = max(width, height) > 1e-9 ? 1e-3 * max(width, height) : 1
    for i in 0..<k {
      let before = (0..<i).count { abs(x[$0] - x[i]) < 1e-9 && abs(y[$0] - y[i]) < 1e-9 }
      guard before > 0 else { continue }
      let (turn, away) = (
        2.399_963_229_728_653 * Double(before), step * Double(before).squareRoot()
      )
      places.x[i] += away * cos(turn)
      places.y[i] += away * sin(turn)
    }
  }

  /// Moves and stretches the places so that the circles fill the map from side to side.
  ///
  /// The shorter side is stretched to twice the longer one's scale at most: beyond that, what is one
  /// line of themes would look like a field.
  private static func fit(_ places: inout Places, _ radii: [Double]) {
    let largest = radii.max() ?? 0
    func ends(_ values: [Double]) -> (low: Double, extent: Double) {
      let low = values.min() ?? 0
      return (low, (values.max() ?? 0) - low)
    }
    let (x, y) = (ends(places.x), ends(places.y))
    let room = 1 - 2 * largest
    let scale = room / max(x.extent, y.extent, 1e-12)
    func fitted(_ values: [Double], _ side: (low: Double, extent: Double)) -> [Double] {
      let own = min(2 * scale, room / max(side.extent, 1e-12))
      return values.map { 0.5 + ($0 - side.low - side.extent / 2) * own }
    }
    (places.x, places.y) = (fitted(places.x, x), fitted(places.y, y))
  }

  /// Circles that overlap, or nearly so, move from each other along the line of their middles, the
  /// smaller the farther, until none do.
  ///
  /// All at once, so that the order of the themes does not matter.
  private static func pushApart(_ places: inout Places, _ radii: [Double]) {
    let k = radii.count
    for round in 0..<apartRounds {
      // A gap to see between them, given up where it can't be had.
      let gap = round < apartRounds / 2 ? 1.06 : 1.01
      var (x, y) = ([Double](repeating: 0, count: k), [Double](repeating: 0, count: k))
      var pushes = [Double](repeating: 0, count: k)
      var worst = 0.0
      for i in 0..<k {
        for j in 0..<i {
          let (dx, dy) = (places.x[i] - places.x[j], places.y[i] - places.y[j])
          let wanted = gap * (radii[i] + radii[j])
          if abs(dx) >= wanted { continue }
          let d = (dx * dx + dy * dy).squareRoot()
          if d >= wanted { continue }
          let lack = wanted - d
          worst = max(worst, lack / min(radii[i], radii[j]))
          let (ux, uy) = d > 1e-12 ? (dx / d, dy / d) : (1, 0)
          let (a, b) = (radii[i] * radii[i], radii[j] * radii[j])
          let (mine, other) = (lack * b / (a + b), lack * a / (a + b))
          x[i] += ux * mine
          y[i] += uy * mine
          x[j] -= ux * other
          y[j] -= uy * other
          pushes[i] += 1
          pushes[j] += 1
        }
      }
      if worst < 1e-3 { break }
      for i in 0..<k {
        // From many sides at once the sum would throw it out of the map.
        let damped = 1 / max(1, pushes[i] / 3)
        places.x[i] = min(max(places.x[i] + x[i] * damped, radii[i]), 1 - radii[i])
        places.y[i] = min(max(places.y[i] + y[i] * damped, radii[i]), 1 - radii[i])
      }
    }
  }
}
