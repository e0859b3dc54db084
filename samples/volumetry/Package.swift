// swift-tools-version: 6.1
import PackageDescription

// A package of another project would name the repository's address and version in place of the path.
let package = Package(
  name: "volumetry",
  dependencies: [.package(name: "seg", path: "../..")],
  targets: [
    .executableTarget(
      name: "volumetry",
      dependencies: [
        .product(name: "VolumeFiles", package: "seg"), .product(name: "Evaluation", package: "seg"),
      ])
  ]
)
