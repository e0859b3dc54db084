import Volumes

/// Steps through a volume's voxels along the axes of a picture.
struct SliceGrid {
  /// Voxels along a row, along a column, and across the plane.
  var columns: Int
  var rows: Int
  var slices: Int
  /// In mm.
  var columnSpacing: Double
  var rowSpacing: Double
  var sliceSpacing: Double
  private var origin = 0
  private var columnStep = 0
  private var rowStep = 0
  private var sliceStep = 0

  init(_ geometry: Geometry, plane: SlicePlane) {
    let orientation = geometry.orientation
    let steps = [1, geometry.extent.width, geometry.extent.width * geometry.extent.height]
    // Voxel axes i, j, k are extent axes 2, 1, 0.
    func axis(ofWorld world: Int) -> Int { orientation.worldAxis.firstIndex(of: world) ?? 0 }
    func size(_ axis: Int) -> Int { geometry.extent[2 - axis] }
    let (c, r, s) = (
      axis(ofWorld: plane.across.axis), axis(ofWorld: plane.down.axis),
      axis(ofWorld: plane.normal)
    )
    columns = size(c)
    rows = size(r)
    slices = size(s)
    columnSpacing = geometry.spacing[2 - c]
    rowSpacing = geometry.spacing[2 - r]
    sliceSpacing = geometry.spacing[2 - s]
    columnStep = steps[c]
    rowStep = steps[r]
    sliceStep = steps[s]
    if orientation.isFlipped[c] != plane.across.isReversed {
      origin += (columns - 1) * columnStep
      columnStep.negate()
    }
    if orientation.isFlipped[r] != plane.down.isReversed {
      origin += (rows - 1) * rowStep
      rowStep.negate()
    }
    if orientation.isFlipped[s] {
      origin += (slices - 1) * sliceStep
      sliceStep.negate()
    }
  }

  /// The offset of a voxel in C order; slices count from the left, the back or the feet.
  func offset(column: Int, row: Int, slice: Int) -> Int {
    origin + column * columnStep + row * rowStep + slice * sliceStep
  }

  /// The slice, row and column of a voxel.
  func position(ofVoxel voxel: VoxelIndex, extent: Extent) -> (column: Int, row: Int, slice: Int) {
    let distance = extent.offset(voxel)
    func index(_ step: Int, _ count: Int) -> Int {
      let size = abs(step)
      let raw = (distance / size) % count
      return step < 0 ? count - 1 - raw : raw
    }
    return (index(columnStep, columns), index(rowStep, rows), index(sliceStep, slices))
  }
}
