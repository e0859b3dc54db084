/// Files that are no images of a format that can be read, known by their first bytes.
enum ForeignFile {
  /// What a file is and what to do with it, or `nil` where it is none of these.
  static func description(_ start: [UInt8]) -> String? {
    if start.count >= 132, start[128..<132].elementsEqual("DICM".utf8) {
      return "is a DICOM file; convert the series to one image file first (dcm2niix does)"
    }
    if start.starts(with: [0x89, 0x48, 0x44, 0x46]) {
      return "is an HDF5 file, not a single image; data sets are named .h5 or .hdf5"
    }
    if start.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return "is a PNG picture, no volume" }
    return nil
  }
}
