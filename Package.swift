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

/// The note in every target's folder that says what lives there.
let notes = ["README.md"]

// The instruction sets that kernels are compiled for: several, of which the program chooses by its processor. Tests
// compile them for one alone, `v3` (AVX2) or `default`: `SEG_KERNELS=v3 swift build`.
let kernelSettings: [CSetting] =
  switch Context.environment["SEG_KERNELS"] {
  case nil, "", "all": []
  case "v3": [.define("SEG_KERNELS_V3")]
  case "default": [.define("SEG_KERNELS_DEFAULT")]
  case let other?: fatalError("SEG_KERNELS is \(other); it must be all, v3 or default")
  }

/// A floor of the house: a folder under `Sources`.
enum Floor: String {
  case base = "Base"
  case data = "Data"
  case engine = "Engine"
  case models = "Models"
  case workflows = "Workflows"
  case output = "Output"
}

/// A library of the project and what it may import.
///
/// Each has a test target of its own.
struct Library {
  var name: String
  var floor: Floor
  var imports: [Target.Dependency] = []
  /// What its tests import besides.
  var testImports: [Target.Dependency] = []

  var path: String { "Sources/\(floor.rawValue)/\(name)" }
}

// Lower floors first: a library imports only what stands above it in this list.
let libraries: [Library] = [
  Library(name: "Files", floor: .base),
  Library(name: "Volumes", floor: .base, imports: ["CVolumes"]),
  Library(name: "Labels", floor: .base, imports: ["Volumes", "CLabels"]),

  Library(name: "Phantoms", floor: .data, imports: ["Files", "Volumes", "Labels", "CPhantoms"]),
  Library(
    name: "VolumeFiles", floor: .data,
    imports: ["Files", "Volumes", "Labels", "CNIfTI", "CHDF5", "CZlib"]),
  Library(
    name: "Preprocessing", floor: .data,
    imports: ["Files", "Volumes", "Labels", "CPreprocessing", "CKernelSupport"]),
  Library(
    name: "Augmentation", floor: .data,
    imports: ["Volumes", "Preprocessing", "CAugmentation"]),

  Library(name: "ComputeGraph", floor: .engine),
  Library(
    name: "ComputeEngine", floor: .engine,
    imports: ["Files", "ComputeGraph"],
    testImports: ["Networks", "ModelFiles", "OneDNNBackend"]),
  Library(
    name: "OneDNNBackend", floor: .engine,
    imports: [
      "Files", "ComputeGraph", "ComputeEngine", "CEngineKernels", "CKernelSupport", "COneDNN",
    ],
    testImports: ["Networks"]),

  Library(name: "Networks", floor: .models, imports: ["Files", "ComputeGraph"]),
  Library(
    name: "ModelFiles", floor: .models,
    imports: ["Files", "Volumes", "Labels", "Preprocessing", "ComputeGraph", "Networks"]),

  Library(
    name: "Pipelines", floor: .workflows,
    imports: [
      "Files", "Preprocessing", "Augmentation", "Networks",
      .product(name: "Yams", package: "Yams"),
    ]),
  Library(name: "QualityControl", floor: .workflows, imports: ["Volumes"]),
  Library(
    name: "Planning", floor: .workflows,
    imports: ["Files", "Volumes", "Preprocessing", "Augmentation", "Networks", "Pipelines"]),
  Library(
    name: "Evaluation", floor: .workflows,
    imports: [
      "Files", "Volumes", "Labels", "VolumeFiles", "QualityControl", "CEvaluation",
      "CKernelSupport",
    ]),
  Library(
    name: "Inference", floor: .workflows,
    imports: [
      "Files", "Volumes", "Labels", "VolumeFiles", "Preprocessing", "ComputeGraph",
      "ComputeEngine", "Networks", "ModelFiles", "QualityControl", "CInference",
    ], testImports: ["OneDNNBackend"]),
  Library(
    name: "Training", floor: .workflows,
    imports: [
      "Files", "Volumes", "Labels", "VolumeFiles", "Preprocessing", "Augmentation",
      "ComputeGraph", "ComputeEngine", "Networks", "ModelFiles", "Pipelines", "Planning",
      "Evaluation", "Inference",
    ],
    testImports: ["Monitoring", "OneDNNBackend"]),

  Library(
    name: "Reports", floor: .output,
    imports: ["Files", "Volumes", "Evaluation", "QualityControl", "CCairo"]),
  Library(
    name: "Monitoring", floor: .output,
    imports: [
      "Files", "Volumes", "ModelFiles", "Training", .product(name: "Logging", package: "swift-log"),
    ]),
]

let systemLibraries: [Target] = [
  .systemLibrary(
    name: "CHDF5", path: "Sources/C/CHDF5", pkgConfig: "hdf5-serial",
    providers: [.apt(["libhdf5-dev"])]),
  .systemLibrary(
    name: "CZlib", path: "Sources/C/CZlib", providers: [.apt(["zlib1g-dev"])]),
  .systemLibrary(
    name: "COneDNN", path: "Sources/C/COneDNN", providers: [.apt(["libdnnl-dev"])]),
  .systemLibrary(
    name: "CCairo", path: "Sources/C/CCairo", pkgConfig: "cairo",
    providers: [.apt(["libcairo2-dev"])]),
]

/// A target of C kernels: one for each Swift target that needs some.
func kernels(_ name: String) -> Target {
  .target(
    name: name, dependencies: ["CKernelSupport"], path: "Sources/C/\(name)", exclude: notes,
    cSettings: kernelSettings, linkerSettings: [.linkedLibrary("m")])
}

let cTargets: [Target] =
  [
    .target(
      name: "CNIfTI", path: "Sources/C/CNIfTI", exclude: notes,
      linkerSettings: [.linkedLibrary("nifti2"), .linkedLibrary("znz"), .linkedLibrary("z")]),
    .target(
      name: "CKernelSupport", path: "Sources/C/CKernelSupport", exclude: notes,
      cSettings: kernelSettings,
      linkerSettings: [.linkedLibrary("gomp")]),
  ]
  + [
    "CVolumes", "CLabels", "CPhantoms", "CPreprocessing", "CAugmentation", "CEngineKernels",
    "CInference", "CEvaluation",
  ].map(kernels)

/// What other packages may import: each library with the targets whose types its public API names.
let products: [Product] = [
  .executable(name: "seg", targets: ["seg"]),
  .library(name: "VolumeFiles", targets: ["VolumeFiles", "Volumes", "Labels", "Files"]),
  .library(
    name: "Evaluation",
    targets: ["Evaluation", "QualityControl", "VolumeFiles", "Volumes", "Labels", "Files"]),
  .library(
    name: "Inference",
    targets: [
      "Inference", "QualityControl", "ModelFiles", "Networks", "Preprocessing", "ComputeEngine",
      "ComputeGraph", "VolumeFiles", "Volumes", "Labels", "Files",
    ]),
]

let package = Package(
  name: "seg",
  products: products,
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
  ],
  targets: systemLibraries + cTargets
    + libraries.map {
      .target(
        name: $0.name, dependencies: $0.imports, path: $0.path, exclude: notes,
        swiftSettings: settings,
        linkerSettings: $0.name == "OneDNNBackend" ? oneDNNLinking : [])
    } + [
      .executableTarget(
        name: "seg",
        dependencies: libraries.map { .init(stringLiteral: $0.name) } + [
          .product(name: "ArgumentParser", package: "swift-argument-parser")
        ],
        exclude: notes, swiftSettings: settings),
      .executableTarget(
        name: "AugmentationBenchmark",
        dependencies: [
          "Volumes", "Preprocessing", "Augmentation", "ComputeGraph", "ComputeEngine",
          "OneDNNBackend", "Networks", "Pipelines", "Training",
        ],
        path: "Benchmarks/Augmentation", swiftSettings: settings),
      .target(
        name: "TestSupport",
        dependencies: [
          "Volumes", "Labels", "Preprocessing", "ComputeGraph", "Networks", "ModelFiles",
        ], path: "Tests/TestSupport", swiftSettings: settings),
    ]
    + libraries.map {
      .testTarget(
        name: "\($0.name)Tests",
        dependencies: $0.imports + $0.testImports + [.init(stringLiteral: $0.name), "TestSupport"],
        swiftSettings: settings)
    } + [
      .testTarget(
        name: "SegTests",
        dependencies: ["TestSupport", "Volumes", "Labels", "VolumeFiles", "seg"],
        exclude: ["Snapshots"], swiftSettings: settings),
      .testTarget(
        name: "StructureTests", dependencies: ["TestSupport"], swiftSettings: settings),
    ]
)
