// swift-tools-version: 6.1
import PackageDescription

// Where another oneDNN than the system's lies, with include/ and lib/ in it: `SEG_ONEDNN=/opt/onednn swift build`.
let oneDNN = Context.environment["SEG_ONEDNN"]

let settings: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ] + (oneDNN.map { [.unsafeFlags(["-Xcc", "-isystem\($0)/include"])] } ?? [])

let oneDNNLinking: [LinkerSetting] =
  oneDNN.map {
    [.unsafeFlags(["\($0)/lib/libdnnl.so", "-Xlinker", "-rpath", "-Xlinker", "\($0)/lib"])]
  } ?? [.linkedLibrary("dnnl")]

/// One library of the project and what it may import.
///
/// Each has a test target of its own.
struct Library {
  var name: String
  var imports: [Target.Dependency] = []
  /// What its tests import besides.
  var testImports: [Target.Dependency] = []
}

// Lower layers first: a library imports only what stands above it in this list.
let libraries: [Library] = [
  Library(name: "Files"),
  Library(name: "Volumes"),
  Library(name: "ComputeGraph"),
  Library(name: "Phantoms", imports: ["Files", "Volumes", "CKernels"]),
  Library(name: "Transforms", imports: ["Files", "Volumes", "CKernels"]),
  Library(name: "VolumeFiles", imports: ["Files", "Volumes", "CNIfTI", "CHDF5"]),
  Library(
    name: "ComputeEngine", imports: ["Files", "ComputeGraph", "CKernels", "COneDNN"],
    testImports: ["Networks"]),
  Library(name: "Networks", imports: ["Files", "ComputeGraph"]),
  Library(
    name: "Pipelines",
    imports: [
      "Files", "Volumes", "Transforms", "Networks", .product(name: "Yams", package: "Yams"),
    ]),
  Library(
    name: "Evaluation", imports: ["Files", "Volumes", "VolumeFiles", "CKernels"]),
  Library(
    name: "Inference",
    imports: [
      "Files", "Volumes", "VolumeFiles", "Transforms", "ComputeGraph", "ComputeEngine", "Networks",
      "Pipelines", "CKernels",
    ]),
  Library(
    name: "Reports", imports: ["Files", "Volumes", "VolumeFiles", "Evaluation", "CCairo"]),
  Library(
    name: "Training",
    imports: [
      "Files", "Volumes", "VolumeFiles", "Transforms", "ComputeGraph", "ComputeEngine", "Networks",
      "Pipelines", "Evaluation", "Inference", "CKernels",
      .product(name: "Logging", package: "swift-log"),
    ]),
]

let systemLibraries: [Target] = [
  .systemLibrary(
    name: "CHDF5", pkgConfig: "hdf5-serial", providers: [.apt(["libhdf5-dev"])]),
  .systemLibrary(name: "COneDNN", providers: [.apt(["libdnnl-dev"])]),
  .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"])]),
]

let cTargets: [Target] = [
  .target(
    name: "CNIfTI",
    linkerSettings: [.linkedLibrary("nifti2"), .linkedLibrary("znz"), .linkedLibrary("z")]),
  .target(name: "CKernels", linkerSettings: [.linkedLibrary("gomp"), .linkedLibrary("m")]),
]

let package = Package(
  name: "seg",
  products: [.executable(name: "seg", targets: ["seg"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
  ],
  targets: systemLibraries + cTargets
    + libraries.map {
      .target(
        name: $0.name, dependencies: $0.imports, swiftSettings: settings,
        linkerSettings: $0.name == "ComputeEngine" ? oneDNNLinking : [])
    } + [
      .executableTarget(
        name: "seg",
        dependencies: libraries.map { .init(stringLiteral: $0.name) } + [
          .product(name: "ArgumentParser", package: "swift-argument-parser")
        ],
        swiftSettings: settings),
      .executableTarget(
        name: "AugmentationBenchmark",
        dependencies: [
          "Volumes", "Transforms", "ComputeGraph", "ComputeEngine", "Networks", "Pipelines",
          "Training",
        ],
        path: "Benchmarks/Augmentation", swiftSettings: settings),
      .target(
        name: "TestSupport", dependencies: ["Volumes", "ComputeGraph"], path: "Tests/TestSupport",
        swiftSettings: settings),
    ]
    + libraries.map {
      .testTarget(
        name: "\($0.name)Tests",
        dependencies: $0.imports + $0.testImports + [.init(stringLiteral: $0.name), "TestSupport"],
        swiftSettings: settings)
    } + [
      .testTarget(
        name: "SegTests", dependencies: ["TestSupport", "Volumes", "VolumeFiles", "seg"],
        swiftSettings: settings)
    ]
)
