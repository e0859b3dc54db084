import Augmentation
import Foundation
import Reports
import Training
import Volumes

/// The contact sheet of `seg train --show-augmentation`: a preview's patches as pictures.
enum AugmentationSheet {
  static func make(_ preview: AugmentationPreview) -> ContactSheet {
    let axes = (0..<3).filter { $0 != preview.normal }
    let rows = preview.rows.map { row in
      ContactSheet.Row(
        title: row.title, pictures: pictures(row, preview.normal, axes),
        pixelAspect: preview.spacing[axes[0]] / preview.spacing[axes[1]])
    }
    return ContactSheet(
      title: "Training patches: original, then augmented; outlines are the labels", rows: rows)
  }

  /// One slice of each patch, the one where the original has most foreground, all in the original's window.
  private static func pictures(_ row: AugmentationPreview.Row, _ normal: Int, _ axes: [Int])
    -> [ContactSheet.Picture]
  {
    guard let original = row.samples.first?.patch else { return [] }
    let extent = original.extent
    let across = (0..<3).map { axis in (axis + 1..<3).reduce(1) { $0 * extent[$1] } }[normal]
    var foreground = [Int](repeating: 0, count: extent[normal])
    for (offset, label) in original.labels.enumerated() where label != 0 {
      foreground[offset / across % extent[normal]] += 1
    }
    let most = foreground.max() ?? 0
    let slice = foreground.firstIndex(of: most) ?? 0
    let window = IntensityWindow.automatic(
      for: Volume(
        geometry: Geometry(extent: extent, spacing: Spacing(1, 1, 1)), channels: 1,
        voxels: Array(original.image.prefix(extent.count))))
    let (height, width) = (extent[axes[0]], extent[axes[1]])
    return row.samples.map { sample in
      var pixels: [UInt8] = []
      var labels: [UInt16] = []
      // Axes run to the patient's right, front and head: pictures have the front or head at the top, the right at their left.
      for y in (0..<height).reversed() {
        for x in (0..<width).reversed() {
          var place = Extent(slice, slice, slice)
          place[axes[0]] = y
          place[axes[1]] = x
          let offset = extent.offset(place.depth, place.height, place.width)
          pixels.append(window.grey(sample.patch.image[offset]))
          labels.append(UInt16(sample.patch.labels[offset]))
        }
      }
      return ContactSheet.Picture(
        image: GreyImage(width: width, height: height, pixels: pixels), labels: labels,
        caption: sample.caption)
    }
  }
}
