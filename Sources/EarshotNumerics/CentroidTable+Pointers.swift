extension CentroidTable {
  /// A table as the kernels read it, valid within `withPointers`.
  struct Pointers {
    let values: UnsafePointer<Float>
    let halfNorms: UnsafePointer<Float>
    let penalties: UnsafePointer<Float>
    let drifts: UnsafePointer<Float>
    let groupDrifts: UnsafePointer<Float>
    let centroids: UnsafePointer<Int>
    let slots: UnsafePointer<Int>
    let largestNorm: Float
    let centroidCount: Int
    let dimension: Int
    let width: Int
    let groupCount: Int
  }

  func withPointers(_ body: (Pointers) -> Void) {
    values.withUnsafeBufferPointer { values in
      halfNorms.withUnsafeBufferPointer { halfNorms in
        penalties.withUnsafeBufferPointer { penalties in
          drifts.withUnsafeBufferPointer { drifts in
            groupDrifts.withUnsafeBufferPointer { groupDrifts in
              groups.centroid.withUnsafeBufferPointer { centroids in
                groups.slot.withUnsafeBufferPointer { slots in
                  // SAFETY: none of the arrays is empty: there is a centroid and a dimension at least.
                  body(
                    Pointers(
                      values: values.baseAddress!, halfNorms: halfNorms.baseAddress!,
                      penalties: penalties.baseAddress!, drifts: drifts.baseAddress!,
                      groupDrifts: groupDrifts.baseAddress!, centroids: centroids.baseAddress!,
                      slots: slots.baseAddress!, largestNorm: largestNorm,
                      centroidCount: centroidCount, dimension: dimension, width: groups.width,
                      groupCount: groups.count))
                }
              }
            }
          }
        }
      }
    }
  }
}
