// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "earshot",
  products: [
    .executable(name: "earshot", targets: ["earshot"]),
    .library(name: "EarshotTagging", targets: ["EarshotTagging"]),
    .library(name: "EarshotLearning", targets: ["EarshotLearning"]),
    .library(name: "EarshotNumerics", targets: ["EarshotNumerics"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // C libraries from Debian, each behind the one module that imports it.
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),

    // Leaves.
    .target(name: "EarshotRecords", dependencies: ["CZlib"]),
    .target(name: "EarshotText"),
    .target(name: "EarshotNumerics", dependencies: ["COpenBLAS"]),

    // Trunk, product, shell.
    .target(name: "EarshotLearning", dependencies: ["EarshotText", "EarshotNumerics"]),
    .target(
      name: "EarshotTagging",
      dependencies: [
        "EarshotRecords", "EarshotText", "EarshotNumerics", "EarshotLearning", "CXXHash",
      ]),
    .executableTarget(
      name: "earshot",
      dependencies: [
        "EarshotTagging", "EarshotRecords", "EarshotText", "EarshotNumerics", "EarshotLearning",
        "Yams", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .testTarget(name: "EarshotRecordsTests", dependencies: ["EarshotRecords", "TestSupport"]),
    .testTarget(name: "EarshotTextTests", dependencies: ["EarshotText", "TestSupport", "CXXHash"]),
    .testTarget(name: "EarshotNumericsTests", dependencies: ["EarshotNumerics", "TestSupport"]),
    .testTarget(name: "EarshotLearningTests", dependencies: ["EarshotLearning", "TestSupport"]),
    .testTarget(name: "EarshotTaggingTests", dependencies: ["EarshotTagging", "TestSupport"]),
    .testTarget(name: "CommandTests", dependencies: ["TestSupport", "earshot"]),
  ]
)
