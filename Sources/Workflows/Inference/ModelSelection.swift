import Files
import Foundation
package import ModelFiles

/// Which models a prediction uses where the user names some, or none.
package enum ModelSelection {
  /// The models at the named places; else those at `$SEG_MODEL`, else those of the newest run under `runs` in the current folder.
  /// - Throws: ``InferenceError`` where there is none.
  package static func folders(
    named paths: [String],
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(InferenceError) -> [ModelFolder] {
    if !paths.isEmpty {
      return paths.flatMap { ModelFolder.models(at: URL(fileURLWithPath: $0)) }
    }
    if let path = environment["SEG_MODEL"], !path.isEmpty {
      return ModelFolder.models(at: URL(fileURLWithPath: path))
    }
    let runs = RunLayout.runs
    if let newest = ModelFolder.newest(in: runs) { return ModelFolder.models(at: newest.url) }
    throw InferenceError(
      .usage, "holds no model; train one with seg train, or name one with --model or $SEG_MODEL",
      source: runs.lastPathComponent)
  }
}
