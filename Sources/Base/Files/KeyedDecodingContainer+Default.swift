/// Decoding of files that may lack keys which later versions of the program have added.
///
/// A default is what files without the key meant, not what a new file would be given.
extension KeyedDecodingContainer {
  /// The value of a key, or a default where the file does not have it or has `null`.
  package func decode<Value: Decodable>(
    _ key: Key, default value: @autoclosure () -> Value
  ) throws -> Value {
    try decodeIfPresent(Value.self, forKey: key) ?? value()
  }

  /// Replaces a value by that of a key; it stays as it is where the file does not have the key or has `null`.
  package func decode<Value: Decodable>(_ key: Key, into value: inout Value) throws {
    if let decoded = try decodeIfPresent(Value.self, forKey: key) { value = decoded }
  }
}
