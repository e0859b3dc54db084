public import Foundation

// What the names of files say.
extension VolumeFile {
  /// The endings by which files in a folder are known as images, those of one format together.
  public static var endings: [String] {
    VolumeFormats.all.flatMap { $0.endings.filter(\.isImage).map(\.text) }
  }

  /// The formats with their endings, for messages and help texts.
  public static var formatList: String {
    VolumeFormats.all.map { format in
      let endings = format.endings.filter(\.isImage).map(\.text).joined(separator: ", ")
      return "\(format.name) (\(endings))"
    }
    .joined(separator: ", ")
  }

  /// The names of the formats, for help texts: "A, B or C".
  public static var formatNames: String {
    VolumeFormats.all.map(\.name).listed
  }

  /// The ending that results have where nothing else decides.
  public static var standardEnding: String { VolumeFormats.standard.resultEnding }

  /// The ending of a file's name in lower case, or `nil` where it is no image file's.
  public static func ending(of name: String) -> String? {
    VolumeFormats.named(name)?.ending.text
  }

  /// A file's name without its ending, or all of it where it is no image file's.
  public static func stem(of name: String) -> String {
    String(name.dropLast(ending(of: name)?.count ?? 0))
  }

  /// Whether a file's name is that of an image, not only of the voxels of one.
  public static func isImage(_ name: String) -> Bool {
    VolumeFormats.named(name)?.ending.isImage == true
  }

  /// The ending of results for an image, which are in its format.
  public static func resultEnding(for url: URL) -> String {
    (VolumeFormats.named(url.lastPathComponent)?.format ?? VolumeFormats.standard).resultEnding
  }

  /// The files that an image consists of, the named one included.
  public static func filesRead(_ url: URL) -> [URL] {
    VolumeFormats.named(url.lastPathComponent)?.format.filesRead(url) ?? [url]
  }

  /// The files that writing an image of this name makes.
  public static func filesWritten(_ url: URL) -> [URL] {
    VolumeFormats.named(url.lastPathComponent)?.format.filesWritten(url) ?? [url]
  }
}
