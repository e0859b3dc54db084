extension String {
  /// The text without control characters, which have no place in a picture or on paper.
  var withoutControlCharacters: String {
    String(String.UnicodeScalarView(unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }))
  }
}
