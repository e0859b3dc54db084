/// A file that a case was measured from.
struct InputFile: Codable {
  var role: String
  /// Without its folder.
  var name: String
  /// With the name of its kind.
  var checksum: String?
}
