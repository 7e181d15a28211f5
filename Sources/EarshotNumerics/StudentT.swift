/// Student's t distribution, of which estimates from few degrees of freedom need the quantiles.
public enum StudentT {
  /// The t below which a share `probability` lies, to about 1e-10 relatively.
  ///
  ///     t² / (df + t²)  is beta distributed with  ½, df / 2
  ///
  /// - Precondition: 0 < probability < 1 and degrees of freedom above 0.
  public static func quantile(_ probability: Double, degreesOfFreedom df: Double) -> Double {
    precondition(0 < probability && probability < 1 && df > 0)
    let y = BetaDistribution.quantile(abs(1 - 2 * probability), 0.5, df / 2)
    let t = (df * y / (1 - y)).squareRoot()
    return probability < 0.5 ? -t : t
  }
}
