// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that nobody who builds Earshot builds its benchmarks.
let package = Package(
  name: "benchmarks",
  dependencies: [.package(name: "earshot", path: "..")],
  targets: [
    .executableTarget(
      name: "fit-rows",
      dependencies: [
        .product(name: "EarshotLearning", package: "earshot"),
        .product(name: "EarshotNumerics", package: "earshot"),
      ]),
    .executableTarget(
      name: "cluster-rows",
      dependencies: [
        .product(name: "EarshotLearning", package: "earshot"),
        .product(name: "EarshotNumerics", package: "earshot"),
      ]),
    .executableTarget(
      name: "rank-suspects",
      dependencies: [
        .product(name: "EarshotInsights", package: "earshot"),
        .product(name: "EarshotLearning", package: "earshot"),
      ]),
  ]
)
