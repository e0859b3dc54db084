import Foundation
import Labels
import Volumes

/// What a data set holds, without its voxels.
public struct DatasetSummary: Sendable, Codable, Hashable {
  /// One case.
  public struct Case: Sendable, Codable, Hashable {
    public var id: String
    /// In voxels, (z, y, x).
    public var extent: [Int]
    /// In mm, (z, y, x).
    public var spacing: [Double]
    public var orientation: String
    public var labelled: Bool
  }

  /// A value in the files and its name.
  public struct Label: Sendable, Codable, Hashable {
    public var value: Int
    public var name: String
  }

  public var file: String
  public var name: String
  public var channels: [String]
  public var labels: [Label]
  public var cases: [Case]

  /// Reads the geometry of all cases.
  /// - Throws: ``VolumeFileError`` where one cannot be read.
  public init(of store: any CaseStore) throws {
    file = store.location.relativePath
    name = store.description.name
    channels = store.description.channels
    labels = store.description.labels.entries.map { Label(value: Int($0.value), name: $0.name) }
    cases = try store.caseIDs.map { id in
      let geometry = try store.readGeometry(id)
      return Case(
        id: id, extent: geometry.extent.axes, spacing: geometry.spacing.axes,
        orientation: geometry.orientation.code, labelled: store.hasLabels(id))
    }
  }

  /// How many cases have a label map.
  public var labelledCases: Int { cases.count { $0.labelled } }

  /// The smallest and largest size along each axis (z, y, x), in voxels.
  public var extentRange: [ClosedRange<Int>] {
    (0..<3).map { axis in
      let sizes = cases.map { $0.extent[axis] }
      return (sizes.min() ?? 0)...(sizes.max() ?? 0)
    }
  }

  /// The smallest and largest spacing along each axis (z, y, x), in mm.
  public var spacingRange: [ClosedRange<Double>] {
    (0..<3).map { axis in
      let steps = cases.map { $0.spacing[axis] }
      return (steps.min() ?? 0)...(steps.max() ?? 0)
    }
  }
}
