import Foundation

/// The formats of image files that can be read and written.
///
/// A new format is added here; nothing outside its own folder names it otherwise.
enum VolumeFormats {
  /// The first is the one that results have where nothing else decides.
  static let all: [any VolumeFormat] = [
    NIfTIFormat(), NRRDFormat(), MetaImageFormat(),
  ]

  /// How many bytes a format may look at to recognise a file.
  static let startBytes = 540

  static var standard: any VolumeFormat { all[0] }

  /// The format that a file's name says, with the ending, or `nil` where it is none.
  static func named(_ name: String) -> (format: any VolumeFormat, ending: FileEnding)? {
    all.compactMap { format in format.ending(of: name).map { (format, $0) } }
      .max { $0.1.text.count < $1.1.text.count }
  }

  /// The format of a file that exists: by its content, or else by its name.
  /// - Throws: ``VolumeFileError`` where the file is missing, unreadable, empty or in no format that can be read.
  static func format(of url: URL) throws(VolumeFileError) -> any VolumeFormat {
    let start = try start(of: url)
    if let format = all.first(where: { $0.recognizes(start) }) { return format }
    if let problem = ForeignFile.description(start) { throw .badData(url, problem) }
    if let format = named(url.lastPathComponent)?.format { return format }
    throw .badData(url, "is not an image file; these can be read: \(VolumeFile.formatList)")
  }

  /// The first bytes of a file, decompressed; fewer where the compression is damaged.
  private static func start(of url: URL) throws(VolumeFileError) -> [UInt8] {
    let status = try FileStatus(of: url)
    let reader = try ByteReader(url, compression: status.isGzip ? .gzip : .none)
    guard let (bytes, count) = try? reader.readStart(startBytes) else { return [] }
    return Array(bytes[..<count])
  }
}
