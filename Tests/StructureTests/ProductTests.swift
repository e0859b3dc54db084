import Foundation
import TestSupport
import Testing

/// What the manifest offers other packages.
struct ProductTests {
  private struct Product {
    var name: String
    var targets: Set<String>
  }

  private let manifest: String
  private let products: [Product]

  init() throws {
    manifest = try String(
      contentsOf: SharedData.projectRoot.appendingPathComponent("Package.swift"), encoding: .utf8)
    products = manifest.matches(of: /\.library\(\s*name: "(\w+)",\s*targets: \[([^\]]*)\]/).map {
      Product(
        name: String($0.1), targets: Set($0.2.matches(of: /"(\w+)"/).map { String($0.1) }))
    }
  }

  @Test func theLibrariesAreOffered() {
    #expect(products.map(\.name) == ["VolumeFiles", "Evaluation", "Inference"])
  }

  /// Otherwise a program could not name all types of the API that it uses.
  @Test func aProductHoldsEveryTargetThatItsAPINames() throws {
    let libraries = try SourceTree().libraries
    for product in products {
      for library in libraries where product.targets.contains(library.name) {
        let folder = SharedData.projectRoot.appendingPathComponent(
          "Sources/\(library.floor.capitalized)/\(library.name)")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        var read = 0
        while let file = files?.nextObject() as? URL {
          guard file.pathExtension == "swift" else { continue }
          read += 1
          let text = try String(contentsOf: file, encoding: .utf8)
          for match in text.matches(of: /(?m)^public import (\w+)/) {
            let name = String(match.1)
            guard libraries.contains(where: { $0.name == name }) else { continue }
            #expect(
              product.targets.contains(name),
              "\(product.name): \(file.lastPathComponent) names types of \(name)")
          }
        }
        #expect(read > 0, "\(library.name) has no sources")
      }
    }
  }
}
