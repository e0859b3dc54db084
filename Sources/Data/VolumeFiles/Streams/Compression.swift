/// How bytes are compressed in a file: the same deflate in either wrapping.
enum Compression {
  case none, gzip, zlib

  /// The most bytes that one compressed byte can hold.
  static let largestRatio = 1032

  /// What zlib's initializers call the wrapping of what is written; 32 more finds out when reading.
  var windowBits: Int32 { self == .gzip ? 31 : 15 }
}
