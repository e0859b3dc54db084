/// An ending by which the files of a format are known.
struct FileEnding: Sendable, Hashable {
  /// With its dots, in lower case: ".nii.gz".
  var text: String
  /// Whether files of this name can be written.
  var isWritable: Bool
  /// Whether a file of this name in a folder is an image; false for what only holds another file's voxels.
  var isImage: Bool

  init(_ text: String, isWritable: Bool = true, isImage: Bool = true) {
    self.text = text
    self.isWritable = isWritable
    self.isImage = isImage
  }
}
