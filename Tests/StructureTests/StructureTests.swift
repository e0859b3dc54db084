import Foundation
import TestSupport
import Testing

/// The rules of the house that the compiler does not check.
struct StructureTests {
  private let tree: SourceTree

  init() throws {
    tree = try SourceTree()
    try #require(tree.libraries.count > 10, "Package.swift lists too few libraries")
  }

  @Test func librariesImportWhatTheManifestListsAndNothingElse() {
    for library in tree.libraries {
      let missing = library.imported.subtracting(library.listed).sorted()
      let unused = library.listed.subtracting(library.imported).sorted()
      #expect(
        missing.isEmpty, "\(library.name) imports \(missing), which Package.swift does not list")
      #expect(
        unused.isEmpty, "\(library.name) never imports \(unused); take it out of Package.swift")
    }
  }

  @Test func importsPointDown() throws {
    for (place, library) in tree.libraries.enumerated() {
      let floor = try #require(SourceTree.floors.firstIndex(of: library.floor))
      for (otherPlace, other) in tree.libraries.enumerated()
      where library.listed.contains(other.name) {
        let otherFloor = try #require(SourceTree.floors.firstIndex(of: other.floor))
        #expect(otherFloor <= floor, "\(library.name) imports \(other.name) of a higher floor")
        #expect(otherPlace < place, "\(other.name) must stand above \(library.name)")
      }
    }
  }

  @Test func foldersInsideALibraryHaveNoCircles() {
    for library in tree.libraries {
      let circle = library.circle ?? []
      let steps = zip(circle, circle.dropFirst()).map { from, to in
        "\(from) uses \(library.uses[from]?[to] ?? "?") of \(to)"
      }
      #expect(circle.isEmpty, "\(library.name): \(steps.joined(separator: ", "))")
    }
  }

  @Test func kernelsBelongToOneLibrary() {
    for module in Set(tree.libraries.flatMap(\.listed)).sorted()
    where module.wholeMatch(of: /C[A-Z]\w+/) != nil && tree[module] == nil {
      let owners = tree.libraries.filter { $0.listed.contains(module) }.map(\.name)
      #expect(owners.count == 1 || module == "CKernelSupport", "\(owners) all import \(module)")
    }
  }
}
