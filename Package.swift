// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "earshot",
  products: [
    .executable(name: "earshot", targets: ["earshot"]),
    .library(name: "EarshotInsights", targets: ["EarshotInsights"]),
    .library(name: "EarshotTagging", targets: ["EarshotTagging"]),
    .library(name: "EarshotLearning", targets: ["EarshotLearning"]),
    .library(name: "EarshotNumerics", targets: ["EarshotNumerics"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    // Without its traits it neither reads configuration files nor needs the whole of Foundation.
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.20.0", traits: []),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.0.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    // What Hummingbird is built on, and what its interface is made of.
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.0.0"),
  ],
  targets: [
    // C libraries from Debian, each behind the one module that imports it.
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),
    // What of glibc Swift's own module leaves out.
    .systemLibrary(name: "CLinux"),
    // OpenBLAS is loaded when it is first needed.
    .target(name: "COpenBLAS"),
    // CLD2 is C++ without pkg-config, so behind a shim; Debian's libcld2-dev.
    .target(name: "CCLD2", linkerSettings: [.linkedLibrary("cld2")]),

    // The loops that gain by a CPU's wider registers, each compiled for several kinds of CPU.
    .target(name: "CKernels"),

    // Leaves.
    .target(name: "EarshotRecords", dependencies: ["CLinux", "CZlib"]),
    .target(name: "EarshotText"),
    .target(name: "EarshotNumerics", dependencies: ["COpenBLAS", "CKernels"]),

    // Trunk, product, shell.
    .target(name: "EarshotLearning", dependencies: ["EarshotText", "EarshotNumerics"]),
    .target(
      name: "EarshotTagging",
      dependencies: [
        "EarshotRecords", "EarshotText", "EarshotNumerics", "EarshotLearning", "CXXHash", "CCLD2",
      ]),
    .target(
      name: "EarshotInsights",
      dependencies: [
        "EarshotRecords", "EarshotText", "EarshotNumerics", "EarshotLearning", "EarshotTagging",
      ]),
    .target(
      name: "EarshotStore",
      dependencies: [
        "EarshotInsights", "EarshotRecords", .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .target(
      name: "EarshotWeb",
      dependencies: [
        "EarshotStore", "EarshotInsights", "EarshotRecords",
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ]),
    .executableTarget(
      name: "earshot",
      dependencies: [
        "EarshotWeb", "EarshotStore", "EarshotInsights", "EarshotTagging", "EarshotRecords",
        "EarshotText", "EarshotNumerics",
        "EarshotLearning",
        "Yams", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .testTarget(name: "EarshotRecordsTests", dependencies: ["EarshotRecords", "TestSupport"]),
    .testTarget(name: "EarshotTextTests", dependencies: ["EarshotText", "TestSupport", "CXXHash"]),
    .testTarget(name: "EarshotNumericsTests", dependencies: ["EarshotNumerics", "TestSupport"]),
    .testTarget(name: "EarshotLearningTests", dependencies: ["EarshotLearning", "TestSupport"]),
    .testTarget(name: "EarshotTaggingTests", dependencies: ["EarshotTagging", "TestSupport"]),
    .testTarget(name: "EarshotInsightsTests", dependencies: ["EarshotInsights", "TestSupport"]),
    .testTarget(
      name: "EarshotStoreTests",
      dependencies: [
        "EarshotStore", "EarshotInsights", "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .testTarget(
      name: "EarshotWebTests",
      dependencies: ["EarshotWeb", "EarshotStore", "EarshotInsights", "TestSupport"]),
    .testTarget(name: "CommandTests", dependencies: ["TestSupport", "earshot"]),
  ]
)
