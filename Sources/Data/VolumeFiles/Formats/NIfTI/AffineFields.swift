import CNIfTI
import Foundation
import Volumes

/// The fields of a header from which its affine follows.
///
/// Source: the NIfTI-1 standard; precedence and tolerances as nibabel's `get_best_affine`, `quat2mat` and `shape_zoom_affine`.
struct AffineFields {
  private var pixdim: [Double]
  private var qformCode: Int
  private var sformCode: Int
  private var quaternion: [Double]
  private var quaternionOffset: [Double]
  private var sform: [Double]
  private var units: Int
  /// How small 1 - b² - c² - d² must be to count as 0: the rounding of the stored numbers.
  private var quaternionTolerance: Double

  init(_ raw: nifti_2_header, version: Int) {
    quaternionTolerance = 3 * (version == 1 ? Double(Float.ulpOfOne) : Double.ulpOfOne)
    pixdim = NIfTIHeader.numbers(raw.pixdim)
    qformCode = Int(raw.qform_code)
    sformCode = Int(raw.sform_code)
    quaternion = [raw.quatern_b, raw.quatern_c, raw.quatern_d]
    quaternionOffset = [raw.qoffset_x, raw.qoffset_y, raw.qoffset_z]
    sform =
      NIfTIHeader.numbers(raw.srow_x) + NIfTIHeader.numbers(raw.srow_y)
      + NIfTIHeader.numbers(raw.srow_z)
    units = Int(raw.xyzt_units)
  }

  /// The affine in mm: the s-form where it is set, else the q-form, else voxel sizes with the origin in the middle.
  /// - Parameters:
  ///   - axes: How many axes the file has.
  ///   - notes: Receives the oddities that were accepted.
  func placement(
    of extent: Extent, axes: Int, url: URL, notes: inout [String]
  ) throws(VolumeFileError) -> (affine: Affine, source: NIfTIHeader.AffineSource) {
    let steps = try voxelSizes(of: extent, axes: axes, url: url, notes: &notes)
    let sformIsSet = isSet(sformCode, "sform_code", notes: &notes)
    let qformIsSet = isSet(qformCode, "qform_code", notes: &notes)
    var rows: [Double]
    let source: NIfTIHeader.AffineSource
    if sformIsSet {
      rows = flatSliceCompleted(sform, of: extent, step: steps[2])
      source = .sform
    } else if qformIsSet {
      rows = try qform(steps: steps, url: url, notes: &notes)
      source = .qform
    } else {
      rows = base(of: extent, steps: steps.enumerated().map { $0.offset < axes ? $0.element : 1 })
      source = .voxelSizes
      notes.append(
        "neither s-form nor q-form is set; orientation is a guess (LAS, as nibabel does)")
    }
    if let factor = millimetresPerUnit(notes: &notes) { rows = rows.map { $0 * factor } }
    if let problem = Affine.problem(withRows: rows) {
      throw .badData(
        url, "its \(source.rawValue) \(problem); export the file again with a valid orientation")
    }
    let affine = Affine(rows: rows)
    noteShear(of: affine, notes: &notes)
    return (affine, source)
  }

  /// The lengths of the three spatial steps as stored in `pixdim`, positive.
  private func voxelSizes(
    of extent: Extent, axes: Int, url: URL, notes: inout [String]
  ) throws(VolumeFileError) -> [Double] {
    var steps = [1.0, 1.0, 1.0]
    for axis in 0..<3 {
      let step = pixdim[axis + 1]
      let isFlat = axis >= axes || extent[2 - axis] == 1
      guard step.isFinite, step != 0 else {
        if isFlat { continue }
        throw .badData(
          url,
          """
          voxel size along \("xyz"[axis]) is \(step); it must be a positive number of mm: correct \
          pixdim or export the file again
          """
        )
      }
      if step < 0 {
        notes.append("voxel size along \("xyz"[axis]) is negative; its sign is left out")
      }
      steps[axis] = abs(step)
    }
    return steps
  }

  private func isSet(_ code: Int, _ name: String, notes: inout [String]) -> Bool {
    guard !(0...5).contains(code) else { return code != 0 }
    notes.append("\(name) \(code) is not defined; taken as not set")
    return false
  }

  private func qform(
    steps: [Double], url: URL, notes: inout [String]
  ) throws(VolumeFileError) -> [Double] {
    let (x, y, z) = (quaternion[0], quaternion[1], quaternion[2])
    let square = x * x + y * y + z * z
    guard square.isFinite, quaternionOffset.allSatisfy(\.isFinite) else {
      throw .badData(
        url, "its q-form is not a number; export the file again or set qform_code to 0")
    }
    let rest = 1 - square
    guard rest > -2e-3 else {
      throw .badData(
        url,
        """
        its q-form is no rotation: the quaternion's length is \(square.squareRoot()), where at \
        most 1 is allowed
        """
      )
    }
    if rest < -3 * Double(Float.ulpOfOne) {
      notes.append("the q-form's quaternion is longer than 1 by rounding")
    }
    let w = rest < quaternionTolerance ? 0 : rest.squareRoot()
    let scale = 2 / (w * w + square)
    let third = pixdim[0] == -1 ? -steps[2] : steps[2]
    let rotation: [[Double]] = [
      [1 - (y * y + z * z) * scale, (x * y - w * z) * scale, (x * z + w * y) * scale],
      [(x * y + w * z) * scale, 1 - (x * x + z * z) * scale, (y * z - w * x) * scale],
      [(x * z - w * y) * scale, (y * z + w * x) * scale, 1 - (x * x + y * y) * scale],
    ]
    var rows: [Double] = []
    for (row, offset) in zip(rotation, quaternionOffset) {
      rows += [row[0] * steps[0], row[1] * steps[1], row[2] * third, offset]
    }
    return rows
  }

  /// Voxel sizes with x to the left and the world's origin in the middle of the image.
  private func base(of extent: Extent, steps: [Double]) -> [Double] {
    let signed = [-steps[0], steps[1], steps[2]]
    let sizes = [extent.width, extent.height, extent.depth]
    var rows = [Double](repeating: 0, count: 12)
    for row in 0..<3 {
      rows[row * 4 + row] = signed[row]
      rows[row * 4 + 3] = -Double(sizes[row] - 1) / 2 * signed[row]
    }
    return rows
  }

  /// Gives a single slice whose s-form says nothing about the third axis the slice's normal for it.
  private func flatSliceCompleted(_ rows: [Double], of extent: Extent, step: Double) -> [Double] {
    guard extent.depth == 1, rows[2] == 0, rows[6] == 0, rows[10] == 0 else { return rows }
    let u = [rows[0], rows[4], rows[8]]
    let v = [rows[1], rows[5], rows[9]]
    let normal = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]]
    let length = normal.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard length > 0, length.isFinite else { return rows }
    var completed = rows
    for row in 0..<3 { completed[row * 4 + 2] = normal[row] / length * step }
    return completed
  }

  private func millimetresPerUnit(notes: inout [String]) -> Double? {
    switch units & 7 {
    case 1:
      notes.append("lengths are stored in metres; they are taken as such")
      return 1000
    case 3:
      notes.append("lengths are stored in micrometres; they are taken as such")
      return 0.001
    default: return nil
    }
  }

  private func noteShear(of affine: Affine, notes: inout [String]) {
    let shear = affine.shearInDegrees
    let text = String(format: "%.3g", shear)
    if shear > Geometry.largestShearInDegrees {
      notes.append("its axes are sheared by \(text)° and cannot be used for training or prediction")
    } else if shear > 1e-3 {
      notes.append("its axes are off a right angle by \(text)° (rounding)")
    }
  }
}

extension String {
  fileprivate subscript(position: Int) -> Character { self[index(startIndex, offsetBy: position)] }
}
