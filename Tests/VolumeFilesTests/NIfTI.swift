import Files
import Foundation
import VolumeFiles
import Volumes

/// Reads and writes files through the facade, with headers as NIfTI stores them.
enum NIfTI {
  static func readHeader(_ url: URL) throws(VolumeFileError) -> NIfTIHeader {
    try stored(in: VolumeFile.readHeader(url), url)
  }

  static func readVolume(
    _ url: URL
  ) throws(VolumeFileError) -> (volume: Volume, header: NIfTIHeader, nonFinite: Int) {
    let (image, header, nonFinite) = try VolumeFile.readImage(url)
    return (image, try stored(in: header, url), nonFinite)
  }

  static func readLabelMap(
    _ url: URL
  ) throws(VolumeFileError) -> (labels: LabelMap, header: NIfTIHeader) {
    let (labels, header) = try VolumeFile.readLabels(url)
    return (labels, try stored(in: header, url))
  }

  static func write(
    _ labels: LabelMap, like header: NIfTIHeader? = nil, to url: URL, largestValue: UInt16 = 0
  ) throws {
    try VolumeFile.write(
      labels, like: header.map { VolumeHeader($0) }, to: url, largestValue: largestValue)
  }

  static func write(_ volume: Volume, like header: NIfTIHeader? = nil, to url: URL) throws {
    try VolumeFile.writeImage(volume, like: header.map { VolumeHeader($0) }, to: url)
  }

  private static func stored(
    in header: VolumeHeader, _ url: URL
  ) throws(VolumeFileError) -> NIfTIHeader {
    guard let stored = header.stored as? NIfTIHeader else {
      throw VolumeFileError(.internalFault, "was not read as NIfTI", url: url)
    }
    return stored
  }
}
