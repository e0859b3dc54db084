import CNIfTI
import Foundation
import Volumes

extension NIfTIHeader {
  /// Reads and checks the header of an image.
  init(reading files: NIfTIFiles) throws(VolumeFileError) {
    let url = files.header
    if files.header != files.named, !FileManager.default.fileExists(atPath: url.path),
      FileManager.default.fileExists(atPath: files.named.path)
    {
      throw .inputOutput(
        files.named, "its header \(url.lastPathComponent) is missing beside it")
    }
    let status = try FileStatus(of: url)
    let reader = try ByteReader(url, compression: status.isGzip ? .gzip : .none)
    let (bytes, count) = try reader.readStart(540)
    try self.init(bytes: bytes, count: count, files: files)
    guard FileManager.default.fileExists(atPath: files.voxels.path) else {
      throw .inputOutput(
        files.header, "its voxels, \(files.voxels.lastPathComponent), are missing beside it")
    }
  }

  private init(bytes: [UInt8], count: Int, files: NIfTIFiles) throws(VolumeFileError) {
    let url = files.header
    let sizeOfHeader = bytes.withUnsafeBytes { $0.load(as: Int32.self) }
    guard count >= 4, let (version, swapped) = Self.version(sizeOfHeader: sizeOfHeader) else {
      throw .badData(url, Self.describeForeign(count: count))
    }
    let size = version == 1 ? 348 : 540
    guard count >= size else {
      throw .badData(
        url,
        "is cut off: \(count) bytes, where the header alone takes \(size); copy or export it again")
    }
    var raw = nifti_2_header()
    if version == 1 {
      var narrow = nifti_1_header()
      withUnsafeMutableBytes(of: &narrow) { $0.copyBytes(from: bytes.prefix(size)) }
      if swapped { swap_nifti_header(&narrow, 1) }
      raw = try Self.widen(narrow, url)
    } else {
      withUnsafeMutableBytes(of: &raw) { $0.copyBytes(from: bytes.prefix(size)) }
      if swapped { swap_nifti_header(&raw, 2) }
    }
    let magic = Self.text(raw.magic)
    guard ["n+1", "ni1", "n+2", "ni2"].contains(magic) else {
      throw .badData(
        url,
        """
        is no NIfTI file: its header has the size of one, but not the mark (ANALYZE 7.5 perhaps); \
        convert it to NIfTI
        """
      )
    }
    try self.init(
      raw: raw, version: version, isBigEndian: swapped, isPair: magic.hasPrefix("ni"), files: files)
  }

  private init(
    raw: nifti_2_header, version: Int, isBigEndian: Bool, isPair: Bool, files: NIfTIFiles
  ) throws(VolumeFileError) {
    let url = files.header
    guard let dataType = VoxelType(niftiCode: Int(raw.datatype)) else {
      throw .badData(url, VoxelType.reasonToRefuse(niftiCode: Int(raw.datatype)))
    }
    if isPair && files.voxels == files.header {
      throw .badData(
        url, "says that its voxels are in a file of their own; name it .hdr and its voxels .img")
    }
    var notes: [String] = []
    let dimensions = Self.integers(raw.dim)
    let (extent, channels) = try Self.extent(of: dimensions, dataType: dataType, url: url)
    let smallestOffset = isPair ? 0 : version == 1 ? 352 : 544
    var offset = Int(raw.vox_offset)
    if !isPair && offset == 0 {
      offset = smallestOffset
      notes.append("vox_offset is 0; the voxels are taken to follow the header")
    }
    guard offset >= smallestOffset else {
      throw .badData(
        url, "wrong vox_offset \(offset): voxels cannot begin before byte \(smallestOffset)")
    }
    let placement = try AffineFields(raw, version: version).placement(
      of: extent, axes: dimensions[0], url: url, notes: &notes)
    self.init(
      version: version, isPair: isPair, isBigEndian: isBigEndian, dataType: dataType,
      dimensions: dimensions, pixelDimensions: Self.numbers(raw.pixdim), voxelOffset: offset,
      scaleSlope: raw.scl_slope, scaleIntercept: raw.scl_inter, qformCode: Int(raw.qform_code),
      sformCode: Int(raw.sform_code), quaternion: [raw.quatern_b, raw.quatern_c, raw.quatern_d],
      quaternionOffset: [raw.qoffset_x, raw.qoffset_y, raw.qoffset_z],
      sformRows: Self.numbers(raw.srow_x) + Self.numbers(raw.srow_y) + Self.numbers(raw.srow_z),
      units: Int(raw.xyzt_units), geometry: Geometry(extent: extent, affine: placement.affine),
      affineSource: placement.source, channels: channels, notes: notes)
    if scaleSlope != 0, scaleSlope.isFinite, !scaleIntercept.isFinite {
      self.notes.append("scl_inter is not a number; the scaling of values is left out")
    }
  }

  /// The image's size, or the reason why its axes make no sense.
  private static func extent(
    of dimensions: [Int], dataType: VoxelType, url: URL
  ) throws(VolumeFileError) -> (Extent, channels: Int) {
    let axes = dimensions[0]
    guard (1...7).contains(axes) else {
      throw .badData(url, "claims \(axes) dimensions; an image has 1 to 7")
    }
    let shape = Array(dimensions[1...axes])
    let written = shape.map(String.init).joined(separator: " x ")
    _ = try VoxelShape(shape, of: dataType, url: url)
    let further = shape.dropFirst(3).filter { $0 > 1 }
    guard further.count <= 1 else {
      throw .badData(
        url,
        """
        has a size of \(written); of the axes after the third only one may be longer than 1 (the \
        channels)
        """
      )
    }
    func size(_ axis: Int) -> Int { axis < axes ? shape[axis] : 1 }
    return (
      Extent(depth: size(2), height: size(1), width: size(0)), channels: further.first ?? 1
    )
  }
}
