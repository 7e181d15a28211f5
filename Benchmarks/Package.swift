// swift-tools-version: 6.1
import PackageDescription

/// A program that times something of the library.
func program(_ name: String, _ libraries: [String]) -> Target {
  .executableTarget(
    name: name, dependencies: libraries.map { .product(name: $0, package: "earshot") })
}

// A package of its own, so that nobody who builds Earshot builds its benchmarks.
let package = Package(
  name: "benchmarks",
  dependencies: [.package(name: "earshot", path: "..")],
  targets: [
    program("fit-rows", ["EarshotLearning", "EarshotNumerics"]),
    program("cluster-rows", ["EarshotLearning", "EarshotNumerics"]),
    program("rank-suspects", ["EarshotInsights", "EarshotLearning"]),
    program("make-rows", ["EarshotLearning", "EarshotNumerics"]),
    program("micro", ["EarshotLearning", "EarshotNumerics", "EarshotTagging"]),
  ]
)
