import Foundation
import ModelFiles

extension ModelDescription {
  /// The model as reports call it: its folder with the version that trained it.
  func reportName(of folder: URL) -> String {
    let version = training.map { " (seg \($0.softwareVersion), \($0.steps) steps)" }
    return folder.lastPathComponent + (version ?? "")
  }
}
