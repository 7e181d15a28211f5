extension RowBlock {
  /// All products: one `sgemm`, then the best and second best score of each group and row.
  func searchAll(
    _ x: UnsafePointer<Float>, _ t: CentroidTable.Pointers, _ scratch: Scratch,
    keepsBounds: Bool, _ moves: inout [CentroidSearch.Move]
  ) {
    let m = rows.count
    let width = t.width
    let stride = Self.stride
    let slots = t.groupCount * width
    let products = scratch.products.base
    // SAFETY: m ≤ capacity < stride; products hold slots × stride floats, best, second and lower
    // groups × stride. Lanes run to the next multiple of 16 above m, at most `capacity`; what they find
    // beyond m is never read back.
    MatrixProduct.timesTransposed(
      t.values, x, products, slots, m, t.dimension, stride: stride)
    let margin = 2 * scoreError(t)
    let slack = Lanes.Vector(repeating: squareError(t))
    let labels = labels.base
    let found = scratch.found.base
    var r = 0
    while r < m {
      var best = Lanes.Vector(repeating: -.infinity)
      var second = best
      var bestGroup = SIMD16<Int32>(repeating: 0)
      for g in 0..<t.groupCount {
        var first = Lanes.Vector(repeating: -.infinity)
        var next = first
        var p = products + (g &* width &* stride &+ r)
        for s in g &* width..<(g &+ 1) &* width {
          let score = Lanes.load(p) - t.penalties[s]
          next = Lanes.max(next, Lanes.min(first, score))
          first = Lanes.max(first, score)
          p += stride
        }
        if keepsBounds {
          Lanes.store(first, scratch.best.base + (g &* stride &+ r))
          Lanes.store(next, scratch.second.base + (g &* stride &+ r))
        }
        second = Lanes.max(second, Lanes.max(next, Lanes.min(best, first)))
        bestGroup.replace(with: Int32(g), where: first .> best)
        best = Lanes.max(best, first)
      }
      if keepsBounds {
        let square = Lanes.load(squares.base + r)
        for g in 0..<t.groupCount {
          let others = Lanes.load(scratch.best.base + (g &* stride &+ r))
            .replacing(
              with: Lanes.load(scratch.second.base + (g &* stride &+ r)),
              where: bestGroup .== Int32(g))
          let far = Lanes.max(square - others * 2 - slack, .zero)
          Lanes.store(far.squareRoot(), lower.base + (g &* stride &+ r))
        }
        let near = Lanes.max(square - best * 2, .zero) + slack
        Lanes.store(near.squareRoot() * (1 + 0x1p-22), upper.base + r)
      }
      for lane in 0..<16 {
        found[r &+ lane].best = best[lane]
        found[r &+ lane].second = second[lane]
        found[r &+ lane].slot = bestGroup[lane] &* Int32(truncatingIfNeeded: width)
      }
      r &+= 16
    }
    for i in 0..<m {
      let old = labels[i]
      let best = found[i].best
      var label = old
      if best - found[i].second > margin {
        // The bits of a score are the same each time it is worked out from the product.
        var isOld = false
        if old >= 0 {
          let slot = t.slots[Int(old)]
          isOld = products[slot &* stride &+ i] - t.penalties[slot] == best
        }
        if !isOld {
          var s = Int(found[i].slot)
          while products[s &* stride &+ i] - t.penalties[s] != best { s &+= 1 }
          label = Int32(t.centroids[s])
        }
        if keepsBounds { ownScores.base[i] = best }
      } else {
        label = Int32(exactLabel(x + i &* t.dimension, t))
        if keepsBounds { forgetBounds(of: i) }
      }
      if label != old { change(i, to: label, &moves) }
    }
  }

  /// Moves the bounds as far as the centroids moved, and lists the rows that fail.
  ///
  /// - Returns: false when so many fail that it is quicker to multiply all.
  func update(
    _ x: UnsafePointer<Float>, _ t: CentroidTable.Pointers, _ scratch: Scratch
  ) -> Bool {
    let m = rows.count
    let d = t.dimension
    let stride = Self.stride
    let slack = squareError(t)
    // Each operation may round up by 2⁻²⁴.
    let down = Lanes.Vector(repeating: 1 - 0x1p-22)
    let labels = labels.base
    let upper = upper.base
    let lower = lower.base
    let squares = squares.base
    let ownScores = ownScores.base
    let found = scratch.found.base
    let nearest = scratch.nearest.base
    let wanted = scratch.wanted.base
    let counts = scratch.wantedCounts.base
    for g in 0..<t.groupCount { counts[g] = 0 }
    var failures = 0
    // SAFETY: as in `searchAll`; a row is wanted once a group at most.
    var r = 0
    while r < m {
      var least = Lanes.Vector(repeating: .infinity)
      for g in 0..<t.groupCount {
        let p = lower + (g &* stride &+ r)
        var bound = Lanes.load(p)
        if t.groupDrifts[g] > 0 {
          bound = Lanes.max((bound - t.groupDrifts[g]) * down, .zero)
          Lanes.store(bound, p)
        }
        least = Lanes.min(least, bound)
      }
      Lanes.store(least, nearest + r)
      r &+= 16
    }
    for i in 0..<m {
      found[i].isOpen = false
      let slot = t.slots[Int(labels[i])]
      if t.drifts[slot] > 0 {
        upper[i] = (upper[i] + t.drifts[slot]) * (1 + 0x1p-22)
        ownScores[i] = .nan
      }
      if upper[i] < nearest[i] { continue }
      var score = ownScores[i]
      if score.isNaN {
        score = Lanes.dot(x + i &* d, t.values + slot &* d, d) - t.halfNorms[slot]
        ownScores[i] = score
        upper[i] = (max(squares[i] - 2 * score, 0) + slack).squareRoot() * (1 + 0x1p-22)
        if upper[i] < nearest[i] { continue }
      }
      let near = upper[i]
      found[i] = Found(
        isOpen: true, ownScore: score, best: score, slot: Int32(truncatingIfNeeded: slot),
        second: -.infinity, secondInGroup: -.infinity)
      for g in 0..<t.groupCount where lower[g &* stride &+ i] <= near {
        wanted[g &* Self.capacity &+ counts[g]] = Int32(truncatingIfNeeded: i)
        counts[g] &+= 1
        failures &+= 1
      }
    }
    // Gathering and small products cost about twice as much a number as one large product.
    return failures * 2 <= m * t.groupCount
  }

  /// The products that `update` asked for.
  func search(
    _ x: UnsafePointer<Float>, _ t: CentroidTable.Pointers, _ scratch: Scratch,
    _ moves: inout [CentroidSearch.Move]
  ) {
    let d = t.dimension
    let stride = Self.stride
    let slack = squareError(t)
    let margin = 2 * scoreError(t)
    let products = scratch.products.base
    let gathered = scratch.gathered.base
    let firsts = scratch.best.base
    let seconds = scratch.second.base
    let labels = labels.base
    let lower = lower.base
    let found = scratch.found.base
    for g in 0..<t.groupCount {
      let wanted = scratch.wanted.base + g &* Self.capacity
      let count = scratch.wantedCounts.base[g]
      if count == 0 { continue }
      let firstSlot = g &* t.width
      // SAFETY: at most `capacity` rows are wanted, each below m; products hold width × stride floats,
      // firsts and seconds `stride`.
      for q in 0..<count {
        (gathered + q &* d).update(from: x + Int(wanted[q]) &* d, count: d)
      }
      MatrixProduct.timesTransposed(
        t.values + firstSlot &* d, gathered, products, t.width, count, d, stride: stride)
      for q in 0..<count {
        // A row's own centroid is not one of the others.
        let own = t.slots[Int(labels[Int(wanted[q])])] &- firstSlot
        if own >= 0, own < t.width { products[own &* stride &+ q] = -.infinity }
      }
      var r = 0
      while r < count {
        var first = Lanes.Vector(repeating: -.infinity)
        var next = first
        for s in 0..<t.width {
          let score = Lanes.load(products + (s &* stride &+ r)) - t.penalties[firstSlot &+ s]
          next = Lanes.max(next, Lanes.min(first, score))
          first = Lanes.max(first, score)
        }
        Lanes.store(first, firsts + r)
        Lanes.store(next, seconds + r)
        r &+= 16
      }
      for q in 0..<count {
        let i = Int(wanted[q])
        let first = firsts[q]
        lower[g &* stride &+ i] = below(first, i, slack)
        if first > found[i].best {
          var s = 0
          while products[s &* stride &+ q] - t.penalties[firstSlot &+ s] != first { s &+= 1 }
          found[i].second = max(found[i].best, seconds[q])
          found[i].best = first
          found[i].slot = Int32(truncatingIfNeeded: firstSlot &+ s)
          found[i].secondInGroup = seconds[q]
        } else {
          found[i].second = max(found[i].second, first)
        }
      }
    }
    for i in 0..<rows.count where found[i].isOpen {
      let result = found[i]
      let old = labels[i]
      if result.best - result.second > margin {
        let label = Int32(t.centroids[Int(result.slot)])
        if label == old { continue }
        let group = Int(result.slot) / t.width
        let oldGroup = t.slots[Int(old)] / t.width
        // The new centroid is no longer one of the others of its group, and the old one is.
        lower[group &* stride &+ i] = below(result.secondInGroup, i, slack)
        lower[oldGroup &* stride &+ i] = min(
          lower[oldGroup &* stride &+ i], below(result.ownScore, i, slack))
        upper.base[i] =
          (max(squares.base[i] - 2 * result.best, 0) + slack).squareRoot() * (1 + 0x1p-22)
        ownScores.base[i] = result.best
        change(i, to: label, &moves)
      } else {
        let label = Int32(exactLabel(x + i &* d, t))
        forgetBounds(of: i)
        if label != old { change(i, to: label, &moves) }
      }
    }
  }
}
