/// The versions of a file format that the program reads.
///
/// A version counts up where older programs would misunderstand a file; a new key with a default needs none.
package struct FormatVersion: Hashable, Sendable {
  /// The one that is written.
  package let current: Int
  package let oldest: Int

  package init(current: Int, oldest: Int = 1) {
    self.current = current
    self.oldest = oldest
  }

  /// Why a file of this version cannot be read, in words, or `nil` where it can.
  package func problem(_ version: Int) -> String? {
    if version > current {
      return
        "is of format version \(version), this seg reads up to \(current); update seg to use it"
    }
    if version < oldest {
      return "is of format version \(version), which this seg no longer reads; use an older seg"
    }
    return nil
  }
}
