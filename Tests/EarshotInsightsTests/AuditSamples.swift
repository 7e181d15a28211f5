import EarshotNumerics

@testable import EarshotInsights

/// A simple random sample of `n` with so many errors and undecided records.
func simple(
  _ n: Int, _ errors: Int, undecided: Int = 0, population: Int? = nil
) -> AuditSample {
  stratified([(population, n, errors, undecided)])
}

/// A stratified sample: size, drawn, errors, undecided for each stratum.
func stratified(_ strata: [(size: Int?, drawn: Int, errors: Int, undecided: Int)]) -> AuditSample {
  var stratumOfRecord: [Int] = []
  var readings: [AuditReading] = []
  for (h, stratum) in strata.enumerated() {
    for i in 0..<stratum.drawn {
      stratumOfRecord.append(h)
      readings.append(
        i < stratum.errors
          ? .wrong : i < stratum.errors + stratum.undecided ? .undecided : .correct)
    }
  }
  return AuditSample(
    strata: strata.enumerated().map { AuditStratum(name: "stratum \($0.0)", size: $0.1.size) },
    stratumOfRecord: stratumOfRecord, readings: readings)
}
