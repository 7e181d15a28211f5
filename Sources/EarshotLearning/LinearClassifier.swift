import EarshotNumerics

/// Scores for labels that are linear in a row of features: z = b + x · W.
public struct LinearClassifier: Sendable {
  public let labelCount: Int
  /// Floats in a weight row: the label count rounded up to a multiple of 4.
  public let stride: Int
  /// `V × stride`: what each term says for each label.
  public let termWeights: [Float]
  /// `d × stride`: the same for the dense part.
  public let denseWeights: [Float]
  /// `stride`.
  public let bias: [Float]

  public init(labelCount: Int, termWeights: [Float], denseWeights: [Float], bias: [Float]) {
    self.labelCount = labelCount
    stride = RowKernels.stride(labels: labelCount)
    self.termWeights = termWeights
    self.denseWeights = denseWeights
    self.bias = bias
    precondition(termWeights.count % stride == 0 && denseWeights.count % stride == 0)
    precondition(bias.count == stride)
  }
}
