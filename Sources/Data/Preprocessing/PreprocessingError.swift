import CKernelSupport
public import Files
import Volumes

/// A volume that cannot be prepared for a network.
public struct PreprocessingError: UserFacingError, Hashable {
  public var description: String
  public var kind: FailureKind

  public init(_ description: String, kind: FailureKind = .badData) {
    self.description = description
    self.kind = kind
  }

  /// The error where memory is short for an image.
  static func outOfMemory(_ extent: Extent) -> PreprocessingError {
    PreprocessingError(
      "not enough memory for an image of \(extent) voxels; close other programs or use a machine with more memory",
      kind: .inputOutput)
  }

  /// Throws where there is no memory for voxels; Swift's arrays would end the program.
  static func requireMemory<Value>(
    for extent: Extent, channels: Int = 1, of type: Value.Type = Float.self
  ) throws(PreprocessingError) {
    guard let count = extent.checkedCount, channels >= 0,
      seg_can_allocate(count, channels * MemoryLayout<Value>.stride) != 0
    else { throw outOfMemory(extent) }
  }
}

extension Extent {
  /// The number of voxels, or `nil` where it is larger than any memory.
  fileprivate var checkedCount: Int? {
    axes.reduce(1) { count, size in
      guard let count else { return nil }
      let (product, overflows) = count.multipliedReportingOverflow(by: size)
      return overflows ? nil : product
    }
  }
}
