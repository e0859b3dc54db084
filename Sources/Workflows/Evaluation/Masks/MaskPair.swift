import CEvaluation
import Volumes

/// The masks of one label (or group) in reference and prediction, cut to the box that holds both.
///
/// One byte a voxel, with a rim of zeros: bit 0 is the reference, bit 1 the prediction.
final class MaskPair {
  static let reference: UInt8 = 1
  static let prediction: UInt8 = 2

  let box: VoxelBox
  /// True for a picture of one plane that is measured in the plane: it has no rim in z.
  let isPlanar: Bool
  let bytes: UnsafeMutableBufferPointer<UInt8>

  /// - Parameter members: 65536 flags of the labels of a group; `nil` for the one label.
  init(
    label: Int, members: [UInt8]?, box: VoxelBox, isPlanar: Bool,
    reference: UnsafeBufferPointer<UInt16>, prediction: UnsafeBufferPointer<UInt16>,
    extent: Extent
  ) {
    self.box = box
    self.isPlanar = isPlanar
    let size = box.extent
    bytes = .allocate(
      capacity: (size[0] + (isPlanar ? 0 : 2)) * (size[1] + 2) * (size[2] + 2))
    bytes.initialize(repeating: 0)
    let first = box.origin.axes.map(Int32.init)
    let lengths = size.axes.map(Int32.init)
    for (map, bit) in [(reference, Self.reference), (prediction, Self.prediction)] {
      if let members {
        seg_mark_label(
          map.baseAddress, Int32(extent.height), Int32(extent.width), first, lengths,
          isPlanar ? 1 : 0, 0, members, bit, bytes.baseAddress)
      } else {
        seg_mark_label(
          map.baseAddress, Int32(extent.height), Int32(extent.width), first, lengths,
          isPlanar ? 1 : 0, UInt16(label), nil, bit, bytes.baseAddress)
      }
    }
  }

  deinit { bytes.deallocate() }
}
