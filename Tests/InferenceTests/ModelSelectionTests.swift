import Files
import Foundation
import Inference
import ModelFiles
import TestSupport
import Testing

@Suite struct ModelSelectionTests {
  @Test func namedModelsComeBeforeTheEnvironment() throws {
    try withTemporaryFolder { folder in
      let model = TestModel.model()
      for name in ["a", "b", "c"] {
        try ModelFolder(folder.appendingPathComponent(name))
          .write(model.description, weights: model.weights)
      }
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      let environment = ["SEG_MODEL": path("c")]
      let named = try ModelSelection.folders(
        named: [path("b"), path("a")], environment: environment)
      #expect(named.map(\.url.lastPathComponent) == ["b", "a"])
      let fallback = try ModelSelection.folders(named: [], environment: environment)
      #expect(fallback.map(\.url.lastPathComponent) == ["c"])
    }
  }
}
